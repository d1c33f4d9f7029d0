/**
 * The entries of all manifests in one row, those among them that a text and a filter find, and those that are selected.
 * Floor: app. Knows positions only: an entry is a number, its row is made when it is looked at. A hundred thousand are looked through in a few milliseconds.
 */
import type { EntryRef } from '../../trust/index.ts';
import type { EntriesView, EntryRow, ExportChoice } from '../../ui/index.ts';
import { EntrySelection } from './entry-selection.ts';
import type { ShelfFile } from './shelf-file.ts';

type Filter = EntriesView['filter'];

/** A file and the place of its first entry in the row of all. */
interface Placed {
  readonly file: ShelfFile;
  readonly base: number;
}

const NO_FILTER: Filter = { verdict: 'all', manifestId: null };

/** What is left of a typed or scanned text: lower case, without spaces and separators, without the "sn" of a common name. */
export const needleOf = (text: string): string =>
  text
    .toLowerCase()
    .replace(/[\s:.-]/g, '')
    .replace(/^sn/, '');

export class EntrySearch {
  readonly #selection = new EntrySelection();
  #placed: readonly Placed[] = [];
  #total = 0;
  #text = '';
  #filter = NO_FILTER;
  #found = new Uint32Array(0);

  /** Entries found, in the order of files. */
  get count(): number {
    return this.#found.length;
  }

  get total(): number {
    return this.#total;
  }

  get selected(): number {
    return this.#placed.reduce((sum, { file }) => sum + this.#selection.countOf(file.id), 0);
  }

  /** Takes the files as they are now; `removedId` is the one that may be put back. A filter for a file that is gone finds everything. */
  setFiles(files: readonly ShelfFile[], removedId: number | null): void {
    let base = 0;
    this.#placed = files.map((file) => {
      const placed = { file, base };
      base += file.manifest.table.count;
      return placed;
    });
    this.#total = base;
    const counts = files.map(({ id, manifest }) => ({ id, count: manifest.table.count }));
    this.#selection.setFiles(counts, removedId);
    const { manifestId } = this.#filter;
    if (manifestId !== null && manifestId !== removedId && !files.some(({ id }) => id === manifestId)) this.#filter = { ...this.#filter, manifestId: null };
    this.#look();
  }

  find(text: string): void {
    this.#text = text;
    this.#look();
  }

  filter(filter: Filter): void {
    this.#filter = filter;
    this.#look();
  }

  /** Rows `from` to `to` of the found ones, in whatever order they are named, both included. */
  select(from: number, to: number, state: 'on' | 'off'): void {
    const [first, end] = [Math.max(0, Math.min(from, to)), Math.min(Math.max(from, to) + 1, this.count)];
    this.#each(first, end, ({ id, manifest }, index) => this.#selection.set(id, manifest.table.count, index, state));
  }

  clearSelection(): void {
    this.#selection.clear();
  }

  /** The list as ui asks for it: rows are made when they are looked at. */
  view(): EntriesView {
    const [found, placed] = [this.#found, this.#placed];
    return {
      text: this.#text,
      filter: this.#filter,
      total: this.#total,
      count: found.length,
      selected: this.selected,
      foundSelected: this.#foundSelected(),
      row: (row) => {
        if (!Number.isInteger(row) || row < 0 || row >= found.length) return undefined;
        const { file, index } = at(found, placed, row);
        return this.#row(file, index);
      },
    };
  }

  /** One row by its file; undefined when it is not there. */
  rowOf(manifestId: number, index: number): { readonly row: EntryRow; readonly file: ShelfFile } | undefined {
    const file = this.#placed.find((placed) => placed.file.id === manifestId)?.file;
    return file === undefined || !Number.isInteger(index) || index < 0 || index >= file.manifest.table.count
      ? undefined
      : { row: this.#row(file, index), file };
  }

  /** The entries an export is made of, in the order of files. */
  *refs(scope: ExportChoice['scope']): Generator<EntryRef> {
    if (scope === 'found') {
      const [found, placed] = [this.#found, this.#placed];
      for (let row = 0; row < found.length; row++) {
        const { file, index } = at(found, placed, row);
        yield { file: file.manifest, index };
      }
      return;
    }
    for (const { file } of this.#placed) {
      if (scope === 'selected' && this.#selection.countOf(file.id) === 0) continue;
      const { count } = file.manifest.table;
      for (let index = 0; index < count; index++) if (scope === 'all' || this.#selection.has(file.id, index)) yield { file: file.manifest, index };
    }
  }

  #look(): void {
    const needle = needleOf(this.#text);
    const { verdict, manifestId } = this.#filter;
    const looked = this.#placed.filter(({ file }) => manifestId === null || file.id === manifestId);
    const all = looked.map((placed) => ({ ...placed, indices: placed.file.manifest.table.find(needle) }));
    const found = new Uint32Array(all.reduce((sum, { indices }) => sum + indices.length, 0));
    let count = 0;
    for (const { file, base, indices } of all) {
      const { table } = file.manifest;
      for (const index of indices) if (verdict === 'all' || table.verdict(index) === verdict) found[count++] = base + index;
    }
    this.#found = found.subarray(0, count);
  }

  #foundSelected(): number {
    if (this.selected === 0) return 0;
    let count = 0;
    this.#each(0, this.count, ({ id }, index) => {
      if (this.#selection.has(id, index)) count++;
    });
    return count;
  }

  /** Calls for found rows in order, without making anything for each. */
  #each(firstRow: number, endRow: number, visit: (file: ShelfFile, index: number) => void): void {
    let place = 0;
    for (let row = firstRow; row < endRow; row++) {
      const position = this.#found[row] as number;
      while (place + 1 < this.#placed.length && (this.#placed[place + 1] as Placed).base <= position) place++;
      const { file, base } = this.#placed[place] as Placed;
      visit(file, position - base);
    }
  }

  #row(file: ShelfFile, index: number): EntryRow {
    const { table, fileName } = file.manifest;
    return { ...table.summary(index), manifestId: file.id, fileName, selected: this.#selection.has(file.id, index) };
  }
}

/** File and index of a found row: the last file that begins at or before it. */
function at(found: Uint32Array, placed: readonly Placed[], row: number): { readonly file: ShelfFile; readonly index: number } {
  const position = found[row] as number;
  let [low, high] = [0, placed.length - 1];
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((placed[middle] as Placed).base <= position) low = middle;
    else high = middle - 1;
  }
  const { file, base } = placed[low] as Placed;
  return { file, index: position - base };
}
