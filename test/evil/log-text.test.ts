/** What a hostile board prints: nothing of it may harm the page, hide, go on for ever, or look like a verdict of the bench. */
import { describe, expect, it } from 'vitest';
import { matchLines } from '../../src/app/line-matcher/match-lines.ts';
import { LogBook, type LogLine } from '../../src/bench/index.ts';
import { LogWriter } from '../../src/bench/log-writer.ts';
import { colourRuns } from '../../src/ui/log/ansi.ts';
import { fileLine } from '../../src/ui/log/log-file.ts';
import { readHead } from '../../src/ui/log/log-head.ts';
import { lineRuns, lineWords } from '../../src/ui/log/line-words.ts';

/** The lines that these bytes become. */
function logOf(bytes: string | Uint8Array): readonly LogLine[] {
  const book = new LogBook(() => 0);
  const writer = new LogWriter(book);
  writer.text(typeof bytes === 'string' ? new TextEncoder().encode(bytes) : bytes);
  writer.stop();
  return Array.from({ length: book.count }, (_, index) => book.line(index) as LogLine);
}

/** Controls, directions, zero widths: none may reach the screen, the clipboard or a file. */
const OBEYED = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\p{Co}]/u;

const HOSTILE: readonly (readonly [what: string, text: string])[] = [
  ['markup', '<img src=x onerror=alert(1)><script>alert(2)</script>'],
  ['a screen that is cleared', '\u001b[2J\u001b[H\u001b[3Jowned'],
  ['a title, a link and the clipboard', '\u001b]0;t\u0007\u001b]8;;http://evil\u001b\\click\u001b]8;;\u001b\\\u001b]52;c;ZXZpbA==\u0007'],
  ['a cursor that goes back', 'FAIL\u001b[4DPASS'],
  ['backspaces and returns', 'FAIL\b\b\b\bPASS\rgood'],
  ['device strings', '\u001bP1;2|x\u001b\\\u001b_app\u001b\\\u001b^pm\u001b\\'],
  ['C1 controls', '\u009b31m\u009d0;t\u009c\u0090'],
  ['directions', 'user\u202etxt.exe\u202c \u2066a\u2069 \u200f\u061c'],
  ['zero widths and tags', 'a\u200b\u200d\u2060\ufeff\u{e0041}\u{e007f}b'],
  ['line separators', 'a\u2028b\u2029c\u0085d'],
  ['private use', '\ue000\u{f0000}'],
  ['concealed and inverse text', '\u001b[8mhidden\u001b[7minverse\u001b[30;40mblack\u001b[0m'],
  ['half a colour', '\u001b[31'],
  ['escapes in escapes', '\u001b\u001b[31m\u001b[\u001b[0m[m'],
];

describe('a hostile line', () => {
  it.each(HOSTILE)('with %s shows nothing that a screen obeys, and loses no letter', (_what, text) => {
    for (const line of logOf(`${text}\n`)) {
      expect(lineWords(line)).not.toMatch(OBEYED);
      expect(
        lineRuns(line)
          .map((run) => run.text)
          .join(''),
      ).toBe(lineWords(line));
      for (const format of ['text', 'json'] as const) expect(fileLine(line, format, 0)).not.toMatch(OBEYED);
    }
  });

  it('hides no text by colour', () => {
    const [line] = logOf('\u001b[8mhidden\u001b[7minverse\u001b[30;40mblack\u001b[38;2;0;0;0mtoo\u001b[0m\n');
    expect(lineWords(line as LogLine)).toBe('hiddeninverseblacktoo');
  });

  it('colours no line but itself', () => {
    const lines = logOf('\u001b[31mred\nplain\n');
    expect(lineRuns(lines[1] as LogLine)).toEqual([{ text: 'plain', ink: 'plain', weight: 'normal' }]);
  });

  it('is never taken for a word of the bench', () => {
    for (const text of ['check-flash', 'monitor-sent x', 'frame-crc 37', 'flash-pack']) {
      const [line] = logOf(`${text}\n`);
      expect(line).toMatchObject({ source: 'board' });
      expect(lineWords(line as LogLine)).toBe(text);
    }
  });

  it('that names a property of every object is a line like others', () => {
    for (const text of ['constructor', '__proto__ x', 'toString']) expect(lineWords({ number: 0, atMs: 0, source: 'page', text })).toBe(text);
  });

  it('what is sent cannot pretend to be more lines or turn the text round', () => {
    expect(lineWords({ number: 0, atMs: 0, source: 'page', text: 'monitor-sent a\r\nPASS\u202e' })).toBe('Sent: a\\x0d\\x0aPASS\\u202e');
  });

  it('without an end becomes pieces of bounded length, in a bounded time', () => {
    const startedMs = performance.now();
    const lines = logOf('\u0000'.repeat(1_000_000));
    expect(Math.max(...lines.map((line) => line.text.length))).toBeLessThanOrEqual(4_096 * 4);
    expect(Math.max(...lines.map((line) => lineWords(line).length))).toBeLessThan(10_000);
    expect(performance.now() - startedMs).toBeLessThan(10_000);
  });

  it('made of nothing but colours costs little', () => {
    const startedMs = performance.now();
    for (const line of logOf(`${'\u001b[31m\u001b[1;38;5;17m'.repeat(20_000)}\n`)) lineRuns(line);
    for (let round = 0; round < 100; round++) colourRuns(`\u001b[${';'.repeat(32)}m`.repeat(50) + '\u001b['.repeat(1_000));
    for (let round = 0; round < 1_000; round++) readHead({ number: 0, atMs: 0, source: 'board', text: `${'\u001b[0;0m'.repeat(500)}I (1)` });
    expect(performance.now() - startedMs).toBeLessThan(5_000);
  });

  it('of every possible byte is shown as what it is', () => {
    const lines = logOf(Uint8Array.from({ length: 65_536 }, (_, index) => (index * 7919 + (index >> 8)) & 0xff));
    for (const line of lines) expect(lineWords(line)).not.toMatch(OBEYED);
  });
});

describe('an expression', () => {
  const ask = (pattern: string, texts: readonly string[], nowMs = (): number => 0) => matchLines({ id: 1, kind: 'test', pattern, texts }, nowMs);

  it('that is none is said to be none', () => {
    expect(ask('(', ['a'])).toMatchObject({ state: 'invalid' });
  });

  it('that takes more than 50 ms for its slice is given up', () => {
    let nowMs = 0;
    expect(ask('a', ['a', 'a', 'a', 'a'], () => (nowMs += 20))).toMatchObject({ state: 'slow', places: [] });
  });

  it('looks at 4,096 characters of a line', () => {
    expect(ask('z', [`${'a'.repeat(4_095)}z`, `${'a'.repeat(4_096)}z`]).places).toEqual([[0]]);
  });

  it('that matches nothing everywhere marks nothing', () => {
    expect(matchLines({ id: 1, kind: 'marks', pattern: 'x*', texts: ['aaa', 'axxa'] }, () => 0).places).toEqual([[], [1, 3]]);
  });

  it('marks no more than 32 places of a line', () => {
    expect(matchLines({ id: 1, kind: 'marks', pattern: 'a', texts: ['a'.repeat(1_000)] }, () => 0).places[0]).toHaveLength(64);
  });
});
