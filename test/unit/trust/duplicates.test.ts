/** Serial numbers that stand more than once. */
import { expect, it } from 'vitest';
import { findDuplicates, type FileDuplicates, type ManifestFile } from '../../../src/trust/index.ts';
import { KeyNumbers } from '../../../src/trust/manifest/key-numbers.ts';
import { authority, bareEntry, chip, entry, manyOf, read, strangeEntry } from './export-data.ts';

const other7 = { ...chip(7), device: authority.device(chip(8).key, `sn${chip(7).serialNumber.toUpperCase()}`, null), key: chip(8).key };
const found = (...files: readonly ManifestFile[]): readonly FileDuplicates[] => findDuplicates(files);
const none = { same: 0, different: 0, others: [] };

it('finds none in files that share none', async () => {
  expect(found()).toEqual([]);
  expect(found(await read(entry(chip(1)), entry(chip(2))), await read(entry(chip(3))))).toEqual([none, none]);
});

it('tells the same content from different content, in one file and in several', async () => {
  const [one, two, three] = [await read(entry(chip(1)), entry(chip(7))), await read(entry(other7), entry(chip(1))), await read(entry(chip(9)), entry(chip(9)))];
  expect(found(one, two, three)).toEqual([
    { same: 1, different: 1, others: [1] },
    { same: 1, different: 1, others: [0] },
    { same: 2, different: 0, others: [2] },
  ]);
});

it('sees the same certificates behind other words: group, time, signature, signer', async () => {
  const file = await read(entry(chip(1)), entry(chip(1), { groupId: 'OTHER', provisioningTimestamp: '2026-01-01T00:00:00Z' }), strangeEntry(chip(1)));
  expect(found(file)).toEqual([{ same: 3, different: 0, others: [0] }]);
});

it('sees a certificate that only pretends to be the same', async () => {
  const device = Buffer.from(chip(1).device);
  device[device.length - 40] = (device[device.length - 40] as number) ^ 1; // in s: the same names, the same key, no signature
  expect(found(await read(entry(chip(1)), entry({ ...chip(1), device })))).toEqual([{ same: 0, different: 2, others: [0] }]);
});

it('does not hold entries with certificates against such without', async () => {
  const file = await read(entry(chip(1)), bareEntry(chip(1)));
  expect(found(file)).toEqual([{ same: 2, different: 0, others: [0] }]);
  const three = await read(entry(chip(1)), bareEntry(chip(1)), bareEntry(chip(1), { groupId: 'OTHER' }));
  expect(found(three)).toEqual([{ same: 1, different: 2, others: [0] }]);
});

it('counts every entry of a chip that stands often, and passes over entries without a serial number', async () => {
  const file = await read(entry(chip(7)), entry(other7), entry(chip(7)), 'no entry', 'no entry', entry(chip(1)));
  expect(found(file)).toEqual([{ same: 0, different: 3, others: [0] }]);
});

it('names the other files only where something of them is repeated', async () => {
  const [a, b, c] = [await read(entry(chip(1))), await read(entry(chip(1)), entry(chip(2))), await read(entry(chip(2)))];
  expect(found(a, b, c).map(({ others }) => others)).toEqual([[1], [0, 2], [1]]);
});

it('looks through two files of 100,000 in less than a second', async () => {
  const file = manyOf(await read(entry(chip(1))), 100_000);
  const startMs = performance.now();
  expect(found(file, file)).toEqual([
    { same: 100_000, different: 0, others: [1] },
    { same: 100_000, different: 0, others: [0] },
  ]);
  const alike = manyOf(await read(entry(chip(1))), 100_000);
  alike.table.columns.uniqueIds.fill(7);
  expect(found(alike)).toEqual([{ same: 100_000, different: 0, others: [0] }]);
  console.log(`duplicates in 2 × 100,000 and 100,000 entries: ${(performance.now() - startMs).toFixed(0)} ms`);
  expect(performance.now() - startMs).toBeLessThan(5000); // one second, times a machine that does much else
});

it('gives each key its number, in order of appearance, however many there are', () => {
  const keys = new KeyNumbers(3, 2);
  const bytes = new Uint8Array(3 * 5000);
  for (let index = 0; index < 5000; index++) bytes.set([index & 255, index >> 8, 7], 3 * index);
  for (let index = 0; index < 5000; index++) expect(keys.number(bytes, 3 * index)).toBe(index);
  for (let index = 4999; index >= 0; index -= 7) expect(keys.number(bytes, 3 * index)).toBe(index);
  expect(keys.count).toBe(5000);
});
