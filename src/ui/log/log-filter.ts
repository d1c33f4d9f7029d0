/**
 * Which lines of the log are shown: by level, tag and text.
 * Floor: ui. Pure; which lines passed is line-scan.ts. The bench's own notes have no level and no tag and go with the others.
 */
import type { LogLine } from '../../bench/index.ts';
import type { LogView } from '../app-view.ts';
import { lineWords } from './line-words.ts';
import { LineScan } from './line-scan.ts';
import { isAsGrave, readHead, type Level } from './log-head.ts';

export interface FilterWish {
  /** Upper and lower case are the same. */
  readonly text: string;
  /** This level and graver ones; null: all, and lines without a level. */
  readonly level: Level | null;
  readonly tag: string | null;
}

export const NO_FILTER: FilterWish = { text: '', level: null, tag: null };

export class LogFilter {
  #wish = NO_FILTER;
  #needle = '';
  readonly #scan = new LineScan();

  get wish(): FilterWish {
    return this.#wish;
  }

  get isOn(): boolean {
    return this.#wish.text !== '' || this.#wish.level !== null || this.#wish.tag !== null;
  }

  setWish(wish: FilterWish): void {
    this.#wish = wish;
    this.#needle = wish.text.toLowerCase();
    this.#scan.forget();
  }

  /** Whether a line is shown. */
  passes(line: LogLine): boolean {
    const { level, tag } = this.#wish;
    if (level !== null || tag !== null) {
      const head = readHead(line);
      if (head === null || (tag !== null && head.tag !== tag) || (level !== null && !isAsGrave(head.level, level))) return false;
    }
    return this.#needle === '' || lineWords(line).toLowerCase().includes(this.#needle);
  }

  /** Takes in what is new in the log and lets go of what is no longer in it. Tells whether there is more to look at. */
  update(log: LogView, isLate?: () => boolean): 'done' | 'more' {
    if (this.isOn) return this.#scan.update(log, (line) => this.passes(line), isLate);
    this.#scan.forget();
    return 'done';
  }

  /** Lines to show. */
  count(log: LogView): number {
    return this.isOn ? this.#scan.count : log.count;
  }

  /** Number of the `row`th line to show; undefined beyond the last. */
  numberAt(row: number, log: LogView): number | undefined {
    return this.isOn ? this.#scan.at(row) : log.line(row)?.number;
  }

  /** Row of the first shown line that is not older than this one; `count` when there is none. */
  rowOf(number: number, log: LogView): number {
    if (this.isOn) return this.#scan.placeOf(number);
    return Math.min(log.count, Math.max(0, number - (log.line(0)?.number ?? 0)));
  }
}
