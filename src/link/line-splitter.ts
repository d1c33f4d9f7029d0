/**
 * Bytes of a board's log in, lines for people out. What a board says is hostile text: nothing that a screen would obey goes through.
 * Floor: link. Knows nothing of frames (wire.ts has taken them out) and of where lines are shown.
 * Reference: Unicode 15 chapter 3, table 3-7 (well-formed UTF-8); Unicode TR 36 section 3 (what a viewer must not obey).
 */
import type { Clock } from '../base/index.ts';
import { Utf8Reader } from './utf8-reader.ts';

export type LineKind = 'text' | 'bytes';

export interface LineSplitterOptions {
  readonly clock: Clock;
  /** Called with each line, without its ending. `bytes`: so much of it is no text that it was none: noise, a wrong rate, the rest of a broken frame. */
  readonly line: (text: string, kind: LineKind) => void;
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

/** Lines end with CR LF, CR or LF. Bytes that are no UTF-8 are shown as `\xNN`, characters that would not be seen as `\u{N}`. */
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
  #lastWasCr = false;
  #lastMs = 0;
  #watching = false;
  #stopped = false;

  constructor(options: LineSplitterOptions) {
    this.#options = { flushAfterMs: FLUSH_AFTER_MS, ...options };
  }

  push(bytes: Uint8Array): void {
    for (const byte of bytes) {
      if (byte === LF && this.#lastWasCr) this.#lastWasCr = false;
      else if (byte === CR || byte === LF) {
        this.#lastWasCr = byte === CR;
        this.#end();
      } else {
        this.#lastWasCr = false;
        this.#reader.push(byte);
        this.#bytes++;
        if (this.#bytes >= MAX_LINE_BYTES && !this.#reader.insideCharacter) this.#end();
      }
    }
    this.#lastMs = this.#options.clock.nowMs();
    if (this.#bytes > 0 && !this.#watching && !this.#stopped) void this.#watch();
  }

  /** Shows what there is of an unfinished line. */
  flush(): void {
    if (this.#bytes > 0) this.#end();
  }

  /** Flushes; nothing happens by itself any more. */
  stop(): void {
    this.flush();
    this.#stopped = true;
  }

  #end(): void {
    this.#reader.end();
    const text = this.#text;
    const kind = this.#foreign * FOREIGN_SHARE >= this.#characters && this.#foreign > 0 ? 'bytes' : 'text';
    this.#text = '';
    this.#bytes = 0;
    this.#characters = 0;
    this.#foreign = 0;
    this.#options.line(text, kind);
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
