/**
 * The log of one slot: the last lines, numbered, whoever said them.
 * Floor: bench. Knows no bytes (link makes lines of them) and no look.
 */
import type { LogLine } from './snapshot.ts';

/** Lines kept; older ones are dropped and counted. */
export const LOG_LINES_KEPT = 50_000;

export class LogBook {
  #lines: (LogLine | undefined)[] = [];
  #first = 0;
  #next = 0;
  #version = 0;
  #startMs: number;
  readonly #nowMs: () => number;
  #listeners = new Set<() => void>();

  constructor(nowMs: () => number) {
    this.#nowMs = nowMs;
    this.#startMs = nowMs();
  }

  /** Changes with every line and every clearing, so that a view knows when to draw. */
  get version(): number {
    return this.#version;
  }

  get count(): number {
    return this.#next - this.#first;
  }

  /** Lines no longer kept. */
  get dropped(): number {
    return this.#first;
  }

  /** The `index`th kept line, 0 being the oldest. */
  line(index: number): LogLine | undefined {
    if (index < 0 || index >= this.count) return undefined;
    return this.#lines[(this.#first + index) % LOG_LINES_KEPT];
  }

  add(source: LogLine['source'], text: string): void {
    const line: LogLine = { number: this.#next, atMs: this.#nowMs() - this.#startMs, source, text };
    this.#lines[this.#next % LOG_LINES_KEPT] = line;
    this.#next++;
    if (this.#next - this.#first > LOG_LINES_KEPT) this.#first++;
    this.#changed();
  }

  clear(): void {
    this.#lines = [];
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
