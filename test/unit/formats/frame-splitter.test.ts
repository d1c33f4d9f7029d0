/** Text and frames on one wire, against the vectors that the firmware's tests read too. */
import { readFileSync } from 'node:fs';
import { beforeEach, describe, expect, it } from 'vitest';
import { FrameSplitter } from '../../../src/formats/index.ts';

interface FrameFields {
  readonly channel: number;
  readonly operation: number;
  readonly requestId: number;
  readonly payloadHex: string;
}
type Seen = { readonly textHex: string } | { readonly frame: FrameFields } | { readonly broken: string };

interface StreamVector {
  readonly name: string;
  readonly wireHex: string;
  readonly expect: readonly Seen[];
}

const { good, streams } = JSON.parse(readFileSync(new URL('../../vectors/frames.json', import.meta.url), 'utf8')) as {
  readonly good: readonly (FrameFields & { readonly wireHex: string })[];
  readonly streams: readonly StreamVector[];
};

const bytes = (hex: string): Uint8Array => Uint8Array.from(Buffer.from(hex, 'hex'));
const hex = (data: Uint8Array): string => Buffer.from(data).toString('hex');

let seen: Seen[] = [];
let splitter: FrameSplitter;

/** Adjacent texts count as one, as the vectors say. */
function sawText(textHex: string): void {
  const last = seen.at(-1);
  if (last !== undefined && 'textHex' in last) seen[seen.length - 1] = { textHex: last.textHex + textHex };
  else seen.push({ textHex });
}

beforeEach(() => {
  seen = [];
  splitter = new FrameSplitter({
    text: (text) => sawText(hex(text)),
    frame: ({ payload, channel, operation, requestId }) => seen.push({ frame: { channel, operation, requestId, payloadHex: hex(payload) } }),
    broken: (_content, fault) => seen.push({ broken: fault }),
  });
});

/** Always the same numbers, so that a failure can be repeated. */
function* numbers(seed: number): Generator<number, never> {
  for (let state = seed; ;) yield (state = (Math.imul(state, 1664525) + 1013904223) >>> 0);
}

describe('FrameSplitter', () => {
  it.each(streams)('in one piece: $name', ({ wireHex, expect: wanted }) => {
    splitter.push(bytes(wireHex));
    expect(seen).toEqual(wanted);
  });

  it.each(streams)('byte by byte: $name', ({ wireHex, expect: wanted }) => {
    for (const byte of bytes(wireHex)) splitter.push(Uint8Array.of(byte));
    expect(seen).toEqual(wanted);
  });

  it.each(streams)('in odd pieces: $name', ({ wireHex, expect: wanted }) => {
    const wire = bytes(wireHex);
    const random = numbers(wire.length + 1);
    for (let offset = 0; offset < wire.length;) {
      const length = random.next().value % 13;
      splitter.push(wire.subarray(offset, offset + length));
      offset += length;
    }
    expect(seen).toEqual(wanted);
  });

  it('finds all good frames when they come back to back', () => {
    splitter.push(bytes(good.map(({ wireHex }) => wireHex).join('')));
    expect(seen).toEqual(good.map(({ channel, operation, requestId, payloadHex }) => ({ frame: { channel, operation, requestId, payloadHex } })));
  });

  it('finds all good frames when each delimiter is shared', () => {
    splitter.push(
      bytes(
        good
          .map(({ wireHex }) => wireHex.slice(2))
          .join('')
          .replace(/^/, 'c0'),
      ),
    );
    expect(seen).toHaveLength(good.length);
  });

  it('is inside a frame from its first byte until its end', () => {
    expect(splitter.insideFrame).toBe(false);
    splitter.push(bytes('c0'));
    expect(splitter.insideFrame).toBe(false);
    splitter.push(bytes('80'));
    expect(splitter.insideFrame).toBe(true);
    splitter.push(bytes('0101db'));
    expect(splitter.insideFrame).toBe(true);
    splitter.push(bytes('c0'));
    expect(splitter.insideFrame).toBe(false);
  });

  it('gives up a frame that does not go on, and takes the rest as text', () => {
    splitter.push(bytes('c0800101'));
    splitter.giveUp();
    splitter.push(bytes('6f6b'));
    expect(seen).toEqual([{ broken: 'silence' }, { textHex: '6f6b' }]);
  });

  it('gives up a frame in the middle of an escape', () => {
    splitter.push(bytes('c08001db'));
    splitter.giveUp();
    splitter.push(bytes('dc'));
    expect(seen).toEqual([{ broken: 'silence' }, { textHex: 'dc' }]);
  });

  it('has nothing to give up outside a frame', () => {
    splitter.giveUp();
    splitter.push(bytes('61c0'));
    splitter.giveUp();
    splitter.push(bytes('800101'));
    expect(seen).toEqual([{ textHex: '61' }]);
    expect(splitter.insideFrame).toBe(true);
  });

  it('finds a frame after any noise that ends with a delimiter', () => {
    const random = numbers(7);
    const { wireHex, channel, operation, requestId, payloadHex } = good[0] as (typeof good)[number];
    for (let round = 0; round < 200; round++) {
      const noise = Uint8Array.from({ length: random.next().value % 3000 }, () => (random.next().value >>> 16) & (round % 2 === 0 ? 0xff : 0xdb));
      splitter.push(noise);
      splitter.push(bytes(`c0${wireHex}`));
      expect(seen.at(-1)).toEqual({ frame: { channel, operation, requestId, payloadHex } });
    }
  });
});
