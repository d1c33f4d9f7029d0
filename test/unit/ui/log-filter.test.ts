import { describe, expect, it } from 'vitest';
import type { LogLine } from '../../../src/bench/index.ts';
import type { LogView } from '../../../src/ui/app-view.ts';
import { LogFilter } from '../../../src/ui/log/log-filter.ts';

/** A log of the lines from `first` on; counts how often a line was asked for. */
function logOf(texts: readonly string[], first = 0): LogView & { asked: number } {
  const view = {
    version: 0,
    count: texts.length,
    asked: 0,
    line(index: number): LogLine | undefined {
      view.asked++;
      const text = texts[index];
      return text === undefined ? undefined : { number: first + index, atMs: 0, source: 'board', text };
    },
  };
  return view;
}

const shown = (filter: LogFilter, log: LogView): (string | undefined)[] =>
  Array.from({ length: filter.count(log) }, (_, row) => log.line(filter.indexOf(row, log))?.text);

describe('LogFilter', () => {
  it('shows every line when nothing is looked for', () => {
    const filter = new LogFilter();
    const log = logOf(['a', 'b']);
    filter.update(log);
    expect(shown(filter, log)).toEqual(['a', 'b']);
  });

  it('finds lines whatever their case', () => {
    const filter = new LogFilter();
    const log = logOf(['WiFi up', 'nothing', 'wifi down']);
    filter.setNeedle('wIfI');
    filter.update(log);
    expect(shown(filter, log)).toEqual(['WiFi up', 'wifi down']);
  });

  it('does not look at a line twice while the log grows', () => {
    const filter = new LogFilter();
    filter.setNeedle('x');
    const texts = Array.from({ length: 1000 }, (_, index) => (index % 10 === 0 ? 'x' : 'y'));
    filter.update(logOf(texts));
    const grown = logOf([...texts, 'x', 'y']);
    filter.update(grown);
    expect(grown.asked).toBeLessThan(10);
    expect(filter.count(grown)).toBe(101);
  });

  it('lets go of lines that were dropped from the front', () => {
    const filter = new LogFilter();
    filter.setNeedle('x');
    filter.update(logOf(['x0', 'y', 'x2', 'x3']));
    const later = logOf(['x2', 'x3', 'x4'], 2);
    filter.update(later);
    expect(shown(filter, later)).toEqual(['x2', 'x3', 'x4']);
  });

  it('begins again when the log was cleared or is another one', () => {
    const filter = new LogFilter();
    filter.setNeedle('x');
    filter.update(logOf(['x', 'x', 'x']));
    const empty = logOf([]);
    filter.update(empty);
    expect(filter.count(empty)).toBe(0);
    const again = logOf(['x', 'y'], 3);
    filter.update(again);
    expect(shown(filter, again)).toEqual(['x']);
    const other = logOf(['y', 'y', 'x', 'y', 'x', 'y'], 0);
    filter.update(other);
    expect(shown(filter, other)).toEqual(['x', 'x']);
  });
});
