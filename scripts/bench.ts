/**
 * The figures: one JSON line each, measured now, on this machine, on the built page.
 * `npm run bench` measures all; `npm run bench -- NAME…` the named ones (sizes, instructions, verdict, real-serial, flash, line, log, cloud, cloud-page, manifests, records, tests).
 * `--entries N` makes the order of `manifests` smaller or larger than 100,000.
 */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import type { Page } from 'playwright-core';
import { measureInstructionsPerSecond } from '../src/sim/index.ts';
import { startChromium, whyNoRealSerial } from '../test/support/chromium.ts';
import { attach } from '../test/support/device-ends.ts';

import { connectPort, runCheck } from '../test/support/page-check.ts';
import { servePage } from '../test/support/page-server.ts';
import { SerialBench } from '../test/support/serial-bench.ts';
import { SerialDevice } from '../test/support/serial-device.ts';
import { startVirtualEnd } from '../test/support/virtual-end.ts';
import { bundleSizes } from './bundle-sizes.ts';
import { cloudFigures } from './cloud-figures.ts';
import { cloudPageFigures } from './cloud-page-figures.ts';
import { median, print, round } from './figure.ts';
import { measureFlash } from './flash-figures.ts';
import { lineFigures } from './line-figures.ts';
import { measureLog } from './log-figures.ts';
import { manifestFigures } from './manifest-figures.ts';
import { measureRecords } from './records-figures.ts';

const RUNS = 5;
const RATES = [115_200, 921_600] as const;
const PATHS = ['ram', 'flash'] as const;
/** Goals: what a person was promised. */
const VERDICT_LIMIT_S = 5;
const INSTRUCTIONS_GOAL = 20_000_000;
const FIRST_SCREEN_GOAL_BYTES = 40 * 1024;
const FIRMWARE_LIMIT_BYTES = 32 * 1024;
const TIMEOUT_MS = 120_000;

async function limitRate(page: Page, baudRate: number): Promise<void> {
  await page.evaluate((rate) => {
    localStorage.setItem('touchstone.settings.1', JSON.stringify({ fastestBaudRate: rate }));
  }, baudRate);
  await page.reload();
}

async function timeVerdicts(page: Page, where: string, wanted: string): Promise<void> {
  for (const path of PATHS) {
    const baudRate = await page.evaluate(
      () => (JSON.parse(localStorage.getItem('touchstone.settings.1') ?? '{}') as { fastestBaudRate: number }).fastestBaudRate,
    );
    const seconds: number[] = [];
    for (let run = 0; run < RUNS; run++) {
      const report = await runCheck(page, path, TIMEOUT_MS);
      if (report.verdict !== wanted) throw new Error(`${where} ${path}: ${report.verdict ?? report.fault ?? 'nothing'} instead of ${wanted}: ${report.text}`);
      seconds.push(report.elapsedMs / 1000);
    }
    const value = round(median(seconds));
    print({
      figure: 'verdict-time',
      where,
      path,
      baudRate,
      value,
      unit: 's',
      runs: seconds.map((one) => round(one)),
      limit: VERDICT_LIMIT_S,
      ratio: round(value / VERDICT_LIMIT_S),
    });
  }
}

/** The virtual bench in the page: a paced board in a worker. The first flash run writes, the others find the image there already. */
async function verdict(): Promise<void> {
  const site = await servePage({ source: 'build', port: 0 });
  const browser = await startChromium({ bench: null, origins: [] });
  try {
    for (const rate of RATES) {
      const page = await browser.context.newPage();
      await page.goto(site.url);
      await limitRate(page, rate);
      await page.locator('[data-action="try-virtual"]').click();
      await page.locator('[data-action="check-ram"]:enabled').waitFor();
      await timeVerdicts(page, 'virtual-bench', 'genuine-matched');
      await page.close();
    }
  } finally {
    await browser.close();
    await site.close();
  }
}

/** Chromium's own Web Serial with the paced virtual board at the end of the cable. A demo root does not count there: not genuine is right. */
async function realSerial(): Promise<void> {
  const why = await whyNoRealSerial();
  if (why !== null) return console.error(`real-serial skipped: ${why}`);
  const site = await servePage({ source: 'build', port: 0 });
  const bench = await SerialBench.open();
  const browser = await startChromium({ bench, origins: [new URL(site.url).origin] });
  const device = new SerialDevice(bench, { name: 'ttyUSB0', usbVendorId: 0x10c4, usbProductId: 0xea60 });
  const end = await startVirtualEnd();
  attach(device, end);
  try {
    await device.plug();
    for (const rate of RATES) {
      const page = await browser.context.newPage();
      await page.goto(site.url);
      await limitRate(page, rate);
      await connectPort(page, TIMEOUT_MS);
      await timeVerdicts(page, 'real-web-serial', 'not-genuine');
      await page.close();
    }
  } finally {
    await browser.close();
    await device.unplug();
    end.close();
    await bench.close();
    await site.close();
  }
}

/** The interpreter, busy with the bench firmware, in Chromium and in Node. */
async function instructions(): Promise<void> {
  const image = readFileSync('public/firmware/touchstone-bench-esp32.bin');
  const site = await servePage({ source: 'sources', port: 0 });
  const browser = await startChromium({ bench: null, origins: [] });
  try {
    const page = await browser.context.newPage();
    await page.goto(site.url);
    const inChromium = await page.evaluate(async (bytes) => {
      const door = '/src/sim/index.ts';
      const sim = (await import(/* @vite-ignore */ door)) as { measureInstructionsPerSecond(image: Uint8Array, nowMs: () => number): number };
      return sim.measureInstructionsPerSecond(Uint8Array.from(bytes), () => performance.now());
    }, Array.from(image));
    for (const [where, perSecond] of [
      ['chromium', inChromium],
      ['node', measureInstructionsPerSecond(image, () => performance.now())],
    ] as const) {
      print({ figure: 'instructions', where, value: Math.round(perSecond), unit: '1/s', goal: INSTRUCTIONS_GOAL, ratio: round(perSecond / INSTRUCTIONS_GOAL) });
    }
  } finally {
    await browser.close();
    await site.close();
  }
}

async function sizes(): Promise<void> {
  await (await servePage({ source: 'build', port: 0 })).close(); // builds when what was built is old
  const { firstGzBytes, firstFiles, allGzBytes, allFiles } = bundleSizes('dist');
  print({
    figure: 'javascript-first-screen',
    value: firstGzBytes,
    unit: 'bytes gz',
    files: firstFiles.length,
    goal: FIRST_SCREEN_GOAL_BYTES,
    ratio: round(firstGzBytes / FIRST_SCREEN_GOAL_BYTES),
  });
  print({ figure: 'javascript-all', value: allGzBytes, unit: 'bytes gz', files: allFiles.length });
  const catalogue = JSON.parse(readFileSync('public/firmware/catalogue.json', 'utf8')) as { images: { name: string; bytes: number }[] };
  for (const { name, bytes } of catalogue.images)
    print({ figure: 'firmware-size', name, value: bytes, unit: 'bytes', limit: FIRMWARE_LIMIT_BYTES, ratio: round(bytes / FIRMWARE_LIMIT_BYTES) });
}

/** Runs the tests through the one check command and reads its summary. */
function tests(): void {
  for (const step of ['unit', 'firmware-tests', 'e2e']) {
    const startedMs = performance.now();
    const { stdout } = spawnSync('npm', ['run', '--silent', 'check', '--', step], { encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 });
    const [, passed = '0', failed = '1'] = /^(\d+) passed, (\d+) failed$/m.exec(stdout) ?? [];
    print({
      figure: 'tests',
      step,
      value: Number(passed),
      unit: 'passed',
      failed: Number(failed),
      wallSeconds: round((performance.now() - startedMs) / 1000, 1),
    });
  }
}

const { values, positionals: names } = parseArgs({ options: { entries: { type: 'string', default: '100000' } }, allowPositionals: true });
const entries = Number(values.entries);
if (!Number.isSafeInteger(entries) || entries < 1) {
  console.error(`--entries ${values.entries} is no number of entries`);
  process.exit(2);
}
const FIGURES: Readonly<Record<string, () => unknown>> = {
  sizes,
  instructions,
  verdict,
  'real-serial': realSerial,
  flash: measureFlash,
  line: lineFigures,
  log: () => measureLog(print),
  cloud: cloudFigures,
  'cloud-page': () => cloudPageFigures(print),
  manifests: () => manifestFigures(entries),
  records: measureRecords,
  tests,
};
const unknown = names.filter((name) => !Object.hasOwn(FIGURES, name));
if (unknown.length > 0) {
  console.error(`unknown figure ${unknown.join(', ')}; figures: ${Object.keys(FIGURES).join(', ')}`);
  process.exit(2);
}
for (const [name, measure] of Object.entries(FIGURES)) if (names.length === 0 || names.includes(name)) await measure();
