/**
 * What a language must have words for: every error code, every proof, every reason.
 * Floor: ui. Types only; the rooms' unions come in as types, so that a new code, proof or reason without words does not compile.
 */
import type { PortErrorCode } from '../../base/index.ts';
import type { CheckErrorCode, FlashRunErrorCode, ProofId } from '../../bench/index.ts';
import type { BoardErrorCode, BootTrouble, FirmwareErrorCode, FlashErrorCode, PackErrorCode, PackWarningCode, StartFailureCode } from '../../board/index.ts';
import type { ChipErrorCode, TransportFault } from '../../chip/index.ts';
import type { CloudErrorCode } from '../../cloud/index.ts';
import type { CsvErrorCode, ImageErrorCode, NvsErrorCode, PartitionErrorCode } from '../../formats/index.ts';
import type { LinkErrorCode } from '../../link/index.ts';
import type { ChipProofReason, ExportErrorCode, ManifestErrorCode, SignerErrorCode, ZipErrorCode } from '../../trust/index.ts';
import type { FactReader } from '../facts.ts';

/** Codes that app itself gives: `manifest-read`: the browser could not read a file. `worker-lost` (fact `why`): the thread that verified a file died.
 * `zip-invalid` (fact `why`), `zip-limit` (facts `why`: bytes or files, `limit`): an archive that is not unpacked. `manifests-refused` (fact `files`): the list of
 * files that were not taken has grown. `store-failed` (fact `why`): the browser did not write to its disk. `virtual-failed`: the virtual bench did not start.
 * `not-remembered`: the browser keeps no settings. `store-claimed-elsewhere` (facts `book`, `unit`, `id`, `station`, `at`, `chip`, `mac`): a unit that was here
 * was at another station before, as part of another unit. `unexpected`: an error that is nobody's (fact `message`). */
type AppCode =
  | 'manifest-read'
  | 'worker-lost'
  | 'zip-invalid'
  | 'zip-limit'
  | 'manifests-refused'
  | 'store-failed'
  | 'virtual-failed'
  | 'not-remembered'
  | 'store-claimed-elsewhere'
  | 'unexpected';

/** Codes of app's firmware room: reading, unpacking and keeping packs. */
type FirmwareAppCode =
  'pack-read' | 'pack-url' | 'pack-url-foreign' | 'pack-url-missing' | 'pack-locked' | 'pack-not-kept' | 'pack-kept-damaged' | 'settings-not-kept';

/** Codes of packs, settings and flashing: their words come with the firmware screen's. */
type FirmwareCode =
  PackErrorCode | NvsErrorCode | CsvErrorCode | Exclude<FlashErrorCode, BoardErrorCode> | FlashRunErrorCode | StartFailureCode | FirmwareAppCode;

/** Every code that has words; the chip's silences are among them, because their words serve as reasons of a proof as well. */
export type ErrorCode =
  | PortErrorCode
  | LinkErrorCode
  | BoardErrorCode
  | FirmwareErrorCode
  | ChipErrorCode
  | TransportFault
  | 'no-chip'
  | 'chip-status'
  | CheckErrorCode
  | ManifestErrorCode
  | SignerErrorCode
  | ExportErrorCode
  | ZipErrorCode
  | FirmwareCode
  | AppCode;

export interface Advice {
  /** What happened, as a title. */
  readonly what: string;
  /** What was seen, when there is something to see. */
  readonly seen?: string;
  /** What to do, one sentence or two. */
  readonly remedy: string;
}

/** One language's words for every code. */
export type AdviceTable = Readonly<Record<ErrorCode, (fact: FactReader) => Advice>>;
export type GeneralAdvice = Omit<AdviceTable, FirmwareCode>;
/** `pack-…`: packs; the others: settings and flashing. */
export type PackAdvice = Pick<AdviceTable, Extract<FirmwareCode, `pack-${string}`>>;
export type FlashAdvice = Pick<AdviceTable, Exclude<FirmwareCode, `pack-${string}`>>;

/** One language's words for every code of the cloud; they come with the cloud screen and stand in no other table. */
export type CloudAdvice = Readonly<Record<CloudErrorCode, (fact: FactReader) => Advice>>;

/** One language's words for what may be said of a pack that can be flashed all the same. */
export type PackWarningTable = Readonly<Record<PackWarningCode, (fact: FactReader) => string>>;
/** Clauses: why a board does not start, why an image or a partition table is damaged. */
export type BootTroubleTable = Readonly<Record<BootTrouble, string>>;
export type ImageTable = Readonly<Record<ImageErrorCode, string>>;
export type PartitionTable = Readonly<Record<PartitionErrorCode, string>>;

/** Whose root was believed: with a demo root no sentence may speak of Microchip. */
export type RootKind = 'microchip' | 'demo';

/** One language's words for one proof. `seen`: undefined when the facts say nothing. */
interface ProofSentences {
  title(root: RootKind): string;
  seen(fact: FactReader): string | undefined;
  wanted(fact: FactReader, root: RootKind): string;
  /** What to do when it fails for a reason without words of its own. */
  remedy(): string;
}
export type ProofTable = Readonly<Record<ProofId, ProofSentences>>;

/** Reasons of the proof that the firmware is the right one (bench/check-run.ts). */
type FirmwareReason = 'other-build' | 'other-board' | 'other-place';

/** Every reason that is not an error code; those have their words in the advice. */
export type Reason = Exclude<ChipProofReason, ErrorCode> | FirmwareReason;

/** One language's words for a reason: what was seen instead, and what to do (null: nothing; absent: what the proof says). */
export interface ReasonWords {
  seen(fact: FactReader): string;
  readonly remedy?: string | null;
  /** The one proof whose row says what to do; rows that wait for it say nothing. */
  readonly remedyAt?: ProofId;
}
export type ReasonTable = Readonly<Record<Reason, ReasonWords>>;
