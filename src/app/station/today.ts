/**
 * The figures of today at the foot of a bench. Floor: app. Units, not runs; what does not count in yields does not count here. A run is added in no time,
 * however many there were before.
 */
import { loadStation, type RunSummary } from '../../bench/index.ts';
import type { TodayView } from '../../ui/index.ts';

type Words = Pick<Awaited<ReturnType<typeof loadStation>>, 'counts' | 'dayOf' | 'unitOf'>;
type Pages = Parameters<Awaited<ReturnType<typeof loadStation>>['rowsSince']>[0];

export class Today {
  readonly #words: Words;
  #day = '';
  #units = new Map<string, { readonly first: boolean; last: boolean }>();
  #runs = 0;

  private constructor(words: Words) {
    this.#words = words;
  }

  /** From the list of all runs, of which only those of today are looked at. */
  static async of(pages: Pages, nowMs: number): Promise<Today> {
    const { counts, dayOf, rowsSince, unitOf } = await loadStation();
    const today = new Today({ counts, dayOf, unitOf });
    for (const row of rowsSince(pages, new Date(nowMs).setHours(0, 0, 0, 0))) today.add(row, nowMs);
    return today;
  }

  /** A run that has ended; one that began on another local calendar day does not count. */
  add(row: RunSummary, nowMs: number): void {
    const { counts, dayOf, unitOf } = this.#words;
    this.#turn(nowMs);
    if (!counts(row) || dayOf(row.startMs) !== this.#day) return;
    this.#runs += 1;
    const passed = row.outcome === 'pass';
    const unit = this.#units.get(unitOf(row));
    if (unit === undefined) this.#units.set(unitOf(row), { first: passed, last: passed });
    else unit.last = passed;
  }

  view(nowMs: number): TodayView {
    this.#turn(nowMs);
    const units = [...this.#units.values()];
    return {
      units: units.length,
      passedFirst: units.filter(({ first }) => first).length,
      passedLast: units.filter(({ last }) => last).length,
      runs: this.#runs,
    };
  }

  /** At midnight everything begins anew. */
  #turn(nowMs: number): void {
    const day = this.#words.dayOf(nowMs);
    if (day === this.#day) return;
    this.#day = day;
    this.#units = new Map();
    this.#runs = 0;
  }
}
