/**
 * The virtual board behind the browser's real Web Serial: reset lines, baud rate and the ROM's words, as a board has them.
 * Needs Linux, full Chromium and gcc; knows nothing of the project's page.
 */
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startChromium } from '../support/chromium.ts';
import type { RunningChromium } from '../support/chromium.ts';
import { attach } from '../support/device-ends.ts';
import { SerialBench } from '../support/serial-bench.ts';
import { SerialDevice } from '../support/serial-device.ts';
import { startVirtualEnd } from '../support/virtual-end.ts';
import type { VirtualEnd } from '../support/virtual-end.ts';
import { whySkipRealSerial } from './real-serial.ts';
import { serveSerialPage } from './serial-page.ts';
import type { ServedSerialPage } from './serial-page.ts';

const skipReason = await whySkipRealSerial();

describe.skipIf(skipReason !== null)('the virtual board behind real Web Serial', () => {
  let served: ServedSerialPage | undefined;
  let bench: SerialBench | undefined;
  let browser: RunningChromium | undefined;
  let end: VirtualEnd | undefined;
  let page: Page;

  beforeAll(async () => {
    served = await serveSerialPage();
    bench = await SerialBench.open();
    browser = await startChromium({ bench, origins: [served.origin] });
    const device = new SerialDevice(bench, { name: 'ttyUSB0', usbVendorId: 0x10c4, usbProductId: 0xea60 });
    end = await startVirtualEnd();
    attach(device, end);
    await device.plug();
    page = await browser.context.newPage();
    await page.goto(served.origin);
    await page.waitForFunction(async () => (await serialPage.look()).length === 1, null, { timeout: 5_000 });
  });
  afterAll(async () => {
    end?.close();
    await browser?.close();
    await bench?.close();
    await served?.close();
  });

  /** Resets the board by its lines: RTS pulls EN low, DTR pulls GPIO0 low. */
  const reset = (bootPin: 'high' | 'low'): Promise<void> =>
    page.evaluate(async (download) => {
      const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
      await serialPage.setSignals({ dataTerminalReady: false, requestToSend: true });
      await pause(100);
      if (download) await serialPage.setSignals({ dataTerminalReady: true, requestToSend: false });
      else await serialPage.setSignals({ dataTerminalReady: false, requestToSend: false });
      await pause(50);
      await serialPage.setSignals({ dataTerminalReady: false, requestToSend: false });
    }, bootPin === 'low');

  const readUntil = (text: string): Promise<string> => page.evaluate((wanted) => serialPage.readUntil(wanted), text);

  test('a reset by the lines begins with the words of the ROM', async () => {
    await page.evaluate(() => serialPage.open(115_200));
    const reading = readUntil('SPI_FAST_FLASH_BOOT)');
    await reset('high');
    expect(await reading).toContain('ets Jul 29 2019 12:21:46\r\n\r\nrst:0x1 (POWERON_RESET),boot:0x13');
    await page.evaluate(() => serialPage.close());
  });

  test('with GPIO0 low the ROM waits for a download and answers a SYNC', async () => {
    await page.evaluate(() => serialPage.open(115_200));
    const reading = readUntil('waiting for download\r\n');
    await reset('low');
    await reading;
    // esptool serial protocol: C0 00 08, length 36, checksum 0, 07 07 12 20, 32 × 55, C0; answered with C0 01 08, length 4
    const sync = [0xc0, 0x00, 0x08, 36, 0, 0, 0, 0, 0, 0x07, 0x07, 0x12, 0x20, ...Array<number>(32).fill(0x55), 0xc0];
    await page.evaluate((bytes) => serialPage.write(bytes), sync);
    await readUntil('\xc0\x01\x08\x04\x00');
    await page.evaluate(() => serialPage.close());
  });
});
