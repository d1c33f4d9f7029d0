/**
 * The ESP-IDF partition table as it lies in flash: 32-byte rows, an MD5 row, an end row, 0xFF after it.
 * Floor: formats. Strict about the rows; whether partitions overlap, are aligned or fit the flash is judged by board/pack.
 * Reference: ESP-IDF components/partition_table/gen_esp32part.py (version 1.5) and esp_flash_partitions.h (esp_partition_info_t).
 */
import { equalBytes, toHex, TouchstoneError, type Facts } from '../base/index.ts';
import { md5 } from './md5.ts';
import { decodeUtf8 } from './utf8.ts';

/** `partition-magic`: a row that is no partition, no MD5 and no end. `partition-short`: the bytes stop inside a row or before the end row.
 * `partition-name`: a name that is empty, no UTF-8 or has control characters, or that another row has (`other`). `partition-size`: a size of 0, or an end beyond
 * 4 GiB. `partition-md5`: the rows are not the ones whose MD5 is listed, or a second MD5 row. `partition-trailing`: something after the end row.
 * `partition-none`: a table without partitions. Facts: `row` from 0, and what was seen. */
export type PartitionErrorCode =
  'partition-magic' | 'partition-short' | 'partition-name' | 'partition-size' | 'partition-md5' | 'partition-trailing' | 'partition-none';

export interface Partition {
  /** At most 16 bytes of UTF-8 without control characters: hostile text all the same. */
  readonly name: string;
  readonly type: number;
  readonly subtype: number;
  /** As in a partitions.csv: "app", "data", "bootloader", "partition_table", else "0x40". */
  readonly typeName: string;
  /** As in a partitions.csv: "factory", "ota_0", "nvs", "spiffs" …, else "0x99". */
  readonly subtypeName: string;
  readonly offset: number;
  readonly size: number;
  readonly encrypted: boolean;
  readonly readOnly: boolean;
}

const ROW_BYTES = 32;
/** ESP_PARTITION_TABLE_MAX_LEN; a signature may follow in the rest of the sector. */
const TABLE_BYTES = 0xc00;
const FLAG_ENCRYPTED = 1;
const FLAG_READONLY = 2;

const TYPES: Readonly<Record<number, string>> = { 0: 'app', 1: 'data', 2: 'bootloader', 3: 'partition_table' };
/** esp_partition_subtype_t; ota_N and tee_N are counted in `subtypeName`. */
const SUBTYPES: Readonly<Record<number, Readonly<Record<number, string>>>> = {
  0: { 0x00: 'factory', 0x20: 'test' },
  1: {
    0x00: 'ota',
    0x01: 'phy',
    0x02: 'nvs',
    0x03: 'coredump',
    0x04: 'nvs_keys',
    0x05: 'efuse',
    0x06: 'undefined',
    0x80: 'esphttpd',
    0x81: 'fat',
    0x82: 'spiffs',
    0x83: 'littlefs',
    0x90: 'tee_ota',
  },
  2: { 0: 'primary', 1: 'ota', 2: 'recovery' },
  3: { 0: 'primary', 1: 'ota' },
};

const bad = (code: PartitionErrorCode, facts: Facts): TouchstoneError => new TouchstoneError<PartitionErrorCode>(code, facts);
const hexByte = (value: number): string => `0x${value.toString(16).padStart(2, '0')}`;

function subtypeName(type: number, subtype: number): string {
  if (type === 0 && subtype >= 0x10 && subtype < 0x20) return `ota_${String(subtype - 0x10)}`;
  if (type === 0 && (subtype === 0x30 || subtype === 0x31)) return `tee_${String(subtype - 0x30)}`;
  return SUBTYPES[type]?.[subtype] ?? hexByte(subtype);
}

/** True when `bytes` begin like a table: enough to tell what a file is, not that it is right. */
export function looksLikePartitionTable(bytes: Uint8Array): boolean {
  return bytes.length >= ROW_BYTES && bytes[0] === 0xaa && bytes[1] === 0x50;
}

/** Reads a table in the order of its rows; what follows the first 0xC00 bytes (a signature) is not looked at.
 * @throws partition-magic, partition-short, partition-name, partition-size, partition-md5, partition-trailing, partition-none */
export function parsePartitionTable(bytes: Uint8Array): readonly Partition[] {
  const table = bytes.subarray(0, TABLE_BYTES);
  const partitions: Partition[] = [];
  let hashed = false;
  for (let row = 0; ; row++) {
    const data = table.subarray(row * ROW_BYTES, (row + 1) * ROW_BYTES);
    if (data.length < ROW_BYTES) throw bad('partition-short', { row, length: table.length });
    const magic = ((data[0] as number) << 8) | (data[1] as number);
    if (magic === 0xaa50) {
      if (hashed) throw bad('partition-md5', { row, reason: 'row-after-md5' });
      partitions.push(parseRow(data, row, partitions));
    } else if (magic === 0xebeb) {
      if (hashed) throw bad('partition-md5', { row, reason: 'twice' });
      hashed = true;
      const wanted = md5(table.subarray(0, row * ROW_BYTES));
      if (!equalBytes(data.subarray(16), wanted)) throw bad('partition-md5', { row, reason: 'differs', seen: toHex(data.subarray(16)), wanted: toHex(wanted) });
    } else if (data.every((byte) => byte === 0xff)) {
      const extra = table.subarray(row * ROW_BYTES).findIndex((byte) => byte !== 0xff);
      if (extra >= 0) throw bad('partition-trailing', { row, offset: row * ROW_BYTES + extra });
      break;
    } else throw bad('partition-magic', { row, seen: `0x${magic.toString(16).padStart(4, '0')}` });
  }
  if (partitions.length === 0) throw bad('partition-none', { row: 0 });
  return partitions;
}

function parseRow(data: Uint8Array, row: number, before: readonly Partition[]): Partition {
  const view = new DataView(data.buffer, data.byteOffset, ROW_BYTES);
  const type = view.getUint8(2);
  const subtype = view.getUint8(3);
  const offset = view.getUint32(4, true);
  const size = view.getUint32(8, true);
  const flags = view.getUint32(28, true);
  const name = nameOf(data.subarray(12, 28));
  if (name === null) throw bad('partition-name', { row });
  const twin = before.findIndex((partition) => partition.name === name);
  if (twin >= 0) throw bad('partition-name', { row, name, other: twin });
  if (size === 0 || offset + size > 0x1_0000_0000) throw bad('partition-size', { row, name, offset, size });
  return {
    name,
    type,
    subtype,
    typeName: TYPES[type] ?? hexByte(type),
    subtypeName: subtypeName(type, subtype),
    offset,
    size,
    encrypted: (flags & FLAG_ENCRYPTED) !== 0,
    readOnly: (flags & FLAG_READONLY) !== 0,
  };
}

function nameOf(field: Uint8Array): string | null {
  const end = field.indexOf(0);
  const name = decodeUtf8(end < 0 ? field : field.subarray(0, end));
  return name === null || name === '' || /[\u0000-\u001f\u007f-\u009f]/.test(name) ? null : name;
}
