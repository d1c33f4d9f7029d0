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
export type { LineEnding, MonitorSnapshot, MonitorState, SendEcho } from './monitor-snapshot.ts';
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
export { loadStation } from './load-station.ts';
export type { Station, StationErrorCode, ShiftOrders } from './station/station.ts';
export type { KeptPort } from './station/binding.ts';
export type { BindingTrust, SlotPort, SlotQuestion, SlotState, StationPicture, StationSlotPicture } from './station/picture.ts';
export type { Plan, PhaseKind, PlanPhase } from './plan/plan.ts';
export type { PlanErrorCode } from './plan/members.ts';
export type { Limit, MeasuredValue, Measurement } from './record/measurement.ts';
export type { Outcome, PhaseOutcome } from './record/outcome.ts';
export type { OutcomeDetail, PhaseRecord, RecordedBench, RecordedPart, RunDraft, RunPurpose, RunRecord } from './record/record.ts';
export type { RecordStore, RecordStoreErrorCode } from './record/record-store.ts';
export type { RunSummary } from './record/summary.ts';
export type { ChainBreak, ChainHead, ChainReport } from './record/chain.ts';
export type { Checkpoint, MergeReport } from './record/record-store.ts';
export type { LineFault } from './record/record-lines.ts';
export type { RunFilter } from './record/run-filter.ts';
export type { SummaryTable } from './record/summary-table.ts';
export type { OddSlot, Yield, YieldGroup } from './record/yields.ts';
export type { Histogram } from './record/histogram.ts';
export type { LabelElement, LabelErrorCode, LabelTemplate, LabelledRun } from './label/label.ts';
export type { PhasePicture, RunPicture } from './run/picture.ts';
export type { AskingRun, EarlierRun } from './run/unit.ts';
export type { EnrolEnd, ProvenChip, RunErrorCode, RunTools } from './run/phase.ts';
