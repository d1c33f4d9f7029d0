/**
 * Zips in and out of the firmware screen.
 * Floor: app. fflate does the packing; what is inside is the board room's to judge. Bounded, so that a small file cannot fill the memory.
 */
import { unzipSync, zipSync } from 'fflate';
import { TouchstoneError } from '../../base/index.ts';
import { isPackFile, packToFiles, type Pack, type SourceFile } from '../../board/index.ts';

/** `pack-zip`: the zip is damaged, encrypted, or of a kind that is not read (`name`). `pack-zip-size`: it holds more than is taken
 * (`name`, `bytes`, `limit`), or more files (`count`). */
export type PackZipErrorCode = 'pack-zip' | 'pack-zip-size';

const MAX_BYTES = 64 * 1024 * 1024;
const MAX_FILES = 4096;
/** The oldest date that a zip can hold, so that the same pack gives the same zip. */
const MTIME = new Date(1980, 0, 1);

/** True for bytes that begin like a zip. */
export const looksLikeZip = (bytes: Uint8Array): boolean => bytes[0] === 0x50 && bytes[1] === 0x4b && bytes[2] === 0x03 && bytes[3] === 0x04;

/** The binaries and descriptions in a zip; the rest is not unpacked. @throws pack-zip, pack-zip-size */
export function unzipPack(name: string, zip: Uint8Array): readonly SourceFile[] {
  let bytes = 0;
  let count = 0;
  const wanted = (file: { readonly name: string; readonly originalSize: number }): boolean => {
    if (!isPackFile(file.name)) return false;
    bytes += file.originalSize;
    count++;
    if (bytes > MAX_BYTES) throw new TouchstoneError<PackZipErrorCode>('pack-zip-size', { name, bytes, limit: MAX_BYTES });
    if (count > MAX_FILES) throw new TouchstoneError<PackZipErrorCode>('pack-zip-size', { name, count, limit: MAX_FILES });
    return true;
  };
  try {
    return Object.entries(unzipSync(zip, { filter: wanted })).map(([path, content]) => ({ path, bytes: content }));
  } catch (error) {
    throw error instanceof TouchstoneError ? error : new TouchstoneError<PackZipErrorCode>('pack-zip', { name }, error);
  }
}

/** One pack as one zip. */
export function zipPack(pack: Pack): Uint8Array<ArrayBuffer> {
  return zipSync(Object.fromEntries(packToFiles(pack).map(({ path, bytes }) => [path, bytes])), { level: 6, mtime: MTIME });
}
