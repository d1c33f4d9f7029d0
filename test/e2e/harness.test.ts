/**
 * The harness's own test: what it passes off as real Web Serial behaves like a port with a board on it.
 * Needs Linux, full Chromium and gcc; knows nothing of the project's page.
 */
import { createHash, randomBytes } from 'node:crypto';
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { startChromium } from '../support/chromium.ts';
import type { RunningChromium } from '../support/chromium.ts';
import { formatLineEvent } from '../support/line-event.ts';
import { answerChooser } from '../support/port-chooser.ts';
import { SerialBench } from '../support/serial-bench.ts';
import { SerialDevice } from '../support/serial-device.ts';
import { whySkipRealSerial } from './real-serial.ts';
import { serveSerialPage } from './serial-page.ts';
import type { ServedSerialPage } from './serial-page.ts';

const skipReason = await whySkipRealSerial();
const MIB = 1_048_576;
const SOON = { timeout: 5_000, polling: 20 };
const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
const megabytesPerSecond = (bytes: number, ms: number): string => `${(bytes / 1000 / ms).toFixed(1)} MB/s`;

describe.skipIf(skipReason !== null)('the harness', () => {
  let served: ServedSerialPage | undefined;
  let bench: SerialBench;
  let browser: RunningChromium | undefined;
  let page: Page;
  let device: SerialDevice;
  /** Everything that reached the device, in order: line events, and `bytes …` when a test asks for it. */
  let seen: string[];

  beforeAll(async () => {
    served = await serveSerialPage();
    bench = await SerialBench.open();
    browser = await startChromium({ bench, origins: [served.origin] });
    page = await browser.context.newPage();
  });
  afterAll(async () => {
    await browser?.close();
    await bench.close();
    await served?.close();
  });

  beforeEach(async () => {
    device = new SerialDevice(bench, { name: 'ttyUSB0', usbVendorId: 0x10c4, usbProductId: 0xea60, product: 'CP2102N USB to UART', serialNumber: '0001' });
    seen = [];
    device.onLines((event) => void seen.push(formatLineEvent(event)));
    await device.plug();
    await page.goto(served?.origin ?? '');
    await seePorts(1);
  });
  afterEach(async () => {
    await page.goto('about:blank'); // closes the port
    await device.unplug();
  });

  /** Waits until the page sees so many ports. */
  const seePorts = (count: number): Promise<unknown> => page.waitForFunction(async (wanted) => (await serialPage.look()).length === wanted, count, SOON);
  const open = (baudRate: number): Promise<void> => page.evaluate((rate) => serialPage.open(rate), baudRate);
  const close = (): Promise<void> => page.evaluate(() => serialPage.close());
  const read = (count: number): Promise<number[]> => page.evaluate((wanted) => serialPage.read(wanted), count);
  const readHash = (count: number): Promise<{ readonly sha256: string; readonly ms: number }> => page.evaluate((wanted) => serialPage.readHash(wanted), count);
  const send = (...bytes: number[]): Promise<void> => page.evaluate((sent) => serialPage.write(sent), bytes);

  test('a plugged device is a granted port with its USB ids', async () => {
    expect(await page.evaluate(() => serialPage.look())).toEqual([{ usbVendorId: 0x10c4, usbProductId: 0xea60 }]);
  });

  test('the chooser gives a port that the filters name, refuses others, and can be closed', async () => {
    const choose = (vendor: number): Promise<number | string> => page.evaluate((id) => serialPage.choose(id), vendor);
    expect(await choose(0x10c4)).toBe(0x10c4);
    expect(await choose(0x1a86)).toBe('NotFoundError');
    await answerChooser(page, 'cancel');
    expect(await choose(0x10c4)).toBe('NotFoundError');
  });

  test('baud rate, DTR, RTS and break arrive at the device end, and closing drops the lines', async () => {
    await open(115_200);
    await expect.poll(() => device.state, { timeout: 5_000 }).toBe('open');
    expect(seen.splice(0)).toEqual(['DTR=1 RTS=1', 'BAUD=115200']);
    await page.evaluate(() => serialPage.setSignals({ dataTerminalReady: false, requestToSend: true }));
    expect(seen.at(-1)).toBe('DTR=0 RTS=1');
    await page.evaluate(() => serialPage.setSignals({ break: true }));
    await page.evaluate(() => serialPage.setSignals({ break: false }));
    expect(seen.slice(-2)).toEqual(['BREAK=1', 'BREAK=0']);
    expect(await page.evaluate(() => serialPage.getSignals())).toEqual({
      clearToSend: true,
      dataCarrierDetect: true,
      dataSetReady: true,
      ringIndicator: false,
    });
    await close();
    expect(seen.at(-1)).toBe('DTR=0 RTS=0');
  });

  test('4 MiB from the device arrive without a wrong byte', async () => {
    const bytes = randomBytes(4 * MIB);
    await open(2_000_000);
    const [got] = await Promise.all([readHash(bytes.length), device.write(bytes)]);
    expect(got.sha256).toBe(sha256(bytes));
    console.log(`device to page: ${megabytesPerSecond(bytes.length, got.ms)}`);
  });

  test('4 MiB from the page arrive without a wrong byte', async () => {
    const hash = createHash('sha256');
    let count = 0;
    device.onBytes((chunk) => {
      hash.update(chunk);
      count += chunk.length;
    });
    await open(2_000_000);
    const startedMs = performance.now();
    const sent = await page.evaluate((size) => serialPage.writeRandom(size), 4 * MIB);
    await expect.poll(() => count, { timeout: 20_000, interval: 5 }).toBe(4 * MIB);
    console.log(`page to device: ${megabytesPerSecond(4 * MIB, performance.now() - startedMs)}`);
    expect(hash.digest('hex')).toBe(sent);
  });

  test('a slow device end holds the page up and loses nothing', async () => {
    const hash = createHash('sha256');
    let count = 0;
    device.onBytes(async (chunk) => {
      hash.update(chunk);
      count += chunk.length;
      await new Promise((resolve) => setTimeout(resolve, 5));
    });
    await open(2_000_000);
    let countWhenWritten = 0;
    const sent = await page.evaluate((size) => serialPage.writeRandom(size), 4 * MIB).finally(() => (countWhenWritten = count));
    expect(countWhenWritten).toBeGreaterThan(2 * MIB); // the page asked for a buffer of 1 MiB; all others on the way are smaller
    await expect.poll(() => count, { timeout: 20_000 }).toBe(4 * MIB);
    expect(hash.digest('hex')).toBe(sent);
  });

  test('a slow page holds the device up and loses nothing', async () => {
    const bytes = randomBytes(4 * MIB);
    await open(2_000_000);
    let written = false;
    const writing = device.write(bytes).then(() => (written = true));
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(written).toBe(false);
    expect((await readHash(bytes.length)).sha256).toBe(sha256(bytes));
    await writing;
  });

  test('a byte goes to the device and back in a few milliseconds', async () => {
    device.onBytes((bytes) => device.write(bytes));
    await open(115_200);
    const times = await page.evaluate(() => serialPage.roundTrips(200));
    console.log(`round trip: p50 ${times[100]?.toFixed(2)} ms, p95 ${times[190]?.toFixed(2)} ms`);
    expect(times[100]).toBeLessThan(20);
  });

  test('closing and reopening at 921600 tells the device end before the bytes at that rate come', async () => {
    device.onBytes((bytes) => void seen.push(`bytes ${bytes.join(' ')}`));
    await open(115_200);
    await send(1);
    await expect.poll(() => seen.at(-1), { timeout: 5_000 }).toBe('bytes 1');
    await close();
    await open(921_600);
    await send(2);
    await expect.poll(() => seen.at(-1), { timeout: 5_000 }).toBe('bytes 2');
    expect(seen).toEqual(['DTR=1 RTS=1', 'BAUD=115200', 'bytes 1', 'DTR=0 RTS=0', 'DTR=1 RTS=1', 'BAUD=921600', 'bytes 2']);
    const reading = read(3);
    await device.write(new Uint8Array([3, 0xff, 5]));
    expect(await reading).toEqual([3, 0xff, 5]);
  });

  test('what the device says while the port is closed is lost, and what it says after is not', async () => {
    await device.write(randomBytes(200_000));
    await open(115_200);
    await close();
    await expect.poll(() => device.state, { timeout: 5_000 }).toBe('closed');
    await device.write(randomBytes(200_000));
    await new Promise((resolve) => setTimeout(resolve, 100));
    await open(115_200);
    const bytes = randomBytes(1000);
    const [got] = await Promise.all([readHash(bytes.length), device.write(bytes)]);
    expect(got.sha256).toBe(sha256(bytes));
  });

  test('a device end that never answers delays the page and does not stop it', async () => {
    device.onLines(() => new Promise<void>(() => undefined));
    await open(115_200);
    const reading = read(1);
    await device.write(new Uint8Array([7]));
    expect(await reading).toEqual([7]);
    await close();
  });

  test('pulling the cable rejects a pending read and fires disconnect; plugging it in again fires connect', async () => {
    await open(115_200);
    const readError = page.evaluate(() => serialPage.readError());
    await new Promise((resolve) => setTimeout(resolve, 50)); // let the read begin
    await device.unplug();
    expect(await readError).toBe('NetworkError: The device has been lost.');
    await page.waitForFunction(() => serialPage.noticed.join() === 'disconnect', null, SOON);
    await seePorts(0);
    await device.plug();
    await page.waitForFunction(() => serialPage.noticed.join() === 'disconnect,connect', null, SOON);
    await seePorts(1);
    await open(115_200);
    const reading = read(1);
    await device.write(new Uint8Array([42]));
    expect(await reading).toEqual([42]);
  });

  test('a bridge that dies is a pulled cable', async () => {
    await open(115_200);
    const readError = page.evaluate(() => serialPage.readError());
    process.kill(device.bridgePid ?? -1, 'SIGKILL');
    expect(await readError).toBe('NetworkError: The device has been lost.');
    await seePorts(0);
    await expect(device.write(new Uint8Array(1))).rejects.toMatchObject({ code: 'support-device' });
  });

  test('a port that another tab or another program has cannot be opened, and can be afterwards', async () => {
    const tryOpen = (where: Page): Promise<string> =>
      where.evaluate(() => serialPage.open(115_200).then(String, (error: Error) => `${error.name}: ${error.message}`));
    const busy = expect.stringMatching(/^NetworkError: .*Failed to open serial port\.$/) as string;
    await device.occupy();
    expect(await tryOpen(page)).toEqual(busy);
    await device.free();
    expect(await tryOpen(page)).toBe('undefined');
    const otherTab = await page.context().newPage();
    await otherTab.goto(page.url());
    await otherTab.evaluate(() => serialPage.look());
    expect(await tryOpen(otherTab)).toEqual(busy);
    await close();
    expect(await tryOpen(otherTab)).toBe('undefined');
    await otherTab.close();
  });

  test('two devices keep their bytes and lines apart', async () => {
    const other = new SerialDevice(bench, { name: 'a-name-of-more-than-15-letters', usbVendorId: 0x1a86, usbProductId: 0x7523 });
    const otherLines: string[] = [];
    other.onLines((event) => void otherLines.push(formatLineEvent(event)));
    other.onBytes((bytes) => other.write(bytes.map((byte) => byte ^ 0xff)));
    device.onBytes((bytes) => device.write(bytes));
    await other.plug();
    try {
      await seePorts(2);
      await page.evaluate(() => Promise.all([serialPage.open(74_880, 0), serialPage.open(460_800, 1)]));
      await page.evaluate(() => Promise.all([serialPage.write([0x21], 0), serialPage.write([0x21], 1)]));
      expect(await page.evaluate(() => Promise.all([serialPage.read(1, 0), serialPage.read(1, 1)]))).toEqual([[0x21], [0xde]]);
      expect(seen).toEqual(['DTR=1 RTS=1', 'BAUD=74880']);
      expect(otherLines).toEqual(['DTR=1 RTS=1', 'BAUD=460800']);
    } finally {
      await other.unplug();
    }
  });

  test('eight devices plugged and unplugged at once are all noticed', async () => {
    const many = Array.from({ length: 8 }, (_, index) => new SerialDevice(bench, { name: `ttyACM${index}`, usbVendorId: 0x303a, usbProductId: index }));
    await Promise.all(many.map((one) => one.plug()));
    await seePorts(9);
    await Promise.all(many.map((one) => one.unplug()));
    await seePorts(1);
  });
});
