/**
 * What a language must have words for where a log is understood: steps, reasons, crashes, starts, and why a file was not taken.
 * Floor: ui. Types only; bench's and formats' unions come in as types, so that a new code without words does not compile.
 */
import type {
  AddressRole,
  BootMode,
  BuildMatch,
  ConnectReason,
  ConnectStepId,
  ConnectStepState,
  CrashCause,
  CrashKind,
  PatternErrorCode,
  ResetCause,
  RulesErrorCode,
} from '../../bench/index.ts';
import type { ElfErrorCode } from '../../formats/index.ts';
import type { FactReader } from '../facts.ts';
import type { Advice } from './tables.ts';

/** Codes of app's files: `build-…` the ELF file, `log-file-…` a log that was saved earlier, `recordings-missing` the recordings that come with the page. */
type KnowledgeCode = 'build-size' | 'build-read' | 'log-file-size' | 'log-file-empty' | 'log-file-read' | 'recordings-missing';

interface StepWords {
  /** The step by its name. */
  readonly title: string;
  /** What the board does now, for "Connecting: …". */
  readonly now: string;
  /** What a board that is silent for so long most likely waits for. A guess, and said as one. */
  readonly stall: string;
}

export type StepTable = Readonly<Record<ConnectStepId, StepWords>>;
export type StepStateTable = Readonly<Record<ConnectStepState, string>>;
/** Why a board does not get on. */
export type ConnectReasonTable = Readonly<Record<ConnectReason, (fact: FactReader) => Advice>>;

interface CrashWords {
  readonly what: string;
  readonly causes: readonly string[];
  readonly remedy: string;
}
/** By kind; a cause that knows better says it instead. */
export type CrashKindTable = Readonly<Record<CrashKind, CrashWords>>;
export type CrashCauseTable = Readonly<Record<CrashCause, CrashWords | null>>;
export type ResetTable = Readonly<Record<ResetCause, string>>;
export type BootModeTable = Readonly<Record<BootMode, string>>;
export type AddressTable = Readonly<Record<AddressRole, string>>;
export type BuildMatchTable = Readonly<Record<BuildMatch, string>>;

export type RefusedTable = Readonly<Record<ElfErrorCode | RulesErrorCode | PatternErrorCode | KnowledgeCode, (fact: FactReader) => Advice>>;
