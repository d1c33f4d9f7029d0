/**
 * A clock on which time passes only while everybody waits: hours of waiting are over at once, and a slow or busy machine changes nothing.
 * Test support. Work that is not a sleep of this clock (a request being answered, a file being read) is told to it by `working`: time stands still meanwhile.
 */
import type { CancelSignal, Clock } from '../../src/base/index.ts';

interface Sleeper {
  readonly dueMs: number;
  readonly wake: () => void;
}

/** What is left of a turn: promises that are settled already, and one turn of the event loop. */
const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

export class WaitingClock implements Clock {
  #nowMs = 0;
  #work = 0;
  #isGoing = false;
  readonly #sleepers = new Set<Sleeper>();

  nowMs(): number {
    return this.#nowMs;
  }

  sleep(durationMs: number, signal?: CancelSignal): Promise<void> {
    return new Promise<void>((resolve, reject) => {
      if (signal?.aborted === true) return reject(signal.reason);
      const over = (): void => {
        this.#sleepers.delete(sleeper);
        signal?.removeEventListener('abort', cancel);
      };
      const cancel = (): void => {
        over();
        reject(signal?.reason);
      };
      const sleeper: Sleeper = {
        dueMs: this.#nowMs + Math.max(0, durationMs),
        wake: () => {
          over();
          resolve();
        },
      };
      this.#sleepers.add(sleeper);
      signal?.addEventListener('abort', cancel, { once: true });
      if (!this.#isGoing) void this.#go();
    });
  }

  /** Time stands still until the work is done. */
  async working<Value>(work: () => Promise<Value>): Promise<Value> {
    this.#work++;
    try {
      return await work();
    } finally {
      this.#work--;
    }
  }

  async #go(): Promise<void> {
    this.#isGoing = true;
    while (this.#sleepers.size > 0) {
      do await turn();
      while (this.#work > 0);
      let next: Sleeper | null = null;
      for (const sleeper of this.#sleepers) if (next === null || sleeper.dueMs < next.dueMs) next = sleeper;
      if (next === null) break;
      this.#nowMs = Math.max(this.#nowMs, next.dueMs);
      next.wake();
    }
    this.#isGoing = false;
  }
}
