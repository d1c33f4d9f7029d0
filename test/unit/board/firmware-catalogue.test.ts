/** The catalogue of firmware images, and images against it. */
import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { checkFirmware, findFirmware, parseCatalogue } from '../../../src/board/index.ts';
import { catalogueOf, firmware, imageBytes, sha256 } from './firmware-image.ts';

const BYTES = imageBytes();

describe('the catalogue', () => {
  test('gives its entries', () => {
    const [entry] = parseCatalogue(catalogueOf(BYTES));
    expect(entry).toMatchObject({ name: 'bench.bin', chip: 'esp32', offset: 4096, bytes: BYTES.length, buildId: '3890b8fd' });
    expect(findFirmware(parseCatalogue(catalogueOf(BYTES)), 'esp32')).toEqual(entry);
  });

  test('has no image for another chip: firmware-missing', () => {
    expect(() => findFirmware(parseCatalogue(catalogueOf(BYTES)), 'esp32c3')).toThrow(expect.objectContaining({ code: 'firmware-missing' }) as Error);
  });

  const good = catalogueOf(BYTES) as { images: readonly Record<string, unknown>[] };
  const withImage = (change: object): unknown => ({ format: 1, images: [{ ...good.images[0], ...change }] });
  const without = (field: string): unknown => ({
    format: 1,
    images: [Object.fromEntries(Object.entries(good.images[0] ?? {}).filter(([name]) => name !== field))],
  });
  const WRONG: readonly (readonly [what: string, json: unknown])[] = [
    ['nothing', undefined],
    ['null', null],
    ['a text', 'catalogue'],
    ['a list', []],
    ['no format', { images: good.images }],
    ['another format', { format: 2, images: good.images }],
    ['a format in words', { format: '1', images: good.images }],
    ['no images', { format: 1 }],
    ['an empty list of images', { format: 1, images: [] }],
    ['images that are no list', { format: 1, images: {} }],
    ['a field it does not know', { format: 1, images: good.images, more: 1 }],
    ['an image that is null', { format: 1, images: [null] }],
    ['two images of one name', { format: 1, images: [good.images[0], good.images[0]] }],
    ['an image with a field it does not know', withImage({ url: 'https://elsewhere' })],
    ['an image without its hash', without('sha256')],
    ['a name that climbs', withImage({ name: '../secret' })],
    ['a name with a scheme', withImage({ name: 'https:x' })],
    ['an empty name', withImage({ name: '' })],
    ['a version of two numbers', withImage({ version: '1.0' })],
    ['another chip', withImage({ chip: 'esp32s3' })],
    ['another chip id', withImage({ chipId: 9 })],
    ['another offset', withImage({ offset: 0 })],
    ['an entry in words', withImage({ entry: '0x40080400' })],
    ['a negative length', withImage({ bytes: -1 })],
    ['a length that is no whole number', withImage({ bytes: 100.5 })],
    ['a hash in upper case', withImage({ sha256: sha256(BYTES).toUpperCase() })],
    ['a hash that is too short', withImage({ sha256: sha256(BYTES).slice(2) })],
    ['a build id that is none', withImage({ buildId: '3890b8f' })],
    ['a compiler with a line break', withImage({ compiler: 'gcc\n12' })],
  ];
  test.each(WRONG)('refuses %s', (_what, json) => {
    expect(() => parseCatalogue(json)).toThrow(expect.objectContaining({ code: 'firmware-catalogue' }) as Error);
  });
});

describe('an image', () => {
  const entryOf = (bytes: Uint8Array, change: object = {}) => findFirmware(parseCatalogue(catalogueOf(bytes, change)), 'esp32');

  test('that is the one of the catalogue comes back parsed', async () => {
    await expect(firmware()).resolves.toMatchObject({ name: 'bench.bin', image: { entry: 0x40080400, chipId: 0 } });
  });

  test('that is not there is firmware-missing', async () => {
    await expect(checkFirmware(entryOf(BYTES), null)).rejects.toMatchObject({ code: 'firmware-missing' });
  });

  test('of another length is firmware-hash, with both lengths', async () => {
    await expect(checkFirmware(entryOf(BYTES), BYTES.subarray(1))).rejects.toMatchObject({
      code: 'firmware-hash',
      facts: { bytes: BYTES.length - 1, wantedBytes: BYTES.length },
    });
  });

  test('with one bit changed is firmware-hash, with both digests', async () => {
    const bytes = BYTES.slice();
    bytes[500] = (bytes[500] ?? 0) ^ 1;
    await expect(checkFirmware(entryOf(BYTES), bytes)).rejects.toMatchObject({ code: 'firmware-hash', facts: { seen: sha256(bytes), wanted: sha256(BYTES) } });
  });

  test('that the catalogue names but the ROM would refuse is firmware-image', async () => {
    const broken = BYTES.slice();
    broken[0] = 0;
    await expect(checkFirmware(entryOf(broken), broken)).rejects.toMatchObject({ code: 'firmware-image', facts: { reason: 'image-magic' } });
    await expect(checkFirmware(entryOf(BYTES, { entry: 0x40080000 }), BYTES)).rejects.toMatchObject({ code: 'firmware-image' });
  });

  test('whose appended SHA-256 is stale is firmware-image', async () => {
    const stale = BYTES.slice();
    stale[stale.length - 1] = (stale.at(-1) ?? 0) ^ 1;
    await expect(checkFirmware(entryOf(stale), stale)).rejects.toMatchObject({ code: 'firmware-image', facts: { reason: 'appended-sha256' } });
  });
});

const shipped = new URL('../../../public/firmware/', import.meta.url);
test.runIf(existsSync(new URL('catalogue.json', shipped)))('the catalogue and the image that are shipped belong together', async () => {
  const entry = findFirmware(parseCatalogue(JSON.parse(readFileSync(new URL('catalogue.json', shipped), 'utf8'))), 'esp32');
  const checked = await checkFirmware(entry, new Uint8Array(readFileSync(new URL(entry.name, shipped))));
  expect(checked.image.segments.length).toBeGreaterThan(0);
});
