/** NVS partitions byte for byte as Espressif's tool writes them; and everything that cannot be written. */
import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { encodeNvs, fillNvs, parseNvs, parseNvsCsv, type NvsEntry } from '../../../src/formats/index.ts';
import { NVS_VECTORS } from './nvs-vectors.ts';

const nothing = (): null => null;
const entry = (key: string, value: string, namespace = 'ns'): NvsEntry => ({ namespace, key, type: 'string', value });
const code = (wanted: string, facts: object = {}): Error => expect.objectContaining({ code: wanted, facts: expect.objectContaining(facts) as object }) as Error;

describe.each(NVS_VECTORS)('$name', ({ csv, partitionBytes, rows, sha256 }) => {
  const entries = fillNvs(parseNvsCsv(csv), nothing);
  const partition = encodeNvs(entries, partitionBytes);

  test('is what nvs_partition_gen.py writes', () => {
    expect(partition.length).toBe(partitionBytes);
    for (const [index, row] of (rows ?? []).entries()) expect(Buffer.from(partition.subarray(index * 32, index * 32 + 32)).toString('hex')).toBe(row);
    expect(createHash('sha256').update(partition).digest('hex')).toBe(sha256);
  });

  test('is read back as it was written', () => {
    expect(parseNvs(partition).entries).toEqual(entries);
  });
});

test('puts values of a namespace that comes again into that namespace', () => {
  const entries = [entry('a', '1', 'one'), entry('b', '2', 'two'), entry('c', '3', 'one')];
  expect(parseNvs(encodeNvs(entries, 0x3000)).entries).toEqual(entries);
});

test('writes a string of 4000 bytes with its NUL, and not one more', () => {
  expect(parseNvs(encodeNvs([entry('s', 'x'.repeat(3999))], 0x4000)).entries).toEqual([entry('s', 'x'.repeat(3999))]);
  expect(() => encodeNvs([entry('s', 'x'.repeat(4000))], 0x4000)).toThrow(code('nvs-value', { reason: 'length', bytes: 4001, limit: 4000 }));
});

test('counts bytes, not letters', () => {
  expect(() => encodeNvs([entry('s', '鉄'.repeat(1334))], 0x4000)).toThrow(code('nvs-value', { reason: 'length', bytes: 4003 }));
});

test('fills all pages but the last', () => {
  const blob = (bytes: number): NvsEntry => ({ namespace: 'ns', key: 'b', type: 'blob', value: new Uint8Array(bytes) });
  // page 1: name, chunk header, 124 × 32; page 2: chunk header, 124 × 32, index
  const most = 2 * 124 * 32;
  expect(parseNvs(encodeNvs([blob(most)], 0x3000)).pages.map((page) => page.state)).toEqual(['full', 'active', 'empty']);
  expect(() => encodeNvs([blob(most + 1)], 0x3000)).toThrow(code('nvs-full', { bytes: 0x3000, neededBytes: 0x4000 }));
});

test('refuses a blob of more chunks than can be counted', () => {
  const value = new Uint8Array(127 * 4000 + 1);
  expect(() => encodeNvs([{ namespace: 'ns', key: 'b', type: 'blob', value }], 0x100000)).toThrow(code('nvs-value', { reason: 'length', bytes: 508001 }));
});

test('takes 254 namespaces and no more', () => {
  const some = (count: number): readonly NvsEntry[] => Array.from({ length: count }, (_, index) => entry('k', '', `ns${String(index)}`));
  expect(parseNvs(encodeNvs(some(254), 0x10000)).entries.length).toBe(254);
  expect(() => encodeNvs(some(255), 0x10000)).toThrow(code('nvs-namespaces', { limit: 254 }));
});

test.each([0, 0x1000, 0x2000, 0x3001, 0x3800, -0x3000, Number.NaN, 1.5])('refuses a partition of %d bytes', (bytes) => {
  expect(() => encodeNvs([], bytes)).toThrow(code('nvs-size', { least: 0x3000 }));
});

test.each<readonly [string, NvsEntry, string, object]>([
  ['a key of 16 letters', entry('abcdefghijklmnop', ''), 'nvs-key', { reason: 'length', length: 16, limit: 15 }],
  ['an empty key', entry('', ''), 'nvs-key', { reason: 'empty' }],
  ['a key with a space at its end', entry('ssid ', ''), 'nvs-key', { reason: 'characters' }],
  ['a key with an umlaut', entry('schlüssel', ''), 'nvs-key', { reason: 'characters' }],
  ['a key with a NUL', entry('a\0b', ''), 'nvs-key', { reason: 'characters' }],
  ['a namespace of 16 letters', entry('k', '', 'abcdefghijklmnop'), 'nvs-key', { reason: 'length' }],
  ['a string with a NUL', entry('k', 'a\0b'), 'nvs-value', { reason: 'nul', key: 'k' }],
  ['half a surrogate pair', entry('k', '\ud83d'), 'nvs-value', { reason: 'text' }],
  ['256 as u8', { namespace: 'ns', key: 'k', type: 'u8', value: 256n }, 'nvs-value', { reason: 'range', type: 'u8' }],
  ['-1 as u32', { namespace: 'ns', key: 'k', type: 'u32', value: -1n }, 'nvs-value', { reason: 'range' }],
  ['128 as i8', { namespace: 'ns', key: 'k', type: 'i8', value: 128n }, 'nvs-value', { reason: 'range' }],
  ['2^64 as u64', { namespace: 'ns', key: 'k', type: 'u64', value: 1n << 64n }, 'nvs-value', { reason: 'range' }],
])('refuses %s', (_what, wrong, wanted, facts) => {
  expect(() => encodeNvs([wrong], 0x3000)).toThrow(code(wanted, facts));
});

test('refuses one key twice in a namespace, also under another type, but not in two namespaces', () => {
  expect(() => encodeNvs([entry('k', 'a'), { namespace: 'ns', key: 'k', type: 'u8', value: 1n }], 0x3000)).toThrow(
    code('nvs-twice', { namespace: 'ns', key: 'k' }),
  );
  expect(parseNvs(encodeNvs([entry('k', 'a', 'x'), entry('k', 'b', 'y')], 0x3000)).entries.length).toBe(2);
});

test('never puts a value into an error', () => {
  try {
    encodeNvs([entry('password', 'hunter2'.repeat(1000))], 0x3000);
    expect.unreachable();
  } catch (error) {
    expect(JSON.stringify(error) + String(error)).not.toContain('hunter2');
  }
});
