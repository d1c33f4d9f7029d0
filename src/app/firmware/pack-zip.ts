/**
 * Zips in and out of the firmware screen.
 * Floor: app. Knows no packs: what is inside is the board room's to judge. Bounded, so that a small file cannot fill the memory.
 */
import { zipSync } from 'fflate';
import { TouchstoneError } from '../../base/index.ts';
import { isPackFile, packToFiles, type Pack, type SourceFile } from '../../board/index.ts';
import { openArchive, type ZipErrorCode } from '../manifests/zip/archive.ts';
import { unpack } from '../manifests/zip/unpack.ts';

const MAX_BYTES = 64 * 1024 * 1024;
const MAX_FILES = 4096;
/** The oldest date that a zip can hold, so that the same pack gives the same zip. */
const MTIME = new Date(1980, 0, 1);

/** The binaries and descriptions in a zip; the rest is not unpacked. @throws zip-invalid, zip-limit; a DOMException when the source cannot be read */
export async function unzipPack(fileName: string, source: Blob): Promise<readonly SourceFile[]> {
  const archive = await openArchive(fileName, source);
  const wanted = archive.files.filter(({ path }) => isPackFile(path));
  const refuse = (why: 'bytes' | 'files', limit: number): TouchstoneError => new TouchstoneError<ZipErrorCode>('zip-limit', { fileName, why, limit });
  if (wanted.length > MAX_FILES) throw refuse('files', MAX_FILES);
  if (wanted.reduce((sum, { bytes }) => sum + bytes, 0) > MAX_BYTES) throw refuse('bytes', MAX_BYTES);
  const files: SourceFile[] = [];
  for (const file of wanted) {
    const content = await unpack(archive, file, { fileName: `${fileName}/${file.path}` });
    files.push({ path: file.path, bytes: new Uint8Array(await content.arrayBuffer()) });
  }
  return files;
}

/** One pack as one zip. */
export function zipPack(pack: Pack): Uint8Array<ArrayBuffer> {
  return zipSync(Object.fromEntries(packToFiles(pack).map(({ path, bytes }) => [path, bytes])), { level: 6, mtime: MTIME });
}
