/**
 * A clock whose waits are as long as asked for even while the page is hidden: its timers run in a worker.
 * Floor: app. Nearly every wait here is a deadline that is called off, so the worker is asked for the earliest moment only: what is due later waits for it,
 * and what is called off costs no message.
 */
import type { CancelSignal, Clock } from '../../base/index.ts';
import { trustedWorkerUrl } from '../worker-url.ts';
import type { SteadyAnswer, SteadyRequest } from './steady-messages.ts';
import workerAddress from './steady-worker.ts?worker&url';

/** What the clock needs of a worker. */
export interface SteadyThread {
  postMessage(request: SteadyRequest): void;
  addEventListener(type: 'message', listener: (event: { readonly data: SteadyAnswer }) => void): void;
}

/** Starts the thread; it lives as long as the page. */
export const startSteadyClock = (): Clock => steadyClock(new Worker(trustedWorkerUrl(new URL(workerAddress, import.meta.url)), { type: 'module' }));

interface Wait {
  readonly dueMs: number;
  readonly done: () => void;
}

/** A clock on a thread that is there. */
export function steadyClock(thread: SteadyThread, nowMs: () => number = () => performance.now()): Clock {
  const waits = new Set<Wait>();
  /** When the thread was asked to answer, by the number of the request. */
  const answers = new Map<number, number>();
  let next = 0;

  /** The thread answers when this time has come, or before. */
  const answerBy = (dueMs: number): void => {
    for (const atMs of answers.values()) if (atMs <= dueMs) return;
    const id = next++;
    answers.set(id, dueMs);
    thread.postMessage({ id, durationMs: Math.max(0, dueMs - nowMs()) });
  };

  thread.addEventListener('message', ({ data }) => {
    answers.delete(data.id);
    const now = nowMs();
    let earliestMs = Infinity;
    for (const wait of [...waits]) {
      if (wait.dueMs <= now) {
        waits.delete(wait);
        wait.done();
      } else earliestMs = Math.min(earliestMs, wait.dueMs);
    }
    if (earliestMs !== Infinity) answerBy(earliestMs);
  });

  return {
    nowMs,
    sleep: (durationMs, signal?: CancelSignal) =>
      new Promise<void>((resolve, reject) => {
        if (signal?.aborted === true) {
          reject(signal.reason as Error);
          return;
        }
        const cancel = (): void => {
          waits.delete(wait);
          reject(signal?.reason as Error);
        };
        const wait: Wait = {
          dueMs: nowMs() + durationMs,
          done: () => {
            signal?.removeEventListener('abort', cancel);
            resolve();
          },
        };
        waits.add(wait);
        signal?.addEventListener('abort', cancel, { once: true });
        answerBy(wait.dueMs);
      }),
  };
}
