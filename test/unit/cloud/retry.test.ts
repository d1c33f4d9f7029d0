import { describe, expect, test } from 'vitest';
import { TouchstoneError } from '../../../src/base/index.ts';
import type { CancelSignal, Clock } from '../../../src/base/index.ts';
import { withRetry } from '../../../src/cloud/http/retry.ts';
import { failureOf } from './answers.ts';

/** A clock that never waits and writes down how long it should have. */
function notedClock(): Clock & { readonly slept: number[] } {
  const slept: number[] = [];
  return {
    slept,
    nowMs: () => 0,
    sleep: (durationMs: number, signal?: CancelSignal) => {
      slept.push(durationMs);
      return signal?.aborted === true ? Promise.reject(signal.reason as Error) : Promise.resolve();
    },
  };
}

const failing = (
  code: string,
  facts: Readonly<Record<string, number>>,
  times: number,
): { readonly attempt: () => Promise<string>; readonly made: () => number } => {
  let made = 0;
  return {
    attempt: () => (++made <= times ? Promise.reject(new TouchstoneError(code, facts)) : Promise.resolve('done')),
    made: () => made,
  };
};

describe('a call that may be repeated', () => {
  test.each([
    ['cloud-throttled', 3],
    ['cloud-unavailable', 3],
    ['cloud-timeout', 1],
    ['cloud-unreachable', 1],
  ])('is, after %s, %d times at most', async (code, times) => {
    const enough = failing(code, {}, times);
    expect(await withRetry({ clock: notedClock(), random: () => 0.5 }, enough.attempt)).toBe('done');
    const never = failing(code, {}, 99);
    expect((await failureOf(withRetry({ clock: notedClock(), random: () => 0.5 }, never.attempt))).code).toBe(code);
    expect(never.made()).toBe(times + 1);
  });

  test.each([
    'cloud-unauthorized',
    'cloud-forbidden',
    'cloud-not-found',
    'cloud-conflict',
    'cloud-precondition',
    'cloud-answer',
    'cloud-host',
    'cloud-redirect',
    'sign-in-expired',
  ])('is not, after %s', async (code) => {
    const once = failing(code, {}, 1);
    expect((await failureOf(withRetry({ clock: notedClock(), random: () => 0.5 }, once.attempt))).code).toBe(code);
    expect(once.made()).toBe(1);
  });

  test('is not after an error that is no error of the house', async () => {
    await expect(withRetry({ clock: notedClock(), random: () => 0.5 }, () => Promise.reject(new RangeError('a defect')))).rejects.toThrow(RangeError);
  });

  test('waits longer each time, between half and the whole of it by chance', async () => {
    for (const [chance, waits] of [
      [0, [250, 500, 1_000]],
      [0.999_999, [500, 1_000, 2_000]],
    ] as const) {
      const clock = notedClock();
      await withRetry({ clock, random: () => chance }, failing('cloud-unavailable', {}, 3).attempt);
      expect(clock.slept.map(Math.round)).toEqual(waits);
    }
  });

  test('waits as long as the service asks, and tells the caller instead when that is more than a minute', async () => {
    const clock = notedClock();
    await withRetry({ clock, random: () => 0 }, failing('cloud-throttled', { retryAfterS: 7 }, 1).attempt);
    expect(clock.slept).toEqual([7_000]);
    const long = failing('cloud-throttled', { retryAfterS: 61 }, 1);
    expect(await failureOf(withRetry({ clock, random: () => 0 }, long.attempt))).toEqual({ code: 'cloud-throttled', facts: { retryAfterS: 61 } });
    expect(long.made()).toBe(1);
  });

  test('ends when it is cancelled while it waits', async () => {
    const cancel = new AbortController();
    const attempt = (): Promise<never> => {
      cancel.abort('enough');
      return Promise.reject(new TouchstoneError('cloud-unavailable'));
    };
    expect((await failureOf(withRetry({ clock: notedClock(), random: () => 0, signal: cancel.signal }, attempt))).code).toBe('cloud-unavailable');
  });
});
