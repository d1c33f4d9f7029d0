/** One log through the readers: several starts, recordings that are played faster, colours, and logs that do not say when. */
import { expect, it } from 'vitest';
import { LogReading } from '../../../../src/app/understanding/log-reading.ts';
import * as room from '../../../../src/bench/understand-log.ts';
import type { LogLine } from '../../../../src/bench/index.ts';
import { recordedLog } from '../../../support/recorded-log.ts';

const START = ['rst:0x1 (POWERON_RESET),boot:0x13 (SPI_FAST_FLASH_BOOT)', 'I (442) cpu_start: Pro cpu start user code'];

function reading(times: 'known' | 'unknown' = 'known'): LogReading & { say(...texts: readonly string[]): void } {
  const made = new LogReading(room, [], times);
  let number = 0;
  return Object.assign(made, {
    say: (...texts: readonly string[]) => {
      for (const text of texts) made.read({ number: number++, atMs: number * 1_000, source: 'board', text });
    },
  });
}

it('keeps earlier starts that went beyond booting, and the one that goes on', () => {
  const log = reading();
  log.say(...START, 'wifi:connected with one, aid = 1', ...START, ...START, 'wifi:connected with two, aid = 1', ...START);
  const { starts } = log.snapshot(null);
  expect(starts.map(({ number }) => number)).toEqual([1, 3, 4]);
  expect(starts.map(({ steps }) => steps.find(({ id }) => id === 'wifi')?.facts['ssid'])).toEqual(['one', 'two', undefined]);
});

it('keeps the last twelve earlier starts', () => {
  const log = reading();
  for (let n = 0; n < 40; n++) log.say(...START, 'wifi:connected with one, aid = 1');
  const { starts, boots } = log.snapshot(null);
  expect(starts.map(({ number }) => number)).toEqual(Array.from({ length: 13 }, (_, index) => 28 + index));
  expect(boots).toHaveLength(16);
});

it('measures a recording that is played ten times faster in the recording’s own time', () => {
  const read = (speed: number) => {
    const log = new LogReading(room, []);
    log.setSpeed(5_000, speed);
    for (const line of recordedLog('seed-success').lines) log.read({ ...line, atMs: 5_000 + line.atMs / speed });
    return log.snapshot(null).starts[0]?.measurements.map(({ id, value }) => [id, Math.round(value)]);
  };
  expect(read(10)).toEqual(read(1));
  expect(Object.fromEntries(read(10) ?? [])['time-to-first-message']).toBe(24_307);
});

it('keeps the time of a recording that is read again after its end', () => {
  const first = new LogReading(room, []);
  first.setSpeed(5_000, 10);
  first.setSpeed(8_000, 1);
  const again = new LogReading(room, []);
  again.keepTime(first);
  for (const line of recordedLog('seed-success').lines) again.read({ ...line, atMs: 5_000 + line.atMs / 10 });
  const { starts, nowMs } = again.snapshot(9_000);
  expect(starts[0]?.measurements.find(({ id }) => id === 'time-to-first-message')?.value).toBeCloseTo(24_307);
  expect(nowMs).toBe(5_000 + 30_000 + 1_000);
});

it('reads a line as it is without its colours', () => {
  const log = reading();
  log.say('\u001b[0;32mI (8308) platform: The current date/time is: Sat May 18 07:52:20 2019\u001b[0m');
  expect(log.snapshot(null).starts[0]?.steps.find(({ id }) => id === 'time')?.facts).toEqual({ now: 'Sat May 18 07:52:20 2019' });
});

it('takes no note of the page for a word of the board', () => {
  const log = reading();
  const note: LogLine = { number: 0, atMs: 0, source: 'page', text: 'monitor-sent Guru Meditation Error of type LoadProhibited occurred on core  0' };
  expect([log.read(note), log.read({ ...note, source: 'broken' })]).toEqual([false, false]);
  expect(log.snapshot(null)).toMatchObject({ starts: [], crashes: [] });
});

it('says nothing of time where the log does not: no stall and no loop', () => {
  const log = reading('unknown');
  log.say(...START, ...START, ...START, ...START, 'Setting WiFi configuration SSID example...');
  expect(log.snapshot(10_000_000)).toMatchObject({ stall: null, loop: null });
  const timed = reading();
  timed.say(...START, ...START, ...START, ...START, 'Setting WiFi configuration SSID example...');
  expect(timed.snapshot(10_000_000)).toMatchObject({ stall: { step: 'wifi' }, loop: { boots: 4 } });
});
