/**
 * Pages of an NVS partition: states, checksums and the entries that are written, without what they mean.
 * Floor: formats. parse.ts puts entries, namespaces and blobs together.
 * Reference: ESP-IDF "NVS: Structure of a Page"; components/nvs_flash/src/nvs_page.cpp and nvs_types.cpp.
 */
import { printable } from '../printable.ts';
import {
  ENTRIES_OFFSET,
  ENTRY_BYTES,
  ENTRY_STATE,
  entryCrc,
  headerCrc,
  ITEM,
  KEY_BYTES,
  nvsCrc,
  PAGE_BYTES,
  PAGE_ENTRIES,
  PAGE_STATE,
  STATES_OFFSET,
  VERSION_1,
  VERSION_2,
} from './layout.ts';
import { nvsError } from './nvs.ts';

export interface NvsPage {
  readonly state: 'empty' | 'active' | 'full' | 'freeing';
  /** Null for an empty page. */
  readonly sequence: number | null;
  readonly writtenEntries: number;
  readonly erasedEntries: number;
}

/** One written entry with its data. */
export interface NvsItem {
  readonly page: number;
  readonly entry: number;
  readonly namespaceIndex: number;
  readonly type: number;
  readonly chunkIndex: number;
  readonly key: string;
  /** The last 8 bytes of the entry. */
  readonly data: Uint8Array;
  /** What follows the entry; empty for types that have nothing there. */
  readonly content: Uint8Array;
}

const WITH_CONTENT: readonly number[] = [ITEM.string, ITEM.blob, ITEM.blobData];
const STATES = new Map<number, NvsPage['state']>([
  [PAGE_STATE.active, 'active'],
  [PAGE_STATE.full, 'full'],
  [PAGE_STATE.freeing, 'freeing'],
]);

/** The pages as they lie there, and the written entries in the order of the pages' sequence numbers. @throws nvs-size, nvs-page, nvs-entry */
export function readPages(bytes: Uint8Array): { readonly pages: readonly NvsPage[]; readonly items: readonly NvsItem[] } {
  if (bytes.length === 0 || bytes.length % PAGE_BYTES !== 0) throw nvsError('nvs-size', { bytes: bytes.length, least: PAGE_BYTES });
  const pages: NvsPage[] = [];
  const found: { readonly sequence: number; readonly items: readonly NvsItem[] }[] = [];
  for (let index = 0; index < bytes.length / PAGE_BYTES; index++) {
    const page = bytes.subarray(index * PAGE_BYTES, (index + 1) * PAGE_BYTES);
    const { state, sequence } = readHeader(page, index);
    if (sequence === null) {
      pages.push({ state, sequence, writtenEntries: 0, erasedEntries: 0 });
      continue;
    }
    if (found.some((other) => other.sequence === sequence)) throw nvsError('nvs-page', { page: index, reason: 'sequence' });
    const states = readStates(page, index);
    const count = (wanted: number): number => states.filter((seen) => seen === wanted).length;
    pages.push({ state, sequence, writtenEntries: count(ENTRY_STATE.written), erasedEntries: count(ENTRY_STATE.erased) });
    found.push({ sequence, items: readItems(page, index, states) });
  }
  const items = found.sort((a, b) => a.sequence - b.sequence).flatMap((page) => page.items);
  return { pages, items };
}

function readHeader(page: Uint8Array, index: number): Pick<NvsPage, 'state' | 'sequence'> {
  const bad = (reason: string): never => {
    throw nvsError('nvs-page', { page: index, reason });
  };
  const view = new DataView(page.buffer, page.byteOffset, page.length);
  if (view.getUint32(0, true) === PAGE_STATE.empty) {
    if (page.some((byte) => byte !== 0xff)) bad('not-empty');
    return { state: 'empty', sequence: null };
  }
  const state = STATES.get(view.getUint32(0, true)) ?? bad('state');
  if (view.getUint32(28, true) !== headerCrc(page)) bad('header-crc');
  const version = view.getUint8(8);
  if (version !== VERSION_1 && version !== VERSION_2) bad('version');
  return { state, sequence: view.getUint32(4, true) };
}

/** States of all entries; refuses what was written behind an empty one. */
function readStates(page: Uint8Array, index: number): readonly number[] {
  const stateAt = (entry: number): number => ((page[STATES_OFFSET + (entry >> 2)] as number) >> (2 * (entry & 3))) & 3;
  const states = Array.from({ length: PAGE_ENTRIES }, (_, entry) => stateAt(entry));
  const firstEmpty = states.indexOf(ENTRY_STATE.empty);
  const used = firstEmpty < 0 ? PAGE_ENTRIES : firstEmpty;
  for (const [entry, state] of states.entries()) {
    const blank = page.subarray(ENTRIES_OFFSET + entry * ENTRY_BYTES, ENTRIES_OFFSET + (entry + 1) * ENTRY_BYTES).every((byte) => byte === 0xff);
    const right = entry < used ? state === ENTRY_STATE.written || state === ENTRY_STATE.erased : state === ENTRY_STATE.empty && blank;
    if (!right) throw nvsError('nvs-entry', { page: index, entry, reason: 'bitmap' });
  }
  return states;
}

function readItems(page: Uint8Array, index: number, states: readonly number[]): readonly NvsItem[] {
  const items: NvsItem[] = [];
  for (let entry = 0; entry < PAGE_ENTRIES;) {
    if (states[entry] !== ENTRY_STATE.written) {
      entry++;
      continue;
    }
    const { item, span } = readItem(page, index, entry);
    for (let next = entry; next < entry + span; next++)
      if (states[next] !== ENTRY_STATE.written) throw nvsError('nvs-entry', { page: index, entry: next, reason: 'bitmap' });
    items.push(item);
    entry += span;
  }
  return items;
}

function readItem(page: Uint8Array, index: number, entry: number): { readonly item: NvsItem; readonly span: number } {
  const bad = (reason: string): never => {
    throw nvsError('nvs-entry', { page: index, entry, reason });
  };
  const start = ENTRIES_OFFSET + entry * ENTRY_BYTES;
  const bytes = page.subarray(start, start + ENTRY_BYTES);
  const view = new DataView(bytes.buffer, bytes.byteOffset, ENTRY_BYTES);
  if (view.getUint32(4, true) !== entryCrc(bytes)) bad('crc');
  const type = view.getUint8(1);
  const span = view.getUint8(2);
  const size = WITH_CONTENT.includes(type) ? view.getUint16(24, true) : 0;
  if (span !== 1 + Math.ceil(size / ENTRY_BYTES) || entry + span > PAGE_ENTRIES) bad('span');
  const content = page.slice(start + ENTRY_BYTES, start + ENTRY_BYTES + size);
  if (WITH_CONTENT.includes(type) && view.getUint32(28, true) !== nvsCrc(content)) bad('data-crc');
  const name = bytes.subarray(8, 8 + KEY_BYTES);
  const key = printable(name);
  if (key.text === '' || key.changed || !name.includes(0)) bad('key');
  const item = { page: index, entry, namespaceIndex: view.getUint8(0), type, chunkIndex: view.getUint8(3), key: key.text, data: bytes.slice(24), content };
  return { item, span };
}
