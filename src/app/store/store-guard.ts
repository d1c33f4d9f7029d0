/**
 * The shared store's part of a run: its unit is entered there before anything is done to it, and what came of that is noted in its record.
 * Floor: app. A store that is slow, shut or away fails no run: the run goes on with what is known here, and the drain enters its unit later.
 */
import type { AskingRun, EarlierRun, OutcomeDetail, RunDraft, RunRecord } from '../../bench/index.ts';
import type { SharedStore } from '../../cloud/index.ts';
import type { StoreState } from '../../ui/index.ts';
import { problemOf } from '../cloud/problem.ts';
import { claimedNote, isSeen, sightingOf, type SeenRun } from './claims-of.ts';
import { askStore, type Heard, type UnitIds } from './guard.ts';
import type { StoreRecords } from './store-outside.ts';
import { readShared } from './take-records.ts';

export interface StoreGuardParts {
  /** Names the store in a record; null when there is none. */
  readonly place: () => string | null;
  readonly state: () => StoreState;
  readonly open: () => Promise<SharedStore>;
  readonly records: () => Promise<StoreRecords>;
  /** Two seconds where it is not given. */
  readonly limitMs?: number;
}

/** Runs whose notes wait for their record; one that never comes must not fill the memory. */
const NOTES_KEPT = 200;

export class StoreGuard {
  readonly #parts: StoreGuardParts;
  readonly #notes = new Map<string, readonly OutcomeDetail[]>();

  constructor(parts: StoreGuardParts) {
    this.#parts = parts;
  }

  /** Earlier runs of this unit at other stations. When the store cannot be asked it is none, and `noted` says so in the run's record. Never rejects. */
  async seenBefore(serialNumber: string | null, mac: string | null, run: AskingRun): Promise<readonly EarlierRun[]> {
    const place = this.#parts.place();
    if (place === null || (serialNumber === null && mac === null)) return [];
    const unit = { chip: serialNumber?.toUpperCase() ?? null, mac: mac?.toUpperCase() ?? null };
    const state = this.#parts.state();
    if (state === 'offline' || state === 'signed-out') {
      this.#note(run, [notAsked(state)]);
      return [];
    }
    const atMs = Date.now();
    const { earlier, won, why } = await this.#ask(unit, run, atMs);
    const claimed = won.chip === undefined && won.board === undefined ? [] : [claimedNote(place, won, atMs)];
    this.#note(run, [...(why === null ? [] : [notAsked(why)]), ...claimed]);
    return earlier;
  }

  /** The run as it is recorded. */
  noted(draft: RunDraft): RunDraft {
    const notes = this.#notes.get(draft.id) ?? [];
    this.#notes.delete(draft.id);
    const told = draft.virtual ? notes.filter(({ code }) => code !== NOT_ASKED) : notes;
    return told.length === 0 ? draft : { ...draft, details: [...draft.details, ...told] };
  }

  async #ask({ chip, mac }: UnitIds, run: AskingRun, atMs: number): Promise<Heard> {
    const side = run.virtual ? 'demo' : 'real';
    const seen: SeenRun | null = chip === null || mac === null || !isSeen(run) ? null : { ...run, chip, mac, atMs };
    if (seen === null && side === 'demo') return { earlier: [], won: {}, why: null };
    const enter = seen === null ? null : async () => sightingOf(seen, await this.#chain());
    const parts = { store: () => this.#parts.open(), read: (text: string): Promise<RunRecord | null> => readShared(text), isHere: this.#isHere };
    return askStore(parts, { chip, mac }, enter, side, this.#parts.limitMs).catch((error: unknown) => ({ earlier: [], won: {}, why: problemOf(error).code }));
  }

  /** Null before the first record, or when the disk does not say. */
  async #chain(): Promise<string | null> {
    const head = await this.#parts
      .records()
      .then((records) => records.head())
      .catch(() => null);
    return head?.chain ?? null;
  }

  readonly #isHere = async (chain: string, number: number): Promise<boolean> => (await (await this.#parts.records()).get(chain, number)) !== null;

  #note({ id }: AskingRun, notes: readonly OutcomeDetail[]): void {
    const [oldest] = this.#notes.keys();
    if (this.#notes.size >= NOTES_KEPT && oldest !== undefined) this.#notes.delete(oldest);
    if (notes.length > 0) this.#notes.set(id, notes);
  }
}

const NOT_ASKED = 'store-not-asked';
const notAsked = (why: string): OutcomeDetail => ({ code: NOT_ASKED, facts: { why } });
