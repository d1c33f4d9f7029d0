/**
 * One log on its way through the readers of bench: timelines of several starts, crashes, and the clock they are measured with.
 * Floor: app. Knows no log book (log-follower.ts hands in the lines) and no words.
 */
import type {
  BootLoop,
  BootRecord,
  ConnectReader,
  ConnectRule,
  ConnectStall,
  ConnectTimeline,
  Crash,
  CrashReader,
  LogLine,
  LogUnderstanding,
} from '../../bench/index.ts';

/** What the readers know at one moment. */
export interface Understood {
  readonly starts: readonly ConnectTimeline[];
  readonly nowMs: number;
  readonly stall: ConnectStall | null;
  readonly crashes: readonly Crash[];
  readonly boots: readonly BootRecord[];
  readonly loop: BootLoop | null;
}

/** Earlier starts kept, beside the one that goes on. */
const STARTS_KEPT = 12;
/** Of lines without times: so far apart that a screenful is one moment. Never shown. */
const STEP_MS = 200;
/** ECMA-48 colours, the only sequences that a log's lines hold (link/line-splitter.ts). */
const COLOURS = /\u001b\[[0-9;]{0,32}m/g;

/** A start that only booted says nothing about connecting; its reset is among the boots. */
const leftBoot = ({ steps }: ConnectTimeline): boolean => steps.some(({ id, state }) => id !== 'boot' && state !== 'waiting');

export class LogReading {
  readonly #connect: ConnectReader;
  readonly #crash: CrashReader;
  readonly #times: 'known' | 'unknown';
  #earlier: readonly ConnectTimeline[] = [];
  #previous: ConnectTimeline | null = null;
  /** From the log's clock to the board's: a recording may be played faster than it was recorded. */
  #tempo: readonly { readonly logMs: number; readonly boardMs: number; readonly speed: number }[] = [{ logMs: 0, boardMs: 0, speed: 1 }];
  #lastMs = 0;

  constructor(room: LogUnderstanding, rules: readonly ConnectRule[], times: 'known' | 'unknown' = 'known') {
    this.#connect = new room.ConnectReader(rules);
    this.#crash = new room.CrashReader();
    this.#times = times;
  }

  /** From this moment of the log on, a second of it is `speed` seconds of the board. */
  setSpeed(logMs: number, speed: number): void {
    this.#tempo = [...this.#tempo, { logMs, boardMs: this.#boardMs(logMs), speed }];
  }

  /** Reads the same log as another one: with its clock. */
  keepTime(other: LogReading): void {
    this.#tempo = other.#tempo;
  }

  /** Reads one line, in the order of the log. True when there is something new to show. */
  read(line: LogLine): boolean {
    if (line.source !== 'board') return false;
    const text = line.text.includes('\u001b') ? line.text.replace(COLOURS, '') : line.text;
    this.#lastMs = this.#times === 'known' ? this.#boardMs(line.atMs) : line.number * STEP_MS;
    const plain: LogLine = { ...line, text, atMs: this.#lastMs };
    const connected = this.#connect.read(plain);
    const crashed = this.#crash.read(plain);
    if (connected) this.#keepPrevious();
    return connected || crashed;
  }

  /** `nowMs`: what the log's clock says, or null when nothing comes any more. */
  snapshot(nowMs: number | null): Understood {
    const now = nowMs === null || this.#times === 'unknown' ? this.#lastMs : Math.max(this.#lastMs, this.#boardMs(nowMs));
    const current = this.#connect.current();
    const { crashes, boots, loop } = this.#crash.snapshot();
    return {
      starts: current === null ? this.#earlier : [...this.#earlier, current],
      nowMs: now,
      stall: this.#times === 'known' ? this.#connect.stall(now) : null,
      crashes,
      boots,
      loop: this.#times === 'known' ? loop : null,
    };
  }

  #boardMs(logMs: number): number {
    const { logMs: from, boardMs, speed } = this.#tempo.findLast((part) => part.logMs <= logMs) ?? { logMs: 0, boardMs: 0, speed: 1 };
    return boardMs + (logMs - from) * speed;
  }

  #keepPrevious(): void {
    const previous = this.#connect.previous();
    if (previous === this.#previous) return;
    this.#previous = previous;
    if (previous !== null && leftBoot(previous)) this.#earlier = [...this.#earlier, previous].slice(-STARTS_KEPT);
  }
}
