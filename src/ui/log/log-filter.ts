/**
 * Which lines of the log contain a text: kept up to date as lines come and go, without looking at a line twice.
 * Floor: ui. Pure; knows lines by their number, because indices shift when old lines are dropped.
 */
import type { LogView } from '../app-view.ts';
import { lineWords } from './line-words.ts';

export class LogFilter {
  #needle = '';
  #numbers: number[] = [];
  /** The first line number that was not looked at yet, and the text of the one before: another text there means another log. */
  #next = 0;
  #lastText = '';

  get needle(): string {
    return this.#needle;
  }

  /** Looks for another text from now on; upper and lower case are the same. */
  setNeedle(needle: string): void {
    this.#needle = needle.toLowerCase();
    this.#forget();
  }

  /** Takes in what is new in the log and lets go of what is no longer in it. */
  update(log: LogView): void {
    const first = log.line(0)?.number;
    const last = log.line(log.count - 1)?.number;
    if (first === undefined || last === undefined || last < this.#next - 1 || (this.#next > first && log.line(this.#next - 1 - first)?.text !== this.#lastText))
      this.#forget();
    if (this.#needle === '' || first === undefined || last === undefined) return;
    if ((this.#numbers[0] ?? first) < first) this.#numbers = this.#numbers.slice(lowerBound(this.#numbers, first));
    for (let number = Math.max(first, this.#next); number <= last; number++) {
      const line = log.line(number - first);
      if (line !== undefined && lineWords(line).toLowerCase().includes(this.#needle)) this.#numbers.push(number);
    }
    this.#next = last + 1;
    this.#lastText = log.line(log.count - 1)?.text ?? '';
  }

  /** Lines to show. */
  count(log: LogView): number {
    return this.#needle === '' ? log.count : this.#numbers.length;
  }

  /** Index in the log of the `row`th line to show. */
  indexOf(row: number, log: LogView): number {
    if (this.#needle === '') return row;
    const number = this.#numbers[row];
    return number === undefined ? -1 : number - (log.line(0)?.number ?? 0);
  }

  #forget(): void {
    this.#numbers = [];
    this.#next = 0;
  }
}

/** The first place in a sorted list that is not below `wanted`. */
function lowerBound(sorted: readonly number[], wanted: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle] as number) < wanted) low = middle + 1;
    else high = middle;
  }
  return low;
}
