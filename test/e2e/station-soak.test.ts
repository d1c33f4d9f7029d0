/**
 * Sixteen slots, boards that come and go at random with faults at random bytes: 200 runs here, 2,000 by `npm run soak`.
 * Sixteen interpreters starve every page of the test machine's processors: frames that come late are printed here and judged by `npm run soak`.
 */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startChromium } from '../support/chromium.ts';
import type { RunningChromium } from '../support/chromium.ts';
import { soak } from '../support/line-bench/soak.ts';
import { serveBuiltPage } from './built-page.ts';
import type { BuiltPage } from './built-page.ts';

const RUNS = 200;
/** The same turns every time; `npm run soak` takes others. */
const SEED = 20_261_123;
const HEAP_LIMIT_BYTES = 10 * 1024 * 1024;

let served: BuiltPage;
let browser: RunningChromium;
beforeAll(async () => {
  [served, browser] = await Promise.all([serveBuiltPage(), startChromium({ bench: null, origins: [] })]);
});
afterAll(async () => {
  await browser?.close();
  await served?.close();
});

test(
  'every run has exactly one record with the outcome that the model says, no port stays open, and the heap does not grow',
  { timeout: 300_000 },
  async () => {
    const report = await soak(browser.context, served.url, { seed: SEED, runs: RUNS });
    expect(report.wrong).toEqual([]);
    expect(report).toMatchObject({ runs: RUNS, records: RUNS, openPorts: 0 });
    expect(report.heapGrowthBytes).toBeLessThan(HEAP_LIMIT_BYTES);
    console.log(`frames over 100 ms: ${report.gapsOfPage} of the page, ${report.gapsOfMachine} of the machine, the longest ${report.longestGapMs} ms`);
  },
);
