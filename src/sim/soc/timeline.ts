/**
 * Virtual time: one cycle counter and the timers that hang on it.
 * Floor: sim. Knows no wall clock; whoever owns the board moves it on.
 */
import type { CycleClock } from '../cpu/core.ts';

/** The core's clock: the ROM leaves an ESP32 on its 40 MHz crystal. */
export const CYCLES_PER_SECOND = 40_000_000;
export const CYCLES_PER_US = 40;
export const CYCLES_PER_MS = 40_000;

/** One thing that may happen later; starting it again moves it. */
export class Timer {
  at = Infinity;
  readonly fire: () => void;
  readonly #timeline: Timeline;

  constructor(timeline: Timeline, fire: () => void) {
    this.#timeline = timeline;
    this.fire = fire;
  }

  /** Fires after `cycles`, at least one. */
  startIn(cycles: number): void {
    this.at = this.#timeline.now + Math.max(1, Math.ceil(cycles));
    this.#timeline.changed();
  }

  stop(): void {
    this.at = Infinity;
    this.#timeline.changed();
  }
}

export class Timeline implements CycleClock {
  now = 0;
  /** When the next timer fires, `Infinity` without one. */
  nextAt = Infinity;
  /** Called when `nextAt` came nearer: a slice under way must end earlier. */
  onSooner: (() => void) | null = null;
  readonly #timers: Timer[] = [];

  timer(fire: () => void): Timer {
    const timer = new Timer(this, fire);
    this.#timers.push(timer);
    return timer;
  }

  /** Fires every timer that is due, earliest first. */
  fireDue(): void {
    while (this.nextAt <= this.now) {
      const due = this.#timers.find((timer) => timer.at === this.nextAt);
      if (due === undefined) return this.changed();
      due.at = Infinity;
      this.changed();
      due.fire();
    }
  }

  changed(): void {
    const before = this.nextAt;
    let next = Infinity;
    for (const timer of this.#timers) if (timer.at < next) next = timer.at;
    this.nextAt = next;
    if (next < before) this.onSooner?.();
  }
}
