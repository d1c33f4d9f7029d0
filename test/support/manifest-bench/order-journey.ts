/**
 * A person with an order at the built page: gives it the file, waits, comes back after a reload, searches by typing.
 * Test support. Reads what the page shows from the view of its shell element (ui's AppView); the stopwatch is meter-in-page.js.
 */
import { fileURLToPath } from 'node:url';
import type { BrowserContext, Page } from 'playwright-core';
import type { AppView } from '../../../src/ui/index.ts';
import type { OrderFile } from '../order-file/order-file.ts';
import { HeapWatch, type HeapReading } from './heap-watch.ts';
import type { TableTimes } from './table-in-page.ts';

const METER = fileURLToPath(new URL('meter-in-page.js', import.meta.url));
const START_MS = 20_000;
const SETTLE_MS = 1_500;
const SAMPLE_MS = 250;
const LOOK_MS = 100;
/** A reading at a tenth of the speed that was promised has failed. */
const MS_PER_ENTRY = 2;

/** What meter-in-page.js counts; milliseconds. */
export interface Meter {
  readonly gapMs: number;
  readonly frameGapMs: number;
  readonly longTaskMs: number;
  readonly longTasks: number;
  readonly steps: readonly { readonly step: string | null; readonly atMs: number }[];
}

interface Shell extends Element {
  readonly view: AppView;
}
declare global {
  var benchMeter: { readonly keys: readonly number[]; take(): Meter };
  var measureTable: () => Promise<TableTimes>;
}

export interface ImportReport {
  /** Seconds of the steps, by name as in ui's ImportView, and of all. */
  readonly steps: Readonly<Record<string, number>>;
  readonly seconds: number;
  readonly meter: Meter;
  readonly idle: HeapReading;
  readonly readings: readonly HeapReading[];
  /** Afterwards, garbage collected. */
  readonly after: HeapReading;
}

/** A page with the meter in it, on the manifests screen. */
export async function arrive(context: BrowserContext, url: string): Promise<Page> {
  const page = await context.newPage();
  page.setDefaultTimeout(START_MS);
  await page.setViewportSize({ width: 1440, height: 900 });
  await page.addInitScript({ path: METER });
  await page.goto(url);
  await page.locator('[data-screen="manifests"]').click();
  await page.locator('[data-action="choose-files"]').first().waitFor();
  await page.waitForTimeout(SETTLE_MS);
  return page;
}

/** Milliseconds between each step and the next. */
function secondsOf(steps: Meter['steps']): Record<string, number> {
  const seconds: Record<string, number> = {};
  for (const [index, { step, atMs }] of steps.entries()) {
    const next = steps[index + 1];
    if (step !== null && next !== undefined) seconds[step] = (seconds[step] ?? 0) + (next.atMs - atMs) / 1000;
  }
  return seconds;
}

/** Throws when the page does not show the whole order as verified and kept. */
async function expectWholeOrder(page: Page, { entries, bytes }: OrderFile): Promise<void> {
  const seen = await page.evaluate(() => {
    const { manifests, refused, notices } = (document.querySelector('ts-app') as Shell).view;
    return { manifests: manifests.map(({ verified, failed, sizeBytes, storage }) => ({ verified, failed, sizeBytes, storage })), refused, notices };
  });
  const wanted = JSON.stringify([{ verified: entries, failed: 0, sizeBytes: bytes, storage: 'kept' }]);
  if (JSON.stringify(seen.manifests) !== wanted) throw new Error(`not the whole order: ${JSON.stringify(seen)} instead of ${wanted}`);
}

/** Gives the file to the page and waits until it is verified and stored. */
export async function importOrder(context: BrowserContext, page: Page, order: OrderFile): Promise<ImportReport> {
  const watch = await HeapWatch.open(context, page);
  const idle = await watch.readSettled();
  await page.evaluate(() => benchMeter.take());
  watch.start(SAMPLE_MS);
  const startedMs = performance.now();
  await page.locator('input[type=file][data-drop]').setInputFiles(order.path);
  await page.waitForFunction(
    () => {
      const { importing, manifests, refused } = (document.querySelector('ts-app') as Shell).view;
      return importing === null && manifests.length + refused.length > 0;
    },
    null,
    { polling: LOOK_MS, timeout: START_MS + order.entries * MS_PER_ENTRY },
  );
  const seconds = (performance.now() - startedMs) / 1000;
  const readings = await watch.stop();
  const meter = await page.evaluate(() => benchMeter.take());
  await expectWholeOrder(page, order);
  return { steps: secondsOf(meter.steps), seconds, meter, idle, readings, after: await watch.readSettled() };
}

/** Milliseconds from the beginning of the reload until the stored order is shown; it must not be verified again. */
export async function reloadOrder(page: Page, order: OrderFile): Promise<number> {
  await page.reload();
  await page.waitForFunction(() => (document.querySelector('ts-app') as Shell).view.manifests.length > 0, null, { polling: 'raf', timeout: START_MS });
  const shownMs = await page.evaluate(() => performance.now());
  await expectWholeOrder(page, order);
  const { steps } = await page.evaluate(() => benchMeter.take());
  if (steps.some(({ step }) => step === 'verifying')) throw new Error('the stored order was verified again');
  return shownMs;
}

/** Types a serial number and takes it back, key by key; milliseconds from each key to the frame that shows what was found. */
export async function typeSerial(page: Page, uniqueId: string): Promise<{ readonly keys: readonly number[]; readonly meter: Meter }> {
  await page.locator('[data-screen="manifests"]').click();
  await page.locator('ts-entries input[type=search]').click();
  await page.waitForTimeout(SETTLE_MS);
  await page.evaluate(() => benchMeter.take());
  for (const [index, key] of [...uniqueId, ...Array<string>(uniqueId.length).fill('Backspace')].entries()) {
    await page.keyboard.press(key);
    await page.waitForFunction((count) => benchMeter.keys.length > count, index, { polling: 'raf' });
  }
  return page.evaluate(() => ({ keys: benchMeter.keys, meter: benchMeter.take() }));
}

/** Asks the table of the stored order itself. */
export async function timeTable(page: Page, tableUrl: string): Promise<TableTimes> {
  await page.goto(tableUrl);
  await page.waitForFunction(() => typeof measureTable === 'function');
  return page.evaluate(() => measureTable());
}
