/**
 * How far the reading of files is: a share for the bar, a speed that does not flicker, the time that is left when it can be said.
 * Floor: ui. Pure. Knows no sentences.
 */
import type { ImportView } from '../app-view.ts';

export interface ImportFigures {
  /** 0 to 1, of this file when it is the only one, else of all files. */
  readonly share: number;
  /** Two digits that count; null when not known or less than one in two seconds. */
  readonly entriesPerSecond: number | null;
  /** Of this file, rounded up to what a person can use; null when nothing can be said. */
  readonly left: Left | null;
}

/** `moment`: less than five seconds. */
export type Left = { readonly unit: 'moment' } | { readonly unit: 's' | 'min'; readonly value: number };

/** Fewer entries say nothing about the speed. */
const ENOUGH_ENTRIES = 200;

/** The figures of a moment. */
export function importFigures({ step, file, files, doneBytes, totalBytes, doneEntries, entriesPerSecond }: ImportView): ImportFigures {
  const isMeasured = entriesPerSecond !== null && entriesPerSecond > 0;
  const ofFile = totalBytes > 0 ? Math.min(1, doneBytes / totalBytes) : 0;
  const counts = step === 'verifying' || step === 'unpacking' ? ofFile : 0; // the other steps are short and come before
  const canTell = isMeasured && step === 'verifying' && doneEntries >= ENOUGH_ENTRIES && doneBytes > 0;
  return {
    share: files > 1 ? Math.min(1, (Math.max(1, file) - 1 + counts) / files) : ofFile,
    entriesPerSecond: (isMeasured && twoDigits(entriesPerSecond)) || null,
    left: canTell ? rounded((Math.max(0, totalBytes - doneBytes) * doneEntries) / doneBytes / entriesPerSecond) : null,
  };
}

function twoDigits(value: number): number {
  const unit = 10 ** Math.max(0, Math.floor(Math.log10(value)) - 1);
  return Math.round(value / unit) * unit;
}

function rounded(seconds: number): Left {
  if (seconds < 5) return { unit: 'moment' };
  if (seconds <= 55) return { unit: 's', value: Math.ceil(seconds / 5) * 5 };
  return { unit: 'min', value: Math.max(1, Math.round(seconds / 60)) };
}
