/** One question at a time: ids, repetition, deadlines, cancelling. */
import { expect, test } from 'vitest';
import { fromHex, toHex } from '../../../src/base/index.ts';
import { encodeFrame, FrameSplitter, type Frame } from '../../../src/formats/index.ts';
import { BenchLink, Wire } from '../../../src/link/index.ts';
import { FakePort } from '../../support/fake-port.ts';
import { SteppingClock } from '../../support/stepping-clock.ts';

interface Bench {
  readonly port: FakePort;
  readonly link: BenchLink;
  readonly clock: SteppingClock;
  readonly asked: Frame[];
  answer(to: Frame, payload: readonly number[], change?: Partial<Frame>): void;
}

async function bench(onAsk: (frame: Frame, bench: Bench) => void): Promise<Bench> {
  const port = new FakePort();
  const clock = new SteppingClock();
  const wire = new Wire(port, clock, { text: () => undefined, broken: () => undefined });
  await wire.open(115_200);
  wire.setMode('bench');
  const asked: Frame[] = [];
  const made: Bench = {
    port,
    link: new BenchLink(wire, clock),
    clock,
    asked,
    answer: (to, payload, change = {}) => {
      port.say(encodeFrame({ channel: 0x80, operation: to.operation | 0x80, requestId: to.requestId, payload: Uint8Array.from(payload), ...change }));
    },
  };
  const splitter = new FrameSplitter({
    text: () => undefined,
    broken: () => undefined,
    frame: (frame) => {
      asked.push(frame);
      onAsk(frame, made);
    },
  });
  const write = port.write.bind(port);
  port.write = async (bytes) => {
    await write(bytes);
    splitter.push(bytes);
  };
  return made;
}

const HELLO = { operation: 0x01, name: 'hello' };

test('sends the request of the protocol and gives the payload after the status', async () => {
  const { link, port } = await bench((frame, { answer }) => {
    answer(frame, [0, 7, 8]);
  });
  const { status, data } = await link.ask({ operation: 0x0a, name: 'echo', payload: Uint8Array.of(0xc0, 0xdb) });
  expect([status, toHex(data)]).toEqual(['ok', '0708']);
  // C0, 80 0A, id 1, payload C0 DB escaped; CRC-16/IBM-3740 over 80 0A 01 00 C0 DB, C0
  expect(toHex(port.written).startsWith('c0800a0100dbdcdbdd')).toBe(true);
  expect(port.written.at(-1)).toBe(0xc0);
});

test('repeats an unanswered request with the same id, and takes an answer to either', async () => {
  const { link, asked } = await bench((frame, { answer, asked: sofar }) => {
    if (sofar.length === 3) answer(frame, [0]);
  });
  await link.ask(HELLO);
  expect(asked.map((frame) => frame.requestId)).toEqual([1, 1, 1]);
});

test('gives up after three attempts with link-timeout and the name of the operation', async () => {
  const { link, asked } = await bench(() => undefined);
  await expect(link.ask(HELLO)).rejects.toMatchObject({ code: 'link-timeout', facts: { operation: 'hello', attempts: 3 } });
  expect(asked).toHaveLength(3);
});

test('waits for the work of the firmware before it repeats', async () => {
  const { link, clock, asked } = await bench(() => undefined);
  const before = clock.nowMs();
  await expect(link.ask({ ...HELLO, workMs: 5_000, attempts: 1 })).rejects.toMatchObject({ code: 'link-timeout' });
  expect(asked).toHaveLength(1);
  expect(clock.nowMs() - before).toBeGreaterThanOrEqual(5_000);
});

test('ignores answers with another id, operation or channel', async () => {
  const { link } = await bench((frame, { answer }) => {
    answer(frame, [1], { requestId: frame.requestId + 1 });
    answer(frame, [1], { operation: 0x85 });
    answer(frame, [1], { operation: frame.operation });
    answer(frame, [1], { channel: 0x81 });
    answer(frame, [0, 42]);
  });
  await expect(link.askOk(HELLO)).resolves.toEqual(Uint8Array.of(42));
});

test('drops a late second answer: the next question gets its own', async () => {
  let first: Frame | null = null;
  const { link } = await bench((frame, { answer }) => {
    if (first !== null) answer(first, [0, 1]);
    answer(frame, [0, frame.requestId]);
    first = frame;
  });
  await expect(link.askOk(HELLO)).resolves.toEqual(Uint8Array.of(1));
  await expect(link.askOk(HELLO)).resolves.toEqual(Uint8Array.of(2));
});

test('asks one question at a time', async () => {
  const { link, asked, answer } = await bench(() => undefined);
  const both = Promise.all([link.ask(HELLO), link.ask({ operation: 0x04, name: 'scan' })]);
  await new Promise((resolve) => setTimeout(resolve, 5));
  expect(asked.map((frame) => frame.operation)).toEqual([0x01]);
  answer(asked[0] as Frame, [0]);
  await new Promise((resolve) => setTimeout(resolve, 5));
  expect(asked.map((frame) => frame.operation)).toEqual([0x01, 0x04]);
  answer(asked[1] as Frame, [0]);
  await both;
});

test('a failed question does not hold up the next', async () => {
  const { link } = await bench((frame, { answer }) => {
    if (frame.operation === 0x04) answer(frame, [0]);
  });
  await expect(link.ask({ ...HELLO, attempts: 1 })).rejects.toMatchObject({ code: 'link-timeout' });
  await expect(link.ask({ operation: 0x04, name: 'scan' })).resolves.toMatchObject({ status: 'ok' });
});

test('throws link-status with the name of the status', async () => {
  const { link } = await bench((frame, { answer }) => {
    answer(frame, [3]);
  });
  await expect(link.askOk({ operation: 0x03, name: 'configure-i2c' })).rejects.toMatchObject({
    code: 'link-status',
    facts: { operation: 'configure-i2c', status: 'bad-argument' },
  });
});

test.each([[[14]], [[0xff]], [[]]])('throws link-protocol for an answer that begins with %j', async (payload) => {
  const { link } = await bench((frame, { answer }) => {
    answer(frame, payload);
  });
  await expect(link.ask(HELLO)).rejects.toMatchObject({ code: 'link-protocol' });
});

const STATUS: readonly (readonly [number, string])[] = [
  [0, 'ok'],
  [1, 'bad-length'],
  [2, 'unknown-command'],
  [3, 'bad-argument'],
  [4, 'i2c-sda-low'],
  [5, 'i2c-scl-low'],
  [6, 'i2c-no-ack'],
  [7, 'i2c-data-no-ack'],
  [8, 'chip-timeout'],
  [9, 'chip-length'],
  [10, 'chip-crc'],
  [11, 'chip-wake'],
  [12, 'refused'],
  [13, 'overflow'],
];
test.each(STATUS)('knows status %d as %s', async (code, name) => {
  const { link } = await bench((frame, { answer }) => {
    answer(frame, [code]);
  });
  await expect(link.ask(HELLO)).resolves.toMatchObject({ status: name });
});

test('a cancelled question rejects at once with the reason, in the queue as on the wire', async () => {
  const { link, asked } = await bench(() => undefined);
  const cancel = new AbortController();
  const onWire = link.ask({ ...HELLO, signal: cancel.signal });
  const queued = link.ask({ ...HELLO, signal: cancel.signal });
  await new Promise((resolve) => setTimeout(resolve, 3));
  cancel.abort('stop');
  await expect(onWire).rejects.toBe('stop');
  await expect(queued).rejects.toBe('stop');
  expect(asked).toHaveLength(1);
});

test('a lost port rejects at once with port-lost', async () => {
  const { link, port } = await bench(() => undefined);
  const waiting = link.ask({ ...HELLO, workMs: 1e9 });
  await new Promise((resolve) => setTimeout(resolve, 3));
  port.lose();
  await expect(waiting).rejects.toMatchObject({ code: 'port-lost' });
});

test('the hello of the protocol has the bytes of its document', async () => {
  const { link, port } = await bench((frame, { answer }) => {
    answer(frame, [0]);
  });
  await link.ask(HELLO);
  expect(toHex(port.written)).toBe(toHex(encodeHelloByHand()));
});

/** C0 80 01 01 00 CRC C0 with the CRC worked out here, bit by bit (poly 1021, init FFFF). */
function encodeHelloByHand(): Uint8Array {
  const body = fromHex('80010100');
  let crc = 0xffff;
  for (const byte of body) for (let bit = 7; bit >= 0; bit--) crc = ((crc << 1) ^ (((crc >> 15) & 1) !== ((byte >> bit) & 1) ? 0x1021 : 0)) & 0xffff;
  return Uint8Array.of(0xc0, ...body, crc & 0xff, crc >> 8, 0xc0);
}

test('asks again at once when the answer came spoilt, without waiting for the deadline', async () => {
  let times = 0;
  const { link, port, clock } = await bench((frame, { answer }) => {
    times++;
    if (times > 2) answer(frame, [0, 9]);
    else port.say(fromHex('c0808100ffffffffc0')); // begins as the answer to hello does; its CRC is wrong
  });
  const beforeMs = clock.nowMs();
  const { data } = await link.ask({ ...HELLO, workMs: 5_000 });
  expect(toHex(data)).toBe('09');
  expect(times).toBe(3);
  expect(clock.nowMs() - beforeMs).toBeLessThan(5_000);
});

test('gives up when every answer comes spoilt', async () => {
  let times = 0;
  const { link, port } = await bench(() => {
    times++;
    port.say(fromHex('c0808100ffffffffc0'));
  });
  await expect(link.ask(HELLO)).rejects.toMatchObject({ code: 'link-timeout', facts: { spoilt: 5 } });
  expect(times).toBe(5);
});

test('does not take another broken frame for its answer', async () => {
  let times = 0;
  const { link, port } = await bench((frame, { answer }) => {
    times++;
    port.say(fromHex('c08085ffffffffffc0')); // begins as the answer to wake does
    answer(frame, [0]);
  });
  expect((await link.ask(HELLO)).status).toBe('ok');
  expect(times).toBe(1);
});
