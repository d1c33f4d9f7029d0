/**
 * A chip with its own USB port, in the browser's own Web Serial: with every reset into its firmware the port goes away and comes back as another.
 * Needs Linux, full Chromium and gcc. The board is fake-chip.ts at the end of a cable; what it says comes after it is plugged in again.
 */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Locator, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { systemClock } from '../../src/link/index.ts';
import { startChromium } from '../support/chromium.ts';
import type { RunningChromium } from '../support/chromium.ts';
import { attach } from '../support/device-ends.ts';
import type { DeviceEnd } from '../support/device-ends.ts';
import { FakeChip } from '../support/fake-chip.ts';
import { connectPort } from '../support/page-check.ts';
import { SerialBench } from '../support/serial-bench.ts';
import { SerialDevice } from '../support/serial-device.ts';
import { bootloader, CHIP_ID, json, NVS, table } from '../unit/board/pack-fixtures.ts';
import { serveBuiltPage } from './built-page.ts';
import type { BuiltPage } from './built-page.ts';
import { whySkipRealSerial } from './real-serial.ts';
import { Visitor, leaveWell, wordsOf } from './visitor.ts';

const skipReason = await whySkipRealSerial();
const IDS = { usbVendorId: 0x303a, usbProductId: 0x1001 };
const BACK_MS = 700;
const LINE = 'I (412) main_task: Calling app_main()';
const CONNECT_MS = 10_000;
const END_MS = 60_000;

/** An ESP32-C3 whose MAC ends with these bytes. */
function c3(macLow: number): FakeChip {
  return new FakeChip(systemClock, {
    identity: { kind: 'real', ...IDS },
    registers: { 0x40001000: 0x1b31506f, 0x60008844: macLow, 0x60008848: 0x0000240a },
    securityInfo: Uint8Array.from([0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 5, 0, 0, 0, 0, 0, 0, 0]),
    spi: [0x60002000, 0x20, 0x58],
    says: '',
  });
}

/** One place on a hub. Whenever what sits there starts its firmware, it goes away; `after` says what comes. */
class Socket {
  chip: FakeChip;
  after: 'comes-back' | 'stays-away' = 'comes-back';
  /** Sits there from the next coming back on. */
  next: FakeChip | null = null;
  readonly #device: SerialDevice;
  #coming: Promise<void> = Promise.resolve();

  constructor(device: SerialDevice, chip: FakeChip) {
    this.#device = device;
    this.chip = chip;
    attach(device, this.#end());
  }

  async coming(): Promise<void> {
    await this.#coming;
  }

  #end(): DeviceEnd {
    let listener: (bytes: Uint8Array) => void | Promise<void> = () => undefined;
    const hear = (chip: FakeChip): void => void chip.onBytes((bytes) => void listener(bytes));
    hear(this.chip);
    return {
      receive: (bytes) => (this.chip.state === 'open' ? this.chip.write(bytes) : undefined),
      setHostBaudRate: async (baudRate) => {
        if (this.chip.state !== 'open') await this.chip.open(baudRate);
      },
      setSignals: async (signals) => {
        if (this.chip.state !== 'open') return;
        const before = this.chip.program;
        await this.chip.setSignals(signals);
        if (before === 'flash' || this.chip.program !== 'flash') return;
        this.#coming = this.#leave(hear);
      },
      onTransmit: (wanted) => (listener = wanted),
    };
  }

  async #leave(hear: (chip: FakeChip) => void): Promise<void> {
    await this.#device.unplug();
    await this.chip.close();
    if (this.after === 'stays-away') return;
    if (this.next !== null) hear((this.chip = this.next));
    await systemClock.sleep(BACK_MS);
    await this.#device.plug();
    for (let turn = 0; turn < 100 && this.chip.state !== 'open'; turn++) await systemClock.sleep(50);
    await systemClock.sleep(100);
    this.chip.say(`${LINE}\r\n`);
  }
}

describe.skipIf(skipReason !== null)('a chip with its own USB port', () => {
  let served: BuiltPage;
  let bench: SerialBench;
  let browser: RunningChromium;
  let folder: string;
  let device: SerialDevice;
  let socket: Socket;
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
    device = new SerialDevice(bench, { name: 'ttyACM0', ...IDS, product: 'USB JTAG/serial debug unit', serialNumber: '24:0A:C4:12:34:56' });
    socket = new Socket(device, c3(0xc4123456));
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
    expect(words).toContain(LINE);
    expect(words).toContain('same USB ids; its MAC was not read');
    expect(socket.chip.operations().filter((operation) => operation === 0x08).length).toBeLessThan(3); // no second stay in the loader
    await socket.coming();
    expect(await flash('done')).toContain(LINE);
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
