/** Partition tables by ESP-IDF's document, and every row that is none. */
import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { looksLikePartitionTable, parsePartitionTable } from '../../../src/formats/index.ts';

type Row = readonly [name: string, type: number, subtype: number, offset: number, size: number, flags?: number];

const le32 = (value: number): number[] => [value & 0xff, (value >>> 8) & 0xff, (value >>> 16) & 0xff, value >>> 24];
const rowBytes = ([name, type, subtype, offset, size, flags = 0]: Row): number[] => {
  const label = [...Buffer.from(name), ...new Array<number>(16).fill(0)].slice(0, 16);
  return [0xaa, 0x50, type, subtype, ...le32(offset), ...le32(size), ...label, ...le32(flags)];
};
const md5Row = (before: readonly number[]): number[] => [
  0xeb,
  0xeb,
  ...new Array<number>(14).fill(0xff),
  ...createHash('md5').update(Uint8Array.from(before)).digest(),
];

/** As gen_esp32part.py writes it: rows, MD5, 0xFF up to 0xC00. */
function table(rows: readonly Row[], length = 0xc00): Uint8Array {
  const bytes = rows.flatMap(rowBytes);
  bytes.push(...md5Row(bytes));
  return Uint8Array.from({ length }, (_, index) => bytes[index] ?? 0xff);
}

const NVS: Row = ['nvs', 1, 0x02, 0x9000, 0x6000];
const APP: Row = ['factory', 0, 0x00, 0x10000, 0x100000];

test('reads the table of ESP-IDF, single app', () => {
  expect(parsePartitionTable(table([NVS, ['phy_init', 1, 0x01, 0xf000, 0x1000], APP]))).toEqual([
    { name: 'nvs', type: 1, subtype: 2, typeName: 'data', subtypeName: 'nvs', offset: 0x9000, size: 0x6000, encrypted: false, readOnly: false },
    { name: 'phy_init', type: 1, subtype: 1, typeName: 'data', subtypeName: 'phy', offset: 0xf000, size: 0x1000, encrypted: false, readOnly: false },
    { name: 'factory', type: 0, subtype: 0, typeName: 'app', subtypeName: 'factory', offset: 0x10000, size: 0x100000, encrypted: false, readOnly: false },
  ]);
});

test.each<readonly [number, number, string, string]>([
  [0, 0x10, 'app', 'ota_0'],
  [0, 0x1f, 'app', 'ota_15'],
  [0, 0x20, 'app', 'test'],
  [0, 0x31, 'app', 'tee_1'],
  [1, 0x00, 'data', 'ota'],
  [1, 0x03, 'data', 'coredump'],
  [1, 0x04, 'data', 'nvs_keys'],
  [1, 0x05, 'data', 'efuse'],
  [1, 0x06, 'data', 'undefined'],
  [1, 0x80, 'data', 'esphttpd'],
  [1, 0x81, 'data', 'fat'],
  [1, 0x82, 'data', 'spiffs'],
  [1, 0x83, 'data', 'littlefs'],
  [1, 0x90, 'data', 'tee_ota'],
  [2, 0x02, 'bootloader', 'recovery'],
  [3, 0x01, 'partition_table', 'ota'],
  [1, 0x99, 'data', '0x99'],
  [0x40, 0x07, '0x40', '0x07'],
])('calls type %i, subtype %i by its name in partitions.csv', (type, subtype, typeName, subtypeName) => {
  expect(parsePartitionTable(table([['x', type, subtype, 0x9000, 0x1000]]))[0]).toMatchObject({ typeName, subtypeName });
});

test('reads flags, names of 16 letters and names in other scripts', () => {
  const rows = parsePartitionTable(
    table([
      ['sixteen_letters_', 1, 6, 0x9000, 0x1000, 1],
      ['設定', 1, 6, 0xa000, 0x1000, 2],
    ]),
  );
  expect(rows.map(({ name, encrypted, readOnly }) => [name, encrypted, readOnly])).toEqual([
    ['sixteen_letters_', true, false],
    ['設定', false, true],
  ]);
});

test('reads a table without MD5, and one with a signature behind it', () => {
  const plain = Uint8Array.from({ length: 0xc00 }, (_, index) => rowBytes(NVS)[index] ?? 0xff);
  expect(parsePartitionTable(plain).length).toBe(1);
  const signed = table([NVS], 0x1000);
  signed.fill(0x5a, 0xc00);
  expect(parsePartitionTable(signed).length).toBe(1);
});

test('reads 94 rows, the most there are with MD5 and end', () => {
  const rows = Array.from({ length: 94 }, (_, index): Row => [`p${String(index)}`, 1, 6, 0x9000 + 0x1000 * index, 0x1000]);
  expect(parsePartitionTable(table(rows)).length).toBe(94);
});

test('is told from other files by its first bytes', () => {
  expect(looksLikePartitionTable(table([NVS]))).toBe(true);
  expect(looksLikePartitionTable(Uint8Array.of(0xaa, 0x50))).toBe(false);
  expect(looksLikePartitionTable(new Uint8Array(0xc00))).toBe(false);
});

const changed = (offset: number, value: number): Uint8Array => {
  const bytes = table([NVS, APP]);
  bytes[offset] = value;
  return bytes;
};
const allRows = Uint8Array.from(Array.from({ length: 96 }, (_, index) => rowBytes([`p${String(index)}`, 1, 6, 0x9000 + 0x1000 * index, 0x1000])).flat());
const twoSums = [...rowBytes(NVS)];
twoSums.push(...md5Row(twoSums));
const rowBehind = Uint8Array.from([...twoSums, ...rowBytes(APP), ...new Array<number>(64).fill(0xff)]);
const sumTwice = Uint8Array.from([...twoSums, ...md5Row(twoSums), ...new Array<number>(64).fill(0xff)]);

test.each<readonly [string, Uint8Array, string, number]>([
  ['nothing', new Uint8Array(0), 'partition-short', 0],
  ['a row cut short', table([NVS]).subarray(0, 31), 'partition-short', 0],
  ['no end row', table([NVS, APP]).subarray(0, 96), 'partition-short', 3],
  ['96 rows and no end', allRows, 'partition-short', 96],
  ['another first byte', changed(0, 0xab), 'partition-magic', 0],
  ['zeros', new Uint8Array(0xc00), 'partition-magic', 0],
  ['an end row that is not all FF', changed(96 + 31, 0xfe), 'partition-magic', 3],
  ['something after the end row', changed(0xbff, 0), 'partition-trailing', 3],
  ['an empty table', new Uint8Array(0xc00).fill(0xff), 'partition-none', 0],
  ['an MD5 of other rows', changed(64 + 16, 0), 'partition-md5', 2],
  ['a changed row', changed(36, 1), 'partition-md5', 2],
  ['two MD5 rows', sumTwice, 'partition-md5', 2],
  ['a row behind the MD5', rowBehind, 'partition-md5', 2],
  ['an empty name', table([['', 1, 2, 0x9000, 0x1000]]), 'partition-name', 0],
  ['a name with a line break', table([['a\nb', 1, 2, 0x9000, 0x1000]]), 'partition-name', 0],
  ['a name that is cut inside a letter', table([['日日日日日日', 1, 2, 0x9000, 0x1000]]), 'partition-name', 0],
  ['one name twice', table([NVS, ['nvs', 1, 6, 0x20000, 0x1000]]), 'partition-name', 1],
  ['a size of 0', table([['x', 1, 2, 0x9000, 0]]), 'partition-size', 0],
  ['an end beyond 4 GiB', table([['x', 1, 2, 0xfffff000, 0x2000]]), 'partition-size', 0],
])('refuses %s', (_what, bytes, code, row) => {
  expect(() => parsePartitionTable(bytes)).toThrow(expect.objectContaining({ code, facts: expect.objectContaining({ row }) as object }) as Error);
});
