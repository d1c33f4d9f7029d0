/** Measurements and their limits. */
import { describe, expect, it } from 'vitest';
import { MeasurementSheet, areWithinLimits, isWithin, type Limit, type MeasuredValue } from '../../../../src/bench/record/measurement.ts';

const declared = [
  { name: 'time', unit: 's', limits: [{ kind: 'range', max: 5 }], need: 'must' },
  { name: 'note', unit: '', limits: [], need: 'may' },
] as const;

describe('limits', () => {
  it.each<[MeasuredValue, Limit, boolean]>([
    [5, { kind: 'range', min: 0, max: 5 }, true],
    [0, { kind: 'range', min: 0, max: 5 }, true],
    [5.0001, { kind: 'range', max: 5 }, false],
    [-1, { kind: 'range', min: 0 }, false],
    [Number.NaN, { kind: 'range', max: 5 }, false],
    ['4', { kind: 'range', max: 5 }, false],
    [true, { kind: 'range', min: 0 }, false],
    ['ok', { kind: 'equals', value: 'ok' }, true],
    ['OK', { kind: 'equals', value: 'ok' }, false],
    [1, { kind: 'equals', value: '1' }, false],
    ['b', { kind: 'one-of', values: ['a', 'b'] }, true],
    ['c', { kind: 'one-of', values: ['a', 'b'] }, false],
    ['c', { kind: 'one-of', values: [] }, false],
  ])('%s within %j: %s', (value, limit, within) => {
    expect(isWithin(value, limit)).toBe(within);
  });
});

describe('sheet', () => {
  const sheet = (): MeasurementSheet => new MeasurementSheet(declared, () => 7);

  it('is no pass while something that must be measured is unset', () => {
    expect(sheet().rows.map(({ outcome }) => outcome)).toEqual(['unset', 'skipped']);
    expect(areWithinLimits(sheet().rows)).toBe(false);
  });

  it('passes when what must be there is there and within its limits', () => {
    const one = sheet();
    one.set('time', 4);
    expect(one.rows[0]).toEqual({ name: 'time', unit: 's', limits: [{ kind: 'range', max: 5 }], outcome: 'pass', value: 4, setMs: 7 });
    expect(areWithinLimits(one.rows)).toBe(true);
    one.set('time', 6);
    expect(areWithinLimits(one.rows)).toBe(false);
  });

  it('takes nothing that was not declared, and no number that is none', () => {
    const one = sheet();
    expect(() => one.set('other', 1)).toThrow('not declared');
    one.set('time', Number.NaN);
    expect(one.rows[0]?.outcome).toBe('unset');
  });

  it('forgets what an attempt measured', () => {
    const one = sheet();
    one.set('time', 4);
    one.clear();
    expect(one.rows[0]?.outcome).toBe('unset');
  });
});
