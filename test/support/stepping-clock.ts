/**
 * A clock for tests: waits of seconds pass in milliseconds, and a slow machine changes nothing.
 * Time goes on in small steps, one a turn of the event loop, and only while somebody sleeps: whatever can be done without waiting is done first.
 */
import type { CancelSignal, Clock } from '../../src/base/index.ts';

interface Timer {
  readonly dueMs: number;
  readonly fire: () => void;
}

export class SteppingClock implements Clock {
  readonly #stepMs: number;
  #nowMs = 1_000;
  #timers: Timer[] = [];
  #stepping = false;

  constructor(stepMs = 20) {
    this.#stepMs = stepMs;
  }

  nowMs(): number {
    return this.#nowMs;
  }

  sleep(durationMs: number, signal?: CancelSignal): Promise<void> {
    return new Promise<void>((resolve, reject) => {
      if (signal?.aborted === true) {
        reject(signal.reason);
        return;
      }
      const timer: Timer = {
        dueMs: this.#nowMs + Math.max(0, durationMs),
        fire: () => {
          signal?.removeEventListener('abort', cancel);
          resolve();
        },
      };
      const cancel = (): void => {
        this.#timers = this.#timers.filter((other) => other !== timer);
        reject(signal?.reason);
      };
      signal?.addEventListener('abort', cancel, { once: true });
      this.#timers.push(timer);
      if (!this.#stepping) void this.#step();
    });
  }

  async #step(): Promise<void> {
    this.#stepping = true;
    while (this.#timers.length > 0) {
      await new Promise((resolve) => setTimeout(resolve, 1));
      const next = Math.min(...this.#timers.map((timer) => timer.dueMs));
      this.#nowMs = Math.max(this.#nowMs, Math.min(next, this.#nowMs + this.#stepMs));
      const due = this.#timers.filter((timer) => timer.dueMs <= this.#nowMs);
      this.#timers = this.#timers.filter((timer) => timer.dueMs > this.#nowMs);
      for (const timer of due.sort((a, b) => a.dueMs - b.dueMs)) timer.fire();
    }
    this.#stepping = false;
  }
}
