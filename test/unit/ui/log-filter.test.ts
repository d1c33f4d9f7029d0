import { describe, expect, it } from 'vitest';
import { EMPTY_VIEW, type LogView } from '../../../src/ui/app-view.ts';
import { LogFilter, NO_FILTER } from '../../../src/ui/log/log-filter.ts';
import { LineScan } from '../../../src/ui/log/line-scan.ts';

/** A log that grows and drops; counts how often a line was asked for. */
class GrowingLog implements LogView {
  readonly beganMs = 0;
  readonly matcher = EMPTY_VIEW.log.matcher;
  texts: string[];
  first = 0;
  asked = 0;

  constructor(...texts: string[]) {
    this.texts = texts;
  }

  get version(): number {
    return this.first + this.texts.length;
  }

  get count(): number {
    return this.texts.length;
  }

  line(index: number): ReturnType<LogView['line']> {
    this.asked++;
    const text = this.texts[index];
    return text === undefined ? undefined : { number: this.first + index, atMs: 0, source: text.startsWith('note') ? 'page' : 'board', text };
  }

  drop(count: number): void {
    this.texts = this.texts.slice(count);
    this.first += count;
  }
}

const shown = (filter: LogFilter, log: GrowingLog): (string | undefined)[] =>
  Array.from({ length: filter.count(log) }, (_, row) => log.line((filter.numberAt(row, log) ?? -1) - log.first)?.text);

function filtered(wish: Partial<typeof NO_FILTER>, log: GrowingLog): LogFilter {
  const filter = new LogFilter();
  filter.setWish({ ...NO_FILTER, ...wish });
  filter.update(log);
  return filter;
}

describe('LogFilter', () => {
  it('shows every line when nothing is looked for', () => {
    const log = new GrowingLog('a', 'b');
    expect(shown(filtered({}, log), log)).toEqual(['a', 'b']);
  });

  it('finds lines whatever their case', () => {
    const log = new GrowingLog('WiFi up', 'nothing', 'wifi down');
    expect(shown(filtered({ text: 'wIfI' }, log), log)).toEqual(['WiFi up', 'wifi down']);
  });

  it('does not look at a line twice while the log grows', () => {
    const log = new GrowingLog(...Array.from({ length: 1000 }, (_, index) => (index % 10 === 0 ? 'x' : 'y')));
    const filter = filtered({ text: 'x' }, log);
    log.texts.push('x', 'y');
    log.asked = 0;
    filter.update(log);
    expect(log.asked).toBeLessThan(10);
    expect(filter.count(log)).toBe(101);
  });

  it('lets go of lines that were dropped from the front, and keeps the row of the others', () => {
    const log = new GrowingLog('x0', 'y', 'x2', 'x3');
    const filter = filtered({ text: 'x' }, log);
    expect(filter.rowOf(3, log)).toBe(2);
    log.drop(2);
    log.texts.push('x4');
    filter.update(log);
    expect(shown(filter, log)).toEqual(['x2', 'x3', 'x4']);
    expect(filter.rowOf(3, log)).toBe(1);
    expect(filter.rowOf(0, log)).toBe(0);
    expect(filter.rowOf(99, log)).toBe(3);
  });

  it('begins again when the log was cleared or is another one', () => {
    const log = new GrowingLog('x', 'x', 'x');
    const filter = filtered({ text: 'x' }, log);
    log.drop(3);
    filter.update(log);
    expect(filter.count(log)).toBe(0);
    log.texts.push('x', 'y');
    filter.update(log);
    expect(shown(filter, log)).toEqual(['x']);
    const other = new GrowingLog('y', 'y', 'x', 'y', 'x', 'y');
    filter.update(other);
    expect(shown(filter, other)).toEqual(['x', 'x']);
  });

  it('shows a level and graver ones, and only lines that have one', () => {
    const log = new GrowingLog('E (1) a: one', 'I (2) a: two', '\u001b[0;33mW (3) b: three', 'plain', 'note');
    expect(shown(filtered({ level: 'W' }, log), log)).toEqual(['E (1) a: one', '\u001b[0;33mW (3) b: three']);
    expect(shown(filtered({ level: 'V' }, log), log)).toHaveLength(3);
  });

  it('shows one tag, and joins tag, level and text', () => {
    const log = new GrowingLog('E (1) a: one', 'E (2) ab: one', 'I (3) a: one', 'E (4) a: two');
    expect(shown(filtered({ tag: 'a', level: 'E', text: 'ONE' }, log), log)).toEqual(['E (1) a: one']);
  });
});

describe('LineScan', () => {
  it('stops when it is late and goes on where it was', () => {
    const log = new GrowingLog(...Array.from({ length: 1000 }, (_, index) => String(index)));
    const scan = new LineScan();
    expect(
      scan.update(
        log,
        () => true,
        () => true,
      ),
    ).toBe('more');
    expect(scan.count).toBeLessThan(1000);
    expect(scan.update(log, () => true)).toBe('done');
    expect(scan.count).toBe(1000);
    expect(scan.at(0)).toBe(0);
    expect(scan.at(999)).toBe(999);
  });

  it('lets go of very many lines at once', () => {
    const log = new GrowingLog();
    log.texts = Array.from({ length: 200_000 }, () => 'x');
    const scan = new LineScan();
    scan.update(log, () => true);
    log.drop(150_000);
    scan.follow(log);
    expect([scan.count, scan.at(0), scan.has(149_999), scan.has(150_000)]).toEqual([50_000, 150_000, false, true]);
  });
});
