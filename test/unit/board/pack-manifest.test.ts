/** ESP Web Tools manifests: builds, places, and every path that is a trick. */
import { describe, expect, test } from 'vitest';
import { filesNamedBy, packsFromFiles, type Pack, type SourceFile } from '../../../src/board/index.ts';
import { app, APP0, APP1, BOOT_APP0, bootloader, CHIP_ID, esp8266, file, json, merged, NVS, OTADATA, refusal, SPIFFS, table, text } from './pack-fixtures.ts';

const OTA = table(NVS, OTADATA, APP0, APP1, SPIFFS);
const places = (pack: Pack | undefined): unknown => pack?.parts.map((part) => [part.offset, part.kind, part.name]);
const codes = (pack: Pack | undefined): unknown => pack?.warnings.map((warning) => warning.code);

describe('an ESP Web Tools manifest', () => {
  const MANIFEST = {
    name: 'Valve',
    version: '1.4',
    home_assistant_domain: 'valve',
    builds: [
      {
        chipFamily: 'ESP32',
        improv: false,
        parts: [
          { path: 'esp32/bootloader.bin', offset: 4096 },
          { path: 'esp32/partitions.bin', offset: 32768 },
          { path: 'boot_app0.bin', offset: 57344 },
          { path: 'esp32/firmware.bin', offset: 65536 },
        ],
      },
      { chipFamily: 'ESP32-C3', parts: [{ path: './c3/merged%20firmware.bin', offset: 0 }] },
      { chipFamily: 'ESP8266', parts: [{ path: 'esp8266.bin', offset: 0 }] },
    ],
  };
  const c3 = { chipId: CHIP_ID['ESP32-C3'] };
  const FILES: readonly SourceFile[] = [
    file('web/manifest.json', json(MANIFEST)),
    file('web/esp32/bootloader.bin', bootloader()),
    file('web/esp32/partitions.bin', OTA),
    file('web/boot_app0.bin', BOOT_APP0),
    file('web/esp32/firmware.bin', app()),
    file('web/c3/merged firmware.bin', merged([0, bootloader(c3)], [0x8000, OTA], [0x10000, app(c3)])),
    file('web/esp8266.bin', esp8266()),
  ];
  const withManifest = (change: object): readonly SourceFile[] => [file('web/manifest.json', json({ ...MANIFEST, ...change })), ...FILES.slice(1)];
  const onePart = (path: string, offset: unknown = 0x1000): readonly SourceFile[] =>
    withManifest({ builds: [{ chipFamily: 'ESP32', parts: [{ path, offset }] }] });

  test('gives one pack per build', async () => {
    const { source, packs, refused } = await packsFromFiles(FILES);
    expect(source).toBe('esp-web-tools');
    expect(refused).toEqual([]);
    expect(packs.map((pack) => [pack.name, pack.chip, pack.flashSizeBytes])).toEqual([
      ['Valve 1.4', 'ESP32', 0x400000],
      ['Valve 1.4', 'ESP32-C3', 0x400000],
      ['Valve 1.4', 'ESP8266', 0x400000],
    ]);
    expect(places(packs[0])).toEqual([
      [0x1000, 'bootloader', 'web/esp32/bootloader.bin'],
      [0x8000, 'partition-table', 'web/esp32/partitions.bin'],
      [0xe000, 'otadata', 'web/boot_app0.bin'],
      [0x10000, 'app', 'web/esp32/firmware.bin'],
    ]);
    expect(places(packs[1])).toEqual([[0, 'merged', 'web/c3/merged firmware.bin']]);
    expect(places(packs[2])).toEqual([[0, 'app', 'web/esp8266.bin']]);
    expect(packs.map((pack) => codes(pack))).toEqual([[], [], []]);
  });

  test('erases everything unless it leaves that to the person', async () => {
    const erase = async (change: object): Promise<unknown> => (await packsFromFiles(withManifest(change))).packs[0]?.erase;
    expect(await erase({})).toBe('whole-chip');
    expect(await erase({ new_install_prompt_erase: false })).toBe('whole-chip');
    expect(await erase({ new_install_prompt_erase: true })).toBe('what-is-written');
    expect(await erase({ new_install_skip_erase: true })).toBe('what-is-written');
  });

  test('tells builds for cdc and uart apart', async () => {
    const build = { chipFamily: 'ESP8266', parts: [{ path: 'esp8266.bin', offset: 0 }] };
    const { packs } = await packsFromFiles(
      withManifest({
        builds: [
          { ...build, serialType: 'cdc' },
          { ...build, serialType: 'uart' },
        ],
      }),
    );
    expect(packs.map((pack) => pack.name)).toEqual(['Valve 1.4 (cdc)', 'Valve 1.4 (uart)']);
  });

  test('keeps the good builds when the files of another are missing', async () => {
    const { packs, refused } = await packsFromFiles(FILES.slice(0, -1));
    expect(packs.length).toBe(2);
    expect(refused).toEqual([{ label: 'ESP8266', error: refusal('pack-file-missing', { file: 'web/manifest.json', path: 'esp8266.bin' }) }]);
  });

  test('finds its parts beside it when single files were dropped', async () => {
    const flat = FILES.map(({ path, bytes }) => file(path.slice(path.lastIndexOf('/') + 1), bytes));
    expect((await packsFromFiles(flat)).packs.length).toBe(3);
  });

  test('takes offsets written as text', async () => {
    expect(places((await packsFromFiles(onePart('esp32/bootloader.bin', '0x1000'))).packs[0])).toEqual([[0x1000, 'bootloader', 'web/esp32/bootloader.bin']]);
  });

  test('may go up, but not out of the drop', async () => {
    const deep = [
      file('fw/json/manifest.json', json({ builds: [{ chipFamily: 'ESP8266', parts: [{ path: '../bin/a.bin', offset: 0 }] }] })),
      file('fw/bin/a.bin', esp8266()),
    ];
    expect(places((await packsFromFiles(deep)).packs[0])).toEqual([[0, 'app', 'fw/bin/a.bin']]);
    await expect(packsFromFiles(onePart('../../etc/passwd'))).rejects.toThrow(refusal('pack-path', { reason: 'climbs', path: '../../etc/passwd' }));
  });

  test.each<readonly [string, string]>([
    ['https://example.com/a.bin', 'url'],
    ['data:application/octet-stream;base64,AA==', 'url'],
    ['//example.com/a.bin', 'absolute'],
    ['/etc/passwd', 'absolute'],
    ['C:\\firmware\\a.bin', 'absolute'],
    ['..\\..\\a.bin', 'climbs'],
    ['%2e%2e/%2e%2e/%2e%2e/a.bin', 'climbs'],
    ['esp32/\u0000a.bin', 'characters'],
    ['', 'empty'],
    ['.', 'empty'],
    ['esp32/', 'empty'],
    ['a'.repeat(600), 'long'],
  ])('may not name %s', async (path, reason) => {
    await expect(packsFromFiles(onePart(path))).rejects.toThrow(refusal('pack-path', { reason }));
  });

  test.each<readonly [string, object, object]>([
    ['builds that are no list', { builds: {} }, { field: 'builds' }],
    ['no builds', { builds: [] }, { field: 'builds' }],
    ['a build without chip', { builds: [{ parts: [] }] }, { field: 'builds[0].chipFamily' }],
    ['a build without parts', { builds: [{ chipFamily: 'ESP32', parts: [] }] }, { field: 'builds[0].parts' }],
    ['a build of null', { builds: [null] }, { field: 'builds[0]' }],
    ['a part without path', { builds: [{ chipFamily: 'ESP32', parts: [{ offset: 0 }] }] }, { field: 'builds[0].parts[0].path' }],
    ['a question that is no yes or no', { new_install_prompt_erase: 'yes' }, { field: 'new_install_prompt_erase' }],
    ['a name that is a number', { name: 1 }, { field: 'name' }],
    ['a hundred builds', { builds: new Array(100).fill({ chipFamily: 'ESP32', parts: [] }) }, { field: 'builds' }],
  ])('is refused with %s', async (_what, change, facts) => {
    await expect(packsFromFiles(withManifest(change))).rejects.toThrow(refusal('pack-field', { file: 'web/manifest.json', ...facts }));
  });

  test.each([-1, 1.5, 2 ** 32, '10000h', '', null, [0]])('is refused with a part at %j', async (offset) => {
    await expect(packsFromFiles(onePart('esp32/bootloader.bin', offset))).rejects.toThrow(refusal('pack-field', { field: 'builds[0].parts[0].offset' }));
  });

  test('may not have endless packs', async () => {
    const builds = new Array(64).fill({ chipFamily: 'ESP8266', parts: [{ path: 'esp8266.bin', offset: 0 }] });
    const files = ['a', 'b', 'c'].map((name) => file(`web/${name}.json`, json({ builds })));
    await expect(packsFromFiles(files)).rejects.toThrow(refusal('pack-too-large', { count: 192, limit: 128 }));
  });

  test('is refused for a chip that nobody knows', async () => {
    const build = { chipFamily: 'ESP32-X9', parts: [{ path: 'esp8266.bin', offset: 0 }] };
    await expect(packsFromFiles(withManifest({ builds: [build] }))).rejects.toThrow(refusal('pack-chip-unknown', { seen: 'ESP32-X9' }));
  });

  test('is refused for another chip than its images are for', async () => {
    const build = { chipFamily: 'ESP32-S3', parts: [{ path: 'esp32/bootloader.bin', offset: 0 }] };
    await expect(packsFromFiles(withManifest({ builds: [build] }))).rejects.toThrow(refusal('pack-chip', { seen: 'ESP32', wanted: 'ESP32-S3' }));
  });

  test('that is broken is the reason when nothing else is there', async () => {
    const broken = file('manifest.json', text('{"builds": [}'));
    await expect(packsFromFiles([broken])).rejects.toThrow(refusal('pack-json', { file: 'manifest.json', line: 1 }));
    await expect(packsFromFiles([file('manifest.json', Uint8Array.of(0xff, 0xfe))])).rejects.toThrow(refusal('pack-json', { reason: 'utf8' }));
    await expect(packsFromFiles([file('manifest.json', text(`{"builds":${'['.repeat(100_000)}`))])).rejects.toThrow(refusal('pack-json', { reason: 'depth' }));
  });
});

describe('before its parts are fetched', () => {
  test('names the files that it needs, each once, as paths from the top', () => {
    const parts = [
      { path: '../bin/a.bin', offset: 0 },
      { path: 'b%20c.bin', offset: 0x10000 },
    ];
    const manifest = {
      builds: [
        { chipFamily: 'ESP32', parts },
        { chipFamily: 'ESP32-S3', parts },
      ],
    };
    expect(filesNamedBy(file('fw/json/manifest.json', json(manifest)))).toEqual(['fw/bin/a.bin', 'fw/json/b%20c.bin']);
  });

  test('so does flasher_args.json, and other files name none', () => {
    expect(filesNamedBy(file('build/flasher_args.json', json({ flash_files: { '0x0': 'a/b.bin' } })))).toEqual(['build/a/b.bin']);
    expect(filesNamedBy(file('x.json', json({ a: 1 })))).toEqual([]);
  });

  test('refuses what would be fetched from elsewhere', () => {
    const manifest = (path: string): SourceFile => file('fw/manifest.json', json({ builds: [{ chipFamily: 'ESP32', parts: [{ path, offset: 0 }] }] }));
    expect(() => filesNamedBy(manifest('https://example.com/a.bin'))).toThrow(refusal('pack-path', { reason: 'url' }));
    expect(() => filesNamedBy(manifest('../../a.bin'))).toThrow(refusal('pack-path', { reason: 'climbs' }));
  });
});
