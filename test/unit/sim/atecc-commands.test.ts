/**
 * What the virtual ATECC608 answers to commands: zones, locks, keys, hashes.
 * Frames restated from the data sheet and from logic analyser traces; times from its tables 8-3 and 8-4.
 */
import { createHash } from 'node:crypto';
import { p256 } from '@noble/curves/nist.js';
import { describe, expect, it } from 'vitest';
import { IDENTITY, PERSONA } from './bench.ts';
import { answerOf, awake, command, fromHex, hex } from './i2c-master.ts';

describe('memory', () => {
  it('shows the configuration zone of a TNGTLS chip', () => {
    const master = awake();
    const config = [0, 8, 16, 24].flatMap((address) => answerOf(master.run(command(0x02, 0x80, address))));
    expect(config).toHaveLength(128);
    expect([...config.slice(0, 4), ...config.slice(8, 13)]).toEqual(Array.from(IDENTITY.serialNumber));
    expect(config[16]).toBe(0x6a);
    expect(config[19]).toBe(0x01);
    expect(hex(config.slice(20, 52))).toBe('8500820085208520852' + '08f8f8f0faf8f0f0f8f0f0f8f0f8f0f8f00000000af8f');
    expect(config.slice(86, 90)).toEqual([0, 0, 0xff, 0xff]);
    expect(hex(config.slice(96, 128))).toBe('530053007300730073001c007c003c003c001a001c0010001c003c003c001c00');
    expect(answerOf(master.run(command(0x02, 0x00, 0x15)))).toEqual(config.slice(84, 88));
  });

  it('reads the 72 bytes of slot 10 as 32, 32, 4 and 4, and not a word more', () => {
    const master = awake();
    const slot = [
      [0x82, 0x0050],
      [0x82, 0x0150],
      [0x02, 0x0250],
      [0x02, 0x0251],
    ].flatMap(([mode, address]) => answerOf(master.run(command(0x02, mode as number, address as number))));
    expect(slot).toEqual(Array.from(IDENTITY.slots[10] as Uint8Array));
    expect(master.run(command(0x02, 0x02, 0x0252))).toBe('04038342');
  });

  it('reads OTP and the MAC address in slot 5', () => {
    const master = awake();
    expect(answerOf(master.run(command(0x02, 0x81, 0)))).toEqual(new Array<number>(32).fill(0x4f));
    expect(String.fromCharCode(...answerOf(master.run(command(0x02, 0x82, 0x28))).slice(0, 12))).toBe('0200DE300001');
  });

  it.each([
    ['Write to the locked configuration', 0x12, 0x00, 0x05, [1, 2, 3, 4]],
    ['Write to OTP', 0x12, 0x01, 0, [1, 2, 3, 4]],
    ['Write to slot 10', 0x12, 0x82, 0x50, new Array<number>(32).fill(1)],
    ['Lock of the configuration', 0x17, 0x80, 0, []],
    ['Lock of the data zone', 0x17, 0x81, 0, []],
    ['Lock of slot 10', 0x17, 0x2a, 0, []],
    ['a new private key', 0x40, 0x04, 0, []],
  ])('refuses %s with 0F', (_text, opcode, param1, param2, data) => {
    expect(awake().run(command(opcode, param1, param2, data))).toBe('040f2342');
  });

  it('obeys what a TNGTLS chip does let one do: slot 8, its lock, UserExtraAdd once', () => {
    const master = awake();
    expect(master.run(command(0x12, 0x82, 0x40, new Array<number>(32).fill(0x77)))).toBe('04000340');
    expect(answerOf(master.run(command(0x02, 0x82, 0x40)))[0]).toBe(0x77);
    expect(master.run(command(0x17, 0x22, 0))).toBe('04000340');
    expect(master.run(command(0x12, 0x82, 0x40, new Array<number>(32).fill(0x55)))).toBe('040f2342');
    expect(master.run(command(0x20, 1, 0x70))).toBe('04000340');
    master.send(0x35, 1);
    expect(hex(master.wake(0x38) ?? [])).toBe('04113343'); // the new address counts from the next wake
    expect(master.run(command(0x20, 1, 0x72), 0x38)).toBe('040f2342');
  });

  it('remembers every command it took', () => {
    const master = awake();
    master.run(command(0x30, 0, 0));
    master.run(command(0x12, 0x00, 0x05, [1, 2, 3, 4]));
    expect(master.chip.seen).toEqual([
      { opcode: 0x30, param1: 0, param2: 0 },
      { opcode: 0x12, param1: 0, param2: 5 },
    ]);
  });
});

describe('keys, hashes and numbers', () => {
  it('shows its public key and signs a digest given through TempKey or the digest buffer', () => {
    const master = awake();
    const publicKey = answerOf(master.run(command(0x40, 0, 0)));
    const digest = Array.from({ length: 32 }, (_, index) => index);
    for (const [nonce, sign] of [
      [0x03, 0x80],
      [0x43, 0xa0],
    ] as const) {
      expect(master.run(command(0x16, nonce, 0, digest))).toBe('04000340');
      const signature = answerOf(master.run(command(0x41, sign, 0)));
      expect(p256.verify(Uint8Array.from(signature), Uint8Array.from(digest), Uint8Array.of(4, ...publicKey), { prehash: false })).toBe(true);
    }
  });

  it('hashes as SHA-256 does, over several blocks, and leaves the digest where the mode says', () => {
    const master = awake();
    const message = Array.from({ length: 100 }, (_, index) => (index * 3) & 255);
    const wanted = Array.from(createHash('sha256').update(Uint8Array.from(message)).digest());
    expect(master.run(command(0x47, 0, 0))).toBe('04000340');
    expect(master.run(command(0x47, 1, 64, message.slice(0, 64)))).toBe('04000340');
    expect(answerOf(master.run(command(0x47, 0x42, 36, message.slice(64))))).toEqual(wanted);
    expect(master.run(command(0x41, 0xa0, 0))?.slice(0, 2)).toBe('43');
    expect(master.run(command(0x47, 1, 1, [1]))).toBe('040f2342');
  });

  it('random numbers differ; Nonce in random mode gives one', () => {
    const master = awake();
    const first = master.run(command(0x1b, 0, 0));
    expect(first?.slice(0, 2)).toBe('23');
    expect(master.run(command(0x1b, 0, 0))).not.toBe(first);
    expect(master.run(command(0x16, 0, 0, new Array<number>(20).fill(1)))?.slice(0, 2)).toBe('23');
  });

  it('counts up when told, and passes its self test', () => {
    const master = awake();
    expect(answerOf(master.run(command(0x24, 0, 0)))).toEqual([0, 0, 0, 0]);
    expect(answerOf(master.run(command(0x24, 1, 0)))).toEqual([1, 0, 0, 0]);
    expect(master.run(fromHex('07773b00009dfb'))).toBe('04000340');
  });

  it('waits for a signature from outside, and answers 05 when none can be made', async () => {
    const never = { ...PERSONA, signer: { publicKey: PERSONA.signer.publicKey, sign: (): Promise<Uint8Array> => Promise.reject(new Error('no key')) } };
    const master = awake([], never);
    master.run(command(0x16, 0x43, 0, new Array<number>(32).fill(1)));
    master.send(0x35, 3, ...command(0x41, 0xa0, 0));
    master.wait(100_000);
    expect(master.receive(0x35, 1)).toBeNull();
    await new Promise((resolve) => setTimeout(resolve));
    expect(hex(master.receive(0x35, 4) ?? [])).toBe('0405c343');
  });

  it('a signature that arrives after the chip fell asleep is dropped', async () => {
    let finish: ((signature: Uint8Array) => void) | null = null as ((signature: Uint8Array) => void) | null;
    const slow = { ...PERSONA, signer: { publicKey: PERSONA.signer.publicKey, sign: () => new Promise<Uint8Array>((resolve) => (finish = resolve)) } };
    const master = awake([], slow);
    master.run(command(0x16, 0x43, 0, new Array<number>(32).fill(1)));
    master.send(0x35, 3, ...command(0x41, 0xa0, 0));
    master.wait(2_000_000);
    master.drive(1, 1);
    expect(master.wake()).not.toBeNull();
    finish?.(new Uint8Array(64));
    await Promise.resolve();
    await Promise.resolve();
    master.send(0x35, 0);
    expect(hex(master.receive(0x35, 4) ?? [])).toBe('04113343');
  });
});
