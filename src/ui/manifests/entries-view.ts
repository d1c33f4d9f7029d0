/**
 * What the page shows of single entries: the list that can be searched, the entry that is open, the export that is being chosen.
 * Floor: ui. Plain values and a window over rows; the entries themselves stay with app, which may one day ask a worker for them.
 */
import type { Facts } from '../../base/index.ts';
import type { EntryDescription, ExportFormat, LeftOutReason } from '../../trust/index.ts';

/** `no-certificate`: signature and content hold, and there is no certificate inside. `unverified`: the entry has a problem. */
export type EntryVerdict = 'verified' | 'no-certificate' | 'unverified';

/** One line of the list. */
export interface EntryRow {
  readonly manifestId: number;
  /** Position in its file, from 0. */
  readonly index: number;
  readonly fileName: string;
  /** 18 hex digits; null when none could be read. */
  readonly uniqueId: string | null;
  readonly partNumber: string | null;
  readonly verdict: EntryVerdict;
  /** Code and facts of the problem; null without one. */
  readonly reason: string | null;
  readonly facts: Facts;
  readonly demo: boolean;
}

/** The entries that were found, as a window: rows are asked for one by one. A new object whenever anything in it changed. */
export interface EntriesView {
  /** The text that was looked for, as it was typed. */
  readonly text: string;
  /** Entries in all manifests. */
  readonly total: number;
  /** Entries found. */
  readonly count: number;
  row(index: number): EntryRow | undefined;
}

/** The entry that is open. */
export interface OpenedEntry {
  readonly row: EntryRow;
  readonly description: EntryDescription;
}

/** What is to be exported. `unverified` counts only for formats that can take them. */
export interface ExportChoice {
  readonly format: ExportFormat;
  readonly scope: 'found' | 'all';
  readonly unverified: 'leave-out' | 'include';
}

/** An export before and while it is written. */
export interface ExportView {
  readonly choice: ExportChoice;
  /** Entries found and entries in all. */
  readonly found: number;
  readonly total: number;
  /** Entries that go in. */
  readonly taken: number;
  /** Of these, demo entries. */
  readonly demo: number;
  /** True when the format can hold unverified entries. */
  readonly takesUnverified: boolean;
  readonly leftOut: readonly { readonly reason: LeftOutReason; readonly count: number; readonly examples: readonly string[] }[];
  /** Null until it is being written. */
  readonly writing: { readonly fileName: string; readonly doneBytes: number } | null;
}

/** No manifest is loaded. */
export const NO_ENTRIES: EntriesView = { text: '', total: 0, count: 0, row: () => undefined };
