/**
 * Bytes of a board's log in, lines for people out. What a board says is hostile text: nothing that a screen would obey goes through but colours.
 * Floor: link. Knows nothing of frames (wire.ts has taken them out) and of where lines are shown.
 * Runs of printable ASCII, nearly all of any log, go through as they are; every other byte is looked at by itself.
 * Reference: Unicode 15 chapter 3, table 3-7 (well-formed UTF-8); Unicode TR 36 section 3 (what a viewer must not obey);
 * ECMA-48 section 8.3.117 (SGR: colour and weight, the one escape sequence that stays).
 */
import type { Clock } from '../base/index.ts';
import { Utf8Reader } from './utf8-reader.ts';

export type LineKind = 'text' | 'bytes';
/** `open`: the line was shown because nothing more came, as a prompt is. */
export type LineEnd = 'ended' | 'open';

export interface LineSplitterOptions {
  readonly clock: Clock;
  /** Called with each line, without its ending. `bytes`: so much of it is no text that it was none: noise, a wrong rate, the rest of a broken frame. */
  readonly line: (text: string, kind: LineKind, end: LineEnd) => void;
  /** A line that does not end is shown after so much silence. */
  readonly flushAfterMs?: number;
}

/** Longest line, in bytes of the wire; a longer one is shown in pieces. */
const MAX_LINE_BYTES = 4_096;
const FLUSH_AFTER_MS = 300;
/** One foreign character in so many makes a line `bytes`: a single glitch at a reset does not. */
const FOREIGN_SHARE = 5;
const CR = 0x0d;
const LF = 0x0a;
const ESC = 0x1b;
/** Longest colour sequence, from ESC to its last parameter. */
const MAX_ESCAPE = 34;

/** Controls, formats (bidirectional overrides, zero widths, tags), line and paragraph separators, surrogates, private use. Tab is harmless. */
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\p{Co}]/u;

/** Controls that no log has; tab and escape (colours) it may have. */
const isControl = (character: string): boolean => /^[\0-\x08\x0b-\x1a\x1c-\x1f\x7f-\x9f]$/.test(character);

function shown(character: string): string {
  if (character >= ' ' && character <= '~') return character;
  if (character === '\t' || !INVISIBLE.test(character)) return character;
  const code = character.codePointAt(0) ?? 0;
  return code < 0x80 ? `\\x${code.toString(16).padStart(2, '0')}` : `\\u{${code.toString(16)}}`;
}

/** One character for each byte, so that a place in the bytes is the same place in the text; only printable ASCII of it is ever used. */
const oneToOne = new TextDecoder('latin1');

/** Where the run of printable ASCII that begins at `at` ends, `limit` at the latest. */
function plainEnd(bytes: Uint8Array, at: number, limit: number): number {
  let end = at;
  while (end < limit) {
    const byte = bytes[end] as number;
    if (byte < 0x20 || byte > 0x7e) break;
    end++;
  }
  return end;
}

/** Whether `byte` goes on with a colour sequence: ESC, `[`, parameters, `m`. */
function continuesEscape(escape: string, byte: number): boolean {
  if (escape.length === 1) return byte === 0x5b;
  return byte === 0x6d || (escape.length < MAX_ESCAPE && byte >= 0x30 && byte <= 0x3b);
}

/** Lines end with CR LF, CR or LF. Bytes that are no UTF-8 are shown as `\xNN`, characters that would not be seen as `\u{N}`;
 * a whole colour sequence stays as it is, ESC and all. */
export class LineSplitter {
  readonly #options: Required<LineSplitterOptions>;
  readonly #reader = new Utf8Reader({
    character: (text) => {
      this.#characters++;
      if (isControl(text)) this.#foreign++;
      this.#text += shown(text);
    },
    byte: (byte) => {
      this.#characters++;
      this.#foreign++;
      this.#text += `\\x${byte.toString(16).padStart(2, '0')}`;
    },
  });
  #text = '';
  #bytes = 0;
  #characters = 0;
  #foreign = 0;
  /** What may become a colour sequence. */
  #escape = '';
  #lastWasCr = false;
  #lastMs = 0;
  #watching = false;
  #stopped = false;

  constructor(options: LineSplitterOptions) {
    this.#options = { flushAfterMs: FLUSH_AFTER_MS, ...options };
  }

  push(bytes: Uint8Array): void {
    const text = oneToOne.decode(bytes);
    for (let at = 0; at < bytes.length;) {
      const end = this.#escape === '' && !this.#reader.insideCharacter ? plainEnd(bytes, at, Math.min(bytes.length, at + MAX_LINE_BYTES - this.#bytes)) : at;
      if (end === at) this.#odd(bytes[at++] as number);
      else {
        this.#lastWasCr = false;
        this.#text += text.slice(at, end);
        this.#characters += end - at;
        this.#bytes += end - at;
        at = end;
      }
      if (this.#bytes >= MAX_LINE_BYTES && this.#escape === '' && !this.#reader.insideCharacter) this.#end();
    }
    this.#lastMs = this.#options.clock.nowMs();
    if (this.#bytes > 0 && !this.#watching && !this.#stopped) void this.#watch();
  }

  /** Shows what there is of an unfinished line. */
  flush(): void {
    if (this.#bytes > 0) this.#end('open');
  }

  /** Flushes; nothing happens by itself any more. */
  stop(): void {
    this.flush();
    this.#stopped = true;
  }

  /** One byte that is not simply text, or comes where it may not be. */
  #odd(byte: number): void {
    if (byte === LF && this.#lastWasCr) {
      this.#lastWasCr = false;
      return;
    }
    if (byte === CR || byte === LF) {
      this.#lastWasCr = byte === CR;
      this.#end();
      return;
    }
    this.#lastWasCr = false;
    this.#bytes++;
    if (this.#escape !== '') {
      if (continuesEscape(this.#escape, byte)) {
        this.#escape += String.fromCharCode(byte);
        if (byte === 0x6d) this.#endEscape('colour');
        return;
      }
      this.#endEscape('text');
    }
    if (byte === ESC) {
      this.#reader.end();
      this.#escape = '\x1b';
    } else this.#reader.push(byte);
  }

  #endEscape(as: 'colour' | 'text'): void {
    this.#characters += this.#escape.length;
    this.#text += as === 'colour' || this.#escape === '' ? this.#escape : `\\x1b${this.#escape.slice(1)}`;
    this.#escape = '';
  }

  #end(end: LineEnd = 'ended'): void {
    this.#reader.end();
    this.#endEscape('text');
    const text = this.#text;
    const kind = this.#foreign * FOREIGN_SHARE >= this.#characters && this.#foreign > 0 ? 'bytes' : 'text';
    this.#text = '';
    this.#bytes = 0;
    this.#characters = 0;
    this.#foreign = 0;
    this.#options.line(text, kind, end);
  }

  async #watch(): Promise<void> {
    this.#watching = true;
    const { clock, flushAfterMs } = this.#options;
    while (this.#bytes > 0 && !this.#stopped) {
      const restMs = this.#lastMs + flushAfterMs - clock.nowMs();
      if (restMs <= 0) this.flush();
      else await clock.sleep(restMs);
    }
    this.#watching = false;
  }
}
