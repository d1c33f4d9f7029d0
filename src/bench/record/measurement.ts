/**
 * Measurements: declared before a phase runs, set once, judged by their limits.
 * Floor: bench. Knows no phase. A value without limits is a note: it passes when it was set, and what was not measured is not a pass.
 * Reference: OpenHTF core/measurements.py (a measurement is declared with its units and validators; `UNSET` fails its phase).
 */
import type { MeasurementOutcome } from './outcome.ts';

export type MeasuredValue = number | string | boolean;

/** What a value must be. `range`: both ends belong to it, and at least one is given. */
export type Limit =
  | { readonly kind: 'range'; readonly min?: number; readonly max?: number }
  | { readonly kind: 'equals'; readonly value: MeasuredValue }
  | { readonly kind: 'one-of'; readonly values: readonly MeasuredValue[] };

/** `unit` as in UCUM where there is one ("s", "ms", "By", "1" for a count); '' for words. `need`: `may` be unset without harm. */
export interface MeasurementDeclaration {
  readonly name: string;
  readonly unit: string;
  readonly limits: readonly Limit[];
  readonly need: 'must' | 'may';
}

export interface Measurement {
  readonly name: string;
  readonly unit: string;
  readonly limits: readonly Limit[];
  readonly outcome: MeasurementOutcome;
  /** Null while unset. */
  readonly value: MeasuredValue | null;
  /** Milliseconds of the Unix epoch; null while unset. */
  readonly setMs: number | null;
}

/** True when `value` is within `limit`; a number that is none (NaN) is within nothing. */
export function isWithin(value: MeasuredValue, limit: Limit): boolean {
  switch (limit.kind) {
    case 'range':
      return typeof value === 'number' && !Number.isNaN(value) && value >= (limit.min ?? -Infinity) && value <= (limit.max ?? Infinity);
    case 'equals':
      return value === limit.value;
    case 'one-of':
      return limit.values.includes(value);
  }
}

/** The measurements of one phase while it runs. Only declared ones can be set; the last value counts. */
export class MeasurementSheet {
  readonly #declared: readonly MeasurementDeclaration[];
  readonly #values = new Map<string, { readonly value: MeasuredValue; readonly setMs: number }>();
  readonly #nowMs: () => number;

  constructor(declared: readonly MeasurementDeclaration[], nowMs: () => number) {
    this.#declared = declared;
    this.#nowMs = nowMs;
  }

  /** Takes a value; one that was not declared is a fault of the program. A number that is none (NaN, infinite) was not measured. */
  set(name: string, value: MeasuredValue): void {
    if (!this.#declared.some((declared) => declared.name === name)) throw new Error(`measurement ${name} was not declared`);
    if (typeof value === 'number' && !Number.isFinite(value)) return;
    this.#values.set(name, { value, setMs: this.#nowMs() });
  }

  /** Forgets what an attempt measured, before the next one. */
  clear(): void {
    this.#values.clear();
  }

  /** What stands there now; an unset one that may be unset is `skipped`. */
  get rows(): readonly Measurement[] {
    return this.#declared.map(({ name, unit, limits, need }) => {
      const set = this.#values.get(name);
      if (set === undefined) return { name, unit, limits, outcome: need === 'may' ? 'skipped' : 'unset', value: null, setMs: null };
      return { name, unit, limits, outcome: limits.every((limit) => isWithin(set.value, limit)) ? 'pass' : 'fail', ...set };
    });
  }
}

/** True when every measurement that must be there is there and within its limits. */
export const areWithinLimits = (rows: readonly Measurement[]): boolean => rows.every(({ outcome }) => outcome === 'pass' || outcome === 'skipped');
