/** Reading NVS: what NVS itself leaves behind, and every byte that could be wrong. */
import { crc32 as zlibCrc } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { encodeNvs, parseNvs, type NvsEntry } from '../../../src/formats/index.ts';

const PAGE = 4096;
const crc = (bytes: Uint8Array): number => zlibCrc(bytes, 0xffffffff);

/** Entries by the document: namespace 1 is "ns"; a number, a string and a blob of two chunks' worth in one page. */
const ENTRIES: readonly NvsEntry[] = [
  { namespace: 'ns', key: 'n', type: 'i16', value: -2n },
  { namespace: 'ns', key: 's', type: 'string', value: 'hello' },
  { namespace: 'ns', key: 'b', type: 'blob', value: Uint8Array.of(1, 2, 3) },
];
/** Places in that page: 0 namespace, 1 n, 2 s + 3 its data, 4 chunk + 5 its data, 6 index. */
const made = (): Uint8Array => encodeNvs(ENTRIES, 0x3000);
const at = (entry: number): number => 64 + 32 * entry;

/** Changes one byte of an entry and mends its CRC, so that only the meaning is wrong. */
function withByte(entry: number, offset: number, value: number): Uint8Array {
  const bytes = made();
  bytes[at(entry) + offset] = value;
  return mended(bytes, entry);
}

function mended(bytes: Uint8Array, entry: number): Uint8Array {
  const item = bytes.subarray(at(entry), at(entry) + 32);
  const sum = crc(Uint8Array.from([...item.subarray(0, 4), ...item.subarray(8)]));
  new DataView(bytes.buffer).setUint32(at(entry) + 4, sum, true);
  return bytes;
}

function changed(offset: number, value: number): Uint8Array {
  const bytes = made();
  bytes[offset] = value;
  return bytes;
}

/** Sets the two bits of one entry's state: 3 empty, 2 written, 0 erased. */
function withState(bytes: Uint8Array, entry: number, state: number): Uint8Array {
  const offset = 32 + (entry >> 2);
  const shift = 2 * (entry & 3);
  bytes[offset] = ((bytes[offset] as number) & ~(3 << shift)) | (state << shift);
  return bytes;
}

test('reads what was written, and says how full the pages are', () => {
  const { entries, pages } = parseNvs(made());
  expect(entries).toEqual(ENTRIES);
  expect(pages).toEqual([
    { state: 'active', sequence: 0, writtenEntries: 7, erasedEntries: 0 },
    { state: 'empty', sequence: null, writtenEntries: 0, erasedEntries: 0 },
    { state: 'empty', sequence: null, writtenEntries: 0, erasedEntries: 0 },
  ]);
});

test('leaves out what was erased', () => {
  const bytes = withState(made(), 1, 0);
  expect(parseNvs(bytes).entries.map((entry) => entry.key)).toEqual(['s', 'b']);
  expect(parseNvs(bytes).pages[0]).toMatchObject({ writtenEntries: 6, erasedEntries: 1 });
});

test('reads pages in the order of their sequence numbers', () => {
  const many: readonly NvsEntry[] = Array.from({ length: 200 }, (_, index) => ({ namespace: 'ns', key: `k${String(index)}`, type: 'u8', value: 1n }));
  const bytes = encodeNvs(many, 0x4000);
  const swapped = Uint8Array.from([...bytes.subarray(PAGE, 2 * PAGE), ...bytes.subarray(0, PAGE), ...bytes.subarray(2 * PAGE)]);
  expect(parseNvs(swapped).entries).toEqual(many);
});

test('reads the blobs of NVS version 1', () => {
  const bytes = new Uint8Array(PAGE).fill(0xff);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, 0xfffffffe, true);
  view.setUint32(4, 7, true); // sequence; version stays 0xff
  view.setUint32(28, crc(bytes.subarray(4, 28)), true);
  bytes.set([0, 0x01, 1, 0xff, 0, 0, 0, 0, 0x6e], at(0));
  bytes.fill(0, at(0) + 9, at(0) + 24);
  bytes[at(0) + 24] = 1;
  bytes.set([1, 0x41, 2, 0xff, 0, 0, 0, 0, 0x62], at(1));
  bytes.fill(0, at(1) + 9, at(1) + 24);
  view.setUint16(at(1) + 24, 2, true);
  view.setUint32(at(1) + 28, crc(Uint8Array.of(9, 8)), true);
  bytes.set([9, 8], at(2));
  for (const entry of [0, 1, 2]) withState(bytes, entry, 2);
  mended(bytes, 0);
  mended(bytes, 1);
  expect(parseNvs(bytes).entries).toEqual([{ namespace: 'n', key: 'b', type: 'blob', value: Uint8Array.of(9, 8) }]);
});

test.each([0, 1, 4095, 4097])('refuses %d bytes', (length) => {
  expect(() => parseNvs(new Uint8Array(length))).toThrow(expect.objectContaining({ code: 'nvs-size' }) as Error);
});

describe('a wrong page', () => {
  const twins = (): Uint8Array => {
    const bytes = made();
    bytes.copyWithin(PAGE, 0, PAGE);
    return bytes;
  };
  test.each<readonly [string, Uint8Array, string, number]>([
    ['zeros', new Uint8Array(PAGE), 'state', 0],
    ['a state that is none', changed(0, 0xfa), 'state', 0],
    ['a changed sequence number', changed(4, 1), 'header-crc', 0],
    ['a changed CRC', changed(28, 0), 'header-crc', 0],
    ['a page that is not as empty as it says', changed(PAGE + 4000, 0), 'not-empty', 1],
    ['two pages of one sequence number', twins(), 'sequence', 1],
  ])('refuses %s', (_what, bytes, reason, page) => {
    expect(() => parseNvs(bytes)).toThrow(expect.objectContaining({ code: 'nvs-page', facts: { page, reason } }) as Error);
  });

  test('refuses a version that is newer', () => {
    const bytes = changed(8, 0xfd);
    new DataView(bytes.buffer).setUint32(28, crc(bytes.subarray(4, 28)), true);
    expect(() => parseNvs(bytes)).toThrow(expect.objectContaining({ code: 'nvs-page', facts: { page: 0, reason: 'version' } }) as Error);
  });
});

describe('a wrong entry', () => {
  const longer = withByte(2, 24, 0xff);
  const unterminated = made();
  unterminated[at(3) + 5] = 0x21;
  new DataView(unterminated.buffer).setUint32(at(2) + 28, crc(unterminated.subarray(at(3), at(3) + 6)), true);
  const notText = made();
  notText[at(3)] = 0xff;
  new DataView(notText.buffer).setUint32(at(2) + 28, crc(notText.subarray(at(3), at(3) + 6)), true);
  const twice = made();
  twice.copyWithin(at(7), at(1), at(2));

  test.each<readonly [string, Uint8Array, string, number]>([
    ['a changed value', changed(at(1) + 24, 1), 'crc', 1],
    ['a changed key', changed(at(1) + 8, 0x6d), 'crc', 1],
    ['changed data', changed(at(3), 0x48), 'data-crc', 2],
    ['a type that is none', withByte(1, 1, 0x33), 'type', 1],
    ['a number that spans two entries', withByte(1, 2, 2), 'span', 1],
    ['a string that spans none', withByte(2, 2, 0), 'span', 2],
    ['a string that is longer than its span', longer, 'span', 2],
    ['a key without end', mended(changed(at(1) + 23, 1).fill(0x61, at(1) + 8, at(1) + 24), 1), 'key', 1],
    ['a key that cannot be printed', withByte(1, 8, 7), 'key', 1],
    ['an empty key', withByte(1, 8, 0), 'key', 1],
    ['a namespace that is not listed', withByte(1, 0, 9), 'namespace', 1],
    ['a namespace of number 0', withByte(0, 24, 0), 'namespace', 0],
    ['a namespace of number 255', withByte(0, 24, 255), 'namespace', 0],
    ['a namespace that is a string', withByte(2, 0, 0), 'namespace', 2],
    ['a string without its NUL', mended(unterminated, 2), 'text', 2],
    ['a string that is no UTF-8', mended(notText, 2), 'text', 2],
    ['one key twice', withState(twice, 7, 2), 'twice', 7],
    ['a blob whose chunk is missing', withByte(4, 3, 5), 'chunk', 6],
    ['a blob that counts two chunks', withByte(6, 28, 2), 'chunk', 6],
    ['a blob that counts none', withByte(6, 28, 0), 'size', 6],
    ['a blob with another size', withByte(6, 24, 4), 'size', 6],
    ['a blob whose chunks begin at 3', withByte(6, 29, 3), 'chunk', 6],
    ['a chunk of no blob', withState(withState(made(), 6, 0), 6, 0), 'chunk', 4],
    ['a written entry behind an empty one', withState(made(), 9, 2), 'bitmap', 9],
    ['an empty entry that is not empty', changed(at(20), 0), 'bitmap', 20],
    ['a state that is none', withState(made(), 1, 1), 'bitmap', 1],
    ['a string whose data was erased', withState(made(), 3, 0), 'bitmap', 3],
  ])('refuses %s', (_what, bytes, reason, entry) => {
    expect(() => parseNvs(bytes)).toThrow(expect.objectContaining({ code: 'nvs-entry', facts: { page: 0, entry, reason } }) as Error);
  });
});

test('never does anything but read or refuse, whichever byte of a page is changed', () => {
  let refused = 0;
  for (let offset = 0; offset < at(8); offset++) {
    const bytes = made();
    bytes[offset] = (bytes[offset] as number) ^ 0x55;
    try {
      parseNvs(bytes);
    } catch (error) {
      expect(error).toMatchObject({ code: expect.stringMatching(/^nvs-/) as string });
      refused++;
    }
  }
  expect(refused).toBeGreaterThan(at(8) - 32 * 3); // only padding behind data may change unseen
});
