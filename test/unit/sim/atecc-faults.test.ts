/**
 * Chips that are not well, and the files that say who a chip is.
 * Frames restated from the data sheet and from logic analyser traces; times from its tables 8-3 and 8-4.
 */
import { p256 } from '@noble/curves/nist.js';
import { describe, expect, it } from 'vitest';
import { chipSetting, type Fault } from '../../../src/sim/faults.ts';
import { parseIdentity } from '../../../src/sim/index.ts';
import { OTHER_PERSONA, PERSONA, signer } from './bench.ts';
import { Master, answerOf, awake, command, hex } from './i2c-master.ts';

describe('chips that are not well', () => {
  it('chip-absent: nothing acknowledges, nothing is pulled', () => {
    const master = new Master([{ kind: 'chip-absent' }]);
    expect(master.wake()).toBeNull();
    expect(master.sda).toBe(1);
  });

  it('sda-stuck: SDA is low whatever the master does', () => {
    const master = new Master([{ kind: 'sda-stuck' }]);
    master.drive(1, 1);
    expect(master.sda).toBe(0);
  });

  it('no-wake: the pulse is not heard', () => {
    expect(new Master([{ kind: 'no-wake' }]).wake()).toBeNull();
  });

  it.each([0x36, 0x60] as const)('wrong-address: answers at %i only', (address) => {
    const master = new Master([{ kind: 'wrong-address', address }]);
    expect(master.wake()).toBeNull();
    expect(hex(master.wake(address) ?? [])).toBe('04113343');
  });

  it('blank-unlocked: zones 55, address 60, slots and OTP closed, a fixed pattern for random numbers, no key', () => {
    const master = awake([{ kind: 'blank-unlocked' }]);
    expect(answerOf(master.run(command(0x02, 0x00, 0x15), 0x60))).toEqual([0, 0, 0x55, 0x55]);
    expect(master.run(command(0x02, 0x82, 0x50), 0x60)).toBe('040f2342');
    expect(master.run(command(0x02, 0x81, 0), 0x60)).toBe('040f2342');
    expect(hex(answerOf(master.run(command(0x1b, 0, 0), 0x60))).slice(0, 16)).toBe('ffff0000ffff0000');
    expect(master.run(command(0x40, 0, 0), 0x60)).toBe('040f2342');
  });

  it('blank-unlocked: a careless host really can lock it for good', () => {
    const master = awake([{ kind: 'blank-unlocked' }]);
    expect(master.run(command(0x12, 0x00, 0x05, [1, 2, 3, 4]), 0x60)).toBe('04000340');
    expect(master.run(command(0x17, 0x80, 0), 0x60)).toBe('04000340');
    expect(answerOf(master.run(command(0x02, 0x00, 0x15), 0x60))).toEqual([0, 0, 0x55, 0x00]);
    expect(master.run(command(0x17, 0x80, 0), 0x60)).toBe('040f2342');
  });

  it('crc-noise: every third answer is spoilt, the others are not', () => {
    const master = awake([{ kind: 'crc-noise', everyNth: 3 }]);
    const answers = Array.from({ length: 6 }, () => master.run(command(0x30, 0, 0)));
    expect(answers.map((answer) => answer === '070000600383bb')).toEqual([true, true, false, true, true, false]);
  });

  it('chip-stops-answering: answers two commands, hears the third, is silent', () => {
    const master = awake([{ kind: 'chip-stops-answering', afterCommands: 2 }]);
    expect([master.run(command(0x30, 0, 0)), master.run(command(0x30, 0, 0)), master.run(command(0x30, 0, 0))]).toEqual([
      '070000600383bb',
      '070000600383bb',
      null,
    ]);
    expect(master.sda).toBe(1);
    expect(master.wake()).toBeNull();
  });

  it('replayed-dump: shows the right key and signs with another', () => {
    const master = awake([{ kind: 'replayed-dump' }]);
    const publicKey = answerOf(master.run(command(0x40, 0, 0)));
    expect(publicKey).toEqual(Array.from(PERSONA.signer.publicKey));
    const digest = new Array<number>(32).fill(5);
    master.run(command(0x16, 0x43, 0, digest));
    const signature = Uint8Array.from(answerOf(master.run(command(0x41, 0xa0, 0))));
    expect(p256.verify(signature, Uint8Array.from(digest), Uint8Array.of(4, ...publicKey), { prehash: false })).toBe(false);
    expect(p256.verify(signature, Uint8Array.from(digest), Uint8Array.of(4, ...signer(13).publicKey), { prehash: false })).toBe(true);
  });

  it('other-ca: another chip, good in itself', () => {
    const master = awake([{ kind: 'other-ca' }]);
    expect(answerOf(master.run(command(0x02, 0x82, 0x60)))[0]).toBe(0x99);
    expect(answerOf(master.run(command(0x40, 0, 0)))).toEqual(Array.from(OTHER_PERSONA.signer.publicKey));
  });

  it.each([
    [[{ kind: 'other-ca' }], 'sim-no-persona'],
    [[{ kind: 'replayed-dump' }], 'sim-no-persona'],
    [[{ kind: 'crc-noise', everyNth: -1 }], 'sim-fault'],
    [[{ kind: 'chip-stops-answering', afterCommands: 0.5 }], 'sim-fault'],
  ] as readonly (readonly [Fault[], string])[])('refuses %j when the board was not given what it takes', (faults, code) => {
    expect(() => chipSetting(faults, { chip: PERSONA })).toThrow(expect.objectContaining({ code }));
  });
});

describe('identity files', () => {
  const file = {
    serialNumber: '012300de3000000101',
    privateKey: '11'.repeat(32),
    publicKey: '22'.repeat(64),
    otp: '33'.repeat(64),
    slots: { '5': '44'.repeat(36), '10': '55'.repeat(72) },
  };

  it('are read strictly', () => {
    const { identity, privateKey } = parseIdentity(file);
    expect(hex(Array.from(identity.revision))).toBe('00006003');
    expect(identity.slots[10]).toHaveLength(72);
    expect(privateKey).toHaveLength(32);
  });

  it.each([
    ['no file at all', null],
    ['a short serial number', { ...file, serialNumber: '0123' }],
    ['a key that is not hex', { ...file, publicKey: 'zz'.repeat(64) }],
    ['no slots', { ...file, slots: undefined }],
    ['a slot that does not exist', { ...file, slots: { '16': '00' } }],
    ['a slot that is too long', { ...file, slots: { '10': '55'.repeat(73) } }],
    ['an OTP zone of 63 bytes', { ...file, otp: '33'.repeat(63) }],
  ])('%s is refused', (_text, json) => {
    expect(() => parseIdentity(json)).toThrow(expect.objectContaining({ code: 'sim-identity' }));
  });
});
