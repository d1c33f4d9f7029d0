/**
 * Product firmware for the figures of flashing: an ESP-IDF build folder of exactly 1.5 MiB, the same bytes on every machine.
 * Test support. The bench firmware stands where the bootloader goes, so that something starts and speaks; the application behind it is never run.
 * Its content deflates as ESP-IDF applications do (to 0.55 … 0.66; this one to 0.61), and as unevenly: what deflates well costs the flash more time
 * than the wire, which is where a loader loses the wire's pace.
 * Reference: Espressif, "Firmware image format"; "Partition tables"; esp_app_desc_t.
 */
import { createHash } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/** All parts together. */
export const PACK_BYTES = 1536 * 1024;

export interface ProductFile {
  readonly path: string;
  readonly bytes: Uint8Array;
}

const TABLE_BYTES = 0xc00;
const KIB = 1024;

const le32 = (value: number): number[] => [value & 0xff, (value >>> 8) & 0xff, (value >>> 16) & 0xff, value >>> 24];

/** Numbers in [0, 1) from a seed (mulberry32). */
function numbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

type Next = () => number;
const below = (next: Next, limit: number): number => Math.floor(next() * limit);

/** Instructions of two and three bytes in phrases that come back: few often, as compilers have it; some operands come only once. */
function code(next: Next, length: number, phrases: readonly (readonly number[])[]): number[] {
  const out: number[] = [];
  while (out.length < length) {
    out.push(...(phrases[Math.floor(phrases.length * next() ** 3)] ?? [0]));
    if (next() < 0.75) out.push(below(next, 256));
  }
  return out.slice(0, length);
}

function phrasesOf(next: Next): readonly (readonly number[])[] {
  const instructions = Array.from({ length: 600 }, () => dense(next, next() < 0.35 ? 2 : 3));
  const one = (): readonly number[] => instructions[Math.floor(instructions.length * next() ** 3)] ?? [];
  return Array.from({ length: 6_000 }, () => Array.from({ length: 1 + below(next, 5) }, one).flat());
}

const WORDS =
  'error warn info failed to init timeout handle wifi mqtt tls cert invalid argument state event task queue buffer length heap memory socket connect %s %d 0x%08x (%d) : / , esp_ nvs_ http_ _start _stop'.split(
    ' ',
  );

function texts(next: Next, length: number): number[] {
  let text = '';
  while (text.length < length) {
    const many = 2 + below(next, 7);
    for (let word = 0; word < many; word++) text += `${WORDS[below(next, WORDS.length)] ?? ''}${next() < 0.12 ? below(next, 1000) : ' '}`;
    text += '\0';
  }
  return Array.from(text.slice(0, length), (letter) => letter.charCodeAt(0));
}

/** Certificates, calibration, compressed pages. */
const dense = (next: Next, length: number): number[] => Array.from({ length }, () => below(next, 256));
const blank = (length: number): number[] => new Array<number>(length).fill(0);
/** Tables of 16-bit values that change little from row to row. */
const rows = (next: Next, length: number): number[] =>
  Array.from({ length }, (_, index) => (index % 2 === 0 ? ((index >> 4) + below(next, 12)) & 0xff : (index >> 12) & 0xff));

/** Pieces of 2 to 24 KiB of one kind each. */
function content(seed: number, length: number): Uint8Array {
  const next = numbers(seed);
  const phrases = phrasesOf(next);
  const out = new Uint8Array(length);
  for (let at = 0; at < length;) {
    const size = Math.min(length - at, (2 + below(next, 23)) * KIB);
    const kind = next();
    const piece =
      kind < 0.66
        ? code(next, size, phrases)
        : kind < 0.78
          ? texts(next, size)
          : kind < 0.88
            ? rows(next, size)
            : kind < 0.97
              ? dense(next, size)
              : blank(size);
    out.set(piece, at);
    at += size;
  }
  return out;
}

/** Magic word, version and names of an application (esp_app_desc_t). */
function descriptor(version: string): Uint8Array {
  const bytes = Buffer.alloc(256);
  bytes.writeUInt32LE(0xabcd5432, 0);
  for (const [offset, text] of [[16, version], [48, 'valve'], [80, '12:03:55'], [96, 'Nov 22 2026'], [112, 'v5.4.1']] as const) bytes.write(text, offset, 'latin1'); // prettier-ignore
  return bytes;
}

/** An image with checksum and appended hash: header 24, two segment heads of 8, checksum at the end of 16, hash 32. */
function application(length: number, seed: number, version: string): Uint8Array {
  const first = Buffer.concat([descriptor(version), content(seed, 400 * KIB)]);
  const second = content(seed + 1, length - 24 - 8 - first.length - 8 - 16 - 32);
  const header = [0xe9, 2, 2, 0x20, ...le32(0x400d0024), 0xee, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff, 0, 0, 0, 0, 1];
  const parts = [header, [...le32(0x3f400020), ...le32(first.length)], first, [...le32(0x400d0020), ...le32(second.length)], second];
  const body = Buffer.concat(parts.map((part) => Uint8Array.from(part)));
  const padded = Buffer.alloc(body.length + 16);
  padded.set(body);
  padded[padded.length - 1] = [first, second].reduce((sum, part) => part.reduce((xor, byte) => xor ^ byte, sum), 0xef);
  return Buffer.concat([padded, createHash('sha256').update(padded).digest()]);
}

/** As gen_esp32part.py writes it: settings, and one large application. */
function table(): Uint8Array {
  const row = (name: string, type: number, subtype: number, offset: number, size: number): number[] => {
    const label = [...Buffer.from(name), ...blank(16)].slice(0, 16);
    return [0xaa, 0x50, type, subtype, ...le32(offset), ...le32(size), ...label, 0, 0, 0, 0];
  };
  const bytes = [...row('nvs', 1, 2, 0x9000, 0x6000), ...row('factory', 0, 0, 0x10000, 0x200000)];
  bytes.push(0xeb, 0xeb, ...new Array<number>(14).fill(0xff), ...createHash('md5').update(Uint8Array.from(bytes)).digest());
  return Uint8Array.from({ length: TABLE_BYTES }, (_, index) => bytes[index] ?? 0xff);
}

/** The files of the build. `starts`: an image for an ESP32 that speaks. Another release has other bytes nearly everywhere. */
export function productFiles(starts: Uint8Array, release: 'this' | 'before'): readonly ProductFile[] {
  const rest = PACK_BYTES - starts.length - TABLE_BYTES;
  const description = {
    flash_files: { '0x1000': 'bootloader/bootloader.bin', '0x8000': 'partition_table/partition-table.bin', '0x10000': 'valve.bin' },
    flash_settings: { flash_size: '4MB' },
    extra_esptool_args: { chip: 'esp32' },
  };
  return [
    { path: 'flasher_args.json', bytes: new TextEncoder().encode(JSON.stringify(description)) },
    { path: 'bootloader/bootloader.bin', bytes: starts },
    { path: 'partition_table/partition-table.bin', bytes: table() },
    { path: 'valve.bin', bytes: release === 'this' ? application(rest, 1_003, '1.4.0') : application(rest, 2_003, '1.3.9') },
  ];
}

/** The files on disk, for a page that asks for a folder. */
export async function writeProductFolder(folder: string, files: readonly ProductFile[]): Promise<void> {
  for (const { path, bytes } of files) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), bytes);
  }
}

/** A whole flash of 4 MiB with these files in it. */
export function flashWith(files: readonly ProductFile[]): Uint8Array {
  const flash = new Uint8Array(4096 * KIB).fill(0xff);
  const places: Readonly<Record<string, number>> = { 'bootloader/bootloader.bin': 0x1000, 'partition_table/partition-table.bin': 0x8000, 'valve.bin': 0x10000 };
  for (const { path, bytes } of files) if (places[path] !== undefined) flash.set(bytes, places[path]);
  return flash;
}
