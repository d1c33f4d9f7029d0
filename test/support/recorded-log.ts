/**
 * Recorded logs of boards (test/vectors/connect-logs): three lines of origin, then one line each with its time in milliseconds.
 * The text is recorded where the origin says so; the times are made for the test (a public thread prints no host's time).
 */
import { readFileSync, readdirSync } from 'node:fs';
import type { LogLine } from '../../src/bench/index.ts';

const FOLDER = new URL('../vectors/connect-logs/', import.meta.url);

export interface RecordedLog {
  readonly name: string;
  readonly title: string;
  /** Repository and file, or public thread, that the lines are from. */
  readonly source: string;
  /** `recorded` or `reconstructed`, and how. */
  readonly kind: string;
  readonly lines: readonly LogLine[];
}

/** Names of all recorded logs, without their ending. */
export const recordedLogNames = (): readonly string[] =>
  readdirSync(FOLDER)
    .filter((file) => file.endsWith('.log'))
    .map((file) => file.slice(0, -'.log'.length))
    .sort();

export function recordedLog(name: string): RecordedLog {
  const rows = readFileSync(new URL(`${name}.log`, FOLDER), 'utf8')
    .trimEnd()
    .split('\n');
  const header = rows.filter((row) => row.startsWith('# ')).map((row) => row.slice(2));
  const value = (key: string): string => header.find((row) => row.startsWith(`${key}: `))?.slice(key.length + 2) ?? '';
  const lines = rows
    .filter((row) => !row.startsWith('# '))
    .map((row, number): LogLine => {
      const tab = row.indexOf('\t');
      return { number, atMs: Number(row.slice(0, tab)), source: 'board', text: row.slice(tab + 1) };
    });
  return { name, title: header[0] ?? '', source: value('source'), kind: value('kind'), lines };
}

/** A log written in a test: one line each second. */
export const logOf = (...texts: readonly string[]): readonly LogLine[] =>
  texts.map((text, number) => ({ number, atMs: number * 1_000, source: 'board', text }));
