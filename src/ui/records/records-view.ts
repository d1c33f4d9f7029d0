/**
 * What the records screen shows, and what can be done on it.
 * Floor: ui. Plain values; app makes them.
 */
import type { Facts, Proof } from '../../base/index.ts';
import type {
  ChainBreak,
  Checkpoint,
  Histogram,
  LabelTemplate,
  LineFault,
  OddSlot,
  Outcome,
  ProofId,
  RunFilter,
  RunRecord,
  RunSummary,
  Yield,
  YieldGroup,
} from '../../bench/index.ts';

export interface RunPlace {
  readonly chain: string;
  readonly number: number;
}

/** The runs that were found, newest first. */
export interface RunListView {
  /** Changes whenever another row stands somewhere. */
  readonly version: number;
  readonly total: number;
  readonly found: number;
  readonly row: (place: number) => RunSummary | undefined;
  /** Of the found ones. */
  readonly outcomes: Readonly<Record<Outcome, number>>;
  readonly filter: RunFilter;
  /** What can be chosen; empty until the runs were looked through. */
  readonly choices: RunChoices;
}

export interface RunChoices {
  readonly plans: readonly string[];
  readonly stations: readonly string[];
  readonly slots: readonly number[];
  readonly operators: readonly string[];
  readonly workOrders: readonly string[];
}

/** One run in full. `integrity`: whether its own hash holds. `nth` of `of` runs of this unit, the oldest is 1. `proofs`: by phase, of those that made any. */
export interface OpenedRun {
  readonly record: RunRecord;
  readonly proofs: readonly { readonly phase: string; readonly proofs: readonly Proof<ProofId>[] }[];
  readonly integrity: 'whole' | 'altered';
  readonly previous: RunPlace | null;
  readonly next: RunPlace | null;
  readonly nth: number;
  readonly of: number;
}

export interface YieldsView {
  /** `production`: golden boards, dry runs and demo boards left out. Runs that somebody stopped never count. */
  readonly counted: 'production' | 'all';
  readonly total: Yield;
  readonly groups: Readonly<Record<YieldGroup | 'phase', readonly (Yield & { readonly name: string })[]>>;
  readonly odd: OddSlot | null;
  readonly reasons: readonly { readonly reason: string; readonly phase: string; readonly runs: number }[];
  /** Runs that were found and do not count. */
  readonly leftOut: number;
}

/** Numbers that were measured in the found runs. */
export interface MeasuredView {
  readonly names: readonly string[];
  readonly chosen: string;
  readonly unit: string;
  readonly histogram: Histogram | null;
}

/** What takes long and can be stopped. */
export interface WorkView {
  readonly kind: 'export' | 'import' | 'verify' | 'measure' | 'free';
  readonly done: number;
  /** 0: not known. */
  readonly total: number;
  readonly unit: 'records' | 'bytes';
}

export interface VerifyView {
  /** When it was done: milliseconds of the Unix epoch. */
  readonly atMs: number;
  readonly records: number;
  readonly chains: number;
  readonly own: string | null;
  readonly breaks: readonly ChainBreak[];
  readonly breaksFound: number;
  readonly checkpoints: readonly Checkpoint[];
}

export interface ImportView {
  readonly files: readonly string[];
  readonly added: number;
  readonly same: number;
  /** Their place is taken by another record. */
  readonly other: number;
  readonly refused: readonly { readonly file: string; readonly line: number; readonly fault: LineFault }[];
  readonly refusedFound: number;
  readonly ended: 'whole' | 'stopped';
}

/** Room for records. `low`: the person is told here and on the bench. */
export interface SpaceView {
  readonly state: 'unknown' | 'enough' | 'low';
  readonly persisted: 'yes' | 'no' | 'unknown';
  readonly usedBytes: number | null;
  readonly quotaBytes: number | null;
}

/** The oldest records were exported and can be taken away. */
export interface FreeingView {
  readonly records: number;
  readonly fileName: string;
  readonly bytes: number;
  /** Of them not in the shared store yet; 0 where there is none. */
  readonly unsent: number;
  /** `yes`: somebody wanted to take them away all the same, and is asked once more. */
  readonly asked: 'no' | 'yes';
}

export interface LabelsView {
  readonly templates: readonly { readonly name: string; readonly origin: 'built-in' | 'own' }[];
  readonly chosen: string;
  /** Changes when another text is to stand in the editor. */
  readonly version: number;
  readonly text: string;
  /** With contents filled in; null while the text is no label. */
  readonly drawn: LabelTemplate | null;
  readonly problem: Problem | null;
}

export interface Problem {
  readonly code: string;
  readonly facts: Facts;
}

/** What was done last, for a line that says so. */
export type Said =
  | { readonly kind: 'saved'; readonly fileName: string; readonly records: number; readonly files: number }
  | { readonly kind: 'freed'; readonly records: number }
  | { readonly kind: 'stopped' }
  | { readonly kind: 'printed' };

export interface RecordsView {
  readonly state: 'opening' | 'ready' | 'unavailable';
  readonly list: RunListView;
  readonly opened: OpenedRun | null;
  /** Null until somebody looks. */
  readonly yields: YieldsView | null;
  readonly measured: MeasuredView | null;
  readonly work: WorkView | null;
  readonly said: Said | null;
  readonly verified: VerifyView | null;
  readonly imported: ImportView | null;
  readonly space: SpaceView;
  readonly freeing: FreeingView | null;
  readonly labels: LabelsView | null;
  readonly problem: Problem | null;
}

export const EXPORT_FORMATS = ['jsonl', 'openhtf', 'csv', 'junit'] as const;
export type RecordFormat = (typeof EXPORT_FORMATS)[number];

/** One event, because the room behind it is loaded late. */
export type RecordsAction =
  | LabelAction
  | { readonly act: 'read' | 'open' | 'close-run' | 'measure' | 'stop' | 'verify' | 'ask-to-keep' | 'take-away' | 'take-away-unsent' | 'keep-all' }
  /** Only what changes: two changes may come before the first one is drawn. */
  | { readonly act: 'filter'; readonly filter: Partial<RunFilter> }
  | ({ readonly act: 'open-run' } & RunPlace)
  | { readonly act: 'count-yields'; readonly counted: YieldsView['counted'] }
  | { readonly act: 'choose-measurement'; readonly name: string }
  | { readonly act: 'export'; readonly format: RecordFormat; readonly what: 'found' | 'opened' }
  | { readonly act: 'import'; readonly files: readonly File[] }
  | { readonly act: 'export-oldest'; readonly most: number }
  | { readonly act: 'save-attachment'; readonly phase: string; readonly name: string };

/** What can be done with labels. */
export type LabelAction =
  | { readonly act: 'open-labels' | 'close-labels' | 'keep-label' | 'save-label' | 'print-sample' }
  | { readonly act: 'choose-label' | 'remove-label' | 'print-run'; readonly name: string }
  | { readonly act: 'edit-label'; readonly text: string }
  | { readonly act: 'load-label'; readonly file: File };
