/**
 * Flashing 1.5 MiB at 921,600 baud: the share of the wire's limit, what is lost beside it, the second time, eight boards at once, and esptool-js's own
 * writeFlash on the same port. Chromium's own Web Serial in every case; virtual boards at the wire's pace at the far ends of the cables.
 *
 * `flash-share`: the time that the deflated image alone takes at ten bits a byte, over the time from the first word about a part to the answer to its
 * last block, both heard on the cable; framing, escapes, the flash's own time and every wait count against it.
 * `flash-overhead`: all the rest of the time from the press of the button until the page says "proved".
 * The virtual board hashes 2 MB/s and starts within 60 ms; a real one with ESP-IDF's second stage takes some 300 ms longer.
 */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CDPSession, Page } from 'playwright-core';
import { startChromium, whyNoRealSerial } from '../test/support/chromium.ts';
import { withDeadline } from '../test/support/deadline.ts';
import { attach } from '../test/support/device-ends.ts';
import { CableTap, type FlashPhases } from '../test/support/flash-bench/cable-tap.ts';
import { flashOnce, givePack, wearStopwatch, type Flashing } from '../test/support/flash-bench/flash-journey.ts';
import { serveFlashPage, type FlashPage } from '../test/support/flash-bench/flash-page.ts';
import type { BoardRun, FlashMeter, TheirRun } from '../test/support/flash-bench/measure-in-page.ts';
import { flashWith, PACK_BYTES, productFiles, writeProductFolder, type ProductFile } from '../test/support/flash-bench/product-pack.ts';
import { connectPort } from '../test/support/page-check.ts';
import { SerialBench } from '../test/support/serial-bench.ts';
import { SerialDevice } from '../test/support/serial-device.ts';
import { startVirtualEnd, type VirtualEnd } from '../test/support/virtual-end.ts';
import { costOf, ownSeconds, type Cost } from './cost.ts';
import { median, print, round } from './figure.ts';

const BAUD_RATE = 921_600;
const MANY = 8;
const RUNS = 3;
const AGAIN_RUNS = 5;
const PARTS = 3;
const TIMEOUT_MS = 60_000;
/** A busy machine is named in every line. */
const BUSY_LOAD = 1.5;
/** What a person was promised. */
const SHARE_GOAL = 0.95;
const OVERHEAD_GOAL_S = 2;
const AGAIN_GOAL_S = 1.5;
const MANY_GOAL = 1.1;
const CORE_GOAL = 0.4;

const BOARD = 'virtual board, paced';

interface Station {
  readonly device: SerialDevice;
  readonly end: VirtualEnd;
  readonly tap: CableTap;
}

async function station(bench: SerialBench, name: string): Promise<Station> {
  const device = new SerialDevice(bench, { name, usbVendorId: 0x10c4, usbProductId: 0xea60 });
  const end = await startVirtualEnd();
  const tap = new CableTap();
  attach(device, tap.before(end));
  await device.plug();
  return { device, end, tap };
}

/** The load at the beginning, where it was so high that the figures are not this program's alone. */
const loadFacts = (load: number): Readonly<Record<string, number>> => (load > BUSY_LOAD ? { loadAtStart: round(load) } : {});

const seconds = (ms: number): number => round(ms / 1000, 3);
const secondsOf = ({ startMs, endMs }: Flashing): number => (endMs - startMs) / 1000;

/** What is in flash before: nothing; or another release, which the stub erases while it writes: that takes longer than the wire at times. */
const FLASHES = ['blank', 'another release'] as const;
/** What the share of the wire has against it there. */
const ERASES = 'the stub erases 64 KiB in 150 ms beside writing 29 KiB in 57 ms: longer than the next block is on the wire';
type FlashBefore = Readonly<Record<(typeof FLASHES)[number], Uint8Array>>;

interface Run {
  readonly flashing: Flashing;
  readonly phases: FlashPhases;
  readonly cost: Cost;
}

/** The median run by its time. */
function middle(runs: readonly Run[]): Run {
  const found = runs.toSorted((a, b) => secondsOf(a.flashing) - secondsOf(b.flashing))[Math.floor(runs.length / 2)];
  if (found === undefined) throw new Error('no run');
  return found;
}

const factsOf = ({ baudRate }: { readonly baudRate: number }, load: number): Readonly<Record<string, string | number>> => ({
  where: 'page, real Web Serial',
  board: BOARD,
  baudRate,
  ...loadFacts(load),
});

function printRuns(runs: readonly Run[], flash: string, limitMs: number, load: number): void {
  const { flashing, phases, cost } = middle(runs);
  const facts = { ...factsOf(phases, load), flash };
  print({
    figure: 'flash-time',
    value: round(secondsOf(flashing)),
    unit: 's',
    ...facts,
    bytes: PACK_BYTES,
    wireBytes: phases.writeBytes,
    runs: runs.map((one) => round(secondsOf(one.flashing))),
    mainThreadTasks: cost.tasks,
    mainThread: cost.thread,
  });
  const shares = runs.map((one) => limitMs / one.phases.writeMs);
  print({
    figure: 'flash-share',
    value: round(median(shares), 3),
    unit: 'of the wire',
    ...facts,
    goal: SHARE_GOAL,
    ratio: round(median(shares) / SHARE_GOAL),
    runs: shares.map((one) => round(one, 3)),
    withFraming: round(median(runs.map((one) => (one.phases.writeBytes * 10_000) / BAUD_RATE / one.phases.writeMs)), 3),
    blocks: phases.blocks,
    pageMsPerBlock: round(phases.pageMs),
    boardMsPerBlock: round(phases.boardMs),
    ...(flash === 'blank' ? {} : { says: ERASES }),
  });
  const overheads = runs.map((one) => secondsOf(one.flashing) - limitMs / 1000);
  print({
    figure: 'flash-overhead',
    value: round(median(overheads)),
    unit: 's',
    ...facts,
    goal: OVERHEAD_GOAL_S,
    ratio: round(median(overheads) / OVERHEAD_GOAL_S),
    runs: overheads.map((one) => round(one)),
    connect: seconds(phases.connectMs),
    prepare: seconds(phases.prepareMs),
    compare: seconds(phases.compareMs),
    whileWriting: seconds(phases.writeMs - limitMs),
    verify: seconds(phases.verifyMs),
    startAndShow: seconds(phases.restMs),
  });
}

/** The page as it is built, and a person. Gives the median run over another release. */
async function onThePage(page: Page, session: CDPSession, at: Station, before: FlashBefore, limitMs: number, load: number): Promise<Run> {
  let last: readonly Run[] = [];
  for (const flash of FLASHES) {
    const runs: Run[] = [];
    for (let run = 0; run < RUNS; run++) {
      at.end.board.importFlash(before[flash]);
      at.tap.take(0, 0);
      const [flashing, cost] = await costOf(session, ownSeconds, () => flashOnce(page));
      if (flashing.skipped > 0) throw new Error(`${flashing.skipped} parts were in flash already`);
      runs.push({ flashing, phases: at.tap.take(flashing.startMs, flashing.endMs), cost });
    }
    printRuns(runs, flash, limitMs, load);
    last = runs;
  }
  const again: Flashing[] = [];
  for (let run = 0; run < AGAIN_RUNS; run++) again.push(await flashOnce(page));
  if (again.some(({ skipped }) => skipped !== PARTS)) throw new Error('the second flashing wrote something');
  const phases = at.tap.take(again.at(-1)?.startMs ?? 0, again.at(-1)?.endMs ?? 0);
  const value = median(again.map(secondsOf));
  print({
    figure: 'flash-again',
    value: round(value),
    unit: 's',
    ...factsOf({ baudRate: BAUD_RATE }, load),
    goal: AGAIN_GOAL_S,
    ratio: round(value / AGAIN_GOAL_S),
    runs: again.map((one) => round(secondsOf(one))),
    connect: seconds(phases.connectMs),
    prepare: seconds(phases.prepareMs),
    compare: seconds(phases.compareMs),
    startAndShow: seconds(phases.restMs),
  });
  return middle(last);
}

const meterOf = {
  prepare: (page: Page, files: readonly ProductFile[]): ReturnType<FlashMeter['prepare']> =>
    page.evaluate(
      (all) => (globalThis as unknown as { flashMeter: FlashMeter }).flashMeter.prepare(all),
      files.map(({ path, bytes }) => ({ path, base64: Buffer.from(bytes).toString('base64') })),
    ),
  flash: (page: Page, boards: number): Promise<readonly BoardRun[]> =>
    page.evaluate((count) => (globalThis as unknown as { flashMeter: FlashMeter }).flashMeter.flash(count), boards),
  esptool: (page: Page): Promise<TheirRun> =>
    page.evaluate((rate) => (globalThis as unknown as { flashMeter: FlashMeter }).flashMeter.esptool(rate), BAUD_RATE),
};

/** esptool-js by itself, with its own defaults: its Transport, its resets, its writeFlash with compression and MD5. */
async function theirs(page: Page, at: Station, ours: Run, before: Uint8Array, limitMs: number, load: number): Promise<void> {
  at.end.board.importFlash(before);
  at.tap.take(0, 0);
  const startMs = performance.now();
  const run = await withDeadline(meterOf.esptool(page), 'esptool-js', TIMEOUT_MS);
  const phases = at.tap.take(startMs, performance.now());
  print({
    figure: 'flash-esptool-js',
    value: round(run.seconds),
    unit: 's',
    where: 'measuring page, real Web Serial',
    board: BOARD,
    baudRate: phases.baudRate,
    ...loadFacts(load),
    times: round(run.seconds / secondsOf(ours.flashing)),
    writeFlash: round(run.writeFlashSeconds),
    share: round(limitMs / phases.writeMs, 3),
    wireBytes: phases.writeBytes,
    flash: 'another release',
    ours: round(secondsOf(ours.flashing)),
    oursShare: round(limitMs / ours.phases.writeMs, 3),
    says: 'connect, stub, rate, writeFlash with MD5; it resets nothing and waits for no first line',
  });
}

async function many(page: Page, session: CDPSession, stations: readonly Station[], before: Uint8Array, limitMs: number, load: number): Promise<void> {
  const slowest = (runs: readonly BoardRun[]): number => Math.max(...runs.map((run) => run.seconds));
  const measure = async (boards: number): Promise<readonly [number, Cost, readonly BoardRun[]]> => {
    for (const { end } of stations) end.board.importFlash(before); // the browser lists ports in an order of its own
    const [runs, cost] = await costOf(session, ownSeconds, () => withDeadline(meterOf.flash(page, boards), `${String(boards)} boards`, TIMEOUT_MS));
    const bad = runs.find(({ outcome, verified, skipped, baudRate }) => outcome !== 'started' || !verified || skipped > 0 || baudRate !== BAUD_RATE);
    if (bad !== undefined) throw new Error(`a board ended otherwise: ${JSON.stringify(bad)}`);
    return [slowest(runs), cost, runs];
  };
  const one: number[] = [];
  const all: { readonly seconds: number; readonly cost: Cost; readonly runs: readonly BoardRun[] }[] = [];
  for (let round_ = 0; round_ < 2; round_++) {
    one.push((await measure(1))[0]);
    const [value, cost, runs] = await measure(MANY);
    all.push({ seconds: value, cost, runs });
  }
  const best = all.toSorted((a, b) => a.seconds - b.seconds)[0];
  if (best === undefined) throw new Error('no run');
  const facts = { where: 'measuring page, real Web Serial', board: BOARD, boards: MANY, flash: 'blank', ...loadFacts(load) };
  const times = best.seconds / Math.min(...one);
  print({
    figure: 'flash-many',
    value: round(times, 3),
    unit: 'times one board',
    ...facts,
    goal: MANY_GOAL,
    ratio: round(times / MANY_GOAL),
    seconds: round(best.seconds),
    one: round(Math.min(...one)),
    runs: all.map((run) => round(run.seconds)),
    runsOfOne: one.map((value) => round(value)),
    share: round(median(best.runs.map((run) => limitMs / 1000 / run.writeSeconds)), 3),
    boardsShareOfCore: best.cost.boards,
    machineBusy: best.cost.machine,
  });
  const tasks = median(all.map(({ cost }) => cost.tasks));
  print({
    figure: 'flash-core-share',
    value: tasks,
    unit: 'of one core',
    ...facts,
    goal: CORE_GOAL,
    ratio: round(tasks / CORE_GOAL),
    withoutWaiting: median(all.map(({ cost }) => cost.thread)),
    runs: all.map(({ cost }) => cost.tasks),
  });
}

async function openPage(browser: Awaited<ReturnType<typeof startChromium>>, url: string): Promise<readonly [Page, CDPSession]> {
  const page = await browser.context.newPage();
  page.on('pageerror', (error) => console.error(`flash: uncaught in the page: ${String(error)}`));
  await page.setViewportSize({ width: 1440, height: 900 });
  await page.goto(url);
  const session = await browser.context.newCDPSession(page);
  await session.send('Performance.enable');
  return [page, session];
}

async function measureAll(
  site: FlashPage,
  bench: SerialBench,
  browser: Awaited<ReturnType<typeof startChromium>>,
  folder: string,
  load: number,
): Promise<void> {
  const starts = new Uint8Array(await readFile('public/firmware/touchstone-bench-esp32.bin'));
  const files = productFiles(starts, 'this');
  // where nothing is the same: settings in the place of the table, and no bootloader
  const release = flashWith(
    productFiles(
      starts.map((byte) => byte ^ 0xff),
      'before',
    ),
  ).fill(0x5a, 0x8000, 0x9000);
  const before: FlashBefore = { blank: new Uint8Array(release.length).fill(0xff), 'another release': release };
  await writeProductFolder(folder, files);
  const stations: Station[] = [];
  try {
    const first = await station(bench, 'ttyUSB0');
    stations.push(first);
    const [measuring, measuringSession] = await openPage(browser, site.measureUrl);
    const { deflatedBytes, totalBytes } = await withDeadline(meterOf.prepare(measuring, files), 'prepare', TIMEOUT_MS);
    const limitMs = (deflatedBytes * 10_000) / BAUD_RATE;
    print({
      figure: 'flash-pack',
      value: round(deflatedBytes / totalBytes, 3),
      unit: 'deflated',
      bytes: totalBytes,
      deflatedBytes,
      wireSeconds: seconds(limitMs),
      ...loadFacts(load),
    });
    const [page, session] = await openPage(browser, site.url);
    await page.bringToFront();
    await connectPort(page, TIMEOUT_MS);
    await givePack(page, folder);
    await wearStopwatch(page);
    const ours = await onThePage(page, session, first, before, limitMs, load);
    await page.close();
    await measuring.bringToFront();
    await theirs(measuring, first, ours, release, limitMs, load);
    for (let number = 1; number < MANY; number++) stations.push(await station(bench, `ttyUSB${String(number)}`));
    await many(measuring, measuringSession, stations, before.blank, limitMs, load);
  } finally {
    for (const { device, end } of stations) {
      await device.unplug();
      end.close();
    }
  }
}

/** Measures all of it; three and a half minutes. */
export async function measureFlash(): Promise<void> {
  const why = await whyNoRealSerial();
  if (why !== null) return console.error(`flash skipped: ${why}`);
  const load = loadavg()[0] ?? 0;
  const folder = await mkdtemp(join(tmpdir(), 'touchstone-product-'));
  const site = await serveFlashPage().catch(async (error: unknown) => {
    await rm(folder, { recursive: true, force: true });
    throw error;
  });
  const bench = await SerialBench.open();
  const browser = await startChromium({ bench, origins: [new URL(site.url).origin] });
  try {
    await measureAll(site, bench, browser, folder, load);
  } finally {
    await browser.close();
    await bench.close();
    await site.close();
    await rm(folder, { recursive: true, force: true });
  }
}
