/**
 * The records screen with many runs: how long from pressing Records until the list stands.
 * The built page in Chromium; the summaries of the runs are put into its database as the page itself stores them (src/bench/record/summary.ts), the page is loaded
 * anew for every measurement, and nothing of the screen has been loaded when it is pressed.
 */
import type { Page } from 'playwright-core';
import { pageOf, PAGE_ROWS, type RunSummary } from '../src/bench/record/summary.ts';
import { startChromium } from '../test/support/chromium.ts';
import { servePage } from '../test/support/page-server.ts';
import { median, print, round } from './figure.ts';

const RECORDS = 100_000;
const RUNS = 5;
const GOAL_MS = 500;
const DAY_MS = 86_400_000;
const SETTLED_MS = 1_500;
const PAGES_AT_ONCE = 40;

const hex = (value: number, digits: number): string => value.toString(16).toUpperCase().padStart(digits, '0');

function run(number: number): RunSummary {
  const outcome = number % 20 === 0 ? 'fail' : number % 97 === 0 ? 'error' : 'pass';
  const startMs = Date.UTC(2026, 0, 5) + Math.floor(number / 500) * DAY_MS + (number % 500) * 60_000;
  return {
    id: `00000000-0000-4000-8000-${hex(number, 12).toLowerCase()}`,
    chain: '11111111-1111-4111-8111-111111111111',
    number,
    startMs,
    endMs: startMs + 24_000,
    outcome,
    purpose: 'production',
    virtual: false,
    slot: (number % 16) + 1,
    station: 'SZX-L1-FCT01',
    operator: ['Mei', 'Tomas', 'Ada'][number % 3] ?? 'Mei',
    workOrder: `WO-${Math.floor(number / 1000)}`,
    plan: 'Flash, check and enrol',
    planFingerprint: 'ab'.repeat(32),
    packFingerprint: 'cd'.repeat(32),
    mac: `24:0A:C4:${(hex(number, 6).match(/../g) ?? []).join(':')}`,
    serialNumber: `0123${hex(number, 12)}01`,
    reason: outcome === 'pass' ? '' : 'log-not-reached',
    phase: outcome === 'pass' ? '' : 'boot',
    label: '',
    phases: outcome === 'pass' ? 'ppppp' : 'pppfs',
  };
}

/** The page makes its database at the first look; the rows follow. */
async function fill(page: Page): Promise<void> {
  await page.locator('[data-screen="records"]').click();
  await page.locator('[data-records="ready"]').waitFor();
  for (let first = 1; first <= RECORDS; first += PAGE_ROWS * PAGES_AT_ONCE) {
    const pages = [];
    for (let at = first; at < first + PAGE_ROWS * PAGES_AT_ONCE && at <= RECORDS; at += PAGE_ROWS) {
      const rows = Array.from({ length: Math.min(PAGE_ROWS, RECORDS - at + 1) }, (_, index) => run(at + index));
      const { count, startMs, durationMs, number, outcome, flags, slot, texts } = pageOf(rows);
      pages.push({
        key: (at - 1) / PAGE_ROWS + 1,
        count,
        texts,
        columns: [startMs, durationMs, number, outcome, flags, slot].map((column) => Array.from(column)),
      });
    }
    await page.evaluate(async (given) => {
      const database = await new Promise<IDBDatabase>((resolve, reject) => {
        const opening = indexedDB.open('touchstone-records');
        opening.onsuccess = () => resolve(opening.result);
        opening.onerror = () => reject(new Error('no database'));
      });
      const change = database.transaction('pages', 'readwrite');
      for (const { key, count, texts, columns } of given) {
        const [startMs = [], durationMs = [], number = [], outcome = [], flags = [], slot = []] = columns;
        change.objectStore('pages').put(
          {
            count,
            texts,
            startMs: Float64Array.from(startMs),
            durationMs: Float64Array.from(durationMs),
            number: Float64Array.from(number),
            outcome: Uint8Array.from(outcome),
            flags: Uint8Array.from(flags),
            slot: Uint16Array.from(slot),
          },
          key,
        );
      }
      await new Promise<void>((resolve, reject) => {
        change.oncomplete = () => resolve();
        change.onerror = () => reject(new Error('not written'));
      });
      database.close();
    }, pages);
  }
}

/** As a text: the runner gives functions names by a helper that the page does not have. */
const OPEN = `(async () => {
  const inside = (...way) => way.reduce((root, step) => root?.shadowRoot?.querySelector(step) ?? null, document.querySelector('ts-app'));
  const startedMs = performance.now();
  inside('ts-rail', '[data-screen="records"]').click();
  for (;;) {
    const list = inside('ts-records', 'ts-run-list', '.viewport');
    if (list?.dataset.runCount === '${RECORDS}' && (list.querySelector('.row .unit')?.textContent ?? '') !== '') return performance.now() - startedMs;
    if (performance.now() - startedMs > 60000) throw new Error('the list does not come');
    await new Promise(requestAnimationFrame);
  }
})()`;

/** From the press to the frame in which the newest run can be read. */
async function openOnce(page: Page): Promise<number> {
  await page.reload();
  await page.locator('[data-action="try-virtual"]').waitFor();
  await page.waitForTimeout(SETTLED_MS); // what is loaded after the first picture is there
  return page.evaluate<number>(OPEN);
}

export async function measureRecords(): Promise<void> {
  const site = await servePage({ source: 'build', port: 0 });
  const browser = await startChromium({ bench: null, origins: [] });
  try {
    const page = await browser.context.newPage();
    await page.setViewportSize({ width: 1440, height: 900 });
    await page.goto(site.url);
    await fill(page);
    const times: number[] = [];
    for (let count = 0; count < RUNS; count++) times.push(await openOnce(page));
    const value = round(median(times), 0);
    print({
      figure: 'records-open',
      value,
      unit: 'ms',
      records: RECORDS,
      runs: times.map((one) => round(one, 0)),
      goal: GOAL_MS,
      ratio: round(value / GOAL_MS),
    });
  } finally {
    await browser.close();
    await site.close();
  }
}
