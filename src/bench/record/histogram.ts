/**
 * How often a measurement took which value.
 * Floor: bench. Knows no screen. Limits lie within what is shown, so that one sees how far away they are.
 * Reference: NIST/SEMATECH e-Handbook of Statistical Methods, 1.3.3.14 (histogram) and 6.1.6 (Cpk from mean and sample standard deviation).
 */
import type { Limit } from './measurement.ts';

export interface Histogram {
  readonly count: number;
  readonly min: number;
  readonly max: number;
  readonly mean: number;
  readonly median: number;
  /** Sample standard deviation; 0 for one value. */
  readonly deviation: number;
  /** Distance of the mean from the nearer limit in three standard deviations; null without a limit or without a deviation. */
  readonly cpk: number | null;
  /** Of the newest run; null where there is none. */
  readonly low: number | null;
  readonly high: number | null;
  /** Left edge of the first bar, and how wide each is. */
  readonly from: number;
  readonly width: number;
  readonly bars: readonly number[];
}

const MOST_BARS = 40;
const FEWEST_BARS = 5;
/** Steps that people can read: 1, 2, 5 times a power of ten. */
const STEPS = [1, 2, 5, 10];

function roundStep(about: number): number {
  const power = 10 ** Math.floor(Math.log10(about));
  const step = STEPS.find((one) => one * power >= about) ?? 10;
  return step * power;
}

/** The narrowest range that these limits leave; null on a side that they leave open. */
export function rangeOf(limits: readonly Limit[]): { readonly low: number | null; readonly high: number | null } {
  const ranges = limits.flatMap((limit) => (limit.kind === 'range' ? [limit] : []));
  const low = Math.max(...ranges.map(({ min }) => min ?? -Infinity));
  const high = Math.min(...ranges.map(({ max }) => max ?? Infinity));
  return { low: Number.isFinite(low) ? low : null, high: Number.isFinite(high) ? high : null };
}

/** Null for no values, and for values that lie further apart than numbers go. */
export function histogramOf(values: readonly number[], limits: readonly Limit[]): Histogram | null {
  const sorted = Float64Array.from(values).sort();
  const count = sorted.length;
  const [min, max] = [sorted[0], sorted[count - 1]];
  if (min === undefined || max === undefined) return null;
  const span = max - min;
  if (!Number.isFinite(span)) return null; // nothing that can be drawn
  const mean = sorted.reduce((sum, value) => sum + value, 0) / count;
  const deviation = count < 2 ? 0 : Math.sqrt(sorted.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (count - 1));
  const middle = count >> 1;
  const median = count % 2 === 1 ? (sorted[middle] ?? min) : ((sorted[middle - 1] ?? min) + (sorted[middle] ?? min)) / 2;
  const { low, high } = rangeOf(limits);
  const margins = [...(low === null ? [] : [mean - low]), ...(high === null ? [] : [high - mean])];
  const cpk = margins.length === 0 || deviation === 0 ? null : Math.min(...margins) / (3 * deviation);
  const wanted = Math.min(MOST_BARS, Math.max(FEWEST_BARS, Math.ceil(Math.sqrt(count))));
  const width = span > 0 ? roundStep(span / wanted) : roundStep(Math.abs(min) / 10 || 1);
  const from = Math.floor(min / width) * width;
  const bars = new Array<number>(Math.max(1, Math.floor((max - from) / width) + 1)).fill(0);
  for (const value of sorted) {
    const place = Math.min(bars.length - 1, Math.max(0, Math.floor((value - from) / width)));
    bars[place] = (bars[place] ?? 0) + 1;
  }
  return { count, min, max, mean, median, deviation, cpk, low, high, from, width, bars };
}
