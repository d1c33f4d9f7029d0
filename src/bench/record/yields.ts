/**
 * Yields and their reasons, from summaries.
 * Floor: bench. Knows no records as a whole. Golden boards, dry runs and demo boards are not counted, and neither are runs that a person stopped.
 * Reference: TofuPilot's yield terms: first-pass yield counts each unit's first run, final yield its last; error and timeout are not passing.
 */
import type { RunSummary } from './summary.ts';

export interface Yield {
  /** Units, not runs. */
  readonly units: number;
  readonly passedFirst: number;
  readonly passedLast: number;
}

export const YIELD_GROUPS = ['day', 'plan', 'slot', 'station'] as const;
export type YieldGroup = (typeof YIELD_GROUPS)[number];

/** True for runs that count. */
export const counts = ({ purpose, virtual, outcome }: RunSummary): boolean => purpose === 'production' && !virtual && outcome !== 'aborted';

/** What makes two runs runs of one unit: its chip, else its board, else nothing does. */
export const unitOf = ({ serialNumber, mac, id }: RunSummary): string => serialNumber || mac || id;

/** Local calendar day, as people on the line speak of it: 2026-11-23. */
export function dayOf(atMs: number): string {
  const date = new Date(atMs);
  return [date.getFullYear(), date.getMonth() + 1, date.getDate()].map((part) => String(part).padStart(2, '0')).join('-');
}

function groupOf(row: RunSummary, by: YieldGroup): string {
  switch (by) {
    case 'day':
      return dayOf(row.startMs);
    case 'plan':
      return row.plan;
    case 'slot':
      return `${row.station} ${row.slot}`.trim();
    case 'station':
      return row.station;
  }
}

/** By group, in the order in which groups first appear. Rows are in the order of time. A unit counts in every group in which it was run. */
export function yieldsBy(rows: Iterable<RunSummary>, by: YieldGroup, isCounted: (row: RunSummary) => boolean = counts): ReadonlyMap<string, Yield> {
  return grouped(rows, (row) => [[groupOf(row, by), row.outcome === 'pass']], isCounted);
}

/** By phase, in the order of the plans. A unit counts where its run got as far as that phase. `namesOf`: the phases of the row's plan. */
export function yieldsByPhase(
  rows: Iterable<RunSummary>,
  namesOf: (row: RunSummary) => readonly string[],
  isCounted: (row: RunSummary) => boolean = counts,
): ReadonlyMap<string, Yield> {
  const ended = (row: RunSummary): readonly Ended[] => {
    const names = namesOf(row);
    return [...row.phases].flatMap((letter, index) => (letter === 's' ? [] : [[names[index] ?? `#${index + 1}`, letter === 'p'] as const]));
  };
  return grouped(rows, ended, isCounted);
}

/** Of all rows together. */
export const totalYield = (rows: Iterable<RunSummary>, isCounted: (row: RunSummary) => boolean = counts): Yield =>
  grouped(rows, ({ outcome }) => [['', outcome === 'pass']], isCounted).get('') ?? { units: 0, passedFirst: 0, passedLast: 0 };

/** A group, and whether the run passed there. */
type Ended = readonly [group: string, passed: boolean];

function grouped(
  rows: Iterable<RunSummary>,
  endedIn: (row: RunSummary) => readonly Ended[],
  isCounted: (row: RunSummary) => boolean,
): ReadonlyMap<string, Yield> {
  const groups = new Map<string, Map<string, { first: boolean; last: boolean }>>();
  for (const row of rows) {
    if (!isCounted(row)) continue;
    for (const [group, passed] of endedIn(row)) {
      const units = groups.get(group) ?? new Map<string, { first: boolean; last: boolean }>();
      groups.set(group, units);
      const unit = units.get(unitOf(row));
      if (unit === undefined) units.set(unitOf(row), { first: passed, last: passed });
      else unit.last = passed;
    }
  }
  return new Map(
    [...groups].map(([group, units]) => {
      const all = [...units.values()];
      return [group, { units: all.length, passedFirst: all.filter(({ first }) => first).length, passedLast: all.filter(({ last }) => last).length }];
    }),
  );
}

/** Why runs did not pass, most frequent first. */
export function reasonsOf(
  rows: Iterable<RunSummary>,
  isCounted: (row: RunSummary) => boolean = counts,
): readonly { readonly reason: string; readonly phase: string; readonly runs: number }[] {
  const found = new Map<string, { reason: string; phase: string; runs: number }>();
  for (const row of rows) {
    if (!isCounted(row) || row.outcome === 'pass') continue;
    const key = `${row.reason}\t${row.phase}`;
    const known = found.get(key);
    if (known === undefined) found.set(key, { reason: row.reason, phase: row.phase, runs: 1 });
    else known.runs += 1;
  }
  return [...found.values()].sort((a, b) => b.runs - a.runs);
}

/** A slot that fails much more often than the others. `times`: how many times as often; null when the others do not fail at all. */
export interface OddSlot {
  readonly slot: string;
  readonly times: number | null;
  readonly failed: number;
  readonly units: number;
}

const ODD_TIMES = 3;
const ODD_FAILURES = 4;
const ODD_UNITS = 10;

/** The slot that fails first at least three times as often as all others together; null when none does, or when there is too little to say so. */
export function oddSlot(slots: ReadonlyMap<string, Yield>): OddSlot | null {
  const all = [...slots].map(([slot, { units, passedFirst }]) => ({ slot, units, failed: units - passedFirst }));
  const units = all.reduce((sum, one) => sum + one.units, 0);
  const failed = all.reduce((sum, one) => sum + one.failed, 0);
  const odd = all
    .filter((one) => one.failed >= ODD_FAILURES && one.units >= ODD_UNITS && units - one.units >= ODD_UNITS)
    .map((one) => ({ ...one, times: failed === one.failed ? null : one.failed / one.units / ((failed - one.failed) / (units - one.units)) }))
    .filter(({ times }) => times === null || times >= ODD_TIMES)
    .sort((a, b) => b.failed / b.units - a.failed / a.units);
  return odd[0] ?? null;
}
