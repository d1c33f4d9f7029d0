/**
 * Reads codes from pictures with ZXing-C++, which knows nothing of the library that draws them.
 * Test support. The reader's own file is taken from node_modules; nothing is fetched.
 * Reference: zxing-wasm, README: prepareZXingModule, readBarcodes.
 */
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { prepareZXingModule, readBarcodes } from 'zxing-wasm/reader';

export interface ReadCode {
  readonly format: string;
  readonly text: string;
}

/** Grey as it is printed: 0 is black. Four bytes a dot. */
export interface Picture {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8ClampedArray<ArrayBuffer>;
}

let ready: Promise<void> | null = null;

async function prepare(): Promise<void> {
  const bytes = await readFile(createRequire(import.meta.url).resolve('zxing-wasm/reader/zxing_reader.wasm'));
  const wasmBinary = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength);
  await prepareZXingModule({ overrides: { wasmBinary }, fireImmediately: true });
}

/** Every code in a PNG or in a picture of dots, in no order. */
export async function readCodes(picture: Uint8Array<ArrayBuffer> | Picture): Promise<readonly ReadCode[]> {
  await (ready ??= prepare());
  const image = 'data' in picture ? ({ ...picture, colorSpace: 'srgb' } as ImageData) : picture;
  const found = await readBarcodes(image, { formats: ['QRCode', 'DataMatrix', 'Code128'], tryHarder: true });
  return found.map(({ format, text }) => ({ format, text }));
}
