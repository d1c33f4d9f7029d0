/**
 * The figures of large manifests: how fast, how much memory, how long the page does not answer, with an order of real size in Chromium.
 * `npm run bench -- manifests [--entries N]`. Knows what was promised; how it is measured stands in test/support/manifest-bench.
 */
import { statfs } from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import type { BrowserContext, Page } from 'playwright-core';
import { startChromium } from '../test/support/chromium.ts';
import type { HeapReading } from '../test/support/manifest-bench/heap-watch.ts';
import { VERIFIES_PER_ENTRY, opensslVerifiesPerSecond } from '../test/support/manifest-bench/openssl-speed.ts';
import { arrive, importOrder, reloadOrder, timeTable, typeSerial, type Meter } from '../test/support/manifest-bench/order-journey.ts';
import { serveOrderPage } from '../test/support/manifest-bench/order-page.ts';
import { timePythonLoop } from '../test/support/manifest-bench/python-loop.ts';
import { timeSplitter } from '../test/support/manifest-bench/splitter-speed.ts';
import { uniqueIdOf } from '../test/support/order-file/entry-maker.ts';
import { orderFile, type OrderFile } from '../test/support/order-file/order-file.ts';
import { webCryptoVerifiesPerSecond } from '../test/support/manifest-bench/webcrypto-speed.ts';
import { median, print, round } from './figure.ts';

/** What a person was promised. */
const SHARE_OF_LIMIT_GOAL = 0.6;
const HEAP_GOAL_MB = 64;
const GAP_GOAL_MS = 50;
const KEY_GOAL_MS = 50;
const MATCH_GOAL_MS = 5;
const PYTHON_ENTRIES = 5_000;
/** The file itself, what the browser stores of it, and room for its copying. */
const DISK_FACTOR = 3;
const MB = 1e6;

const most = (values: readonly number[]): number => values.reduce((a, b) => Math.max(a, b), 0);

/** Entries per second that verifications alone allow. */
interface Limit {
  readonly name: string;
  readonly entriesPerSecond: number;
}

function limit(name: string, by: string, verifiesPerSecond: number): Limit {
  const entriesPerSecond = verifiesPerSecond / VERIFIES_PER_ENTRY;
  print({ figure: 'manifest-limit', by, value: Math.round(entriesPerSecond), unit: 'entries/s' });
  return { name, entriesPerSecond };
}

/** Of one process times processors, and of all processors together, which get in each other's way. */
async function opensslLimits(signal: AbortSignal): Promise<readonly Limit[]> {
  const cores = availableParallelism();
  const one = await opensslVerifiesPerSecond(1, signal);
  const together = one === null || cores === 1 ? one : await opensslVerifiesPerSecond(cores, signal);
  if (one === null || together === null) {
    console.error('manifest-limit skipped: openssl is not installed');
    return [];
  }
  return [
    limit('OneTimesCores', `openssl speed ecdsap256, one process × ${cores}`, one * cores),
    limit('AllCores', `openssl speed -multi ${cores} ecdsap256`, together),
  ];
}

async function printSplitter(order: OrderFile, signal: AbortSignal): Promise<void> {
  const { items, bytes, seconds } = await timeSplitter(order.path, signal);
  if (items !== order.entries) throw new Error(`${items} items instead of ${order.entries}`);
  print({ figure: 'manifest-splitter', where: 'node', value: Math.round(bytes / MB / seconds), unit: 'MB/s', entries: items });
}

async function printPython(signal: AbortSignal): Promise<void> {
  const loop = await timePythonLoop(await orderFile({ entries: PYTHON_ENTRIES, signal }), signal);
  if (typeof loop === 'string') return console.error(`manifest-python skipped: ${loop}`);
  const { entries, seconds, version } = loop;
  print({ figure: 'manifest-python', value: Math.round(entries / seconds), unit: 'entries/s', entries, processes: 1, cryptography: version });
}

function printMemory(idle: HeapReading, readings: readonly HeapReading[], after: HeapReading): void {
  const above = (of: (reading: HeapReading) => number): number => round((most(readings.map(of)) - of(idle)) / MB, 1);
  const heap = above((reading) => reading.heap);
  print({
    figure: 'manifest-heap',
    value: heap,
    unit: 'MB above idle',
    goal: HEAP_GOAL_MB,
    ratio: round(heap / HEAP_GOAL_MB),
    heapAndBuffers: above((reading) => reading.heap + reading.buffers),
    buffers: above((reading) => reading.buffers),
    residentOfRenderers: above(({ system }) => system.rendererBytes),
    residentOfBrowser: above(({ system }) => system.bytes),
    idle: round((idle.heap + idle.buffers) / MB, 1),
    afterwards: round((after.heap + after.buffers - idle.heap - idle.buffers) / MB, 1),
    workers: most(readings.map(({ workers }) => workers)),
    samples: readings.length,
  });
}

const printGap = (during: string, { gapMs, frameGapMs, longTaskMs, longTasks }: Meter): void =>
  print({
    figure: 'manifest-gap',
    during,
    value: round(most([gapMs, longTaskMs]), 1),
    unit: 'ms',
    goal: GAP_GOAL_MS,
    ratio: round(most([gapMs, longTaskMs]) / GAP_GOAL_MS),
    ticker: round(gapMs, 1),
    longestTask: round(longTaskMs, 1),
    longTasks,
    betweenFrames: round(frameGapMs, 1),
  });

async function printImport(context: BrowserContext, page: Page, order: OrderFile, limits: readonly Limit[]): Promise<void> {
  const { steps, seconds, meter, idle, readings, after } = await importOrder(context, page, order);
  const rate = order.entries / (steps['verifying'] ?? Number.NaN);
  const cpuSeconds = (readings.at(-1)?.system.cpuSeconds ?? Number.NaN) - idle.system.cpuSeconds;
  print({
    figure: 'manifest-verify',
    where: 'chromium',
    value: Math.round(rate),
    unit: 'entries/s',
    entries: order.entries,
    goal: SHARE_OF_LIMIT_GOAL,
    ...Object.fromEntries(limits.map(({ name, entriesPerSecond }) => [`ratioTo${name}`, round(rate / entriesPerSecond)])),
    entriesPerCpuSecond: Math.round(order.entries / cpuSeconds), // of all processes and the whole import: what others do at the same time hardly counts
  });
  const stepSeconds = Object.fromEntries(Object.entries(steps).map(([step, value]) => [step, round(value)]));
  print({ figure: 'manifest-import', value: round(seconds), unit: 's', bytes: order.bytes, ...stepSeconds });
  printMemory(idle, readings, after);
  printGap('import', meter);
}

async function printSearch(page: Page, tableUrl: string, order: OrderFile): Promise<void> {
  const { keys, meter } = await typeSerial(page, uniqueIdOf(Math.floor(order.entries / 2)));
  const slowest = most(keys);
  print({
    figure: 'manifest-key',
    value: round(slowest, 1),
    unit: 'ms',
    goal: KEY_GOAL_MS,
    ratio: round(slowest / KEY_GOAL_MS),
    median: round(median(keys), 1),
    keys: keys.length,
  });
  printGap('search', meter);
  const { find, indicesOf, match, plan } = await timeTable(page, tableUrl);
  print({ figure: 'manifest-find', value: round(most(find), 1), unit: 'ms', median: round(median(find)), searches: find.length });
  print({
    figure: 'manifest-match',
    value: round(median(match), 1),
    unit: 'ms',
    goal: MATCH_GOAL_MS,
    ratio: round(median(match) / MATCH_GOAL_MS),
    most: round(most(match), 1),
    lookup: round(most(indicesOf), 1),
    matches: match.length,
  });
  for (const [format, times] of Object.entries(plan))
    print({ figure: 'manifest-export-plan', format, value: round(median(times), 1), unit: 'ms', entries: order.entries });
}

async function printPage(order: OrderFile, limits: readonly Limit[], signal: AbortSignal): Promise<void> {
  const site = await serveOrderPage(order);
  const browser = await startChromium({ bench: null, origins: [] }).catch(async (error: unknown) => {
    await site.close();
    throw error;
  });
  const stop = (): void => void browser.close(); // every wait in the page ends with it
  signal.addEventListener('abort', stop);
  try {
    signal.throwIfAborted();
    const cores = availableParallelism();
    const inWorkers = limit('WebCrypto', `WebCrypto in ${cores} workers`, await webCryptoVerifiesPerSecond(browser.context, site.url, cores));
    const page = await arrive(browser.context, site.url);
    await printImport(browser.context, page, order, [...limits, inWorkers]);
    print({ figure: 'manifest-reload', value: round((await reloadOrder(page, order)) / 1000), unit: 's until shown', bytes: order.bytes });
    await printSearch(page, site.tableUrl, order);
  } finally {
    signal.removeEventListener('abort', stop);
    await browser.close();
    await site.close();
  }
}

/** Measures all of it; ends what it started when the process is told to stop. */
export async function manifestFigures(entries: number): Promise<void> {
  const interrupted = new AbortController();
  const interrupt = (name: string): void => interrupted.abort(new Error(`stopped by ${name}`));
  process.once('SIGINT', interrupt).once('SIGTERM', interrupt);
  const { signal } = interrupted;
  try {
    const order = await orderFile({ entries, signal });
    const { bavail, bsize } = await statfs(tmpdir());
    if (bavail * bsize < order.bytes * DISK_FACTOR) throw new Error(`${tmpdir()} has no room for the browser's copy of ${order.bytes} bytes: set TMPDIR`);
    const limits = await opensslLimits(signal);
    await printPage(order, limits, signal);
    await printSplitter(order, signal);
    await printPython(signal);
  } catch (error) {
    throw signal.aborted ? signal.reason : error; // what broke because of the interruption says nothing
  } finally {
    process.off('SIGINT', interrupt).off('SIGTERM', interrupt);
  }
}
