/**
 * Where every entry of a job stands: one byte each, counts that are kept up as they change, and the few rows that are shown.
 * Floor: cloud. Knows no service and no journal. Memory does not grow with what has ended.
 */
import type { Facts } from '../../base/index.ts';
import type { EnrolItem } from './item.ts';
import type { JobChange, JournalState } from './journal.ts';

/** One entry as it is shown. */
export interface EnrolJobRow {
  readonly index: number;
  readonly serialNumber: string;
  readonly registrationId: string;
  readonly state: 'pending' | 'enrolled' | 'same' | 'failed';
  readonly code: string;
  readonly facts: Facts;
}

export interface JobCounts {
  readonly enrolled: number;
  readonly same: number;
  readonly failed: number;
  readonly pending: number;
}

const STATES = ['pending', 'sent', 'enrolled', 'same', 'failed'] as const satisfies readonly JournalState[];
const STATE_BITS = 0b111;
/** An earlier entry has the same serial number. */
const REPEATED = 0b1000;
/** It failed, but what was sent may have been done all the same. */
const DOUBTED = 0b1_0000;
/** A lane has it in hand. */
const IN_HAND = 0b10_0000;

const MOST_ROWS = 200;

export class JobBook {
  readonly #items: readonly EnrolItem[];
  readonly #entries: Uint8Array;
  readonly #counts = [0, 0, 0, 0, 0];
  readonly #failed = new Map<number, JobChange>();
  /** The latest that ended well, oldest first. */
  readonly #ended = new Map<number, JobChange>();

  constructor(items: readonly EnrolItem[]) {
    this.#items = items;
    this.#entries = new Uint8Array(items.length);
    this.#counts[0] = items.length;
    const seen = new Set<string>();
    for (const [index, { serialNumber }] of items.entries()) {
      if (serialNumber === '') continue;
      const known = serialNumber.toUpperCase();
      if (seen.has(known)) this.#entries[index] = REPEATED;
      else seen.add(known);
    }
  }

  get counts(): JobCounts {
    const [pending = 0, sent = 0, enrolled = 0, same = 0, failed = 0] = this.#counts;
    return { enrolled, same, failed, pending: pending + sent };
  }

  get total(): number {
    return this.#entries.length;
  }

  state(index: number): JournalState {
    return STATES[(this.#entries[index] ?? 0) & STATE_BITS] ?? 'pending';
  }

  isRepeated(index: number): boolean {
    return ((this.#entries[index] ?? 0) & REPEATED) !== 0;
  }

  /** Notes what became true. What fails after it was sent is in doubt: before another try the service is looked at. */
  note(change: JobChange): void {
    const before = this.#entries[change.index];
    if (before === undefined) return; // of a job that was longer: nothing of ours
    this.#count(before & STATE_BITS, -1);
    const state = STATES.indexOf(change.state);
    this.#count(state, 1);
    const doubted = change.state === 'failed' && STATES[before & STATE_BITS] === 'sent' ? DOUBTED : 0;
    this.#entries[change.index] = (before & (REPEATED | IN_HAND)) | state | doubted;
    this.#failed.delete(change.index);
    this.#ended.delete(change.index);
    if (change.state === 'failed' && this.#failed.size < MOST_ROWS) this.#failed.set(change.index, change);
    if (change.state !== 'enrolled' && change.state !== 'same') return;
    this.#ended.set(change.index, change);
    if (this.#ended.size > MOST_ROWS) this.#ended.delete(this.#ended.keys().next().value as number);
  }

  #count(state: number, by: number): void {
    this.#counts[state] = (this.#counts[state] ?? 0) + by;
  }

  /** The first entry from `index` on that is in this state and in nobody's hand; null when there is none. */
  find(state: 'pending' | 'sent', index: number): number | null {
    const wanted = STATES.indexOf(state);
    for (let at = index; at < this.#entries.length; at++) if (((this.#entries[at] ?? 0) & (STATE_BITS | IN_HAND)) === wanted) return at;
    return null;
  }

  take(index: number): void {
    this.#entries[index] = (this.#entries[index] ?? 0) | IN_HAND;
  }

  /** Nobody has anything in hand. */
  putDown(): void {
    for (let index = 0; index < this.#entries.length; index++) this.#entries[index] = (this.#entries[index] ?? 0) & ~IN_HAND;
  }

  /** Every failed entry, as what it must become to be tried again: looked for first where there is doubt. */
  *failedAgain(): Generator<JobChange> {
    for (let index = 0; index < this.#entries.length; index++) {
      if (this.state(index) !== 'failed') continue;
      const doubted = ((this.#entries[index] ?? 0) & DOUBTED) !== 0;
      yield { index, state: doubted ? 'sent' : 'pending', registrationId: '', deviceId: '', code: '', facts: {} };
    }
  }

  /** The failed first, then the latest; all entries of a small job. At most 200. */
  rows(): readonly EnrolJobRow[] {
    const rows = [...this.#failed.values()].sort((a, b) => a.index - b.index).map((change) => this.#row(change));
    for (const change of [...this.#ended.values()].reverse()) if (rows.length < MOST_ROWS) rows.push(this.#row(change));
    if (this.#entries.length > MOST_ROWS) return rows;
    const shown = new Set(rows.map(({ index }) => index));
    for (const index of this.#entries.keys()) {
      if (!shown.has(index)) rows.push(this.#row({ index, state: 'pending', registrationId: '', deviceId: '', code: '', facts: {} }));
    }
    return rows;
  }

  #row({ index, state, registrationId, code, facts }: JobChange): EnrolJobRow {
    return { index, serialNumber: this.#items[index]?.serialNumber ?? '', registrationId, state: state === 'sent' ? 'pending' : state, code, facts };
  }
}
