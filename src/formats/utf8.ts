/**
 * UTF-8 for the pure rooms, which have no TextEncoder.
 * Floor: formats. Knows no field.
 * Reference: RFC 3629; ECMA-262 19.2.6.5 (decodeURIComponent refuses ill-formed, over-long and surrogate sequences).
 */
import { toHex } from '../base/index.ts';

/** The bytes of `text`; null when it has half a surrogate pair and so is no text. */
export function encodeUtf8(text: string): Uint8Array<ArrayBuffer> | null {
  const bytes: number[] = [];
  for (const character of text) {
    const code = character.codePointAt(0) as number;
    if (code >= 0xd800 && code < 0xe000) return null;
    if (code < 0x80) bytes.push(code);
    else if (code < 0x800) bytes.push(0xc0 | (code >> 6), 0x80 | (code & 0x3f));
    else if (code < 0x10000) bytes.push(0xe0 | (code >> 12), 0x80 | ((code >> 6) & 0x3f), 0x80 | (code & 0x3f));
    else bytes.push(0xf0 | (code >> 18), 0x80 | ((code >> 12) & 0x3f), 0x80 | ((code >> 6) & 0x3f), 0x80 | (code & 0x3f));
  }
  return Uint8Array.from(bytes);
}

/** The text of `bytes`; null when they are not UTF-8. A byte order mark stays in the text. */
export function decodeUtf8(bytes: Uint8Array): string | null {
  try {
    return decodeURIComponent(toHex(bytes).replace(/../g, '%$&'));
  } catch {
    return null;
  }
}
