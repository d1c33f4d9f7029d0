/**
 * UTF-8 byte by byte: whole characters, or the very bytes that are none.
 * Floor: link. Knows nothing of lines or of what may be shown. (TextDecoder would turn wrong bytes into U+FFFD, and a log must show them.)
 * Reference: Unicode 15 table 3-7, well-formed UTF-8 byte sequences.
 */

export interface Utf8Sink {
  /** One code point. */
  character(text: string): void;
  /** One byte that belongs to no well-formed sequence. */
  byte(byte: number): void;
}

/** Length of a sequence by its first byte, and the range of its second byte. */
function sequence(first: number): { readonly length: number; readonly low: number; readonly high: number } | null {
  if (first >= 0xc2 && first <= 0xdf) return { length: 2, low: 0x80, high: 0xbf };
  if (first === 0xe0) return { length: 3, low: 0xa0, high: 0xbf };
  if (first === 0xed) return { length: 3, low: 0x80, high: 0x9f }; // no surrogates
  if (first >= 0xe1 && first <= 0xef) return { length: 3, low: 0x80, high: 0xbf };
  if (first === 0xf0) return { length: 4, low: 0x90, high: 0xbf };
  if (first >= 0xf1 && first <= 0xf3) return { length: 4, low: 0x80, high: 0xbf };
  if (first === 0xf4) return { length: 4, low: 0x80, high: 0x8f };
  return null;
}

/** Reads one byte at a time; keeps at most three. */
export class Utf8Reader {
  readonly #sink: Utf8Sink;
  #pending: number[] = [];

  constructor(sink: Utf8Sink) {
    this.#sink = sink;
  }

  /** True in the middle of a character. */
  get insideCharacter(): boolean {
    return this.#pending.length > 0;
  }

  push(byte: number): void {
    const first = this.#pending[0];
    if (first !== undefined) {
      if (this.#continues(first, byte)) return;
      this.end();
    }
    if (byte < 0x80) this.#sink.character(String.fromCharCode(byte));
    else if (sequence(byte) === null) this.#sink.byte(byte);
    else this.#pending.push(byte);
  }

  /** No more bytes: an unfinished character is no character. */
  end(): void {
    const bytes = this.#pending;
    this.#pending = [];
    for (const byte of bytes) this.#sink.byte(byte);
  }

  /** Takes `byte` if it goes on with the sequence that `first` began. */
  #continues(first: number, byte: number): boolean {
    const form = sequence(first);
    if (form === null) return false;
    const isSecond = this.#pending.length === 1;
    if (byte < (isSecond ? form.low : 0x80) || byte > (isSecond ? form.high : 0xbf)) return false;
    this.#pending.push(byte);
    if (this.#pending.length === form.length) this.#finish(form.length);
    return true;
  }

  #finish(length: number): void {
    const leading = (this.#pending[0] as number) & (0xff >> (length + 1));
    const code = this.#pending.slice(1).reduce((value, byte) => (value << 6) | (byte & 0x3f), leading);
    this.#pending = [];
    this.#sink.character(String.fromCodePoint(code));
  }
}
