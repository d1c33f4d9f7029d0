/**
 * Runs one regular expression over some lines, and says when that takes too long.
 * Floor: app. Pure but for the clock it is given. One `exec` cannot be interrupted from within: who starts the worker ends it.
 */
import type { MatchAnswer, MatchRequest } from './messages.ts';

/** Characters of a line that are looked at. */
const MAX_CHARACTERS = 4_096;
/** Longer than this for one request is too long. */
const SLICE_MS = 50;
/** Places marked in one line. */
const MAX_MARKS = 32;

function marksOf(pattern: RegExp, text: string): readonly number[] {
  const marks: number[] = [];
  for (const match of text.matchAll(pattern)) {
    if (match[0] !== '') marks.push(match.index, match.index + match[0].length);
    if (marks.length >= 2 * MAX_MARKS) break;
  }
  return marks;
}

/** Answers a request. Upper and lower case are the same. */
export function matchLines({ id, kind, pattern, texts }: MatchRequest, nowMs: () => number): MatchAnswer {
  let expression: RegExp;
  try {
    expression = new RegExp(pattern, kind === 'test' ? 'i' : 'gi');
  } catch {
    return { id, state: 'invalid', places: [] };
  }
  const dueMs = nowMs() + SLICE_MS;
  const hits: number[] = [];
  const marks: (readonly number[])[] = [];
  for (const [index, whole] of texts.entries()) {
    const text = whole.slice(0, MAX_CHARACTERS);
    if (kind === 'marks') marks.push(marksOf(expression, text));
    else if (expression.test(text)) hits.push(index);
    if (nowMs() > dueMs) return { id, state: 'slow', places: [] };
  }
  return { id, state: 'found', places: kind === 'test' ? [hits] : marks };
}
