/**
 * Coloured runs and the places where something was found, cut into pieces that are each one colour and found or not.
 * Floor: ui. Pure.
 */
import type { Ink, Run } from './ansi.ts';

export interface Piece {
  readonly text: string;
  readonly ink: Ink;
  readonly weight: Run['weight'];
  readonly found: 'no' | 'yes';
}

/** `marks`: start, end, start, end … ascending, in characters of the runs together. */
export function piecesOf(runs: readonly Run[], marks: readonly number[]): readonly Piece[] {
  const pieces: Piece[] = [];
  let at = 0;
  let mark = 0;
  for (const run of runs) {
    let from = 0;
    while (from < run.text.length) {
      while (mark + 1 < marks.length && (marks[mark + 1] as number) <= at + from) mark += 2;
      const [start = Number.POSITIVE_INFINITY, end = Number.POSITIVE_INFINITY] = [marks[mark], marks[mark + 1]];
      const isFound = start <= at + from;
      const to = Math.min(run.text.length, (isFound ? end : start) - at);
      pieces.push({ text: run.text.slice(from, to), ink: run.ink, weight: run.weight, found: isFound ? 'yes' : 'no' });
      from = to;
    }
    at += run.text.length;
  }
  return pieces;
}
