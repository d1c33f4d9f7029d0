/** Comma-separated text: what RFC 4180 allows, and what it does not. */
import { expect, test } from 'vitest';
import { parseCsv } from '../../../src/formats/index.ts';

const cells = (text: string, comments: 'hash' | 'none' = 'none'): readonly (readonly string[])[] => parseCsv(text, comments).map((row) => row.cells);

test.each<readonly [string, string, readonly (readonly string[])[]]>([
  ['one cell', 'a', [['a']]],
  [
    'rows ended by LF, CR LF or CR',
    'a,b\nc,d\r\ne,f\rg,h',
    [
      ['a', 'b'],
      ['c', 'd'],
      ['e', 'f'],
      ['g', 'h'],
    ],
  ],
  ['empty cells, also the last', ',a,\n', [['', 'a', '']]],
  ['white space as it is', ' a , b ', [[' a ', ' b ']]],
  ['a quoted cell with comma, quote and line', '"a,b","say ""x""","1\n2"', [['a,b', 'say "x"', '1\n2']]],
  ['a quoted cell that is empty beside another', '"",a', [['', 'a']]],
  ['no rows in nothing', '', []],
  ['no rows in empty lines', '\n\r\n\n', []],
  ['text behind a byte order mark', '\ufeffa,b', [['a', 'b']]],
  ['a hash like any other character', '#a,b', [['#a', 'b']]],
])('reads %s', (_what, text, rows) => {
  expect(cells(text)).toEqual(rows);
});

test('leaves comment lines out, but not a hash inside a row', () => {
  expect(cells('# one, "two\na,#b\n#', 'hash')).toEqual([['a', '#b']]);
});

test('says on which line a row began, counting lines inside quotes', () => {
  expect(parseCsv('a\n"b\nc"\n\nd', 'none').map((row) => row.line)).toEqual([1, 2, 5]);
});

test.each<readonly [string, string, string, number]>([
  ['a quoted cell without end', 'a\n"b\nc', 'open', 2],
  ['a quote inside a cell', 'a"b', 'quote', 1],
  ['text behind a quoted cell', '"a"b', 'quote', 1],
  ['a lone quote', '"', 'open', 1],
])('refuses %s', (_what, text, reason, line) => {
  expect(() => parseCsv(text, 'none')).toThrow(
    expect.objectContaining({ code: 'csv-text', facts: expect.objectContaining({ reason, line }) as object }) as Error,
  );
});

test('refuses a million rows', () => {
  expect(() => parseCsv('a\n'.repeat(1_000_000), 'none')).toThrow(expect.objectContaining({ code: 'csv-text' }) as Error);
});

test('reads a cell of a million quotes in no time', () => {
  expect(cells(`"${'""'.repeat(1_000_000)}"`)[0]?.[0]?.length).toBe(1_000_000);
});
