/** The very firmware image on the virtual board: boot, frames, the secure element through the pins. */
import { p256 } from '@noble/curves/nist.js';
import { describe, expect, it } from 'vitest';
import { encodeFrame } from '../../../src/formats/index.ts';
import { measureInstructionsPerSecond } from '../../../src/sim/index.ts';
import { IDENTITY, PERSONA, firmware, hasFirmware, started } from './bench.ts';

const HELLO = 0x01;
const SET_BAUD = 0x02;
const SCAN = 0x04;
const WAKE = 0x05;
const EXECUTE = 0x08;
const RESET = 0x09;
const ECHO = 0x0a;
const ADDRESS = 0x35;
/** Ready-made command blocks, CRC included (data sheet; logic analyser traces). */
const INFO = [0x07, 0x30, 0x00, 0x00, 0x00, 0x03, 0x5d];
const NONCE_ZEROS_TO_DIGEST_BUFFER = [0x27, 0x16, 0x43, 0x00, 0x00, ...new Array<number>(32).fill(0), 0x14, 0x3a];
const SIGN_DIGEST_BUFFER = [0x07, 0x41, 0xa0, 0x00, 0x00, 0x7b, 0x85];
const GENKEY_PUBLIC = [0x07, 0x40, 0x00, 0x00, 0x00, 0x00, 0x05];
const READ_SLOT_10 = [0x07, 0x02, 0x82, 0x50, 0x00, 0x0a, 0x14];

/** Payload of `execute`: address, count, then limit (ms), length and bytes of each block. */
const execute = (...blocks: readonly number[][]): Uint8Array =>
  Uint8Array.from([ADDRESS, blocks.length, ...blocks.flatMap((block) => [1000 & 0xff, 1000 >> 8, block.length, ...block])]);

describe.skipIf(!hasFirmware)('the bench firmware on the virtual board', () => {
  it('boots from flash with the ROM’s log and its own banner', () => {
    const table = started();
    expect(table.text()).toMatch(/^ets Jul 29 2019 12:21:46\r\n\r\nrst:0x1 \(POWERON_RESET\),boot:0x13 \(SPI_FAST_FLASH_BOOT\)\r\n/);
    expect(table.text()).toMatch(/entry 0x400[0-9a-f]{5}\r\ntouchstone bench \d+\.\d+\.\d+ esp32 build [0-9a-f]{8}\r\n$/);
  });

  it('says hello with chip, revision, MAC and reset reason', () => {
    const answer = started().ask(HELLO) as Uint8Array;
    expect(answer[0]).toBe(0);
    expect(answer[1]).toBe(1);
    expect(answer[9]).toBe(0); // ESP32
    expect(answer[10]).toBe(0x31); // revision 3.1
    expect(Array.from(answer.subarray(11, 17))).toEqual([0x02, 0x00, 0x00, 0xde, 0x30, 0x01]);
    expect(answer[17]).toBe(1); // power-on
    expect(answer[18]).toBe(1); // from flash
  });

  it('finds and wakes the chip, and reads Info through the pins', () => {
    const table = started();
    const scan = table.ask(SCAN) as Uint8Array;
    expect(scan[0]).toBe(0);
    expect(
      Array.from(scan.subarray(1)).flatMap((byte, index) => [0, 1, 2, 3, 4, 5, 6, 7].filter((bit) => (byte >> bit) & 1).map((bit) => index * 8 + bit)),
    ).toEqual([ADDRESS]);
    expect(Array.from(table.ask(WAKE, Uint8Array.of(ADDRESS)) as Uint8Array)).toEqual([0, 0x04, 0x11, 0x33, 0x43]);
    expect(Array.from(table.ask(EXECUTE, execute(INFO)) as Uint8Array)).toEqual([0, 1, 0, 7, 0x07, 0x00, 0x00, 0x60, 0x03, 0x83, 0xbb]);
    expect(table.board.chipCommands).toEqual([{ opcode: 0x30, param1: 0, param2: 0 }]);
  });

  it('has the chip sign a digest with the key whose public half it shows', () => {
    const answer = started().ask(EXECUTE, execute(GENKEY_PUBLIC, NONCE_ZEROS_TO_DIGEST_BUFFER, SIGN_DIGEST_BUFFER, READ_SLOT_10)) as Uint8Array;
    expect(Array.from(answer.subarray(0, 4))).toEqual([0, 4, 0, 67]);
    const publicKey = answer.subarray(5, 69);
    expect(Array.from(publicKey)).toEqual(Array.from(PERSONA.signer.publicKey));
    const signed = answer.subarray(4 + 67 + 2 + 4);
    expect(Array.from(signed.subarray(0, 3))).toEqual([0, 67, 67]);
    const signature = signed.subarray(3, 67);
    expect(p256.verify(signature, new Uint8Array(32), Uint8Array.of(4, ...publicKey), { prehash: false })).toBe(true);
    expect(Array.from(signed.subarray(69, 69 + 3))).toEqual([0, 35, 35]);
    expect(Array.from(signed.subarray(72, 72 + 32))).toEqual(Array.from((IDENTITY.slots[10] as Uint8Array).subarray(0, 32)));
  });

  it('signs also when the signature takes a while to come from outside', async () => {
    const late = { publicKey: PERSONA.signer.publicKey, sign: async (digest: Uint8Array) => PERSONA.signer.sign(digest) };
    const table = started({ chip: { identity: IDENTITY, signer: late } });
    table.board.receive(encodeFrame({ channel: 0x80, operation: EXECUTE, requestId: 1, payload: execute(NONCE_ZEROS_TO_DIGEST_BUFFER, SIGN_DIGEST_BUFFER) }));
    table.until(() => table.board.awaitsSignature);
    table.runMs(200);
    expect(table.frames).toEqual([]);
    await Promise.resolve();
    await Promise.resolve();
    expect(table.board.awaitsSignature).toBe(false);
    table.until(() => table.frames.length === 1);
    expect(table.frames[0]?.payload[1]).toBe(2);
  });

  it.each([
    ['chip-absent', [{ kind: 'chip-absent' }], [6]],
    ['no-wake', [{ kind: 'no-wake' }], [6]],
    ['sda-stuck', [{ kind: 'sda-stuck' }], [4]],
    ['wrong-address', [{ kind: 'wrong-address', address: 0x36 }], [6]],
    [
      'crc-noise',
      [{ kind: 'crc-noise', everyNth: 2 }],
      [0, 2, 0, 7, 0x07, 0x00, 0x00, 0x60, 0x03, 0x83, 0xbb, 10, 7, 0x07, 0x04, 0x00, 0x60, 0x03, 0x83, 0xbb],
    ],
    ['chip-stops-answering', [{ kind: 'chip-stops-answering', afterCommands: 1 }], [0, 2, 0, 7, 0x07, 0x00, 0x00, 0x60, 0x03, 0x83, 0xbb, 8, 0]],
    ['blank-unlocked', [{ kind: 'blank-unlocked' }], [6]],
  ] as const)('reports %s as the protocol has it', (_kind, faults, answer) => {
    const seen = started({ faults }).ask(EXECUTE, execute(INFO, INFO)) as Uint8Array;
    expect(Array.from(seen)).toEqual(answer);
  });

  it('starts again with the second command to the chip, when the supply dips then', () => {
    const table = started({ faults: [{ kind: 'self-reset', afterCommands: 2 }] });
    expect(table.ask(EXECUTE, execute(INFO))?.[0]).toBe(0);
    expect(table.text()).not.toContain('BROWN_OUT');
    expect(table.ask(EXECUTE, execute(INFO), 400)).toBeNull();
    expect(table.text()).toContain('rst:0xf (RTCWDT_BROWN_OUT_RESET)');
  });

  it('changes its baud rate, understands the new one, and goes back after a second of silence', () => {
    const table = started();
    const baud = Uint8Array.of(0x00, 0x10, 0x0e, 0x00, 0x00, 0xc2, 0x01, 0x00); // 921,600 from 115,200
    expect(table.ask(SET_BAUD, baud)).toEqual(Uint8Array.of(0));
    expect(table.ask(HELLO, undefined, 50)).toBeNull(); // still at 115,200
    table.board.setHostBaudRate(921_600);
    expect(table.ask(HELLO)?.[0]).toBe(0);
    const silent = started();
    silent.ask(SET_BAUD, baud);
    silent.runMs(1200);
    expect(silent.ask(HELLO)?.[0]).toBe(0);
  });

  it('echoes 1,000 bytes at 921,600 baud without an overrun', () => {
    const table = started();
    table.ask(SET_BAUD, Uint8Array.of(0x00, 0x10, 0x0e, 0x00, 0x00, 0xc2, 0x01, 0x00));
    table.board.setHostBaudRate(921_600);
    const payload = Uint8Array.from({ length: 1000 }, (_, index) => (index * 7) & 0xff);
    expect(table.ask(ECHO, payload)).toEqual(Uint8Array.of(0, ...payload));
    expect(table.board.overruns).toBe(0);
  });

  it('resets itself on request and says so in the next hello', () => {
    const table = started();
    expect(table.ask(RESET)).toEqual(Uint8Array.of(0));
    table.until(() => table.text().split('touchstone bench ').length === 3);
    expect(table.text()).toContain('rst:0x3 (SW_RESET)');
    expect(table.ask(HELLO)?.[17]).toBe(3);
  });

  it('sleeps while nothing is to be done: an idle second costs the core less than 1 % of its cycles', () => {
    const table = started();
    table.runMs(20);
    const before = table.board.instructions;
    table.runMs(1000);
    expect(table.board.instructions - before).toBeLessThan(400_000);
    expect(table.board.busy).toBe(false);
  });

  it('is interpreted fast enough to follow a 9,600 baud line many times over, whatever else the host does', () => {
    const rate = measureInstructionsPerSecond(firmware(), () => performance.now());
    console.log(`virtual core: ${(rate / 1e6).toFixed(0)} million instructions a second`);
    expect(rate).toBeGreaterThan(3e6); // 20 million and more on a free core; this machine may be busy
  });
});
