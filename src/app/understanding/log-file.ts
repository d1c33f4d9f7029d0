/**
 * A log that was saved earlier, read into a log book of its own: text and JSON lines as this page saves them, or the plain text of any other program.
 * Floor: app. The file is hostile: it is bounded, every text goes through the same splitter as a board's bytes, and nothing in it is believed
 * but the times of its lines.
 */
import { TouchstoneError } from '../../base/index.ts';
import { LogBook, type LogLine } from '../../bench/index.ts';
import { LineSplitter } from '../../link/index.ts';

/** `log-file-size` (facts `bytes`, `limitBytes`). `log-file-empty`: there is no line in it. `log-file-read`: the browser could not read it. */
export type LogFileErrorCode = 'log-file-size' | 'log-file-empty' | 'log-file-read';

export interface LogFileReading {
  readonly book: LogBook;
  /** `unknown`: the file does not say when its lines came. */
  readonly times: 'known' | 'unknown';
  /** When it began, milliseconds of the Unix epoch; a file that does not say begins at midnight. */
  readonly beganMs: number;
}

interface Row {
  readonly atMs: number;
  readonly source: LogLine['source'];
  readonly text: string;
  readonly beganMs?: number;
}

const LIMIT_BYTES = 96 * 1024 * 1024;
/** Longest row that is looked at as a whole; longer ones are cut, and their rest is another row. */
const ROW_CHARACTERS = 65_536;
/** Rows between two breaths. */
const ROWS_AT_ONCE = 4_096;
const LONGEST_MS = 1e11;
const SOURCES: readonly LogLine['source'][] = ['board', 'page', 'broken'];

/** As ui/log/log-file.ts writes it: seconds, who, text. */
const TEXT_ROW = /^ {0,8}(\d{1,9}\.\d{3}) (board|page|broken) *(?: (.*))?$/s;
/** As the recorded logs of this project are written: milliseconds, tab, text. */
const RECORDED_ROW = /^(\d{1,11})\t(.*)$/s;

function textRow(row: string): Row | null {
  const [, seconds, source, text = ''] = TEXT_ROW.exec(row) ?? [];
  return seconds === undefined ? null : { atMs: Number(seconds) * 1000, source: source as LogLine['source'], text };
}

function recordedRow(row: string): Row | null {
  const [, ms, text = ''] = RECORDED_ROW.exec(row) ?? [];
  return ms === undefined ? null : { atMs: Number(ms), source: 'board', text };
}

function jsonRow(row: string): Row | null {
  if (!row.startsWith('{')) return null;
  try {
    const { atMs, source, text, time } = JSON.parse(row) as Readonly<Record<string, unknown>>;
    const known = SOURCES.find((one) => one === source);
    if (typeof atMs !== 'number' || !(atMs >= 0 && atMs < LONGEST_MS) || known === undefined || typeof text !== 'string') return null;
    const beganMs = typeof time === 'string' && time.length < 40 ? Date.parse(time) - atMs : Number.NaN;
    return { atMs, source: known, text: text.slice(0, ROW_CHARACTERS), ...(Number.isFinite(beganMs) ? { beganMs } : {}) };
  } catch {
    return null;
  }
}

const FORMS = [textRow, jsonRow, recordedRow] as const;

/** The form in which the first rows are written; null: any text. */
function formOf(rows: readonly string[]): ((row: string) => Row | null) | null {
  const said = rows.filter((row) => row.trim() !== '' && !row.startsWith('# '));
  return FORMS.find((form) => said.length > 0 && said.every((row) => form(row) !== null)) ?? null;
}

const breath = (): Promise<void> => new Promise((resolve) => setTimeout(resolve));

/** Reads the file. Stops without an error when `signal` says so. @throws log-file-size, log-file-empty, log-file-read */
export async function readLogFile(file: File, signal: AbortSignal): Promise<LogFileReading> {
  if (file.size > LIMIT_BYTES) throw new TouchstoneError<LogFileErrorCode>('log-file-size', { bytes: file.size, limitBytes: LIMIT_BYTES });
  let nowMs = 0;
  let source: LogLine['source'] = 'board';
  const book = new LogBook(() => nowMs);
  const splitter = new LineSplitter({
    clock: { nowMs: () => 0, sleep: () => new Promise(() => undefined) }, // a file has no pauses: only its line ends end a line
    line: (text, kind) => {
      book.add(kind === 'bytes' && source === 'board' ? 'broken' : source, text);
    },
  });
  let form: ((row: string) => Row | null) | null | undefined;
  let beganMs = new Date(1970, 0, 1).getTime();
  const encoder = new TextEncoder();
  const take = (rows: readonly string[]): void => {
    for (const row of rows) {
      const read = form?.(row) ?? null;
      if (read === null && row.startsWith('# ') && book.count === 0) continue; // a recording's head
      if (book.count === 0 && read?.beganMs !== undefined) beganMs = read.beganMs;
      nowMs = Math.max(nowMs, read?.atMs ?? 0);
      source = read?.source ?? 'board';
      const text = read?.text ?? row;
      if (text === '') book.add(source, '');
      else splitter.push(encoder.encode(text));
      splitter.flush();
    }
  };
  let tail = '';
  try {
    // not fatal: what is no UTF-8 becomes a sign that says so
    const decoder = new TextDecoder();
    const reader = file.stream().getReader();
    for (let part = await reader.read(); !signal.aborted; part = await reader.read()) {
      const rows = (tail + (part.done ? decoder.decode() : decoder.decode(part.value, { stream: true }))).split(/\r\n|\n|\r(?!$)/);
      tail = part.done ? '' : (rows.pop() ?? '');
      if (tail.length > ROW_CHARACTERS) {
        rows.push(tail);
        tail = '';
      }
      if (part.done && rows.at(-1) === '') rows.pop();
      if (form === undefined && rows.length > 0) form = formOf(rows.slice(0, 8));
      for (let at = 0; at < rows.length && !signal.aborted; at += ROWS_AT_ONCE) {
        take(rows.slice(at, at + ROWS_AT_ONCE));
        await breath();
      }
      if (part.done) break;
    }
    if (signal.aborted) await reader.cancel();
  } catch (error) {
    throw new TouchstoneError<LogFileErrorCode>('log-file-read', {}, error);
  }
  splitter.stop();
  if (book.count === 0 && !signal.aborted) throw new TouchstoneError<LogFileErrorCode>('log-file-empty');
  return { book, times: form === null || form === undefined ? 'unknown' : 'known', beganMs };
}
