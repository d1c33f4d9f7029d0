/**
 * How often a measurement took which value.
 * Floor: bench. Knows no screen. Few values far from all others would press these into one bar: they are counted beside the bars.
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
  /** Values that lie too far out for the bars. */
  readonly below: number;
  readonly above: number;
}

const MOST_BARS = 40;
const FEWEST_BARS = 5;
/** Interquartile ranges beyond the quartiles: three are called extreme (NIST 7.1.6), from ten on the bars are of no use. */
const FAR = 10;
const FEWEST_FOR_FAR = 8;
/** Narrower ones are lost in the arithmetic. */
const LEAST_WIDTH = 1e-300;
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

/** The range that bars are drawn for. */
function drawnRange(sorted: Float64Array, min: number, max: number): readonly [from: number, to: number] {
  const at = (share: number): number => sorted[Math.floor((sorted.length - 1) * share)] ?? min;
  const between = at(0.75) - at(0.25);
  if (sorted.length < FEWEST_FOR_FAR || between === 0) return [min, max];
  const [least, most] = [at(0.25) - FAR * between, at(0.75) + FAR * between];
  return [sorted.find((value) => value >= least) ?? min, sorted.findLast((value) => value <= most) ?? max];
}

/** Null for no values, and for values that lie further apart than numbers go. */
export function histogramOf(values: readonly number[], limits: readonly Limit[]): Histogram | null {
  const sorted = Float64Array.from(values).sort();
  const count = sorted.length;
  const [min, max] = [sorted[0], sorted[count - 1]];
  if (min === undefined || max === undefined) return null;
  const span = max - min;
  if (!Number.isFinite(span)) return null; // nothing that can be drawn
  const mean = min + sorted.reduce((sum, value) => sum + (value - min), 0) / count; // sums of large values would overflow
  if (!Number.isFinite(mean)) return null;
  const deviation = count < 2 ? 0 : Math.sqrt(sorted.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (count - 1));
  const middle = count >> 1;
  const median = count % 2 === 1 ? (sorted[middle] ?? min) : ((sorted[middle - 1] ?? min) + (sorted[middle] ?? min)) / 2;
  const { low, high } = rangeOf(limits);
  const margins = [...(low === null ? [] : [mean - low]), ...(high === null ? [] : [high - mean])];
  const cpk = margins.length === 0 || deviation === 0 ? null : Math.min(...margins) / (3 * deviation);
  const [first, last] = drawnRange(sorted, min, max);
  const wanted = Math.min(MOST_BARS, Math.max(FEWEST_BARS, Math.ceil(Math.sqrt(count))));
  const width = Math.max(last > first ? roundStep((last - first) / wanted) : roundStep(Math.abs(first) / 10 || 1), LEAST_WIDTH);
  const from = Math.floor(first / width) * width;
  const bars = new Array<number>(Math.max(1, Math.floor((last - from) / width) + 1)).fill(0);
  let [below, above] = [0, 0];
  for (const value of sorted) {
    if (value < first) below += 1;
    else if (value > last) above += 1;
    else {
      const place = Math.min(bars.length - 1, Math.max(0, Math.floor((value - from) / width)));
      bars[place] = (bars[place] ?? 0) + 1;
    }
  }
  return { count, min, max, mean, median, deviation, cpk, low, high, from, width, bars, below, above };
}
