/** One owner of the bytes: frames, packets and text told apart, in order, whatever is lost. */
import { describe, expect, test } from 'vitest';
import { fromHex, toHex } from '../../../src/base/index.ts';
import { encodeFrame } from '../../../src/formats/index.ts';
import { Wire, type WireMode } from '../../../src/link/index.ts';
import { FakePort } from '../../support/fake-port.ts';
import { SteppingClock } from '../../support/stepping-clock.ts';

async function bench(mode: WireMode): Promise<{ port: FakePort; wire: Wire; clock: SteppingClock; seen: string[] }> {
  const port = new FakePort();
  const clock = new SteppingClock();
  const seen: string[] = [];
  const wire = new Wire(port, clock, {
    text: (bytes) => seen.push(`text ${String.fromCharCode(...bytes)}`),
    broken: (content, fault) => seen.push(`broken ${fault} ${toHex(content)}`),
  });
  wire.onFrame((frame) => seen.push(`frame ${String(frame.operation)} ${toHex(frame.payload)}`));
  wire.onPacket((packet) => seen.push(`packet ${toHex(packet)}`));
  await wire.open(115_200);
  wire.setMode(mode);
  return { port, wire, clock, seen };
}

describe('mode loader', () => {
  const CASES: readonly (readonly [what: string, wire: string, seen: readonly string[]])[] = [
    ['an answer between two delimiters is a packet', 'c00108020007122055c0', ['packet 0108020007122055']],
    ['escapes are undone', 'c001dbdcdbddc0', ['packet 01c0db']],
    ['boot log around packets is text', '626f6f74c00101c06f6b', ['text boot', 'packet 0101', 'text ok']],
    ['packets back to back', 'c00101c0c00102c0', ['packet 0101', 'packet 0102']],
    ['a shared delimiter serves two answers', 'c00101c00102c0', ['packet 0101', 'packet 0102']],
    ['the greeting of the stub is a packet', 'c00106c0c04f484149c0', ['packet 0106', 'packet 4f484149']],
    ['the first words of the firmware after an answer are text', 'c00106c0746f756368', ['packet 0106', 'text touch']],
    ['empty packets do not exist', 'c0c0c0c00101c0', ['packet 0101']],
    ['a lost opening delimiter costs one packet', '0101c0c00102c0c00103c0', ['text \u0001\u0001', 'packet 0102', 'packet 0103']],
    ['a lost closing delimiter costs one packet', 'c00101c00102c0c00103c0', ['packet 0101', 'packet 0102', 'packet 0103']],
    ['a wrong escape breaks the packet, what follows is text', 'c001db4142c0c00102c0', ['broken escape 01', 'text B', 'packet 0102']],
    ['an escape cut by a delimiter breaks the packet', 'c001dbc0c00102c0', ['broken escape 01', 'packet 0102']],
  ];
  test.each(CASES)('%s', async (_what, hex, expected) => {
    for (const step of [1, 3, 1_000]) {
      const { port, seen } = await bench('loader');
      const bytes = fromHex(hex);
      for (let start = 0; start < bytes.length; start += step) port.say(bytes.slice(start, start + step));
      expect(joinTexts(seen)).toEqual(expected);
    }
  });

  test('gives up a packet that never ends', async () => {
    const { port, seen } = await bench('loader');
    port.say(Uint8Array.of(0xc0));
    port.say(new Uint8Array(8_192).fill(0x41));
    expect(seen).toEqual([]);
    port.say('BC');
    expect(seen.map((line) => line.slice(0, 12))).toEqual(['broken long ', 'text C']);
  });
});

test('mode bench tells frames and text apart, in the order they came', async () => {
  const { port, seen } = await bench('bench');
  const frame = encodeFrame({ channel: 0x80, operation: 0x81, requestId: 1, payload: Uint8Array.of(0) });
  port.say('hi ');
  port.say(frame);
  port.say('there');
  expect(seen).toEqual(['text hi ', 'frame 129 00', 'text there']);
});

test('mode text takes everything as text', async () => {
  const { port, seen } = await bench('text');
  port.say(fromHex('c00101c0'));
  expect(seen).toEqual(['text \u00c0\u0001\u0001\u00c0']);
});

describe('silence', () => {
  test.each(['bench', 'loader'] as const)('of 250 ms inside a frame gives it up (mode %s); what follows is text', async (mode) => {
    const { port, clock, seen } = await bench(mode);
    port.say(fromHex('c0800102'));
    await clock.sleep(240);
    expect(seen).toEqual([]);
    port.say(fromHex('03'));
    await clock.sleep(240);
    expect(seen).toEqual([]);
    await clock.sleep(100);
    expect(seen).toEqual(['broken silence 80010203']);
    port.say('boot');
    expect(seen.at(-1)).toBe('text boot');
  });

  test('of a page that was busy is not held against the wire', async () => {
    // A timer that comes 2 s late, with the rest of the frame already waiting behind it.
    let nowMs = 0;
    const wake: (() => void)[] = [];
    const clock = { nowMs: () => nowMs, sleep: () => new Promise<void>((resolve) => wake.push(resolve)) };
    const port = new FakePort();
    const seen: string[] = [];
    const wire = new Wire(port, clock, { text: () => undefined, broken: (_content, fault) => seen.push(fault) });
    wire.onFrame(() => seen.push('frame'));
    void wire.open(115_200);
    wire.setMode('bench');
    const frame = encodeFrame({ channel: 0x80, operation: 0x81, requestId: 1, payload: Uint8Array.of(0) });
    port.say(frame.subarray(0, 5));
    nowMs = 2_000;
    wake.at(-1)?.();
    await new Promise((resolve) => setTimeout(resolve, 5));
    port.say(frame.subarray(5));
    expect(seen).toEqual(['frame']);
  });
});

test('silence is noticed also in a hidden page, whose timers are always late', async () => {
  let nowMs = 0;
  const clock = {
    nowMs: () => nowMs,
    sleep: async (durationMs: number) => {
      await Promise.resolve();
      nowMs += durationMs + 1_000;
    },
  };
  const port = new FakePort();
  const seen: string[] = [];
  const wire = new Wire(port, clock, { text: () => undefined, broken: (_content, fault) => seen.push(fault) });
  wire.setMode('bench');
  port.say(fromHex('c08001'));
  await new Promise((resolve) => setTimeout(resolve, 5));
  expect(seen).toEqual(['silence']);
});

test('a change of mode gives up a frame that has begun', async () => {
  const { port, wire, seen } = await bench('loader');
  port.say(fromHex('c00102'));
  wire.setMode('bench');
  expect(seen).toEqual(['broken silence 0102']);
});

test('a lost port rejects what is under way at once and everything afterwards', async () => {
  const { port, wire } = await bench('bench');
  port.lose();
  expect(wire.lost.aborted).toBe(true);
  expect(wire.lost.reason).toMatchObject({ code: 'port-lost' });
  await expect(wire.write(Uint8Array.of(1))).rejects.toMatchObject({ code: 'port-lost' });
});

test('rate and lines are changed one after the other', async () => {
  const { port, wire } = await bench('bench');
  await Promise.all([wire.setBaudRate(921_600), wire.setSignals({ dataTerminalReady: false, requestToSend: true }), wire.setBaudRate(115_200)]);
  expect(port.events).toEqual(['open 115200', 'baud 921600', 'D0 R1', 'baud 115200']);
  expect(wire.baudRate).toBe(115_200);
});

test('a port that never answers does not keep the wire', async () => {
  const { port, wire } = await bench('bench');
  port.close = () => new Promise<void>(() => undefined);
  port.write = () => new Promise<void>(() => undefined);
  await expect(wire.write(Uint8Array.of(1))).rejects.toMatchObject({ code: 'port-lost', facts: { operation: 'write' } });
  await wire.close();
});

function joinTexts(seen: readonly string[]): string[] {
  const joined: string[] = [];
  for (const line of seen) {
    const last = joined.at(-1);
    if (line.startsWith('text ') && last?.startsWith('text ') === true) joined[joined.length - 1] = last + line.slice(5);
    else joined.push(line);
  }
  return joined;
}
