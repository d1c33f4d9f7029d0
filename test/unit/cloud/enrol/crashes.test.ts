/** The page ends at every place where it can, and is opened again: nothing is lost and nothing is done twice. */
import { describe, expect, it } from 'vitest';
import { benchOf, broken, idOf, itemsOf, printOf, runUntil, serialOf, loadedOf, type Bench } from './job-bench.ts';

const ENTRIES = 27;
const [SAME, OTHER, BROKEN, REPEATED] = [3, 12, 17, 25] as const;

/** 27 entries in three batches: one is there already, one with another certificate, one cannot be read, one is a repetition of the first. */
function mixedBench(): Bench {
  const repeated = { serialNumber: serialOf(0).toLowerCase(), load: () => Promise.resolve(loadedOf(0)) };
  const bench = benchOf(itemsOf(ENTRIES, { [BROKEN]: broken('unverified'), [REPEATED]: repeated }));
  bench.service.now = () => -3_600_000; // an hour before the job
  bench.service.put(idOf(SAME).toLowerCase(), printOf(SAME));
  bench.service.put(idOf(OTHER), printOf(999));
  bench.service.now = () => bench.clock.nowMs();
  return bench;
}

function expectWhole({ service, journal }: Bench): void {
  expect(service.wrongs).toEqual([]);
  const latest = journal.latest();
  for (let index = 0; index < ENTRIES; index++) {
    const { state, code } = latest.get(index) ?? { state: 'nothing', code: '' };
    const made = service.creations.get(idOf(index).toLowerCase()) ?? 0;
    if (index === SAME) expect([index, state, made]).toEqual([index, 'same', 0]);
    else if (index === OTHER) expect([index, state, code, made]).toEqual([index, 'failed', 'enrol-other-certificate', 0]);
    else if (index === BROKEN) expect([index, state, code, made]).toEqual([index, 'failed', 'enrol-entry', 0]);
    else if (index === REPEATED) expect([index, state, code]).toEqual([index, 'failed', 'enrol-duplicate']);
    else {
      expect([index, state, made]).toEqual([index, 'enrolled', 1]);
      expect(service.held.get(idOf(index).toLowerCase())?.sha256Thumbprint).toBe(printOf(index));
    }
  }
  expect(service.held.size).toBe(ENTRIES - 2);
  expect(service.held.get(idOf(OTHER).toLowerCase())?.sha256Thumbprint).toBe(printOf(999));
  expect(journal.ends.at(-1)).toBe('done');
}

async function pointsOf(make: () => Bench): Promise<number> {
  return (await runUntil(make(), Number.POSITIVE_INFINITY)).passed;
}

describe('a page that ends in the middle of a job', () => {
  it('has more places to end at than there are batches', async () => {
    expect(await pointsOf(mixedBench)).toBeGreaterThan(40);
  });

  it('loses nothing and does nothing twice, wherever it ends', async () => {
    const points = await pointsOf(mixedBench);
    for (let point = 1; point <= points; point++) {
      const bench = mixedBench();
      expect([point, (await runUntil(bench, point)).ended]).toEqual([point, 'crashed']);
      expect([point, (await runUntil(bench, Number.POSITIVE_INFINITY)).ended]).toEqual([point, 'done']);
      expectWhole(bench);
    }
  });

  it('loses nothing when the second visit ends as well, wherever', async () => {
    const points = await pointsOf(mixedBench);
    for (let first = 1; first <= points; first += 3) {
      for (let second = 1; second <= points; second += 4) {
        const bench = mixedBench();
        await runUntil(bench, first);
        await runUntil(bench, second);
        expect((await runUntil(bench, Number.POSITIVE_INFINITY)).ended).toBe('done');
        expectWhole(bench);
      }
    }
  });

  it('looks for what was on its way and for nothing else', async () => {
    const points = await pointsOf(mixedBench);
    for (let point = 1; point <= points; point++) {
      const bench = mixedBench();
      await runUntil(bench, point);
      const sent = [...bench.journal.latest().values()].filter(({ state }) => state === 'sent').length;
      const before = bench.service.calls.filter(({ kind }) => kind === 'get').length;
      await runUntil(bench, Number.POSITIVE_INFINITY);
      const looks = bench.service.calls.filter(({ kind }) => kind === 'get').length - before;
      expect(looks).toBeLessThanOrEqual(sent + 2); // and for the two that the service refuses to make
    }
  });
});
