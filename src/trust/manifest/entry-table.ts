/**
 * The entries of one file as a list that can be looked through without loading any.
 * Floor: trust. Reads packed columns; serial-search.ts searches them, figures.ts counts them.
 */
import { toHex, type Facts } from '../../base/index.ts';
import type { EntryProblem, ManifestEntryReason } from '../entry/entry-reason.ts';
import { MARK, NAME_SERIAL, type EntryColumns } from './columns.ts';
import { figuresOf, type ManifestFigures } from './figures.ts';
import { findSerials, serialsEqual } from './serial-search.ts';

/** `no-certificate`: signature and content hold, and there is no certificate inside. `unverified`: the entry has a problem. */
export type EntryVerdict = 'verified' | 'no-certificate' | 'unverified';

/** What a list shows of an entry. */
export interface EntrySummary {
  readonly index: number;
  /** 18 lower-case hex digits; null when none could be read. A claim of unverified entries. */
  readonly uniqueId: string | null;
  /** Null when the content could not be read or is not believed. */
  readonly partNumber: string | null;
  readonly verdict: EntryVerdict;
  readonly reason: ManifestEntryReason | null;
  /** Of the problem; empty beyond the first 4,096 distinct problems of a file. */
  readonly facts: Facts;
  readonly demo: boolean;
}

export class EntryTable {
  readonly columns: EntryColumns;
  #figures: ManifestFigures | null = null;

  private constructor(columns: EntryColumns) {
    this.columns = columns;
  }

  /** A table over columns that readManifest made, now or on an earlier day. */
  static from(columns: EntryColumns): EntryTable {
    return new EntryTable(columns);
  }

  get count(): number {
    return this.columns.count;
  }

  /** What the file holds; counted when first asked for. */
  get figures(): ManifestFigures {
    this.#figures ??= figuresOf(this.columns);
    return this.#figures;
  }

  summary(index: number): EntrySummary {
    const problem = this.problem(index);
    return {
      index,
      uniqueId: this.uniqueId(index),
      partNumber: this.columns.textTable[(this.columns.partNumbers[index] ?? 0) - 1] ?? null,
      verdict: this.verdict(index),
      reason: problem?.reason ?? null,
      facts: problem?.facts ?? {},
      demo: this.isDemo(index),
    };
  }

  verdict(index: number): EntryVerdict {
    if (this.columns.problems[index] !== 0) return 'unverified';
    return this.#has(index, MARK.certificates) ? 'verified' : 'no-certificate';
  }

  problem(index: number): EntryProblem | null {
    return this.columns.problemTable[(this.columns.problems[index] ?? 0) - 1] ?? null;
  }

  /** 18 lower-case hex digits. */
  uniqueId(index: number): string | null {
    return this.#has(index, MARK.uniqueId) ? toHex(this.columns.uniqueIds.subarray(index * 9, index * 9 + 9)) : null;
  }

  /** Common name of the device certificate; null without one, or when the file holds too many kinds of names. */
  commonName(index: number): string | null {
    const name = this.columns.textTable[(this.columns.names[index] ?? 0) - 1];
    return name?.replace(NAME_SERIAL, (this.uniqueId(index) ?? '').toUpperCase()) ?? null;
  }

  /** True when the entry must not count where only real parts count. */
  isDemo(index: number): boolean {
    return this.#has(index, MARK.demo);
  }

  /** Indices whose serial number contains the hex digits `needle`, ascending; '' finds all. */
  find(needle: string): Uint32Array {
    return findSerials(this.columns, needle);
  }

  /** Indices of entries with exactly this serial number (18 hex digits, any case). */
  indicesOf(uniqueId: string): readonly number[] {
    return serialsEqual(this.columns, uniqueId);
  }

  #has(index: number, mark: number): boolean {
    return ((this.columns.marks[index] ?? 0) & mark) !== 0;
  }
}
