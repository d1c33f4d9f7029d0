/**
 * Real time, but faster: waits of seconds pass in fractions, for the code under test and for the virtual board alike.
 */
import type { Clock } from '../../src/base/index.ts';
import { systemClock } from '../../src/link/index.ts';
import type { Scheduler } from '../../src/sim/index.ts';

/** A clock and a scheduler that agree with each other and run `times` as fast as the wall's. */
export function fastClock(times: number): Clock & Scheduler {
  return {
    nowMs: () => systemClock.nowMs() * times,
    sleep: (durationMs, signal) => systemClock.sleep(durationMs / times, signal),
    setTimer: (callback, delayMs) => {
      const timer = setTimeout(callback, delayMs / times);
      return () => {
        clearTimeout(timer);
      };
    },
  };
}
