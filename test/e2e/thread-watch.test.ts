/** The watch that tells whose fault a late frame was: a page that works too long at a stretch is found out, however busy the machine is. */
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startChromium } from '../support/chromium.ts';
import type { RunningChromium } from '../support/chromium.ts';
import { ThreadWatch, type Span } from '../support/line-bench/thread-watch.ts';

let browser: RunningChromium;
let page: Page;
beforeAll(async () => {
  browser = await startChromium({ bench: null, origins: [] });
  page = await browser.context.newPage();
});
afterAll(async () => {
  await browser?.close();
});

/** The thread works until it has done so much by its own clock of turns, or only waits so long. */
const spend = (kind: 'work' | 'wait'): Promise<Span> =>
  page.evaluate(async (what) => {
    const at = (): number => performance.timeOrigin + performance.now();
    const startMs = at();
    if (what === 'work') for (let turn = 0, root = 0; turn < 1e8; turn++) root = Math.sqrt(root + turn);
    else await new Promise((resolve) => setTimeout(resolve, 300));
    return { startMs, endMs: at() };
  }, kind);

test.skipIf(process.platform !== 'linux')('work at a stretch is the page’s own fault, as is a gap in which the machine had processors free', async () => {
  const watch = await ThreadWatch.of(page);
  if (watch === null) throw new Error('the page’s thread was not found');
  const work = await spend('work');
  const wait = await spend('wait');
  await new Promise((resolve) => setTimeout(resolve, 100));
  watch.stop();
  const worked = watch.blame(work, [work]);
  expect(worked.fault).toBe('page');
  expect(worked.taskMs).toBeGreaterThan(100);
  const waited = watch.blame(wait, []);
  expect(waited.workedMs).toBeLessThan(60);
  expect(waited.fault).toBe(waited.machineBusy >= 0.9 ? 'machine' : 'page');
});
