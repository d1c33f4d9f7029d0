/**
 * The pace at which one service is called: never above its operations a minute, whoever calls; when it asks for a pause, all pause.
 * Floor: cloud. Knows no request. It fills a bucket of 20 at 980 a minute: 20 + 980 is 1,000, so that no window of 60 s, wherever it begins,
 * holds more than the limit, and a job that never pauses still gets 98 % of it. First come, first served.
 * Reference: Azure IoT Hub Device Provisioning Service limits: 1,000 operations a minute a service; 429 with Retry-After beyond.
 * It is not documented how the service counts a bulk; it is taken here for as many operations as it holds enrollments, so that the limit holds either way.
 */
import type { CancelSignal, Clock } from '../../base/index.ts';

const PER_MINUTE = 1_000;
const MINUTE_MS = 60_000;
/** What may be sent at once after a rest, as a part of the limit. */
const BURST_PART = 0.02;
const FIRST_PAUSE_MS = 2_000;
const LONGEST_PAUSE_MS = 60_000;

/** `rate`: the minute is full. `throttled`: the service asked for a pause. `untilMs` is of the pace's clock. */
export interface PaceWait {
  readonly why: 'rate' | 'throttled';
  readonly untilMs: number;
}

export interface OperationPaceOptions {
  readonly clock: Clock;
  /** A number in [0, 1), for the jitter. */
  readonly random: () => number;
  /** Default 1,000: DPS, operations a minute a service. */
  readonly perMinute?: number;
  /** Usually `empty`: this page may have been reloaded a moment after it had sent all that a minute allows. */
  readonly atStart?: 'full' | 'empty';
  /** Told when waiting begins, changes and ends. */
  readonly onWait?: (waiting: PaceWait | null) => void;
}

export class OperationPace {
  readonly #clock: Clock;
  readonly #random: () => number;
  readonly #onWait: (waiting: PaceWait | null) => void;
  readonly #burst: number;
  readonly #perMs: number;
  /** Operations in the bucket at `#filledMs`. */
  #level: number;
  #filledMs: number;
  #pausedUntilMs = -Infinity;
  #throttledInARow = 0;
  #waiting: PaceWait | null = null;
  #last: Promise<unknown> = Promise.resolve();
  #queued = 0;

  constructor(options: OperationPaceOptions) {
    const perMinute = options.perMinute ?? PER_MINUTE;
    this.#clock = options.clock;
    this.#random = options.random;
    this.#onWait = options.onWait ?? (() => undefined);
    this.#burst = Math.max(1, Math.floor(perMinute * BURST_PART));
    this.#perMs = (perMinute - this.#burst) / MINUTE_MS;
    this.#level = options.atStart === 'full' ? this.#burst : 0;
    this.#filledMs = options.clock.nowMs();
  }

  /** Why somebody waits now; null when nobody does. */
  get waiting(): PaceWait | null {
    return this.#waiting;
  }

  /** Resolves, first come first served, when so many operations (at most what may be sent at once: 20) may be sent. Rejects with `signal.reason`. */
  async take(operations: number, signal?: CancelSignal): Promise<void> {
    if (!(operations > 0 && operations <= this.#burst)) throw new RangeError(`${operations} operations at once, at most ${this.#burst}`);
    const before = this.#last;
    this.#queued++;
    const mine = before.then(() => this.#wait(operations, signal));
    this.#last = mine.catch(() => undefined);
    try {
      await mine;
    } finally {
      if (--this.#queued === 0) this.#tell(null);
    }
  }

  /** The service answered 429: all wait for so long, or (null) for a time that grows with each such answer. */
  throttled(retryAfterMs: number | null): void {
    const nowMs = this.#clock.nowMs();
    // several requests in flight are refused by one and the same full minute: that is one refusal
    if (nowMs >= this.#pausedUntilMs) this.#throttledInARow++;
    const grownMs = Math.min(FIRST_PAUSE_MS * 2 ** (this.#throttledInARow - 1), LONGEST_PAUSE_MS) * (0.5 + this.#random() / 2);
    this.#pausedUntilMs = Math.max(this.#pausedUntilMs, nowMs + (retryAfterMs ?? grownMs));
    // no burst right after the pause: one may go then, and the bucket fills from there
    this.#fill(nowMs);
    this.#level = Math.min(this.#level, 1);
    this.#filledMs = Math.max(this.#filledMs, this.#pausedUntilMs);
  }

  /** An operation was answered otherwise: the service is not throttling. */
  answered(): void {
    if (this.#clock.nowMs() >= this.#pausedUntilMs) this.#throttledInARow = 0;
  }

  async #wait(operations: number, signal?: CancelSignal): Promise<void> {
    for (;;) {
      if (signal?.aborted === true) throw signal.reason;
      const nowMs = this.#clock.nowMs();
      this.#fill(nowMs);
      const filledAtMs = nowMs + Math.ceil(Math.max(0, operations - this.#level) / this.#perMs);
      const untilMs = Math.max(filledAtMs, this.#pausedUntilMs);
      if (untilMs <= nowMs) {
        this.#level -= operations;
        return;
      }
      this.#tell({ why: this.#pausedUntilMs > nowMs ? 'throttled' : 'rate', untilMs });
      await this.#clock.sleep(untilMs - nowMs, signal);
    }
  }

  #fill(nowMs: number): void {
    if (nowMs <= this.#filledMs) return;
    this.#level = Math.min(this.#burst, this.#level + (nowMs - this.#filledMs) * this.#perMs);
    this.#filledMs = nowMs;
  }

  #tell(waiting: PaceWait | null): void {
    if (waiting?.why === this.#waiting?.why && waiting?.untilMs === this.#waiting?.untilMs) return;
    this.#waiting = waiting;
    this.#onWait(waiting);
  }
}
