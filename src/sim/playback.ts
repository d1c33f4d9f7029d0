/**
 * A recorded log said once more: its lines leave as bytes at the times they were recorded, or that many times faster.
 * Floor: sim. Knows no port and no board; clock and timers come in as `Scheduler`.
 */
import type { Scheduler } from './port.ts';

/** A line with its ending, as it goes over the wire. */
export interface RecordedLine {
  /** Milliseconds since the recording began, never less than those of the line before. */
  readonly atMs: number;
  readonly bytes: Uint8Array;
}

export interface PlaybackOptions {
  readonly lines: readonly RecordedLine[];
  /** So many times faster than it was recorded. */
  readonly speed: number;
  readonly bytes: (bytes: Uint8Array) => void;
  /** The last line has been said. Not called after `stop`. */
  readonly ended: () => void;
}

export class Playback {
  readonly #scheduler: Scheduler;
  readonly #options: PlaybackOptions;
  readonly #startedMs: number;
  #next = 0;
  #cancel: (() => void) | null = null;

  constructor(scheduler: Scheduler, options: PlaybackOptions) {
    this.#scheduler = scheduler;
    this.#options = options;
    this.#startedMs = scheduler.nowMs();
    this.#step();
  }

  stop(): void {
    this.#cancel?.();
    this.#cancel = null;
    this.#next = Number.POSITIVE_INFINITY;
  }

  /** Says what is due; a timer that comes late makes nothing later. */
  #step(): void {
    const { lines, speed, bytes, ended } = this.#options;
    const due = (this.#scheduler.nowMs() - this.#startedMs) * speed;
    for (let line = lines[this.#next]; line !== undefined && line.atMs <= due; line = lines[this.#next]) {
      this.#next++;
      bytes(line.bytes);
    }
    const next = lines[this.#next];
    if (next === undefined) {
      if (this.#next === lines.length) ended();
      return;
    }
    this.#cancel = this.#scheduler.setTimer(() => this.#step(), Math.max(1, next.atMs / speed - (this.#scheduler.nowMs() - this.#startedMs)));
  }
}
