/**
 * Two thousand lines of a log as one text and three columns: a million lines as objects would cost twice the memory and many garbage collections.
 * Floor: bench. Knows no numbering and no limits (log-book.ts). Texts hold no line ends, so that the joined text can be searched at once.
 */
import type { LogLine } from './snapshot.ts';

/** Lines of one block. */
export const BLOCK_LINES = 2_048;

const SOURCES: readonly LogLine['source'][] = ['board', 'page', 'broken'];

export class LogBlock {
  readonly #atMs = new Float64Array(BLOCK_LINES);
  readonly #sources = new Uint8Array(BLOCK_LINES);
  readonly #ends = new Uint32Array(BLOCK_LINES);
  /** Texts until the block is full, then one. */
  #open: string[] = [];
  #joined = '';
  #count = 0;

  get count(): number {
    return this.#count;
  }

  get isFull(): boolean {
    return this.#count === BLOCK_LINES;
  }

  add(atMs: number, source: LogLine['source'], text: string): void {
    const before = this.#count === 0 ? 0 : (this.#ends[this.#count - 1] as number);
    this.#atMs[this.#count] = atMs;
    this.#sources[this.#count] = SOURCES.indexOf(source);
    this.#ends[this.#count] = before + text.length;
    this.#open.push(text);
    this.#count++;
    if (!this.isFull) return;
    this.#joined = this.#open.join('');
    this.#open = [];
  }

  atMs(index: number): number {
    return this.#atMs[index] as number;
  }

  source(index: number): LogLine['source'] {
    return SOURCES[this.#sources[index] as number] as LogLine['source'];
  }

  text(index: number): string {
    const open = this.#open[index];
    if (open !== undefined) return open;
    return this.#joined.slice(index === 0 ? 0 : this.#ends[index - 1], this.#ends[index]);
  }
}
