/**
 * Files into a zip without packing them: the archive is a Blob of small records and of the files themselves, so that nothing is copied.
 * Floor: app. Knows no manifests. Each file is read once, for its checksum.
 * Reference: PKWARE APPNOTE 6.3.9 sections 4.3.7, 4.3.12, 4.3.14 to 4.3.16, 4.5.3 (64-bit sizes, written only where they are needed), 4.4.4 bit 11 (names in UTF-8).
 */
import type { CancelSignal } from '../../../base/index.ts';
import { crc32 } from '../../../formats/index.ts';
import { Pace } from '../pace.ts';

export interface StoredItem {
  /** Unique within the archive. */
  readonly name: string;
  readonly source: Blob;
}

const READ_BYTES = 1024 * 1024;
const FULL_16 = 0xffff;
const FULL_32 = 0xffffffff;
const UTF8_NAME = 1 << 11;
const [PLAIN, WIDE] = [20, 45];

interface Placed {
  readonly name: Uint8Array<ArrayBuffer>;
  readonly crc: number;
  readonly bytes: number;
  readonly offset: number;
}

/** Makes the archive. `now` is written as every file's time. @throws the signal's reason; a DOMException when a source cannot be read */
export async function writeStored(items: readonly StoredItem[], now: Date, signal: CancelSignal): Promise<Blob> {
  const parts: BlobPart[] = [];
  const placed: Placed[] = [];
  let offset = 0;
  for (const { name, source } of items) {
    const file: Placed = { name: new TextEncoder().encode(name), crc: await checksum(source, signal), bytes: source.size, offset };
    const header = localHeader(file, now);
    parts.push(header, source);
    placed.push(file);
    offset += header.length + source.size;
  }
  const directory = placed.map((file) => centralHeader(file, now));
  const directoryBytes = directory.reduce((sum, header) => sum + header.length, 0);
  return new Blob([...parts, ...directory, endRecords(placed.length, directoryBytes, offset)], { type: 'application/zip' });
}

async function checksum(source: Blob, signal: CancelSignal): Promise<number> {
  let crc = 0;
  const pace = new Pace();
  for (let start = 0; start < source.size; start += READ_BYTES) {
    if (signal.aborted) throw signal.reason;
    crc = crc32(new Uint8Array(await source.slice(start, start + READ_BYTES).arrayBuffer()), crc);
    await pace.breathe();
  }
  return crc;
}

function localHeader({ name, crc, bytes }: Placed, now: Date): Uint8Array<ArrayBuffer> {
  const wide = bytes >= FULL_32 ? [bytes, bytes] : [];
  const short = Math.min(bytes, FULL_32);
  return new Record()
    .uint32(0x04034b50)
    .uint16(wide.length > 0 ? WIDE : PLAIN, UTF8_NAME, 0, ...dosTime(now))
    .uint32(crc, short, short)
    .uint16(name.length, extraLength(wide))
    .bytes(name)
    .wide(wide).done;
}

function centralHeader({ name, crc, bytes, offset }: Placed, now: Date): Uint8Array<ArrayBuffer> {
  const wide = [...(bytes >= FULL_32 ? [bytes, bytes] : []), ...(offset >= FULL_32 ? [offset] : [])];
  const version = wide.length > 0 ? WIDE : PLAIN;
  const short = Math.min(bytes, FULL_32);
  return new Record()
    .uint32(0x02014b50)
    .uint16(version, version, UTF8_NAME, 0, ...dosTime(now))
    .uint32(crc, short, short)
    .uint16(name.length, extraLength(wide), 0, 0, 0)
    .uint32(0, Math.min(offset, FULL_32))
    .bytes(name)
    .wide(wide).done;
}

function endRecords(files: number, directoryBytes: number, directoryOffset: number): Uint8Array<ArrayBuffer> {
  const record = new Record();
  if (files >= FULL_16 || directoryBytes >= FULL_32 || directoryOffset >= FULL_32) {
    record.uint32(0x06064b50).uint64(44).uint16(WIDE, WIDE).uint32(0, 0).uint64(files, files, directoryBytes, directoryOffset);
    record
      .uint32(0x07064b50, 0)
      .uint64(directoryOffset + directoryBytes)
      .uint32(1);
  }
  const short = Math.min(files, FULL_16);
  return record.uint32(0x06054b50).uint16(0, 0, short, short).uint32(Math.min(directoryBytes, FULL_32), Math.min(directoryOffset, FULL_32)).uint16(0).done;
}

const extraLength = (wide: readonly number[]): number => (wide.length === 0 ? 0 : 4 + 8 * wide.length);

/** Time and date of MS-DOS, in the computer's own zone; a zip knows the years 1980 to 2107. */
function dosTime(now: Date): readonly [number, number] {
  const year = Math.min(Math.max(now.getFullYear(), 1980), 2107) - 1980;
  const time = (now.getHours() << 11) | (now.getMinutes() << 5) | (now.getSeconds() >> 1);
  return [time, (year << 9) | ((now.getMonth() + 1) << 5) | now.getDate()];
}

/** Little-endian numbers in a row. */
class Record {
  readonly #bytes: number[] = [];

  uint16(...values: readonly number[]): this {
    for (const value of values) this.#bytes.push(value & 255, (value >>> 8) & 255);
    return this;
  }

  uint32(...values: readonly number[]): this {
    for (const value of values) this.uint16(value & FULL_16, value >>> 16);
    return this;
  }

  uint64(...values: readonly number[]): this {
    for (const value of values) this.uint32(value >>> 0, Math.floor(value / 2 ** 32));
    return this;
  }

  /** The field of 64-bit values; nothing when there are none. */
  wide(values: readonly number[]): this {
    return values.length === 0 ? this : this.uint16(1, 8 * values.length).uint64(...values);
  }

  bytes(bytes: Uint8Array): this {
    this.#bytes.push(...bytes);
    return this;
  }

  get done(): Uint8Array<ArrayBuffer> {
    return Uint8Array.from(this.#bytes);
  }
}
