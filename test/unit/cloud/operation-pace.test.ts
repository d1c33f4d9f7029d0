import { describe, expect, test } from 'vitest';
import type { CancelSignal, Clock } from '../../../src/base/index.ts';
import { OperationPace } from '../../../src/cloud/index.ts';
import type { PaceWait } from '../../../src/cloud/index.ts';

/** Time that goes straight to the next sleeper, once nothing else is to be done. */
class JumpingClock implements Clock {
  #nowMs = 5_000;
  readonly #sleepers: { readonly dueMs: number; readonly wake: () => void }[] = [];

  nowMs(): number {
    return this.#nowMs;
  }

  sleep(durationMs: number, signal?: CancelSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const cancel = (): void => {
        reject(signal?.reason as Error);
      };
      const wake = (): void => {
        signal?.removeEventListener('abort', cancel);
        resolve();
      };
      this.#sleepers.push({ dueMs: this.#nowMs + durationMs, wake });
      signal?.addEventListener('abort', cancel);
    });
  }

  /** Lets time pass, sleeper by sleeper, until `endMs` after now. */
  async pass(durationMs: number): Promise<void> {
    const endMs = this.#nowMs + durationMs;
    for (;;) {
      await new Promise((resolve) => setImmediate(resolve));
      const next = this.#sleepers.sort((a, b) => a.dueMs - b.dueMs)[0];
      if (next === undefined || next.dueMs > endMs) break;
      this.#sleepers.shift();
      this.#nowMs = Math.max(this.#nowMs, next.dueMs);
      next.wake();
    }
    this.#nowMs = endMs;
    await new Promise((resolve) => setImmediate(resolve));
  }
}

interface Run {
  readonly clock: JumpingClock;
  readonly pace: OperationPace;
  readonly waits: (PaceWait | null)[];
}

function start(): Run {
  const clock = new JumpingClock();
  const waits: (PaceWait | null)[] = [];
  return { clock, pace: new OperationPace({ clock, random: () => 0.5, atStart: 'full', onWait: (waiting) => waits.push(waiting) }), waits };
}

/** The most operations in any window of 60 s, wherever it begins. */
function busiestMinute(sent: readonly { readonly atMs: number; readonly operations: number }[]): number {
  return Math.max(
    ...sent.map(({ atMs: fromMs }) => sent.filter(({ atMs }) => atMs >= fromMs && atMs < fromMs + 60_000).reduce((sum, { operations }) => sum + operations, 0)),
  );
}

describe('the pace', () => {
  test.each([1, 3, 10, 20])(
    'keeps any 60 s at 1,000 operations or less, and wastes less than a twentieth of them, taking %d at a time without a pause',
    async (operations) => {
      const { clock, pace } = start();
      const sent: { atMs: number; operations: number }[] = [];
      let stopped = false;
      const worker = async (): Promise<void> => {
        while (!stopped) {
          await pace.take(operations);
          sent.push({ atMs: clock.nowMs(), operations });
        }
      };
      for (let count = 0; count < 16; count++) void worker();
      await clock.pass(300_000);
      stopped = true;
      expect(busiestMinute(sent)).toBeLessThanOrEqual(1_000);
      const total = sent.reduce((sum, one) => sum + one.operations, 0);
      expect(total).toBeGreaterThanOrEqual(0.95 * 5_000);
      expect(total).toBeLessThanOrEqual(5_000);
    },
  );

  test('keeps the limit also when the page is reloaded every five seconds', async () => {
    const { clock } = start();
    const sent: { atMs: number; operations: number }[] = [];
    for (let visit = 0; visit < 24; visit++) {
      const pace = new OperationPace({ clock, random: () => 0.5 });
      const page = new AbortController();
      const work = async (): Promise<void> => {
        while (!page.signal.aborted) {
          await pace.take(1, page.signal);
          sent.push({ atMs: clock.nowMs(), operations: 1 });
        }
      };
      work().catch(() => undefined);
      await clock.pass(5_000);
      page.abort();
    }
    expect(sent.length).toBeGreaterThan(1_800);
    expect(busiestMinute(sent)).toBeLessThanOrEqual(1_000);
  });

  test('keeps the limit also for somebody who comes in bursts after rests of any length', async () => {
    const { clock, pace } = start();
    const sent: { atMs: number; operations: number }[] = [];
    for (let round = 0; round < 60; round++) {
      for (let count = 0; count < 50; count++) void pace.take(1).then(() => sent.push({ atMs: clock.nowMs(), operations: 1 }));
      await clock.pass((round * 7_919) % 9_000);
    }
    await clock.pass(120_000);
    expect(sent).toHaveLength(3_000);
    expect(busiestMinute(sent)).toBeLessThanOrEqual(1_000);
  });

  test('lets the first 20 go at once, in the order in which they came', async () => {
    const { clock, pace, waits } = start();
    const order: number[] = [];
    for (let index = 0; index < 25; index++) void pace.take(1).then(() => order.push(index));
    await clock.pass(0);
    expect(order).toEqual(Array.from({ length: 20 }, (_, index) => index));
    expect(pace.waiting?.why).toBe('rate');
    await clock.pass(1_000);
    expect(order).toEqual(Array.from({ length: 25 }, (_, index) => index));
    expect(pace.waiting).toBeNull();
    expect(waits.at(-1)).toBeNull();
  });

  test('holds everybody back for as long as the service asks, and does not burst afterwards', async () => {
    const { clock, pace } = start();
    pace.throttled(30_000);
    const sent: number[] = [];
    const beganMs = clock.nowMs();
    for (let count = 0; count < 100; count++) void pace.take(1).then(() => sent.push(clock.nowMs() - beganMs));
    await clock.pass(29_999);
    expect(sent).toEqual([]);
    expect(pace.waiting).toEqual({ why: 'throttled', untilMs: beganMs + 30_000 });
    await clock.pass(1_001);
    expect(sent[0]).toBe(30_000);
    expect(sent).toHaveLength(17); // one, and then 16 a second
  });

  test('waits longer each time when the service does not say how long, and forgets that once it is answered', async () => {
    const { clock, pace } = start();
    const waited: number[] = [];
    const next = async (): Promise<void> => {
      pace.throttled(null);
      pace.throttled(null); // a second one in flight, refused by the same full minute
      const fromMs = clock.nowMs();
      void pace.take(1).then(() => waited.push(clock.nowMs() - fromMs));
      await clock.pass(120_000);
    };
    for (let count = 0; count < 7; count++) await next();
    expect(waited).toEqual([1_500, 3_000, 6_000, 12_000, 24_000, 45_000, 45_000]);
    pace.answered();
    await next();
    expect(waited.at(-1)).toBe(1_500);
  });

  test('lets go of who cancels, and serves who came after', async () => {
    const { clock, pace } = start();
    await Promise.all(Array.from({ length: 20 }, () => pace.take(1)));
    const cancel = new AbortController();
    const cancelled = pace.take(20, cancel.signal);
    const after = pace.take(1);
    await clock.pass(10);
    cancel.abort('enough');
    await expect(cancelled).rejects.toBe('enough');
    await clock.pass(500);
    await expect(after).resolves.toBeUndefined();
  });

  test.each([0, -1, 21, Number.NaN])('refuses to be asked for %d operations at once', async (operations) => {
    await expect(start().pace.take(operations)).rejects.toThrow(RangeError);
  });
});
