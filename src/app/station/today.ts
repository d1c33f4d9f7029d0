/** The figures of today at the foot of a bench. Floor: app. Units, not runs; what does not count in yields does not count here. */
import { loadStation, type RunSummary } from '../../bench/index.ts';
import type { TodayView } from '../../ui/index.ts';

/** Runs that began on the local calendar day of `nowMs`. */
export function rowsOfToday(rows: readonly RunSummary[], nowMs: number): readonly RunSummary[] {
  const midnightMs = new Date(nowMs).setHours(0, 0, 0, 0);
  return rows.filter(({ startMs }) => startMs >= midnightMs);
}

/** Figures of these runs. */
export async function todayOf(rows: readonly RunSummary[], nowMs: number): Promise<TodayView> {
  const { counts, dayOf, yieldsBy } = await loadStation();
  const { units = 0, passedFirst = 0, passedLast = 0 } = yieldsBy(rows, 'day').get(dayOf(nowMs)) ?? {};
  return { units, passedFirst, passedLast, runs: rows.filter(counts).length };
}
