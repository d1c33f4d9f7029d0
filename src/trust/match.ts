/**
 * A chip's serial number against the entries of all loaded manifests.
 * Floor: trust. Knows no certificates: prove-entry.ts compares. Demo entries are invisible where demo does not count.
 * Reference: Microchip "Trust Platform Manifest File Format" section 1.5 (uniqueId is the serial number).
 */
import { isDemoEntry, type Manifest, type ManifestEntry } from './manifest/manifest.ts';

/** An entry that names the chip, and the file it is in. */
export interface Match {
  readonly manifest: Manifest;
  readonly entry: ManifestEntry;
}

/** What all manifests together say about one serial number. */
export interface Matches {
  /** Entries that name the chip, verified ones first, else in the order of loading. */
  readonly found: readonly Match[];
  /** Manifests with entries that count here, and how many those are. */
  readonly manifests: number;
  readonly entries: number;
  /** Entries that were not looked at because they are demo. */
  readonly demoEntries: number;
}

/** Finds all entries for 18 hex digits, through each manifest's index. */
export function findMatches(uniqueId: string, manifests: readonly Manifest[], demo: 'counts' | 'does-not-count'): Matches {
  const isHidden = (entry: ManifestEntry): boolean => demo === 'does-not-count' && isDemoEntry(entry);
  const wanted = uniqueId.toLowerCase();
  const found: Match[] = [];
  let [usable, entries, demoEntries] = [0, 0, 0];
  for (const manifest of manifests) {
    const hidden = manifest.demo ? manifest.entries.filter(isHidden).length : 0;
    demoEntries += hidden;
    entries += manifest.entries.length - hidden;
    if (manifest.entries.length > hidden) usable++;
    for (const index of manifest.byUniqueId.get(wanted) ?? []) {
      const entry = manifest.entries[index];
      if (entry !== undefined && !isHidden(entry)) found.push({ manifest, entry });
    }
  }
  const [verified, others] = [found.filter(({ entry }) => entry.problem === null), found.filter(({ entry }) => entry.problem !== null)];
  return { found: [...verified, ...others], manifests: usable, entries, demoEntries };
}
