/**
 * The head of an ESP-IDF log line: level, the board's own time, tag. `I (123) wifi: text`, with or without colour, or with the time of day.
 * Floor: ui. Pure. A line of another form has no head; what a head says is the board's word and decides nothing.
 * Reference: ESP-IDF "Logging library": CONFIG_LOG_TIMESTAMP_SOURCE_RTOS (milliseconds since boot) and _SYSTEM (hh:mm:ss.sss).
 */
import type { LogLine } from '../../bench/index.ts';

/** Error, warning, information, debug, verbose: the first is the gravest. */
export const LEVELS = ['E', 'W', 'I', 'D', 'V'] as const;
export type Level = (typeof LEVELS)[number];

export interface LogHead {
  readonly level: Level;
  /** Milliseconds since boot, or since midnight. */
  readonly boardMs: number;
  readonly clock: 'boot' | 'day';
  readonly tag: string;
}

const HEAD = /^(?:\u001b\[[0-9;:]{0,32}m){0,4}([EWIDV]) \((?:(\d{1,10})|(\d\d):(\d\d):(\d\d)\.(\d{3}))\) ([^:\u001b]{1,64}):/;

/** Reads the head of a board's line; null when it has none. */
export function readHead(line: LogLine): LogHead | null {
  if (line.source !== 'board') return null;
  const [, level, sinceBoot, hours, minutes, seconds, milliseconds, tag] = HEAD.exec(line.text) ?? [];
  if (level === undefined || tag === undefined) return null;
  const ofDay = ((Number(hours) * 60 + Number(minutes)) * 60 + Number(seconds)) * 1000 + Number(milliseconds);
  return sinceBoot === undefined
    ? { level: level as Level, boardMs: ofDay, clock: 'day', tag }
    : { level: level as Level, boardMs: Number(sinceBoot), clock: 'boot', tag };
}

/** Whether a level is at least as grave as another. */
export const isAsGrave = (level: Level, least: Level): boolean => LEVELS.indexOf(level) <= LEVELS.indexOf(least);
