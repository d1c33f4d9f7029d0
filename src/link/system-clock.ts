/**
 * The clock of the browser (and of Node): monotonic milliseconds and timers that can be cancelled.
 * Floor: link. Knows nothing of ports. A hidden page may get its timers late (Chromium aligns them to a second):
 * whoever decides by silence must look at `nowMs` again when a sleep comes back (wire.ts does).
 * Reference: HTML living standard, timers; High Resolution Time level 3.
 */
import type { Clock } from '../base/index.ts';

/** Real time. Tests and the virtual board bring other clocks. */
export const systemClock: Clock = {
  nowMs: () => performance.now(),
  sleep: (durationMs, signal) =>
    new Promise<void>((resolve, reject) => {
      if (signal?.aborted === true) {
        reject(signal.reason);
        return;
      }
      const cancel = (): void => {
        clearTimeout(timer);
        reject(signal?.reason);
      };
      const timer = setTimeout(() => {
        signal?.removeEventListener('abort', cancel);
        resolve();
      }, durationMs);
      signal?.addEventListener('abort', cancel, { once: true });
    }),
};
