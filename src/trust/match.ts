/**
 * A chip's serial number against the entries of all loaded manifests.
 * Floor: trust. Knows no certificates: prove-entry.ts compares. Demo entries are invisible where demo does not count. Looks at columns first and loads the few
 * entries that can make a difference, because a file may hold the same chip as often as its author liked.
 * Reference: Microchip "Trust Platform Manifest File Format" section 1.5 (uniqueId is the serial number).
 */
import type { ManifestEntry } from './entry/entry.ts';
import { MARK } from './manifest/columns.ts';
import { loadEntry } from './manifest/load-entry.ts';
import type { EntryRef, ManifestFile } from './manifest/manifest-file.ts';

/** An entry that names the chip, and the file it is in. */
export interface Match {
  readonly file: ManifestFile;
  readonly entry: ManifestEntry;
}

/** What all manifests together say about one serial number. */
export interface Matches {
  /** Entries that name the chip, loaded: of verified ones those whose content differs; the first of all when none is verified. */
  readonly found: readonly Match[];
  /** How many name the chip, and how many of these were verified when they were read. */
  readonly total: number;
  readonly verified: number;
  /** Names of the files with verified ones. */
  readonly fileNames: readonly string[];
  /** True when a verified one is demo. */
  readonly demo: boolean;
  /** Manifests with entries that count here, and how many those are. */
  readonly manifests: number;
  readonly entries: number;
  /** Entries that were not looked at because they are demo. */
  readonly demoEntries: number;
}

/** More kinds of content for one chip than this prove nothing more than that they disagree. */
const MOST_LOADED = 16;

/** Finds all entries for 18 hex digits. @throws manifest-read */
export async function findMatches(uniqueId: string, files: readonly ManifestFile[], demo: 'counts' | 'does-not-count'): Promise<Matches> {
  const named: EntryRef[] = [];
  let [manifests, entries, demoEntries] = [0, 0, 0];
  for (const file of files) {
    const { table } = file;
    const hidden = demo === 'counts' ? 0 : table.figures.demoEntries;
    demoEntries += hidden;
    entries += table.count - hidden;
    if (table.count > hidden) manifests++;
    for (const index of table.indicesOf(uniqueId)) if (demo === 'counts' || !table.isDemo(index)) named.push({ file, index });
  }
  const verified = named.filter(({ file, index }) => file.table.verdict(index) !== 'unverified');
  const wanted = verified.length > 0 ? thatDiffer(verified) : named.slice(0, 1);
  return {
    found: await Promise.all(wanted.map(async ({ file, index }) => ({ file, entry: await loadEntry(file, index) }))),
    total: named.length,
    verified: verified.length,
    fileNames: [...new Set(verified.map(({ file }) => file.fileName))],
    demo: verified.some(({ file, index }) => file.table.isDemo(index)),
    manifests,
    entries,
    demoEntries,
  };
}

/** The first of each content; of those without certificates one will do, because there is nothing in them to compare. */
function thatDiffer(refs: readonly EntryRef[]): readonly EntryRef[] {
  const contents = new Set<string>();
  return refs.filter(({ file, index }) => {
    const { contentTags, marks } = file.table.columns;
    const hasCertificates = ((marks[index] as number) & MARK.certificates) !== 0;
    const content = hasCertificates ? `${contentTags[2 * index]} ${contentTags[2 * index + 1]}` : '';
    if (contents.has(content) || contents.size > MOST_LOADED) return false;
    contents.add(content);
    return true;
  });
}
