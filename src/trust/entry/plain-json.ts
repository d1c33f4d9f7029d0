/**
 * A cursor over JSON of the plain kind: printable ASCII, no escapes, whole numbers of one digit. Whatever is not plain makes it give up.
 * Floor: trust. Accepts a part of what formats/strict-json.ts accepts and nothing else; makes no texts and no objects, because a file has a hundred thousand entries.
 * Reference: RFC 8259 sections 2 to 7.
 */
import { decodeDigits, digitsFor } from './base64-bytes.ts';

const [TAB, LINE_FEED, RETURN, SPACE, QUOTE, EQUALS, BACKSLASH, DELETE] = [0x09, 0x0a, 0x0d, 0x20, 0x22, 0x3d, 0x5c, 0x7f];

/** Structural characters. */
export const PLAIN = { openObject: 0x7b, closeObject: 0x7d, openArray: 0x5b, closeArray: 0x5d, colon: 0x3a, comma: 0x2c } as const;

/** Texts with their quotes, as bytes: for `member` and `one`. */
export const quoted = (...texts: readonly string[]): readonly Uint8Array[] => texts.map((text) => new TextEncoder().encode(`"${text}"`));

/** Methods say whether they could step over what they are named after; after a "no" the cursor is of no more use. `take` and `one` may be asked in vain. */
export class PlainJson {
  bytes: Uint8Array<ArrayBuffer> = new Uint8Array(0);
  /** What `text`, `base64Url` or `base64` stepped over last, without its quotes. */
  from = 0;
  to = 0;
  #at = 0;
  #end = 0;

  /** Begins at `start`; nothing at or behind `end` is taken. */
  begin(bytes: Uint8Array<ArrayBuffer>, start: number, end: number): void {
    this.bytes = bytes;
    this.#at = start;
    this.#end = end;
  }

  /** White space, then this byte; when it is another one, only the white space. */
  take(byte: number): boolean {
    this.#white();
    if (this.#at >= this.#end || this.bytes[this.#at] !== byte) return false;
    this.#at++;
    return true;
  }

  /** White space up to the end. */
  finish(): boolean {
    this.#white();
    return this.#at === this.#end;
  }

  /** A text of printable ASCII without escapes. */
  text(): boolean {
    if (!this.take(QUOTE)) return false;
    const bytes = this.bytes;
    const end = this.#end;
    this.from = this.#at;
    for (let at = this.#at; at < end; at++) {
      const byte = bytes[at] as number;
      if (byte === QUOTE) {
        this.to = at;
        this.#at = at + 1;
        return true;
      }
      if (byte < SPACE || byte >= DELETE || byte === BACKSLASH) return false;
    }
    return false;
  }

  /** White space, then exactly this text, given with its quotes. */
  one(text: Uint8Array): boolean {
    this.#white();
    const { bytes } = this;
    const at = this.#at;
    const length = text.length;
    if (at + length > this.#end) return false;
    for (let index = 0; index < length; index++) if (bytes[at + index] !== text[index]) return false;
    this.#at = at + length;
    return true;
  }

  /** A member's name, one of `names`, and its colon: gives the place of the name, or -1. Looks first at `expected`, because writers keep an order. */
  member(names: readonly Uint8Array[], expected: number): number {
    let place = expected < names.length && this.one(names[expected] as Uint8Array) ? expected : -1;
    for (let other = 0; place < 0 && other < names.length; other++) if (this.one(names[other] as Uint8Array)) place = other;
    return place >= 0 && this.take(PLAIN.colon) ? place : -1;
  }

  /** A number of one digit; gives -1 when it is anything else. */
  digit(): number {
    this.#white();
    const value = this.#at < this.#end ? (this.bytes[this.#at] as number) - 0x30 : -1;
    if (value < 0 || value > 9) return -1;
    this.#at++; // a second digit, a point or an exponent is no comma and no bracket
    return value;
  }

  /** A text that is base64url, decoded into `target`: gives how many bytes that made, or -1. It may be padded when `padding` is 'bearable'. */
  base64Url(target: Uint8Array, at: number, padding: 'refused' | 'bearable' = 'refused'): number {
    if (!this.take(QUOTE)) return -1;
    const made = decodeDigits('base64url', this.bytes, this.#at, this.#end, target, at);
    if (made < 0) return -1;
    this.from = this.#at;
    this.#at += digitsFor(made);
    if (padding === 'bearable' && this.#at < this.#end && this.bytes[this.#at] === EQUALS) this.#at++;
    this.to = this.#at;
    return this.#close() ? made : -1;
  }

  /** The same for standard base64 with its padding. */
  base64(target: Uint8Array, at: number): number {
    if (!this.take(QUOTE)) return -1;
    const made = decodeDigits('base64', this.bytes, this.#at, this.#end, target, at);
    if (made < 0) return -1;
    this.from = this.#at;
    this.#at += digitsFor(made);
    for (let missing = (3 - (made % 3)) % 3; missing > 0; missing--) if (this.#at >= this.#end || this.bytes[this.#at++] !== EQUALS) return -1;
    this.to = this.#at;
    return this.#close() ? made : -1;
  }

  #close(): boolean {
    if (this.#at >= this.#end || this.bytes[this.#at] !== QUOTE) return false;
    this.#at++;
    return true;
  }

  #white(): void {
    const { bytes } = this;
    for (let at = this.#at; at < this.#end; at++) {
      const byte = bytes[at] as number;
      if (byte > SPACE || (byte !== SPACE && byte !== LINE_FEED && byte !== RETURN && byte !== TAB)) {
        this.#at = at;
        return;
      }
    }
    this.#at = this.#end;
  }
}
