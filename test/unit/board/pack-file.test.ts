/** Packs kept as files: back as they were, and nothing believed. */
import { expect, test } from 'vitest';
import { packsFromFiles, packToFiles, type Pack, type SourceFile } from '../../../src/board/index.ts';
import { app, bootloader, FACTORY, file, json, NVS, refusal, table, withByte } from './pack-fixtures.ts';

async function made(): Promise<Pack> {
  const { packs } = await packsFromFiles([
    file('valve/bootloader.bin', bootloader()),
    file('valve/partitions.bin', table(NVS, FACTORY)),
    file('valve/firmware.bin', app()),
    file('valve/firmware.ota.bin', app()),
  ]);
  return packs[0] as Pack;
}

/** The files of a pack with its description changed. */
async function changed(change: (description: Record<string, unknown>) => object): Promise<readonly SourceFile[]> {
  const [first, ...parts] = packToFiles(await made());
  const description = JSON.parse(new TextDecoder().decode(first?.bytes)) as Record<string, unknown>;
  return [file('pack.json', json({ ...description, ...change(description) })), ...parts];
}

test('comes back as it was, also from a folder in a zip', async () => {
  const pack = await made();
  expect(pack.warnings).toEqual([{ code: 'file-unused', facts: { name: 'valve/firmware.ota.bin' } }]);
  const { source, packs } = await packsFromFiles(packToFiles(pack).map(({ path, bytes }) => file(`kept\\${path}`, bytes)));
  expect(source).toBe('pack-file');
  expect(packs).toEqual([pack]);
});

test('is a description and a file a part', async () => {
  const files = packToFiles(await made());
  expect(files.map(({ path }) => path)).toEqual(['pack.json', 'parts/0x1000.bin', 'parts/0x8000.bin', 'parts/0x10000.bin']);
  expect(JSON.parse(new TextDecoder().decode(files[0]?.bytes))).toMatchObject({
    format: 'touchstone-pack',
    version: 1,
    chip: 'ESP32',
    flashSizeBytes: 0x400000,
    erase: 'what-is-written',
    parts: [{ file: 'parts/0x1000.bin', offset: 0x1000, kind: 'bootloader', name: 'valve/bootloader.bin' }, {}, {}],
  });
});

test('keeps what only the person knew', async () => {
  const { packs } = await packsFromFiles([file('data_0x20000.bin', new Uint8Array(64))], { chip: 'ESP32-H2' });
  expect((await packsFromFiles(packToFiles(packs[0] as Pack))).packs).toEqual(packs);
  const { packs: untold } = await packsFromFiles([file('data_0x20000.bin', new Uint8Array(64))]);
  expect((await packsFromFiles(packToFiles(untold[0] as Pack))).packs[0]?.chip).toBeNull();
});

const first = (parts: unknown): object => (parts as readonly object[])[0] ?? {};

test.each<readonly [string, (description: Record<string, unknown>) => object, Error]>([
  ['a newer version', () => ({ version: 2 }), refusal('pack-version', { seen: 2, wanted: 1 })],
  ['another fingerprint', () => ({ fingerprint: '0'.repeat(64) }), refusal('pack-fingerprint', { wanted: '0'.repeat(64) })],
  ['another offset', ({ parts }) => ({ parts: [{ ...first(parts), offset: 0x2000 }] }), refusal('pack-fingerprint')],
  ['another hash', ({ parts }) => ({ parts: [{ ...first(parts), sha256: '0'.repeat(64) }] }), refusal('pack-part-hash', { name: 'valve/bootloader.bin' })],
  ['another length', ({ parts }) => ({ parts: [{ ...first(parts), bytes: 1 }] }), refusal('pack-part-hash')],
  ['a file elsewhere', ({ parts }) => ({ parts: [{ ...first(parts), file: '../x.bin' }] }), refusal('pack-path', { reason: 'climbs' })],
  ['a file that is not there', ({ parts }) => ({ parts: [{ ...first(parts), file: 'parts/x.bin' }] }), refusal('pack-file-missing')],
  ['no parts', () => ({ parts: [] }), refusal('pack-field', { field: 'parts' })],
  ['another way to erase', () => ({ erase: 'nothing' }), refusal('pack-field', { field: 'erase' })],
  ['another chip', () => ({ chip: 'ESP32-C3' }), refusal('pack-chip', { seen: 'ESP32', wanted: 'ESP32-C3' })],
  ['a chip that nobody knows', () => ({ chip: 'ESP33' }), refusal('pack-chip-unknown')],
  ['a name that is none', () => ({ name: null }), refusal('pack-field', { field: 'name' })],
  ['warnings of its own', () => ({ warnings: [{ code: 'all-is-well', facts: {} }] }), refusal('pack-field', { field: 'warnings' })],
  ['warnings with objects inside', () => ({ warnings: [{ code: 'file-unused', facts: { name: {} } }] }), refusal('pack-field', { field: 'warnings' })],
  ['no warnings at all', () => ({ warnings: null }), refusal('pack-field', { field: 'warnings' })],
])('with %s is refused', async (_what, change, error) => {
  await expect(packsFromFiles(await changed(change))).rejects.toThrow(error);
});

test('with a changed part is refused', async () => {
  const files = packToFiles(await made()).map(({ path, bytes }) => file(path, path.endsWith('0x10000.bin') ? withByte(bytes, 100, 1) : bytes));
  await expect(packsFromFiles(files)).rejects.toThrow(refusal('pack-part-hash', { name: 'valve/firmware.bin' }));
});
