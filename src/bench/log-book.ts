/**
 * The log of one slot: the last million lines, numbered, whoever said them.
 * Floor: bench. Knows no bytes (link makes lines of them) and no look.
 */
import { BLOCK_LINES, LogBlock } from './log-block.ts';
import type { LogLine } from './snapshot.ts';

/** Lines kept at least; older ones are dropped a block at a time, and counted. */
export const LOG_LINES_KEPT = 1_000_000;

export class LogBook {
  #blocks: LogBlock[] = [new LogBlock()];
  /** Number of the first kept line and of the next one. */
  #first = 0;
  #next = 0;
  #version = 0;
  #startMs: number;
  readonly #kept: number;
  readonly #nowMs: () => number;
  /** Number of the board's last line while it has not ended; -1: it has. */
  #open = -1;
  #listeners = new Set<() => void>();

  constructor(nowMs: () => number, kept = LOG_LINES_KEPT) {
    this.#nowMs = nowMs;
    this.#kept = kept;
    this.#startMs = nowMs();
  }

  /** Changes with every line and every clearing, so that a view knows when to draw. */
  get version(): number {
    return this.#version;
  }

  get count(): number {
    return this.#next - this.#first;
  }

  /** When the log began, by the clock it was given. */
  get startMs(): number {
    return this.#startMs;
  }

  /** Lines no longer kept. */
  get dropped(): number {
    return this.#first;
  }

  /** The `index`th kept line, 0 being the oldest. */
  line(index: number): LogLine | undefined {
    if (!Number.isInteger(index) || index < 0 || index >= this.count) return undefined;
    const block = this.#blocks[Math.floor(index / BLOCK_LINES)];
    const within = index % BLOCK_LINES;
    return block === undefined ? undefined : { number: this.#first + index, atMs: block.atMs(within), source: block.source(within), text: block.text(within) };
  }

  /** What the board said last, if it did not end the line: a prompt, perhaps. */
  get openLine(): LogLine | undefined {
    return this.line(this.#open - this.#first);
  }

  /** `open`: the board may go on with the line. */
  add(source: LogLine['source'], text: string, end: 'ended' | 'open' = 'ended'): void {
    let last = this.#blocks.at(-1);
    if (last === undefined || last.isFull) {
      last = new LogBlock();
      this.#blocks.push(last);
    }
    last.add(this.#nowMs() - this.#startMs, source, text);
    if (source !== 'page') this.#open = end === 'open' ? this.#next : -1;
    this.#next++;
    if (this.count >= this.#kept + BLOCK_LINES) {
      this.#blocks.shift();
      this.#first += BLOCK_LINES;
    }
    this.#changed();
  }

  clear(): void {
    this.#blocks = [];
    this.#first = this.#next;
    this.#startMs = this.#nowMs();
    this.#changed();
  }

  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  #changed(): void {
    this.#version++;
    for (const listener of this.#listeners) listener();
  }
}
