/**
 * Hands the lines of a log to its reading, in batches and only while lines come, so that understanding never holds up the log.
 * Floor: app. Knows no rule. A batch has a budget; what does not fit waits for the next one, and what the log has dropped meanwhile is passed over.
 */
import type { LogBook } from '../../bench/index.ts';
import type { LogReading } from './log-reading.ts';

export interface LogFollowerParts {
  readonly log: LogBook;
  /** A batch was read. `news`: there is something new to show. */
  readonly read: (news: 'news' | 'nothing') => void;
  /** The log was cleared: what was read is gone, and another reading begins. */
  readonly cleared: () => LogReading;
}

/** Lines are gathered for so long. */
const GATHER_MS = 60;
/** A batch takes so long at most, and while there is more the next follows after this pause: a tenth of a core. */
const BUDGET_MS = 6;
const PAUSE_MS = 50;
/** Lines between two looks at the clock. */
const LINES_AT_ONCE = 256;

export class LogFollower {
  readonly #parts: LogFollowerParts;
  readonly #stopListening: () => void;
  #reading: LogReading;
  #next: number;
  #startMs: number;
  #timer: ReturnType<typeof setTimeout> | null = null;

  /** Begins with the line of this number. */
  constructor(reading: LogReading, from: number, parts: LogFollowerParts) {
    this.#parts = parts;
    this.#reading = reading;
    this.#next = from;
    this.#startMs = parts.log.startMs;
    this.#stopListening = parts.log.onChange(() => {
      this.#later(GATHER_MS);
    });
    this.#later(0);
  }

  /** Lines that wait. */
  get behind(): number {
    const { log } = this.#parts;
    return Math.max(0, log.dropped + log.count - Math.max(this.#next, log.dropped));
  }

  /** Reads on with another reading, from this line. */
  restart(reading: LogReading, from: number): void {
    this.#reading = reading;
    this.#next = from;
    this.#later(0);
  }

  stop(): void {
    this.#stopListening();
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
  }

  #later(delayMs: number): void {
    this.#timer ??= setTimeout(() => {
      this.#timer = null;
      this.#batch();
    }, delayMs);
  }

  #batch(): void {
    const { log } = this.#parts;
    if (log.startMs !== this.#startMs) {
      this.#startMs = log.startMs;
      this.#next = log.dropped;
      this.#reading = this.#parts.cleared();
    }
    this.#next = Math.max(this.#next, log.dropped);
    const dueMs = performance.now() + BUDGET_MS;
    let news: 'news' | 'nothing' = 'nothing';
    while (this.behind > 0 && performance.now() < dueMs) {
      for (const stop = Math.min(log.dropped + log.count, this.#next + LINES_AT_ONCE); this.#next < stop; this.#next++) {
        const line = log.line(this.#next - log.dropped);
        if (line !== undefined && this.#reading.read(line)) news = 'news';
      }
    }
    this.#parts.read(news);
    if (this.behind > 0) this.#later(PAUSE_MS);
  }
}
