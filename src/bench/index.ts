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
export type { FlashRunErrorCode } from './flash-run.ts';
export type {
  FlashOutcome,
  FlashPaceSnapshot,
  FlashPartSnapshot,
  FlashPartState,
  FlashRequest,
  FlashSettings,
  FlashSnapshot,
  FlashStepId,
  FlashSummary,
} from './flash-snapshot.ts';
export type { Pins } from './pins.ts';
export { Slot } from './slot.ts';
export { LOG_LINES_KEPT, LogBook } from './log-book.ts';
export { loadMonitor } from './load-monitor.ts';
export type { Monitor } from './monitor.ts';
export type { LineEnding, MonitorSnapshot, MonitorState } from './monitor-snapshot.ts';
export { loadLogUnderstanding } from './load-log-understanding.ts';
export type { LogUnderstanding } from './load-log-understanding.ts';
export type { ConnectReader } from './connect/connect-reader.ts';
export type { ConnectRuleFile, RulesErrorCode } from './connect/parse-rules.ts';
export type { PatternErrorCode } from './patterns/pattern.ts';
export type { ConnectRule } from './connect/rule.ts';
export type { ConnectFailure, ConnectMeasurement, ConnectStall, ConnectState, ConnectStep, ConnectStepState, ConnectTimeline } from './connect/snapshot.ts';
export type { ConnectReason, ConnectStepId } from './connect/vocabulary.ts';
export type { CrashReader } from './crash/crash-reader.ts';
export type {
  AddressRole,
  BootLoop,
  BootMode,
  BootRecord,
  Crash,
  CrashAddress,
  CrashCause,
  CrashKind,
  CrashRegister,
  CrashSnapshot,
  ResetCause,
} from './crash/snapshot.ts';
export type { BuildMatch, NamedAddress, SymbolizedCrash } from './crash/symbolize.ts';
