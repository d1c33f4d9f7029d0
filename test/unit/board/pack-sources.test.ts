/** What may be dropped: build folders, merged and loose binaries; and how each is told. */
import { describe, expect, test } from 'vitest';
import { isPackFile, packsFromFiles, type Pack, type SourceFile } from '../../../src/board/index.ts';
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
  json,
  merged,
  NVS,
  OTADATA,
  plainImage,
  refusal,
  SPIFFS,
  table,
  text,
  withByte,
} from './pack-fixtures.ts';

const OTA = table(NVS, OTADATA, APP0, APP1, SPIFFS);
const places = (pack: Pack | undefined): unknown => pack?.parts.map((part) => [part.offset, part.kind, part.name]);
const codes = (pack: Pack | undefined): unknown => pack?.warnings.map((warning) => warning.code);

describe('an ESP-IDF build folder', () => {
  const ARGS = {
    write_flash_args: ['--flash_mode', 'dio', '--flash_size', '4MB', '--flash_freq', '80m'],
    flash_settings: { flash_mode: 'dio', flash_size: '4MB', flash_freq: '80m' },
    flash_files: {
      '0x0': 'bootloader/bootloader.bin',
      '0x10000': 'valve.bin',
      '0x8000': 'partition_table/partition-table.bin',
      '0xe000': 'ota_data_initial.bin',
    },
    bootloader: { offset: '0x0', file: 'bootloader/bootloader.bin', encrypted: 'false' },
    app: { offset: '0x10000', file: 'valve.bin', encrypted: 'false' },
    extra_esptool_args: { after: 'hard_reset', before: 'default_reset', stub: true, chip: 'esp32s3' },
  };
  const s3 = { chipId: CHIP_ID['ESP32-S3'] };
  const BINARIES: readonly SourceFile[] = [
    file('build/bootloader/bootloader.bin', bootloader(s3)),
    file('build/partition_table/partition-table.bin', OTA),
    file('build/ota_data_initial.bin', new Uint8Array(0x2000).fill(0xff)),
    file('build/valve.bin', app(s3)),
  ];
  const withArgs = (change: object): readonly SourceFile[] => [
    file('build/flasher_args.json', json({ ...ARGS, ...change })),
    file('build/project_description.json', json({ version: '1' })),
    file('build/compile_commands.json', text('[')),
    ...BINARIES,
  ];

  test('gives one pack, named after its project', async () => {
    const { source, packs } = await packsFromFiles(withArgs({}));
    expect(source).toBe('esp-idf');
    expect(packs[0]).toMatchObject({ name: 'valve 1.4.0', chip: 'ESP32-S3', flashSizeBytes: 0x400000, erase: 'what-is-written', warnings: [] });
    expect(places(packs[0])).toEqual([
      [0, 'bootloader', 'build/bootloader/bootloader.bin'],
      [0x8000, 'partition-table', 'build/partition_table/partition-table.bin'],
      [0xe000, 'otadata', 'build/ota_data_initial.bin'],
      [0x10000, 'app', 'build/valve.bin'],
    ]);
    expect(packs[0]?.parts[3]?.app).toMatchObject({ projectName: 'valve', version: '1.4.0', idfVersion: 'v5.4.1', date: 'Nov 22 2026', time: '12:03:55' });
    expect(packs[0]?.partitions?.map((partition) => partition.name)).toEqual(['nvs', 'otadata', 'app0', 'app1', 'spiffs']);
  });

  test('says which parts want encryption, and when its flash size is another than the images', async () => {
    const { packs } = await packsFromFiles(
      withArgs({ app: { ...ARGS.app, encrypted: 'true' }, flash_settings: { ...ARGS.flash_settings, flash_size: '8MB' } }),
    );
    expect(packs[0]?.warnings).toEqual([
      { code: 'encrypted-part', facts: { name: 'valve.bin' } },
      { code: 'flash-size-differs', facts: { seen: 0x400000, wanted: 0x800000 } },
    ]);
  });

  test('takes its chip from the images when it names none', async () => {
    expect((await packsFromFiles(withArgs({ extra_esptool_args: {} }))).packs[0]?.chip).toBe('ESP32-S3');
  });

  test.each<readonly [string, object, Error]>([
    ['a place that is none', { flash_files: { here: 'valve.bin' } }, refusal('pack-field', { field: 'flash_files.here' })],
    ['a file that is a number', { flash_files: { '0x0': 1 } }, refusal('pack-field', { field: 'flash_files.0x0' })],
    ['files that are a list', { flash_files: [] }, refusal('pack-field', { field: 'flash_files' })],
    ['no files', { flash_files: {} }, refusal('pack-nothing')],
    ['a file that is not there', { flash_files: { '0x0': 'other.bin' } }, refusal('pack-file-missing', { path: 'other.bin' })],
    ['a file out of the drop', { flash_files: { '0x0': '../../other.bin' } }, refusal('pack-path', { reason: 'climbs' })],
    ['a chip that nobody knows', { extra_esptool_args: { chip: 'esp99' } }, refusal('pack-chip-unknown', { seen: 'esp99' })],
    ['another chip', { extra_esptool_args: { chip: 'esp32c3' } }, refusal('pack-chip', { seen: 'ESP32-S3', wanted: 'ESP32-C3' })],
    ['two files at one place', { flash_files: { '0x0': 'valve.bin', '0': 'ota_data_initial.bin' } }, refusal('pack-overlap')],
  ])('is refused with %s', async (_what, change, error) => {
    await expect(packsFromFiles(withArgs(change))).rejects.toThrow(error);
  });
});

describe('a build folder of PlatformIO or Arduino', () => {
  const PLATFORMIO = (chipId: number): readonly SourceFile[] => [
    file('.pio/build/valve/bootloader.bin', bootloader({ chipId })),
    file('.pio/build/valve/partitions.bin', OTA),
    file('.pio/build/valve/firmware.bin', app({ chipId, project: 'arduino-lib-builder' })),
  ];

  test.each<readonly [keyof typeof CHIP_ID, number]>([
    ['ESP32', 0x1000],
    ['ESP32-S3', 0],
    ['ESP32-C3', 0],
    ['ESP32-P4', 0x2000],
  ])('puts the bootloader of an %s at %i', async (chip, offset) => {
    const { source, packs } = await packsFromFiles(PLATFORMIO(CHIP_ID[chip]));
    expect(source).toBe('build-folder');
    expect(packs[0]).toMatchObject({ name: 'valve', chip });
    expect(packs[0]?.parts.map((part) => part.offset)).toEqual([offset, 0x8000, 0x10000]);
    expect(codes(packs[0])).toEqual(['otadata-untouched']);
  });

  test('takes boot_app0.bin from anywhere in the drop and a file system from beside it', async () => {
    const { packs } = await packsFromFiles([
      ...PLATFORMIO(0),
      file('tools/boot_app0.bin', BOOT_APP0),
      file('.pio/build/valve/littlefs.bin', new Uint8Array(0x1000)),
      file('.pio/build/valve/firmware.factory.bin', merged([0x1000, bootloader()], [0x8000, OTA], [0x10000, app()])),
    ]);
    expect(places(packs[0])).toEqual([
      [0x1000, 'bootloader', '.pio/build/valve/bootloader.bin'],
      [0x8000, 'partition-table', '.pio/build/valve/partitions.bin'],
      [0xe000, 'otadata', 'tools/boot_app0.bin'],
      [0x10000, 'app', '.pio/build/valve/firmware.bin'],
      [0x290000, 'data', '.pio/build/valve/littlefs.bin'],
    ]);
    expect(packs[0]?.warnings).toEqual([{ code: 'file-unused', facts: { name: '.pio/build/valve/firmware.factory.bin' } }]);
  });

  test('gives one pack per environment', async () => {
    const other = PLATFORMIO(CHIP_ID['ESP32-C3']).map(({ path, bytes }) => file(path.replace('/valve/', '/mini/'), bytes));
    expect((await packsFromFiles([...PLATFORMIO(0), ...other])).packs.map((pack) => [pack.name, pack.chip])).toEqual([
      ['valve', 'ESP32'],
      ['mini', 'ESP32-C3'],
    ]);
  });

  test('knows an exported Arduino sketch', async () => {
    const { packs } = await packsFromFiles([
      file('Valve.ino.bin', app({ project: 'esp32-arduino-lib-builder' })),
      file('Valve.ino.bootloader.bin', bootloader()),
      file('Valve.ino.partitions.bin', table(NVS, FACTORY)),
    ]);
    expect(packs[0]?.name).toBe('Valve.ino');
    expect(packs[0]?.parts.map((part) => part.offset)).toEqual([0x1000, 0x8000, 0x10000]);
  });

  test('starts the factory application first, wherever its row is', async () => {
    const factoryLast = table(NVS, ['app0', 0, 0x10, 0x110000, 0x100000], FACTORY);
    const { packs } = await packsFromFiles([PLATFORMIO(0)[0], file('.pio/build/valve/partitions.bin', factoryLast), PLATFORMIO(0)[2]] as readonly SourceFile[]);
    expect(packs[0]?.parts[2]?.offset).toBe(0x10000);
  });

  test('is refused with a damaged image or table', async () => {
    const [first, second, third] = PLATFORMIO(0) as readonly [SourceFile, SourceFile, SourceFile];
    await expect(packsFromFiles([{ ...first, bytes: first.bytes.subarray(0, 200) }, second, third])).rejects.toThrow(
      refusal('pack-image', { reason: 'image-short' }),
    );
    await expect(packsFromFiles([first, { ...second, bytes: withByte(second.bytes, 40, 1) }, third])).rejects.toThrow(
      refusal('pack-table', { reason: 'partition-md5', row: 5, offset: 0x8000 }),
    );
    await expect(packsFromFiles([first, second, { ...third, bytes: withByte(third.bytes, 300, 1) }])).rejects.toThrow(
      refusal('pack-image', { reason: 'image-checksum', offset: 0x10000 }),
    );
  });
});

describe('binaries without a description', () => {
  test('merged for any chip, alone', async () => {
    for (const [chip, offset] of [
      ['ESP32', 0x1000],
      ['ESP32-S3', 0],
      ['ESP32-P4', 0x2000],
    ] as const) {
      const parts = { chipId: CHIP_ID[chip] };
      const bytes = merged([offset, bootloader(parts)], [0x8000, OTA], [0x10000, app(parts)]);
      const { source, packs } = await packsFromFiles([file('valve.merged.bin', bytes)]);
      expect(source).toBe('binaries');
      expect(packs[0]).toMatchObject({ name: 'valve 1.4.0', chip, flashSizeBytes: 0x400000, warnings: [] });
      expect(packs[0]?.parts[0]).toMatchObject({ offset: 0, kind: 'merged', imageChecked: 'checksum-and-hash', app: { projectName: 'valve' } });
    }
  });

  test('with offsets in their names', async () => {
    const { packs } = await packsFromFiles([
      file('boot_0x1000.bin', plainImage()),
      file('0x8000-table.bin', table(NVS, FACTORY)),
      file('valve-0X10000.bin', app()),
      file('data@0x9000.bin', new Uint8Array(0x5000)),
    ]);
    expect(places(packs[0])).toEqual([
      [0x1000, 'bootloader', 'boot_0x1000.bin'],
      [0x8000, 'partition-table', '0x8000-table.bin'],
      [0x9000, 'nvs', 'data@0x9000.bin'],
      [0x10000, 'app', 'valve-0X10000.bin'],
    ]);
  });

  test('with offsets that the person gives, before those in names', async () => {
    const { packs } = await packsFromFiles([file('a/valve_0x20000.bin', app())], { offsets: new Map([['a/valve_0x20000.bin', 0x10000]]) });
    expect(places(packs[0])).toEqual([[0x10000, 'app', 'a/valve_0x20000.bin']]);
    expect(codes(packs[0])).toEqual(['no-table', 'no-bootloader']);
  });

  test('with places from what they are', async () => {
    const { packs } = await packsFromFiles([
      file('anything.bin', app()),
      file('my-bootloader.bin', plainImage()),
      file('parts.bin', OTA),
      file('boot_app0.bin', BOOT_APP0),
      file('spiffs.bin', new Uint8Array(0x1000)),
    ]);
    expect(packs[0]?.parts.map((part) => part.offset)).toEqual([0x1000, 0x8000, 0xe000, 0x10000, 0x290000]);
  });

  test('with a table whose place is only custom', async () => {
    const late = table(['nvs', 1, 2, 0x11000, 0x6000], ['factory', 0, 0, 0x20000, 0x100000]);
    const { packs } = await packsFromFiles([file('bootloader.bin', bootloader()), file('table.bin', late), file('valve.bin', app())]);
    expect(packs[0]?.warnings).toContainEqual({ code: 'offset-assumed', facts: { name: 'table.bin', offset: 0x8000 } });
  });

  test('that the table has no partition for are left out', async () => {
    const { packs } = await packsFromFiles([
      file('bootloader.bin', bootloader()),
      file('table.bin', table(NVS, FACTORY)),
      file('valve.bin', app()),
      file('boot_app0.bin', BOOT_APP0),
    ]);
    expect(packs[0]?.warnings).toEqual([{ code: 'file-unused', facts: { name: 'boot_app0.bin' } }]);
  });

  test('are asked for their place when nothing says it', async () => {
    await expect(packsFromFiles([file('valve.bin', app())])).rejects.toThrow(refusal('pack-offset-missing', { name: 'valve.bin', suggest: 0x10000 }));
    await expect(packsFromFiles([file('data.bin', new Uint8Array(16))])).rejects.toThrow(refusal('pack-offset-missing', { name: 'data.bin' }));
    await expect(packsFromFiles([file('a_0x1000_0x2000.bin', app())])).rejects.toThrow(refusal('pack-offset-missing'));
  });

  test('merged ones beside each other are a pack each, and what has no place is left out', async () => {
    const one = merged([0x1000, bootloader()], [0x8000, OTA], [0x10000, app()]);
    const c3 = { chipId: CHIP_ID['ESP32-C3'] };
    const two = merged([0, bootloader(c3)], [0x8000, OTA], [0x10000, app(c3)]);
    const { packs } = await packsFromFiles([file('esp32.bin', one), file('c3.bin', two), file('ota.bin', app())]);
    expect(packs.map((pack) => [pack.chip, pack.parts.length, pack.warnings])).toEqual([
      ['ESP32', 1, [{ code: 'file-unused', facts: { name: 'ota.bin' } }]],
      ['ESP32-C3', 1, [{ code: 'file-unused', facts: { name: 'ota.bin' } }]],
    ]);
  });

  test('a merged one goes with others that have their place', async () => {
    const start = merged([0x1000, bootloader()], [0x8000, OTA], [0xe000, BOOT_APP0]);
    const { packs } = await packsFromFiles([file('start.bin', start), file('valve_0x10000.bin', app())]);
    expect(places(packs[0])).toEqual([
      [0, 'merged', 'start.bin'],
      [0x10000, 'app', 'valve_0x10000.bin'],
    ]);
    expect(codes(packs[0])).toEqual([]);
  });

  test('one file without .bin is taken too; of several, only those', async () => {
    expect((await packsFromFiles([file('firmware', esp8266())])).packs[0]?.chip).toBe('ESP8266');
    await expect(packsFromFiles([file('a.txt', esp8266()), file('b.elf', esp8266())])).rejects.toThrow(refusal('pack-nothing', { files: 2 }));
    await expect(packsFromFiles([])).rejects.toThrow(refusal('pack-nothing', { files: 0 }));
  });

  test('take the person’s word for the chip where they do not say it', async () => {
    const { packs } = await packsFromFiles([file('data_0x0.bin', new Uint8Array(64))], { chip: 'esp32c6' });
    expect(packs[0]?.chip).toBe('ESP32-C6');
    await expect(packsFromFiles([file('valve_0x10000.bin', app())], { chip: 'ESP32-C6' })).rejects.toThrow(
      refusal('pack-chip', { seen: 'ESP32', wanted: 'ESP32-C6' }),
    );
  });
});

describe('a drop', () => {
  test('may not have a path twice, however it is written', async () => {
    await expect(packsFromFiles([file('a/b.bin', app()), file('a\\.\\b.bin', app())])).rejects.toThrow(refusal('pack-file-twice', { path: 'a/b.bin' }));
  });

  test('may not have paths that climb', async () => {
    await expect(packsFromFiles([file('../b.bin', app())])).rejects.toThrow(refusal('pack-path', { reason: 'climbs' }));
  });

  test('may not be endless', async () => {
    const many = Array.from({ length: 5000 }, (_, index) => file(`${String(index)}.bin`, new Uint8Array(0)));
    await expect(packsFromFiles(many)).rejects.toThrow(refusal('pack-too-large', { count: 5000, limit: 4096 }));
    const big = new Uint8Array(65 * 1024 * 1024);
    await expect(packsFromFiles([file('big_0x0.bin', big)])).rejects.toThrow(refusal('pack-too-large', { bytes: big.length, limit: 64 * 1024 * 1024 }));
    await expect(packsFromFiles(Array.from({ length: 4 }, (_, index) => file(`${String(index)}.bin`, big)))).rejects.toThrow(
      refusal('pack-too-large', { limit: 256 * 1024 * 1024 }),
    );
  });

  test('from a build folder is worth reading only in part', () => {
    expect(['a/flasher_args.json', 'A.BIN', 'src/main.o', 'firmware.elf', 'bin'].map(isPackFile)).toEqual([true, true, false, false, false]);
  });
});
