/**
 * The memory of a page and its workers, looked at through DevTools while they work.
 * Test support. Garbage that was not collected yet counts. Buffers are what V8 says of ArrayBuffers, which lie outside its heap.
 * Reference: DevTools protocol, Runtime.getHeapUsage, Target.setAutoAttach (not flat: Playwright gives no session of a worker).
 */
import type { BrowserContext, CDPSession, Page } from 'playwright-core';
import { browserUse, type BrowserUse } from './browser-processes.ts';

const ANSWER_MS = 5_000;
/** Workers that have nothing to do end soon; the page's pool says 10 s. */
const WORKERS_END_MS = 15_000;
const LOOK_MS = 250;

/** Sums over page and workers, in bytes. */
export interface HeapReading {
  readonly heap: number;
  readonly buffers: number;
  /** What the system gave to the browser's processes until then. */
  readonly system: BrowserUse;
  readonly workers: number;
}

interface Usage {
  readonly usedSize: number;
  readonly backingStorageSize?: number;
}
interface Answer {
  readonly id?: number;
  readonly result?: unknown;
}

/** A worker's session, through the page's. */
class WorkerSession {
  /** What it said last: a worker that is too busy to answer keeps its memory. */
  usage: Usage = { usedSize: 0 };
  readonly #send: (message: string) => Promise<unknown>;
  readonly #waiting = new Map<number, (result: unknown) => void>();
  #lastId = 0;

  constructor(send: (message: string) => Promise<unknown>) {
    this.#send = send;
  }

  async look(): Promise<void> {
    const id = ++this.#lastId;
    const answer = new Promise<unknown>((resolve) => this.#waiting.set(id, resolve));
    const timer = setTimeout(() => this.take({ id }), ANSWER_MS);
    await this.#send(JSON.stringify({ id, method: 'Runtime.getHeapUsage' })).catch(() => this.take({ id })); // it has ended meanwhile
    const usage = (await answer) as Usage | undefined;
    clearTimeout(timer);
    if (usage !== undefined) this.usage = usage;
  }

  take({ id, result }: Answer): void {
    if (id === undefined) return;
    this.#waiting.get(id)?.(result);
    this.#waiting.delete(id);
  }
}

export class HeapWatch {
  readonly #session: CDPSession;
  readonly #workers = new Map<string, WorkerSession>();
  #readings: HeapReading[] = [];
  #watching: Promise<void> | null = null;
  #stop = new AbortController();

  private constructor(session: CDPSession) {
    this.#session = session;
    session.on('Target.attachedToTarget', ({ sessionId, targetInfo }) => {
      if (targetInfo.type !== 'worker') return;
      this.#workers.set(sessionId, new WorkerSession((message) => session.send('Target.sendMessageToTarget', { sessionId, message })));
    });
    session.on('Target.detachedFromTarget', ({ sessionId }) => this.#workers.delete(sessionId));
    session.on('Target.receivedMessageFromTarget', ({ sessionId, message }) => this.#workers.get(sessionId)?.take(JSON.parse(message) as Answer));
  }

  /** Begins to listen for workers; they are seen from their start. */
  static async open(context: BrowserContext, page: Page): Promise<HeapWatch> {
    const session = await context.newCDPSession(page);
    const watch = new HeapWatch(session);
    await session.send('Target.setAutoAttach', { autoAttach: true, waitForDebuggerOnStart: false, flatten: false });
    return watch;
  }

  /** One look at everything. */
  async read(): Promise<HeapReading> {
    const [page] = await Promise.all([
      this.#session.send('Runtime.getHeapUsage') as Promise<Usage>,
      ...[...this.#workers.values()].map((worker) => worker.look()),
    ]);
    const usages = [page, ...[...this.#workers.values()].map(({ usage }) => usage)];
    return {
      heap: usages.reduce((sum, { usedSize }) => sum + usedSize, 0),
      buffers: usages.reduce((sum, { backingStorageSize = 0 }) => sum + backingStorageSize, 0),
      system: await browserUse(process.pid),
      workers: usages.length - 1,
    };
  }

  /** Waits for workers to end, at most 15 s, and has the page's garbage collected. */
  async readSettled(): Promise<HeapReading> {
    for (const endMs = performance.now() + WORKERS_END_MS; this.#workers.size > 0 && performance.now() < endMs;) {
      await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
    }
    await this.#session.send('HeapProfiler.collectGarbage');
    return this.read();
  }

  start(everyMs: number): void {
    this.#stop = new AbortController();
    const { signal } = this.#stop;
    this.#readings = [];
    this.#watching = (async () => {
      while (!signal.aborted) {
        this.#readings.push(await this.read());
        await new Promise((resolve) => setTimeout(resolve, everyMs));
      }
    })();
    this.#watching.catch(() => undefined); // told by `stop`
  }

  /** All readings since `start`. @throws when one failed */
  async stop(): Promise<readonly HeapReading[]> {
    this.#stop.abort();
    await this.#watching;
    return this.#readings;
  }
}
