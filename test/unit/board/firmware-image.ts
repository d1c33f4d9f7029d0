/** A small image for the tests of board, built here by Espressif's document. */
import { createHash } from 'node:crypto';
import { checkFirmware, parseCatalogue, type FirmwareImage } from '../../../src/board/index.ts';

const le32 = (value: number): number[] => [value & 0xff, (value >>> 8) & 0xff, (value >>> 16) & 0xff, value >>> 24];
export const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

/** Code that spans two RAM blocks, and a little data. */
export const CODE = Uint8Array.from({ length: 0x1800 + 400 }, (_, index) => (index * 7 + (index >> 5)) & 0xff);
export const DATA = Uint8Array.from({ length: 168 }, (_, index) => 0xc0 + (index % 0x20));

export function imageBytes(dataAddress = 0x3ffb0000): Uint8Array {
  const out = [0xe9, 2, 2, 0x20, ...le32(0x40080400), 0xee, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff, 0, 0, 0, 0, 1];
  for (const [address, data] of [
    [0x40080000, CODE],
    [dataAddress, DATA],
  ] as const)
    out.push(...le32(address), ...le32(data.length), ...data);
  while (out.length % 16 !== 15) out.push(0);
  out.push([...CODE, ...DATA].reduce((sum, byte) => sum ^ byte, 0xef));
  return Uint8Array.from([...out, ...createHash('sha256').update(Uint8Array.from(out)).digest()]);
}

export function catalogueOf(bytes: Uint8Array, change: object = {}): unknown {
  const image = {
    name: 'bench.bin',
    version: '0.1.0',
    chip: 'esp32',
    chipId: 0,
    offset: 4096,
    entry: 0x40080400,
    bytes: bytes.length,
    sha256: sha256(bytes),
    sourceHash: '3890b8fd'.padEnd(64, '0'),
    buildId: '3890b8fd',
    compiler: 'gcc',
    ...change,
  };
  return { format: 1, images: [image] };
}

export async function firmware(bytes: Uint8Array = imageBytes()): Promise<FirmwareImage> {
  const [entry] = parseCatalogue(catalogueOf(bytes));
  if (entry === undefined) throw new Error('no entry');
  return checkFirmware(entry, bytes);
}
