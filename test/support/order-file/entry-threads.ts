/**
 * Entries made on every processor, handed out in the order of the file.
 * Test support. Memory is bounded: a thread has one run in work and one next. Knows no files.
 */
import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import type { OrderCertificates } from './order-authority.ts';

/** About a megabyte. */
const RUN_ENTRIES = 250;
const RUNS_AHEAD = 2;

interface Waiting {
  readonly resolve: (bytes: Uint8Array) => void;
  readonly reject: (error: Error) => void;
}

class EntryThread {
  readonly #worker: Worker;
  readonly #waiting: Waiting[] = [];

  constructor(certificates: OrderCertificates) {
    this.#worker = new Worker(new URL('./entry-thread-start.js', import.meta.url), { workerData: certificates, execArgv: [] });
    this.#worker.on('message', (bytes: Uint8Array) => this.#waiting.shift()?.resolve(bytes));
    this.#worker.on('error', (error) => this.#fail(error instanceof Error ? error : new Error(String(error))));
    this.#worker.on('exit', (code) => this.#fail(new Error(`a thread that makes entries ended with ${code}`)));
  }

  /** Answers come in the order in which they were asked for. */
  run(first: number, count: number): Promise<Uint8Array> {
    const answer = new Promise<Uint8Array>((resolve, reject) => this.#waiting.push({ resolve, reject }));
    answer.catch(() => undefined); // whoever stops asking does not want to hear of it
    this.#worker.postMessage({ first, count });
    return answer;
  }

  async end(): Promise<void> {
    await this.#worker.terminate();
  }

  #fail(error: Error): void {
    for (const { reject } of this.#waiting.splice(0)) reject(error);
  }
}

/** All entries in runs of about a megabyte. Ends its threads when the caller stops, too. */
export async function* runsInOrder(entries: number, certificates: OrderCertificates): AsyncGenerator<Uint8Array> {
  const threads = Array.from({ length: availableParallelism() }, () => new EntryThread(certificates));
  const runs = Math.ceil(entries / RUN_ENTRIES);
  const ask = (run: number): Promise<Uint8Array> => {
    const first = run * RUN_ENTRIES;
    return (threads[run % threads.length] as EntryThread).run(first, Math.min(RUN_ENTRIES, entries - first));
  };
  try {
    const ahead: Promise<Uint8Array>[] = [];
    for (let run = 0, asked = 0; run < runs; run++) {
      while (asked < runs && asked < run + threads.length * RUNS_AHEAD) ahead.push(ask(asked++));
      yield await (ahead.shift() as Promise<Uint8Array>);
    }
  } finally {
    await Promise.all(threads.map((thread) => thread.end()));
  }
}
