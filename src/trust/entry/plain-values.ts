/**
 * Serial numbers and times in the bytes of a payload, without making texts of them.
 * Floor: trust. Accepts a part of what secure-element.ts accepts.
 * Reference: RFC 3339 section 5.6; Microchip "Trust Platform Manifest File Format" section 1.5.
 */
const HEX = new Int16Array(256).fill(-1);
for (const [value, digit] of [...'0123456789abcdef'].entries()) {
  HEX[digit.charCodeAt(0)] = value;
  HEX[digit.toUpperCase().charCodeAt(0)] = value;
}

/** 18 hex digits of either case as nine bytes; false when they are something else. */
export function parseSerial(bytes: Uint8Array, from: number, to: number, target: Uint8Array): boolean {
  if (to - from !== 18) return false;
  for (let index = 0; index < 9; index++) {
    const value = ((HEX[bytes[from + 2 * index] as number] as number) << 4) | (HEX[bytes[from + 2 * index + 1] as number] as number);
    if (value < 0) return false;
    target[index] = value;
  }
  return true;
}

const UPPER_HEX = Array.from({ length: 256 }, (_, byte) => byte.toString(16).toUpperCase().padStart(2, '0'));

/** Upper-case hex, as serial numbers stand in common names. */
export function upperHex(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) text += UPPER_HEX[byte] as string;
  return text;
}

const decoder = new TextDecoder();

/** A text whose bytes are known to be ASCII. */
export const asciiText = (bytes: Uint8Array, from: number, to: number): string => decoder.decode(bytes.subarray(from, to));

/** The usual form of what secure-element.ts takes for a time: 2025-06-01T20:14:53.773Z, the fraction of any length up to nine, or none. */
export function isPlainTime(bytes: Uint8Array, from: number, to: number): boolean {
  const length = to - from;
  if (length < 20 || length > 30 || length === 21 || bytes[to - 1] !== 0x5a) return false;
  for (let index = 0; index < length - 1; index++) {
    const byte = bytes[from + index] as number;
    const wanted = index < SEPARATORS.length ? (SEPARATORS[index] as number) : 0;
    if (wanted === 0 ? byte < 0x30 || byte > 0x39 : byte !== wanted) return false;
  }
  return true;
}
/** 0: a digit. */
const SEPARATORS = new TextEncoder().encode('0000-00-00T00:00:00.').map((byte) => (byte === 0x30 ? 0 : byte));
