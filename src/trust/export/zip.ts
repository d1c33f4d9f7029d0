/**
 * Files into a zip, streamed: at no time is more than one file and a chunk of the archive in memory.
 * Floor: trust; fflate enters here. Knows no certificates. Names are made by the callers from checked parts; they are asserted here again.
 * Reference: PKWARE APPNOTE 6.3.9 sections 4.3.7 (local headers) and 4.4.17 (names: relative, with forward slashes).
 */
import { Zip, ZipDeflate, ZipPassThrough } from 'fflate';
import { TouchstoneError } from '../../base/index.ts';

/** One file of an archive. */
export interface ZipItem {
  readonly name: string;
  readonly text: string;
}

/** `export-name`: a name that could leave the folder or be something else than a file (fact `name`). It is a fault of this page. */
export type ZipErrorCode = 'export-name';

const NAME = /^(?:[a-z0-9-]{1,40}\/)?[A-Za-z0-9][A-Za-z0-9-]{0,60}\.[a-z0-9]{1,5}$/;
/** A zip knows the years 1980 to 2099; a computer whose clock is elsewhere still gets its file. */
const EARLIEST_MS = Date.UTC(1980, 0, 2);
const LATEST_MS = Date.UTC(2099, 11, 30);
/** Smaller files are stored: a certificate in PEM would shrink by a quarter, and take longer for it than for being verified. */
const SMALL_BYTES = 4096;
/** Bytes are handed on in pieces of about this size. */
const CHUNK_BYTES = 256 * 1024;

/** Makes the archive as it is read. @throws export-name, and what `items` throw */
export async function* zipChunks(items: Iterable<ZipItem> | AsyncIterable<ZipItem>, nowMs: number): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  const encoder = new TextEncoder();
  const ready: Uint8Array[] = [];
  let readyBytes = 0;
  const failures: unknown[] = [];
  const zip = new Zip((error, chunk) => {
    if (error !== null) failures.push(error);
    ready.push(chunk);
    readyBytes += chunk.length;
  });
  const take = (): Uint8Array<ArrayBuffer> => {
    if (failures.length > 0) throw failures[0];
    const joined = new Uint8Array(readyBytes);
    let offset = 0;
    for (const part of ready.splice(0)) {
      joined.set(part, offset);
      offset += part.length;
    }
    readyBytes = 0;
    return joined;
  };
  for await (const { name, text } of items) {
    if (!NAME.test(name)) throw new TouchstoneError<ZipErrorCode>('export-name', { name: name.slice(0, 100) });
    const bytes = encoder.encode(text);
    const file = bytes.length < SMALL_BYTES ? new ZipPassThrough(name) : new ZipDeflate(name, { level: 6 });
    file.mtime = Math.min(Math.max(nowMs, EARLIEST_MS), LATEST_MS);
    zip.add(file);
    file.push(bytes, true);
    if (readyBytes >= CHUNK_BYTES) yield take();
  }
  zip.end();
  yield take();
}
