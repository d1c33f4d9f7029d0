/**
 * The time of a log line as a person chose to see it: by the page's clock or the board's; since the start, by the wall clock, or since the line before.
 * Floor: ui. Pure; the wall clock's zone is the computer's.
 */
import type { LogLine } from '../../bench/index.ts';
import { logTime } from '../format.ts';
import type { LogHead } from './log-head.ts';

export const TIME_SOURCES = ['host', 'board', 'both', 'none'] as const;
export type TimeSource = (typeof TIME_SOURCES)[number];
export const TIME_FORMS = ['relative', 'absolute', 'delta'] as const;
export type TimeForm = (typeof TIME_FORMS)[number];

const pad = (value: number, length = 2): string => String(value).padStart(length, '0');

/** 45296789 → "12:34:56.789". */
function ofDay(ms: number): string {
  const whole = Math.floor(ms);
  return `${pad(Math.floor(whole / 3_600_000))}:${pad(Math.floor(whole / 60_000) % 60)}:${pad(Math.floor(whole / 1000) % 60)}.${pad(whole % 1000, 3)}`;
}

const sinceBefore = (ms: number): string => `${ms < 0 ? '-' : '+'}${(Math.abs(ms) / 1000).toFixed(3)}`;

/** When the page got the line. `beganMs`: when the log began, milliseconds of the Unix epoch. */
export function hostTime(line: LogLine, before: LogLine | undefined, form: TimeForm, beganMs: number): string {
  if (form === 'delta') return before === undefined ? '' : sinceBefore(line.atMs - before.atMs);
  if (form === 'relative') return logTime(line.atMs);
  const wall = new Date(beganMs + line.atMs);
  return `${pad(wall.getHours())}:${pad(wall.getMinutes())}:${pad(wall.getSeconds())}.${pad(wall.getMilliseconds(), 3)}`;
}

/** When the board says it wrote the line; empty when it does not say. A board that counts from its boot has no wall clock to show. */
export function boardTime(head: LogHead | null, before: LogHead | null, form: TimeForm): string {
  if (head === null) return '';
  if (form === 'delta') return before === null || before.clock !== head.clock ? '' : sinceBefore(head.boardMs - before.boardMs);
  return head.clock === 'day' ? ofDay(head.boardMs) : logTime(head.boardMs);
}
