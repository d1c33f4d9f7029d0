import { expect, it } from 'vitest';
import { LOG_LINES_KEPT, LogBook } from '../../../src/bench/index.ts';

it('keeps the newest lines, counts the dropped ones and goes on numbering', () => {
  const book = new LogBook(() => 0);
  for (let number = 0; number < LOG_LINES_KEPT + 3; number++) book.add('board', `line ${number}`);
  expect(book.count).toBe(LOG_LINES_KEPT);
  expect(book.dropped).toBe(3);
  expect(book.line(0)?.text).toBe('line 3');
  expect(book.line(LOG_LINES_KEPT - 1)?.text).toBe(`line ${LOG_LINES_KEPT + 2}`);
  expect(book.line(LOG_LINES_KEPT)).toBeUndefined();
  expect(book.line(-1)).toBeUndefined();
});

it('changes its version with each line and with clearing, and starts its time anew', () => {
  let nowMs = 100;
  const book = new LogBook(() => nowMs);
  const seen: number[] = [];
  book.onChange(() => seen.push(book.version));
  nowMs = 130;
  book.add('page', 'a');
  expect(book.line(0)?.atMs).toBe(30);
  book.clear();
  expect(book.count).toBe(0);
  nowMs = 150;
  book.add('board', 'b');
  expect(book.line(0)).toMatchObject({ atMs: 20, text: 'b', number: 1 });
  expect(new Set(seen).size).toBe(3);
});
