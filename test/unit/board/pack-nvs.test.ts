/** Settings for one board: a generated NVS partition in a pack. */
import { expect, test } from 'vitest';
import { nvsPartitions, packsFromFiles, withNvs, type Pack, type SourceFile } from '../../../src/board/index.ts';
import { encodeNvs, fillNvs, parseNvs, parseNvsCsv } from '../../../src/formats/index.ts';
import { app, BOOT_APP0, bootloader, FACTORY, file, merged, NVS, OTADATA, refusal, table } from './pack-fixtures.ts';

const SETTINGS = 'key,type,encoding,value\nwifi,namespace,,\nssid,data,string,bench\ndps,namespace,,\nid,data,string,{cn}\n';
const entries = (cn: string): ReturnType<typeof fillNvs> => fillNvs(parseNvsCsv(SETTINGS), (name) => (name === 'cn' ? cn : null));
const FOR_BOARD = encodeNvs(entries('sn01'), 0x5000);
const TABLE = table(NVS, OTADATA, FACTORY);

async function pack(...files: readonly SourceFile[]): Promise<Pack> {
  const [made] = (await packsFromFiles(files)).packs;
  if (made === undefined) throw new Error('no pack');
  return made;
}

const parts = (): readonly SourceFile[] => [
  file('boot_0x1000.bin', bootloader()),
  file('table_0x8000.bin', TABLE),
  file('ota_0xe000.bin', BOOT_APP0),
  file('app_0x10000.bin', app()),
];

test('become a part at the table’s NVS partition, and the pack another one', async () => {
  const base = await pack(...parts());
  const [partition] = nvsPartitions(base);
  expect(partition).toMatchObject({ name: 'nvs', offset: 0x9000, size: 0x5000 });
  const made = await withNvs(base, FOR_BOARD);
  expect(made.parts.map((part) => [part.offset, part.kind])).toEqual([
    [0x1000, 'bootloader'],
    [0x8000, 'partition-table'],
    [0x9000, 'nvs'],
    [0xe000, 'otadata'],
    [0x10000, 'app'],
  ]);
  expect(made.name).toBe(base.name);
  expect(made.fingerprint).not.toBe(base.fingerprint);
  expect((await withNvs(base, FOR_BOARD)).fingerprint).toBe(made.fingerprint);
  expect(base.parts.length).toBe(4);
});

test('take the place of settings that were there before', async () => {
  const made = await withNvs(await withNvs(await pack(...parts()), encodeNvs(entries('sn02'), 0x5000)), FOR_BOARD);
  expect(made.parts.filter((part) => part.kind === 'nvs').map((part) => parseNvs(part.bytes).entries)).toEqual([entries('sn01')]);
  const short = await pack(...parts(), file('old_0x9000.bin', new Uint8Array(0x1000)));
  expect((await withNvs(short, FOR_BOARD)).parts.length).toBe(5);
});

test('go into a merged binary without touching the rest of it', async () => {
  const whole = merged([0x1000, bootloader()], [0x8000, TABLE], [0xe000, BOOT_APP0], [0x10000, app()]);
  const base = await pack(file('merged.bin', whole));
  const made = await withNvs(base, FOR_BOARD);
  expect(made.parts.length).toBe(1);
  const bytes = made.parts[0]?.bytes ?? new Uint8Array(0);
  expect(parseNvs(bytes.subarray(0x9000, 0xe000)).entries).toEqual(entries('sn01'));
  expect(Buffer.compare(bytes.subarray(0, 0x9000), whole.subarray(0, 0x9000))).toBe(0);
  expect(Buffer.compare(bytes.subarray(0xe000), whole.subarray(0xe000))).toBe(0);
  expect(base.parts[0]?.bytes[0x9000]).toBe(0xff);
});

test('go into the partition that is named', async () => {
  const two = table(NVS, ['nvs2', 1, 2, 0x110000, 0x3000], FACTORY);
  const base = await pack(file('table_0x8000.bin', two));
  expect((await withNvs(base, encodeNvs([], 0x3000), 'nvs2')).parts[1]?.offset).toBe(0x110000);
  await expect(withNvs(base, FOR_BOARD, 'other')).rejects.toThrow(refusal('pack-nvs-none', { name: 'other' }));
});

test('are refused without a partition, of another size, or damaged', async () => {
  await expect(withNvs(await pack(file('app_0x10000.bin', app())), FOR_BOARD)).rejects.toThrow(refusal('pack-nvs-none'));
  await expect(withNvs(await pack(...parts()), encodeNvs([], 0x4000))).rejects.toThrow(
    refusal('pack-nvs-size', { bytes: 0x4000, partition: 'nvs', partitionBytes: 0x5000 }),
  );
  await expect(withNvs(await pack(...parts()), new Uint8Array(0x5000))).rejects.toThrow(expect.objectContaining({ code: 'nvs-page' }) as Error);
});

test('are refused where a part covers only some of the partition', async () => {
  const start = merged([0x1000, bootloader()], [0x8000, TABLE], [0x9000, new Uint8Array(0x1000)]);
  await expect(withNvs(await pack(file('start.bin', start)), FOR_BOARD)).rejects.toThrow(refusal('pack-overlap', { otherOffset: 0, otherEnd: 0xa000 }));
});
