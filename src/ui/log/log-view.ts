/**
 * The log as ui asks for it: a window of lines, and a place for regular expressions.
 * Floor: ui. Types only; app makes them.
 */
import type { LogLine } from '../../bench/index.ts';

/** Runs regular expressions where they can be stopped; both reject when one is given up. */
export interface LineMatcher {
  /** Indices of the texts that match. */
  test(pattern: string, texts: readonly string[]): Promise<readonly number[]>;
  /** Where each text matches: start, end, start, end … */
  marks(pattern: string, texts: readonly string[]): Promise<readonly (readonly number[])[]>;
  close(): void;
}

/** The log as a window: lines are asked for one by one. `line(i).number` grows by one with `i` and is never given twice; old lines may be
 * dropped from the front. The same object for the life of a log. */
export interface LogView {
  /** Changes whenever anything in the log changed. */
  readonly version: number;
  readonly count: number;
  /** When the log began: milliseconds of the Unix epoch. */
  readonly beganMs: number;
  line(index: number): LogLine | undefined;
  /** What the board said last, if it did not end the line; a log that is none of a board's has none. */
  openLine?(): LogLine | undefined;
  /** Starts a place for regular expressions; who asks for it closes it. */
  matcher(): LineMatcher;
}
