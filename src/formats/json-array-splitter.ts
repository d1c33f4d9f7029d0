/**
 * Cuts a stream of bytes that is one JSON array into the bytes of its items, without reading what is inside them.
 * Floor: formats. Knows strings, brackets, and the commas between items; no numbers, names, colons or UTF-8: whoever reads an item checks it,
 * so that a broken item hurts only itself. Holds one unfinished item of at most `maxItemBytes`, whatever the file's size.
 * Reference: RFC 8259 sections 2, 5, 7 and 8.1 (a byte order mark may be ignored; nothing but UTF-8).
 */
import { TouchstoneError } from '../base/index.ts';
import type { JsonErrorCode } from './strict-json.ts';

/** One item. `bytes` is null when it is longer than `maxItemBytes`; else a view that is valid until the next push (copy to keep). */
export interface JsonArrayItem {
  readonly index: number;
  /** Of its first byte in the stream; white space around items belongs to nobody. */
  readonly offset: number;
  readonly length: number;
  readonly bytes: Uint8Array | null;
}

/** `maxDepth`: arrays and objects inside each other, the outer array counts. */
export interface SplitterLimits {
  readonly maxItemBytes: number;
  readonly maxDepth: number;
}

/**
 * Fact `why` of `json-text`. `array`: the first value begins as one that is no array. `character`: a byte that cannot be there. `end`: the array is not
 * closed. `depth`: nested too deeply. `trailing`: more behind the array. `utf-16`: the first bytes are those of another encoding.
 */
type SplitterFault = 'array' | 'character' | 'end' | 'depth' | 'trailing' | 'utf-16';

/** `before`, `behind`: the array. `first`: an item or the end. `item`: an item. `after`: a comma or the end. `inside`: an item's array or object. */
type State = 'before' | 'first' | 'item' | 'scalar' | 'string' | 'inside' | 'after' | 'behind';

const [TAB, LINE_FEED, RETURN, SPACE, QUOTE, COMMA, BACKSLASH] = [0x09, 0x0a, 0x0d, 0x20, 0x22, 0x2c, 0x5c];
const [OPEN_ARRAY, CLOSE_ARRAY, OPEN_OBJECT, CLOSE_OBJECT] = [0x5b, 0x5d, 0x7b, 0x7d];
const UTF8_MARK = [0xef, 0xbb, 0xbf] as const;
/** First characters of values that are no array: `{`, `"`, numbers, true, false, null. */
const OTHER_VALUES: ReadonlySet<number> = new Set(Array.from('{"-0123456789tfn', (character) => character.charCodeAt(0)));
const FIRST_HELD_BYTES = 1024;

const isWhiteSpace = (byte: number): boolean => byte === SPACE || byte === LINE_FEED || byte === RETURN || byte === TAB;

/** Takes the stream in chunks of any size; where it is cut makes no difference. */
export class JsonArraySplitter {
  readonly #maxItemBytes: number;
  /** The closing brackets that are owed, outermost first. */
  readonly #owed: Uint8Array;
  #depth = 0;
  #state: State = 'before';
  #failure: TouchstoneError<JsonErrorCode> | null = null;
  #offset = 0;
  /** Of the item that has begun; the items of this push. */
  #itemOffset = 0;
  #itemCount = 0;
  #items: JsonArrayItem[] = [];
  /** The unfinished item's bytes from earlier pushes: `#heldBytes` of `#held`, nothing once they are too many. */
  #held = new Uint8Array(0);
  #heldBytes = 0;
  /** In a string: a backslash was the last byte and escapes the next. */
  #escaped = false;
  /** The very first byte; -1 before it. */
  #firstByte = -1;

  constructor({ maxItemBytes, maxDepth }: SplitterLimits) {
    this.#maxItemBytes = maxItemBytes;
    this.#owed = new Uint8Array(maxDepth);
  }

  /** Bytes taken so far, in whole chunks. */
  get offset(): number {
    return this.#offset;
  }

  /** Gives the items that end in this chunk. A splitter that has refused refuses everything that follows. @throws json-text {why, offset} */
  push(chunk: Uint8Array): readonly JsonArrayItem[] {
    if (this.#failure !== null) throw this.#failure;
    this.#items = [];
    for (let index = 0; index < chunk.length;) {
      if (this.#state === 'string') index = this.#throughString(chunk, index);
      else if (this.#state === 'inside') index = this.#throughItem(chunk, index);
      else if (this.#state === 'scalar') index = this.#throughScalar(chunk, index);
      else this.#step(chunk, index++);
    }
    if (this.#state === 'string' || this.#state === 'inside' || this.#state === 'scalar') this.#hold(chunk);
    this.#offset += chunk.length;
    const items = this.#items;
    this.#items = [];
    return items;
  }

  /** Must be called after the last chunk. @throws json-text {why: 'end', offset} */
  end(): void {
    if (this.#failure !== null) throw this.#failure;
    if (this.#state !== 'behind') this.#fail('end', this.#offset);
  }

  /** One byte that is in no item, or begins one. */
  #step(chunk: Uint8Array, index: number): void {
    const byte = chunk[index] as number;
    const offset = this.#offset + index;
    if (this.#state === 'before') this.#before(byte, offset);
    else if (offset === 1 && byte === 0) this.#fail('utf-16', 0);
    else if (isWhiteSpace(byte)) return;
    else if (this.#state === 'behind') this.#fail('trailing', offset);
    else if (this.#state === 'after') {
      if (byte === COMMA) this.#state = 'item';
      else if (byte === CLOSE_ARRAY) this.#state = 'behind';
      else this.#fail('character', offset);
    } else if (byte === CLOSE_ARRAY && this.#state === 'first') this.#state = 'behind';
    else this.#begin(byte, offset);
  }

  /** Byte order mark, white space, the bracket. */
  #before(byte: number, offset: number): void {
    if (offset === 0) this.#firstByte = byte;
    const first = this.#firstByte;
    if ((byte === 0 && offset < 2) || (offset === 1 && ((first === 0xff && byte === 0xfe) || (first === 0xfe && byte === 0xff)))) this.#fail('utf-16', 0);
    if (offset === 0 && (first === UTF8_MARK[0] || first >= 0xfe)) return; // decided by the next byte
    if (first === UTF8_MARK[0] && offset < UTF8_MARK.length) {
      if (byte !== UTF8_MARK[offset]) this.#fail('character', 0);
    } else if (first >= 0xfe) this.#fail('character', 0);
    else if (byte === OPEN_ARRAY) {
      this.#open(CLOSE_ARRAY, offset);
      this.#state = 'first';
    } else if (!isWhiteSpace(byte)) this.#fail(OTHER_VALUES.has(byte) ? 'array' : 'character', offset);
  }

  #begin(byte: number, offset: number): void {
    if (byte === COMMA || byte === CLOSE_ARRAY || byte === CLOSE_OBJECT) this.#fail('character', offset);
    this.#itemOffset = offset;
    if (byte === QUOTE) this.#state = 'string';
    else if (byte === OPEN_ARRAY || byte === OPEN_OBJECT) {
      this.#open(byte === OPEN_ARRAY ? CLOSE_ARRAY : CLOSE_OBJECT, offset);
      this.#state = 'inside';
    } else this.#state = 'scalar';
  }

  /** Up to behind the next quote that is not escaped. */
  #throughString(chunk: Uint8Array, from: number): number {
    const start = this.#escaped ? from + 1 : from;
    for (let quote = chunk.indexOf(QUOTE, start); quote >= 0; quote = chunk.indexOf(QUOTE, quote + 1)) {
      if (backslashesBefore(chunk, start, quote) % 2 === 1) continue;
      this.#escaped = false;
      if (this.#depth === 1) this.#finish(chunk, quote + 1);
      else this.#state = 'inside';
      return quote + 1;
    }
    this.#escaped = backslashesBefore(chunk, start, chunk.length) % 2 === 1;
    return chunk.length;
  }

  /** Up to the next string inside the item's brackets, or behind the last bracket. */
  #throughItem(chunk: Uint8Array, from: number): number {
    const { length } = chunk;
    for (let index = from; index < length; index++) {
      const byte = chunk[index] as number;
      if (byte === QUOTE) {
        this.#state = 'string';
        return index + 1;
      }
      if (byte < OPEN_ARRAY) continue;
      if (byte === OPEN_ARRAY) this.#open(CLOSE_ARRAY, this.#offset + index);
      else if (byte === OPEN_OBJECT) this.#open(CLOSE_OBJECT, this.#offset + index);
      else if (byte === CLOSE_ARRAY || byte === CLOSE_OBJECT) {
        if (this.#owed[this.#depth - 1] !== byte) this.#fail('character', this.#offset + index);
        this.#depth--;
        if (this.#depth > 1) continue;
        this.#finish(chunk, index + 1);
        return index + 1;
      }
    }
    return length;
  }

  /** Up to the byte that ends a number or word, which is not taken. */
  #throughScalar(chunk: Uint8Array, from: number): number {
    for (let index = from; index < chunk.length; index++) {
      const byte = chunk[index] as number;
      if (byte === COMMA || byte === CLOSE_ARRAY || isWhiteSpace(byte)) {
        this.#finish(chunk, index);
        return index;
      }
      if (byte === QUOTE || byte === OPEN_ARRAY || byte === OPEN_OBJECT || byte === CLOSE_OBJECT) this.#fail('character', this.#offset + index);
    }
    return chunk.length;
  }

  #open(partner: number, offset: number): void {
    if (this.#depth === this.#owed.length) this.#fail('depth', offset);
    this.#owed[this.#depth++] = partner;
  }

  /** The item ends before `end` of this chunk. */
  #finish(chunk: Uint8Array, end: number): void {
    const length = this.#offset + end - this.#itemOffset;
    this.#items.push({ index: this.#itemCount++, offset: this.#itemOffset, length, bytes: this.#bytesOf(chunk, end, length) });
    this.#state = 'after';
  }

  #bytesOf(chunk: Uint8Array, end: number, length: number): Uint8Array | null {
    const heldBefore = this.#itemOffset < this.#offset;
    let bytes: Uint8Array | null = null;
    if (length <= this.#maxItemBytes) {
      if (heldBefore) this.#append(chunk.subarray(0, end));
      bytes = heldBefore ? this.#held.subarray(0, length) : chunk.subarray(end - length, end);
    }
    if (heldBefore) this.#release(); // the view lives on
    return bytes;
  }

  /** Keeps what has come of an unfinished item, unless it is too long already. */
  #hold(chunk: Uint8Array): void {
    const begun = Math.max(0, this.#itemOffset - this.#offset);
    if (this.#offset + chunk.length - this.#itemOffset <= this.#maxItemBytes) this.#append(chunk.subarray(begun));
    else this.#release();
  }

  #release(): void {
    this.#held = new Uint8Array(0);
    this.#heldBytes = 0;
  }

  #append(bytes: Uint8Array): void {
    const needed = this.#heldBytes + bytes.length;
    if (needed > this.#held.length) {
      const larger = new Uint8Array(Math.min(this.#maxItemBytes, Math.max(needed, 2 * this.#held.length, FIRST_HELD_BYTES)));
      larger.set(this.#held.subarray(0, this.#heldBytes));
      this.#held = larger;
    }
    this.#held.set(bytes, this.#heldBytes);
    this.#heldBytes = needed;
  }

  #fail(why: SplitterFault, offset: number): never {
    this.#failure = new TouchstoneError<JsonErrorCode>('json-text', { why, offset });
    throw this.#failure;
  }
}

/** Length of the run of backslashes that ends before `end`; runs before different quotes do not overlap, so all of them together are one pass. */
function backslashesBefore(chunk: Uint8Array, start: number, end: number): number {
  let index = end;
  while (index > start && chunk[index - 1] === BACKSLASH) index--;
  return end - index;
}
