/** Every chip of the family by its registers: recognised, described, and flashed as far as its loader goes. */
import { CHIP_DEFS } from 'esptool-js/lib/targets/index.js';
import { describe, expect, test } from 'vitest';
import { openBoard, preparePack, type BoardSession, type ChipIdentity, type Pack, type RateMemory } from '../../../src/board/index.ts';
import { CHIPS } from '../../../src/board/loader/chips.ts';
import { FakeChip, type FakeChipOptions } from '../../support/fake-chip.ts';
import { SteppingClock } from '../../support/stepping-clock.ts';
import { part, someBytes } from './flash-bench.ts';

const le32 = (value: number): number[] => [value & 0xff, (value >>> 8) & 0xff, (value >>> 16) & 0xff, value >>> 24];
/** Flags, flash_crypt_cnt, seven key purposes, chip id, API version. */
const info = (chipId: number, flags = 0, cryptCount = 0): Uint8Array =>
  Uint8Array.from([...le32(flags), cryptCount, 0, 0, 0, 0, 0, 0, 0, ...le32(chipId), ...le32(0)]);
/** The ESP32-S2 tells no chip id. */
const shortInfo = (flags = 0, cryptCount = 0): Uint8Array => Uint8Array.from([...le32(flags), cryptCount, 0, 0, 0, 0, 0, 0, 0]);

interface Bench {
  readonly chip: FakeChip;
  readonly clock: SteppingClock;
  readonly session: BoardSession;
  readonly log: { text: string };
}

async function bench(options: FakeChipOptions): Promise<Bench> {
  const clock = new SteppingClock();
  const chip = new FakeChip(clock, options);
  const log = { text: '' };
  const session = await openBoard(chip, {
    clock,
    log: {
      text: (bytes) => {
        log.text += String.fromCharCode(...bytes);
      },
      broken: () => undefined,
    },
  });
  return { chip, clock, session, log };
}

async function identified(options: FakeChipOptions): Promise<ChipIdentity> {
  const { session } = await bench(options);
  const identity = await session.identify({ chips: 'any' });
  await session.close();
  return identity;
}

test('the table knows every chip that esptool-js knows, by the same name and id, and no other', () => {
  const theirs = Object.values(CHIP_DEFS).map((chip) => [chip.CHIP_NAME, chip.CHIP_NAME === 'ESP8266' ? null : (chip.IMAGE_CHIP_ID ?? null)]);
  expect(CHIPS.map(({ name, chipId }) => [name, chipId]).toSorted()).toEqual(theirs.toSorted());
});

/** MAC words of block 1 (24:0A:C4:12:34:56): the low word first. */
const MAC = [0xc4123456, 0x0000240a] as const;
const macAt = (address: number): Record<number, number> => ({ [address]: MAC[0], [address + 4]: MAC[1] });

/** Where each chip keeps its MAC, and its SPI controller: from the targets of esptool.py. */
const FAMILY: readonly (readonly [name: string, options: FakeChipOptions])[] = [
  ['ESP32-S2', { registers: { 0x40001000: 0x7c6, ...macAt(0x3f41a044) }, securityInfo: shortInfo(), spi: [0x3f402000, 0x20, 0x58] }],
  ['ESP32-S3', { registers: { 0x40001000: 9, ...macAt(0x60007044) }, securityInfo: info(9), spi: [0x60002000, 0x20, 0x58] }],
  ['ESP32-C2', { registers: { 0x40001000: 0x6f51306f, ...macAt(0x60008840), 0x60000014: 226 }, securityInfo: info(12), spi: [0x60002000, 0x20, 0x58] }],
  ['ESP32-C3', { registers: { 0x40001000: 0x1b31506f, ...macAt(0x60008844) }, securityInfo: info(5), spi: [0x60002000, 0x20, 0x58] }],
  ['ESP32-C5', { registers: { 0x40001000: 0x1101406f, ...macAt(0x600b4844), 0x60000014: 417 }, securityInfo: info(23), spi: [0x60003000, 0x20, 0x58] }],
  ['ESP32-C6', { registers: { 0x40001000: 0x2ce0806f, ...macAt(0x600b0844) }, securityInfo: info(13), spi: [0x60003000, 0x20, 0x58] }],
  ['ESP32-C61', { registers: { 0x40001000: 0x2421606f, ...macAt(0x600b4844) }, securityInfo: info(20), spi: [0x60003000, 0x20, 0x58] }],
  ['ESP32-H2', { registers: { 0x40001000: 0xd7b73e80, ...macAt(0x600b0844) }, securityInfo: info(16), spi: [0x60003000, 0x20, 0x58] }],
  ['ESP32-H4', { registers: macAt(0x600b1844), securityInfo: info(28), spi: [0x60099000, 0x20, 0x58] }],
  ['ESP32-H21', { registers: macAt(0x600b4044), securityInfo: info(25), spi: [0x60003000, 0x20, 0x58] }],
  ['ESP32-P4', { registers: macAt(0x5012d044), securityInfo: info(18), spi: [0x5008d000, 0x20, 0x58] }],
  ['ESP32-S31', { registers: macAt(0x20715050), securityInfo: info(32), spi: [0x20501000, 0x20, 0x58] }],
  ['ESP32-E22', { registers: { ...macAt(0xc4008044), 0xc3102014: 347 }, securityInfo: info(31), spi: [0xc3003000, 0x20, 0x58] }],
];

describe('identify', () => {
  test.each(FAMILY)('%s: family, MAC and flash', async (name, options) => {
    await expect(identified(options)).resolves.toMatchObject({
      chip: name,
      mac: '24:0A:C4:12:34:56',
      flashId: 0x144020,
      flashSizeBytes: 1024 * 1024,
      security: { secureBoot: false, flashEncrypted: false, secureDownload: false },
      connection: 'bridge',
    });
  });

  test('an ESP32-C3 by its eFuses: package, revision, features, crystal', async () => {
    const [, options] = FAMILY.find(([name]) => name === 'ESP32-C3') ?? ['', {}];
    // block 1: word 3 has package (bits 21-23), minor revision (18-20), flash (27-29); word 5 major revision (24-25); word 4 flash vendor
    const registers = { ...options.registers, 0x60008850: (4 << 18) | (1 << 27), 0x60008854: 1, 0x60008858: 0 };
    await expect(identified({ ...options, registers })).resolves.toMatchObject({
      chipName: 'ESP32-C3 (QFN32)',
      revision: '0.4',
      features: ['Wi-Fi', 'BLE', 'Embedded Flash 4MB (XMC)'],
      crystalMHz: 40,
    });
  });

  test('an ESP8266 by its magic word, its OTP and its own way to the flash id', async () => {
    const registers = { 0x40001000: 0xfff0c101, 0x3ff00050: 0x56000000, 0x3ff00054: 0x00001234, 0x3ff0005c: 0x00240ac4, 0x60000014: 450 };
    const made = await bench({ registers, spi: [0x60000200, 0x24, 0x40], beginWords: 4 });
    await expect(made.session.identify({ chips: 'any' })).resolves.toMatchObject({
      chip: 'ESP8266',
      chipName: 'ESP8266EX',
      revision: null,
      mac: '24:0A:C4:12:34:56',
      crystalMHz: 26,
      flashId: 0x144020,
    });
    expect(made.chip.operations()).not.toContain(0x14); // it has no such operation, and would say so at length
    expect(made.chip.registers.get(0x60000220)).toBe(23 << 8); // both lengths in one register
    await made.session.close();
  });

  test.each([
    ['secure boot', 1, 0, { secureBoot: true, flashEncrypted: false, secureDownload: false }],
    ['flash encryption, an odd number of bits', 0, 0b111, { secureBoot: false, flashEncrypted: true, secureDownload: false }],
    ['flash encryption switched off again', 0, 0b011, { secureBoot: false, flashEncrypted: false, secureDownload: false }],
  ])('%s is told by the security info', async (_what, flags, count, security) => {
    const [, options] = FAMILY.find(([name]) => name === 'ESP32-C6') ?? ['', {}];
    await expect(identified({ ...options, securityInfo: info(13, flags, count) })).resolves.toMatchObject({ security });
  });

  test.each([
    ['ESP32-S3', info(9, 4)],
    ['ESP32-S2', shortInfo(4)],
  ])('%s in secure download mode is known by its security info alone, and asked nothing more', async (chip, securityInfo) => {
    const made = await bench({ securityInfo, secureDownload: true });
    await expect(made.session.identify({ chips: 'any' })).resolves.toMatchObject({
      chip,
      mac: null,
      revision: null,
      flashId: null,
      flashSizeBytes: 0,
      security: { secureDownload: true },
    });
    expect(made.chip.operations().filter((operation) => operation === 0x0a)).toHaveLength(1);
    await made.session.close();
  });

  test('a chip id that nobody knows is said', async () => {
    const { session } = await bench({ securityInfo: info(4_711) });
    await expect(session.identify({ chips: 'any' })).rejects.toMatchObject({ code: 'board-wrong-chip', facts: { seen: 'unknown', chipId: 4_711 } });
    await session.close();
  });

  test('without options it must be an ESP32, and what is another one is not loaded with the bench firmware', async () => {
    const [, options] = FAMILY.find(([name]) => name === 'ESP32-C6') ?? ['', {}];
    const made = await bench(options);
    await expect(made.session.identify()).rejects.toMatchObject({ code: 'board-wrong-chip', facts: { seen: 'ESP32-C6', wanted: 'ESP32' } });
    await made.session.close();
  });
});

const pack = (chip: string, changes: Partial<Pack> = {}): Pack => ({
  name: 'other',
  chip,
  flashSizeBytes: null,
  parts: [part(0, someBytes(9_001)), part(0x10200, someBytes(30_000, 5))],
  partitions: null,
  erase: 'what-is-written',
  fingerprint: 'other-1',
  warnings: [],
  ...changes,
});
const holds = (chip: FakeChip, { parts }: Pack): boolean =>
  parts.every(({ offset, bytes }) => Buffer.compare(chip.flash.subarray(offset, offset + bytes.length), bytes) === 0);
const optionsOf = (name: string): FakeChipOptions => FAMILY.find(([one]) => one === name)?.[1] ?? {};

describe('flashing through the stub', () => {
  test.each(FAMILY.filter(([name]) => name !== 'ESP32-E22' && name !== 'ESP32-H21'))('%s: written, proved, started', async (name, options) => {
    const made = await bench(options);
    const report = await made.session.flashPack(await preparePack(pack(name)));
    expect(report).toMatchObject({
      verified: true,
      writer: 'stub',
      baudRate: 921_600,
      started: { firstLine: 'I (99) main_task: Calling app_main()', by: 'firmware' },
    });
    expect(holds(made.chip, pack(name))).toBe(true);
    expect(made.chip.requests.filter(({ operation }) => operation === 0x10).map(({ length, words }) => [length, words[4]])).toEqual([
      [20, 0],
      [20, 0],
    ]); // the fifth word: not encrypted
    await made.session.close();
  });

  test('an ESP32-C2 gets its stub at the first rate, because its ROM guesses its crystal', async () => {
    const made = await bench(optionsOf('ESP32-C2'));
    await made.session.flashPack(await preparePack(pack('ESP32-C2')));
    const operations = made.chip.operations();
    expect(operations.indexOf(0x0f)).toBeGreaterThan(operations.indexOf(0x06));
    await made.session.close();
  });

  test('the whole chip is erased by the stub', async () => {
    const made = await bench(optionsOf('ESP32-C3'));
    made.chip.flash.fill(0x42);
    await made.session.flashPack(await preparePack(pack('ESP32-C3')), { erase: 'whole-chip' });
    expect(made.chip.flash[0x80000]).toBe(0xff);
    await made.session.close();
  });
});

describe('flashing through the ROM', () => {
  test.each(['ESP32-E22', 'ESP32-H21'])('%s has no stub: plain blocks of 1 KiB, whole sectors, the ROM’s own MD5', async (name) => {
    const made = await bench(optionsOf(name));
    made.chip.flash.fill(0x42);
    const report = await made.session.flashPack(await preparePack(pack(name)));
    expect(report).toMatchObject({ verified: true, writer: 'rom', parts: [{ verified: 'md5' }, { verified: 'md5' }] });
    expect(holds(made.chip, pack(name))).toBe(true);
    const begins = made.chip.requests.filter(({ operation }) => operation === 0x02);
    expect(begins.map(({ length, words }) => [length, ...words.slice(2)])).toEqual([
      [20, 0x400, 0, 0],
      [20, 0x400, 0x10000, 0],
    ]); // the second begins at its sector
    expect(made.chip.operations()).not.toContain(0x04); // FLASH_END would leave the loader
    await made.session.close();
  });

  test('in secure download mode is written at 115,200 baud and said to be not verifiable, never proved', async () => {
    const made = await bench({ securityInfo: info(9, 4), secureDownload: true });
    const report = await made.session.flashPack(await preparePack(pack('ESP32-S3')));
    expect(report).toMatchObject({
      verified: false,
      writer: 'rom',
      baudRate: 115_200,
      parts: [
        { verified: 'not-verifiable', attempts: 1 },
        { verified: 'not-verifiable', attempts: 1 },
      ],
      started: { outcome: 'started' },
    });
    expect(holds(made.chip, pack('ESP32-S3'))).toBe(true);
    for (const operation of [0x0f, 0x13, 0x05]) expect(made.chip.operations()).not.toContain(operation);
    await made.session.close();
  });

  test('a ROM without MD5: written, and nobody has seen it', async () => {
    const made = await bench({ ...optionsOf('ESP32-H21'), noMd5: true });
    await expect(made.session.flashPack(await preparePack(pack('ESP32-H21')))).resolves.toMatchObject({
      verified: false,
      parts: [{ verified: 'not-verifiable' }, {}],
    });
    await made.session.close();
  });

  test.each([
    ['ESP32-E22', optionsOf('ESP32-E22')],
    ['ESP32-S3', { securityInfo: info(9, 4), secureDownload: true }],
  ])('%s: the whole chip cannot be erased, and is not written', async (name, options) => {
    const made = await bench(options);
    await expect(made.session.flashPack(await preparePack(pack(name)), { erase: 'whole-chip' })).rejects.toMatchObject({
      code: 'flash-no-erase',
      facts: { chip: name },
    });
    expect(made.chip.operations()).not.toContain(0x02);
    await made.session.close();
  });

  test.each([
    ['flash encryption', info(9, 4, 1)],
    ['secure boot', info(9, 5)],
  ])('secure download mode with %s: refused, nothing written', async (_what, securityInfo) => {
    const made = await bench({ securityInfo, secureDownload: true });
    await expect(made.session.flashPack(await preparePack(pack('ESP32-S3')))).rejects.toMatchObject({
      code: 'board-protected',
      facts: { secureDownload: true },
    });
    expect(made.chip.operations()).not.toContain(0x02);
    await made.session.close();
  });
});

describe('a chip’s own USB port', () => {
  const usb = (usbProductId: number): NonNullable<FakeChipOptions['identity']> => ({ kind: 'real', usbVendorId: 0x303a, usbProductId });

  test('USB-Serial/JTAG: its own reset sequence, no change of rate, and the same port afterwards', async () => {
    const made = await bench({ ...optionsOf('ESP32-C3'), identity: usb(0x1001) });
    const report = await made.session.flashPack(await preparePack(pack('ESP32-C3')));
    expect(report).toMatchObject({ verified: true, baudRate: 115_200, board: { connection: 'usb-serial-jtag' }, started: { outcome: 'started' } });
    expect(made.chip.events.slice(1, 6)).toEqual(['D0 R0', 'D1 R0', 'D1 R1', 'D0 R1', 'D0 R0']);
    expect(made.chip.operations()).not.toContain(0x0f);
    await made.session.close();
  });

  test('USB-Serial/JTAG that goes away with the reset: all is proved, and the first line comes at another port', async () => {
    const made = await bench({ ...optionsOf('ESP32-C3'), identity: usb(0x1001) });
    const report = await made.session.flashPack(await preparePack(pack('ESP32-C3')), {
      onProgress: ({ stage }) => {
        if (stage === 'start') void made.clock.sleep(100).then(() => made.chip.lose());
      },
    });
    expect(report).toMatchObject({ verified: true, started: { outcome: 'board-new-port', facts: { mac: '24:0A:C4:12:34:56', chip: 'ESP32-C3' } } });
    await made.session.close();
  });

  test('USB-OTG: blocks of 2 KiB, and the watchdog for a reset that no line can give', async () => {
    const made = await bench({ ...optionsOf('ESP32-S2'), identity: usb(0x0002) });
    const running = made.session.flashPack(await preparePack(pack('ESP32-S2')), {
      onProgress: ({ stage }) => {
        if (stage === 'start') void made.clock.sleep(400).then(() => made.chip.lose());
      },
    });
    await expect(running).resolves.toMatchObject({ verified: true, board: { connection: 'usb-otg' }, started: { outcome: 'board-new-port' } });
    const blocks = made.chip.requests.filter(({ operation }) => operation === 0x11 || operation === 0x07);
    expect(blocks.every(({ words }) => (words[0] ?? 0) <= 0x800)).toBe(true);
    expect(made.chip.registers.get(0x3f408094)).toBe(0xd0000102); // the watchdog that resets the system
    await made.session.close();
  });
});

describe('a rate', () => {
  const remembering = (): RateMemory & { readonly known: number[] } => {
    const known: number[] = [];
    return { known, get: () => known.at(-1) ?? null, set: (_identity, baudRate) => known.push(baudRate) };
  };
  const open = (chip: FakeChip, clock: SteppingClock, rates: RateMemory): Promise<BoardSession> =>
    openBoard(chip, { clock, rates, log: { text: () => undefined, broken: () => undefined } });

  test('that the driver of a CH340 cannot do loses the port: the next session begins below it', async () => {
    const clock = new SteppingClock();
    const chip = new FakeChip(clock, { ...optionsOf('ESP32-C3'), identity: { kind: 'real', usbVendorId: 0x1a86, usbProductId: 0x7523 } });
    chip.setBaudRate = () => {
      chip.lose();
      return new Promise<void>(() => undefined);
    };
    const rates = remembering();
    const session = await open(chip, clock, rates);
    await expect(session.flashPack(await preparePack(pack('ESP32-C3')))).rejects.toMatchObject({ code: 'port-lost' });
    await session.close();
    expect(rates.known).toEqual([230_400]);
  });

  test('of a chip’s own USB port is nobody’s business', async () => {
    const clock = new SteppingClock();
    const chip = new FakeChip(clock, { ...optionsOf('ESP32-C3'), identity: { kind: 'real', usbVendorId: 0x303a, usbProductId: 0x1001 } });
    const rates = remembering();
    const session = await open(chip, clock, rates);
    await session.flashPack(await preparePack(pack('ESP32-C3')));
    await session.close();
    expect(rates.known).toEqual([]);
  });

  test.each([Number.NaN, Infinity, -1, 0, 1.5, 1_152_000_000_000_000_000])('remembered as %d is not believed', async (kept) => {
    const clock = new SteppingClock();
    const chip = new FakeChip(clock, optionsOf('ESP32-C3'));
    const session = await open(chip, clock, { get: () => kept, set: () => undefined });
    await expect(session.flashPack(await preparePack(pack('ESP32-C3')))).resolves.toMatchObject({ baudRate: 921_600, lostRates: [] });
    await session.close();
  });
});

describe('what only a slow clock shows', () => {
  test('an answer that comes after its time is not taken for the next block’s', async () => {
    const clock = new SteppingClock();
    let late = true;
    const chip = new FakeChip(clock, {
      ...optionsOf('ESP32-C3'),
      onRequest: (operation, count) => {
        if (operation !== 0x11 || count !== 2 || !late) return undefined;
        late = false;
        return clock.sleep(8_000);
      },
    });
    const session = await openBoard(chip, { clock, log: { text: () => undefined, broken: () => undefined } });
    await expect(session.flashPack(await preparePack(pack('ESP32-C3')))).resolves.toMatchObject({
      verified: true,
      lostRates: [],
      parts: [{ attempts: 1 }, { attempts: 1 }], // it came while the loader was asked what had become of it
    });
    expect(holds(chip, pack('ESP32-C3'))).toBe(true);
    await session.close();
  });

  test('another board after a reset in the middle is noticed by its MAC', async () => {
    const clock = new SteppingClock();
    const chip = new FakeChip(clock, {
      ...optionsOf('ESP32-C3'),
      onRequest: (operation, count) => {
        if (operation !== 0x0f || count !== 1) return undefined;
        chip.registers.set(0x60008844, 0xc4999999);
        return new Promise<void>(() => undefined); // and the rate is lost
      },
    });
    const session = await openBoard(chip, { clock, log: { text: () => undefined, broken: () => undefined } });
    await expect(session.flashPack(await preparePack(pack('ESP32-C3')))).rejects.toMatchObject({
      code: 'board-changed',
      facts: { seen: '24:0A:C4:99:99:99', wanted: '24:0A:C4:12:34:56' },
    });
    await session.close();
  });
});
