/**
 * One file out of an archive, inflated piece by piece into a Blob, so that the heap stays small whatever its size.
 * Floor: app. Believes nothing: header, size and checksum must be what the directory says, and not a byte more is kept.
 * Reference: PKWARE APPNOTE 6.3.9 section 4.3.7 (local header); Compression Streams (WHATWG), `deflate-raw`.
 */
import type { CancelSignal } from '../../../base/index.ts';
import { crc32 } from '../../../formats/index.ts';
import { BlobParts } from '../blob-parts.ts';
import { Pace } from '../pace.ts';
import { zipInvalid, type Archive, type ArchivedFile } from './archive.ts';

export interface UnpackOptions {
  /** What it is called when it is refused. */
  readonly fileName: string;
  readonly signal?: CancelSignal;
  readonly onProgress?: (doneBytes: number) => void;
}

const LOCAL_HEADER = 0x04034b50;
const LOCAL_BYTES = 30;
const [STORED, DEFLATED] = [0, 8];
/** Traditional, strong, and hidden headers: bits 0, 6 and 13. */
const ENCRYPTED = 0x2041;
const READ_BYTES = 1024 * 1024;
/** What goes in at once: the worst bomb makes a thousand times as much of it in one step. */
const INFLATE_BYTES = 2 * 1024;

/** Takes one file out. @throws zip-invalid, the signal's reason; a DOMException when the source cannot be read */
export async function unpack(archive: Archive, file: ArchivedFile, options: UnpackOptions): Promise<Blob> {
  const packed = await packedData(archive, file, options.fileName);
  let crc = 0;
  const parts = new BlobParts();
  const pace = new Pace();
  let doneBytes = 0;
  for await (const chunk of file.method === STORED ? readPieces(packed) : inflate(packed, options.fileName)) {
    if (options.signal?.aborted === true) throw options.signal.reason;
    doneBytes += chunk.length;
    if (doneBytes > file.bytes) throw zipInvalid(options.fileName, 'size');
    crc = crc32(chunk, crc);
    if (file.method !== STORED) parts.add(chunk);
    options.onProgress?.(doneBytes);
    await pace.breathe();
  }
  if (doneBytes !== file.bytes) throw zipInvalid(options.fileName, 'size');
  if (crc !== file.crc) throw zipInvalid(options.fileName, 'checksum');
  return file.method === STORED ? packed : parts.blob();
}

async function packedData({ source, directoryOffset }: Archive, file: ArchivedFile, fileName: string): Promise<Blob> {
  if ((file.flags & ENCRYPTED) !== 0) throw zipInvalid(fileName, 'encrypted');
  if (file.method !== STORED && file.method !== DEFLATED) throw zipInvalid(fileName, 'method', { method: file.method });
  const header = new DataView(await source.slice(file.offset, file.offset + LOCAL_BYTES).arrayBuffer());
  if (header.byteLength < LOCAL_BYTES || header.getUint32(0, true) !== LOCAL_HEADER || header.getUint16(8, true) !== file.method) {
    throw zipInvalid(fileName, 'header');
  }
  const start = file.offset + LOCAL_BYTES + header.getUint16(26, true) + header.getUint16(28, true);
  if (start + file.packedBytes > directoryOffset) throw zipInvalid(fileName, 'header');
  return source.slice(start, start + file.packedBytes);
}

async function* readPieces(data: Blob): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  for (let start = 0; start < data.size; start += READ_BYTES) yield new Uint8Array(await data.slice(start, start + READ_BYTES).arrayBuffer());
}

async function* inflate(packed: Blob, fileName: string): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  const inflater = new DecompressionStream('deflate-raw');
  const reader = inflater.readable.getReader();
  const feed = new Feed(packed);
  const feeding = feed.into(inflater.writable.getWriter());
  try {
    for (let piece = await reader.read(); !piece.done; piece = await reader.read()) yield piece.value as Uint8Array<ArrayBuffer>;
  } catch (error) {
    if (feed.unreadable !== null) throw feed.unreadable.error;
    throw zipInvalid(fileName, 'data', { detail: error instanceof Error ? error.message.slice(0, 100) : typeof error });
  } finally {
    await reader.cancel().catch(() => undefined);
    await feeding;
  }
}

/** Puts a Blob into an inflater in small pieces. What goes wrong with the data is told by the inflater's other end, what goes wrong with the reading stands here. */
class Feed {
  unreadable: { readonly error: unknown } | null = null;
  readonly #packed: Blob;

  constructor(packed: Blob) {
    this.#packed = packed;
  }

  async into(writer: WritableStreamDefaultWriter<BufferSource>): Promise<void> {
    try {
      for await (const piece of this.#pieces()) {
        for (let start = 0; start < piece.length; start += INFLATE_BYTES) await writer.write(piece.subarray(start, start + INFLATE_BYTES));
      }
      await writer.close();
    } catch (error) {
      await writer.abort(error).catch(() => undefined);
    }
  }

  async *#pieces(): AsyncGenerator<Uint8Array<ArrayBuffer>> {
    try {
      yield* readPieces(this.#packed);
    } catch (error) {
      this.unreadable = { error };
      throw error;
    }
  }
}
