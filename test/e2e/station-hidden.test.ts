/**
 * A shift in a tab that nobody sees: its runs take as long as in one that is seen.
 * DevTools make a page believe that it is seen, so nobody watches while it is measured: the page notes its own times, and is asked afterwards.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openLine, startShift, untilTrue } from '../support/line-bench/line-page.ts';
import { startOwnBrowser, type OwnBrowser } from '../support/line-bench/own-browser.ts';
import { serveBuiltPage } from './built-page.ts';
import type { BuiltPage } from './built-page.ts';

const PLAN = JSON.stringify({ format: 'touchstone-plan/1', name: 'hidden', phases: [{ kind: 'check-chip', name: 'check' }] });
const TURNS = 4;
const MARGIN = 1.35;
const MARGIN_MS = 250;

/** Board after board in slot 1, all the time; notes how long each run took, whether the page was hidden, and how late its own timers are. */
const NOTE = `(() => {
  const app = document.querySelector('ts-app');
  const act = (detail) => app.dispatchEvent(new CustomEvent('ts-station', { detail }));
  window.noted = { runs: [], timers: [] };
  let last = null;
  const look = () => {
    const beganMs = performance.now();
    setTimeout(() => {
      window.noted.timers.push({ hidden: document.hidden, ms: performance.now() - beganMs });
      const { record, state, run, presence } = app.view.station.picture.slots[0];
      if (record !== null && state !== 'running') {
        if (record.id !== last) { last = record.id; window.noted.runs.push({ hidden: document.hidden, ms: run.elapsedMs, state }); }
        act({ act: presence === 'in' ? 'pull-board' : 'plug-board', number: 1 });
      }
      look();
    }, 20);
  };
  look();
})()`;

interface Noted {
  readonly runs: readonly { readonly hidden: boolean; readonly ms: number; readonly state: string }[];
  readonly timers: readonly { readonly hidden: boolean; readonly ms: number }[];
}

let served: BuiltPage;
let browser: OwnBrowser;
let profile: string;
beforeAll(async () => {
  profile = await mkdtemp(join(tmpdir(), 'touchstone-hidden-'));
  [served, browser] = await Promise.all([serveBuiltPage(), startOwnBrowser(profile)]);
});
afterAll(async () => {
  await browser?.kill();
  await served?.close();
  await rm(profile, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
});

const middle = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;

test('a run in a hidden page takes no longer than in one that is seen, although the page’s own timers are slowed', { timeout: 120_000 }, async () => {
  const first = await browser.watch();
  const page = await first.context.newPage();
  await openLine(page, served.url, 2, PLAN);
  await startShift(page);
  await page.evaluate(NOTE);
  await untilTrue(page, `window.noted.runs.length >= ${TURNS}`);
  await first.browser.close(); // ends the watching
  const other = await fetch(`http://${browser.address}/json/new?about:blank`, { method: 'PUT' });
  const { id } = (await other.json()) as { readonly id: string };
  await fetch(`http://${browser.address}/json/activate/${id}`);
  await new Promise((resolve) => setTimeout(resolve, 25_000));

  const second = await browser.watch();
  const again = second.context.pages().find((one) => one.url() === served.url);
  if (again === undefined) throw new Error('the page is gone');
  const { runs, timers } = (await again.evaluate('window.noted')) as Noted;
  await second.browser.close();
  const hidden = runs.filter((run) => run.hidden).slice(1); // the one under way when it was hidden is half and half
  const seen = runs.filter((run) => !run.hidden).slice(0, TURNS);
  expect(runs.filter(({ state }) => state !== 'pass')).toEqual([]);
  expect(middle(timers.filter((timer) => timer.hidden).map(({ ms }) => ms))).toBeGreaterThan(500); // else nothing was tested
  expect(hidden.length).toBeGreaterThan(2);
  const times = `seen ${seen.map(({ ms }) => Math.round(ms)).join(' ')}; hidden ${hidden.map(({ ms }) => Math.round(ms)).join(' ')}`;
  console.log(times);
  expect(middle(hidden.map(({ ms }) => ms)), times).toBeLessThan(middle(seen.map(({ ms }) => ms)) * MARGIN + MARGIN_MS);
});
