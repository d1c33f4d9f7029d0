/** Yields are counted one after the other, and only while somebody looks. */
import { beforeAll, describe, expect, it } from 'vitest';
import { YieldCount } from '../../../../src/app/records/yield-count.ts';
import { loadStation } from '../../../../src/bench/index.ts';
import { emptyChain, linkRecord } from '../../../../src/bench/record/chain.ts';
import { summarize, type RunSummary } from '../../../../src/bench/record/summary.ts';
import type { YieldsView } from '../../../../src/ui/index.ts';
import { aPhase, aRun } from '../../bench/record/a-run.ts';

async function stage() {
  const record = await linkRecord(aRun({ phases: [aPhase(), aPhase({ name: 'boot', outcome: 'fail' })], outcome: 'fail' }), emptyChain('c'));
  const rows: RunSummary[] = [summarize(record)];
  const shown: (YieldsView | null)[] = [];
  const seen = { isShown: true, counts: 0 };
  const count = new YieldCount({
    rows: () => {
      seen.counts += 1;
      return rows;
    },
    store: () => ({ get: () => Promise.resolve(record) }),
    isShown: () => seen.isShown,
    show: (yields) => shown.push(yields),
    failed: (error) => {
      throw error;
    },
  });
  return { count, rows, shown, seen };
}
const turn = (ms = 50): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

beforeAll(loadStation);

describe('yields', () => {
  it('are counted when somebody looks, by phase with the names of the plan', async () => {
    const { count, shown } = await stage();
    count.changed();
    await turn();
    expect(shown).toEqual([]);
    count.look('production');
    await expect.poll(() => shown.length).toBe(1);
    expect(shown[0]?.groups.phase).toEqual([
      { name: 'check', units: 1, passedFirst: 1, passedLast: 1 },
      { name: 'boot', units: 1, passedFirst: 0, passedLast: 0 },
    ]);
  });

  it('of a bench that brings many runs at once are counted twice, not each time', async () => {
    const { count, seen } = await stage();
    count.look('production');
    for (let run = 0; run < 100; run++) count.changed();
    await expect.poll(() => seen.counts, { timeout: 5_000 }).toBe(2);
    await turn(600);
    expect(seen.counts).toBe(2);
  });

  it('are not counted while nobody looks, and are when somebody looks again', async () => {
    const { count, shown, seen } = await stage();
    count.look('production');
    await turn();
    seen.isShown = false;
    count.changed();
    count.changed();
    await turn();
    expect(shown.slice(1)).toEqual([null]);
    expect(seen.counts).toBe(1);
    seen.isShown = true;
    count.look('all');
    await turn();
    expect(shown.at(-1)?.counted).toBe('all');
  });
});
