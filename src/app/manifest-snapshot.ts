/**
 * A manifest as the page shows it.
 * Floor: app. Plain values out; the entries themselves stay in trust.
 */
import type { ManifestSnapshot } from '../bench/index.ts';
import type { Manifest } from '../trust/index.ts';

/** Problems listed one by one; a file in which everything is wrong needs no longer list. */
const PROBLEMS_SHOWN = 200;

export function manifestSnapshot(id: number, manifest: Manifest): ManifestSnapshot {
  const { fileName, entries, verified, failed, withoutCertificates, demo, signers } = manifest;
  const problems = entries.flatMap(({ index, uniqueId, problem }) =>
    problem === null ? [] : [{ index, uniqueId, reason: problem.reason, facts: problem.facts }],
  );
  return {
    id,
    fileName,
    entries: entries.length,
    verified,
    failed,
    withoutCertificates,
    demo,
    signers: signers.map((signer) => signer.name),
    problems: problems.slice(0, PROBLEMS_SHOWN),
  };
}
