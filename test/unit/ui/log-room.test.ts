import { describe, expect, it } from 'vitest';
import type { LogLine } from '../../../src/bench/index.ts';
import { EMPTY_VIEW, type LineMatcher, type LogView } from '../../../src/ui/app-view.ts';
import { colourRuns } from '../../../src/ui/log/ansi.ts';
import { LineSelection } from '../../../src/ui/log/line-selection.ts';
import { lineRuns, lineWords } from '../../../src/ui/log/line-words.ts';
import { fileLine } from '../../../src/ui/log/log-file.ts';
import { readHead } from '../../../src/ui/log/log-head.ts';
import { LogSearch } from '../../../src/ui/log/log-search.ts';
import { boardTime, hostTime } from '../../../src/ui/log/log-times.ts';
import { scrollOf, scrolled, topOf, trackPx } from '../../../src/ui/log/scroll-map.ts';
import { SendHistory } from '../../../src/ui/log/send-history.ts';
import { SendSecrecy } from '../../../src/ui/log/send-secrecy.ts';
import { piecesOf } from '../../../src/ui/log/text-pieces.ts';

const said = (text: string, more: Partial<LogLine> = {}): LogLine => ({ number: 0, atMs: 0, source: 'board', text, ...more });

describe('the head of a line', () => {
  it.each([
    ['I (123) wifi: connected', { level: 'I', boardMs: 123, clock: 'boot', tag: 'wifi' }],
    ['\u001b[0;31mE (4294967295) esp-tls: no\u001b[0m', { level: 'E', boardMs: 4_294_967_295, clock: 'boot', tag: 'esp-tls' }],
    ['\u001b[1m\u001b[33mW (7) a b: c', { level: 'W', boardMs: 7, clock: 'boot', tag: 'a b' }],
    ['D (12:34:56.789) app: x', { level: 'D', boardMs: 45_296_789, clock: 'day', tag: 'app' }],
  ])('%j is read', (text, head) => {
    expect(readHead(said(text))).toEqual(head);
  });

  it.each(['X (1) a: b', 'I (1)', 'I (1) : b', 'I (12345678901) a: b', ' I (1) a: b', 'I (1:2:3.4) a: b', 'I (-1) a: b', `I (1) ${'t'.repeat(65)}: b`, 'PASS'])(
    '%j has none',
    (text) => {
      expect(readHead(said(text))).toBeNull();
    },
  );

  it('is read from the board only', () => {
    expect(readHead(said('I (1) a: b', { source: 'page' }))).toBeNull();
  });
});

describe('colours', () => {
  const seen = (text: string): string[] => colourRuns(text).map((run) => `${run.ink}${run.weight === 'bold' ? '!' : ''}:${run.text}`);
  it.each([
    ['a\u001b[31mb\u001b[0mc', ['plain:a', 'red:b', 'plain:c']],
    ['\u001b[1;32mx\u001b[22my\u001b[39mz', ['green!:x', 'green:y', 'plain:z']],
    ['\u001b[mx', ['plain:x']],
    ['\u001b[91mx\u001b[90my\u001b[30mz', ['red:x', 'grey:y', 'grey:z']],
    ['\u001b[38;5;196mr\u001b[38;5;21mb\u001b[38;5;240mg\u001b[38;5;255mw', ['red:r', 'blue:b', 'grey:g', 'plain:w']],
    ['\u001b[38;2;0;200;0mg\u001b[38:2:250:0:250mm', ['green:g', 'magenta:m']],
    ['\u001b[48;5;31;31mx', ['red:x']],
    ['\u001b[38;5;999;31mx', ['plain:x']],
    ['\u001b[38;9;31mx', ['plain:x']],
    ['\u001b[7;8;40;30mx', ['grey:x']],
  ])('%j', (text, runs) => {
    expect(seen(text)).toEqual(runs);
  });

  it('of a thousand sequences are few runs, and no text is lost', () => {
    const runs = colourRuns(Array.from({ length: 1000 }, (_, index) => `\u001b[3${index % 8}m${index % 10}`).join(''));
    expect(runs.length).toBeLessThan(70);
    expect(runs.map((run) => run.text).join('')).toHaveLength(1000);
  });

  it('never change the words', () => {
    for (const text of ['\u001b[31mr\u001b[0m', '\u001b\u001b[31m[0m', `\u001b[31m${'x'.repeat(3000)}`, 'a\u202eb\u001b[1mc\u0000'])
      expect(
        lineRuns(said(text))
          .map((run) => run.text)
          .join(''),
      ).toBe(lineWords(said(text)));
    expect(lineWords(said('\u001b[31mr\u202ex\u001b[0m'))).toBe('r\\u202ex');
  });

  it('and what was found are cut into pieces that together are the words', () => {
    const pieces = piecesOf(colourRuns('ab\u001b[31mcdef'), [1, 3, 5, 6]);
    expect(pieces.map(({ text, ink, found }) => [text, ink, found])).toEqual([
      ['a', 'plain', 'no'],
      ['b', 'plain', 'yes'],
      ['c', 'red', 'yes'],
      ['de', 'red', 'no'],
      ['f', 'red', 'yes'],
    ]);
    expect(piecesOf(colourRuns('abc'), [])).toHaveLength(1);
    expect(piecesOf(colourRuns('abc'), [2, 99]).map((piece) => piece.text)).toEqual(['ab', 'c']);
  });
});

describe('scrolling a million lines', () => {
  const million = { listPx: 19_000_000, windowPx: 600 };
  const small = { listPx: 7_000_000, windowPx: 600 };

  it('needs no track longer than browsers bear', () => {
    expect(trackPx(million)).toBe(8_000_000);
    expect(trackPx(small)).toBe(7_000_000);
  });

  it('is the thing itself where the list fits', () => {
    for (const place of [0, 1, 12_345, 6_999_400]) expect([topOf(place, small), scrollOf(place, small)]).toEqual([place, place]);
  });

  it('reaches both ends exactly, and every place there and back', () => {
    expect(topOf(0, million)).toBe(0);
    expect(topOf(7_999_400, million)).toBe(18_999_400);
    for (const top of [0, 19, 99_999, 100_001, 5_000_000, 18_899_401, 18_999_381, 18_999_400])
      expect(topOf(scrollOf(top, million), million)).toBeCloseTo(top, 5);
  });

  it('never goes backwards', () => {
    let last = -1;
    for (let scroll = 0; scroll <= 7_999_400; scroll += 9_999) {
      const top = topOf(scroll, million);
      expect(top).toBeGreaterThan(last);
      last = top;
    }
  });

  it('a turn of the wheel moves by its own pixels, wherever the list stands', () => {
    const before = { top: 9_000_000, scroll: scrollOf(9_000_000, million) };
    expect(scrolled(before, before.scroll + 100, million)).toBe(9_000_100);
    expect(scrolled(before, before.scroll - 19, million)).toBe(8_999_981);
  });

  it('a drag of the bar goes where the bar is', () => {
    expect(scrolled({ top: 0, scroll: 0 }, 4_000_000, million)).toBe(topOf(4_000_000, million));
  });

  it('the ends of the track are the ends of the list', () => {
    expect(scrolled({ top: 500, scroll: 40 }, 0, million)).toBe(0);
    expect(scrolled({ top: 18_990_000, scroll: 7_999_380 }, 7_999_400, million)).toBe(18_999_400);
  });

  it('bears an empty list and a window taller than the list', () => {
    expect(topOf(10, { listPx: 0, windowPx: 600 })).toBe(0);
    expect(scrollOf(10, { listPx: 190, windowPx: 600 })).toBe(0);
  });
});

describe('what is sent', () => {
  const afterPrompt = (text: string, more: Partial<LogLine> = {}): string => {
    const secrecy = new SendSecrecy();
    secrecy.look(said(text, more));
    return secrecy.secrecy;
  };

  it.each(['Password: ', 'Enter Wi-Fi passphrase:', 'pwd>', 'PSK = ', 'SoftAP secret', '\u001b[0;33mprivate key:\u001b[0m ', 'root password for valve: '])(
    'is hidden when the board asks %j',
    (text) => {
      expect(afterPrompt(text)).toBe('by-prompt');
    },
  );

  it.each(['login: ', 'password accepted', 'Password: ok', 'esp> ', '', 'key 4 of 7'])('is shown when the board says %j', (text) => {
    expect(afterPrompt(text)).toBe('shown');
  });

  it('is not hidden for what the page itself notes, nor for a frame that was given up', () => {
    expect([afterPrompt('password:', { source: 'page' }), afterPrompt('password:', { source: 'broken' })]).toEqual(['shown', 'shown']);
  });

  it('stays hidden while the board goes on talking, until a line is sent; the same prompt hides once', () => {
    const secrecy = new SendSecrecy();
    secrecy.look(said('Password: ', { number: 7 }));
    secrecy.look(said('I (1) wifi: beacon', { number: 8 }));
    expect(secrecy.secrecy).toBe('by-prompt');
    secrecy.sent();
    secrecy.look(said('Password: ', { number: 7 }));
    expect(secrecy.secrecy).toBe('shown');
    secrecy.look(said('Password: ', { number: 9 }));
    expect(secrecy.secrecy).toBe('by-prompt');
  });

  it('is hidden or shown as the person says, and the board cannot take that back', () => {
    const secrecy = new SendSecrecy();
    secrecy.look(said('Password: ', { number: 1 }));
    secrecy.set('shown');
    secrecy.look(said('Password: ', { number: 1 }));
    expect(secrecy.secrecy).toBe('shown');
    secrecy.set('by-hand');
    secrecy.look(said('Password: ', { number: 2 }));
    secrecy.sent();
    expect(secrecy.secrecy).toBe('by-hand');
  });

  it('takes no time for a line of nothing but spaces', () => {
    const before = performance.now();
    expect(afterPrompt(`key${' '.repeat(4000)}x`)).toBe('shown');
    expect(performance.now() - before).toBeLessThan(50);
  });
});

describe('selecting lines', () => {
  it('reaches from the first to the last, whichever came first', () => {
    const selection = new LineSelection();
    expect(selection.range).toBeNull();
    selection.extend(7);
    expect(selection.range).toEqual({ from: 7, to: 7 });
    selection.start(10);
    selection.extend(4);
    expect([selection.range, selection.has(4), selection.has(10), selection.has(11)]).toEqual([{ from: 4, to: 10 }, true, true, false]);
    selection.extend(12);
    expect(selection.range).toEqual({ from: 10, to: 12 });
    selection.clear();
    expect(selection.isEmpty).toBe(true);
  });
});

describe('timestamps', () => {
  const [early, late] = [said('I (100) a: x', { atMs: 1000 }), said('I (350) a: y', { atMs: 1250.4 })];

  it('by the page', () => {
    expect(hostTime(late, early, 'relative', 0)).toBe('01.250');
    expect(hostTime(late, early, 'delta', 0)).toBe('+0.250');
    expect(hostTime(late, undefined, 'delta', 0)).toBe('');
    const wall = new Date(2026, 4, 4, 13, 5, 7, 9).getTime();
    expect(hostTime(late, early, 'absolute', wall - late.atMs)).toMatch(/^13:05:07\.00[89]$/);
  });

  it('by the board, as far as it says', () => {
    const [before, head] = [readHead(early), readHead(late)];
    expect(boardTime(head, before, 'relative')).toBe('00.350');
    expect(boardTime(head, before, 'delta')).toBe('+0.250');
    expect(boardTime(before, head, 'delta')).toBe('-0.250');
    expect(boardTime(null, before, 'relative')).toBe('');
    expect(boardTime(readHead(said('I (01:02:03.004) a: x')), null, 'absolute')).toBe('01:02:03.004');
    expect(boardTime(readHead(said('I (01:02:03.004) a: x')), head, 'delta')).toBe('');
  });
});

describe('lines that were sent', () => {
  it('come back from the newest to the oldest, and the draft is not lost', () => {
    const history = new SendHistory();
    expect([history.older('draft'), history.newer('draft')]).toEqual(['draft', 'draft']);
    history.add('one');
    history.add('two');
    history.add('two');
    history.add('');
    expect([history.older('draft'), history.older('two'), history.older('one')]).toEqual(['two', 'one', 'one']);
    expect([history.newer('one'), history.newer('two'), history.newer('draft')]).toEqual(['two', 'draft', 'draft']);
  });
});

describe('the log as a file', () => {
  it('is a line of text or of JSON', () => {
    const line = said('\u001b[0;31mE (5) wifi: "no"\u202e\u001b[0m', { number: 7, atMs: 12.3456 });
    expect(fileLine(line, 'text', 0)).toBe('    0.012 board  E (5) wifi: "no"\\u202e');
    expect(JSON.parse(fileLine(line, 'json', Date.UTC(2026, 0, 1)))).toEqual({
      n: 7,
      atMs: 12.346,
      time: '2026-01-01T00:00:00.012Z',
      source: 'board',
      level: 'E',
      tag: 'wifi',
      text: 'E (5) wifi: "no"\\u202e',
    });
  });

  it('says of a line without head that it has none', () => {
    expect(JSON.parse(fileLine(said('boot'), 'json', 0))).toMatchObject({ level: null, tag: null, text: 'boot' });
  });
});

describe('the search', () => {
  const texts = ['WiFi up', 'nothing', 'wifi wifi', 'I (1) a: b'];
  const logOf = (matcher?: LineMatcher): LogView => ({
    version: 1,
    count: texts.length,
    beganMs: 0,
    line: (index) => (texts[index] === undefined ? undefined : said(texts[index], { number: 10 + index })),
    matcher: () => matcher ?? EMPTY_VIEW.log.matcher(),
  });
  const soon = (): boolean => false;
  const all = (): boolean => true;
  const settled = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 5));
  const simple = (over: Partial<LineMatcher> = {}): LineMatcher => ({
    test: (pattern, lines) => Promise.resolve(lines.flatMap((line, index) => (new RegExp(pattern, 'i').test(line) ? [index] : []))),
    marks: (_pattern, lines) => Promise.resolve(lines.map(() => [0, 2])),
    close: () => undefined,
    ...over,
  });

  it('finds a text with its places', () => {
    const search = new LogSearch(() => undefined);
    const log = logOf();
    search.setWish({ text: 'wifi', kind: 'text' });
    expect(search.update(log, all, soon)).toBe('done');
    expect([search.state, search.count, search.at(0), search.at(1)]).toEqual(['done', 2, 10, 12]);
    expect(search.marks(said('wifi wifi', { number: 12 }), 'wifi wifi')).toEqual([0, 4, 5, 9]);
    expect(search.marks(said('nothing', { number: 11 }), 'nothing')).toEqual([]);
  });

  it('finds an expression where it can be stopped, and its places a moment later', async () => {
    const log = logOf(simple());
    const search: LogSearch = new LogSearch(() => search.update(log, all, soon));
    search.setWish({ text: '^wi.i', kind: 'regex' });
    search.update(log, all, soon);
    await settled();
    expect([search.state, search.count]).toEqual(['done', 2]);
    const line = said('wifi wifi', { number: 12 });
    expect(search.marks(line, line.text)).toEqual([]);
    search.update(log, all, soon);
    await settled();
    expect(search.marks(line, line.text)).toEqual([0, 2]);
  });

  it('says so when an expression is none, or was stopped, and ends what runs', async () => {
    const closed: string[] = [];
    const log = logOf(simple({ test: () => Promise.reject(new Error('slow')), close: () => closed.push('closed') }));
    const search = new LogSearch(() => undefined);
    search.setWish({ text: '(', kind: 'regex' });
    expect([search.update(log, all, soon), search.state]).toEqual(['done', 'invalid']);
    search.setWish({ text: '(a+)+$', kind: 'regex' });
    search.update(log, all, soon);
    await settled();
    expect([search.state, closed]).toEqual(['stopped', ['closed']]);
    search.update(log, all, soon);
    expect(search.state).toBe('stopped');
  });

  it('is not fooled by an answer for what was asked before', async () => {
    let answer: (hits: readonly number[]) => void = () => undefined;
    const log = logOf(simple({ test: () => new Promise((resolve) => (answer = resolve)) }));
    const search = new LogSearch(() => undefined);
    search.setWish({ text: 'a', kind: 'regex' });
    search.update(log, all, soon);
    search.setWish({ text: 'nothing', kind: 'text' });
    answer([0, 1, 2, 3]);
    await settled();
    search.update(log, all, soon);
    expect([search.count, search.at(0)]).toEqual([1, 11]);
  });
});
