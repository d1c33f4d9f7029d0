/**
 * A manifest as the page shows it.
 * Floor: app. Plain values out; counted once for every table, because entries may be many.
 */
import type { ManifestSnapshot } from '../../bench/index.ts';
import type { EntryTable } from '../../trust/index.ts';
import type { ShelfFile } from './shelf-file.ts';

/** Problems listed one by one; a file in which everything is wrong needs no longer list. */
const PROBLEMS_SHOWN = 200;

type Problems = ManifestSnapshot['problems'];

const problemsOfTables = new WeakMap<EntryTable, Problems>();

/** `duplicates` are those of this file. */
export function manifestSnapshot({ id, manifest, keptId }: ShelfFile, duplicates: ManifestSnapshot['duplicates']): ManifestSnapshot {
  const { fileName, source, table } = manifest;
  const { entries, verified, failed, withoutCertificates, demo, partNumbers, models, versions, firstProvisioned, lastProvisioned, signers } = table.figures;
  return {
    ...{ entries, verified, failed, withoutCertificates, demo, partNumbers, models, versions, firstProvisioned, lastProvisioned },
    id,
    fileName,
    sizeBytes: source.size,
    signers: signers.map(({ signer: { name, origin, notBefore, notAfter }, entries: signed }) => ({ name, origin, notBefore, notAfter, entries: signed })),
    duplicates,
    storage: keptId === null ? 'not-kept' : 'kept',
    problems: problemsOf(table),
  };
}

function problemsOf(table: EntryTable): Problems {
  const known = problemsOfTables.get(table);
  if (known !== undefined) return known;
  const problems: Problems[number][] = [];
  const wanted = Math.min(PROBLEMS_SHOWN, table.figures.failed);
  for (let index = 0; problems.length < wanted && index < table.count; index++) {
    const problem = table.problem(index);
    if (problem !== null) problems.push({ index, uniqueId: table.uniqueId(index), reason: problem.reason, facts: problem.facts });
  }
  problemsOfTables.set(table, problems);
  return problems;
}
