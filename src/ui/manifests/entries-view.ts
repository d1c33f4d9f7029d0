/**
 * What the page shows of single entries: the list that can be searched, the entry that is open, the export that is being chosen.
 * Floor: ui. Plain values and a window over rows; the entries themselves stay with app, which may one day ask a worker for them.
 */
import type { EnrolRecord } from '../cloud/cloud-view.ts';
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
  readonly selected: boolean;
}

/** Which entries the list holds beside the text. */
export interface EntriesFilter {
  readonly verdict: EntryVerdict | 'all';
  /** Null: all files. */
  readonly manifestId: number | null;
}

/** The entries that were found, as a window: rows are asked for one by one. A new object whenever anything in it changed. */
export interface EntriesView {
  /** The text that was looked for, as it was typed. */
  readonly text: string;
  readonly filter: EntriesFilter;
  /** Entries in all manifests. */
  readonly total: number;
  /** Entries found. */
  readonly count: number;
  /** Entries selected, found or not. */
  readonly selected: number;
  /** Of the found ones, how many are selected. */
  readonly foundSelected: number;
  row(index: number): EntryRow | undefined;
}

/** The entry that is open. */
export interface OpenedEntry {
  readonly row: EntryRow;
  readonly description: EntryDescription;
  /** What was done with this chip in the cloud from this browser last; null when nothing was. */
  readonly enrolled?: EnrolRecord | null;
}

/** What is to be exported; unverified entries only when the person insists. */
export interface ExportChoice {
  readonly format: ExportFormat;
  readonly scope: 'selected' | 'found' | 'all';
  readonly unverified: 'leave-out' | 'include';
}

/** An export before and while it is written. */
export interface ExportView {
  readonly choice: ExportChoice;
  /** Entries selected, found and in all. */
  readonly selected: number;
  readonly found: number;
  readonly total: number;
  /** Entries that go in. */
  readonly taken: number;
  /** Of these, demo entries. */
  readonly demo: number;
  /** Of those that go in, how many are not verified. */
  readonly unverified: number;
  readonly leftOut: readonly { readonly reason: LeftOutReason; readonly count: number; readonly examples: readonly string[] }[];
  /** Null until it is being written. */
  readonly writing: { readonly fileName: string; readonly doneBytes: number } | null;
}

/** No manifest is loaded. */
export const NO_ENTRIES: EntriesView = {
  text: '',
  filter: { verdict: 'all', manifestId: null },
  total: 0,
  count: 0,
  selected: 0,
  foundSelected: 0,
  row: () => undefined,
};
