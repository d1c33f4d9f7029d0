/** Limits of measurements in words. Floor: ui. */
import type { Limit } from '../../bench/index.ts';
import { factText } from '../facts.ts';

/** A limit as it stands behind a value: "≤ 5", "0 … 3", "= proved". */
export function limitText(limit: Limit): string {
  switch (limit.kind) {
    case 'range':
      if (limit.min === undefined) return `≤ ${limit.max ?? ''}`;
      return limit.max === undefined ? `≥ ${limit.min}` : `${limit.min} … ${limit.max}`;
    case 'equals':
      return `= ${factText(limit.value)}`;
    case 'one-of':
      return limit.values.map((value) => factText(value)).join(' or ');
  }
}
