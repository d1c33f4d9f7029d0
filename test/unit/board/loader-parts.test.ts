/** The parts around the loader that need no board: fuses, digests, rates, evidence, reset sequences, and esptool-js over our transport. */
import { describe, expect, test } from 'vitest';
import { WireEvidence } from '../../../src/board/evidence.ts';
import { romBaudRate } from '../../../src/board/loader/baud.ts';
import { describeEsp32, type Esp32Words } from '../../../src/board/loader/efuse.ts';
import { createLoader } from '../../../src/board/loader/esptool.ts';
import { flashSizeOf } from '../../../src/board/loader/flash-chip.ts';
import { resetIntoFirmware, resetIntoLoader } from '../../../src/board/loader/reset.ts';
import { LoaderTransport } from '../../../src/board/loader/transport.ts';
import { Wire } from '../../../src/link/index.ts';
import { FakeBoard } from '../../support/fake-board.ts';
import { FakePort } from '../../support/fake-port.ts';
import { SteppingClock } from '../../support/stepping-clock.ts';

describe('eFuses of the ESP32', () => {
  const words = (change: Readonly<Record<number, number>>, apbDate = 0, uartDivider = 347): Esp32Words => ({
    efuse: Array.from({ length: 7 }, (_, index) => change[index] ?? 0),
    apbDate,
    uartDivider,
    baudRate: 115_200,
  });

  const NAMES: readonly (readonly [name: string, revision: string, efuse: Readonly<Record<number, number>>, apbDate: number])[] = [
    ['ESP32-D0WDQ6', '0.0', {}, 0],
    ['ESP32-D0WDQ6', '1.0', { 3: 1 << 15 }, 0],
    ['ESP32-D0WD', '1.0', { 3: (1 << 15) | (1 << 9) }, 0],
    ['ESP32-D0WD', '2.0', { 3: (1 << 15) | (1 << 9), 5: 1 << 20 }, 0],
    ['ESP32-D0WD-V3', '3.1', { 3: (1 << 15) | (1 << 9), 5: (1 << 20) | (1 << 24) }, 0x80000000],
    ['ESP32-S0WD', '3.0', { 3: (1 << 15) | (1 << 9) | 1, 5: 1 << 20 }, 0x80000000],
    ['ESP32-D2WD', '1.0', { 3: (1 << 15) | (2 << 9) }, 0],
    ['ESP32-U4WDH', '3.0', { 3: (1 << 15) | (4 << 9), 5: 1 << 20 }, 0x80000000],
    ['ESP32-PICO-D4', '1.0', { 3: (1 << 15) | (5 << 9) }, 0],
    ['ESP32-PICO-V3', '3.0', { 3: (1 << 15) | (5 << 9), 5: 1 << 20 }, 0x80000000],
    ['ESP32-PICO-V3-02', '3.0', { 3: (1 << 15) | (6 << 9), 5: 1 << 20 }, 0x80000000],
    ['ESP32', '0.0', { 3: (3 << 9) | (1 << 2) }, 0], // a package nobody knows
  ];
  test.each(NAMES)('%s revision %s', (chipName, revision, efuse, apbDate) => {
    expect(describeEsp32(words(efuse, apbDate))).toMatchObject({ chipName, revision });
  });

  test('the MAC lies in words 1 and 2, below its CRC', () => {
    expect(describeEsp32(words({ 1: 0x12345678, 2: 0xa0a40a9b }))).toMatchObject({ mac: '0A:9B:12:34:56:78' });
  });

  test('features are what is not disabled', () => {
    expect(describeEsp32(words({ 3: 0b11 })).features).toEqual(['Wi-Fi', 'single core']);
    expect(describeEsp32(words({ 3: (1 << 13) | (1 << 12) })).features).toEqual(['Wi-Fi', 'Bluetooth', 'dual core', '160 MHz']);
  });

  test('the crystal follows from the divider that the ROM found', () => {
    expect(describeEsp32(words({}, 0, 347)).crystalMHz).toBe(40);
    expect(describeEsp32(words({}, 0, 225)).crystalMHz).toBe(26);
  });

  test('flash encryption is on while an odd number of its bits are burned', () => {
    expect([0, 1, 3, 7, 15].map((count) => describeEsp32(words({ 0: count << 20 })).flashEncrypted)).toEqual([false, true, false, true, false]);
  });

  test('secure boot: version 1 in any revision, version 2 from revision 3 on', () => {
    expect(describeEsp32(words({ 6: 1 << 4 })).secureBoot).toBe(true);
    expect(describeEsp32(words({ 6: 1 << 5 })).secureBoot).toBe(false);
    expect(describeEsp32(words({ 3: 1 << 15, 5: 1 << 20, 6: 1 << 5 }, 0x80000000)).secureBoot).toBe(true);
  });
});

test.each([
  [0x164020, 4 * 2 ** 20],
  [0x1640ef, 4 * 2 ** 20],
  [0x1840c8, 16 * 2 ** 20],
  [0x20ba20, 64 * 2 ** 20],
  [0x3a0000, 64 * 2 ** 20],
  [0x123456, 256 * 2 ** 10],
  [0x000001, 0],
  [0x110000, 0],
])('flash id %i means %i bytes', (id, bytes) => {
  expect(flashSizeOf(id)).toBe(bytes);
});

test('a ROM that takes its 40 MHz crystal for 41 MHz is asked for a rate that is wrong by as much', () => {
  expect(romBaudRate(921_600, 41_000_000)).toBe(944_640);
  expect(romBaudRate(921_600, 40_000_000)).toBe(921_600);
  expect(romBaudRate(921_600, 26_000_000)).toBe(921_600);
  expect(romBaudRate(921_600, 0)).toBe(921_600); // not measured
  expect(romBaudRate(921_600, 2 ** 40)).toBe(921_600); // not a measurement
});

describe('evidence', () => {
  const of = (...chunks: readonly (string | readonly number[])[]): WireEvidence => {
    const evidence = new WireEvidence();
    for (const chunk of chunks) evidence.add(typeof chunk === 'string' ? new TextEncoder().encode(chunk) : Uint8Array.from(chunk));
    return evidence;
  };

  test('tells nothing, boot log, text and noise apart', () => {
    expect(of().kind).toBe('nothing');
    expect(of('rst:0x1 (POWERON_', 'RESET),boot:0x13 (SPI_FAST_FLASH_BOOT)\r\n').kind).toBe('boot-log');
    expect(of('I (27) wifi: ready\r\n').kind).toBe('text');
    expect(of(Array.from({ length: 50 }, (_, index) => 0x80 + index)).kind).toBe('noise');
  });

  test('knows the boot mode, whether the ROM waits, and the last line', () => {
    expect(of('boot:0x3 (DOWNLOAD_BOOT)\r\nwaiting for download\r\n').facts()).toMatchObject({
      bootMode: '0x3',
      waitingForDownload: true,
      lastLine: 'waiting for download',
    });
  });

  test('keeps a last line short and printable, and no more than it needs', () => {
    const facts = of('x\n', [0x1b, 0x5b], 'y'.repeat(100_000)).facts();
    expect(facts).toMatchObject({ bytesSeen: 100_004 });
    expect(String(facts.lastLine)).toMatch(/^[ -~]{1,120}$/);
  });
});

describe('reset sequences', () => {
  async function recorded(run: (wire: Wire, clock: SteppingClock) => Promise<void>): Promise<string[]> {
    const port = new FakePort();
    const clock = new SteppingClock();
    const wire = new Wire(port, clock, { text: () => undefined, broken: () => undefined });
    await wire.open(115_200);
    await run(wire, clock);
    return port.events.slice(1);
  }

  test('into the loader: EN low, then IO0 low, then both released', async () => {
    expect(await recorded((wire, clock) => resetIntoLoader(wire, clock, 'classic'))).toEqual(['D0 R1', 'D1 R0', 'D0 R0']);
    expect(await recorded((wire, clock) => resetIntoLoader(wire, clock, 'tight'))).toEqual(['D0 R0', 'D1 R1', 'D0 R1', 'D1 R0', 'D0 R0']);
  });

  test('into the firmware: a pulse on EN, and DTR never asserted', async () => {
    expect(await recorded((wire, clock) => resetIntoFirmware(wire, clock))).toEqual(['D0 R1', 'D0 R0']);
  });
});

describe('esptool-js over our transport', () => {
  async function loaderOn(board: FakeBoard, clock: SteppingClock) {
    const wire = new Wire(board, clock, { text: () => undefined, broken: () => undefined });
    await wire.open(115_200);
    wire.setMode('loader');
    const cancel = new AbortController();
    const transport = new LoaderTransport(wire, clock, board.identity, cancel.signal);
    return { loader: createLoader(transport, wire, clock), cancel, transport };
  }

  test('its own main finds the chip and starts the stub, without opening or closing the port', async () => {
    const clock = new SteppingClock();
    const board = new FakeBoard(clock);
    const { loader } = await loaderOn(board, clock);
    await expect(loader.main()).resolves.toContain('ESP32-D0WD-V3');
    expect(loader.IS_STUB).toBe(true);
    expect(board.events.filter((event) => event.startsWith('open') || event === 'close')).toEqual(['open 115200']);
  });

  test('its hard reset is a pulse that leaves DTR released', async () => {
    const clock = new SteppingClock();
    const board = new FakeBoard(clock);
    const { loader } = await loaderOn(board, clock);
    await loader.main();
    const before = board.events.length;
    await loader.after('hard_reset', false);
    expect(board.events.slice(before)).toEqual(['D0 R1', 'D0 R0']);
  });

  test('nothing is read or written after its end, not even by operations that linger', async () => {
    const clock = new SteppingClock();
    const board = new FakeBoard(clock);
    const { loader, cancel, transport } = await loaderOn(board, clock);
    await loader.main();
    cancel.abort(new Error('ended'));
    const written = board.written.length;
    await expect(loader.flashDeflBlock(new Uint8Array(16), 0, 100)).rejects.toThrow('ended');
    await expect(transport.read(1_000)).rejects.toThrow('ended');
    expect(board.written.length).toBe(written);
  });

  test('reads a large answer in a thousand pieces without copying it for each', async () => {
    const clock = new SteppingClock();
    const port = new FakePort();
    const wire = new Wire(port, clock, { text: () => undefined, broken: () => undefined });
    await wire.open(115_200);
    wire.setMode('loader');
    const transport = new LoaderTransport(wire, clock, port.identity, new AbortController().signal);
    const reading = transport.read(3_000);
    port.say(Uint8Array.of(0xc0));
    for (let piece = 0; piece < 1_000; piece++) port.say(new Uint8Array(4).fill(piece & 0x7f));
    port.say(Uint8Array.of(0xc0));
    expect((await reading).length).toBe(4_000);
    expect(transport.inWaiting()).toBe(0);
  });
});
