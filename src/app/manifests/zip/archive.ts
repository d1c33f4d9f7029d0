/**
 * The list of what is in a zip: its central directory, read strictly; nothing is unpacked.
 * Floor: app. Knows neither manifests nor packs; unpack.ts takes single files out. The directory is the truth about an archive: sizes, checksums and encryption stand there before
 * a byte is inflated, and an archive that was cut off has none.
 * Reference: PKWARE APPNOTE 6.3.9 sections 4.3.12 (central header), 4.3.14 to 4.3.16 (end of the directory), 4.4.4 (flags), 4.5.3 (64-bit sizes).
 */
import { TouchstoneError } from '../../../base/index.ts';

/**
 * `zip-invalid`: no zip, or a damaged one, or one this page cannot open. Facts `fileName` and `why`: `no-zip` (no end of a directory), `disks` (a part of several),
 * `directory` (it does not fit), `encrypted`, `method` (neither stored nor deflated; fact `method`), `header` (a file's own header does not fit), `data` (it cannot be
 * inflated), `size` or `checksum` (it is not what the directory says). `zip-limit`: more than this page unpacks. Facts `fileName`, `why` (`files`, `bytes`), `limit`.
 */
export type ZipErrorCode = 'zip-invalid' | 'zip-limit';

/** One file of an archive. */
export interface ArchivedFile {
  /** As it stands there; it may be anything. */
  readonly path: string;
  readonly flags: number;
  readonly method: number;
  readonly crc: number;
  readonly packedBytes: number;
  readonly bytes: number;
  /** Where its own header stands. */
  readonly offset: number;
}

export interface Archive {
  readonly fileName: string;
  readonly source: Blob;
  /** Folders are not among them. */
  readonly files: readonly ArchivedFile[];
  /** Where the directory begins: nothing of a file lies behind it. */
  readonly directoryOffset: number;
}

const MAX_FILES = 10_000;
const MAX_COMMENT_BYTES = 0xffff;
const END_BYTES = 22;
const END64_BYTES = 56;
const LOCATOR_BYTES = 20;
const HEADER_BYTES = 46;
/** Folders count here, and names may be long; far above any archive of manifests. */
const MAX_DIRECTORY_BYTES = 16 * 1024 * 1024;
const [END, END64, LOCATOR, HEADER] = [0x06054b50, 0x06064b50, 0x07064b50, 0x02014b50];
const [NONE_16, NONE_32] = [0xffff, 0xffffffff];

export const zipInvalid = (fileName: string, why: string, more: Readonly<Record<string, string | number>> = {}): TouchstoneError<ZipErrorCode> =>
  new TouchstoneError<ZipErrorCode>('zip-invalid', { fileName, why, ...more });

const viewOf = async (source: Blob, start: number, end: number): Promise<DataView> => new DataView(await source.slice(start, end).arrayBuffer());

/** Whether it begins like an archive, be it an empty one; no manifest and no firmware does. @throws a DOMException when the source cannot be read */
export async function beginsLikeArchive(source: Blob): Promise<boolean> {
  const [p, k, three, four] = new Uint8Array(await source.slice(0, 4).arrayBuffer());
  return p === 0x50 && k === 0x4b && ((three === 3 && four === 4) || (three === 5 && four === 6));
}

/** Reads the directory. @throws zip-invalid, zip-limit; a DOMException when the source cannot be read */
export async function openArchive(fileName: string, source: Blob): Promise<Archive> {
  const end = await findEnd(fileName, source);
  const { entries, directoryBytes, directoryOffset } = end;
  if (directoryOffset + directoryBytes > end.offset) throw zipInvalid(fileName, 'directory');
  if (directoryBytes > MAX_DIRECTORY_BYTES) throw new TouchstoneError<ZipErrorCode>('zip-limit', { fileName, why: 'files', limit: MAX_FILES });
  const directory = await viewOf(source, directoryOffset, directoryOffset + directoryBytes);
  const files: ArchivedFile[] = [];
  let at = 0;
  for (let entry = 0; entry < entries; entry++) {
    const { file, next } = readHeader(directory, at) ?? { file: null, next: 0 };
    if (file === null) throw zipInvalid(fileName, 'directory');
    at = next;
    if (!file.path.endsWith('/')) files.push(file);
    if (files.length > MAX_FILES) throw new TouchstoneError<ZipErrorCode>('zip-limit', { fileName, why: 'files', limit: MAX_FILES });
  }
  if (at !== directoryBytes) throw zipInvalid(fileName, 'directory');
  return { fileName, source, files, directoryOffset };
}

interface DirectoryEnd {
  readonly entries: number;
  readonly directoryBytes: number;
  readonly directoryOffset: number;
  /** Where the end record itself stands. */
  readonly offset: number;
}

async function findEnd(fileName: string, source: Blob): Promise<DirectoryEnd> {
  const start = Math.max(0, source.size - END_BYTES - MAX_COMMENT_BYTES);
  const tail = await viewOf(source, start, source.size);
  for (let at = tail.byteLength - END_BYTES; at >= 0; at--) {
    if (tail.getUint32(at, true) !== END || tail.getUint16(at + 20, true) !== tail.byteLength - at - END_BYTES) continue;
    const [disk, directoryDisk, here, entries] = [4, 6, 8, 10].map((field) => tail.getUint16(at + field, true)) as [number, number, number, number];
    const [directoryBytes, directoryOffset] = [tail.getUint32(at + 12, true), tail.getUint32(at + 16, true)];
    if (entries === NONE_16 || directoryBytes === NONE_32 || directoryOffset === NONE_32) return await findEnd64(fileName, source, start + at);
    if (disk !== 0 || directoryDisk !== 0 || here !== entries) throw zipInvalid(fileName, 'disks');
    return { entries, directoryBytes, directoryOffset, offset: start + at };
  }
  throw zipInvalid(fileName, 'no-zip');
}

async function findEnd64(fileName: string, source: Blob, endOffset: number): Promise<DirectoryEnd> {
  if (endOffset < LOCATOR_BYTES + END64_BYTES) throw zipInvalid(fileName, 'directory');
  const locator = await viewOf(source, endOffset - LOCATOR_BYTES, endOffset);
  if (locator.byteLength < LOCATOR_BYTES || locator.getUint32(0, true) !== LOCATOR) throw zipInvalid(fileName, 'directory');
  if (locator.getUint32(4, true) !== 0 || locator.getUint32(16, true) > 1) throw zipInvalid(fileName, 'disks');
  const offset = uint64(locator, 8);
  if (offset > endOffset - LOCATOR_BYTES - END64_BYTES) throw zipInvalid(fileName, 'directory');
  const end = await viewOf(source, offset, offset + END64_BYTES);
  if (end.byteLength < END64_BYTES || end.getUint32(0, true) !== END64) throw zipInvalid(fileName, 'directory');
  const entries = uint64(end, 32);
  if (end.getUint32(16, true) !== 0 || end.getUint32(20, true) !== 0 || uint64(end, 24) !== entries) throw zipInvalid(fileName, 'disks');
  return { entries, directoryBytes: uint64(end, 40), directoryOffset: uint64(end, 48), offset };
}

/** Beyond 2^53 it is not exact, and far beyond any file. */
const uint64 = (view: DataView, at: number): number => view.getUint32(at, true) + view.getUint32(at + 4, true) * 2 ** 32;

function readHeader(view: DataView, at: number): { readonly file: ArchivedFile; readonly next: number } | null {
  if (at + HEADER_BYTES > view.byteLength || view.getUint32(at, true) !== HEADER) return null;
  const [nameBytes, extraBytes, commentBytes, disk] = [28, 30, 32, 34].map((field) => view.getUint16(at + field, true)) as [number, number, number, number];
  const extraAt = at + HEADER_BYTES + nameBytes;
  const next = extraAt + extraBytes + commentBytes;
  if (next > view.byteLength) return null;
  const wide = readWide(view, extraAt, extraBytes, [view.getUint32(at + 24, true), view.getUint32(at + 20, true), view.getUint32(at + 42, true)]);
  if (wide === null || (disk !== 0 && disk !== NONE_16)) return null;
  const [bytes, packedBytes, offset] = wide;
  const path = new TextDecoder().decode(new Uint8Array(view.buffer, view.byteOffset + at + HEADER_BYTES, nameBytes));
  const file = {
    path,
    flags: view.getUint16(at + 8, true),
    method: view.getUint16(at + 10, true),
    crc: view.getUint32(at + 16, true),
    packedBytes,
    bytes,
    offset,
  };
  return { file, next };
}

/** Sizes and offset, taken from the 64-bit field where the short ones are full; null when that does not hold them. */
function readWide(view: DataView, extraAt: number, extraBytes: number, short: readonly [number, number, number]): readonly [number, number, number] | null {
  if (!short.includes(NONE_32)) return short;
  const end = extraAt + extraBytes;
  for (let at = extraAt; at + 4 <= end;) {
    const [id, length] = [view.getUint16(at, true), view.getUint16(at + 2, true)];
    if (id === 1) {
      let field = at + 4;
      const wide = short.map((value) => {
        if (value !== NONE_32) return value;
        const taken = field + 8 <= Math.min(at + 4 + length, end) ? uint64(view, field) : null;
        field += 8;
        return taken;
      });
      return wide.includes(null) ? null : (wide as [number, number, number]);
    }
    at += 4 + length;
  }
  return null;
}
