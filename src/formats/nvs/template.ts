/**
 * Values as people write them, with places for what only the board knows, and how they become entries.
 * Floor: formats. The board's serial, MAC and common name come from a function; this file asks nobody.
 * Reference: docs/packs.md, "Settings per board"; encodings as in ESP-IDF's "NVS Partition Generator Utility".
 */
import { fromBase64, fromHex } from '../../base/index.ts';
import { decodeUtf8, encodeUtf8 } from '../utf8.ts';
import { nvsError, type NvsEntry, type NvsInteger } from './nvs.ts';

/** How a text becomes a value: "binary" takes it as it is, as a blob. */
export type NvsEncoding = NvsInteger | 'string' | 'hex2bin' | 'base64' | 'binary';

/** What only the board knows: {serial} and {cn} of its secure element, {mac} of the ESP32. */
export type NvsPlaceholder = 'serial' | 'mac' | 'cn';

/** Gives the text for a placeholder; null when this board has none. */
export type NvsFill = (placeholder: NvsPlaceholder) => string | null;

/** One value not yet filled. `content` is text with placeholders, or a file's bytes, which have none. */
export interface NvsTemplate {
  readonly namespace: string;
  readonly key: string;
  readonly encoding: NvsEncoding;
  readonly content: string | Uint8Array;
}

export const INTEGER_ENCODINGS: readonly NvsInteger[] = ['u8', 'i8', 'u16', 'i16', 'u32', 'i32', 'u64', 'i64'];
export const ENCODINGS: readonly NvsEncoding[] = [...INTEGER_ENCODINGS, 'string', 'hex2bin', 'base64', 'binary'];
export const PLACEHOLDERS: readonly NvsPlaceholder[] = ['serial', 'mac', 'cn'];
/** {name} is a placeholder, {{name}} stands for {name} itself; other braces (JSON) are only braces. */
const PLACES = /\{\{([A-Za-z_][A-Za-z0-9_]*)\}\}|\{([A-Za-z_][A-Za-z0-9_]*)\}/g;
/** More digits than any integer here has; BigInt of a million digits would take its time. */
const INTEGER = /^[+-]?\d{1,30}$/;

/** Puts in what the board knows and encodes; the order stays. @throws nvs-placeholder, nvs-value */
export function fillNvs(templates: readonly NvsTemplate[], fill: NvsFill): readonly NvsEntry[] {
  return templates.map((template) => entryOf(template, textOf(template, fill)));
}

/** The placeholders that occur, each once: what a board must know before it can be written. @throws nvs-placeholder */
export function placeholdersOf(templates: readonly NvsTemplate[]): readonly NvsPlaceholder[] {
  const found = new Set<NvsPlaceholder>();
  for (const template of templates)
    textOf(template, (placeholder) => {
      found.add(placeholder);
      return '';
    });
  return PLACEHOLDERS.filter((placeholder) => found.has(placeholder));
}

/** The text, filled; null for bytes that are taken as they are. */
function textOf({ namespace, key, encoding, content }: NvsTemplate, fill: NvsFill): string | Uint8Array {
  if (typeof content !== 'string') return encoding === 'binary' ? content : (decodeUtf8(content) ?? badValue({ namespace, key, encoding, content }, 'text'));
  return content.replace(PLACES, (_, escaped: string | undefined, name: string) => {
    if (escaped !== undefined) return `{${escaped}}`;
    const placeholder = PLACEHOLDERS.find((known) => known === name);
    if (placeholder === undefined) throw nvsError('nvs-placeholder', { namespace, key, name, reason: 'unknown' });
    const text = fill(placeholder);
    if (text === null) throw nvsError('nvs-placeholder', { namespace, key, name, reason: 'missing' });
    return text;
  });
}

function entryOf(template: NvsTemplate, content: string | Uint8Array): NvsEntry {
  const { namespace, key, encoding } = template;
  if (typeof content !== 'string') return { namespace, key, type: 'blob', value: content };
  switch (encoding) {
    case 'string':
      return { namespace, key, type: 'string', value: content };
    case 'binary':
      return { namespace, key, type: 'blob', value: encodeUtf8(content) ?? badValue(template, 'text') };
    case 'hex2bin':
      return { namespace, key, type: 'blob', value: decoded(template, 'hex', () => fromHex(content.trim())) };
    case 'base64':
      return { namespace, key, type: 'blob', value: decoded(template, 'base64', () => fromBase64(content.replace(/[ \t\r\n]/g, ''))) };
    default:
      if (!INTEGER.test(content.trim())) badValue(template, 'number');
      return { namespace, key, type: encoding, value: BigInt(content.trim().replace('+', '')) };
  }
}

function decoded(template: NvsTemplate, reason: string, decode: () => Uint8Array): Uint8Array {
  try {
    return decode();
  } catch (error) {
    return badValue(template, reason, error);
  }
}

/** Says where and why, never what. */
function badValue({ namespace, key, encoding }: NvsTemplate, reason: string, cause?: unknown): never {
  throw nvsError('nvs-value', { namespace, key, type: encoding, reason }, cause);
}
