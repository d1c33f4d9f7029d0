/**
 * The numbers of those lines of a log that pass a test: kept up to date as lines come and go, without looking at a line twice.
 * Floor: ui. Pure. Knows lines by their number, because indices shift when old lines are dropped. Looks for as long as it may and goes on
 * the next time, so that a million lines hold nobody up.
 */
import type { LogLine } from '../../bench/index.ts';
import type { LogView } from '../app-view.ts';

export type LineTest = (line: LogLine) => boolean;

/** Lines between two looks at the clock. */
const LINES_AT_ONCE = 128;
/** Numbers of dropped lines are let go of when there are so many. */
const LET_GO = 65_536;

/** The first place in a sorted list, from `low` on, that is not below `wanted`. */
function lowerBound(sorted: readonly number[], wanted: number, low: number): number {
  let high = sorted.length;
  let at = low;
  while (at < high) {
    const middle = (at + high) >> 1;
    if ((sorted[middle] as number) < wanted) at = middle + 1;
    else high = middle;
  }
  return at;
}

export class LineScan {
  #log: LogView | null = null;
  #numbers: number[] = [];
  /** Before it lie numbers of dropped lines. */
  #start = 0;
  #next = 0;

  get count(): number {
    return this.#numbers.length - this.#start;
  }

  /** The number that is looked at next. */
  get next(): number {
    return this.#next;
  }

  /** Begins again from the oldest line. */
  forget(): void {
    this.#numbers = [];
    this.#start = 0;
    this.#next = 0;
  }

  /** Lets go of lines that are no longer in the log; another log is begun anew. */
  follow(log: LogView): void {
    if (log !== this.#log) this.forget();
    this.#log = log;
    const first = log.line(0)?.number ?? Number.POSITIVE_INFINITY;
    if (Number.isFinite(first)) this.#next = Math.max(this.#next, first);
    this.#start = lowerBound(this.#numbers, first, this.#start);
    if (this.#start < LET_GO && this.#start < this.#numbers.length) return;
    this.#numbers = this.#numbers.slice(this.#start);
    this.#start = 0;
  }

  /** Looks at new lines until `isLate` says so. Tells whether there are more. */
  update(log: LogView, test: LineTest, isLate: () => boolean = () => false): 'done' | 'more' {
    this.follow(log);
    const first = log.line(0)?.number;
    if (first === undefined) return 'done';
    const end = first + log.count;
    while (this.#next < end) {
      const stop = Math.min(end, this.#next + LINES_AT_ONCE);
      for (let number = this.#next; number < stop; number++) {
        const line = log.line(number - first);
        if (line !== undefined && test(line)) this.#numbers.push(number);
      }
      this.#next = stop;
      if (this.#next < end && isLate()) return 'more';
    }
    return 'done';
  }

  /** Takes over what somebody else found: ascending numbers below `next`. */
  take(numbers: readonly number[], next: number): void {
    for (const number of numbers) this.#numbers.push(number);
    this.#next = next;
  }

  /** Number of the `place`th line that passed; undefined beyond the last. */
  at(place: number): number | undefined {
    return place < 0 ? undefined : this.#numbers[this.#start + place];
  }

  /** Place of the first one that is not below `number`; `count` when there is none. */
  placeOf(number: number): number {
    return lowerBound(this.#numbers, number, this.#start) - this.#start;
  }

  has(number: number): boolean {
    return this.at(this.placeOf(number)) === number;
  }
}
