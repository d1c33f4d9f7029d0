/**
 * The words of one log line: a board's text made visible, the bench's notes and given-up frames put into words.
 * Floor: ui. Notes come as a code with or without a text behind it, given-up frames as a fault and a length (bench/log-writer.ts);
 * anything else is shown as it is. Colours are runs of the same words (`lineRuns`), so a place in one is the same place in the other.
 */
import type { LogLine } from '../../bench/index.ts';
import { logWords } from '../strings/late.ts';
import { visibleText } from '../visible-text.ts';
import { colourRuns, type Run } from './ansi.ts';

/** Most of any log, and nothing in it that would have to be made visible. */
const SIMPLE = /^[ -~]{0,2000}$/;

/** What stands in the line, on one line. */
export function lineWords(line: LogLine): string {
  if (line.source === 'board') return SIMPLE.test(line.text) ? line.text : joined(lineRuns(line));
  if (line.source === 'page') {
    const [, code = '', rest = ''] = /^([a-z][a-z-]*)(?: ([\s\S]*))?$/.exec(line.text) ?? [];
    if (Object.hasOwn(logWords.notes, code)) return visibleText(logWords.notes[code]?.(rest) ?? '');
  }
  const broken = line.source === 'broken' ? /^([a-z][a-z-]*) (\d+)$/.exec(line.text) : null;
  if (broken?.[1] !== undefined && broken[2] !== undefined) return logWords.broken(broken[1], Number(broken[2]));
  return visibleText(line.text);
}

/** The same words in their colours; only a board has colours. */
export function lineRuns(line: LogLine): readonly Run[] {
  if (line.source !== 'board' || SIMPLE.test(line.text)) return [{ text: lineWords(line), ink: 'plain', weight: 'normal' }];
  const cut = line.text.length > 2000 ? line.text.slice(0, 2000) : line.text;
  const runs = colourRuns(cut).map((run) => ({ ...run, text: visibleText(run.text) }));
  return cut === line.text ? runs : [...runs, { text: ` … +${line.text.length - cut.length}`, ink: 'plain', weight: 'normal' }];
}

const joined = (runs: readonly Run[]): string => runs.map((run) => run.text).join('');
