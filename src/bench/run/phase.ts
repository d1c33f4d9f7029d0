/**
 * What a phase is given, and what it gives back.
 * Floor: bench. Knows no kind of phase.
 * A bad part is a result: `fail` with the codes that say why. A broken bench is an error: it is thrown.
 */
import type { BytePort, Clock, Proof } from '../../base/index.ts';
import type { Pack, RateMemory } from '../../board/index.ts';
import type { CheckTools } from '../check-run.ts';
import type { FlashSettings, FlashSnapshot } from '../flash-snapshot.ts';
import type { LabelledRun } from '../label/label.ts';
import type { LogBook } from '../log-book.ts';
import type { MonitorOptions } from '../monitor.ts';
import type { Pins } from '../pins.ts';
import type { PhaseKind, PhaseOf } from '../plan/plan.ts';
import type { MeasurementSheet } from '../record/measurement.ts';
import type { Attachment, OutcomeDetail, RecordedChip, RunDraft } from '../record/record.ts';
import type { ProofId, SlotSnapshot } from '../snapshot.ts';
import type { Findings } from './findings.ts';
import type { AskingRun, EarlierRun } from './unit.ts';

/**
 * `run-no-pack`: no pack is chosen, or the plan's is not on the shelf; fact `fingerprint`. `run-no-settings`: none are loaded on the firmware screen.
 * `run-other-board`: a phase found another board than the one before it; facts `seen`, `wanted`. `run-phase-timeout`: an attempt took longer than the plan
 * allows; fact `limitMs`. `run-no-service`: no provisioning service is chosen, or nobody is signed in. `run-no-certificate`: the chip's certificate was not proven.
 */
export type RunErrorCode = 'run-no-pack' | 'run-no-settings' | 'run-other-board' | 'run-phase-timeout' | 'run-no-service' | 'run-no-certificate';

/** What phases need from the rest of the house. */
export interface RunTools {
  readonly check: CheckTools;
  readonly clock: Clock;
  /** Milliseconds of the Unix epoch. */
  readonly epochMs: () => number;
  /** Earlier runs with this chip or this board, of any station; asked once, before anything is done to the board. @throws record-store */
  readonly seenBefore: (serialNumber: string | null, mac: string | null, run: AskingRun) => Promise<readonly EarlierRun[]>;
  /** '' asks for the chosen one. @throws run-no-pack */
  readonly pack: (fingerprint: string) => Promise<Pack>;
  /** Per-board settings that are loaded, for this partition of this pack ('' for the chosen one); null when there are none. Each board gets its own row of a table. */
  readonly settings: (partition: string, fingerprint: string) => Promise<FlashSettings | null>;
  readonly rates: RateMemory | null;
  readonly resetBoard: MonitorOptions['reset'];
  /** @throws run-no-service, and what enrolling throws */
  readonly enrol: (proven: ProvenChip, signal: AbortSignal) => Promise<EnrolEnd>;
  /** Waits until the service says `assigned` or something final. @throws what reading throws */
  readonly readState: (registrationId: string, signal: AbortSignal) => Promise<{ readonly status: string; readonly hub: string | null }>;
  /** Resolves with what the operator answered; "yes" and "no" for yes-no. */
  readonly ask: (question: string, answer: 'yes-no' | 'text' | 'number', signal: AbortSignal, facts?: OutcomeDetail['facts']) => Promise<string>;
  /** Resolves when the print dialog was closed. @throws label-unknown, label-code */
  readonly print: (label: string, run: LabelledRun, signal: AbortSignal) => Promise<void>;
}

/** A chip whose certificate was proven in this run. */
export interface ProvenChip {
  readonly chip: RecordedChip;
  /** DER. */
  readonly certificate: Uint8Array;
  readonly demo: 'demo' | 'real';
  /** Template with {cn}, {serial}. */
  readonly deviceId: string;
}

export interface EnrolEnd {
  readonly result: 'enrolled' | 'same';
  readonly enrolment: NonNullable<RunDraft['enrolment']>;
}

export interface PhaseContext {
  /** Where the board is now: a chip's own USB port may come back as another one. */
  port: BytePort;
  readonly log: LogBook;
  readonly pins: Pins;
  readonly fastestBaudRate: number;
  readonly tools: RunTools;
  /** Aborted by a person or by the attempt's time limit. */
  readonly signal: AbortSignal;
  readonly sheet: MeasurementSheet;
  readonly findings: Findings;
  /** What a label can say now; the outcome is that of the phases before. */
  readonly soFar: () => LabelledRun;
  readonly attach: (attachment: Attachment) => void;
  readonly showCheck: (change: Partial<SlotSnapshot>) => void;
  readonly showFlash: (flash: FlashSnapshot) => void;
}

/** Details are why it failed; empty on a pass. Measurements outside their limits fail a phase that passed. */
export interface PhaseEnd {
  readonly outcome: 'pass' | 'fail';
  readonly details: readonly OutcomeDetail[];
}

export const PASSED: PhaseEnd = { outcome: 'pass', details: [] };

export const failed = (code: string, facts: OutcomeDetail['facts'] = {}): PhaseEnd => ({ outcome: 'fail', details: [{ code, facts }] });

/** Proofs that are not passes as reasons: the proof's own reason where it has one. */
export const detailsOf = (proofs: readonly Proof<ProofId>[]): readonly OutcomeDetail[] =>
  proofs
    .filter(({ outcome }) => outcome !== 'pass')
    .map(({ id, outcome, reason, seen }) => ({ code: reason ?? `${id}-${outcome}`, facts: { ...seen, proof: id, outcome } }));

export type RunPhase<Kind extends PhaseKind> = (phase: PhaseOf<Kind>, context: PhaseContext) => Promise<PhaseEnd>;
