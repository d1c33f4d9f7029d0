/**
 * Many manifest files in one line of numbers, and which of them a person asks for.
 * Floor: ui. Pure.
 */
import type { ManifestSnapshot } from '../../bench/index.ts';
import { factText } from '../facts.ts';

export type FileCounts = Pick<ManifestSnapshot, 'entries' | 'verified' | 'failed' | 'withoutCertificates'> & {
  readonly duplicates: Pick<ManifestSnapshot['duplicates'], 'same' | 'different'>;
};

/** Sums over all files; a chip that stands in two files counts in both. */
export function fileTotals(files: readonly ManifestSnapshot[]): FileCounts {
  const sum = (of: (file: ManifestSnapshot) => number): number => files.reduce((total, file) => total + of(file), 0);
  return {
    entries: sum(({ entries }) => entries),
    verified: sum(({ verified }) => verified),
    failed: sum(({ failed }) => failed),
    withoutCertificates: sum(({ withoutCertificates }) => withoutCertificates),
    duplicates: { same: sum(({ duplicates }) => duplicates.same), different: sum(({ duplicates }) => duplicates.different) },
  };
}

/** True when somebody should look at the file. */
export const hasTrouble = ({ failed, duplicates }: FileCounts): boolean => failed > 0 || duplicates.different > 0;

/** Files whose name, part number or signer contains the text. */
export function filesLike(files: readonly ManifestSnapshot[], text: string): readonly ManifestSnapshot[] {
  const needle = text.trim().toLowerCase();
  if (needle === '') return files;
  const has = (name: string): boolean => name.toLowerCase().includes(needle);
  return files.filter(
    ({ fileName, partNumbers, signers }) => has(factText(fileName)) || partNumbers.some(({ name }) => has(name)) || signers.some(({ name }) => has(name)),
  );
}
