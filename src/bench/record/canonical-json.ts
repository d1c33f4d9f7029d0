/**
 * One text for one value: what is hashed must not depend on who wrote it.
 * Floor: bench. Knows no records.
 * Reference: RFC 8785 (JSON Canonicalization Scheme): no white space, members sorted by UTF-16 code units (3.2.3), numbers and strings as ECMAScript writes
 * them (3.2.2). I-JSON's demands are kept: a number that is not finite and a lone surrogate have no text.
 */
import { TouchstoneError } from '../../base/index.ts';

/** `canonical-value`: something that JSON cannot hold; fact `why`. */
export type CanonicalErrorCode = 'canonical-value';

const no = (why: string): TouchstoneError<CanonicalErrorCode> => new TouchstoneError('canonical-value', { why });
const LONE_SURROGATES = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;

/** Half a surrogate pair becomes U+FFFD, as String.prototype.toWellFormed does (ECMA-262, 2024). */
export const wellFormedText = (text: string): string => text.replace(LONE_SURROGATES, '\ufffd');

/** Members that are undefined are left out, as JSON does. @throws canonical-value */
export function canonicalJson(value: unknown): string {
  if (value === null || typeof value === 'boolean') return String(value);
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) throw no('number');
    return JSON.stringify(value);
  }
  if (typeof value === 'string') {
    if (wellFormedText(value) !== value) throw no('surrogate');
    return JSON.stringify(value);
  }
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  if (typeof value !== 'object') throw no(typeof value);
  const members = Object.entries(value).filter(([, member]) => member !== undefined);
  members.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)); // < on strings compares UTF-16 code units
  return `{${members.map(([name, member]) => `${canonicalJson(name)}:${canonicalJson(member)}`).join(',')}}`;
}

/** SHA-256 over the canonical text in UTF-8, lower-case hex. @throws canonical-value */
export async function canonicalHash(value: unknown): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(canonicalJson(value)));
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, '0')).join('');
}
