/**
 * Strict DER reading: a cursor over bytes that refuses everything DER refuses.
 * Floor: formats. Knows the universal types that certificates use, no certificate.
 * Reference: X.690 (02/2021) sections 8 and 10; RFC 5280 section 4.1.2.5 for times.
 */
import { TouchstoneError, toHex } from '../base/index.ts';

/**
 * `der-truncated`: an element ends behind its container. `der-tag`: another tag than expected, or a tag of several bytes.
 * `der-length`: indefinite, non-minimal or over-long length. `der-trailing`: bytes after the last element.
 * `der-boolean`, `der-integer`, `der-oid`, `der-bit-string`, `der-string`, `der-time`: a content that DER does not allow.
 * Facts: `offset` of the element (from the start of the outermost bytes), `tag` where it helps.
 */
export type DerErrorCode =
  'der-truncated' | 'der-tag' | 'der-length' | 'der-trailing' | 'der-boolean' | 'der-integer' | 'der-oid' | 'der-bit-string' | 'der-string' | 'der-time';

/** Identifier octets (X.690 section 8.1.2; X.680 table 1). */
export const DER_TAG = {
  Boolean: 0x01,
  Integer: 0x02,
  BitString: 0x03,
  OctetString: 0x04,
  Null: 0x05,
  ObjectIdentifier: 0x06,
  Utf8String: 0x0c,
  PrintableString: 0x13,
  Ia5String: 0x16,
  UtcTime: 0x17,
  GeneralizedTime: 0x18,
  Sequence: 0x30,
  Set: 0x31,
} as const;

/** One element: its content and the whole of it, both views into the bytes that were read. */
export interface DerElement {
  readonly tag: number;
  /** Offset of the tag in the outermost bytes. */
  readonly offset: number;
  readonly content: Uint8Array;
  readonly whole: Uint8Array;
}

/** Names in certificates have an upper bound of 64 characters (RFC 5280 appendix A.1); this is far above. */
const MAX_STRING_BYTES = 4096;

function fail(code: DerErrorCode, offset: number, tag?: number): never {
  throw new TouchstoneError<DerErrorCode>(code, tag === undefined ? { offset } : { offset, tag });
}

/** Reads elements one after the other from `start` to `end`; nested elements get a reader of their own. */
export class DerReader {
  readonly #bytes: Uint8Array;
  readonly #end: number;
  #offset: number;
  /** Content of the element that was read last. Indices rather than views: a manifest has a hundred thousand certificates. */
  #start = 0;
  #stop = 0;

  constructor(bytes: Uint8Array, start = 0, end = bytes.length) {
    this.#bytes = bytes;
    this.#offset = start;
    this.#end = end;
  }

  /** Tag of the next element, or -1 at the end. */
  peek(): number {
    return this.#offset < this.#end ? (this.#bytes[this.#offset] as number) : -1;
  }

  /** Reads the next element, of `tag` when given. @throws der-truncated, der-tag, der-length */
  read(tag?: number): DerElement {
    const offset = this.#next(tag);
    return {
      tag: this.#bytes[offset] as number,
      offset,
      content: this.#bytes.subarray(this.#start, this.#stop),
      whole: this.#bytes.subarray(offset, this.#stop),
    };
  }

  /** Reads the next element's content. @throws der-truncated, der-tag, der-length */
  readContent(tag: number): Uint8Array {
    this.#next(tag);
    return this.#bytes.subarray(this.#start, this.#stop);
  }

  /** Steps over the next element, whatever it is. @throws der-truncated, der-tag, der-length */
  skip(): void {
    this.#next();
  }

  /** Enters the next element, which must have `tag`, and steps behind it. @throws der-truncated, der-tag, der-length */
  enter(tag: number): DerReader {
    this.#next(tag);
    return new DerReader(this.#bytes, this.#start, this.#stop);
  }

  /** Must be called after the last element. @throws der-trailing */
  end(): void {
    if (this.#offset !== this.#end) fail('der-trailing', this.#offset);
  }

  /** Reads BOOLEAN: 00 or FF only (X.690 section 11.1). @throws der-boolean */
  readBoolean(): boolean {
    const offset = this.#next(DER_TAG.Boolean);
    const value = this.#bytes[this.#start];
    if (this.#stop - this.#start !== 1 || (value !== 0x00 && value !== 0xff)) fail('der-boolean', offset);
    return value === 0xff;
  }

  /** Reads an INTEGER ≥ 0, minimal (X.690 section 8.3.2): big-endian without sign byte; zero is one byte 00. @throws der-integer */
  readUnsigned(): Uint8Array {
    const offset = this.#next(DER_TAG.Integer);
    const bytes = this.#bytes;
    const length = this.#stop - this.#start;
    const first = bytes[this.#start] as number;
    if (length === 0 || first >= 0x80) fail('der-integer', offset);
    if (first !== 0 || length === 1) return bytes.subarray(this.#start, this.#stop);
    if ((bytes[this.#start + 1] as number) < 0x80) fail('der-integer', offset);
    return bytes.subarray(this.#start + 1, this.#stop);
  }

  /** Reads an INTEGER from 0 to 2^31 - 1. @throws der-integer */
  readSmallInteger(): number {
    const offset = this.#offset;
    const bytes = this.readUnsigned();
    if (bytes.length > 4 || (bytes.length === 4 && (bytes[0] as number) >= 0x80)) fail('der-integer', offset);
    return bytes.reduce((value, byte) => value * 256 + byte, 0);
  }

  /** Reads OBJECT IDENTIFIER as dotted numbers. @throws der-oid */
  readOid(): string {
    const offset = this.#next(DER_TAG.ObjectIdentifier);
    if (this.#start === this.#stop || (this.#bytes[this.#stop - 1] as number) >= 0x80) fail('der-oid', offset);
    let dotted = '';
    let arc = 0;
    let begins = true;
    for (let index = this.#start; index < this.#stop; index++) {
      const byte = this.#bytes[index] as number;
      if ((begins && byte === 0x80) || arc > 0x1ffffff) fail('der-oid', offset); // X.690 8.19.2: minimal; larger arcs do not occur
      arc = arc * 128 + (byte & 0x7f);
      begins = byte < 0x80;
      if (!begins) continue;
      const root = arc < 80 ? Math.floor(arc / 40) : 2; // X.690 8.19.4: the first two arcs share one number
      dotted += dotted === '' ? `${root}.${arc - 40 * root}` : `.${arc}`;
      arc = 0;
    }
    return dotted;
  }

  /** Reads BIT STRING. Unused bits must be zero (X.690 section 11.2.1). @throws der-bit-string */
  readBitString(): { readonly unusedBits: number; readonly bytes: Uint8Array } {
    const offset = this.#next(DER_TAG.BitString);
    const length = this.#stop - this.#start;
    const unusedBits = length === 0 ? 8 : (this.#bytes[this.#start] as number);
    const last = length > 1 ? (this.#bytes[this.#stop - 1] as number) : 0;
    if (unusedBits > 7 || (length === 1 && unusedBits !== 0) || (last & ((1 << unusedBits) - 1)) !== 0) fail('der-bit-string', offset);
    return { unusedBits, bytes: this.#bytes.subarray(this.#start + 1, this.#stop) };
  }

  /** Reads UTF8String, PrintableString or IA5String. PrintableString may hold any ASCII: Microchip's "eui48_…" has an underscore. @throws der-tag, der-string */
  readString(): string {
    const offset = this.#next();
    const tag = this.#bytes[offset] as number;
    if (tag !== DER_TAG.Utf8String && tag !== DER_TAG.PrintableString && tag !== DER_TAG.Ia5String) fail('der-tag', offset, tag);
    if (this.#stop - this.#start > MAX_STRING_BYTES) fail('der-string', offset);
    let ascii = '';
    for (let index = this.#start; index < this.#stop; index++) {
      const byte = this.#bytes[index] as number;
      if (byte >= 0x80) return tag === DER_TAG.Utf8String ? this.#utf8(offset) : fail('der-string', offset);
      ascii += String.fromCharCode(byte);
    }
    return ascii;
  }

  /** Reads UTCTime (1950–2049) or GeneralizedTime, both with seconds and Z, as ms since 1970. @throws der-tag, der-time */
  readTime(): number {
    const offset = this.#next();
    const tag = this.#bytes[offset] as number;
    if (tag !== DER_TAG.UtcTime && tag !== DER_TAG.GeneralizedTime) fail('der-tag', offset, tag);
    const yearDigits = tag === DER_TAG.UtcTime ? 2 : 4;
    if (this.#stop - this.#start !== yearDigits + 11 || this.#bytes[this.#stop - 1] !== 0x5a) fail('der-time', offset);
    const stated = this.#digits(offset, 0, yearDigits);
    const year = yearDigits === 4 ? stated : stated < 50 ? 2000 + stated : 1900 + stated;
    const month = this.#digits(offset, yearDigits, 2);
    const day = this.#digits(offset, yearDigits + 2, 2);
    const hour = this.#digits(offset, yearDigits + 4, 2);
    const minute = this.#digits(offset, yearDigits + 6, 2);
    const second = this.#digits(offset, yearDigits + 8, 2);
    const date = new Date(0);
    date.setUTCFullYear(year, month - 1, day);
    if (date.getUTCMonth() !== month - 1 || date.getUTCDate() !== day || hour > 23 || minute > 59 || second > 59) fail('der-time', offset);
    return date.setUTCHours(hour, minute, second);
  }

  /** Decimal digits at `position` of the content that was read last. */
  #digits(offset: number, position: number, count: number): number {
    let value = 0;
    for (let index = this.#start + position; index < this.#start + position + count; index++) {
      const digit = (this.#bytes[index] as number) - 0x30;
      if (digit < 0 || digit > 9) fail('der-time', offset);
      value = value * 10 + digit;
    }
    return value;
  }

  #utf8(offset: number): string {
    try {
      return decodeURIComponent(toHex(this.#bytes.subarray(this.#start, this.#stop)).replace(/../g, '%$&')); // ECMA-262 19.2.6.5 refuses ill-formed, over-long and surrogate sequences
    } catch {
      return fail('der-string', offset);
    }
  }

  /** Reads tag and length at the cursor and steps behind the element; gives its offset. */
  #next(expected?: number): number {
    const offset = this.#offset;
    const bytes = this.#bytes;
    if (offset + 2 > this.#end) fail('der-truncated', offset);
    const tag = bytes[offset] as number;
    if ((expected !== undefined && tag !== expected) || (tag & 0x1f) === 0x1f) fail('der-tag', offset, tag);
    let length = bytes[offset + 1] as number;
    let start = offset + 2;
    if (length >= 0x80) {
      const count = length & 0x7f;
      if (count === 0 || count > 4) fail('der-length', offset);
      if (start + count > this.#end) fail('der-truncated', offset);
      length = 0;
      for (let index = 0; index < count; index++) length = length * 256 + (bytes[start + index] as number);
      if (length < 0x80 || bytes[start] === 0) fail('der-length', offset); // X.690 10.1: shortest form
      start += count;
    }
    if (length > this.#end - start) fail('der-truncated', offset);
    this.#start = start;
    this.#stop = start + length;
    this.#offset = this.#stop;
    return offset;
  }
}
