/** Lines for people from bytes of a board: endings, silence, hostile characters. */
import { expect, test } from 'vitest';
import { LineSplitter } from '../../../src/link/index.ts';
import { SteppingClock } from '../../support/stepping-clock.ts';

function split(...chunks: readonly (string | readonly number[])[]): string[] {
  const lines: string[] = [];
  const splitter = new LineSplitter({ clock: new SteppingClock(), line: (text) => lines.push(text) });
  for (const chunk of chunks) splitter.push(typeof chunk === 'string' ? new TextEncoder().encode(chunk) : Uint8Array.from(chunk));
  splitter.stop();
  return lines;
}

const CASES: readonly (readonly [what: string, chunks: readonly (string | readonly number[])[], lines: readonly string[]])[] = [
  ['CR LF, CR and LF each end one line', ['a\r\nb\rc\nd'], ['a', 'b', 'c', 'd']],
  ['CR LF across chunks is one ending', ['a\r', '\nb\n'], ['a', 'b']],
  ['empty lines are lines', ['\r\n\r\n\n'], ['', '', '']],
  ['LF CR is two endings', ['a\n\rb'], ['a', '', 'b']],
  [
    'a character cut by a chunk is whole',
    [
      [0xe6, 0x97],
      [0xa5, 0x0a],
    ],
    ['日'],
  ],
  ['four-byte characters pass', ['🔥\n'], ['🔥']],
  ['tabs pass', ['a\tb\n'], ['a\tb']],
  ['a colour stays as it is', ['\u001b[0;31mred\u001b[0m\n'], ['\u001b[0;31mred\u001b[0m']],
  ['a colour cut by a chunk is whole', ['a\u001b', '[3', '8;5;', '208mred\n'], ['a\u001b[38;5;208mred']],
  ['every other escape sequence is shown, not obeyed', ['\u001b[2J\u001b]0;title\u0007\u001bc\n'], ['\\x1b[2J\\x1b]0;title\\x07\\x1bc']],
  ['a colour without its end is shown', ['\u001b[31\n\u001b\n'], ['\\x1b[31', '\\x1b']],
  ['an escape in a colour begins anew', ['\u001b[3\u001b[32mx\n'], ['\\x1b[3\u001b[32mx']],
  ['a character in a colour is a character', ['\u001b[3日\n'], ['\\x1b[3日']],
  ['a character cut by a colour is shown as bytes', [[0xe6, 0x97, 0x1b, 0x5b, 0x6d, 0x0a]], ['\\xe6\\x97\u001b[m']],
  ['an endless colour is text', [`\u001b[${'1;'.repeat(30)}m\n`], [`\\x1b[${'1;'.repeat(30)}m`]],
  ['NUL, DEL and C1 controls are shown', [[0x00, 0x7f, 0xc2, 0x85, 0x0a]], ['\\x00\\x7f\\u{85}']],
  ['bidirectional overrides are shown', ['a\u202egpj\u2066x\u2069\n'], ['a\\u{202e}gpj\\u{2066}x\\u{2069}']],
  ['zero widths, separators and tags are shown', ['\u200b\u2028\u2029\ufeff\u{e0041}\n'], ['\\u{200b}\\u{2028}\\u{2029}\\u{feff}\\u{e0041}']],
  ['a lone continuation byte is shown', [[0x41, 0x80, 0x42, 0x0a]], ['A\\x80B']],
  ['bytes that never occur in UTF-8 are shown', [[0xc0, 0xc1, 0xf5, 0xff, 0x0a]], ['\\xc0\\xc1\\xf5\\xff']],
  ['an overlong form is no character', [[0xe0, 0x80, 0xaf, 0x0a]], ['\\xe0\\x80\\xaf']],
  ['a surrogate is no character', [[0xed, 0xa0, 0x80, 0x0a]], ['\\xed\\xa0\\x80']],
  ['a code point beyond 10FFFF is no character', [[0xf4, 0x90, 0x80, 0x80, 0x0a]], ['\\xf4\\x90\\x80\\x80']],
  ['a character cut by the end of the line is shown as bytes', [[0xe6, 0x97, 0x0a]], ['\\xe6\\x97']],
  ['a character cut by another one is shown as bytes', [[0xe6, 0x97, 0xc3, 0xa9, 0x0a]], ['\\xe6\\x97é']],
];
test.each(CASES)('%s', (_what, chunks, lines) => {
  expect(split(...chunks)).toEqual(lines);
});

test('cuts a line without an end at 4,096 bytes', () => {
  expect(split('x'.repeat(10_000)).map((line) => line.length)).toEqual([4_096, 4_096, 1_808]);
});

test('does not cut inside a character', () => {
  const lines = split('x'.repeat(4_095) + '日本');
  expect(lines.join('')).toBe('x'.repeat(4_095) + '日本');
});

test('shows an unfinished line after silence, once, and goes on with the rest as a new line', async () => {
  const clock = new SteppingClock();
  const lines: string[] = [];
  const ends: string[] = [];
  const splitter = new LineSplitter({ clock, line: (text, _kind, end) => ends.push(end) && lines.push(text), flushAfterMs: 300 });
  splitter.push(new TextEncoder().encode('password: '));
  await clock.sleep(200);
  expect(lines).toEqual([]);
  splitter.push(new TextEncoder().encode('> '));
  await clock.sleep(200);
  expect(lines).toEqual([]);
  await clock.sleep(400);
  expect(lines).toEqual(['password: > ']);
  splitter.push(new TextEncoder().encode('ok\r\n'));
  expect([lines, ends]).toEqual([
    ['password: > ', 'ok'],
    ['open', 'ended'],
  ]);
});

const KINDS: readonly (readonly [what: string, bytes: readonly number[] | string, kind: string])[] = [
  ['a boot log', 'ets Jul 29 2019 12:21:46\n', 'text'],
  ['a colour', '\u001b[0;32mI (123) tag: hello\u001b[0m\n', 'text'],
  ['a glitch at the start of a line', '\u0000ets Jul 29 2019\n', 'text'],
  ['Japanese', '証明書を読みました\n', 'text'],
  ['an empty line', '\n', 'text'],
  ['the rest of a broken frame', [0xaf, 0x8f, 0x0f, 0x8f, 0x0f, 0x00, 0x00, 0x41, 0x0a], 'bytes'],
  ['one byte that is no text', [0xff, 0x0a], 'bytes'],
  ['a wrong rate', [0x83, 0x41, 0xfe, 0x12, 0x42, 0x99, 0x0a], 'bytes'],
];
test.each(KINDS)('takes %s for what it is', (_what, bytes, kind) => {
  const kinds: string[] = [];
  const splitter = new LineSplitter({ clock: new SteppingClock(), line: (_text, seen) => kinds.push(seen) });
  splitter.push(typeof bytes === 'string' ? new TextEncoder().encode(bytes) : Uint8Array.from(bytes));
  splitter.stop();
  expect(kinds).toEqual([kind]);
});

test('gives the same lines however the bytes are cut', () => {
  const bytes = new TextEncoder().encode('I (1) a: plain\r\n\u001b[0;32mI (2) grün: 日本\u001b[0m\r\n\u001b[\u0000\u202e\n' + 'x'.repeat(5_000) + '\n');
  const whole = split([...bytes]);
  for (const size of [1, 2, 3, 7, 64]) {
    const chunks = Array.from({ length: Math.ceil(bytes.length / size) }, (_, index) => [...bytes.subarray(index * size, (index + 1) * size)]);
    expect(split(...chunks)).toEqual(whole);
  }
  expect(whole.length).toBe(5);
});

test('keeps up with a burst of many megabytes', () => {
  let lines = 0;
  const splitter = new LineSplitter({ clock: new SteppingClock(), line: () => lines++ });
  const bytes = new TextEncoder().encode('I (123456) wifi: a line as boards print it, with a number 42\r\n'.repeat(1_000));
  const startedMs = performance.now();
  for (let round = 0; round < 160; round++) splitter.push(bytes);
  const seconds = (performance.now() - startedMs) / 1000;
  splitter.stop();
  expect(lines).toBe(160_000);
  expect((bytes.length * 160) / seconds).toBeGreaterThan(5_000_000);
});
