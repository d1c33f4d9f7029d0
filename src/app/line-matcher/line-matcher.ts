/**
 * The page's end of the worker that runs regular expressions: every request has a deadline, and a worker that misses it is ended.
 * Floor: app. Knows no log. Built for `LogView.matcher`.
 */
import type { LineMatcher } from '../../ui/index.ts';
import { trustedWorkerUrl } from '../worker-url.ts';
import type { MatchAnswer, MatchRequest } from './messages.ts';
import workerAddress from './worker.ts?worker&url';

/** The worker itself gives up after 50 ms; this is for one that cannot even notice. */
const DEADLINE_MS = 1_000;
const START_DEADLINE_MS = 10_000;

class WorkerMatcher implements LineMatcher {
  readonly #worker: Worker;
  readonly #ready: Promise<void>;
  readonly #ended = new AbortController();
  readonly #answers = new Map<number, (answer: MatchAnswer) => void>();
  #nextId = 1;

  constructor() {
    this.#worker = new Worker(trustedWorkerUrl(new URL(workerAddress, import.meta.url)), { type: 'module' });
    this.#ready = new Promise((resolve) => {
      this.#worker.addEventListener('message', ({ data }: MessageEvent<MatchAnswer | 'ready'>) => {
        if (data === 'ready') resolve();
        else this.#answers.get(data.id)?.(data);
      });
    });
    this.#worker.addEventListener('error', () => this.close());
  }

  async test(pattern: string, texts: readonly string[]): Promise<readonly number[]> {
    return (await this.#ask({ kind: 'test', pattern, texts }))[0] ?? [];
  }

  marks(pattern: string, texts: readonly string[]): Promise<readonly (readonly number[])[]> {
    return this.#ask({ kind: 'marks', pattern, texts });
  }

  close(): void {
    this.#ended.abort(new Error('the search was ended'));
    this.#worker.terminate();
    this.#answers.clear();
  }

  async #ask(request: Omit<MatchRequest, 'id'>): Promise<MatchAnswer['places']> {
    await this.#limit(this.#ready, START_DEADLINE_MS);
    const id = this.#nextId++;
    const answered = new Promise<MatchAnswer>((resolve) => this.#answers.set(id, resolve));
    this.#worker.postMessage({ ...request, id } satisfies MatchRequest);
    const answer = await this.#limit(answered, DEADLINE_MS);
    this.#answers.delete(id);
    if (answer.state !== 'found') throw new Error(`the expression is ${answer.state}`);
    return answer.places;
  }

  /** Waits for `work`, but not for ever, and not longer than the worker lives. */
  #limit<T>(work: Promise<T>, limitMs: number): Promise<T> {
    return new Promise((resolve, reject) => {
      const { signal } = this.#ended;
      const end = (): void => reject(signal.reason as Error);
      const timer = setTimeout(() => this.close(), limitMs);
      if (signal.aborted) end();
      signal.addEventListener('abort', end, { once: true });
      void work.then((value) => {
        clearTimeout(timer);
        signal.removeEventListener('abort', end);
        resolve(value);
      });
      signal.addEventListener('abort', () => clearTimeout(timer), { once: true });
    });
  }
}

/** Starts a worker; `close` ends it. */
export const openLineMatcher = (): LineMatcher => new WorkerMatcher();
