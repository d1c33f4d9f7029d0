/**
 * What is found out by going through many runs: yields, reasons, and what was measured.
 * Floor: app. Knows no screen. Numbers are kept, records are not.
 */
import { loadStation, type Limit, type RecordStore, type RunRecord, type RunSummary, type YieldGroup } from '../../bench/index.ts';
import type { MeasuredView, YieldsView } from '../../ui/index.ts';
import { Pace } from '../manifests/pace.ts';

const MOST_NAMES = 400;
const MOST_VALUES = 4_000_000;
const MOST_PLANS = 200;
const PIECE = 512;

/** Yields of these runs, oldest first. What the phases of a plan are called is asked of one record of that plan. */
export async function yieldsOf(found: Iterable<RunSummary>, counted: YieldsView['counted'], store: Pick<RecordStore, 'get'>): Promise<YieldsView> {
  const { YIELD_GROUPS, counts, oddSlot, reasonsOf, totalYield, yieldsBy, yieldsByPhase } = await loadStation();
  const isCounted = counted === 'production' ? counts : ({ outcome }: RunSummary): boolean => outcome !== 'aborted';
  const rows: RunSummary[] = [];
  const pace = new Pace();
  let leftOut = 0;
  let seen = 0;
  for (const row of found) {
    if (seen++ % PIECE === 0) await pace.breathe();
    if (isCounted(row)) rows.push(row);
    else leftOut += 1;
  }
  const groups = {} as Record<YieldGroup | 'phase', YieldsView['groups'][YieldGroup]>;
  let odd: YieldsView['odd'] = null;
  for (const by of YIELD_GROUPS) {
    const yields = yieldsBy(rows, by, isCounted);
    if (by === 'slot') odd = oddSlot(yields);
    const named = [...yields].map(([name, one]) => ({ name, ...one }));
    groups[by] = by === 'day' ? named.reverse() : named.sort((a, b) => a.name.localeCompare(b.name, 'en', { numeric: true }));
    await pace.breathe();
  }
  const names = await phaseNames(rows, store);
  const byPhase = yieldsByPhase(rows, ({ planFingerprint }) => names.get(planFingerprint) ?? [], isCounted);
  groups.phase = [...byPhase].map(([name, one]) => ({ name, ...one }));
  return { counted, total: totalYield(rows, isCounted), groups, odd, reasons: reasonsOf(rows, isCounted), leftOut };
}

/** Names of phases by the fingerprint of their plan. */
async function phaseNames(rows: readonly RunSummary[], store: Pick<RecordStore, 'get'>): Promise<ReadonlyMap<string, readonly string[]>> {
  const newest = new Map(rows.map((row) => [row.planFingerprint, row]));
  const names = new Map<string, readonly string[]>();
  for (const [fingerprint, { chain, number }] of [...newest].slice(-MOST_PLANS)) {
    const record = await store.get(chain, number);
    if (record !== null)
      names.set(
        fingerprint,
        record.phases.map(({ name }) => name),
      );
  }
  return names;
}

interface Series {
  readonly values: number[];
  unit: string;
  /** Of the newest run that measured it. */
  limits: readonly Limit[];
}

/** Every number that was measured, by phase and name. */
export class Measured {
  readonly #series = new Map<string, Series>();
  #values = 0;

  /** Records come oldest first; what was measured on a board that does not count is not measured. */
  add({ phases }: RunRecord): void {
    for (const { name: phase, measurements } of phases) {
      for (const { name, unit, limits, value } of measurements) {
        if (typeof value !== 'number' || this.#values >= MOST_VALUES) continue;
        const key = `${phase} · ${name}`;
        const known = this.#series.get(key);
        if (known === undefined && this.#series.size >= MOST_NAMES) continue;
        const series = known ?? { values: [], unit, limits };
        series.values.push(value);
        series.unit = unit;
        series.limits = limits;
        this.#series.set(key, series);
        this.#values += 1;
      }
    }
  }

  /** '' chooses the first. */
  async view(wanted: string): Promise<MeasuredView> {
    const { histogramOf } = await loadStation();
    const names = [...this.#series.keys()].sort();
    const chosen = names.includes(wanted) ? wanted : (names.find((name) => (this.#series.get(name)?.limits.length ?? 0) > 0) ?? names[0] ?? '');
    const series = this.#series.get(chosen);
    return { names, chosen, unit: series?.unit ?? '', histogram: series === undefined ? null : histogramOf(series.values, series.limits) };
  }
}
