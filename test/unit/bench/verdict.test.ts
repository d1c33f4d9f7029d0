import { describe, expect, it } from 'vitest';
import type { Proof, ProofOutcome } from '../../../src/base/index.ts';
import { judge, PROOF_IDS, type ProofId } from '../../../src/bench/index.ts';

function proofs(changes: Partial<Record<ProofId, ProofOutcome>>): Proof<ProofId>[] {
  return PROOF_IDS.map((id) => ({ id, outcome: changes[id] ?? 'pass', seen: {}, wanted: {} }));
}

describe('the verdict', () => {
  it('is green only when all twelve proofs pass', () => {
    expect(judge(proofs({}))).toBe('genuine-matched');
    for (const id of PROOF_IDS) {
      expect(judge(proofs({ [id]: 'fail' })), `${id} failed`).not.toBe('genuine-matched');
      expect(judge(proofs({ [id]: 'unmeasured' })), `${id} not measured`).not.toBe('genuine-matched');
    }
  });

  it('takes a proof that is missing from the list as not measured', () => {
    for (const id of PROOF_IDS) expect(judge(proofs({}).filter((proof) => proof.id !== id))).not.toBe('genuine-matched');
    expect(judge([])).toBe('not-measured');
  });

  it.each(['zones-locked', 'serial-well-formed', 'signer-chain', 'device-chain', 'key-in-certificate', 'possession'] as const)(
    'says not genuine when %s fails, whatever the manifest says',
    (id) => {
      expect(judge(proofs({ [id]: 'fail' }))).toBe('not-genuine');
      expect(judge(proofs({ [id]: 'fail', 'in-manifest': 'unmeasured', 'chip-answers': 'unmeasured' }))).toBe('not-genuine');
      expect(judge(proofs({ [id]: 'unmeasured' }))).toBe('not-measured');
    },
  );

  it('says genuine, not matched, for a chip that is on no loaded manifest', () => {
    const noManifest = { 'in-manifest': 'unmeasured', 'entry-signature': 'unmeasured', 'entry-equals-chip': 'unmeasured' } as const;
    expect(judge(proofs(noManifest))).toBe('genuine-unmatched');
    expect(judge(proofs({ ...noManifest, 'in-manifest': 'fail' }))).toBe('genuine-unmatched');
  });

  it('says that the manifest contradicts when an entry of this chip is forged or different', () => {
    expect(judge(proofs({ 'entry-signature': 'fail' }))).toBe('contradicts-manifest');
    expect(judge(proofs({ 'entry-equals-chip': 'fail' }))).toBe('contradicts-manifest');
  });

  it('measures nothing when the chip or the firmware does not answer', () => {
    for (const id of ['board-identified', 'firmware-expected', 'chip-answers'] as const) expect(judge(proofs({ [id]: 'fail' }))).toBe('not-measured');
  });
});
