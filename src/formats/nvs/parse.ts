/**
 * An NVS partition in, its entries out; everything that NVS itself would drop or repair is an error here.
 * Floor: formats. Reads what ESP-IDF writes, versions 1 and 2, unencrypted; what was erased is left out. Knows no meaning of keys.
 * Reference: ESP-IDF components/nvs_flash/src/nvs_page.cpp (load), nvs_types.cpp (checkHeaderConsistency), nvs_storage.cpp (blobs).
 */
import { concat } from '../../base/index.ts';
import { decodeUtf8 } from '../utf8.ts';
import { INTEGERS, ITEM, NO_CHUNK } from './layout.ts';
import { nvsError, type NvsEntry, type NvsInteger } from './nvs.ts';
import { readPages, type NvsItem, type NvsPage } from './page-reader.ts';

export interface NvsContent {
  /** In the order they were written. */
  readonly entries: readonly NvsEntry[];
  readonly pages: readonly NvsPage[];
}

const INTEGER_TYPES = new Map<number, NvsInteger>(Object.entries(INTEGERS).map(([type, code]) => [code, type as NvsInteger]));

/** Reads a whole partition. @throws nvs-size, nvs-page, nvs-entry */
export function parseNvs(bytes: Uint8Array): NvsContent {
  const { pages, items } = readPages(bytes);
  const namespaces = namespacesOf(items);
  const chunks = new Map<string, NvsItem>();
  for (const item of items) if (item.type === ITEM.blobData) addOnce(chunks, `${String(item.namespaceIndex)} ${item.key} ${String(item.chunkIndex)}`, item);
  const seen = new Map<string, NvsItem>();
  const entries: NvsEntry[] = [];
  for (const item of items) {
    if (item.namespaceIndex === 0 || item.type === ITEM.blobData) continue;
    addOnce(seen, `${String(item.namespaceIndex)} ${item.key}`, item);
    const namespace = namespaces.get(item.namespaceIndex) ?? wrong(item, 'namespace');
    entries.push({ namespace, key: item.key, ...valueOf(item, chunks) });
  }
  const orphan = chunks.values().next().value;
  if (orphan !== undefined) wrong(orphan, 'chunk');
  return { entries, pages };
}

const wrong = (item: NvsItem, reason: string): never => {
  throw nvsError('nvs-entry', { page: item.page, entry: item.entry, reason });
};

function addOnce(items: Map<string, NvsItem>, name: string, item: NvsItem): void {
  if (items.has(name)) wrong(item, 'twice');
  items.set(name, item);
}

/** Namespace 0 lists the others: name → number. */
function namespacesOf(items: readonly NvsItem[]): ReadonlyMap<number, string> {
  const names = new Map<number, string>();
  for (const item of items) {
    if (item.namespaceIndex !== 0) continue;
    const index = item.data[0] as number;
    if (item.type !== INTEGERS.u8 || index === 0 || index === 0xff) wrong(item, 'namespace');
    if (names.has(index) || [...names.values()].includes(item.key)) wrong(item, 'twice');
    names.set(index, item.key);
  }
  return names;
}

type NvsValue = NvsEntry extends infer Entry ? (Entry extends NvsEntry ? Pick<Entry, 'type' | 'value'> : never) : never;

function valueOf(item: NvsItem, chunks: Map<string, NvsItem>): NvsValue {
  if (item.type === ITEM.blobIndex) return { type: 'blob', value: joinChunks(item, chunks) };
  if (item.type === ITEM.blob) return { type: 'blob', value: item.content };
  if (item.type === ITEM.string) {
    const end = item.content.length - 1;
    if (end < 0 || item.content.indexOf(0) !== end) wrong(item, 'text');
    return { type: 'string', value: decodeUtf8(item.content.subarray(0, end)) ?? wrong(item, 'text') };
  }
  const type = INTEGER_TYPES.get(item.type) ?? wrong(item, 'type');
  const size = item.type & 0x0f;
  const unsigned = item.data.subarray(0, size).reduceRight((sum, byte) => (sum << 8n) | BigInt(byte), 0n);
  return { type, value: item.type & 0x10 ? BigInt.asIntN(8 * size, unsigned) : unsigned };
}

/** Takes the chunks of one blob out of `chunks`, so that what stays there belongs to none. */
function joinChunks(item: NvsItem, chunks: Map<string, NvsItem>): Uint8Array {
  const view = new DataView(item.data.buffer, item.data.byteOffset, item.data.length);
  const size = view.getUint32(0, true);
  const count = view.getUint8(4);
  const start = view.getUint8(5);
  if (item.chunkIndex !== NO_CHUNK || (start !== 0 && start !== 0x80)) wrong(item, 'chunk');
  const parts: Uint8Array[] = [];
  for (let index = start; index < start + count; index++) {
    const name = `${String(item.namespaceIndex)} ${item.key} ${String(index)}`;
    parts.push((chunks.get(name) ?? wrong(item, 'chunk')).content);
    chunks.delete(name);
  }
  const blob = concat(...parts);
  return blob.length === size ? blob : wrong(item, 'size');
}
