/**
 * Entries in, an NVS version 2 partition out: byte for byte what ESP-IDF's nvs_partition_gen.py writes, unencrypted.
 * Floor: formats. Knows no CSV (tables.ts) and no board.
 * Reference: ESP-IDF "NVS: Structure of Entries"; esp-idf-nvs-partition-gen 0.2.0 (67113ed) for the order of things and when a page is full.
 */
import { encodeUtf8 } from '../utf8.ts';
import { INTEGERS, MAX_CHUNK_BYTES, MAX_CHUNKS, MAX_KEY_LENGTH, MAX_NAMESPACES, PAGE_BYTES } from './layout.ts';
import { nvsError, type NvsEntry } from './nvs.ts';
import { PageWriter } from './page-writer.ts';

/** A partition that is written at run time needs a page to write to and one to move to. */
const LEAST_PAGES = 3;

/** The whole partition of `partitionBytes`; namespaces and values in the order given.
 * @throws nvs-size, nvs-full, nvs-key, nvs-twice, nvs-namespaces, nvs-value */
export function encodeNvs(entries: readonly NvsEntry[], partitionBytes: number): Uint8Array<ArrayBuffer> {
  if (!Number.isSafeInteger(partitionBytes) || partitionBytes % PAGE_BYTES !== 0 || partitionBytes < LEAST_PAGES * PAGE_BYTES)
    throw nvsError('nvs-size', { bytes: partitionBytes, least: LEAST_PAGES * PAGE_BYTES });
  const pages = new PageWriter();
  const namespaces = new Map<string, number>();
  const keys = new Set<string>();
  for (const entry of entries) {
    const { namespace, key } = entry;
    checkName(namespace, { namespace, key });
    checkName(key, { namespace, key });
    if (keys.has(`${namespace}\0${key}`)) throw nvsError('nvs-twice', { namespace, key });
    keys.add(`${namespace}\0${key}`);
    let index = namespaces.get(namespace);
    if (index === undefined) {
      index = namespaces.size + 1;
      if (index > MAX_NAMESPACES) throw nvsError('nvs-namespaces', { limit: MAX_NAMESPACES });
      namespaces.set(namespace, index);
      pages.addValue(0, namespace, INTEGERS.u8, BigInt(index));
    }
    addEntry(pages, index, entry);
  }
  const needed = (pages.count + 1) * PAGE_BYTES; // one page stays empty: NVS moves entries there
  if (needed > partitionBytes) throw nvsError('nvs-full', { bytes: partitionBytes, neededBytes: needed });
  return pages.partition(partitionBytes);
}

function checkName(name: string, facts: { readonly namespace: string; readonly key: string }): void {
  if (name === '') throw nvsError('nvs-key', { ...facts, reason: 'empty' });
  if (name.length > MAX_KEY_LENGTH) throw nvsError('nvs-key', { ...facts, reason: 'length', length: name.length, limit: MAX_KEY_LENGTH });
  if (!/^[!-~](?:[ -~]*[!-~])?$/.test(name)) throw nvsError('nvs-key', { ...facts, reason: 'characters' });
}

function addEntry(pages: PageWriter, namespaceIndex: number, entry: NvsEntry): void {
  const { namespace, key } = entry;
  const bad = (reason: string, facts = {}): never => {
    throw nvsError('nvs-value', { namespace, key, type: entry.type, reason, ...facts });
  };
  if (entry.type === 'blob') {
    if (!pages.addBlob(namespaceIndex, key, entry.value)) bad('length', { bytes: entry.value.length, limit: MAX_CHUNKS * MAX_CHUNK_BYTES });
  } else if (entry.type === 'string') {
    if (entry.value.includes('\0')) bad('nul');
    const bytes = encodeUtf8(`${entry.value}\0`) ?? bad('text');
    if (bytes.length > MAX_CHUNK_BYTES) bad('length', { bytes: bytes.length, limit: MAX_CHUNK_BYTES });
    pages.addString(namespaceIndex, key, bytes);
  } else {
    const code = INTEGERS[entry.type];
    const bits = 8 * (code & 0x0f);
    const fits = code & 0x10 ? BigInt.asIntN(bits, entry.value) : BigInt.asUintN(bits, entry.value);
    if (fits !== entry.value) bad('range');
    pages.addValue(namespaceIndex, key, code, entry.value);
  }
}
