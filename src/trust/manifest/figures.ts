/**
 * What a file holds, in figures.
 * Floor: trust. Counts columns; loads nothing.
 */
import type { ManifestSigner } from '../anchors.ts';
import { MARK, type EntryColumns } from './columns.ts';

/** How often something stands in a file; `name` '' counts what is beyond the longest list. */
export interface EntryTally {
  readonly name: string;
  readonly entries: number;
}

/** Counts over one file. Part numbers, models and versions are of entries whose content was read: signed by somebody who is believed. */
export interface ManifestFigures {
  readonly entries: number;
  /** Entries without and with a problem. */
  readonly verified: number;
  readonly failed: number;
  /** Verified entries that hold no certificates. */
  readonly withoutCertificates: number;
  /** True when a demo key signed an entry or a demo root is above one; and how many those are. */
  readonly demo: boolean;
  readonly demoEntries: number;
  /** Whose signatures hold, in order of appearance. */
  readonly signers: readonly { readonly signer: ManifestSigner; readonly entries: number }[];
  /** Most first. */
  readonly partNumbers: readonly EntryTally[];
  readonly models: readonly EntryTally[];
  readonly versions: readonly EntryTally[];
  /** RFC 3339 as written, compared as instants. */
  readonly firstProvisioned: string | null;
  readonly lastProvisioned: string | null;
}

/** Longest list of names. */
const MOST_NAMES = 64;

/** Counts once through all columns. */
export function figuresOf(columns: EntryColumns): ManifestFigures {
  const { count, problems, marks, versions, textTable, signerTable } = columns;
  const [parts, models] = [new Counts(textTable.length), new Counts(textTable.length)];
  const [byVersion, signers] = [new Counts(255), new Counts(signerTable.length)];
  let [failed, withoutCertificates, demoEntries] = [0, 0, 0];
  for (let index = 0; index < count; index++) {
    const mark = marks[index] as number;
    if (problems[index] !== 0) failed++;
    else if ((mark & MARK.certificates) === 0) withoutCertificates++;
    if ((mark & MARK.demo) !== 0) demoEntries++;
    signers.add(columns.signers[index] as number);
    if (versions[index] === 0) continue;
    byVersion.add(versions[index] as number);
    parts.add(columns.partNumbers[index] as number);
    models.add(columns.models[index] as number);
  }
  const text = (number: number): string => textTable[number - 1] ?? '';
  return {
    entries: count,
    verified: count - failed,
    failed,
    withoutCertificates,
    demo: demoEntries > 0,
    demoEntries,
    signers: signers.seen.flatMap((number) => {
      const signer = signerTable[number - 1];
      return signer === undefined ? [] : [{ signer, entries: signers.of(number) }];
    }),
    partNumbers: tallies(parts, text),
    models: tallies(models, text),
    versions: tallies(byVersion, String),
    firstProvisioned: columns.firstProvisioned,
    lastProvisioned: columns.lastProvisioned,
  };
}

/** How often each number of a table stands in a column. */
class Counts {
  readonly #counts: Uint32Array;
  /** Numbers in order of appearance. */
  readonly seen: number[] = [];

  constructor(largest: number) {
    this.#counts = new Uint32Array(largest + 1);
  }

  add(number: number): void {
    if (this.#counts[number] === 0) this.seen.push(number);
    this.#counts[number] = this.of(number) + 1;
  }

  of(number: number): number {
    return this.#counts[number] ?? 0;
  }
}

/** Most first; what has no name of its own, or is beyond the list, is counted together at its end. */
function tallies(counts: Counts, nameOf: (number: number) => string): readonly EntryTally[] {
  const all = counts.seen.map((number) => ({ name: nameOf(number), entries: counts.of(number) }));
  const listed = all
    .filter(({ name }) => name !== '')
    .sort((a, b) => b.entries - a.entries || (a.name < b.name ? -1 : 1))
    .slice(0, MOST_NAMES);
  const sum = (some: readonly EntryTally[]): number => some.reduce((total, { entries }) => total + entries, 0);
  const rest = sum(all) - sum(listed);
  return rest === 0 ? listed : [...listed, { name: '', entries: rest }];
}
