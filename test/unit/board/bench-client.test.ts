/** The bench firmware's commands: bytes out as the protocol has them, answers in strictly. */
import { describe, expect, test } from 'vitest';
import { fromHex, toHex } from '../../../src/base/index.ts';
import { BenchClient } from '../../../src/board/bench-client.ts';
import { encodeFrame, FrameSplitter } from '../../../src/formats/index.ts';
import { BenchLink, Wire } from '../../../src/link/index.ts';
import { FakePort } from '../../support/fake-port.ts';
import { SteppingClock } from '../../support/stepping-clock.ts';

type Reply = string | null | ((payload: string, count: number) => string | null);

/** A firmware that answers each operation with the payload of the table, in hex; null: silence. */
async function bench(replies: Readonly<Record<number, Reply>>): Promise<{ client: BenchClient; asked: string[]; port: FakePort; clock: SteppingClock }> {
  const port = new FakePort();
  const clock = new SteppingClock();
  const wire = new Wire(port, clock, { text: () => undefined, broken: () => undefined });
  await wire.open(115_200);
  wire.setMode('bench');
  const asked: string[] = [];
  const splitter = new FrameSplitter({
    text: () => undefined,
    broken: () => undefined,
    frame: ({ operation, requestId, payload }) => {
      asked.push(`${operation.toString(16).padStart(2, '0')} ${toHex(payload)}`.trim());
      const reply = replies[operation];
      const hex = typeof reply === 'function' ? reply(toHex(payload), asked.length) : reply;
      if (typeof hex === 'string') port.say(encodeFrame({ channel: 0x80, operation: operation | 0x80, requestId, payload: fromHex(hex) }));
    },
  });
  const write = port.write.bind(port);
  port.write = async (bytes) => {
    await write(bytes);
    splitter.push(bytes);
  };
  return { client: new BenchClient(new BenchLink(wire, clock), wire, clock), asked, port, clock };
}

const HELLO = '01000100' + '3890b8fd' + '00' + '31' + '24d7a4cf1234' + '01' + '02' + '0004' + '15cd5b07';

describe('hello', () => {
  test('gives every field of the protocol', async () => {
    const { client, asked } = await bench({ 1: `00${HELLO}` });
    await expect(client.hello()).resolves.toEqual({
      protocolVersion: 1,
      firmwareVersion: '0.1.0',
      buildId: '3890b8fd',
      chipId: 0,
      chipRevision: '3.1',
      mac: '24:D7:A4:CF:12:34',
      resetReason: 1,
      startedFrom: 'ram',
      largestPayload: 1024,
      uptimeUs: 123_456_789,
    });
    expect(asked).toEqual(['01']);
  });

  test.each([
    ['one byte short', `00${HELLO.slice(0, -2)}`],
    ['one byte long', `00${HELLO}00`],
    ['another protocol version', `0002${HELLO.slice(2)}`],
    ['a start from nowhere', `00${HELLO.slice(0, 34)}03${HELLO.slice(36)}`],
  ])('refuses an answer that is %s', async (_what, reply) => {
    const { client } = await bench({ 1: reply });
    await expect(client.hello()).rejects.toMatchObject({ code: 'link-protocol', facts: { operation: 'hello' } });
  });
});

describe('set baud', () => {
  test('asks with the new and the present rate, changes the port, and asks hello there', async () => {
    const { client, asked, port } = await bench({ 1: `00${HELLO}`, 2: '00' });
    await expect(client.setBaudRate(921_600)).resolves.toBe(921_600);
    expect(asked).toEqual(['02 00100e0000c20100', '01']);
    expect(port.events).toEqual(['open 115200', 'baud 921600']);
  });

  test('goes back when nothing answers at the new rate, and waits until the firmware has gone back too', async () => {
    const { client, port, clock } = await bench({ 1: () => (port.baudRate === 115_200 ? `00${HELLO}` : null), 2: '00' });
    const before = clock.nowMs();
    await expect(client.setBaudRate(921_600)).resolves.toBe(115_200);
    expect(port.events).toEqual(['open 115200', 'baud 921600', 'baud 115200']);
    expect(clock.nowMs() - before).toBeGreaterThan(1_000);
    expect(clock.nowMs() - before).toBeLessThan(2_000);
  });

  test('stays where it is when the request itself is not answered', async () => {
    const { client, port } = await bench({ 1: `00${HELLO}`, 2: null });
    await expect(client.setBaudRate(921_600)).resolves.toBe(115_200);
    expect(port.events).toEqual(['open 115200']);
  });

  test('throws link-timeout when the firmware answers at neither rate', async () => {
    const { client } = await bench({ 2: '00' });
    await expect(client.setBaudRate(921_600)).rejects.toMatchObject({ code: 'link-timeout' });
  });

  test('does nothing for the present rate', async () => {
    const { client, asked } = await bench({});
    await expect(client.setBaudRate(115_200)).resolves.toBe(115_200);
    expect(asked).toEqual([]);
  });
});

describe('configure I2C', () => {
  test('sends pins and clock, gives both levels', async () => {
    const { client, asked } = await bench({ 3: '0002' });
    await expect(client.configureI2c({ sda: 16, scl: 17, clockKHz: 400 })).resolves.toEqual({ sdaHigh: false, sclHigh: true });
    expect(asked).toEqual(['03 10119001']);
  });

  test.each([
    ['03', 'link-status'],
    ['00', 'link-protocol'],
    ['0004', 'link-protocol'],
    ['000300', 'link-protocol'],
  ])('answer %s is %s', async (reply, code) => {
    const { client } = await bench({ 3: reply });
    await expect(client.configureI2c({ sda: 6, scl: 17, clockKHz: 100 })).rejects.toMatchObject({ code });
  });
});

describe('scan', () => {
  test('gives the addresses whose bits are set', async () => {
    // 0x35: byte 6 bit 5; 0x60: byte 12 bit 0
    const { client } = await bench({ 4: '00' + '000000000000' + '20' + '0000000000' + '01' + '000000' });
    await expect(client.scan()).resolves.toEqual({ addresses: [0x35, 0x60] });
  });

  test('no address is an empty list, a stuck line is a fault', async () => {
    await expect((await bench({ 4: '00' + '00'.repeat(16) })).client.scan()).resolves.toEqual({ addresses: [] });
    await expect((await bench({ 4: '04' })).client.scan()).resolves.toEqual({ fault: 'i2c-sda-low' });
    await expect((await bench({ 4: '05' })).client.scan()).resolves.toEqual({ fault: 'i2c-scl-low' });
  });

  test.each([
    ['00' + '00'.repeat(15), 'link-protocol'],
    ['00' + '80' + '00'.repeat(15), 'link-protocol'], // address 07 is not scanned
    ['00' + '00'.repeat(15) + '01', 'link-protocol'], // nor is 78
    ['02', 'link-status'],
  ])('answer %s is %s', async (reply, code) => {
    await expect((await bench({ 4: reply })).client.scan()).rejects.toMatchObject({ code });
  });
});

describe('wake', () => {
  test('gives the four bytes, right or wrong, or the fault', async () => {
    await expect((await bench({ 5: '0004113343' })).client.wake(0x35)).resolves.toEqual({ answer: fromHex('04113343') });
    await expect((await bench({ 5: '0b04073343' })).client.wake(0x35)).resolves.toEqual({ fault: 'chip-wake', answer: fromHex('04073343') });
    await expect((await bench({ 5: '06' })).client.wake(0x35)).resolves.toEqual({ fault: 'i2c-no-ack' });
  });

  test.each([
    ['00041133', 'link-protocol'],
    ['0b', 'link-protocol'],
    ['03', 'link-status'],
  ])('answer %s is %s', async (reply, code) => {
    await expect((await bench({ 5: reply })).client.wake(0x35)).rejects.toMatchObject({ code });
  });
});

describe('sleep and idle', () => {
  test('send the address; a chip that sleeps already does not acknowledge, which is well', async () => {
    const { client, asked } = await bench({ 6: '00', 7: '06' });
    await client.idle(0x35);
    await client.sleep(0x35);
    expect(asked).toEqual(['06 35', '07 35']);
  });

  test('a stuck line is an error', async () => {
    const { client } = await bench({ 7: '04' });
    await expect(client.sleep(0x35)).rejects.toMatchObject({ code: 'link-status', facts: { operation: 'sleep', status: 'i2c-sda-low' } });
  });
});

describe('execute', () => {
  const packet = (hex: string, timeLimitMs = 5) => ({ bytes: fromHex(hex), timeLimitMs });

  test('sends address, count, and for each packet limit, length and bytes', async () => {
    const { client, asked } = await bench({ 8: '00' + '02' + '000704000011223344'.slice(0, 4) + '07aabbccddeeff' + '0004' + '04010203' });
    const results = await client.execute(0x35, [packet('0730000000035d', 23), packet('0102030405060708', 0x1234)]);
    expect(asked).toEqual(['08 3502' + '170007' + '0730000000035d' + '341208' + '0102030405060708']);
    expect(results).toEqual([{ answer: fromHex('07aabbccddeeff') }, { answer: fromHex('04010203') }]);
  });

  test('a fault ends the batch; its bytes are kept when there are any', async () => {
    const { client } = await bench({ 8: '00' + '02' + '0004' + '04000340' + '0a04' + '04ffffff' });
    await expect(client.execute(0x35, [packet('07'), packet('07'), packet('07')])).resolves.toEqual([
      { answer: fromHex('04000340') },
      { fault: 'chip-crc', answer: fromHex('04ffffff') },
    ]);
  });

  test('a chip that does not wake is a fault of the first packet', async () => {
    const { client } = await bench({ 8: '06' });
    await expect(client.execute(0x35, [packet('07'), packet('07')])).resolves.toEqual([{ fault: 'i2c-no-ack' }]);
  });

  test('more than six packets go in several requests, and a fault ends them all', async () => {
    const ok = '0004' + '04000340';
    const { client, asked } = await bench({ 8: (_payload, count) => (count === 1 ? '0006' + ok.repeat(6) : '0001' + '0800') });
    const results = await client.execute(
      0x35,
      Array.from({ length: 20 }, () => packet('07')),
    );
    expect(asked.map((line) => line.slice(0, 7))).toEqual(['08 3506', '08 3506']);
    expect(results).toHaveLength(7);
    expect(results[6]).toEqual({ fault: 'chip-timeout' });
  });

  test('no packets need no request', async () => {
    const { client, asked } = await bench({});
    await expect(client.execute(0x35, [])).resolves.toEqual([]);
    expect(asked).toEqual([]);
  });

  test('waits as long as the chip may take before it repeats, as long as the firmware says hello', async () => {
    const { client, clock, asked } = await bench({ 1: `00${HELLO}`, 8: null });
    const before = clock.nowMs();
    await expect(client.execute(0x35, [packet('07', 3_000)])).rejects.toMatchObject({ code: 'link-timeout', facts: { operation: 'execute' } });
    expect(clock.nowMs() - before).toBeGreaterThan(9_000);
    expect(asked).toHaveLength(5); // execute, hello, execute, hello, execute
  });

  test('does not go on waiting for a firmware that is gone', async () => {
    const { client, clock, asked } = await bench({ 1: null, 8: null });
    const before = clock.nowMs();
    await expect(client.execute(0x35, [packet('07', 3_000)])).rejects.toMatchObject({ code: 'link-timeout', facts: { operation: 'execute' } });
    expect(clock.nowMs() - before).toBeLessThan(6_000);
    expect(asked).toHaveLength(3); // execute, hello, hello
  });

  const WRONG: readonly (readonly [what: string, reply: string, code: string])[] = [
    ['no count', '00', 'link-protocol'],
    ['no results', '0000', 'link-protocol'],
    ['more results than asked', '0002' + '000404000340' + '000404000340', 'link-protocol'],
    ['a result cut in its head', '000100', 'link-protocol'],
    ['a result cut in its bytes', '000100040400', 'link-protocol'],
    ['bytes after the last result', '0001' + '000404000340' + '00', 'link-protocol'],
    ['a count byte that is not the length', '0001' + '000405000340', 'link-protocol'],
    ['an answer shorter than four bytes', '0001' + '0003030003', 'link-protocol'],
    ['a status that is none', '0001' + '0e00', 'link-protocol'],
    ['a status of requests inside a result', '0001' + '0100', 'link-protocol'],
    ['a request that was refused', '01', 'link-status'],
  ];
  test.each(WRONG)('refuses %s', async (_what, reply, code) => {
    const { client } = await bench({ 8: reply });
    await expect(client.execute(0x35, [packet('07')])).rejects.toMatchObject({ code });
  });

  test('refuses fewer results than packets without a fault', async () => {
    const { client } = await bench({ 8: '0001' + '000404000340' });
    await expect(client.execute(0x35, [packet('07'), packet('07')])).rejects.toMatchObject({ code: 'link-protocol' });
  });

  test('refuses a fault before the last result', async () => {
    const { client } = await bench({ 8: '0002' + '0800' + '000404000340' });
    await expect(client.execute(0x35, [packet('07'), packet('07')])).rejects.toMatchObject({ code: 'link-protocol' });
  });
});

test('echo brings back the same bytes or says so', async () => {
  const { client } = await bench({ 10: (payload) => `00${payload}` });
  await client.echo(Uint8Array.from({ length: 1_023 }, (_, index) => index & 0xff));
  await client.echo(new Uint8Array(0));
  await expect((await bench({ 10: '0000' })).client.echo(Uint8Array.of(1))).rejects.toMatchObject({ code: 'link-protocol', facts: { operation: 'echo' } });
});

test('reset is asked once and answered', async () => {
  const { client, asked } = await bench({ 9: '00' });
  await client.reset();
  expect(asked).toEqual(['09']);
});
