/**
 * The bytes of a file on disk: as a stream from its beginning, or a piece from anywhere.
 * Floor: trust. Knows no JSON. A file that was changed or taken away since it was chosen is an error of the bench.
 * Reference: File API section 3 (`stream`, `slice`, `arrayBuffer`; NotReadableError when the file on disk has changed). A stream takes a third of the time of
 * slices of a megabyte (measured in Chromium 156: 2 and 6 µs for the 3.8 KB of an entry, in both processes together twice that).
 */
import { TouchstoneError } from '../../base/index.ts';
import type { ManifestErrorCode } from './manifest-file.ts';

const unreadable = (fileName: string, offset: number, cause?: unknown): TouchstoneError =>
  new TouchstoneError<ManifestErrorCode>('manifest-read', { fileName, offset }, cause);

/** Reads from `start` up to `end`. @throws manifest-read */
export async function readBytes(fileName: string, source: Blob, start: number, end: number): Promise<Uint8Array<ArrayBuffer>> {
  let bytes: Uint8Array<ArrayBuffer>;
  try {
    bytes = new Uint8Array(await source.slice(start, end).arrayBuffer());
  } catch (error) {
    throw unreadable(fileName, start, error);
  }
  if (bytes.length !== end - start) throw unreadable(fileName, start + bytes.length);
  return bytes;
}

/** All bytes in order, in pieces as the browser gives them; whoever stops asking stops the reading. @throws manifest-read */
export async function* piecesOf(fileName: string, source: Blob): AsyncGenerator<Uint8Array> {
  let offset = 0;
  const open = (): ReadableStreamDefaultReader<Uint8Array> => source.stream().getReader();
  const reader = await attempt(open, fileName, offset);
  try {
    for (;;) {
      const { done, value } = await attempt(() => reader.read(), fileName, offset);
      if (done) break;
      offset += value.length;
      yield value;
    }
  } finally {
    reader.cancel().catch(() => undefined); // it may have broken, and then it says so a second time
  }
  if (offset !== source.size) throw unreadable(fileName, offset);
}

async function attempt<Value>(work: () => Value | Promise<Value>, fileName: string, offset: number): Promise<Value> {
  try {
    return await work();
  } catch (error) {
    throw unreadable(fileName, offset, error);
  }
}
