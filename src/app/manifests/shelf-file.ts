/**
 * One manifest on the shelf.
 * Floor: app. A word, and what follows when a signer is believed no more.
 */
import type { Believed, EntryColumns, EntryTable, ManifestFile } from '../../trust/index.ts';

/** A manifest that was read. */
export interface ShelfFile {
  /** Never given to another file while the page lives. */
  readonly id: number;
  readonly manifest: ManifestFile;
  readonly addedAtMs: number;
  /** trust's fingerprint of whom it was read with: another one than now means that it must be read again. */
  readonly readWith: string;
  /** Its number in the store; null when it is not kept. */
  readonly keptId: number | null;
  /** `demo`: read with the demo's own signer and root; never kept. */
  readonly origin: 'person' | 'demo';
}

/**
 * The manifest as it counts at once when some of its signers are believed no more: what they signed has no known signer.
 * Exactly what reading it again will find, but for problems that were found behind the signature. The same object when nothing changes.
 */
export function withoutDisbelieved(manifest: ManifestFile, believed: Believed, tables: Pick<typeof EntryTable, 'from'>): ManifestFile {
  const { columns } = manifest.table;
  const gone = columns.signerTable.flatMap((signer, place) => (believed.signers.some(({ x5t }) => x5t === signer.x5t) ? [] : [place + 1]));
  if (gone.length === 0) return manifest;
  return { ...manifest, table: tables.from(disbelieve(columns, new Set(gone))), believed };
}

function disbelieve(columns: EntryColumns, gone: ReadonlySet<number>): EntryColumns {
  const problem = columns.problemTable.length + 1; // 0 is none, 1 the first
  const changed = {
    ...columns,
    problems: columns.problems.slice(),
    signers: columns.signers.slice(),
    partNumbers: columns.partNumbers.slice(),
    models: columns.models.slice(),
    versions: columns.versions.slice(),
    problemTable: [...columns.problemTable, { reason: 'unknown-signer' as const, facts: {} }],
  };
  for (let index = 0; index < columns.count; index++) {
    if (!gone.has(columns.signers[index] as number)) continue;
    changed.problems[index] = problem;
    for (const column of [changed.signers, changed.partNumbers, changed.models, changed.versions]) column[index] = 0;
  }
  return changed;
}
