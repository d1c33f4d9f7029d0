/** The parts of the flash engine that need no board: packets, blocks, tables, progress. */
import { inflateSync } from 'node:zlib';
import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { eraseEstimateMs, preparePack, type FlashProgress, type Pack } from '../../../src/board/index.ts';
import { Pace } from '../../../src/board/flash/pace.ts';
import { connectionOf, fastestRateOf, ratesBelow } from '../../../src/board/loader/bridges.ts';
import { esp32FlashPads } from '../../../src/board/loader/efuse.ts';
import { flashSizeOf } from '../../../src/board/loader/flash-chip.ts';
import { dataLength, encodeBlock, encodeRequest, parseAnswer, refusal, words } from '../../../src/board/loader/packets.ts';
import { parseSecurityInfo } from '../../../src/board/loader/security.ts';
import { helloPack, part, someBytes } from './flash-bench.ts';

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');
const answer = (text: string): NonNullable<ReturnType<typeof parseAnswer>> => {
  const parsed = parseAnswer(Uint8Array.from(Buffer.from(text.replaceAll(' ', ''), 'hex')));
  if (parsed === null) throw new Error('no answer');
  return parsed;
};

describe('packets of the loader', () => {
  test('a request is direction, operation, length, checksum and data between delimiters', () => {
    expect(hex(encodeRequest(0x0a, words(0x40001000)))).toBe('c0' + '000a0400' + '00000000' + '00100040' + 'c0');
  });

  test('a block carries length, sequence and two zeros before its data, and the XOR of these from EF', () => {
    expect(hex(encodeBlock(0x11, Uint8Array.of(1, 2, 4, 0xc0), 3))).toBe(
      'c0' + '00111400' + '28000000' + '04000000' + '03000000' + '00000000' + '00000000' + '010204dbdc' + 'c0',
    );
  });

  test.each([
    ['the ROM’s', '01 0a 0400 831df000 00000000', [], 0x00f01d83, null],
    ['the stub’s', '01 0a 0200 831df000 0000', [], 0x00f01d83, null],
    ['a refusal of the ROM', '01 11 0400 00000000 01070000', [], 0, 0x07],
    ['a refusal of the stub', '01 11 0200 00000000 01c1', [], 0, 0xc1],
    ['sixteen bytes of the stub', `01 13 1200 00000000 ${'ab'.repeat(16)} 0000`, [16, 32], 0, null],
    ['thirty-two letters of the ROM', `01 13 2400 00000000 ${'61'.repeat(32)} 00000000`, [16, 32], 0, null],
    ['a refusal where data was wanted', '01 13 0400 00000000 01060000', [16, 32], 0, 0x06],
    ['success where data was wanted and none came', '01 13 0200 00000000 0000', [16, 32], 0, 0],
  ])('%s answer', (_what, bytes, lengths, value, status) => {
    expect(answer(bytes).value).toBe(value);
    expect(refusal(answer(bytes), lengths)).toBe(status);
  });

  test('the longer of two possible answers is told by its length', () => {
    expect(dataLength(answer(`01 14 1600 00000000 ${'00'.repeat(20)} 0000`), [12, 20])).toBe(20);
    expect(dataLength(answer(`01 14 1000 00000000 ${'00'.repeat(12)} 00000000`), [12, 20])).toBe(12);
  });

  test.each(['', '4f484149', '01 0a', '00 0a 0400 00000000 00000000', '01 0a 0500 00000000 00000000', '01 0a 0400 00000000 000000', 'ff'.repeat(20)])(
    '%j is no answer',
    (bytes) => {
      expect(parseAnswer(Uint8Array.from(Buffer.from(bytes.replaceAll(' ', ''), 'hex')))).toBeNull();
    },
  );
});

describe('security info', () => {
  test('of 20 bytes has a chip id, of 12 none, of any other length is none', () => {
    const bytes = Uint8Array.of(5, 0, 0, 0, 7, 0, 0, 0, 0, 0, 0, 0, 13, 0, 0, 0, 0, 0, 0, 0);
    expect(parseSecurityInfo(bytes)).toEqual({ secureBoot: true, secureDownload: true, flashEncrypted: true, chipId: 13 });
    expect(parseSecurityInfo(bytes.subarray(0, 12))).toEqual({ secureBoot: true, secureDownload: true, flashEncrypted: true, chipId: null });
    for (const length of [0, 4, 11, 13, 19]) expect(parseSecurityInfo(bytes.subarray(0, length))).toBeNull();
  });
});

describe('bridges', () => {
  const usb = (usbVendorId: number, usbProductId: number) => ({ kind: 'real' as const, usbVendorId, usbProductId });
  test.each([
    ['CP2102', usb(0x10c4, 0xea60), 921_600],
    ['CH340', usb(0x1a86, 0x7523), 460_800],
    ['CH9102', usb(0x1a86, 0x55d4), 921_600],
    ['CH343', usb(0x1a86, 0x55d3), 921_600],
    ['FT232R', usb(0x0403, 0x6001), 921_600],
    ['FT232H', usb(0x0403, 0x6014), 2_000_000],
    ['one that nobody knows', usb(0x1234, 0x5678), 921_600],
    ['no USB ids at all', { kind: 'virtual' as const }, 921_600],
  ])('%s begins at its rate', (_name, identity, rate) => {
    expect(fastestRateOf(identity)).toBe(rate);
  });

  test('the slowest rate gets a second attempt, and no rate is tried above the one allowed', () => {
    expect(ratesBelow(921_600)).toEqual([921_600, 460_800, 230_400, 115_200, 115_200]);
    expect(ratesBelow(250_000)).toEqual([250_000, 230_400, 115_200, 115_200]);
    expect(ratesBelow(9_600)).toEqual([115_200, 115_200]);
  });

  test('a chip’s own port is told from a bridge and from a port that firmware made', () => {
    expect(connectionOf(usb(0x303a, 0x1001))).toBe('usb-serial-jtag');
    expect(connectionOf(usb(0x303a, 0x0002))).toBe('usb-otg');
    expect(connectionOf(usb(0x303a, 0x8001))).toBe('bridge');
    expect(connectionOf(usb(0x1a86, 0x1001))).toBe('bridge');
    expect(connectionOf({ kind: 'real' })).toBe('bridge');
  });
});

test('flash inside an ESP32’s package is on the pins that its eFuses name', () => {
  // ESP32-PICO-D4: CLK 6, Q 17, D 8, CS 16, HD 11
  const efuse = [0, 0, 0, 11 << 4, 0, 6 | (17 << 5) | (8 << 10) | (16 << 15), 0];
  expect(esp32FlashPads(efuse)).toBe((11 << 24) | (16 << 18) | (8 << 12) | (17 << 6) | 6);
  expect(esp32FlashPads([0, 0, 0, 0, 0, 0, 0])).toBe(0);
});

test('Adesto has its size in the second byte of the id', () => {
  expect(flashSizeOf(0x01471f)).toBe(4 * 1024 * 1024);
  expect(flashSizeOf(0x01481f)).toBe(8 * 1024 * 1024);
});

test('erasing a chip of 16 MB is said to take four times as long as one of 4 MB', () => {
  expect(eraseEstimateMs(16 << 20)).toBe(4 * eraseEstimateMs(4 << 20));
  expect(eraseEstimateMs(0)).toBe(eraseEstimateMs(4 << 20));
});

describe('a prepared pack', () => {
  const pack: Pack = helloPack({ parts: [part(0x1000, someBytes(70_001)), part(0x20100, new Uint8Array(300_000))] });

  /** What a packet carries, after the SLIP and the two headers. */
  const content = (packet: Uint8Array): Uint8Array => {
    const text = Buffer.from(packet.subarray(1, -1)).toString('latin1').replaceAll('\xdb\xdc', '\xc0').replaceAll('\xdb\xdd', '\xdb');
    return Uint8Array.from(Buffer.from(text, 'latin1')).subarray(24);
  };

  test.each([0x4000, 0x800])('has blocks of %i bytes that inflate to the part, padded to words, and knows what each brings', async (blockBytes) => {
    const { parts, totalBytes } = await preparePack(pack);
    expect(totalBytes).toBe(70_004 + 300_000);
    for (const [index, prepared] of parts.entries()) {
      const { blocks, wireBytes } = prepared.deflatedBlocks(blockBytes);
      const whole = inflateSync(Buffer.concat(blocks.map(({ packet }) => content(packet))));
      const image = Buffer.concat([pack.parts[index]?.bytes ?? Buffer.alloc(0), Buffer.alloc(4, 0xff)]).subarray(0, prepared.bytes.length);
      expect(Buffer.compare(whole, image)).toBe(0);
      expect(prepared.md5).toBe(createHash('md5').update(image).digest('hex'));
      expect(blocks.reduce((sum, { plainBytes }) => sum + plainBytes, 0)).toBe(image.length);
      expect(wireBytes).toBe(blocks.reduce((sum, { packet }) => sum + packet.length, 0));
    }
  });

  test('for a ROM begins at the sector and ends with a whole block, erased where the part has nothing', async () => {
    const { parts } = await preparePack(pack);
    const blocks = parts[1]?.plainBlocks(0x400).blocks ?? [];
    const whole = Buffer.concat(blocks.map(({ packet }) => content(packet)));
    expect(whole.length % 0x400).toBe(0);
    expect([...new Set(whole.subarray(0, 0x100))]).toEqual([0xff]);
    expect([...new Set(whole.subarray(0x100, 0x100 + 300_000))]).toEqual([0]);
    expect([...new Set(whole.subarray(0x100 + 300_000))]).toEqual([0xff]);
  });

  test('with one part changed shares the others', async () => {
    const settings = part(0x60000, someBytes(4_096, 3));
    const [first, second] = await Promise.all([preparePack(pack), preparePack({ ...pack, parts: [...pack.parts, settings] })]);
    expect(second.parts.map((one) => first.parts.includes(one))).toEqual([true, true, false]);
  });

  test('is made once: two boards get the same blocks', async () => {
    const { parts } = await preparePack(pack);
    expect(parts[0]?.deflatedBlocks(0x4000)).toBe(parts[0]?.deflatedBlocks(0x4000));
  });
});

describe('the pace', () => {
  test('counts the seconds left by the rate that this board writes and hashes at', () => {
    let nowMs = 0;
    const clock = { nowMs: () => nowMs, sleep: () => Promise.resolve() };
    const seen: FlashProgress[] = [];
    const pace = new Pace(
      [
        { plainBytes: 200_000, wireBytes: 100_000 },
        { plainBytes: 0, wireBytes: 0 },
      ],
      clock,
      () => 1_000_000,
      (progress) => seen.push(progress),
    );
    pace.begin('write', 0);
    expect(seen.at(-1)?.secondsLeft).toBeCloseTo(1 + 0.2); // 100,000 bytes a second, and hashing 200,000 at a million
    nowMs += 1_000;
    pace.wrote(100_000, 50_000, 1_000); // half as fast as that
    expect(seen.at(-1)).toMatchObject({ partDoneBytes: 100_000, doneBytes: 100_000, totalBytes: 200_000 });
    expect(seen.at(-1)?.secondsLeft).toBeCloseTo(1 + 0.2);
    pace.hashed(200_000, 1_000);
    pace.finished('verify', 0);
    expect(seen.at(-1)).toMatchObject({ stage: 'verify', doneBytes: 200_000, secondsLeft: 0 });
  });
});
