import { describe, expect, it } from 'vitest';
import type { ImportView } from '../../../src/ui/app-view.ts';
import { importFigures } from '../../../src/ui/files/import-figures.ts';

const MB = 1024 * 1024;
const view = (change: Partial<ImportView> = {}): ImportView => ({
  fileName: 'order.json',
  step: 'verifying',
  file: 1,
  files: 1,
  doneBytes: 10 * MB,
  totalBytes: 40 * MB,
  doneEntries: 3000,
  entriesPerSecond: 1000,
  ...change,
});

describe('importFigures', () => {
  it('shows the share of the only file by its bytes', () => {
    expect(importFigures(view()).share).toBe(0.25);
    expect(importFigures(view({ totalBytes: 0 })).share).toBe(0);
  });

  it('shows the share of all files when there are several, and never goes beyond the whole', () => {
    expect(importFigures(view({ file: 3, files: 4 })).share).toBe(0.5625);
    expect(importFigures(view({ file: 4, files: 4, doneBytes: 99 * MB })).share).toBe(1);
    expect(importFigures(view({ file: 0, files: 4, doneBytes: 0 })).share).toBe(0);
  });

  it.each(['comparing', 'keeping'] as const)('does not let the bar run twice through a file of several while it is %s', (step) => {
    expect(importFigures(view({ step, file: 2, files: 4, doneBytes: 40 * MB })).share).toBe(0.25);
  });

  it.each([
    [1893.4, 1900],
    [18_412, 18_000],
    [99.6, 100],
    [12.3, 12],
    [0.7, 1],
  ])('says %d entries a second as %d, so that the number stands still', (seen, said) => {
    expect(importFigures(view({ entriesPerSecond: seen })).entriesPerSecond).toBeCloseTo(said);
  });

  it('says nothing of speed and time before there is something to measure', () => {
    expect(importFigures(view({ entriesPerSecond: null }))).toMatchObject({ entriesPerSecond: null, left: null });
    expect(importFigures(view({ entriesPerSecond: 0 }))).toMatchObject({ entriesPerSecond: null, left: null });
    expect(importFigures(view({ entriesPerSecond: 0.4 })).entriesPerSecond).toBeNull();
    expect(importFigures(view({ doneEntries: 12 })).left).toBeNull();
    expect(importFigures(view({ doneBytes: 0 })).left).toBeNull();
    expect(importFigures(view({ step: 'keeping' })).left).toBeNull();
  });

  it.each([
    [30, 1000, { unit: 's', value: 10 }], // 9000 entries are left
    [30, 3000, { unit: 'moment' }],
    [30, 164, { unit: 's', value: 55 }],
    [30, 163, { unit: 'min', value: 1 }],
    [30, 50, { unit: 'min', value: 3 }],
    [0, 50, { unit: 'moment' }],
  ] as const)('with %d MB left at %d entries a second the time is rounded to what is of use', (leftMegabytes, entriesPerSecond, left) => {
    expect(importFigures(view({ totalBytes: (10 + leftMegabytes) * MB, entriesPerSecond })).left).toEqual(left);
  });
});
