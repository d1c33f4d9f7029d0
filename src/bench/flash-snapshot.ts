/**
 * What flashing one board shows at one moment: plain values that ui renders; and what is asked of a run.
 * Floor: bench. Knows no sentences and holds no port. No digest of a part that carries settings is in it: it could be guessed from.
 */
import type { ChipIdentity, Pack, PackReport, RateMemory } from '../board/index.ts';
import type { NvsFill, NvsTemplate } from '../formats/index.ts';
import type { FaultSnapshot, StepSnapshot } from './snapshot.ts';

export type FlashStepId = 'find-board' | 'prepare-board' | 'erase-chip' | 'compare-flash' | 'write-flash' | 'start-firmware';

export type FlashPartState = 'waiting' | 'comparing' | 'writing' | 'verifying' | 'done';

export interface FlashPartSnapshot {
  readonly offset: number;
  readonly bytes: number;
  /** Hostile text. */
  readonly name: string;
  /** `settings`: it carries values of this very board. */
  readonly content: 'pack' | 'settings';
  readonly state: FlashPartState;
  /** Written, uncompressed. */
  readonly doneBytes: number;
  /** Of the flash, read back; null before that, and always for settings. */
  readonly md5: string | null;
  readonly skipped: boolean;
  /** null before it is known. */
  readonly verified: 'md5' | 'not-verifiable' | null;
  /** How often it was written. */
  readonly attempts: number;
}

export interface FlashPaceSnapshot {
  readonly doneBytes: number;
  readonly totalBytes: number;
  /** Of flash a second, by the part that is being written; null while nothing is. */
  readonly bytesPerSecond: number | null;
  readonly secondsLeft: number | null;
  readonly baudRate: number;
}

/** `proved`: every part was read back equal and the new firmware spoke after a reset: the only green one. `start-unsure`: read back equal, but the
 * start was seen only in part. `not-started`: read back equal, and it does not run. `not-verifiable`: written, and nobody has read it back. */
export type FlashOutcome = 'proved' | 'start-unsure' | 'not-started' | 'not-verifiable';

export type FlashSummary = Omit<PackReport, 'board' | 'fingerprint' | 'parts'>;

export interface FlashSnapshot {
  readonly phase: 'running' | 'done' | 'failed' | 'aborted' | 'lost';
  readonly portKind: 'real' | 'virtual';
  /** Of the pack as it is kept, without settings. */
  readonly packName: string;
  readonly fingerprint: string;
  readonly steps: readonly StepSnapshot<FlashStepId>[];
  readonly board: ChipIdentity | null;
  readonly parts: readonly FlashPartSnapshot[];
  readonly pace: FlashPaceSnapshot | null;
  /** With phase `done` only. */
  readonly outcome: FlashOutcome | null;
  readonly summary: FlashSummary | null;
  readonly fault: FaultSnapshot | null;
}

/** Settings for single boards: values are asked for once the board is known. */
export interface FlashSettings {
  /** Name of the NVS partition. */
  readonly partition: string;
  /** @throws what reading a table throws; settings-no-row */
  templates(fill: NvsFill): readonly NvsTemplate[];
}

/** What is to be flashed, and how. */
export interface FlashRequest {
  readonly pack: Pack;
  readonly erase: Pack['erase'];
  readonly rewrite: 'skip-same' | 'always';
  readonly settings: FlashSettings | null;
  /** Rates that worked on this kind of port. */
  readonly rates: RateMemory | null;
}
