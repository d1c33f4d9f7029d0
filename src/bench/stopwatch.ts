/**
 * The steps of one run and their times.
 * Floor: bench. Knows no hardware: it is told when a step begins and ends.
 */
import type { CheckPath, StepId, StepSnapshot } from './snapshot.ts';

/** The steps of a check, in order. */
function stepsOf(path: CheckPath): readonly StepId[] {
  return ['find-board', path === 'ram' ? 'load-firmware' : 'flash-firmware', 'start-firmware', 'read-chip', 'prove'];
}

interface Running {
  readonly id: StepId;
  readonly startMs: number;
}

/** Keeps one list of steps; at most one is running. */
export class Stopwatch {
  readonly #nowMs: () => number;
  #steps: readonly StepSnapshot[];
  #running: Running | null = null;
  readonly #startMs: number;

  constructor(path: CheckPath, nowMs: () => number) {
    this.#nowMs = nowMs;
    this.#startMs = nowMs();
    this.#steps = stepsOf(path).map((id) => ({ id, state: 'waiting', elapsedMs: 0 }));
  }

  get steps(): readonly StepSnapshot[] {
    const running = this.#running;
    if (running === null) return this.#steps;
    return this.#steps.map((step) => (step.id === running.id ? { ...step, elapsedMs: this.#nowMs() - running.startMs } : step));
  }

  /** Milliseconds since the run began. */
  get elapsedMs(): number {
    return this.#nowMs() - this.#startMs;
  }

  begin(id: StepId): void {
    this.end('done');
    this.#running = { id, startMs: this.#nowMs() };
    this.#replace(id, { state: 'running' });
  }

  progress(doneBytes: number, totalBytes: number): void {
    if (this.#running !== null) this.#replace(this.#running.id, { progress: { doneBytes, totalBytes } });
  }

  end(state: 'done' | 'failed'): void {
    if (this.#running === null) return;
    this.#replace(this.#running.id, { state, elapsedMs: this.#nowMs() - this.#running.startMs });
    this.#running = null;
  }

  #replace(id: StepId, change: Partial<StepSnapshot>): void {
    this.#steps = this.#steps.map((step) => (step.id === id ? { ...step, ...change } : step));
  }
}
