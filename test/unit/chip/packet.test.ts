/** Packets of the chip, against frames that were computed and partly seen on a logic analyser. */
import { describe, expect, it } from 'vitest';
import { fromHex, toHex } from '../../../src/base/index.ts';
import * as chip from '../../../src/chip/index.ts';
import { chipCrc, encodeCommand, parseAnswer } from '../../../src/chip/packet.ts';
import { configAddress, dataAddress } from '../../../src/chip/commands.ts';

const ZEROS = new Uint8Array(32);

/** What the chip gets, without the word address 03 that the firmware adds. */
const COMMANDS: readonly (readonly [string, chip.ChipPacket, string])[] = [
  ['Info revision', chip.info(), '0730000000035d'],
  ['Random', chip.random(), '071b00000024cd'],
  ['Read config block 0', chip.read('config', configAddress(0), 32), '070280000009ad'],
  ['Read config block 1', chip.read('config', configAddress(32), 32), '07028008000a4d'],
  ['Read config block 2', chip.read('config', configAddress(64), 32), '07028010000a1d'],
  ['Read config block 3', chip.read('config', configAddress(96), 32), '070280180009fd'],
  ['Read config word 0', chip.read('config', configAddress(0), 4), '07020000001e2d'],
  ['Read config word 2', chip.read('config', configAddress(8), 4), '070200020018ad'],
  ['Read config word 3', chip.read('config', configAddress(12), 4), '0702000300112d'],
  ['Read config word 21', chip.read('config', configAddress(84), 4), '0702001500175d'],
  ['Read OTP block 0', chip.read('otp', configAddress(0), 32), '07028100000a27'],
  ['Read slot 5 block 0', chip.read('data', dataAddress(5, 0), 32), '07028228000a50'],
  ['Read slot 10 block 0', chip.read('data', dataAddress(10, 0), 32), '07028250000a14'],
  ['Read slot 10 block 1', chip.read('data', dataAddress(10, 32), 32), '07028250010997'],
  ['Read slot 10 word 64', chip.read('data', dataAddress(10, 64), 4), '07020250029e15'],
  ['Read slot 10 word 68', chip.read('data', dataAddress(10, 68), 4), '07020251029795'],
  ['Read slot 11 block 0', chip.read('data', dataAddress(11, 0), 32), '070282580009f4'],
  ['Read slot 12 block 0', chip.read('data', dataAddress(12, 0), 32), '07028260000a3c'],
  ['GenKey public slot 0', chip.genKeyPublic(0), '07400000000005'],
  ['GenKey public slot 1', chip.genKeyPublic(1), '07400001000985'],
  ['Nonce to the message digest buffer', chip.nonceToMessageDigestBuffer(ZEROS), `27164300${'00'.repeat(33)}143a`],
  ['Sign from the message digest buffer', chip.signMessageDigestBuffer(0), '0741a000007b85'],
];

/** Blocks that this house does not send, or receives: for the CRC. */
const OTHER_BLOCKS = [
  '04113343',
  '040740c2',
  '04000340',
  '040100c3',
  '04038342',
  '0405c343',
  '040860c0',
  '040f2342',
  '04ee3141',
  '04ff0142',
  '07000060028038',
  '070000600383bb',
  `27160300${'00'.repeat(33)}c7b8`,
  '07418000002805',
  '0724000000' + '0cfd',
  '07773b00009dfb',
  '07470000002e85',
  '073002000000d8',
];

describe('commands', () => {
  it.each(COMMANDS)('%s has the bytes of the data sheet', (_, packet, hex) => {
    expect(toHex(packet.bytes)).toBe(hex);
  });

  it('leave the chip at least the longest time that it may take', () => {
    const wanted = { 0x30: 5, 0x02: 5, 0x1b: 23, 0x16: 20, 0x40: 653, 0x41: 665 } as Readonly<Record<number, number>>;
    for (const [name, packet] of COMMANDS) expect(packet.timeLimitMs, name).toBeGreaterThan(wanted[packet.bytes[1] as number] as number);
  });

  it.each([
    ['a digest of 31 bytes', () => chip.nonceToMessageDigestBuffer(new Uint8Array(31))],
    ['a digest of 64 bytes', () => chip.nonceToMessageDigestBuffer(new Uint8Array(64))],
    ['slot 16', () => chip.genKeyPublic(16)],
    ['slot -1', () => chip.signMessageDigestBuffer(-1)],
    ['a slot that is no whole number', () => chip.signMessageDigestBuffer(0.5)],
    ['an address of 17 bits', () => chip.read('data', 0x10000, 32)],
    ['more data than a block holds', () => encodeCommand('Nonce', 0, 0, new Uint8Array(149))],
  ])('refuse %s', (_, make) => {
    expect(make).toThrow('chip-argument');
  });
});

describe('CRC', () => {
  it.each([...OTHER_BLOCKS, ...COMMANDS.map(([, , hex]) => hex)])('of %s is its last two bytes', (hex) => {
    const block = fromHex(hex);
    const crc = chipCrc(block.subarray(0, -2));
    expect([crc & 0xff, crc >> 8]).toEqual([...block.subarray(-2)]);
  });
});

describe('answers', () => {
  it('of one byte are a status, longer ones are data', () => {
    expect(parseAnswer(fromHex('040f2342'))).toEqual({ status: 0x0f });
    expect(parseAnswer(fromHex('07000060028038'))).toEqual({ data: fromHex('00006002') });
  });

  it.each([
    ['nothing', '', 'chip-length'],
    ['a count below 4', '03114231', 'chip-length'],
    ['a count of FF, as from an empty bus', 'ff'.repeat(155), 'chip-length'],
    ['a count that is larger than the answer', '05113343', 'chip-length'],
    ['a count that is smaller than the answer', '0411334300', 'chip-length'],
    ['a count above 155', `9c${'00'.repeat(155)}`, 'chip-length'],
    ['cryptoauthlib’s self-test constant, whose CRC is wrong', '0407c440', 'chip-crc'],
  ])('refuse %s', (_, hex, code) => {
    expect(() => parseAnswer(fromHex(hex))).toThrow(code);
  });

  it('refuse every single changed bit', () => {
    const good = fromHex('07000060028038');
    for (let bit = 0; bit < good.length * 8; bit++) {
      const bad = good.slice();
      bad[bit >> 3] = (bad[bit >> 3] as number) ^ (1 << (bit & 7));
      expect(() => parseAnswer(bad)).toThrow(/chip-(crc|length)/);
    }
  });
});
