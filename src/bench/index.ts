/** The door of bench: the station. */
export { PROOF_IDS } from './snapshot.ts';
export type {
  BoardSnapshot,
  CheckPath,
  ChipSnapshot,
  FaultSnapshot,
  LogLine,
  ManifestSnapshot,
  ProofId,
  SlotPhase,
  SlotSnapshot,
  StepId,
  StepSnapshot,
  StepState,
  VerdictKind,
  VerdictSnapshot,
} from './snapshot.ts';
export { judge } from './verdict.ts';
export type { CheckErrorCode, CheckTools } from './check-run.ts';
export type { Pins } from './pins.ts';
export { Slot } from './slot.ts';
export { LOG_LINES_KEPT, LogBook } from './log-book.ts';
