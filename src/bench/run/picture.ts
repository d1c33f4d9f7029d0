/**
 * What a run shows at one moment: plain values that ui renders.
 * Floor: bench. Knows no sentences.
 */
import type { FlashSnapshot } from '../flash-snapshot.ts';
import type { PhaseKind } from '../plan/plan.ts';
import type { Measurement } from '../record/measurement.ts';
import type { Outcome, PhaseOutcome } from '../record/outcome.ts';
import type { OutcomeDetail, RecordedBoard, RecordedChip } from '../record/record.ts';
import type { SlotSnapshot } from '../snapshot.ts';

export interface PhasePicture {
  readonly name: string;
  readonly kind: PhaseKind;
  readonly state: 'waiting' | 'running' | PhaseOutcome;
  /** Counted from 1; 0 while waiting. */
  readonly attempt: number;
  readonly elapsedMs: number;
  readonly measurements: readonly Measurement[];
  readonly details: readonly OutcomeDetail[];
}

export interface RunPicture {
  readonly state: 'running' | 'done';
  /** Null while running. */
  readonly outcome: Outcome | null;
  readonly details: readonly OutcomeDetail[];
  readonly phases: readonly PhasePicture[];
  readonly board: RecordedBoard | null;
  readonly chip: RecordedChip | null;
  /** Of the phase that is running: the check's own picture, or the flashing's. */
  readonly check: Partial<SlotSnapshot> | null;
  readonly flash: FlashSnapshot | null;
  readonly elapsedMs: number;
}
