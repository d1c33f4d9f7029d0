/** Deadlines and cancelling around promises. */
import { expect, test } from 'vitest';
import { cancellable, joinSignals, systemClock, withDeadline } from '../../../src/link/index.ts';
import { SteppingClock } from '../../support/stepping-clock.ts';

const never = new Promise<never>(() => undefined);

test('gives the result of work that is in time', async () => {
  const clock = new SteppingClock();
  await expect(withDeadline(Promise.resolve(7), { clock, timeoutMs: 100, code: 'late' })).resolves.toBe(7);
});

test('throws its code with the time when nothing comes, and tells the work', async () => {
  const clock = new SteppingClock();
  let told: AbortSignal | null = null;
  const work = (signal: AbortSignal): Promise<never> => {
    told = signal;
    return never;
  };
  await expect(withDeadline(work, { clock, timeoutMs: 100, code: 'late', facts: { what: 'x' } })).rejects.toMatchObject({
    code: 'late',
    facts: { what: 'x', timeoutMs: 100 },
  });
  expect((told as AbortSignal | null)?.aborted).toBe(true);
});

test('rejects with the reason of the signal at once, and does not begin work when it is cancelled already', async () => {
  const clock = new SteppingClock();
  const cancel = new AbortController();
  const waiting = withDeadline(never, { clock, timeoutMs: 1e9, code: 'late', signal: cancel.signal });
  cancel.abort('enough');
  await expect(waiting).rejects.toBe('enough');
  let began = false;
  const work = (): Promise<void> => {
    began = true;
    return Promise.resolve();
  };
  await expect(withDeadline(work, { clock, timeoutMs: 100, code: 'late', signal: cancel.signal })).rejects.toBe('enough');
  expect(began).toBe(false);
});

test('keeps the error of work that fails in time, also a synchronous one', async () => {
  const clock = new SteppingClock();
  await expect(withDeadline(Promise.reject(new Error('own')), { clock, timeoutMs: 100, code: 'late' })).rejects.toThrow('own');
  const throwing = (): Promise<void> => {
    throw new Error('sync');
  };
  await expect(withDeadline(throwing, { clock, timeoutMs: 100, code: 'late' })).rejects.toThrow('sync');
});

test('drops what comes after the cancel silently', async () => {
  const cancel = new AbortController();
  let fail = (): void => undefined;
  const late = new Promise<void>((_, reject) => {
    fail = () => {
      reject(new Error('late'));
    };
  });
  const waiting = cancellable(late, cancel.signal);
  cancel.abort('gone');
  await expect(waiting).rejects.toBe('gone');
  fail(); // an unhandled rejection would fail this test run
  await new Promise((resolve) => setTimeout(resolve, 5));
});

test('joins signals: the first reason counts, and an aborted one aborts at once', () => {
  const first = new AbortController();
  const second = new AbortController();
  const { controller } = joinSignals(first.signal, undefined, second.signal);
  second.abort('b');
  first.abort('a');
  expect(controller.signal.reason).toBe('b');
  expect(joinSignals(first.signal).controller.signal.reason).toBe('a');
});

test('lets go of signals when released', () => {
  const source = new AbortController();
  const { controller, release } = joinSignals(source.signal);
  release();
  source.abort('late');
  expect(controller.signal.aborted).toBe(false);
});

test('the real clock never goes back, and a cancelled sleep rejects with the reason', async () => {
  const before = systemClock.nowMs();
  await systemClock.sleep(5);
  expect(systemClock.nowMs()).toBeGreaterThan(before);
  const cancel = new AbortController();
  const sleeping = systemClock.sleep(60_000, cancel.signal);
  cancel.abort('up');
  await expect(sleeping).rejects.toBe('up');
  await expect(systemClock.sleep(1, cancel.signal)).rejects.toBe('up');
});
