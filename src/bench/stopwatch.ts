/**
 * The steps of one run and their times.
 * Floor: bench. Knows no hardware: it is told when a step begins and ends.
 */
import type { StepSnapshot } from './snapshot.ts';

interface Running<Id> {
  readonly id: Id;
  readonly startMs: number;
}

/** Keeps one list of steps; at most one is running. */
export class Stopwatch<Id extends string> {
  readonly #nowMs: () => number;
  #steps: readonly StepSnapshot<Id>[];
  #running: Running<Id> | null = null;
  readonly #startMs: number;

  constructor(ids: readonly Id[], nowMs: () => number) {
    this.#nowMs = nowMs;
    this.#startMs = nowMs();
    this.#steps = ids.map((id) => ({ id, state: 'waiting', elapsedMs: 0 }));
  }

  get steps(): readonly StepSnapshot<Id>[] {
    const running = this.#running;
    if (running === null) return this.#steps;
    return this.#steps.map((step) => (step.id === running.id ? { ...step, elapsedMs: this.#nowMs() - running.startMs } : step));
  }

  /** Milliseconds since the run began. */
  get elapsedMs(): number {
    return this.#nowMs() - this.#startMs;
  }

  begin(id: Id): void {
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

  #replace(id: Id, change: Partial<StepSnapshot<Id>>): void {
    this.#steps = this.#steps.map((step) => (step.id === id ? { ...step, ...change } : step));
  }
}
