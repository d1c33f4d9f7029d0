/**
 * A clock whose waits are as long as asked for even while the page is hidden: its timers run in a worker.
 * Floor: app.
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

/** A clock on a thread that is there. */
export function steadyClock(thread: SteadyThread): Clock {
  const waiting = new Map<number, () => void>();
  let next = 0;
  thread.addEventListener('message', ({ data }) => {
    const done = waiting.get(data.id);
    waiting.delete(data.id);
    done?.();
  });
  return {
    nowMs: () => performance.now(),
    sleep: (durationMs, signal?: CancelSignal) =>
      new Promise<void>((resolve, reject) => {
        if (signal?.aborted === true) {
          reject(signal.reason as Error);
          return;
        }
        const id = next++;
        const cancel = (): void => {
          waiting.delete(id);
          thread.postMessage({ id, durationMs: null });
          reject(signal?.reason as Error);
        };
        waiting.set(id, () => {
          signal?.removeEventListener('abort', cancel);
          resolve();
        });
        signal?.addEventListener('abort', cancel, { once: true });
        thread.postMessage({ id, durationMs });
      }),
  };
}
