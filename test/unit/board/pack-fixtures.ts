/** Firmware files for the tests of packs, built here by Espressif's documents and independent of the parsers. */
import { createHash } from 'node:crypto';
import type { PackErrorCode, SourceFile } from '../../../src/board/index.ts';
import { expect } from 'vitest';

export const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
export const text = (value: string): Uint8Array => new TextEncoder().encode(value);
export const json = (value: unknown): Uint8Array => text(JSON.stringify(value));
export const file = (path: string, bytes: Uint8Array): SourceFile => ({ path, bytes });

const le32 = (value: number): number[] => [value & 0xff, (value >>> 8) & 0xff, (value >>> 16) & 0xff, value >>> 24];

export const CHIP_ID = { ESP32: 0, 'ESP32-S3': 9, 'ESP32-C3': 5, 'ESP32-P4': 0x12 } as const;

interface ImageParts {
  readonly chipId?: number;
  /** 2 = 4 MB. */
  readonly flashCode?: number;
  readonly hash?: 'appended' | 'none';
  /** Of the first segment. */
  readonly first: Uint8Array;
  readonly bytes?: number;
}

function image({ chipId = 0, flashCode = 2, hash = 'appended', first, bytes = 1024 }: ImageParts): Uint8Array {
  const code = Uint8Array.from({ length: bytes }, (_, index) => (index * 7 + (index >> 5)) & 0xff);
  const out = Buffer.concat([
    Buffer.from([0xe9, 2, 2, flashCode << 4, ...le32(0x40080010), 0xee, 0, 0, 0, chipId, 0, 0, 0, 0, 0xff, 0xff, 0, 0, 0, 0, hash === 'appended' ? 1 : 0]),
    Buffer.from([...le32(0x3f400020), ...le32(first.length)]),
    first,
    Buffer.from([...le32(0x40080000), ...le32(code.length)]),
    code,
  ]);
  const padded = Buffer.alloc((out.length + 16) & ~15);
  out.copy(padded);
  let sum = 0xef;
  for (const byte of [...first, ...code]) sum ^= byte;
  padded[padded.length - 1] = sum;
  return Uint8Array.from(hash === 'appended' ? Buffer.concat([padded, createHash('sha256').update(padded).digest()]) : padded);
}

const latin = (bytes: Uint8Array, offset: number, value: string): void => bytes.set(Buffer.from(value, 'latin1'), offset);

/** An application with its descriptor. */
export function app(options: Partial<ImageParts> & { readonly project?: string; readonly version?: string } = {}): Uint8Array {
  const first = new Uint8Array(256);
  first.set([0x32, 0x54, 0xcd, 0xab]);
  latin(first, 16, options.version ?? '1.4.0');
  latin(first, 48, options.project ?? 'valve');
  latin(first, 80, '12:03:55');
  latin(first, 96, 'Nov 22 2026');
  latin(first, 112, 'v5.4.1');
  return image({ ...options, first });
}

/** A bootloader of ESP-IDF 5, with its description. */
export function bootloader(options: Partial<ImageParts> = {}): Uint8Array {
  const first = new Uint8Array(80);
  first[0] = 80;
  latin(first, 8, 'v5.4.1');
  latin(first, 40, 'Nov 22 2026 12:03:50');
  return image({ ...options, first });
}

/** An image that does not say what it is. */
export const plainImage = (options: Partial<ImageParts> = {}): Uint8Array => image({ ...options, first: Uint8Array.from({ length: 64 }, (_, index) => index) });

export function esp8266(bytes = 512): Uint8Array {
  const code = Uint8Array.from({ length: bytes }, (_, index) => index & 0xff);
  const out = Buffer.from([0xe9, 1, 0, 0x40, ...le32(0x40100004), ...le32(0x40100000), ...le32(bytes), ...code]);
  const padded = Buffer.alloc((out.length + 16) & ~15);
  out.copy(padded);
  padded[padded.length - 1] = code.reduce((sum, byte) => sum ^ byte, 0xef);
  return Uint8Array.from(padded);
}

export type Row = readonly [name: string, type: number, subtype: number, offset: number, size: number];

export const NVS: Row = ['nvs', 1, 2, 0x9000, 0x5000];
export const OTADATA: Row = ['otadata', 1, 0, 0xe000, 0x2000];
export const APP0: Row = ['app0', 0, 0x10, 0x10000, 0x140000];
export const APP1: Row = ['app1', 0, 0x11, 0x150000, 0x140000];
export const FACTORY: Row = ['factory', 0, 0, 0x10000, 0x100000];
export const SPIFFS: Row = ['spiffs', 1, 0x82, 0x290000, 0x160000];

/** As gen_esp32part.py writes it. */
export function table(...rows: readonly Row[]): Uint8Array {
  const bytes = rows.flatMap(([name, type, subtype, offset, size]) => {
    const label = [...Buffer.from(name), ...new Array<number>(16).fill(0)].slice(0, 16);
    return [0xaa, 0x50, type, subtype, ...le32(offset), ...le32(size), ...label, 0, 0, 0, 0];
  });
  bytes.push(0xeb, 0xeb, ...new Array<number>(14).fill(0xff), ...createHash('md5').update(Uint8Array.from(bytes)).digest());
  return Uint8Array.from({ length: 0xc00 }, (_, index) => bytes[index] ?? 0xff);
}

export const BOOT_APP0 = Uint8Array.from({ length: 0x2000 }, (_, index) => (index < 4 ? (index === 0 ? 1 : 0) : 0xff));

/** As esptool merge_bin does: everything at its place, 0xFF between. */
export function merged(...parts: readonly (readonly [offset: number, bytes: Uint8Array])[]): Uint8Array {
  const out = new Uint8Array(Math.max(...parts.map(([offset, bytes]) => offset + bytes.length))).fill(0xff);
  for (const [offset, bytes] of parts) out.set(bytes, offset);
  return out;
}

export function withByte(bytes: Uint8Array, offset: number, value: number): Uint8Array {
  const copy = Uint8Array.from(bytes);
  copy[offset < 0 ? copy.length + offset : offset] = value;
  return copy;
}

/** For toThrow and rejects: the code, and some of its facts. */
export const refusal = (code: PackErrorCode, facts: object = {}): Error =>
  expect.objectContaining({ code, facts: expect.objectContaining(facts) as object }) as Error;
