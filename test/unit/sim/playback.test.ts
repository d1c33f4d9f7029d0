/** A recording said once more: when its lines come, whatever the timers do. */
import { expect, it } from 'vitest';
import { Playback, type RecordedLine } from '../../../src/sim/index.ts';

const LINES: readonly RecordedLine[] = [0, 10, 10, 2_000, 30_000].map((atMs, index) => ({ atMs, bytes: Uint8Array.of(index) }));

function bench(): { readonly now: (ms: number) => void; readonly said: [number, number][]; readonly ended: () => number; start(speed: number): Playback } {
  let nowMs = 500;
  let timer: { readonly atMs: number; readonly call: () => void } | null = null;
  let ends = 0;
  const said: [number, number][] = [];
  return {
    said,
    ended: () => ends,
    now: (ms) => {
      nowMs = 500 + ms;
      while (timer !== null && timer.atMs <= nowMs) {
        const { call } = timer;
        timer = null;
        call();
      }
    },
    start: (speed) =>
      new Playback(
        {
          nowMs: () => nowMs,
          setTimer: (call, delayMs) => {
            timer = { atMs: nowMs + delayMs, call };
            return () => (timer = null);
          },
        },
        { lines: LINES, speed, bytes: (bytes) => said.push([nowMs - 500, bytes[0] ?? -1]), ended: () => ends++ },
      ),
  };
}

it('says each line at its time, and ends once', () => {
  const { now, said, ended, start } = bench();
  start(1);
  expect(said).toEqual([[0, 0]]);
  for (let ms = 1; ms <= 31_000; ms++) now(ms);
  expect(said).toEqual([
    [0, 0],
    [10, 1],
    [10, 2],
    [2_000, 3],
    [30_000, 4],
  ]);
  expect(ended()).toBe(1);
});

it('keeps the gaps in proportion when it is faster', () => {
  const { now, said, start } = bench();
  start(10);
  for (let ms = 1; ms <= 3_000; ms++) now(ms);
  expect(said.map(([ms]) => ms)).toEqual([0, 1, 1, 200, 3_000]);
});

it('catches up after a timer that came late', () => {
  const { now, said, start } = bench();
  start(1);
  now(2_500);
  expect(said.map(([, line]) => line)).toEqual([0, 1, 2, 3]);
  now(29_999);
  expect(said).toHaveLength(4);
  now(30_000);
  expect(said).toHaveLength(5);
});

it('says nothing more when it is stopped, and that it ended neither', () => {
  const { now, said, ended, start } = bench();
  start(1).stop();
  now(60_000);
  expect(said).toHaveLength(1);
  expect(ended()).toBe(0);
});
