/** The image that goes onto boards: what the ROM of the ESP32 will see, and what the firmware may not touch. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const read = (file: string): Buffer => readFileSync(new URL(`../../../public/firmware/${file}`, import.meta.url));

interface Entry {
  readonly name: string;
  readonly offset: number;
  readonly entry: number;
  readonly bytes: number;
  readonly sha256: string;
  readonly sourceHash: string;
  readonly buildId: string;
  readonly version: string;
}

const [listed] = (JSON.parse(read('catalogue.json').toString()) as { readonly images: readonly [Entry] }).images;
const image = read(listed.name);

interface Segment {
  readonly address: number;
  readonly length: number;
  readonly data: Buffer;
}

function readSegments(): { readonly segments: readonly Segment[]; readonly end: number } {
  const segments: Segment[] = [];
  let offset = 24;
  for (let index = 0; index < image.readUInt8(1); index++) {
    const length = image.readUInt32LE(offset + 4);
    segments.push({ address: image.readUInt32LE(offset), length, data: image.subarray(offset + 8, offset + 8 + length) });
    offset += 8 + length;
  }
  return { segments, end: offset };
}

describe('the prebuilt firmware', () => {
  it('begins as an image for DIO flash of 4 MB at 40 MHz, for the chip id of the ESP32, with a SHA-256', () => {
    expect([...image.subarray(0, 4)]).toEqual([0xe9, 2, 0x02, 0x20]);
    expect(image.readUInt8(8)).toBe(0xee);
    expect(image.readUInt16LE(12)).toBe(0);
    expect(image.readUInt8(23)).toBe(1);
  });

  it('is the image of the catalogue', () => {
    expect(createHash('sha256').update(image).digest('hex')).toBe(listed.sha256);
    expect(image.length).toBe(listed.bytes);
    expect(image.readUInt32LE(4)).toBe(listed.entry);
    expect(listed.offset).toBe(0x1000);
    expect(listed.sourceHash.slice(0, 8)).toBe(listed.buildId);
  });

  it('has a checksum at the end of a block of sixteen, then a SHA-256 over all before it, then nothing', () => {
    const { segments, end } = readSegments();
    const checksumAt = end + 15 - (end % 16);
    const checksum = segments.flatMap(({ data }) => [...data]).reduce((sum, byte) => sum ^ byte, 0xef);
    expect(image.readUInt8(checksumAt)).toBe(checksum);
    expect(
      image.subarray(checksumAt + 1).equals(
        createHash('sha256')
          .update(image.subarray(0, checksumAt + 1))
          .digest(),
      ),
    ).toBe(true);
  });

  it('loads code into the first 128 KB of IRAM and data into DRAM below the memory of the ROM', () => {
    const [code, data] = readSegments().segments as readonly [Segment, Segment];
    expect(code.address).toBe(0x40080000);
    expect(code.address + code.length).toBeLessThanOrEqual(0x400a0000);
    expect(data.address).toBeGreaterThanOrEqual(0x3ffb0000);
    expect(data.address + data.length).toBeLessThanOrEqual(0x3ffe0000);
    expect(listed.entry).toBeGreaterThanOrEqual(code.address);
    expect(listed.entry).toBeLessThan(code.address + code.length);
  });

  it('has segments of whole words', () => {
    for (const { address, length } of readSegments().segments) expect([address % 4, length % 4]).toEqual([0, 0]);
  });

  it('is small enough to be loaded into RAM in a moment', () => {
    expect(image.length).toBeLessThan(32 * 1024);
  });

  it('keeps its words where single bytes can be read: in DRAM', () => {
    const [code, data] = readSegments().segments as readonly [Segment, Segment];
    for (const words of ['touchstone bench ', 'touchstone crash cause=']) {
      expect(data.data.includes(words)).toBe(true);
      expect(code.data.includes(words)).toBe(false);
    }
  });

  it('knows its build id', () => {
    const code = readSegments().segments[0]?.data;
    expect(code?.includes(Buffer.from(listed.buildId, 'hex').reverse())).toBe(true);
  });
});
