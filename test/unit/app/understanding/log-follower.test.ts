/** Lines from a log to its reading: in batches, in order, none twice, and a cleared log begins anew. */
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { LogFollower } from '../../../../src/app/understanding/log-follower.ts';
import type { LogReading } from '../../../../src/app/understanding/log-reading.ts';
import { LogBook, type LogLine } from '../../../../src/bench/index.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

const noting = (numbers: number[]): LogReading => ({ read: ({ number }: LogLine) => numbers.push(number) > 0 }) as unknown as LogReading;

function bench(kept?: number) {
  let nowMs = 0;
  const log = new LogBook(() => nowMs++, kept);
  const [first, second]: [number[], number[]] = [[], []];
  const batches: string[] = [];
  const start = (from = 0): LogFollower => new LogFollower(noting(first), from, { log, read: (news) => batches.push(news), cleared: () => noting(second) });
  return { log, first, second, batches, start, add: (lines: number) => Array.from({ length: lines }, () => log.add('board', 'line')) };
}

it('reads what is there, then what comes, each line once and many at a time', () => {
  const { first, batches, start, add } = bench();
  add(3);
  const follower = start(1);
  expect(follower.behind).toBe(2);
  vi.runAllTimers();
  for (let n = 0; n < 50; n++) add(1);
  expect(first).toEqual([1, 2]);
  vi.runAllTimers();
  expect(first).toEqual(Array.from({ length: 52 }, (_, index) => index + 1));
  expect(batches.length).toBeLessThan(4);
  expect(follower.behind).toBe(0);
});

it('sets no timer while nothing comes', () => {
  const { start, add } = bench();
  add(1);
  start();
  vi.runAllTimers();
  expect(vi.getTimerCount()).toBe(0);
});

it('passes over what the log has dropped', () => {
  const { first, start, add } = bench(2_048);
  start();
  add(3 * 2_048);
  vi.runAllTimers();
  expect(first[0]).toBe(2_048 * 2);
  expect(first.at(-1)).toBe(3 * 2_048 - 1);
});

it('begins anew with another reading when the log was cleared', () => {
  const { log, first, second, start, add } = bench();
  start();
  add(2);
  vi.runAllTimers();
  log.clear();
  add(2);
  vi.runAllTimers();
  expect([first, second]).toEqual([
    [0, 1],
    [2, 3],
  ]);
});

it('reads nothing more once it is stopped', () => {
  const { first, start, add } = bench();
  const follower = start();
  add(1);
  follower.stop();
  add(1);
  vi.runAllTimers();
  expect(first).toEqual([]);
});
