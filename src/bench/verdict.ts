/**
 * From proofs to one word.
 * Floor: bench. Knows no chip and no certificate, only outcomes. What was not measured is not a pass.
 */
import type { Proof } from '../base/index.ts';
import type { ProofId, VerdictKind } from './snapshot.ts';

/** Proofs about the chip itself: a failure means the chip is not what its maker says. */
const GENUINE: readonly ProofId[] = ['zones-locked', 'serial-well-formed', 'signer-chain', 'device-chain', 'key-in-certificate', 'possession'];
/** Proofs about the means: without them nothing was measured. */
const MEANS: readonly ProofId[] = ['board-identified', 'firmware-expected', 'chip-answers'];
const MATCHED: readonly ProofId[] = ['in-manifest', 'entry-signature', 'entry-equals-chip'];
/** An entry that says something else about this very chip. A chip that is on no list is contradicted by none. */
const CONTRADICTING: readonly ProofId[] = ['entry-signature', 'entry-equals-chip'];

/** Judges twelve proofs; a missing one counts as not measured. */
export function judge(proofs: readonly Proof<ProofId>[]): VerdictKind {
  const outcomes = new Map(proofs.map((proof) => [proof.id, proof.outcome]));
  const all = (ids: readonly ProofId[]): boolean => ids.every((id) => outcomes.get(id) === 'pass');
  const anyFailed = (ids: readonly ProofId[]): boolean => ids.some((id) => outcomes.get(id) === 'fail');
  if (anyFailed(GENUINE)) return 'not-genuine';
  if (!all(MEANS) || !all(GENUINE)) return 'not-measured';
  if (anyFailed(CONTRADICTING)) return 'contradicts-manifest';
  return all(MATCHED) ? 'genuine-matched' : 'genuine-unmatched';
}
