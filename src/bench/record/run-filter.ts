/**
 * Which runs of a list are looked for.
 * Floor: bench. Knows summaries only. Days are local calendar days, as people on the line speak of them.
 */
import type { Outcome } from './outcome.ts';
import type { RunPurpose } from './record.ts';
import type { RunSummary } from './summary.ts';

/** '' and 0: any. */
export interface RunFilter {
  /** Any part of a serial number, MAC, label or record id; letters of either case, spaces and colons do not matter. */
  readonly text: string;
  readonly outcome: Outcome | '';
  /** `demo`: runs on virtual boards. */
  readonly purpose: RunPurpose | 'demo' | '';
  /** "2026-11-23"; both days belong to it. */
  readonly fromDay: string;
  readonly toDay: string;
  readonly plan: string;
  readonly station: string;
  readonly slot: number;
  readonly operator: string;
  readonly workOrder: string;
}

export const ANY_RUN: RunFilter = { text: '', outcome: '', purpose: '', fromDay: '', toDay: '', plan: '', station: '', slot: 0, operator: '', workOrder: '' };

/** True when it lets every run through. */
export const isAnyRun = (filter: RunFilter): boolean =>
  Object.entries(filter).every(([, value]) => value === '' || value === 0 || (typeof value === 'string' && value.trim() === ''));

const DAY = /^(\d{4})-(\d{2})-(\d{2})$/;

/** Midnight at the beginning of a day, `later` days on; null for what is no day. */
function midnight(day: string, later: number): number | null {
  const [, year, month, date] = DAY.exec(day) ?? [];
  if (year === undefined) return null;
  const atMs = new Date(Number(year), Number(month) - 1, Number(date) + later).getTime();
  return Number.isNaN(atMs) ? null : atMs;
}

const bare = (text: string): string => text.toLowerCase().replace(/[\s:]+/g, '');

/** A test for one run. */
export function runMatcher(filter: RunFilter): (row: RunSummary) => boolean {
  const { outcome, purpose, plan, station, slot, operator, workOrder } = filter;
  const fromMs = midnight(filter.fromDay, 0) ?? -Infinity;
  const endMs = midnight(filter.toDay, 1) ?? Infinity;
  const needle = bare(filter.text);
  const isIn = (text: string): boolean => bare(text).includes(needle);
  return (row) =>
    row.startMs >= fromMs &&
    row.startMs < endMs &&
    (outcome === '' || row.outcome === outcome) &&
    (purpose === '' || (purpose === 'demo' ? row.virtual : !row.virtual && row.purpose === purpose)) &&
    (slot === 0 || row.slot === slot) &&
    (plan === '' || row.plan === plan) &&
    (station === '' || row.station === station) &&
    (operator === '' || row.operator === operator) &&
    (workOrder === '' || row.workOrder === workOrder) &&
    (needle === '' || isIn(row.serialNumber) || isIn(row.mac) || isIn(row.label) || isIn(row.id));
}
