/**
 * A manifest file that was read, and how its reading can fail.
 * Floor: trust. Words only; read-manifest.ts reads, load-entry.ts opens single entries.
 * Reference: Microchip "Trust Platform Manifest File Format", editions v1 to v3.
 */
import type { Believed } from '../believed.ts';
import type { EntryTable } from './entry-table.ts';

/**
 * `manifest-size`: larger than 4 GiB (facts `bytes`, `limitBytes`). `manifest-json`: the list is not JSON (facts `why`: `character`, `end`, `depth`, `trailing`
 * or `utf-16`; `offset` in bytes, `line`, `column`). `manifest-shape`: JSON, but no array. `manifest-empty`: an array without entries. `manifest-entries`: more
 * than a million (fact `limit`). `manifest-read`: the file cannot be read, because it was changed or taken away meanwhile (fact `offset`). All have the fact `fileName`.
 */
export type ManifestErrorCode = 'manifest-size' | 'manifest-json' | 'manifest-shape' | 'manifest-empty' | 'manifest-entries' | 'manifest-read';

/** A file as it was read; its entries stay in `source`. */
export interface ManifestFile {
  readonly fileName: string;
  readonly source: Blob;
  readonly table: EntryTable;
  /** What it was read with, and what its entries are verified with again when they are loaded. */
  readonly believed: Believed;
}

/** One entry of one file. */
export interface EntryRef {
  readonly file: ManifestFile;
  readonly index: number;
}
