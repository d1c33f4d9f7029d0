/** Lists of runs: pages and tables, filters, yields, odd slots, histograms. */
import { describe, expect, it } from 'vitest';
import { emptyChain, linkRecord } from '../../../../src/bench/record/chain.ts';
import { histogramOf, rangeOf } from '../../../../src/bench/record/histogram.ts';
import { ANY_RUN, isAnyRun, runMatcher, type RunFilter } from '../../../../src/bench/record/run-filter.ts';
import { SummaryTable } from '../../../../src/bench/record/summary-table.ts';
import { EMPTY_PAGE, appended, pageOf, rowsOf, summarize, type RunSummary } from '../../../../src/bench/record/summary.ts';
import { counts, oddSlot, reasonsOf, totalYield, yieldsBy, type Yield } from '../../../../src/bench/record/yields.ts';
import { START_MS, aRun } from './a-run.ts';

const row = async (change: Parameters<typeof aRun>[0] = {}): Promise<RunSummary> => summarize(await linkRecord(aRun(change), emptyChain('chain')));

describe('pages of summaries', () => {
  it('give back every row as it was, however they were made', async () => {
    const rows = [
      await row({ label: 'L-1', id: 'a' }),
      await row({ outcome: 'fail', purpose: 'golden', virtual: true, slot: 32, id: 'b', chip: null, board: null }),
    ];
    expect(rowsOf(pageOf(rows))).toEqual(rows);
    expect(rowsOf(rows.reduce(appended, EMPTY_PAGE))).toEqual(rows);
  });

  it('keep tabs and line ends of people’s words from becoming columns and rows', async () => {
    const [read] = rowsOf(pageOf([await row({ operator: 'a\tb\nc', label: 'x' })]));
    expect([read?.operator, read?.label]).toEqual(['a b c', 'x']);
  });

  it('that were written before labels were kept are read without one', async () => {
    const page = pageOf([await row({ label: 'L-1' })]);
    expect(rowsOf({ ...page, texts: `${page.texts.trimEnd().split('\t').slice(0, 12).join('\t')}\n` })[0]?.label).toBe('');
  });

  it('make a table in the order of time, whatever order they were written in', async () => {
    const rows = [await row({ id: 'b', startMs: START_MS + 2 }), await row({ id: 'a', startMs: START_MS + 1 }), await row({ id: 'c', startMs: START_MS + 3 })];
    const table = new SummaryTable([pageOf(rows.slice(0, 2)), pageOf(rows.slice(2))]);
    table.add(await row({ id: 'd', startMs: START_MS + 4, outcome: 'error' }));
    expect(Array.from({ length: 5 }, (_, index) => table.row(index)?.id)).toEqual(['a', 'b', 'c', 'd', undefined]);
    expect(table.outcomes()).toEqual({ pass: 3, fail: 0, error: 1, timeout: 0, aborted: 0 });
  });
});

describe('a filter', () => {
  const matches = async (filter: Partial<RunFilter>, change: Parameters<typeof aRun>[0] = {}): Promise<boolean> =>
    runMatcher({ ...ANY_RUN, ...filter })(await row(change));

  it.each<readonly [Partial<RunFilter>, boolean]>([
    [{}, true],
    [{ text: '29f9' }, true],
    [{ text: '0123 A23F 29F9' }, true],
    [{ text: '24:0A' }, true],
    [{ text: '240ac4' }, true],
    [{ text: '00000001' }, true],
    [{ text: 'board-7' }, true],
    [{ text: 'zz' }, false],
    [{ outcome: 'pass' }, true],
    [{ outcome: 'fail' }, false],
    [{ slot: 1, operator: 'Mei', workOrder: 'WO-17', plan: 'Check only', station: 'SZX-L1-FCT01' }, true],
    [{ slot: 2 }, false],
    [{ operator: 'mei' }, false],
    [{ purpose: 'production' }, true],
    [{ purpose: 'demo' }, false],
    [{ purpose: 'golden' }, false],
  ])('%j finds the run: %s', async (filter, wanted) => {
    expect(await matches(filter, { label: 'BOARD-7' })).toBe(wanted);
  });

  it('counts both days in, by local time', async () => {
    const startMs = new Date(2026, 10, 23, 23, 59).getTime();
    expect(await matches({ fromDay: '2026-11-23', toDay: '2026-11-23' }, { startMs })).toBe(true);
    expect(await matches({ fromDay: '2026-11-24' }, { startMs })).toBe(false);
    expect(await matches({ toDay: '2026-11-22' }, { startMs })).toBe(false);
    expect(await matches({ fromDay: 'nonsense' }, { startMs })).toBe(true);
  });

  it('on virtual boards is no production', async () => {
    expect(await matches({ purpose: 'production' }, { virtual: true })).toBe(false);
    expect(await matches({ purpose: 'demo' }, { virtual: true })).toBe(true);
  });

  it('that says nothing is any', () => {
    expect([isAnyRun(ANY_RUN), isAnyRun({ ...ANY_RUN, text: '  ' }), isAnyRun({ ...ANY_RUN, slot: 1 })]).toEqual([true, true, false]);
  });
});

describe('yields', () => {
  it('of all together count a unit once, wherever it was run', async () => {
    const rows = [await row({ outcome: 'fail', slot: 1 }), await row({ slot: 2 }), await row({ virtual: true, slot: 3, chip: null, board: null })];
    expect(totalYield(rows)).toEqual({ units: 1, passedFirst: 0, passedLast: 1 });
    expect(totalYield([])).toEqual({ units: 0, passedFirst: 0, passedLast: 0 });
    expect(yieldsBy(rows, 'slot').size).toBe(2);
  });

  it('leave golden, dry and demo runs out unless they are asked for', async () => {
    const rows = [
      await row({ purpose: 'golden', outcome: 'fail', chip: null }),
      await row({ purpose: 'dry-run' }),
      await row({ virtual: true, board: null, chip: null }),
    ];
    expect(rows.filter(counts)).toEqual([]);
    expect(totalYield(rows, () => true).units).toBe(3);
    expect(reasonsOf(rows)).toEqual([]);
    expect(reasonsOf(rows, () => true)).toHaveLength(1);
  });
});

describe('an odd slot', () => {
  const slots = (...all: readonly (readonly [units: number, failed: number])[]): ReadonlyMap<string, Yield> =>
    new Map(all.map(([units, failed], index) => [`S ${index + 1}`, { units, passedFirst: units - failed, passedLast: units }]));

  it('fails at least three times as often as the others', () => {
    expect(oddSlot(slots([100, 5], [100, 20], [100, 5]))).toMatchObject({ slot: 'S 2', times: 4, failed: 20, units: 100 });
    expect(oddSlot(slots([100, 10], [100, 20], [100, 10]))).toBeNull();
  });

  it('may be the only one that fails', () => {
    expect(oddSlot(slots([50, 0], [50, 6]))).toMatchObject({ slot: 'S 2', times: null });
  });

  it('is not named after a handful of boards', () => {
    expect(oddSlot(slots([5, 4], [100, 1]))).toBeNull();
    expect(oddSlot(slots([100, 3], [100, 0]))).toBeNull();
    expect(oddSlot(slots([100, 60]))).toBeNull();
    expect(oddSlot(new Map())).toBeNull();
  });
});

describe('a histogram', () => {
  it('has every value in one bar, and bars of a width that people can read', () => {
    const histogram = histogramOf([1, 1.1, 1.2, 1.9, 2], [{ kind: 'range', max: 5 }]);
    expect(histogram).toMatchObject({ count: 5, min: 1, max: 2, median: 1.2, low: null, high: 5, width: 0.2 });
    expect(histogram?.bars.reduce((sum, bar) => sum + bar, 0)).toBe(5);
  });

  it('tells mean, sample deviation and Cpk of the nearer limit', () => {
    const histogram = histogramOf([2, 4, 4, 4, 5, 5, 7, 9], [{ kind: 'range', min: 0, max: 20 }]);
    expect(histogram?.mean).toBe(5);
    expect(histogram?.deviation).toBeCloseTo(Math.sqrt(32 / 7), 12);
    expect(histogram?.cpk).toBeCloseTo(5 / (3 * Math.sqrt(32 / 7)), 12);
  });

  it.each([[[7]], [[0, 0, 0]], [[-3, -3]]])('of equal values %j has one bar and no Cpk', (values) => {
    expect(histogramOf(values, [{ kind: 'range', max: 9 }])).toMatchObject({ bars: [values.length], deviation: 0, cpk: null });
  });

  it.each([[[]], [[-1.7e308, 1.7e308]]])('of %j is none', (values) => {
    expect(histogramOf(values, [])).toBeNull();
  });

  it.each([
    ['nearly nothing', [0, 5e-324]],
    ['as large as numbers go', [1.6e308, 1.7e308, 1.75e308]],
    ['a hair apart far out', [1e300, 1e300 + 1e285]],
  ])('of values that are %s has finite figures and every value in a bar', (_what, values) => {
    const histogram = histogramOf(values, [{ kind: 'range', max: 5 }]);
    expect(histogram?.bars.reduce((sum, bar) => sum + bar, 0)).toBe(values.length);
    expect(histogram?.bars.length).toBeLessThanOrEqual(42);
    for (const figure of [histogram?.mean, histogram?.from, histogram?.width]) expect(Number.isFinite(figure)).toBe(true);
  });

  it('never has more than some forty bars', () => {
    const values = Array.from({ length: 10_000 }, (_, index) => (index * 7919) % 997);
    expect(histogramOf(values, [])?.bars.length).toBeLessThanOrEqual(42);
  });

  it('counts values that lie far from all others beside the bars, and keeps the bars for the others', () => {
    const values = Array.from({ length: 300 }, (_, index) => 2 + (index % 11) / 10);
    const histogram = histogramOf([...values, 240, -90], []);
    expect(histogram).toMatchObject({ count: 302, min: -90, max: 240, below: 1, above: 1 });
    expect(histogram?.bars.reduce((sum, bar) => sum + bar, 0)).toBe(300);
    expect(histogram?.bars.length).toBeGreaterThan(8);
    expect(histogramOf(values, [])).toMatchObject({ below: 0, above: 0 });
  });

  it('takes the narrowest limits', () => {
    expect(
      rangeOf([
        { kind: 'range', min: 1, max: 9 },
        { kind: 'range', max: 5 },
        { kind: 'equals', value: 3 },
      ]),
    ).toEqual({ low: 1, high: 5 });
  });
});
