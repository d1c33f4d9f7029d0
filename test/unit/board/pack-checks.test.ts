/** What makes a pack a pack: whole images, one chip, places that fit; and what is said of one that is only odd. */
import { describe, expect, test } from 'vitest';
import { packOfFirmware, packsFromFiles, withChip, type Pack } from '../../../src/board/index.ts';
import { firmware } from './firmware-image.ts';
import {
  app,
  APP0,
  APP1,
  BOOT_APP0,
  bootloader,
  CHIP_ID,
  esp8266,
  FACTORY,
  file,
  merged,
  NVS,
  OTADATA,
  plainImage,
  refusal,
  sha256,
  SPIFFS,
  table,
  text,
  withByte,
  type Row,
} from './pack-fixtures.ts';

type Part = readonly [offset: number, bytes: Uint8Array, name?: string];

/** Through the door, with offsets as a person gives them. */
async function packOf(...parts: readonly Part[]): Promise<Pack> {
  const names = parts.map(([offset, , name], index) => name ?? `p${String(index)}@${offset.toString(16)}`);
  const files = parts.map(([, bytes], index) => file(`${names[index] ?? ''}.bin`, bytes));
  const offsets = new Map(parts.map(([offset], index) => [`${names[index] ?? ''}.bin`, offset]));
  const [pack] = (await packsFromFiles(files, { offsets })).packs;
  if (pack === undefined) throw new Error('no pack');
  return pack;
}

const BOOT: Part = [0x1000, bootloader(), 'boot'];
const TABLE: Part = [0x8000, table(NVS, OTADATA, APP0, APP1, SPIFFS), 'table'];
const OTA: Part = [0xe000, BOOT_APP0, 'otadata'];
const APP: Part = [0x10000, app(), 'valve'];
const zeros = (bytes: number): Uint8Array => new Uint8Array(bytes);
const codes = (pack: Pack): readonly string[] => pack.warnings.map((warning) => warning.code);

test('a whole pack has no warnings, its parts ascending, each with its SHA-256', async () => {
  const pack = await packOf(APP, TABLE, OTA, BOOT);
  expect(pack.warnings).toEqual([]);
  expect(pack.parts.map((part) => part.offset)).toEqual([0x1000, 0x8000, 0xe000, 0x10000]);
  expect(pack.parts.map((part) => part.imageChecked)).toEqual(['checksum-and-hash', 'not-an-image', 'not-an-image', 'checksum-and-hash']);
  for (const part of pack.parts) expect(part.sha256).toBe(sha256(part.bytes));
});

describe('the fingerprint', () => {
  test('is the SHA-256 of chip, offsets and hashes, a line each', async () => {
    const pack = await packOf(BOOT, APP);
    expect(pack.fingerprint).toBe(sha256(text(`ESP32\n1000 ${sha256(BOOT[1])}\n10000 ${sha256(APP[1])}\n`)));
  });

  test('is the same whatever the files are called, and another for another byte, place or chip', async () => {
    const { fingerprint } = await packOf([0x20000, zeros(64)]);
    expect((await packOf([0x20000, zeros(64), 'x'])).fingerprint).toBe(fingerprint);
    expect((await packOf([0x20000, zeros(68)])).fingerprint).not.toBe(fingerprint);
    expect((await packOf([0x21000, zeros(64)])).fingerprint).not.toBe(fingerprint);
    expect((await withChip(await packOf([0x20000, zeros(64)]), 'esp32c3')).fingerprint).not.toBe(fingerprint);
  });
});

describe('the chip', () => {
  test('is what all images say', async () => {
    expect((await packOf(BOOT, APP)).chip).toBe('ESP32');
    await expect(packOf(BOOT, [0x10000, app({ chipId: CHIP_ID['ESP32-S3'] }), 'valve'])).rejects.toThrow(
      refusal('pack-chip', { name: 'valve.bin', offset: 0x10000, seen: 'ESP32-S3', wanted: 'ESP32' }),
    );
  });

  test('is the person’s to say when nothing tells it, and only then', async () => {
    const untold = await packOf([0x20000, zeros(64)]);
    expect([untold.chip, codes(untold)]).toEqual([null, ['chip-untold', 'no-table']]);
    expect(await withChip(untold, 'esp32c3')).toMatchObject({ chip: 'ESP32-C3', name: untold.name });
    await expect(withChip(await packOf(APP), 'ESP32-C3')).rejects.toThrow(refusal('pack-chip', { seen: 'ESP32', wanted: 'ESP32-C3' }));
    await expect(withChip(untold, 'ESP33')).rejects.toThrow(refusal('pack-chip-unknown', { seen: 'ESP33' }));
  });

  test('of a number without name is refused', async () => {
    await expect(packOf([0x10000, app({ chipId: 99 })])).rejects.toThrow(refusal('pack-chip-unknown', { seen: 99 }));
  });

  test('of firmware for a second chip in a data partition does not matter', async () => {
    const slave: Part = [0x290000, app({ chipId: CHIP_ID['ESP32-C3'] }), 'slave'];
    const pack = await packOf(BOOT, TABLE, OTA, APP, slave);
    expect([pack.chip, pack.parts[4]?.kind, codes(pack)]).toEqual(['ESP32', 'data', []]);
  });
});

describe('places', () => {
  test.each<readonly [string, readonly Part[], Error]>([
    ['no bytes', [[0x1000, zeros(0), 'a']], refusal('pack-part-empty', { name: 'a.bin' })],
    ['an offset that is no multiple of 4', [[0x1002, zeros(4), 'a']], refusal('pack-alignment', { name: 'a.bin', offset: 0x1002, align: 4 })],
    ['an offset below 0', [[-4, zeros(4)]], refusal('pack-alignment')],
    ['an offset that is no number', [[Number.NaN, zeros(4)]], refusal('pack-alignment')],
    ['an end beyond 4 GiB', [[0xfffffffc, zeros(8)]], refusal('pack-alignment')],
    [
      'two parts at the same bytes',
      [
        [0x20000, zeros(0x1001), 'a'],
        [0x21000, zeros(4), 'b'],
      ],
      refusal('pack-overlap', { name: 'b.bin', offset: 0x21000, end: 0x21004, other: 'a.bin', otherOffset: 0x20000, otherEnd: 0x21001 }),
    ],
    [
      'two parts in one sector',
      [
        [0x20000, zeros(0x10), 'a'],
        [0x20800, zeros(4), 'b'],
      ],
      refusal('pack-sector', { name: 'b.bin', offset: 0x20800, other: 'a.bin', otherEnd: 0x20010 }),
    ],
    [
      'an end beyond the flash of the bootloader',
      [BOOT, [0x3ff000, zeros(0x1004), 'a']],
      refusal('pack-flash-size', { name: 'a.bin', end: 0x400004, flashBytes: 0x400000 }),
    ],
    [
      'a partition smaller than its part',
      [TABLE, [0x9000, zeros(0x5004), 'a']],
      refusal('pack-partition-size', { name: 'a.bin', bytes: 0x5004, partition: 'nvs', partitionBytes: 0x5000 }),
    ],
    [
      'an application larger than its partition',
      [TABLE, [0x10000, app({ bytes: 0x140000 }), 'a']],
      refusal('pack-partition-size', { partition: 'app0', partitionBytes: 0x140000 }),
    ],
  ])('%s: refused', async (_what, parts, error) => {
    await expect(packOf(...parts)).rejects.toThrow(error);
  });

  test('of parts may follow each other without a gap, and fill the flash', async () => {
    const pack = await packOf(BOOT, [0x3fe000, zeros(0x1000)], [0x3ff000, zeros(0x1000)]);
    expect(pack.parts.length).toBe(3);
  });

  test('are bounded by the bootloader’s flash size, not the application’s', async () => {
    await expect(packOf([0x1000, bootloader({ flashCode: 1 })], [0x10000, app({ flashCode: 4 })], [0x200000, zeros(4)])).rejects.toThrow(
      refusal('pack-flash-size', { flashBytes: 0x200000 }),
    );
  });

  test.each<readonly [string, readonly Part[], unknown]>([
    ['an application where none belongs', [BOOT, TABLE, OTA, [0x20000, app(), 'a']], { code: 'app-place', facts: { name: 'a.bin', offset: 0x20000 } }],
    ['an application in a data partition', [BOOT, TABLE, OTA, APP, [0x290000, app(), 'a']], { code: 'app-place', facts: { name: 'a.bin', offset: 0x290000 } }],
    [
      'a bootloader where the ROM does not look',
      [[0, bootloader(), 'b'], TABLE, OTA, APP],
      { code: 'bootloader-place', facts: { name: 'b.bin', offset: 0, wanted: 0x1000 } },
    ],
    [
      'data at an application partition',
      [BOOT, TABLE, OTA, APP, [0x150000, zeros(64), 'a']],
      { code: 'not-an-image', facts: { name: 'a.bin', offset: 0x150000, partition: 'app1' } },
    ],
    [
      'data outside all partitions',
      [BOOT, TABLE, OTA, APP, [0x3f0000, zeros(64), 'a']],
      { code: 'outside-partitions', facts: { name: 'a.bin', offset: 0x3f0000 } },
    ],
    ['a part within a sector', [BOOT, TABLE, OTA, APP, [0x290010, zeros(64), 'a']], { code: 'not-sector-aligned', facts: { name: 'a.bin', offset: 0x290010 } }],
    ['an image without hash', [BOOT, TABLE, OTA, [0x10000, app({ hash: 'none' }), 'a']], { code: 'image-no-hash', facts: { name: 'a.bin', offset: 0x10000 } }],
    ['no table', [BOOT, APP], { code: 'no-table', facts: {} }],
    ['no bootloader', [TABLE, OTA, APP], { code: 'no-bootloader', facts: {} }],
    ['no application', [BOOT, TABLE, OTA], { code: 'no-app', facts: {} }],
    ['no word which slot to start', [BOOT, TABLE, APP], { code: 'otadata-untouched', facts: { slots: 2 } }],
  ])('%s: said, not refused', async (_what, parts, warning) => {
    expect((await packOf(...parts)).warnings).toEqual([warning]);
  });

  test('an ESP8266 needs neither table nor bootloader', async () => {
    const pack = await packOf([0, esp8266()], [0x300000, zeros(64)]);
    expect([pack.chip, codes(pack)]).toEqual(['ESP8266', []]);
  });

  test('an image that does not say what it is, is told by its place', async () => {
    const pack = await packOf([0x1000, plainImage()], TABLE, OTA, [0x10000, plainImage()]);
    expect(pack.parts.map((part) => part.kind)).toEqual(['bootloader', 'partition-table', 'otadata', 'app']);
  });
});

describe('images', () => {
  test.each<readonly [string, Uint8Array, object]>([
    ['cut short', app().subarray(0, 900), { reason: 'image-short', name: 'a.bin', offset: 0x10000 }],
    ['with a byte changed', withByte(app(), 600, 0x99), { reason: 'image-checksum' }],
    ['with 200 segments', withByte(app(), 1, 200), { reason: 'image-header', field: 'segments', seen: 200 }],
    ['with a segment of 4 GB', withByte(app(), 31, 0xff), { reason: 'image-segment' }],
    ['of one byte', Uint8Array.of(0xe9), { reason: 'image-short' }],
  ])('%s are refused', async (_what, bytes, facts) => {
    await expect(packOf([0x10000, bytes, 'a'])).rejects.toThrow(refusal('pack-image', facts));
  });

  test('whose appended SHA-256 is another are refused with both', async () => {
    const good = app();
    const bad = withByte(good, -1, (good.at(-1) as number) ^ 1);
    const wanted = Buffer.from(bad.subarray(-32)).toString('hex');
    await expect(packOf([0x10000, bad, 'a'])).rejects.toThrow(
      refusal('pack-image-hash', { name: 'a.bin', offset: 0x10000, seen: sha256(good.subarray(0, -32)), wanted }),
    );
  });

  test('may have a signature behind them', async () => {
    const signed = Uint8Array.from([...app(), ...new Uint8Array(64).fill(0xff), 0xe7, 2]);
    expect((await packOf([0x10000, signed])).parts[0]).toMatchObject({ kind: 'app', imageChecked: 'checksum-and-hash' });
  });

  test('in data partitions are only data, whatever they begin with', async () => {
    expect((await packOf(BOOT, TABLE, OTA, APP, [0x290000, Uint8Array.of(0xe9, 1, 2, 3)])).parts[4]?.kind).toBe('data');
  });
});

describe('the partition table', () => {
  const withRows = (...rows: readonly Row[]): Promise<Pack> => packOf(BOOT, [0x8000, table(...rows), 'table']);

  test.each<readonly [string, readonly Row[], Error]>([
    [
      'an application off its 64 KiB',
      [['app', 0, 0, 0x11000, 0x10000]],
      refusal('pack-table-alignment', { partition: 'app', offset: 0x11000, align: 0x10000 }),
    ],
    [
      'partitions that overlap',
      [FACTORY, ['x', 1, 6, 0x100000, 0x10000]],
      refusal('pack-table-overlap', { partition: 'x', offset: 0x100000, other: 'factory', otherEnd: 0x110000 }),
    ],
    ['a partition over the table itself', [['x', 1, 6, 0x7000, 0x2000]], refusal('pack-table-overlap', { partition: '(partition table)', other: 'x' })],
    ['a partition beyond the flash', [['x', 1, 6, 0x3f0000, 0x20000]], refusal('pack-table-flash', { partition: 'x', end: 0x410000, flashBytes: 0x400000 })],
  ])('with %s is refused', async (_what, rows, error) => {
    await expect(withRows(...rows)).rejects.toThrow(error);
  });

  test('that is damaged is refused with its row', async () => {
    await expect(packOf([0x8000, withByte(TABLE[1], 33, 0x51), 'table'])).rejects.toThrow(
      refusal('pack-table', { file: 'table.bin', offset: 0x8000, row: 1, reason: 'partition-magic' }),
    );
    await expect(packOf([0x8000, TABLE[1].subarray(0, 100), 'table'])).rejects.toThrow(refusal('pack-table', { reason: 'partition-short', row: 3 }));
  });

  test('may describe the bootloader and itself', async () => {
    const pack = await withRows(['boot', 2, 0, 0x1000, 0x7000], ['table', 3, 0, 0x8000, 0x1000], FACTORY);
    expect(codes(pack)).toEqual(['no-app']);
  });

  test('with rows within a sector or with NVS keys is said to have them', async () => {
    expect(codes(await withRows(['x', 1, 6, 0x9004, 0x100], ['keys', 1, 4, 0xa000, 0x1000]))).toEqual(['partition-unaligned', 'nvs-keys', 'no-app']);
  });

  test('is found at another place', async () => {
    const pack = await packOf(BOOT, [0xa000, table(['nvs', 1, 2, 0xb000, 0x4000], FACTORY)], APP);
    expect([pack.partitions?.length, codes(pack)]).toEqual([2, []]);
  });
});

describe('a merged binary', () => {
  const whole = merged([0x1000, bootloader()], [0x8000, TABLE[1]], [0xe000, BOOT_APP0], [0x10000, app()]);

  test('says what is in it', async () => {
    const pack = await packOf([0, whole]);
    expect(pack.parts).toMatchObject([{ offset: 0, kind: 'merged', imageChecked: 'checksum-and-hash', app: { projectName: 'valve', version: '1.4.0' } }]);
    expect([pack.partitions?.length, pack.chip, pack.flashSizeBytes, codes(pack)]).toEqual([5, 'ESP32', 0x400000, []]);
  });

  test('is only as sure as its weakest image', async () => {
    const weak = merged([0x1000, bootloader()], [0x8000, TABLE[1]], [0x10000, app({ hash: 'none' })]);
    const pack = await packOf([0, weak]);
    expect([pack.parts[0]?.imageChecked, codes(pack)]).toEqual(['checksum', ['image-no-hash']]);
  });

  test('may begin with the table', async () => {
    const pack = await packOf(BOOT, [0x8000, merged([0, TABLE[1]], [0x6000, BOOT_APP0], [0x8000, app()])]);
    expect(pack.parts.map((part) => part.kind)).toEqual(['bootloader', 'merged']);
    expect(codes(pack)).toEqual([]);
  });

  test.each<readonly [string, Uint8Array, Error]>([
    ['a damaged bootloader', withByte(whole, 0x1100, 0x99), refusal('pack-image', { offset: 0x1000, reason: 'image-checksum' })],
    ['a damaged application', withByte(whole, 0x10200, 0x99), refusal('pack-image', { offset: 0x10000, reason: 'image-checksum' })],
    ['a damaged table', withByte(whole, 0x8022, 0x99), refusal('pack-table', { offset: 0x8000, row: 5 })],
    ['an application cut off', whole.subarray(0, 0x10100), refusal('pack-image', { offset: 0x10000, reason: 'image-short' })],
    [
      'images for two chips',
      merged([0x1000, bootloader()], [0x8000, TABLE[1]], [0x10000, app({ chipId: 9 })]),
      refusal('pack-chip', { seen: 'ESP32-S3', wanted: 'ESP32' }),
    ],
    [
      'an application larger than its partition',
      merged([0x1000, bootloader()], [0x8000, table(['a', 0, 0, 0x10000, 0x10000])], [0x10000, app({ bytes: 0x10000 })]),
      refusal('pack-partition-size', { offset: 0x10000, partition: 'a', partitionBytes: 0x10000 }),
    ],
    ['more than the flash holds', merged([0, whole], [0x400000, zeros(4)]), refusal('pack-flash-size', { end: 0x400004, flashBytes: 0x400000 })],
  ])('with %s is refused', async (_what, bytes, error) => {
    await expect(packOf([0, bytes])).rejects.toThrow(error);
  });

  test('whose bootloader is for another place is said to be so', async () => {
    const s3 = { chipId: CHIP_ID['ESP32-S3'] };
    const pack = await packOf([0, merged([0x1000, bootloader(s3)], [0x8000, TABLE[1]], [0xe000, BOOT_APP0], [0x10000, app(s3)])]);
    expect(codes(pack)).toEqual(['bootloader-place', 'no-bootloader']);
  });
});

test('whichever byte of a small pack is changed, it is a pack or refused with a code of packs', async () => {
  const whole = merged([0, bootloader({ chipId: 5, bytes: 64 })], [0x8000, table(NVS, FACTORY)], [0x10000, app({ chipId: 5, bytes: 64 })]);
  for (let offset = 0; offset < 700; offset++) {
    for (const base of [0, 0x8000, 0x10000]) {
      if (base + offset >= whole.length) continue;
      const bytes = withByte(whole, base + offset, (whole[base + offset] as number) ^ 0xa5);
      try {
        await packOf([0, bytes]);
      } catch (error) {
        expect(error).toMatchObject({ name: 'TouchstoneError', code: expect.stringMatching(/^pack-/) as string });
      }
    }
  }
});

test('the firmware that comes with the page is a pack of one part', async () => {
  const image = await firmware();
  expect(await packOfFirmware(image)).toMatchObject({
    name: 'bench.bin 0.1.0',
    chip: 'ESP32',
    flashSizeBytes: 0x400000,
    parts: [{ offset: 0x1000, sha256: image.sha256, kind: 'bootloader', imageChecked: 'checksum-and-hash' }],
    warnings: [],
  });
});
