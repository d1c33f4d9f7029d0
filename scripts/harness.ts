/**
 * `npm run harness`: the page in Chromium with a device of your choice on a real serial port of the browser.
 * Wires the parts of test/support together; knows none of their insides. Reference: `npm run harness -- --help`.
 */
import type { Page } from 'playwright-core';
import { startChromium, whyNoRealSerial } from '../test/support/chromium.ts';
import type { RunningChromium } from '../test/support/chromium.ts';
import { withDeadline } from '../test/support/deadline.ts';
import { attach, connectRemoteEnd } from '../test/support/device-ends.ts';
import { HELP, UsageError, parseHarnessOptions } from '../test/support/harness-options.ts';
import type { HarnessOptions } from '../test/support/harness-options.ts';
import { checkOnPage } from '../test/support/page-check.ts';
import { servePage } from '../test/support/page-server.ts';
import { SerialBench } from '../test/support/serial-bench.ts';
import { SerialDevice } from '../test/support/serial-device.ts';

const END_DEADLINE_MS = 30_000;

type Closer = () => Promise<void> | void;

/** What has to be ended, last first; null once that has begun. */
let closers: Closer[] | null = [];

/** Sees to it that `closer` is called at the end, or now when the end has come while something was being started. */
const atEnd = (closer: Closer): void => void (closers ? closers.push(closer) : closer());

const printRecord = (kind: string, record: object): void => console.log(JSON.stringify({ kind, ...record }));

async function plugDevice(bench: SerialBench, options: HarnessOptions): Promise<void> {
  const device = new SerialDevice(bench, { name: 'ttyUSB0', usbVendorId: options.usbVendorId, usbProductId: options.usbProductId });
  if (options.device === 'virtual') {
    const { startVirtualEnd } = await import('../test/support/virtual-end.ts');
    const end = await startVirtualEnd();
    atEnd(() => end.close());
    attach(device, end);
  } else {
    const end = await connectRemoteEnd(options.device, options.lines);
    atEnd(() => end.close());
    attach(device, end);
    void end.ended.then(() => {
      if (closers) console.error(`${options.device} closed its socket: the device is unplugged`);
      return device.unplug();
    });
  }
  await device.plug();
}

function watchPage(page: Page): void {
  page.on('pageerror', (error) => console.error(`page error: ${error.message}`));
  page.on('console', (message) => {
    if (message.type() === 'error') console.error(`page console: ${message.text()}`);
  });
}

/** Prints verdict and proofs. Returns the exit status. */
async function check(page: Page, path: 'ram' | 'flash', options: HarnessOptions): Promise<number> {
  const { proofs, ...report } = await checkOnPage(page, { path, manifests: options.manifests, timeoutMs: options.timeoutMs });
  for (const proof of proofs) printRecord('proof', proof);
  printRecord('verdict', { ...report, expected: options.expect });
  return report.verdict === options.expect ? 0 : 1;
}

async function stayOpen(browser: RunningChromium, url: string, options: HarnessOptions): Promise<number> {
  console.log(`page      ${url}`);
  console.log(`device    ${options.device}${options.lines === null ? '' : `, lines ${options.lines}`}`);
  if (browser.debuggingAddress !== null) console.log(`DevTools  http://${browser.debuggingAddress}  (open chrome://inspect and add this address)`);
  console.log('Ctrl-C ends everything.');
  await new Promise((resolve) => browser.context.once('close', resolve));
  return 0;
}

async function run(options: HarnessOptions): Promise<number> {
  const reason = await whyNoRealSerial();
  if (reason !== null) throw new Error(reason);
  let url: string;
  if (typeof options.source === 'object') url = options.source.url;
  else {
    const server = await servePage({ source: options.source, port: options.port });
    atEnd(() => server.close());
    url = server.url;
  }
  const bench = await SerialBench.open();
  atEnd(() => bench.close());
  const debugging = options.check === null && options.display === 'headless' ? 'address' : 'pipe';
  const browser = await startChromium({ bench, origins: [new URL(url).origin], display: options.display, debugging });
  atEnd(() => browser.close());
  await plugDevice(bench, options);
  const page = browser.context.pages()[0] ?? (await browser.context.newPage());
  watchPage(page);
  await page.goto(url, { timeout: options.timeoutMs });
  return options.check === null ? stayOpen(browser, url, options) : check(page, options.check, options);
}

async function closeAll(): Promise<void> {
  const due = closers ?? [];
  closers = null;
  for (const closer of due.reverse()) await closer();
}

async function main(): Promise<number> {
  const options = parseHarnessOptions(process.argv.slice(2), process.env['DISPLAY']);
  if (options === 'help') {
    console.log(HELP);
    return 0;
  }
  const interrupted = new Promise<number>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => resolve(options.check === null ? 0 : 1));
  });
  const running = run(options);
  try {
    return await Promise.race([running, interrupted]);
  } finally {
    await withDeadline(closeAll(), 'the end', END_DEADLINE_MS).catch((error: unknown) => console.error(error));
    await withDeadline(running, 'the start', END_DEADLINE_MS).catch(() => undefined); // interrupted while it was starting something
  }
}

try {
  process.exitCode = await main();
} catch (error) {
  const usage = error instanceof UsageError;
  console.error(usage ? `${error.message}\nnpm run harness -- --help says what there is` : error);
  process.exitCode = usage ? 2 : 1;
}
process.exit();
