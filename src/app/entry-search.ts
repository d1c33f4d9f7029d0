/**
 * The entries of all loaded manifests in one row, and those among them that a text finds.
 * Floor: app. Pure; looks at serial numbers only. Trust's values stay here, ui gets rows.
 */
import type { ManifestEntry } from '../trust/index.ts';
import type { EntriesView, EntryRow, EntryVerdict } from '../ui/index.ts';
import type { ShelfFile } from './shelf.ts';

/** An entry and the file it is in. */
export interface PlacedEntry {
  readonly file: ShelfFile;
  readonly entry: ManifestEntry;
}

/** What is left of a typed or scanned text: lower case, without spaces and separators, without the "sn" of a common name. */
export const needleOf = (text: string): string =>
  text
    .toLowerCase()
    .replace(/[\s:.-]/g, '')
    .replace(/^sn/, '');

/** All entries, in the order of files. */
export const allEntries = (files: readonly ShelfFile[]): readonly PlacedEntry[] =>
  files.flatMap((file) => file.manifest.entries.map((entry) => ({ file, entry })));

/** Entries whose serial number contains the text; all of them when there is none. */
export function findEntries(all: readonly PlacedEntry[], text: string): readonly PlacedEntry[] {
  const needle = needleOf(text);
  return needle === '' ? all : all.filter(({ entry }) => entry.uniqueId?.includes(needle) === true);
}

/** The list as ui asks for it: rows are made when they are looked at. */
export const entriesView = (text: string, all: readonly PlacedEntry[], found: readonly PlacedEntry[]): EntriesView => ({
  text,
  total: all.length,
  count: found.length,
  row: (index) => {
    const placed = found[index];
    return placed === undefined ? undefined : entryRow(placed);
  },
});

/** One line. */
export function entryRow({ file, entry }: PlacedEntry): EntryRow {
  return {
    manifestId: file.id,
    index: entry.index,
    fileName: file.manifest.fileName,
    uniqueId: entry.uniqueId,
    partNumber: entry.content?.partNumber ?? null,
    verdict: verdictOf(entry),
    reason: entry.problem?.reason ?? null,
    facts: entry.problem?.facts ?? {},
    demo: isDemo(entry),
  };
}

/** The same as trust's isDemoEntry, which is not loaded with the first screen. */
export const isDemo = ({ signer, certificates }: ManifestEntry): boolean => signer?.origin === 'demo' || certificates?.origin === 'demo';

function verdictOf({ problem, certificates }: ManifestEntry): EntryVerdict {
  if (problem !== null) return 'unverified';
  return certificates === null ? 'no-certificate' : 'verified';
}
