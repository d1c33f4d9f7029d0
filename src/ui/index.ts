/** The door of ui: the shell element, the state it shows, the events it sends. Importing it defines `<ts-app>`. */
export { TsApp } from './shell/ts-app.ts';
export { EMPTY_VIEW, FASTEST_BAUD_RATES, FREE_PINS } from './app-view.ts';
export type { AppView, BusSettings, GrantedPort, LineMatcher, LogView, Notice, SerialSupport, VirtualFaultId } from './app-view.ts';
export type { EntriesView, EntryRow, EntryVerdict, ExportChoice, ExportView, OpenedEntry } from './manifests/entries-view.ts';
export type {
  Asked,
  BenchChip,
  CloudAction,
  CloudView,
  EnrolChoices,
  EnrolRecord,
  EnrolSource,
  JobRow,
  JobView,
  PreviewRow,
  PreviewState,
  PreviewView,
  ReachTry,
  ReachView,
  SessionState,
  SetupTest,
  SetupTestId,
  SetupView,
  WatchView,
} from './cloud/cloud-view.ts';
export type { FirmwareAction, FirmwareView, OpenedPack, PackCard, PackOrigin, PackRefusal, SettingsRow, SettingsView } from './firmware/firmware-view.ts';
export type {
  BuildCard,
  CrashView,
  OpenedLog,
  RecordingCard,
  RefusedKnowledge,
  RulesCard,
  UnderstandingAction,
  UnderstandingView,
  UnderstoodLog,
} from './connect/understanding-view.ts';
export type {
  FreeingView,
  ImportView as ImportedRecordsView,
  LabelAction,
  LabelsView,
  MeasuredView,
  OpenedRun,
  Problem,
  RecordFormat,
  RecordsAction,
  RecordsView,
  RunChoices,
  RunListView,
  RunPlace,
  SpaceView,
  VerifyView,
  WorkView,
  YieldsView,
} from './records/records-view.ts';
export { loadLabelPrinter } from './label/load-labels.ts';
export type { BoardHand, PlanCard, PlanDraft, ScanMeaning, SlotBoard, StationAction, StationView, TodayView } from './station/station-view.ts';
export type { ClaimRow, StoreAction, StoreState, StoreView } from './store/store-view.ts';
export { SHARED_MANIFEST_BYTES } from './store/shared-files-view.ts';
export type { ManifestShare, SharedFilesAction, SharedFilesView, SharedList, SharedManifest, SharedPlan, SharedStep } from './store/shared-files-view.ts';
export { onUi } from './events.ts';
export { loadLogFile } from './log/load-log-file.ts';
export type { UiEventMap, UiEventName } from './events.ts';
