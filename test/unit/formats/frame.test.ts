/** Bench frames one at a time, against the vectors that the firmware's tests read too. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { crc16, encodeFrame, encodeSlip, parseFrame } from '../../../src/formats/index.ts';

interface GoodVector {
  readonly name: string;
  readonly channel: number;
  readonly operation: number;
  readonly requestId: number;
  readonly payloadHex: string;
  readonly wireHex: string;
}

const { good, crcCheck } = JSON.parse(readFileSync(new URL('../../vectors/frames.json', import.meta.url), 'utf8')) as {
  readonly good: readonly GoodVector[];
  readonly crcCheck: { readonly inputHex: string; readonly crcHex: string };
};

const bytes = (hex: string): Uint8Array => Uint8Array.from(Buffer.from(hex, 'hex'));
const hex = (data: Uint8Array): string => Buffer.from(data).toString('hex');

/** The content of a wire: delimiters off, escapes undone, in the plainest way. */
const unescape = (wireHex: string): Uint8Array =>
  bytes((wireHex.slice(2, -2).match(/dbdc|dbdd|../g) ?? []).map((pair) => ({ dbdc: 'c0', dbdd: 'db' })[pair] ?? pair).join(''));

describe('CRC of a frame', () => {
  it('is 29b1 over "123456789"', () => {
    expect(crc16(new TextEncoder().encode('123456789'))).toBe(0x29b1);
    expect(crc16(bytes(crcCheck.inputHex)).toString(16)).toBe(crcCheck.crcHex);
  });

  it('is ffff over nothing', () => {
    expect(crc16(new Uint8Array(0))).toBe(0xffff);
  });
});

describe('encodeFrame', () => {
  it.each(good)('writes the wire of: $name', ({ channel, operation, requestId, payloadHex, wireHex }) => {
    expect(hex(encodeFrame({ channel, operation, requestId, payload: bytes(payloadHex) }))).toBe(wireHex);
  });

  it('lets no delimiter and no lone escape into the content', () => {
    for (const { wireHex } of good) {
      expect(wireHex.slice(2, -2).match(/../g)).not.toContain('c0');
      expect(wireHex.replaceAll(/dbdc|dbdd/g, '').match(/../g)).not.toContain('db');
    }
  });
});

describe('parseFrame', () => {
  it.each(good)('reads the content of: $name', ({ channel, operation, requestId, payloadHex, wireHex }) => {
    expect(parseFrame(unescape(wireHex))).toEqual({ channel, operation, requestId, payload: bytes(payloadHex) });
  });

  it('calls everything below six bytes short', () => {
    for (let length = 0; length < 6; length++) expect(parseFrame(new Uint8Array(length).fill(0x80))).toBe('short');
  });

  it('knows the channels 80 to 8f and no other', () => {
    for (let channel = 0; channel < 256; channel++) {
      const content = unescape(hex(encodeFrame({ channel, operation: 1, requestId: 0, payload: new Uint8Array(0) })));
      expect(parseFrame(content) === 'channel').toBe(channel < 0x80 || channel > 0x8f);
    }
  });

  it('sees every single wrong bit', () => {
    const content = unescape(good[1]?.wireHex ?? '');
    expect(content.length).toBeGreaterThan(20);
    for (let bit = 8; bit < content.length * 8; bit++) {
      const damaged = content.slice();
      damaged[bit >> 3] = (damaged[bit >> 3] as number) ^ (1 << (bit & 7));
      expect(parseFrame(damaged)).toBe('crc');
    }
  });

  it('sees a byte too few and a byte too many', () => {
    const content = unescape(good[1]?.wireHex ?? '');
    expect(parseFrame(content.subarray(0, -1))).toBe('crc');
    expect(parseFrame(content.subarray(1))).toBe('crc');
    expect(parseFrame(Uint8Array.of(...content, 0))).toBe('crc');
  });

  it('gives a payload of its own, not a view into the content', () => {
    const content = unescape(good[1]?.wireHex ?? '');
    const frame = parseFrame(content);
    content.fill(0);
    expect(typeof frame === 'object' && hex(frame.payload)).toBe(good[1]?.payloadHex);
  });
});

describe('encodeSlip', () => {
  it('writes the two escapes of RFC 1055', () => {
    expect(hex(encodeSlip(bytes('c0db01')))).toBe('c0dbdcdbdd01c0');
    expect(hex(encodeSlip(new Uint8Array(0)))).toBe('c0c0');
  });
});
