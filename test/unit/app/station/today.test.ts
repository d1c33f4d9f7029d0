/** The figures of today: local calendar days, also where a day has 23 or 25 hours. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Today } from '../../../../src/app/station/today.ts';
import { emptyChain, linkRecord } from '../../../../src/bench/record/chain.ts';
import type { RunDraft } from '../../../../src/bench/record/record.ts';
import { ANY_RUN, runMatcher } from '../../../../src/bench/record/run-filter.ts';
import { pageOf, summarize, type RunSummary } from '../../../../src/bench/record/summary.ts';
import { dayOf } from '../../../../src/bench/record/yields.ts';
import { aRun } from '../../bench/record/a-run.ts';

const row = async (id: string, atMs: number, change: Partial<RunDraft> = {}): Promise<RunSummary> =>
  summarize(await linkRecord(aRun({ id, startMs: atMs, endMs: atMs + 20_000, board: null, chip: null, ...change }), emptyChain('c')));

describe('today', () => {
  const zone = process.env['TZ'];
  beforeEach(() => {
    process.env['TZ'] = 'Europe/Berlin';
  });
  afterEach(() => {
    if (zone === undefined) delete process.env['TZ'];
    else process.env['TZ'] = zone;
  });

  it('has the units of this local day, by their first and their last run', async () => {
    const noon = new Date(2026, 10, 23, 12).getTime();
    const chip = aRun().chip;
    const rows = [
      await row('yesterday', new Date(2026, 10, 22, 23, 59, 59).getTime()),
      await row('early', new Date(2026, 10, 23, 0, 0, 0).getTime()),
      await row('bad', noon - 2, { chip, outcome: 'fail' }),
      await row('golden', noon, { purpose: 'golden' }),
    ];
    const today = await Today.of([pageOf(rows)], noon);
    expect(today.view(noon)).toEqual({ units: 2, passedFirst: 1, passedLast: 1, runs: 2 });
    today.add(await row('good', noon, { chip }), noon);
    expect(today.view(noon)).toEqual({ units: 2, passedFirst: 1, passedLast: 2, runs: 3 });
  });

  it('begins anew at midnight, also without a run', async () => {
    const late = new Date(2026, 10, 23, 23, 59).getTime();
    const today = await Today.of([], late);
    today.add(await row('a', late), late);
    expect(today.view(late).units).toBe(1);
    expect(today.view(late + 60_000).units).toBe(0);
    today.add(await row('b', late), late + 61_000); // it began yesterday
    expect(today.view(late + 61_000).units).toBe(0);
  });

  it.each([
    ['23 hours', 2026, 2, 29],
    ['25 hours', 2026, 9, 25],
  ])('of %s goes from one local midnight to the next', async (_hours, year, month, date) => {
    const day = dayOf(new Date(year, month, date, 12).getTime());
    const first = new Date(year, month, date).getTime();
    const last = new Date(year, month, date + 1).getTime() - 1;
    expect(last - first + 1).not.toBe(86_400_000);
    const matches = runMatcher({ ...ANY_RUN, fromDay: day, toDay: day });
    const rows = [await row('before', first - 1), await row('first', first), await row('last', last), await row('after', last + 1)];
    expect(rows.filter(matches).map(({ id }) => id)).toEqual(['first', 'last']);
    expect(rows.map(({ startMs }) => dayOf(startMs) === day)).toEqual([false, true, true, false]);
    expect((await Today.of([pageOf(rows)], first + 3_600_000)).view(first).runs).toBe(2);
  });
});
