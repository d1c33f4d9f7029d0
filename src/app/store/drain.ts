/**
 * Sends what waits, in its order, whenever it can: one record after another, with growing pauses when it cannot.
 * Floor: app. Knows no screen and no account: it is given a store or an error. Of several tabs one sends at a time; the others wait for their turn and then
 * find nothing left to do. A record that is there already with the same text counts as sent; another text in its place stops the chain.
 * Reference: "Exponential backoff and jitter" (full jitter, at least half); Web Locks API (W3C).
 */
import type { Clock } from '../../base/index.ts';
import type { RunRecord } from '../../bench/index.ts';
import type { SharedStore } from '../../cloud/index.ts';
import type { ClaimRow, StoreState } from '../../ui/index.ts';
import { isAbort, problemOf, type Problem } from '../cloud/problem.ts';
import { claimUnits } from './claims-of.ts';
import type { Outbox } from './outbox.ts';

/** Not a record, and taken for none. */
const GONE = '{"format":"touchstone-gone/1"}';
const FIRST_PAUSE_MS = 2_000;
const LONGEST_PAUSE_MS = 300_000;

export interface DrainPicture {
  readonly state: Exclude<StoreState, 'off'>;
  readonly waiting: number;
  readonly problem: Problem | null;
  /** Length of the pause that began now; null when there is none. */
  readonly pauseMs: number | null;
}

export interface DrainParts {
  /** Names the store in the outbox. */
  readonly place: string;
  readonly head: () => Promise<{ readonly chain: string; readonly number: number } | null>;
  readonly record: (chain: string, number: number) => Promise<RunRecord | null>;
  readonly textOf: (record: RunRecord) => string;
  readonly outbox: Outbox;
  /** Opens it anew for every round. @throws sign-in-…, store-settings */
  readonly store: (signal: AbortSignal) => Promise<SharedStore>;
  /** Runs `work` while no other tab does. */
  readonly alone: (work: () => Promise<void>, signal: AbortSignal) => Promise<void>;
  readonly clock: Clock;
  /** In [0, 1). */
  readonly random: () => number;
  readonly show: (picture: DrainPicture) => void;
  readonly claimed: (rows: readonly ClaimRow[]) => void;
}

/** `record`: something was recorded; it does not cut a pause short. `now`: a person, a session or the network wants it at once. */
export type DrainReason = 'record' | 'now';

/** Codes that say: not reached; and which only somebody else can end. */
const NOT_REACHED = ['cloud-unreachable', 'cloud-timeout', 'sign-in-network'];
const BUSY = ['cloud-throttled', 'cloud-unavailable', 'store-failed', 'record-store'];
/** Without somebody who signs in there is nothing to try. */
const NO_SESSION = ['sign-in-needed', 'sign-in-expired', 'sign-in-setup'];
/** Trying again changes nothing. */
const FINAL = ['store-conflict', 'store-settings'];

export class Drain {
  readonly #parts: DrainParts;
  readonly #life = new AbortController();
  #wake: (() => void) | null = null;
  #wanted: DrainReason | null = 'now';
  #failures = 0;
  #pause: 'none' | 'timed' | 'for-somebody' = 'none';
  #picture: DrainPicture = { state: 'starting', waiting: 0, problem: null, pauseMs: null };

  constructor(parts: DrainParts) {
    this.#parts = parts;
    void this.#run();
  }

  get picture(): DrainPicture {
    return this.#picture;
  }

  want(reason: DrainReason): void {
    if (reason === 'record' && this.#pause !== 'none') {
      void this.#countAgain();
      return;
    }
    this.#wanted = reason;
    this.#wake?.();
  }

  /** Stops for good; what is on its way is given up and sent again by whoever comes next. */
  close(): void {
    this.#life.abort(new DOMException('the store is left', 'AbortError'));
    this.#wake?.();
  }

  async #run(): Promise<void> {
    const { signal } = this.#life;
    while (!signal.aborted) {
      this.#wanted = null;
      const problem = await this.#round(signal).then(
        () => null,
        (error: unknown) => (signal.aborted || isAbort(error) ? null : problemOf(error)),
      );
      if (signal.aborted) return;
      this.#failures = problem === null ? 0 : this.#failures + 1;
      await this.#rest(problem, signal);
    }
  }

  /** Everything that waits now. */
  async #round(signal: AbortSignal): Promise<void> {
    const parts = this.#parts;
    const before = await this.#waiting();
    if (before === 0) return;
    this.#show({ waiting: before, ...(this.#picture.state === 'starting' ? { state: 'sending' } : {}) });
    await parts.alone(async () => {
      let store: SharedStore | null = null;
      for (;;) {
        signal.throwIfAborted();
        const head = await parts.head();
        const sent = head === null ? 0 : await parts.outbox.sent(parts.place, head.chain);
        if (head === null || sent >= head.number) return;
        store ??= await parts.store(signal);
        this.#show({ state: 'sending', waiting: head.number - sent, problem: null, pauseMs: null });
        const number = sent + 1;
        const record = await parts.record(head.chain, number);
        await this.#send(store, head.chain, number, record, signal);
        const claims = record === null ? [] : await claimUnits({ store, place: parts.place }, record, signal);
        await parts.outbox.advance(parts.place, head.chain, number, claims);
        if (claims.length > 0) parts.claimed(claims);
      }
    }, signal);
  }

  /** A record that was taken away before it was sent leaves a word in its place: a chain in the store has no holes. */
  async #send(store: SharedStore, chain: string, number: number, record: RunRecord | null, signal: AbortSignal): Promise<void> {
    try {
      await store.putRecord({ chain, number, text: record === null ? GONE : this.#parts.textOf(record) }, signal);
    } catch (error) {
      const isThereAfterAll = record === null && problemOf(error).code === 'store-conflict'; // its answer was lost on the way
      if (!isThereAfterAll) throw error;
    }
  }

  /** Until something is wanted, or the pause is over. */
  async #rest(problem: Problem | null, signal: AbortSignal): Promise<void> {
    const woken = new AbortController();
    this.#wake = () => {
      woken.abort();
    };
    const pauseMs = problem === null ? null : this.#pauseFor(problem);
    this.#pause = problem === null ? 'none' : pauseMs === null ? 'for-somebody' : 'timed';
    const waiting = await this.#waiting().catch(() => this.#picture.waiting);
    this.#show({ ...restingAs(problem), waiting, problem, pauseMs });
    if (this.#wanted === null && !signal.aborted) await this.#sleep(pauseMs, woken.signal);
    this.#wake = null;
    this.#pause = 'none';
  }

  async #sleep(pauseMs: number | null, signal: AbortSignal): Promise<void> {
    if (pauseMs !== null) return this.#parts.clock.sleep(pauseMs, signal).catch(() => undefined);
    await new Promise<void>((resolve) => {
      if (signal.aborted) resolve();
      else signal.addEventListener('abort', () => resolve(), { once: true });
    });
  }

  /** Null: nothing but somebody's doing ends it. */
  #pauseFor({ code, facts }: Problem): number | null {
    if (FINAL.includes(code) || NO_SESSION.includes(code)) return null;
    const askedMs = typeof facts['retryAfterS'] === 'number' ? facts['retryAfterS'] * 1_000 : 0;
    const grownMs = Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** Math.min(this.#failures - 1, 20));
    const refusedMs = NOT_REACHED.includes(code) || BUSY.includes(code) ? grownMs : LONGEST_PAUSE_MS; // a role takes some minutes to come into force
    return Math.max(askedMs, refusedMs * (0.5 + this.#parts.random() / 2));
  }

  async #waiting(): Promise<number> {
    const { place, head, outbox } = this.#parts;
    const newest = await head();
    return newest === null ? 0 : Math.max(0, newest.number - (await outbox.sent(place, newest.chain)));
  }

  async #countAgain(): Promise<void> {
    const waiting = await this.#waiting().catch(() => this.#picture.waiting);
    if (!this.#life.signal.aborted) this.#show({ waiting });
  }

  #show(change: Partial<DrainPicture>): void {
    this.#picture = { ...this.#picture, ...change };
    this.#parts.show(this.#picture);
  }
}

function restingAs(problem: Problem | null): Pick<DrainPicture, 'state'> {
  if (problem === null) return { state: 'in-step' };
  if (NO_SESSION.includes(problem.code)) return { state: 'signed-out' };
  if (NOT_REACHED.includes(problem.code)) return { state: 'offline' };
  return { state: BUSY.includes(problem.code) ? 'waiting' : 'refused' };
}
