/**
 * Byte strings: joining, comparing, hex, base64.
 * Floor: base. Knows nothing of files, ports or formats.
 * Reference: RFC 4648 sections 4, 5 and 8.
 */
import { TouchstoneError } from './error.ts';

/** `bytes-text`: a text is not the hex, base64 or base64url it should be. */
export type BytesErrorCode = 'bytes-text';

/** Joins byte strings into a new one. */
export function concat(...parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const joined = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let offset = 0;
  for (const part of parts) {
    joined.set(part, offset);
    offset += part.length;
  }
  return joined;
}

/**
 * Gives the memory of bytes back that nobody looks at any more, where the engine can: a collector comes late, because it sees only the small object in front
 * of a large buffer. Reference: ECMA-262 25.1.6.8 (ArrayBuffer.prototype.transfer).
 */
export function letGo(bytes: Uint8Array): void {
  (bytes.buffer as { transfer?: (byteLength: number) => unknown }).transfer?.(0);
}

/** Same length and same bytes. Not constant-time: nothing compared here is secret. */
export function equalBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, index) => byte === b[index]);
}

/** Lower-case hex without separators. */
export function toHex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** Reads hex of either case without separators. @throws bytes-text */
export function fromHex(text: string): Uint8Array<ArrayBuffer> {
  if (text.length % 2 !== 0 || !/^[0-9a-fA-F]*$/.test(text)) throw new TouchstoneError<BytesErrorCode>('bytes-text', { form: 'hex', length: text.length });
  return Uint8Array.from({ length: text.length / 2 }, (_, index) => Number.parseInt(text.slice(index * 2, index * 2 + 2), 16));
}

const BASE64 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
const BASE64URL = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

function encodeBase64(bytes: Uint8Array, alphabet: string, pad: '=' | ''): string {
  let text = '';
  for (let offset = 0; offset < bytes.length; offset += 3) {
    const left = Math.min(3, bytes.length - offset);
    const word = ((bytes[offset] ?? 0) << 16) | ((bytes[offset + 1] ?? 0) << 8) | (bytes[offset + 2] ?? 0);
    for (let digit = 0; digit <= left; digit++) text += alphabet[(word >> (18 - 6 * digit)) & 63];
    text += pad.repeat(3 - left);
  }
  return text;
}

/** Base64 with padding (RFC 4648 section 4). */
export const toBase64 = (bytes: Uint8Array): string => encodeBase64(bytes, BASE64, '=');

/** Base64url without padding (RFC 4648 section 5, RFC 7515 section 2). */
export const toBase64Url = (bytes: Uint8Array): string => encodeBase64(bytes, BASE64URL, '');

function decodeTable(alphabet: string): Int8Array {
  const table = new Int8Array(128).fill(-1);
  for (let value = 0; value < 64; value++) table[alphabet.charCodeAt(value)] = value;
  return table;
}

const FROM_BASE64 = decodeTable(BASE64);
const FROM_BASE64URL = decodeTable(BASE64URL);

function decodeBase64(text: string, table: Int8Array, form: string): Uint8Array<ArrayBuffer> {
  const bad = (): TouchstoneError => new TouchstoneError<BytesErrorCode>('bytes-text', { form, length: text.length });
  if (text.length % 4 === 1) throw bad();
  const bytes = new Uint8Array(Math.floor((text.length * 3) / 4));
  let word = 0;
  let bits = 0;
  let offset = 0;
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    const value = code < 128 ? (table[code] as number) : -1;
    if (value < 0) throw bad();
    word = ((word << 6) | value) & 0xffffff;
    bits += 6;
    if (bits >= 8) {
      bits -= 8;
      bytes[offset++] = (word >> bits) & 0xff;
    }
  }
  if ((word & ((1 << bits) - 1)) !== 0) throw bad(); // RFC 4648 section 3.5: pad bits must be zero
  return bytes;
}

/** Reads padded base64 without white space. @throws bytes-text */
export function fromBase64(text: string): Uint8Array<ArrayBuffer> {
  if (text.length % 4 !== 0) throw new TouchstoneError<BytesErrorCode>('bytes-text', { form: 'base64', length: text.length });
  return decodeBase64(text.replace(/={1,2}$/, ''), FROM_BASE64, 'base64');
}

/** Reads unpadded base64url. @throws bytes-text */
export const fromBase64Url = (text: string): Uint8Array<ArrayBuffer> => decodeBase64(text, FROM_BASE64URL, 'base64url');
