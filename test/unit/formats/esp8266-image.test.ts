/** ESP8266 images of both forms; what is not certain is no image. */
import { expect, test } from 'vitest';
import { parseEspImage, readEsp8266Image } from '../../../src/formats/index.ts';

const le32 = (value: number): number[] => [value & 0xff, (value >>> 8) & 0xff, (value >>> 16) & 0xff, value >>> 24];
const CODE = [1, 2, 3, 4, 5, 6, 7, 8];

/** By the document: 8-byte header, segments, padding, XOR from EF. */
function rom(before: readonly number[] = [], sizeByte = 0x40): Uint8Array {
  const out = [...before, 0xe9, 1, 0, sizeByte, ...le32(0x40100004), ...le32(0x40100000), ...le32(CODE.length), ...CODE];
  while (out.length % 16 !== 15) out.push(0);
  return Uint8Array.from([...out, CODE.reduce((sum, byte) => sum ^ byte, 0xef)]);
}
const second = rom([0xea, 4, 0, 0x40, ...le32(0x40100004), ...le32(0), ...le32(16), ...new Array<number>(16).fill(0x77)]);
const changed = (offset: number, value: number): Uint8Array => Uint8Array.from(rom(), (byte, index) => (index === offset ? value : byte));

test('reads what the ROM loads, whatever follows it', () => {
  const wanted = { form: 'rom', entry: 0x40100004, flashSizeBytes: 4 * 1024 * 1024, length: 32 };
  expect(readEsp8266Image(rom())).toEqual(wanted);
  expect(readEsp8266Image(Uint8Array.from([...rom(), 1, 2, 3]))).toEqual(wanted);
});

test('reads what a second boot loader loads, with its code in flash', () => {
  expect(readEsp8266Image(second)).toEqual({ form: 'second-boot', entry: 0x40100004, flashSizeBytes: 4 * 1024 * 1024, length: second.length });
});

test.each<readonly [number, number | null]>([
  [0x00, 512],
  [0x10, 256],
  [0x20, 1024],
  [0x50, 2048],
  [0x90, 16384],
  [0x70, null],
])('size byte %i stands for %s KB', (sizeByte, kilobytes) => {
  expect(readEsp8266Image(rom([], sizeByte)).flashSizeBytes).toBe(kilobytes === null ? null : kilobytes * 1024);
});

test('is no ESP32 image', () => {
  expect(() => parseEspImage(rom())).toThrow(expect.objectContaining({ code: expect.stringMatching(/^image-/) as string }) as Error);
});

test.each<readonly [string, Uint8Array, string]>([
  ['nothing', new Uint8Array(0), 'image-short'],
  ['a header cut short', rom().subarray(0, 7), 'image-short'],
  ['a checksum cut off', rom().subarray(0, 31), 'image-short'],
  ['another first byte', changed(0, 0xe8), 'image-magic'],
  ['no segments', changed(1, 0), 'image-header'],
  ['seventeen segments', changed(1, 17), 'image-header'],
  ['a segment of 4 GB', changed(15, 0xff), 'image-segment'],
  ['a segment longer than the file', changed(13, 0x10), 'image-short'],
  ['an entry outside its code', changed(5, 0x10), 'image-entry'],
  ['a changed byte', changed(16, 0), 'image-checksum'],
  ['a second-boot header of another form', Uint8Array.from(second, (byte, index) => (index === 1 ? 3 : byte)), 'image-header'],
  ['a second-boot image without its second header', second.subarray(0, 32), 'image-short'],
])('refuses %s', (_what, bytes, code) => {
  expect(() => readEsp8266Image(bytes)).toThrow(expect.objectContaining({ code }) as Error);
});
