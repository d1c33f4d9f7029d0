/**
 * What a run has found out so far: phases add to it, later phases and the record read it.
 * Floor: bench. Knows no phase.
 */
import type { Proof } from '../../base/index.ts';
import type { RecordedBench, RecordedBoard, RecordedChip, RecordedPart, RunDraft } from '../record/record.ts';
import type { ProofId, VerdictSnapshot } from '../snapshot.ts';

export interface Findings {
  board: RecordedBoard | null;
  chip: RecordedChip | null;
  /** DER of the rebuilt and proven device certificate. */
  deviceCertificate: Uint8Array | null;
  proofs: readonly Proof<ProofId>[];
  verdict: VerdictSnapshot | null;
  entry: RunDraft['entry'];
  pack: RunDraft['pack'];
  enrolment: RunDraft['enrolment'];
  /** The bench firmware that answered, and the parts that were read back. */
  bench: RecordedBench | null;
  flash: readonly RecordedPart[];
}

/** Nothing yet. */
export const noFindings = (): Findings => ({
  board: null,
  chip: null,
  deviceCertificate: null,
  proofs: [],
  verdict: null,
  entry: null,
  pack: null,
  enrolment: null,
  bench: null,
  flash: [],
});
