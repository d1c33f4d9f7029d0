/** ESP images: a right one, and every wrong one that the ROM would refuse or that our build would not have written. */
import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { flashSizeOfCode, parseEspImage, readEspImage } from '../../../src/formats/index.ts';

interface Parts {
  readonly segments?: readonly (readonly [address: number, data: readonly number[]])[];
  readonly entry?: number;
  readonly chipId?: number;
  readonly hash?: 'appended' | 'none';
  readonly mode?: number;
  readonly sizeAndFrequency?: number;
}

const le = (value: number, bytes: number): number[] => Array.from({ length: bytes }, (_, index) => Math.floor(value / 2 ** (8 * index)) & 0xff);
const CODE = [0x36, 0x41, 0x00, 0x00];
const DATA = [1, 2, 3, 4, 5, 6, 7, 8];

/** Built here by the document, independent of the parser. */
function build({
  segments = [
    [0x40080000, CODE],
    [0x3ffb0000, DATA],
  ],
  entry = 0x40080000,
  chipId = 0,
  hash = 'appended',
  mode = 2,
  sizeAndFrequency = 0x20,
}: Parts = {}): Uint8Array {
  const out = [
    0xe9,
    segments.length,
    mode,
    sizeAndFrequency,
    ...le(entry, 4),
    0xee,
    0,
    0,
    0,
    ...le(chipId, 2),
    0,
    0,
    0,
    0xff,
    0xff,
    0,
    0,
    0,
    0,
    hash === 'appended' ? 1 : 0,
  ];
  for (const [address, data] of segments) out.push(...le(address, 4), ...le(data.length, 4), ...data);
  while (out.length % 16 !== 15) out.push(0);
  out.push(segments.flatMap(([, data]) => data).reduce((sum, byte) => sum ^ byte, 0xef));
  if (hash === 'appended') out.push(...createHash('sha256').update(Uint8Array.from(out)).digest());
  return Uint8Array.from(out);
}

function changed(offset: number, value: number): Uint8Array {
  const bytes = build();
  bytes[offset < 0 ? bytes.length + offset : offset] = value;
  return bytes;
}

test('reads header, segments and hash', () => {
  const bytes = build();
  const image = parseEspImage(bytes);
  expect(image).toMatchObject({ entry: 0x40080000, chipId: 0, spiMode: 2, flashSizeCode: 2, flashFrequencyCode: 0 });
  expect(image.segments.map(({ address, data, offset }) => [address, [...data], offset])).toEqual([
    [0x40080000, CODE, 32],
    [0x3ffb0000, DATA, 44],
  ]);
  expect(image.hashedBytes).toBe(64);
  expect(image.sha256).toEqual(new Uint8Array(createHash('sha256').update(bytes.subarray(0, 64)).digest()));
});

test('reads an image without hash, and one of another chip', () => {
  expect(parseEspImage(build({ hash: 'none' })).sha256).toBeNull();
  expect(parseEspImage(build({ chipId: 5 })).chipId).toBe(5);
});

test('finds the checksum at the end of a block, also when segments end right before or at a block', () => {
  for (let count = 1; count <= 8; count++) {
    const data = Array.from({ length: count * 4 }, (_, index) => index);
    const bytes = build({ segments: [[0x40080000, data]], hash: 'none' });
    expect(parseEspImage(bytes).hashedBytes).toBe(bytes.length);
  }
});

test('reads bytes that lie in the middle of a buffer', () => {
  const bytes = build();
  const buffer = new Uint8Array(bytes.length + 10).fill(0xaa);
  buffer.set(bytes, 5);
  expect(parseEspImage(buffer.subarray(5, 5 + bytes.length)).entry).toBe(0x40080000);
});

const WRONG: readonly (readonly [what: string, bytes: Uint8Array, code: string])[] = [
  ['nothing', new Uint8Array(0), 'image-short'],
  ['a header without its last byte', build().subarray(0, 23), 'image-short'],
  ['another first byte', changed(0, 0xea), 'image-magic'],
  ['no segments', changed(1, 0), 'image-header'],
  ['seventeen segments', changed(1, 17), 'image-header'],
  ['an SPI mode that does not exist', changed(2, 6), 'image-header'],
  ['a hash flag that is the character 1', changed(23, 0x31), 'image-header'],
  ['a segment header cut short', build().subarray(0, 30), 'image-short'],
  ['a segment cut short', build().subarray(0, 46), 'image-short'],
  ['a segment longer than the file', changed(29, 0xff), 'image-short'],
  ['a segment of 4 GB', changed(31, 0xff), 'image-segment'],
  [
    'an empty segment',
    build({
      segments: [
        [0x40080000, CODE],
        [0x3ffb0000, []],
      ],
    }),
    'image-segment',
  ],
  ['a segment of three bytes', build({ segments: [[0x40080000, [1, 2, 3]]] }), 'image-segment'],
  ['an unaligned segment', build({ segments: [[0x40080001, CODE]], entry: 0x40080001 }), 'image-segment'],
  [
    'a segment beyond the address space',
    build({
      segments: [
        [0x40080000, CODE],
        [0xfffffffc, DATA],
      ],
    }),
    'image-segment',
  ],
  ['an entry outside all segments', build({ entry: 0x40080004 }), 'image-entry'],
  ['a changed byte of a segment', changed(33, 0x40), 'image-checksum'],
  ['a changed checksum', changed(63, 0), 'image-checksum'],
  ['a missing checksum', build({ hash: 'none' }).subarray(0, 63), 'image-short'],
  ['a hash cut short', build().subarray(0, -1), 'image-short'],
  ['a byte after the end', Uint8Array.from([...build(), 0]), 'image-trailing'],
  ['a hash although the header says none', changed(23, 0), 'image-trailing'],
];
test.each(WRONG)('refuses %s', (_what, bytes, code) => {
  expect(() => parseEspImage(bytes)).toThrow(expect.objectContaining({ code }) as Error);
});

const EMPTY_FIRST = build({
  segments: [
    [0x3ffc0000, []],
    [0x40080000, CODE],
  ],
});
const ODD_ADDRESS = build({
  segments: [
    [0x40080000, CODE],
    [0x3ff80067, DATA],
  ],
});

test('inside a larger file it is found with its length, whatever follows', () => {
  for (const hash of ['appended', 'none'] as const) {
    const bytes = build({ hash });
    const found = readEspImage(Uint8Array.from([...bytes, 0xff, 0xff, 0xe7]));
    expect(found.length).toBe(bytes.length);
    expect(found.image).toEqual(parseEspImage(bytes));
  }
});

test('inside a larger file segments may be empty or at odd addresses, as real ones are', () => {
  expect(readEspImage(EMPTY_FIRST).image.segments.map((segment) => segment.data.length)).toEqual([0, 4]);
  expect(readEspImage(ODD_ADDRESS).image.segments[1]?.address).toBe(0x3ff80067);
  expect(() => parseEspImage(EMPTY_FIRST)).toThrow(expect.objectContaining({ code: 'image-segment' }) as Error);
  expect(() => parseEspImage(ODD_ADDRESS)).toThrow(expect.objectContaining({ code: 'image-segment' }) as Error);
});

test.each(WRONG.filter(([, , code]) => !['image-trailing', 'image-segment'].includes(code)))('inside a larger file it refuses %s', (_what, bytes, code) => {
  expect(() => readEspImage(bytes)).toThrow(expect.objectContaining({ code }) as Error);
});

test('flash sizes are powers of two from 1 MB to 128 MB', () => {
  expect([0, 1, 2, 3, 4, 5, 6, 7].map((code) => (flashSizeOfCode(code) ?? 0) / 0x100000)).toEqual([1, 2, 4, 8, 16, 32, 64, 128]);
  expect(flashSizeOfCode(8)).toBeNull();
  expect(flashSizeOfCode(15)).toBeNull();
});
