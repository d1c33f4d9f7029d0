/**
 * Workers that verify batches of entries: started when there is work, ended soon after the last of it.
 * Floor: app. Knows no files; who reads a file gets a `BatchVerifier`. A worker that dies or does not answer fails what it had and is replaced.
 */
import { TouchstoneError, type CancelSignal } from '../../base/index.ts';
import type { BatchColumns, BatchVerifier, Believed, EntryBatch } from '../../trust/index.ts';
import type { VerifyAnswer, VerifyRequest } from './verify-messages.ts';

/** `worker-lost`: fact `why` is `start` (it could not be made), `ended` (it died), `deadline` (it did not answer) or `failed` (it threw; fact `detail`). Try again; if it stays, the page is damaged. */
export type WorkerErrorCode = 'worker-lost';

/** The page's end of a worker that runs verify-worker.ts; a `Worker` fits. */
export interface VerifierEnd {
  postMessage(message: VerifyRequest, transfer: Transferable[]): void;
  addEventListener(type: 'message', listener: (event: { readonly data: unknown }) => void): void;
  addEventListener(type: 'error' | 'messageerror', listener: () => void): void;
  terminate(): void;
}

/** Who verifies the entries of one file, and how many batches it wants to have. */
export interface Verifier {
  readonly verify: BatchVerifier;
  readonly batchesInFlight: number;
}

/** Something that hands out verifiers; `signal` drops what is queued and lets nobody wait for what is not. */
export interface Verifiers {
  verifier(believed: Believed, signal: CancelSignal): Verifier;
}

export interface PoolOptions {
  readonly size: number;
  /** Workers are ended this long after the last answer. */
  readonly idleMs?: number;
  /** A worker that has work and says nothing for this long is lost. */
  readonly deadlineMs?: number;
}

/** One under way and one waiting: the worker never waits for the page. */
const BATCHES_A_WORKER = 2;
const IDLE_MS = 10_000;
const DEADLINE_MS = 60_000;

interface Job {
  readonly id: number;
  readonly believed: Believed;
  readonly batch: EntryBatch;
  readonly resolve: (columns: BatchColumns) => void;
  readonly reject: (error: unknown) => void;
}

interface PoolWorker {
  readonly end: VerifierEnd;
  readonly jobs: Map<number, Job>;
  believed: Believed | null;
  timer: ReturnType<typeof setTimeout> | undefined;
}

export class VerifyPool implements Verifiers {
  readonly size: number;
  readonly #start: () => VerifierEnd;
  readonly #idleMs: number;
  readonly #deadlineMs: number;
  readonly #queue: Job[] = [];
  #workers: readonly PoolWorker[] = [];
  #idle: ReturnType<typeof setTimeout> | undefined;
  #nextId = 1;

  /** `start` makes one worker; it may throw. */
  constructor(start: () => VerifierEnd, { size, idleMs = IDLE_MS, deadlineMs = DEADLINE_MS }: PoolOptions) {
    this.#start = start;
    this.size = size;
    this.#idleMs = idleMs;
    this.#deadlineMs = deadlineMs;
  }

  /** Workers that live now. */
  get alive(): number {
    return this.#workers.length;
  }

  verifier(believed: Believed, signal: CancelSignal): Verifier {
    return { verify: (batch) => this.#verify(believed, batch, signal), batchesInFlight: this.size * BATCHES_A_WORKER };
  }

  /** Ends all workers; what they had is lost. */
  end(): void {
    for (const job of this.#queue.splice(0)) job.reject(lost('ended'));
    for (const worker of this.#workers) this.#lose(worker, 'ended');
    clearTimeout(this.#idle);
  }

  #verify(believed: Believed, batch: EntryBatch, signal: CancelSignal): Promise<BatchColumns> {
    return new Promise((resolve, reject) => {
      if (signal.aborted) {
        reject(signal.reason as Error);
        return;
      }
      const cancel = (): void => {
        this.#drop(job);
        reject(signal.reason as Error);
      };
      const settled = (): void => signal.removeEventListener('abort', cancel);
      const job: Job = {
        id: this.#nextId++,
        believed,
        batch,
        resolve: (columns) => {
          settled();
          resolve(columns);
        },
        reject: (error) => {
          settled();
          reject(error as Error);
        },
      };
      signal.addEventListener('abort', cancel, { once: true });
      this.#queue.push(job);
      this.#pump();
    });
  }

  /** Takes a job out of the queue; one that a worker has already is answered to nobody. */
  #drop(job: Job): void {
    const place = this.#queue.indexOf(job);
    if (place >= 0) this.#queue.splice(place, 1);
  }

  #pump(): void {
    for (let job = this.#queue[0]; job !== undefined; job = this.#queue[0]) {
      const worker = this.#freeWorker();
      if (worker === null) return;
      this.#queue.shift();
      if (worker === 'none') job.reject(lost('start'));
      else this.#give(worker, job);
    }
  }

  /** The worker that has least to do; a new one rather than a busy one; null when all have enough. */
  #freeWorker(): PoolWorker | 'none' | null {
    const [first, ...others] = this.#workers;
    const least = first === undefined ? null : others.reduce((a, b) => (b.jobs.size < a.jobs.size ? b : a), first);
    if (least?.jobs.size === 0) return least;
    if (this.#workers.length < this.size) return this.#newWorker() ?? least ?? 'none';
    return least !== null && least.jobs.size < BATCHES_A_WORKER ? least : null;
  }

  #newWorker(): PoolWorker | null {
    try {
      const worker: PoolWorker = { end: this.#start(), jobs: new Map(), believed: null, timer: undefined };
      worker.end.addEventListener('message', (event) => this.#hear(worker, event.data as VerifyAnswer));
      worker.end.addEventListener('error', () => this.#lose(worker, 'ended'));
      worker.end.addEventListener('messageerror', () => this.#lose(worker, 'ended'));
      this.#workers = [...this.#workers, worker];
      return worker;
    } catch {
      return null;
    }
  }

  #give(worker: PoolWorker, job: Job): void {
    clearTimeout(this.#idle);
    worker.jobs.set(job.id, job);
    this.#watch(worker);
    const { id, batch, believed } = job;
    try {
      if (worker.believed !== believed) worker.end.postMessage({ kind: 'believe', believed }, []);
      worker.believed = believed;
      worker.end.postMessage({ kind: 'verify', id, batch }, [
        ...new Set([batch.bytes.buffer, batch.starts.buffer, batch.offsets.buffer, batch.lengths.buffer]),
      ]);
    } catch (error) {
      worker.jobs.delete(id);
      job.reject(new TouchstoneError<WorkerErrorCode>('worker-lost', { why: 'failed', detail: String(error) }, error));
    }
  }

  #hear(worker: PoolWorker, answer: VerifyAnswer): void {
    const job = worker.jobs.get(answer.id);
    worker.jobs.delete(answer.id);
    this.#watch(worker);
    if (answer.kind === 'done') job?.resolve(answer.columns);
    else job?.reject(new TouchstoneError(answer.code, answer.facts));
    this.#pump();
    this.#endWhenIdle();
  }

  /** In two halves: after a sleep of the computer the first is over at once, and the worker still gets the second. */
  #watch(worker: PoolWorker): void {
    clearTimeout(worker.timer);
    if (worker.jobs.size === 0) return;
    worker.timer = setTimeout(() => {
      worker.timer = setTimeout(() => this.#lose(worker, 'deadline'), this.#deadlineMs / 2);
    }, this.#deadlineMs / 2);
  }

  #lose(worker: PoolWorker, why: 'ended' | 'deadline'): void {
    if (!this.#workers.includes(worker)) return;
    this.#workers = this.#workers.filter((other) => other !== worker);
    clearTimeout(worker.timer);
    worker.end.terminate();
    for (const job of worker.jobs.values()) job.reject(lost(why));
    this.#pump();
    this.#endWhenIdle();
  }

  #endWhenIdle(): void {
    clearTimeout(this.#idle);
    if (this.#workers.some((worker) => worker.jobs.size > 0)) return;
    this.#idle = setTimeout(() => {
      for (const worker of this.#workers) worker.end.terminate();
      this.#workers = [];
    }, this.#idleMs);
  }
}

const lost = (why: 'start' | 'ended' | 'deadline'): TouchstoneError<WorkerErrorCode> => new TouchstoneError<WorkerErrorCode>('worker-lost', { why });
