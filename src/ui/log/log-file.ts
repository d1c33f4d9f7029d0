/**
 * The log as the lines of a file: text, or one JSON object a line.
 * Floor: ui. Every line is written in the words in which it is shown, so controls and bidirectional marks are escapes and colours are gone.
 */
import type { LogLine } from '../../bench/index.ts';
import { lineWords } from './line-words.ts';
import { readHead } from './log-head.ts';

export type LogFormat = 'text' | 'json';

/** One line of the file, without its end. `beganMs`: when the log began, milliseconds of the Unix epoch. */
export function fileLine(line: LogLine, format: LogFormat, beganMs: number): string {
  if (format === 'text') return `${(line.atMs / 1000).toFixed(3).padStart(9)} ${line.source.padEnd(6)} ${lineWords(line)}`;
  const head = readHead(line);
  return JSON.stringify({
    n: line.number,
    atMs: Math.round(line.atMs * 1000) / 1000,
    time: new Date(beganMs + line.atMs).toISOString(),
    source: line.source,
    level: head?.level ?? null,
    tag: head?.tag ?? null,
    text: lineWords(line),
  });
}
