/**
 * The virtual ATECC608 at its two wires: waking, sleeping, packets.
 * Frames restated from the data sheet and from logic analyser traces; times from its tables 8-3 and 8-4.
 */
import { describe, expect, it } from 'vitest';
import { Master, awake, command, fromHex, hex } from './i2c-master.ts';

describe('waking', () => {
  it('answers 04 11 33 43 at 35 after 60 µs low and 1,500 µs high', () => {
    const master = new Master();
    master.pulse(60);
    master.wait(1500);
    expect(hex(master.receive(0x35, 4) ?? [])).toBe('04113343');
  });

  it('ignores a pulse of less than 60 µs', () => {
    const master = new Master();
    master.pulse(50);
    master.wait(1600);
    expect(master.receive(0x35, 4)).toBeNull();
  });

  it('does not acknowledge before 1,500 µs have passed', () => {
    const master = new Master();
    master.pulse(80);
    master.wait(500);
    expect(master.receive(0x35, 4)).toBeNull();
    master.wait(1500);
    expect(hex(master.receive(0x35, 4) ?? [])).toBe('04113343');
  });

  it('asleep it answers nothing, awake it answers its own address only', () => {
    const master = new Master();
    expect(master.send(0x35, 0)).toBe(0);
    master.wake();
    const present = Array.from({ length: 112 }, (_, index) => index + 8).filter((address) => master.send(address) === 1);
    expect(present).toEqual([0x35]);
  });

  it('is woken by a zero byte at 100 kHz or slower', () => {
    const master = new Master();
    master.send(0x00);
    master.wait(1600);
    expect(hex(master.receive(0x35, 4) ?? [])).toBe('04113343');
  });

  it('falls asleep 1.3 s after waking, TempKey lost', () => {
    const master = awake();
    master.run(command(0x16, 0x03, 0, new Array<number>(32).fill(1)));
    master.wait(1_300_000);
    expect(master.receive(0x35, 4)).toBeNull();
    master.wake();
    expect(master.run(command(0x41, 0x80, 0))).toBe('040f2342');
  });

  it('idle keeps TempKey over a long pause, sleep does not', () => {
    const master = awake();
    master.run(command(0x16, 0x03, 0, new Array<number>(32).fill(1)));
    expect(master.send(0x35, 2)).toBe(2);
    expect(master.receive(0x35, 1)).toBeNull();
    master.wait(5_000_000);
    master.wake();
    expect(master.run(command(0x41, 0x80, 0))?.slice(0, 2)).toBe('43');
    master.send(0x35, 1);
    master.wake();
    expect(master.run(command(0x41, 0x80, 0))).toBe('040f2342');
  });
});

describe('packets', () => {
  it('Info answers its revision, frame for frame as on a logic analyser', () => {
    expect(awake().run(fromHex('0730000000035d'))).toBe('070000600383bb');
  });

  it('a wrong CRC is answered FF', () => {
    expect(awake().run(fromHex('0730000000035e'))).toBe('04ff0142');
  });

  it.each([
    ['an opcode that does not exist', 0x99, 0, 0, [], '04038342'],
    ['a parameter out of range', 0x1b, 5, 0, [], '04038342'],
    ['a read beyond a zone', 0x02, 0x81, 0x10, [], '04038342'],
    ['a nonce of the wrong length', 0x16, 0x43, 0, [1, 2, 3], '04038342'],
    ['a slot that is secret', 0x02, 0x82, 0, [], '040f2342'],
    ['a signature without a digest', 0x41, 0xa0, 0, [], '040f2342'],
    ['a signature with slot 1, which signs internal messages only', 0x41, 0xa0, 1, [], '040f2342'],
  ])('answers %s with the right status', (_text, opcode, param1, param2, data, answer) => {
    expect(awake().run(command(opcode, param1, param2, data))).toBe(answer);
  });

  it('does not acknowledge while it works', () => {
    const master = awake();
    master.send(0x35, 3, ...command(0x1b, 0, 0));
    master.wait(5000);
    expect(master.receive(0x35, 1)).toBeNull();
    expect(master.send(0x35, 0)).toBe(0);
    master.wait(20_000);
    expect(master.receive(0x35, 1)).toEqual([35]);
  });

  it('goes on reading where the last read stopped, until word address 0 starts again', () => {
    const master = awake();
    master.send(0x35, 3, ...command(0x30, 0, 0));
    master.wait(2000);
    expect(master.receive(0x35, 2)).toEqual([7, 0]);
    expect(master.receive(0x35, 3)).toEqual([0, 0x60, 3]);
    master.send(0x35, 0);
    expect(master.receive(0x35, 1)).toEqual([7]);
    expect(master.receive(0x35, 8)?.slice(6)).toEqual([0xff, 0xff]);
  });

  it('takes no byte beyond the count, no impossible count, and no unknown word address', () => {
    const master = awake();
    expect(master.send(0x35, 3, ...command(0x30, 0, 0), 0x55)).toBe(9);
    master.wait(2000);
    expect(master.send(0x35, 3, 3)).toBe(2);
    expect(master.send(0x35, 3, 200)).toBe(2);
    expect(master.send(0x35, 9)).toBe(1);
  });

  it('does not answer while half a command is pending; a new write starts afresh', () => {
    const master = awake();
    master.send(0x35, 3, 7, 0x30);
    expect(master.receive(0x35, 1)).toBeNull();
    expect(master.run(command(0x30, 0, 0))).toBe('070000600383bb');
  });

  it('says EE when the watchdog would bite before the command is done', () => {
    const master = awake();
    master.wait(1_270_000);
    expect(master.run(command(0x41, 0xa0, 0))).toBe('04ee3141');
  });

  it('survives a transfer cut in the middle of a byte', () => {
    const master = awake();
    master.start();
    master.write(0x6a);
    master.drive(0, 0);
    master.drive(0, 1);
    master.drive(0, 0);
    master.stop();
    expect(master.run(command(0x30, 0, 0))).toBe('070000600383bb');
  });
});
