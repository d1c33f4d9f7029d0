/**
 * An NVS partition read back as ESP-IDF's nvs_tool.py and nvs_page.cpp read it: page headers, the table of entry states, entries, their checksums, strings.
 * Test support. Restated from the documentation, so that the page's own writer cannot agree with itself: nothing of src is imported.
 * Reference: ESP-IDF, "Non-Volatile Storage Library": Structure of a Page, Structure of an Entry; CRC-32 as zlib's with 0xFFFFFFFF put in first.
 */
import { crc32 } from 'node:zlib';

export interface NvsValue {
  readonly namespace: string;
  readonly key: string;
  readonly value: string | bigint;
}

const PAGE = 4096;
const ENTRY = 32;
const STRING = 0x21;
/** Bytes by type; the upper nibble says signed. */
const INTEGERS: Readonly<Record<number, number>> = { 0x01: 1, 0x11: 1, 0x02: 2, 0x12: 2, 0x04: 4, 0x14: 4, 0x08: 8, 0x18: 8 };

/** esp_rom_crc32_le(0xFFFFFFFF, …) inverts at both ends, so it begins where zlib stands after nothing was inverted. */
const crc = (bytes: Uint8Array): number => crc32(bytes, 0xffffffff) >>> 0;

/** All strings and integers. @throws Error when anything of a page or an entry is not as ESP-IDF would take it */
export function readNvs(partition: Uint8Array): readonly NvsValue[] {
  const namespaces = new Map<number, string>();
  const values: { readonly index: number; readonly key: string; readonly value: string | bigint }[] = [];
  let blank = 0;
  for (let at = 0; at < partition.length; at += PAGE) {
    const page = partition.subarray(at, at + PAGE);
    const view = new DataView(page.buffer, page.byteOffset, PAGE);
    const state = view.getUint32(0, true);
    if (state === 0xffffffff) {
      if (page.some((byte) => byte !== 0xff)) throw new Error(`page at ${at} is said to be empty, and is not`);
      blank++;
      continue;
    }
    if (state !== 0xfffffffe && state !== 0xfffffffc) throw new Error(`page at ${at} has state ${state.toString(16)}`);
    if (page[8] !== 0xfe) throw new Error(`page at ${at} has version ${page[8]}`);
    if (view.getUint32(28, true) !== crc(page.subarray(4, 28))) throw new Error(`header of page at ${at}`);
    for (let entry = 0; entry < 126;) {
      const bits = ((page[32 + (entry >> 2)] ?? 0) >> ((entry & 3) * 2)) & 3;
      if (bits !== 2) {
        entry++;
        continue;
      }
      const start = 64 + entry * ENTRY;
      const item = page.subarray(start, start + ENTRY);
      const [index = 0, type = 0, span = 0] = item;
      const wanted = crc(Uint8Array.from([...item.subarray(0, 4), ...item.subarray(8)]));
      if (view.getUint32(start + 4, true) !== wanted) throw new Error(`entry ${entry} of page at ${at}`);
      const key = Buffer.from(item.subarray(8, 24)).toString('latin1').replace(/\0.*$/s, '');
      const size = INTEGERS[type];
      if (type === STRING) {
        const length = view.getUint16(start + 24, true);
        const data = page.subarray(start + ENTRY, start + ENTRY + length);
        if (view.getUint32(start + 28, true) !== crc(data) || data.at(-1) !== 0) throw new Error(`data of ${key}`);
        values.push({ index, key, value: Buffer.from(data.subarray(0, -1)).toString('utf8') });
      } else if (size !== undefined) {
        let value = 0n;
        for (let byte = size - 1; byte >= 0; byte--) value = (value << 8n) | BigInt(item[24 + byte] ?? 0);
        if (index === 0) namespaces.set(Number(value), key);
        else values.push({ index, key, value });
      } else throw new Error(`type ${type} of ${key}`);
      entry += Math.max(1, span);
    }
  }
  if (blank === 0) throw new Error('no empty page: NVS has nowhere to move entries');
  return values.map(({ index, key, value }) => ({ namespace: namespaces.get(index) ?? `unknown ${index}`, key, value }));
}
