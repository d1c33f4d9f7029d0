/**
 * Where things stand in an NVS partition.
 * Floor: formats. Numbers and the one checksum over an entry; encode.ts and parse.ts know what they mean.
 * Reference: ESP-IDF components/nvs_flash/private_include/nvs_constants.h and src/nvs_types.hpp (Item), src/nvs_page.hpp (Page::Header).
 */
import { concat } from '../../base/index.ts';
import { crc32 } from '../crc32.ts';
import type { NvsInteger } from './nvs.ts';

export const PAGE_BYTES = 4096;
export const ENTRY_BYTES = 32;
/** Entries of a page; a header and the table of their states take the place of two more. */
export const PAGE_ENTRIES = 126;
export const STATES_OFFSET = 32;
export const ENTRIES_OFFSET = 64;
/** What one entry and its data can hold when a page has nothing else: strings with their NUL, and chunks of blobs. */
export const MAX_CHUNK_BYTES = (PAGE_ENTRIES - 1) * ENTRY_BYTES;
/** chunkIndex is 0 to 127 for the first version of a blob, 128 to 255 for the next. */
export const MAX_CHUNKS = 127;
export const MAX_NAMESPACES = 254;
export const MAX_KEY_LENGTH = 15;
export const KEY_BYTES = 16;

export const PAGE_STATE = { empty: 0xffffffff, active: 0xfffffffe, full: 0xfffffffc, freeing: 0xfffffff8 } as const;
/** NVS version 2 (blobs of several pages); counted downwards. */
export const VERSION_2 = 0xfe;
export const VERSION_1 = 0xff;

/** Two bits an entry. */
export const ENTRY_STATE = { empty: 3, written: 2, erased: 0 } as const;

export const ITEM = { string: 0x21, blob: 0x41, blobData: 0x42, blobIndex: 0x48 } as const;
/** chunkIndex of everything that is no chunk. */
export const NO_CHUNK = 0xff;

/** Code and size in bytes; the upper nibble says signed. */
export const INTEGERS: Readonly<Record<NvsInteger, number>> = { u8: 0x01, i8: 0x11, u16: 0x02, i16: 0x12, u32: 0x04, i32: 0x14, u64: 0x08, i64: 0x18 };

const CRC_START = 0xffffffff;

/** As NVS counts it: the register starts at 0. */
export const nvsCrc = (bytes: Uint8Array): number => crc32(bytes, CRC_START);

/** CRC of a page's header (without its state, which changes). */
export const headerCrc = (page: Uint8Array): number => nvsCrc(page.subarray(4, 28));

/** CRC of an entry: all of it but the CRC. */
export const entryCrc = (entry: Uint8Array): number => nvsCrc(concat(entry.subarray(0, 4), entry.subarray(8, ENTRY_BYTES)));
