/**
 * Manifests for tests, read as the page reads them, and then every entry loaded.
 * Whatever a test is about, what the columns say must be what the loaded entries say; and a verifier that has seen the signers before must say the same.
 */
import { expect } from 'vitest';
import { batchVerifier, loadEntry, readManifest, type Believed, type EntryColumns, type ManifestEntry, type ManifestFile } from '../../../src/trust/index.ts';

export interface ReadAll extends ManifestFile {
  readonly entries: readonly ManifestEntry[];
}

export async function readAll(fileName: string, bytes: Uint8Array, believed: Believed): Promise<ReadAll> {
  const source = new Blob([new Uint8Array(bytes)]);
  const verify = batchVerifier(believed);
  const file = await readManifest(fileName, source, { believed, verify });
  const again = await readManifest(fileName, source, { believed, verify });
  expect(plain(again.table.columns)).toEqual(plain(file.table.columns));
  const entries = await Promise.all(Array.from({ length: file.table.count }, (_, index) => loadEntry(file, index)));
  for (const entry of entries) {
    const reason = entry.problem?.reason ?? null;
    expect(file.table.summary(entry.index)).toEqual({
      index: entry.index,
      uniqueId: entry.uniqueId,
      partNumber: entry.content?.partNumber ?? null,
      verdict: reason !== null ? 'unverified' : entry.certificates === null ? 'no-certificate' : 'verified',
      reason,
      facts: entry.problem?.facts ?? {},
      demo: entry.signer?.origin === 'demo' || entry.certificates?.origin === 'demo',
    });
    expect(file.table.commonName(entry.index)).toBe(entry.claimed?.commonName ?? null);
  }
  return { ...file, entries };
}

/** Columns without the order of their tables, which depends on what was found first. */
function plain({ problemTable, signerTable, textTable, problems, signers, partNumbers, models, names, ...rest }: EntryColumns): object {
  const looked = (numbers: Uint16Array, table: readonly unknown[]): readonly unknown[] => Array.from(numbers, (number) => table[number - 1] ?? null);
  return {
    ...rest,
    problems: looked(problems, problemTable),
    signers: looked(signers, signerTable),
    partNumbers: looked(partNumbers, textTable),
    models: looked(models, textTable),
    names: looked(names, textTable),
  };
}
