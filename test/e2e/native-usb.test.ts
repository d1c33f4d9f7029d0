/**
 * A chip with its own USB port, in the browser's own Web Serial: with every reset into its firmware the port goes away and comes back as another.
 * Needs Linux, full Chromium and gcc. The board is fake-chip.ts at the end of a cable; what it says comes after it is plugged in again.
 */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Locator, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { startChromium } from '../support/chromium.ts';
import type { RunningChromium } from '../support/chromium.ts';
import { c3, NATIVE_USB, NativeSocket, START_LINE } from '../support/native-socket.ts';
import { connectPort } from '../support/page-check.ts';
import { SerialBench } from '../support/serial-bench.ts';
import { SerialDevice } from '../support/serial-device.ts';
import { bootloader, CHIP_ID, json, NVS, table } from '../unit/board/pack-fixtures.ts';
import { serveBuiltPage } from './built-page.ts';
import type { BuiltPage } from './built-page.ts';
import { whySkipRealSerial } from './real-serial.ts';
import { Visitor, leaveWell, wordsOf } from './visitor.ts';

const skipReason = await whySkipRealSerial();
const CONNECT_MS = 10_000;
const END_MS = 60_000;

describe.skipIf(skipReason !== null)('a chip with its own USB port', () => {
  let served: BuiltPage;
  let bench: SerialBench;
  let browser: RunningChromium;
  let folder: string;
  let device: SerialDevice;
  let socket: NativeSocket;
  let visitor: Visitor;
  let page: Page;

  beforeAll(async () => {
    [served, bench] = await Promise.all([serveBuiltPage(), SerialBench.open()]);
    browser = await startChromium({ bench, origins: [served.origin] });
    folder = await mkdtemp(join(tmpdir(), 'touchstone-native-'));
    const files = { '0x0': 'first.bin', '0x8000': 'table.bin' };
    await mkdir(join(folder, 'build'));
    await writeFile(join(folder, 'build', 'flasher_args.json'), json({ flash_files: files, extra_esptool_args: { chip: 'esp32c3' } }));
    await writeFile(join(folder, 'build', 'first.bin'), bootloader({ chipId: CHIP_ID['ESP32-C3'], flashCode: 0 }));
    await writeFile(join(folder, 'build', 'table.bin'), table(NVS));
  });
  afterAll(async () => {
    await browser?.close();
    await bench?.close();
    await served?.close();
    await rm(folder, { recursive: true, force: true });
  });

  beforeEach(async () => {
    device = new SerialDevice(bench, { name: 'ttyACM0', ...NATIVE_USB, product: 'USB JTAG/serial debug unit', serialNumber: '24:0A:C4:12:34:56' });
    socket = new NativeSocket(device, c3(0xc4123456));
    await device.plug();
    visitor = await Visitor.arrive(browser.context, served.url);
    ({ page } = visitor);
    await visitor.action('use-port').waitFor();
    await connectPort(page, CONNECT_MS);
    await visitor.goTo('firmware');
    await page.locator('[data-pack]').first().waitFor();
    await page.locator('input[data-firmware-folder]').setInputFiles(join(folder, 'build'));
    await page.locator('[data-part="32768"]').waitFor();
  });
  afterEach(async () => {
    try {
      await page.evaluate(async () => {
        const root = await navigator.storage.getDirectory();
        await root.removeEntry('packs', { recursive: true }).catch(() => undefined);
      });
      await leaveWell(visitor);
    } finally {
      await socket.coming();
      await device.unplug();
    }
  });

  const state = (): Locator => page.locator('[data-flash-phase]');
  const flash = async (phase: string): Promise<string> => {
    await page.locator('[data-action="flash"]:enabled').click();
    await page.locator('[data-flash-phase="running"]').waitFor();
    await page.locator('[data-flash-phase]:not([data-flash-phase="running"])').waitFor({ timeout: END_MS });
    const words = await wordsOf(state());
    expect(await state().getAttribute('data-flash-phase'), words).toBe(phase);
    return words;
  };

  test('comes back as a new port: its first line is seen there, amber, with what is not known of it; the next flashing goes to that port', async () => {
    const words = await flash('done');
    expect(await state().getAttribute('data-outcome')).toBe('start-unsure');
    expect(words).toContain(START_LINE);
    expect(words).toContain('same USB ids; its MAC was not read');
    expect(socket.chip.operations().filter((operation) => operation === 0x08).length).toBeLessThan(3); // no second stay in the loader
    await socket.coming();
    expect(await flash('done')).toContain(START_LINE);
    expect(await page.locator('[data-flash-part][data-skipped="yes"]').count()).toBe(2);
  });

  test('that is another board than before is found out by its MAC at the next flashing, before anything is written', async () => {
    socket.next = c3(0xc4999999);
    await flash('done');
    await socket.coming();
    const words = await flash('failed');
    expect(await state().getAttribute('data-fault')).toBe('board-other');
    expect(words).toMatch(/Another board came back after the last flashing .*24:0A:C4:99:99:99.*24:0A:C4:12:34:56/);
    expect(socket.chip.flash.every((byte) => byte === 0xff)).toBe(true);
  });

  test('that stays away: written and verified, its start not seen, within the limit', async () => {
    socket.after = 'stays-away';
    const words = await flash('done');
    expect(await state().getAttribute('data-outcome')).toBe('start-unsure');
    expect(words).toContain('none came back in time');
  });
});
