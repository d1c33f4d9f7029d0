import { expect, it } from 'vitest';
import { LOG_LINES_KEPT, LogBook } from '../../../src/bench/index.ts';

it('keeps at least the newest lines, drops a block at a time, counts the dropped ones and goes on numbering', () => {
  const book = new LogBook(() => 0, 5_000);
  const added = 20_011;
  for (let number = 0; number < added; number++) book.add('board', `line ${number}`);
  expect(book.count).toBeGreaterThanOrEqual(5_000);
  expect(book.count).toBeLessThan(5_000 + 2_048);
  expect(book.dropped + book.count).toBe(added);
  for (const index of [0, 1, 2_047, 2_048, 4_999, book.count - 1]) {
    expect(book.line(index)).toEqual({ number: book.dropped + index, atMs: 0, source: 'board', text: `line ${book.dropped + index}` });
  }
  expect(book.line(book.count)).toBeUndefined();
  expect(book.line(-1)).toBeUndefined();
  expect(book.line(0.5)).toBeUndefined();
});

it('knows the board’s last line while it has not ended, whatever the page notes meanwhile', () => {
  const book = new LogBook(() => 0);
  expect(book.openLine).toBeUndefined();
  book.add('board', 'Password: ', 'open');
  book.add('page', 'monitor-sent-hidden');
  expect(book.openLine).toMatchObject({ number: 0, text: 'Password: ' });
  book.add('board', 'welcome');
  expect(book.openLine).toBeUndefined();
  book.add('board', 'key: ', 'open');
  book.clear();
  expect(book.openLine).toBeUndefined();
});

it('keeps a million lines', () => {
  const book = new LogBook(() => 0);
  for (let number = 0; number < LOG_LINES_KEPT + 3; number++) book.add('board', 'x');
  expect(book.count).toBe(LOG_LINES_KEPT + 3);
  expect(book.line(LOG_LINES_KEPT)?.number).toBe(LOG_LINES_KEPT);
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
