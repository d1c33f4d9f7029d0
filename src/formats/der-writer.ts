/**
 * DER writing: each function gives one whole element.
 * Floor: formats. Knows the universal types that certificates use, no certificate. Does not share code with the reader,
 * so that reading back what was written is a test of both.
 * Reference: X.690 (02/2021) sections 8 and 10.
 */
import { TouchstoneError, concat } from '../base/index.ts';

/** `der-value`: a value that has no encoding in the asked type; fact `type`. */
export type DerWriteErrorCode = 'der-value';

function refuse(type: string): never {
  throw new TouchstoneError<DerWriteErrorCode>('der-value', { type });
}

/** Tag, shortest length, contents joined. */
export function derElement(tag: number, ...contents: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const length = contents.reduce((sum, content) => sum + content.length, 0);
  if (length < 0x80) return concat(Uint8Array.of(tag, length), ...contents);
  const digits: number[] = [];
  for (let rest = length; rest > 0; rest = Math.floor(rest / 256)) digits.unshift(rest % 256);
  return concat(Uint8Array.of(tag, 0x80 | digits.length, ...digits), ...contents);
}

/** SEQUENCE of whole elements. */
export const derSequence = (...elements: readonly Uint8Array[]): Uint8Array<ArrayBuffer> => derElement(0x30, ...elements);

/** SET of one element, which needs no sorting (X.690 section 11.6). */
export const derSetOfOne = (element: Uint8Array): Uint8Array<ArrayBuffer> => derElement(0x31, element);

/** [number] constructed, for EXPLICIT tags. */
export const derExplicit = (number: number, element: Uint8Array): Uint8Array<ArrayBuffer> => derElement(0xa0 | number, element);

/** BOOLEAN TRUE; FALSE is always a default and never written. */
export const derTrue = (): Uint8Array<ArrayBuffer> => Uint8Array.of(0x01, 0x01, 0xff);

/** INTEGER from unsigned big-endian bytes; leading zeros are dropped, a sign byte added where needed. */
export function derUnsigned(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  let start = 0;
  while (start < bytes.length - 1 && bytes[start] === 0) start++;
  const digits = bytes.length === 0 ? Uint8Array.of(0) : bytes.subarray(start);
  return derElement(0x02, (digits[0] as number) >= 0x80 ? Uint8Array.of(0) : Uint8Array.of(), digits);
}

/** OBJECT IDENTIFIER from dotted numbers. @throws der-value */
export function derOid(dotted: string): Uint8Array<ArrayBuffer> {
  const arcs = /^[0-2](\.(0|[1-9]\d{0,7}))+$/.test(dotted) ? dotted.split('.').map(Number) : refuse('oid');
  const [root, second, ...rest] = arcs as [number, number, ...number[]];
  if (root < 2 && second > 39) refuse('oid');
  const bytes = [root * 40 + second, ...rest].flatMap((arc) => {
    const septets = [arc & 0x7f];
    for (let left = arc >>> 7; left > 0; left >>>= 7) septets.unshift(0x80 | (left & 0x7f));
    return septets;
  });
  return derElement(0x06, Uint8Array.from(bytes));
}

/** BIT STRING without unused bits. */
export const derBitString = (bytes: Uint8Array): Uint8Array<ArrayBuffer> => derElement(0x03, Uint8Array.of(0), bytes);

/** OCTET STRING. */
export const derOctetString = (...contents: readonly Uint8Array[]): Uint8Array<ArrayBuffer> => derElement(0x04, ...contents);

function ascii(text: string, type: string): Uint8Array {
  return Uint8Array.from(text, (character) => {
    const code = character.charCodeAt(0);
    return code >= 0x20 && code < 0x7f ? code : refuse(type);
  });
}

/** UTF8String of printable ASCII, which is all that chip certificates hold. @throws der-value */
export const derUtf8String = (text: string): Uint8Array<ArrayBuffer> => derElement(0x0c, ascii(text, 'utf8-string'));

/** PrintableString; any printable ASCII, as Microchip's "eui48_…" wants an underscore. @throws der-value */
export const derPrintableString = (text: string): Uint8Array<ArrayBuffer> => derElement(0x13, ascii(text, 'printable-string'));

/** YYYYMMDDHHMMSS of a time, checked against what four digits can hold. */
function digitsOf(timeMs: number, type: string): string {
  const digits = Number.isFinite(timeMs) ? new Date(timeMs).toISOString().replace(/\.\d+Z$|[-:T]/g, '') : '';
  return /^\d{14}$/.test(digits) ? digits : refuse(type);
}

/** UTCTime: 1950 to 2049 (RFC 5280 section 4.1.2.5.1). @throws der-value */
export function derUtcTime(timeMs: number): Uint8Array<ArrayBuffer> {
  const digits = digitsOf(timeMs, 'utc-time');
  if (digits < '1950' || digits >= '2050') refuse('utc-time');
  return derElement(0x17, ascii(`${digits.slice(2)}Z`, 'utc-time'));
}

/** GeneralizedTime in seconds, years 0 to 9999. @throws der-value */
export const derGeneralizedTime = (timeMs: number): Uint8Array<ArrayBuffer> =>
  derElement(0x18, ascii(`${digitsOf(timeMs, 'generalized-time')}Z`, 'generalized-time'));
