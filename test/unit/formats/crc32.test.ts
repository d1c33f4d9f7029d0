/** CRC-32 against its catalogued check value and zlib's. */
import { crc32 as zlib } from 'node:zlib';
import { expect, test } from 'vitest';
import { crc32 } from '../../../src/formats/index.ts';

const ascii = (text: string): Uint8Array => Uint8Array.from(text, (character) => character.charCodeAt(0));

test('gives the check value CBF43926', () => {
  expect(crc32(ascii('123456789'))).toBe(0xcbf43926);
});

test('of nothing is what came before', () => {
  expect(crc32(new Uint8Array(0))).toBe(0);
  expect(crc32(new Uint8Array(0), 0xffffffff)).toBe(0xffffffff);
});

test('goes on where it stopped', () => {
  expect(crc32(ascii('56789'), crc32(ascii('1234')))).toBe(0xcbf43926);
});

test('agrees with zlib, also from another start', () => {
  const bytes = Uint8Array.from({ length: 1000 }, (_, index) => (index * 31) & 0xff);
  for (const start of [0, 1, 0x80000000, 0xffffffff]) expect(crc32(bytes, start)).toBe(zlib(bytes, start));
});

test('is the same however the bytes are cut', () => {
  const bytes = Uint8Array.from({ length: 10_007 }, (_, index) => (index * 7919) >> 3);
  for (const cut of [1, 2, 3, 5, 4096]) {
    let crc = 0;
    for (let start = 0; start < bytes.length; start += cut) crc = crc32(bytes.subarray(start, start + cut), crc);
    expect(crc).toBe(zlib(bytes));
  }
});
