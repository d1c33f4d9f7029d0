/**
 * All runs of a browser in the order of time, kept as the columns they are stored in; a row is made when somebody asks for it.
 * Floor: bench. Knows no database and no screen. A hundred thousand rows are a few megabytes of numbers and the texts as they were read.
 */
import { OUTCOMES, type Outcome } from './outcome.ts';
import { rowOf, type RunSummary, type SummaryPage } from './summary.ts';

export class SummaryTable {
  readonly #pages: readonly SummaryPage[];
  readonly #lines: (readonly string[] | undefined)[];
  /** Places of the rows, oldest run first: page × 2^16 + row. */
  readonly #order: Float64Array;
  readonly #added: RunSummary[] = [];

  /** Pages as they were stored: rows of several stations may stand there in any order. */
  constructor(pages: readonly SummaryPage[]) {
    this.#pages = pages;
    this.#lines = pages.map(() => undefined);
    this.#order = inTime(pages);
  }

  get count(): number {
    return this.#order.length + this.#added.length;
  }

  /** A run that has just ended. */
  add(row: RunSummary): void {
    this.#added.push(row);
  }

  /** From 0, the oldest. */
  row(index: number): RunSummary | undefined {
    const place = this.#order[index];
    if (place === undefined) return this.#added[index - this.#order.length];
    const number = Math.floor(place / SHIFT);
    const page = this.#pages[number] as SummaryPage;
    const lines = (this.#lines[number] ??= page.texts.split('\n'));
    return rowOf(page, place % SHIFT, lines[place % SHIFT] ?? '');
  }

  /** Runs by their outcome, without looking at their texts. */
  outcomes(): Readonly<Record<Outcome, number>> {
    const counts = { pass: 0, fail: 0, error: 0, timeout: 0, aborted: 0 };
    for (const { outcome } of this.#pages) for (const code of outcome) counts[OUTCOMES[code] ?? 'error'] += 1;
    for (const { outcome } of this.#added) counts[outcome] += 1;
    return counts;
  }
}

const SHIFT = 65_536;

function inTime(pages: readonly SummaryPage[]): Float64Array {
  const count = pages.reduce((sum, page) => sum + page.count, 0);
  const order = new Float64Array(count);
  let at = 0;
  let isInOrder = true;
  let lastMs = -Infinity;
  for (const [number, { count: rows, startMs }] of pages.entries()) {
    for (let row = 0; row < rows; row++) {
      order[at++] = number * SHIFT + row;
      const atMs = startMs[row] ?? 0;
      if (atMs < lastMs) isInOrder = false;
      lastMs = atMs;
    }
  }
  if (isInOrder) return order; // nearly always: it is written as it happens
  const timeOf = (place: number): number => pages[Math.floor(place / SHIFT)]?.startMs[place % SHIFT] ?? 0;
  return order.sort((a, b) => timeOf(a) - timeOf(b) || a - b);
}
