/**
 * How long to hold back after failures: a single one holds back only whom it struck; a second in a row, or a service that asks for it, holds back everybody.
 * Floor: cloud. Knows no requests. Several that fail together are one failure: they were sent before anybody could know.
 * Reference: Azure IoT DPS troubleshooting ("exponential back-off with jitter, honour retry-after").
 */
import type { Clock, TouchstoneError } from '../../base/index.ts';
import { meaningOf, retryAfterMsOf } from './fault-meaning.ts';

const FIRST_MS = 1_000;
const LONGEST_MS = 60_000;
/** A service that asks for more than this is asked again all the same. */
const LONGEST_ASKED_MS = 10 * 60_000;

export interface BackOffTools {
  readonly clock: Clock;
  readonly random: () => number;
  /** Everybody waits, or nobody any more. */
  readonly onChange: () => void;
}

export class BackOff {
  readonly #tools: BackOffTools;
  readonly #sleepers = new Set<AbortController>();
  #round = 0;
  #inARow = 0;
  #successes = 0;
  #closedUntilMs: number | null = null;
  #reason: TouchstoneError | null = null;

  constructor(tools: BackOffTools) {
    this.#tools = tools;
  }

  /** Why everybody waits, and for how many seconds more; null when nobody needs to. */
  get waiting(): { readonly error: TouchstoneError; readonly seconds: number } | null {
    if (this.#closedUntilMs === null || this.#reason === null) return null;
    return { error: this.#reason, seconds: Math.max(0, Math.ceil((this.#closedUntilMs - this.#tools.clock.nowMs()) / 1000)) };
  }

  /** How many requests to create were answered well. */
  get successes(): number {
    return this.#successes;
  }

  /** Called before something is sent; the number goes to `failed`. */
  begin(): number {
    return this.#round;
  }

  succeeded(): void {
    this.#successes++;
    this.#inARow = 0;
    if (this.#closedUntilMs !== null) this.#open();
  }

  /** Gives how long the one who failed (now for the `tries`-th time) should hold back, whatever the others do. */
  failed(round: number, error: TouchstoneError, tries: number): number {
    if (round === this.#round) {
      this.#round++;
      this.#inARow++;
    }
    const asked = retryAfterMsOf(error);
    const ownMs = this.#jittered(FIRST_MS * 2 ** Math.min(10, Math.max(this.#inARow, tries) - 1));
    const heldMs =
      asked === null
        ? this.#jittered(FIRST_MS * 2 ** Math.min(10, this.#inARow - 1))
        : Math.min(asked, LONGEST_ASKED_MS) + (FIRST_MS / 2) * this.#tools.random();
    if (asked === null && this.#inARow < 2 && meaningOf(error) !== 'later') return ownMs;
    const untilMs = this.#tools.clock.nowMs() + heldMs;
    if (this.#closedUntilMs === null || untilMs > this.#closedUntilMs) [this.#closedUntilMs, this.#reason] = [untilMs, error];
    this.#tools.onChange();
    return ownMs;
  }

  #jittered(durationMs: number): number {
    const half = Math.min(LONGEST_MS, durationMs) / 2;
    return half + half * this.#tools.random();
  }

  /** Resolves when the door is open, or early by `wake`: look again. */
  async wait(): Promise<void> {
    if (this.#closedUntilMs === null) return;
    const leftMs = this.#closedUntilMs - this.#tools.clock.nowMs();
    if (leftMs > 0) await this.sleep(leftMs);
    else this.#open();
  }

  /** Resolves after so long, or early by `wake`. */
  async sleep(durationMs: number): Promise<void> {
    const sleeper = new AbortController();
    this.#sleepers.add(sleeper);
    try {
      await this.#tools.clock.sleep(durationMs, sleeper.signal);
    } catch (error) {
      if (!sleeper.signal.aborted) throw error;
    } finally {
      this.#sleepers.delete(sleeper);
    }
  }

  /** Everybody who sleeps looks up: something else has changed. */
  wake(): void {
    for (const sleeper of this.#sleepers) sleeper.abort();
  }

  /** Forgets what was, for a start after a person did something. */
  forget(): void {
    this.#inARow = 0;
    this.#open();
  }

  #open(): void {
    [this.#closedUntilMs, this.#reason] = [null, null];
    this.wake();
    this.#tools.onChange();
  }
}
