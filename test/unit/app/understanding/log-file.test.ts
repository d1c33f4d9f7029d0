/** Log files: the forms that are known, any other text, and files that are no log. */
import { describe, expect, it } from 'vitest';
import { readLogFile } from '../../../../src/app/understanding/log-file.ts';
import type { LogBook, LogLine } from '../../../../src/bench/index.ts';
import { fileLine } from '../../../../src/ui/log/log-file.ts';

const GO_ON = new AbortController().signal;
const fileOf = (content: string | Uint8Array<ArrayBuffer>): File => new File([content], 'evening.log');
const linesOf = (book: LogBook): readonly LogLine[] => Array.from({ length: book.count }, (_, index) => book.line(index) as LogLine);
const read = async (content: string | Uint8Array<ArrayBuffer>) => {
  const { book, ...rest } = await readLogFile(fileOf(content), GO_ON);
  return { ...rest, lines: linesOf(book).map(({ atMs, source, text }) => [Math.round(atMs), source, text]) };
};

const SAID: readonly LogLine[] = [
  { number: 0, atMs: 0, source: 'page', text: 'monitor-open 115200' },
  { number: 1, atMs: 12.345, source: 'board', text: 'I (28) boot: ESP-IDF v4.0.1' },
  { number: 2, atMs: 1_500, source: 'board', text: '' },
  { number: 3, atMs: 61_004, source: 'broken', text: '\\xff\\xfe' },
  { number: 4, atMs: 61_004, source: 'board', text: 'a "quoted" {line}' },
];

describe('a log that this page has saved', () => {
  it.each(['text', 'json'] as const)('comes back from its %s with times and who said what', async (format) => {
    const beganMs = Date.UTC(2026, 4, 18, 7, 52, 20);
    const { lines, times, beganMs: began } = await read(`${SAID.map((line) => fileLine(line, format, beganMs)).join('\n')}\n`);
    expect(times).toBe('known');
    expect(lines).toEqual([
      [0, 'page', 'Port opened at 115200 baud; the board was not reset'],
      [12, 'board', 'I (28) boot: ESP-IDF v4.0.1'],
      [1500, 'board', ''],
      [61004, 'broken', '\\xff\\xfe'],
      [61004, 'board', 'a "quoted" {line}'],
    ]);
    if (format === 'json') expect(Math.round(began)).toBe(beganMs);
  });

  it('keeps what stands between its lines as lines of the same moment', async () => {
    const { lines } = await read(
      `    0.100 board  one\n    0.200 board  two\n    0.300 board  three\n    0.400 board  4\n    0.500 board  5\n    0.600 board  6\n    0.700 board  7\n    0.800 board  8\nby hand\n    0.900 board  9`,
    );
    expect(lines.slice(-2)).toEqual([
      [800, 'board', 'by hand'],
      [900, 'board', '9'],
    ]);
  });

  it('never goes back in time', async () => {
    const { lines } = await read('    5.000 board  one\n    1.000 board  two');
    expect(lines.map(([atMs]) => atMs)).toEqual([5000, 5000]);
  });
});

it('reads a recording of this project, without its head', async () => {
  const { lines, times } = await read('# A title\n# source: somewhere\n# kind: recorded\n0\tone\n3051\ttwo\twith a tab\n');
  expect([times, lines]).toEqual([
    'known',
    [
      [0, 'board', 'one'],
      [3051, 'board', 'two\twith a tab'],
    ],
  ]);
});

describe('any other text', () => {
  it('is lines without times, whatever ends them', async () => {
    const { lines, times } = await read('one\r\ntwo\n\nthree\rfour');
    expect([times, lines]).toEqual(['unknown', ['one', 'two', '', 'three', 'four'].map((text) => [0, 'board', text])]);
  });

  it('keeps colours, and makes controls and bytes that are no text visible', async () => {
    const { lines } = await read(
      Uint8Array.from([...new TextEncoder().encode('\u001b[0;32mI (1) wifi: ok\u001b[0m\na\u0007b\u202ec\n'), 0xff, 0xfe, 0x00, 0x01, 0x0a]),
    );
    expect(lines[0]?.[2]).toBe('\u001b[0;32mI (1) wifi: ok\u001b[0m');
    expect(lines[1]?.[2]).toBe('a\\x07b\\u{202e}c');
    expect(lines[2]?.[1]).toBe('broken');
  });

  it('is cut where a line does not end', async () => {
    const { lines } = await read('A'.repeat(200_000));
    expect(lines.length).toBeGreaterThan(40);
    expect(lines.every(([, , text]) => String(text).length <= 4_096)).toBe(true);
    expect(lines.map(([, , text]) => text).join('')).toHaveLength(200_000);
  });

  it('is what JSON of another kind is taken for', async () => {
    const { lines, times } = await read('{"atMs":1,"source":"somebody","text":"x"}\n{"atMs":-1,"source":"board","text":"y"}\n{"a":{}}');
    expect([times, lines.length]).toEqual(['unknown', 3]);
  });
});

describe('a file that is not taken', () => {
  it.each(['', '\n'.repeat(0)])('has no line: %j', async (content) => {
    await expect(readLogFile(fileOf(content), GO_ON)).rejects.toMatchObject({ code: 'log-file-empty' });
  });

  it('is too large', async () => {
    const large = { size: 97 * 1024 * 1024, name: 'x', stream: () => expect.unreachable('it must not be read') } as unknown as File;
    await expect(readLogFile(large, GO_ON)).rejects.toMatchObject({ code: 'log-file-size', facts: { bytes: 101_711_872, limitBytes: 100_663_296 } });
  });

  it('cannot be read', async () => {
    const gone = { size: 10, name: 'x', stream: () => new ReadableStream({ pull: (pipe) => pipe.error(new Error('NotReadableError')) }) } as unknown as File;
    await expect(readLogFile(gone, GO_ON)).rejects.toMatchObject({ code: 'log-file-read' });
  });

  it('is given up in the middle without an error', async () => {
    const stop = new AbortController();
    stop.abort();
    expect((await readLogFile(fileOf('one\ntwo'), stop.signal)).book.count).toBe(0);
  });
});
