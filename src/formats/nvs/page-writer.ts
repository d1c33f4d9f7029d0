/**
 * Pages of an NVS partition, filled entry by entry.
 * Floor: formats. Knows no limits but those of a page: encode.ts checked names and values.
 * Reference: ESP-IDF "NVS: Structure of a Page", "Structure of an Entry"; nvs_partition_gen.py (class Page) for when a page counts as full.
 */
import {
  ENTRIES_OFFSET,
  ENTRY_BYTES,
  ENTRY_STATE,
  entryCrc,
  headerCrc,
  ITEM,
  MAX_CHUNKS,
  NO_CHUNK,
  nvsCrc,
  PAGE_BYTES,
  PAGE_ENTRIES,
  PAGE_STATE,
  STATES_OFFSET,
  VERSION_2,
} from './layout.ts';

/** Writes entries one behind the other and starts pages as it goes, as many as it takes. */
export class PageWriter {
  readonly #pages: Uint8Array<ArrayBuffer>[] = [];
  #page = new Uint8Array(0);
  #used = PAGE_ENTRIES;

  constructor() {
    this.#startPage();
  }

  get count(): number {
    return this.#pages.length;
  }

  partition(bytes: number): Uint8Array<ArrayBuffer> {
    const partition = new Uint8Array(bytes).fill(0xff);
    for (const [index, page] of this.#pages.entries()) partition.set(page, index * PAGE_BYTES);
    return partition;
  }

  addValue(namespaceIndex: number, key: string, type: number, value: bigint): void {
    if (this.#used >= PAGE_ENTRIES) this.#startPage();
    const entry = blankEntry(namespaceIndex, key, type, 1, NO_CHUNK);
    for (let index = 0; index < (type & 0x0f); index++) entry[24 + index] = Number((value >> BigInt(8 * index)) & 0xffn);
    this.#add(entry);
  }

  /** `bytes` with their NUL, not over MAX_CHUNK_BYTES. */
  addString(namespaceIndex: number, key: string, bytes: Uint8Array): void {
    // nvs_partition_gen.py never fills a page's last entry with a string; one that takes the whole page it cannot write at all.
    if (this.#used > 0 && this.#used + spanOf(bytes) >= PAGE_ENTRIES) this.#startPage();
    this.#addData(blankEntry(namespaceIndex, key, ITEM.string, spanOf(bytes), NO_CHUNK), bytes);
  }

  /** False when it takes more chunks than can be counted. */
  addBlob(namespaceIndex: number, key: string, bytes: Uint8Array): boolean {
    if (this.#used >= PAGE_ENTRIES) this.#startPage();
    let chunks = 0;
    let offset = 0;
    do {
      const room = (PAGE_ENTRIES - this.#used - 1) * ENTRY_BYTES;
      const chunk = bytes.subarray(offset, offset + room);
      this.#addData(blankEntry(namespaceIndex, key, ITEM.blobData, spanOf(chunk), chunks), chunk);
      offset += chunk.length;
      chunks++;
      if (chunks > MAX_CHUNKS) return false;
      if (offset < bytes.length || room - chunk.length < ENTRY_BYTES) this.#startPage();
    } while (offset < bytes.length);
    const entry = blankEntry(namespaceIndex, key, ITEM.blobIndex, 1, NO_CHUNK);
    new DataView(entry.buffer).setUint32(24, bytes.length, true);
    entry[28] = chunks;
    entry[29] = 0; // chunkStart
    this.#add(entry);
    return true;
  }

  #addData(entry: Uint8Array<ArrayBuffer>, bytes: Uint8Array): void {
    const view = new DataView(entry.buffer);
    view.setUint16(24, bytes.length, true);
    view.setUint32(28, nvsCrc(bytes), true);
    this.#add(entry);
    this.#page.set(bytes, ENTRIES_OFFSET + this.#used * ENTRY_BYTES);
    for (let span = spanOf(bytes); span > 1; span--) this.#markWritten();
  }

  #add(entry: Uint8Array<ArrayBuffer>): void {
    new DataView(entry.buffer).setUint32(4, entryCrc(entry), true);
    this.#page.set(entry, ENTRIES_OFFSET + this.#used * ENTRY_BYTES);
    this.#markWritten();
  }

  #markWritten(): void {
    const offset = STATES_OFFSET + (this.#used >> 2);
    const shift = 2 * (this.#used & 3);
    this.#page[offset] = (this.#page[offset] as number) & ~((ENTRY_STATE.empty ^ ENTRY_STATE.written) << shift);
    this.#used++;
  }

  #startPage(): void {
    if (this.#pages.length > 0) new DataView(this.#page.buffer).setUint32(0, PAGE_STATE.full, true);
    this.#page = new Uint8Array(PAGE_BYTES).fill(0xff);
    const view = new DataView(this.#page.buffer);
    view.setUint32(0, PAGE_STATE.active, true);
    view.setUint32(4, this.#pages.length, true);
    view.setUint8(8, VERSION_2);
    view.setUint32(28, headerCrc(this.#page), true);
    this.#pages.push(this.#page);
    this.#used = 0;
  }
}

const spanOf = (bytes: Uint8Array): number => 1 + Math.ceil(bytes.length / ENTRY_BYTES);

function blankEntry(namespaceIndex: number, key: string, type: number, span: number, chunkIndex: number): Uint8Array<ArrayBuffer> {
  const entry = new Uint8Array(ENTRY_BYTES).fill(0xff);
  entry.set([namespaceIndex, type, span, chunkIndex]);
  entry.fill(0, 8, 24);
  for (let index = 0; index < key.length; index++) entry[8 + index] = key.charCodeAt(index);
  return entry;
}
