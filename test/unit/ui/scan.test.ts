/** What a scanner types, told apart from what a hand types. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ScanReader } from '../../../src/ui/station/scan.ts';

describe('keys', () => {
  let scans: string[];
  let keys: string[];
  let unclear: string[];
  let reader: ScanReader;
  beforeEach(() => {
    vi.useFakeTimers();
    scans = [];
    keys = [];
    unclear = [];
    reader = new ScanReader({
      scanned: (text) => scans.push(text),
      pressed: (key) => keys.push(key),
      unclear: (text) => unclear.push(text),
    });
  });
  afterEach(() => {
    vi.useRealTimers();
  });
  /** Types with so many milliseconds between keys. */
  const type = (text: readonly string[], gapMs: number, fromMs = 0): number => text.reduce((atMs, key) => (reader.key(key, atMs), atMs + gapMs), fromMs);

  it('that come fast and end with Enter are one scan', () => {
    type([...'OP:0815', 'Enter'], 8);
    expect([scans, keys]).toEqual([['OP:0815'], []]);
  });

  it('that come fast are a scan by their own times, however late the page gets to see them', () => {
    for (const [index, key] of [...'WO:1'].entries()) {
      reader.key(key, index * 8);
      if (index > 0) vi.advanceTimersByTime(500);
    }
    reader.key('Enter', 40);
    expect(scans).toEqual(['WO:1']);
  });

  it('that come slowly are keys, and digits among them stand for nothing here', () => {
    type(['y', 'n', '5'], 300);
    vi.advanceTimersByTime(200);
    expect([scans, keys]).toEqual([[], ['y', 'n', '5']]);
  });

  it('that come fast without an end are a broken scan, and nothing is done', () => {
    type([...'0123DE'], 8);
    vi.advanceTimersByTime(1000);
    reader.key('y', 2000);
    vi.advanceTimersByTime(1000);
    expect([scans, keys, unclear]).toEqual([[], ['y'], ['0123DE']]);
  });

  it('Enter alone is Enter, also behind a single key', () => {
    reader.key('Enter', 0);
    type(['5', 'Enter'], 500, 1000);
    expect(keys).toEqual(['Enter', '5', 'Enter']);
  });

  it('Space twice at any speed is Space twice, and within a scan it is a part of it', () => {
    type([' ', ' '], 5);
    type([...'WO:a b', 'Enter'], 8, 1000);
    expect([keys, scans]).toEqual([[' ', ' '], ['WO:a b']]);
  });

  it.each([
    ['Tab', ['Tab']],
    ['CR LF', ['Enter', 'Enter']],
  ])('that come fast and end with %s are one scan, and the end does nothing else', (_, ends) => {
    type([...'OP:0815', ...ends], 8);
    vi.advanceTimersByTime(1000);
    expect([scans, keys]).toEqual([['OP:0815'], []]);
  });

  it('Tab behind a hand’s key is left to the browser', () => {
    reader.key('5', 0);
    expect(reader.key('Tab', 500)).toBe(false);
  });

  it('of two scans without a pause are two scans', () => {
    type([...'OP:1', 'Enter', ...'WO:2', 'Enter'], 8);
    expect([scans, keys]).toEqual([['OP:1', 'WO:2'], []]);
  });

  it('that come 100 ms apart are a slow scanner’s', () => {
    type([...'0123NY', 'Enter'], 100);
    vi.advanceTimersByTime(1000);
    expect([scans, keys]).toEqual([['0123NY'], []]);
  });

  it('that come 150 ms apart answer no question, whatever letters are among them', () => {
    for (const [index, key] of [...'YNYN'].entries()) {
      reader.key(key, index * 150);
      vi.advanceTimersByTime(150);
    }
    vi.advanceTimersByTime(1000);
    expect([scans, keys, unclear.join('')]).toEqual([[], [], 'YNYN']);
  });

  it('a second end of a line that ended in a field is no Enter', () => {
    reader.ended(100);
    expect(reader.key('Enter', 110)).toBe(true);
    expect(keys).toEqual([]);
    reader.key('Enter', 400);
    expect(keys).toEqual(['Enter']);
  });

  it('of a scan that is coming in are known as such', () => {
    expect(reader.isReading(0)).toBe(false);
    type([...'OP'], 8);
    expect(reader.isReading(20)).toBe(true);
    expect(reader.isReading(500)).toBe(false);
  });
});
