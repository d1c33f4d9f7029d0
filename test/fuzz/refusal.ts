/**
 * What readers may throw, and how outcomes are told apart: the words that all targets share.
 */
import { isTouchstoneError, type TouchstoneError } from '../../src/base/index.ts';
import { must } from './corpus.ts';

/** A reader's answer or its refusal; anything thrown that is no refusal with one of `codes` goes on as a crash. */
export function attempt<Value>(codes: readonly string[], read: () => Value): { readonly value: Value } | { readonly refusal: TouchstoneError } {
  try {
    return { value: read() };
  } catch (error) {
    if (!isTouchstoneError(error)) throw error;
    must(codes.includes(error.code), 'only documented codes are thrown', () => [error.code, error.facts]);
    return { refusal: error };
  }
}

/** Size class of a number: 0, 1, 2, 3, then by powers of two. */
export const sizeClass = (value: number): number => (value < 4 ? value : 2 + Math.floor(Math.log2(value)));

/** Kind of a byte: itself when it has a meaning in the formats here, else its class. */
export function byteKind(byte: number | undefined): string {
  if (byte === undefined) return 'none';
  if (byte >= 0x80) return 'high';
  if (byte < 0x20) return 'control';
  const character = String.fromCharCode(byte);
  return /[a-z]/i.test(character) ? 'letter' : /\d/.test(character) ? 'digit' : character;
}

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** Text of bytes, or null when they are no UTF-8; a byte order mark stays. */
export function utf8OrNull(bytes: Uint8Array): string | null {
  try {
    return utf8.decode(bytes);
  } catch {
    return null;
  }
}

/** What JSON.parse says; null when it refuses. */
export function jsonOrNull(text: string | null): { readonly value: unknown } | null {
  try {
    return text === null ? null : { value: JSON.parse(text) as unknown };
  } catch {
    return null;
  }
}

/** Tokens of JSON and of the bytes that pretend to be it. */
export const JSON_DICTIONARY: readonly Uint8Array[] = [
  ...[
    '[',
    ']',
    '{',
    '}',
    '[]',
    '{}',
    ',',
    ':',
    '"',
    '\\',
    '\\"',
    '\\\\',
    String.raw`\u005b`,
    String.raw`\u0022`,
    String.raw`\ud83d`,
    String.raw`\u00g0`,
    '\\u',
    '\\x',
    '"a"',
    '"a":',
    '"__proto__":',
  ],
  ...[
    '"":',
    '0',
    '-',
    '-0',
    '1e5',
    '1e999',
    '.5',
    'true',
    'false',
    'null',
    ' ',
    '\n',
    '\t',
    '\r',
    '\v',
    '\f',
    '\u00a0',
    '\ufeff',
    '\u2028',
    '\u0000',
    '试',
    '[[[[',
    '}}',
  ],
].map((token) => new Uint8Array(Buffer.from(token, 'utf8')));
