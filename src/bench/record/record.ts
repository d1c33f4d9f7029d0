/**
 * One run of one board: what was done, what was measured, how it ended. Written once, never changed.
 * Floor: bench. Knows no store and no screen. No settings, tokens or other secrets stand in it: phases hand over codes, facts and measurements.
 * Reference: OpenHTF core/test_record.py (`TestRecord`, `PhaseRecord`); openhtf.ts writes exactly that shape.
 */
import type { Facts } from '../../base/index.ts';
import type { Measurement } from './measurement.ts';
import type { Outcome, PhaseOutcome } from './outcome.ts';

export const RECORD_FORMAT = 'touchstone-run/1';

/** A code with its numbers; words for it live in ui. */
export interface OutcomeDetail {
  readonly code: string;
  readonly facts: Facts;
}

/** Details that stopped nothing: how the unit stands to other runs, what the shared store was told or did not say, whether the slot was certain. */
const NOTES: readonly string[] = ['unit-claimed', 'unit-retest', 'store-not-asked', 'slot-not-certain'];

/** Why a run did not pass, in one detail; undefined where only notes stand. */
export const reasonOf = (details: readonly OutcomeDetail[]): OutcomeDetail | undefined => details.find(({ code }) => !NOTES.includes(code));

export interface Attachment {
  readonly name: string;
  readonly mimeType: string;
  readonly text: string;
}

export interface PhaseRecord {
  /** As the plan names it; unique in a plan. */
  readonly name: string;
  readonly kind: string;
  readonly outcome: PhaseOutcome;
  readonly startMs: number;
  readonly endMs: number;
  /** How often it was run; 0 when it was skipped. */
  readonly attempts: number;
  readonly measurements: readonly Measurement[];
  readonly attachments: readonly Attachment[];
  /** Why it is not a pass. */
  readonly details: readonly OutcomeDetail[];
}

export interface RecordedBoard {
  readonly chipName: string;
  /** "major.minor"; null when the chip does not tell. */
  readonly revision: string | null;
  /** Upper case, with colons; null in secure download mode. */
  readonly mac: string | null;
  /** 0 when not known. */
  readonly flashSizeBytes: number;
}

export interface RecordedChip {
  /** 18 upper-case hex digits. */
  readonly serialNumber: string;
  readonly model: string;
  readonly commonName: string | null;
  /** SHA-256 of the certificates' DER, lower-case hex; null when none was rebuilt. */
  readonly deviceCertificate: string | null;
  readonly signerCertificate: string | null;
}

/** The bench firmware as it named itself when it answered, and what was loaded to get there. */
export interface RecordedBench {
  readonly version: string;
  readonly build: string;
  /** "ram", "flash", or "unknown" where it does not say. */
  readonly place: string;
  /** SHA-256 of the image that was loaded, lower-case hex. */
  readonly sha256: string;
  /** MD5 that the board made of its flash afterwards, lower-case hex; null when it ran from RAM. */
  readonly md5: string | null;
}

/** A part of the product firmware as it stands in the flash after the run. */
export interface RecordedPart {
  readonly name: string;
  readonly offset: number;
  readonly bytes: number;
  /** MD5 that the board made of its flash, lower-case hex. Null when it could not be read back, and for a part with settings: they could be guessed from it. */
  readonly md5: string | null;
  /** `same`: it stood there already. */
  readonly how: 'written' | 'same';
}

/** What was seen on the board, not what a plan asked for. `flash` is empty when nothing was flashed, or when bench firmware was flashed over it. */
export interface RecordedFirmware {
  readonly bench: RecordedBench | null;
  readonly flash: readonly RecordedPart[];
}

/** `production` counts in yields; a golden board, a retest of a golden board and a dry run do not. */
export type RunPurpose = 'production' | 'golden' | 'dry-run';

/** A run before it stands in a chain. */
export interface RunDraft {
  readonly format: typeof RECORD_FORMAT;
  /** A UUID, made when the run began: the same run is never recorded twice. */
  readonly id: string;
  readonly station: string;
  /** Counted from 1. */
  readonly slot: number;
  readonly operator: string;
  readonly workOrder: string;
  /** What was scanned from the board's label; '' for nothing. */
  readonly label: string;
  readonly purpose: RunPurpose;
  /** True when the board was a virtual one: DEMO. */
  readonly virtual: boolean;
  readonly startMs: number;
  readonly endMs: number;
  readonly outcome: Outcome;
  readonly details: readonly OutcomeDetail[];
  readonly plan: { readonly name: string; readonly version: string; readonly fingerprint: string };
  readonly pack: { readonly name: string; readonly fingerprint: string } | null;
  /** `firmware` and `build` are those of the bench firmware that ran; null when none did. */
  readonly versions: { readonly page: string; readonly firmware: string | null; readonly build: string | null };
  /** Absent in records that were written before it was kept. */
  readonly firmware?: RecordedFirmware;
  readonly board: RecordedBoard | null;
  readonly chip: RecordedChip | null;
  /** Where the chip stands in a manifest. */
  readonly entry: { readonly fileName: string; readonly index: number } | null;
  readonly enrolment: { readonly service: string; readonly idScope: string; readonly registrationId: string } | null;
  readonly phases: readonly PhaseRecord[];
  /** The last lines of the log, oldest first: text with its time in milliseconds since the run began. */
  readonly log: readonly { readonly atMs: number; readonly source: string; readonly text: string }[];
  /** Lines that are not in `log`. */
  readonly logDropped: number;
}

/** Where a record stands. `chain`: a UUID, one per browser profile; `number`: from 1, without holes. */
export interface ChainLink {
  readonly chain: string;
  readonly number: number;
  /** Hash of the record before; 64 zeros for the first. */
  readonly previous: string;
  /** SHA-256 over the canonical JSON of the record with this member left out, lower-case hex. */
  readonly hash: string;
}

export interface RunRecord extends RunDraft {
  readonly link: ChainLink;
}
