/**
 * What a connect log shows at one moment: plain values, codes and facts.
 * Floor: bench. Knows no sentences. Every text in facts came from a board: it is bounded and holds no hidden character, and is still hostile.
 */
import type { Facts } from '../../base/index.ts';
import type { ConnectReason, ConnectStepId } from './vocabulary.ts';

/** `unsaid`: a later step was reached, and the log never spoke of this one. It is not `done`, because nobody saw it. */
export type ConnectStepState = 'waiting' | 'running' | 'done' | 'failed' | 'unsaid';

export interface ConnectStep {
  readonly id: ConnectStepId;
  readonly state: ConnectStepState;
  /** When it began to run, was done or failed, in the log's milliseconds; null while waiting or unsaid. */
  readonly atMs: number | null;
  /** From its beginning (or the step before it) to `atMs`; null until done or failed. */
  readonly tookMs: number | null;
  /** The board's own clock in that line, in milliseconds, where the firmware prints one. */
  readonly boardMs: number | null;
  /** Number of the log line that said so. */
  readonly line: number | null;
  readonly facts: Facts;
}

export interface ConnectFailure {
  readonly step: ConnectStepId;
  readonly reason: ConnectReason;
  readonly facts: Facts;
  readonly atMs: number;
  readonly line: number;
  /** How often the same failure came, tries within one moment counted once. */
  readonly times: number;
  /** The rule that saw it. */
  readonly rule: string;
}

export interface ConnectMeasurement {
  readonly id: `time-to-${ConnectStepId}`;
  readonly value: number;
  readonly unit: 'ms';
}

/** `running`: on its way. `failed`: stopped at `failure`. `retrying`: failed, and trying again. `connected`: the hub accepted the board. */
export type ConnectState = 'running' | 'failed' | 'retrying' | 'connected';

/** From one start of the board to the next. */
export interface ConnectTimeline {
  /** Counted from 1. */
  readonly number: number;
  readonly startedMs: number;
  /** What `startedMs` is: the board's start, or only the first line that was understood. */
  readonly since: 'boot' | 'first-line';
  readonly state: ConnectState;
  /** The step it is at now. */
  readonly at: ConnectStepId;
  readonly steps: readonly ConnectStep[];
  /** What stands in the way now; null once a later step was reached. */
  readonly failure: ConnectFailure | null;
  /** Failures that were got over, the newest last; the last eight. */
  readonly overcome: readonly ConnectFailure[];
  /** First time each step was done, from the start; empty when the start was not seen. */
  readonly measurements: readonly ConnectMeasurement[];
}

/** The running step takes longer than on a healthy board. A guess, not a failure: nothing in the log says so. */
export interface ConnectStall {
  readonly step: ConnectStepId;
  readonly forMs: number;
  readonly limitMs: number;
}
