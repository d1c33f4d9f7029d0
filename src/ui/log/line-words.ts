/**
 * The words of one log line: a board's text made visible, the bench's notes and given-up frames put into words.
 * Floor: ui. Notes come as a code, given-up frames as a fault and a length (bench/log-writer.ts); anything else is shown as it is.
 */
import type { LogLine } from '../../bench/index.ts';
import { t } from '../strings/index.ts';
import { visibleText } from '../visible-text.ts';

/** What stands in the line, on one line. */
export function lineWords(line: LogLine): string {
  if (line.source === 'page' && Object.hasOwn(t.log.notes, line.text)) return t.log.notes[line.text] ?? '';
  const broken = line.source === 'broken' ? /^([a-z][a-z-]*) (\d+)$/.exec(line.text) : null;
  if (broken?.[1] !== undefined && broken[2] !== undefined) return t.log.broken(broken[1], Number(broken[2]));
  return visibleText(line.text);
}
