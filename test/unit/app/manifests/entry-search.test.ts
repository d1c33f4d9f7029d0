/** Finding, filtering and selecting entries of several files. */
import { describe, expect, it } from 'vitest';
import { EntrySearch, needleOf } from '../../../../src/app/manifests/entry-search.ts';
import { large, onShelf, read } from './made-files.ts';
import { bare, own, serial, whole } from './shelf-bench.ts';

const rows = (search: EntrySearch): readonly string[] => {
  const view = search.view();
  return Array.from({ length: view.count }, (_, row) => {
    const { manifestId, index } = view.row(row) ?? { manifestId: 0, index: 0 };
    return `${manifestId}:${index}`;
  });
};
const selectedRefs = (search: EntrySearch): readonly string[] => [...search.refs('selected')].map(({ file, index }) => `${file.fileName}:${index}`);

async function made(): Promise<EntrySearch> {
  const search = new EntrySearch();
  const one = await read('one.json', [whole(0xabc), bare(2), bare(3, own)]);
  const two = await read('two.json', [whole(0xabc), bare(4)]);
  search.setFiles([onShelf(1, one), onShelf(2, two)], null);
  return search;
}

describe('a search', () => {
  it.each([
    ['', ''],
    ['  0123 A23F ', '0123a23f'],
    ['sn0123F2', '0123f2'],
    ['01:23-a2.3f', '0123a23f'],
    ['\t01\n', '01'],
  ])('reads %j as %j', (text, needle) => {
    expect(needleOf(text)).toBe(needle);
  });

  it('finds any part of a serial number in all files, whatever the case and the spaces', async () => {
    const search = await made();
    expect(search.view()).toMatchObject({ total: 5, count: 5, text: '' });
    search.find('0A BC01');
    expect(rows(search)).toEqual(['1:0', '2:0']);
    expect(search.view()).toMatchObject({ total: 5, count: 2, text: '0A BC01' });
    expect(search.view().row(0)).toEqual({
      manifestId: 1,
      index: 0,
      fileName: 'one.json',
      uniqueId: serial(0xabc),
      partNumber: 'ATECC608B-TEST',
      verdict: 'verified',
      reason: null,
      facts: {},
      demo: false,
      selected: false,
    });
    search.find('zz');
    expect(search.view().count).toBe(0);
  });

  it.each([-1, 0.5, 5, Number.NaN])('has no row %d', async (row) => {
    expect((await made()).view().row(row)).toBeUndefined();
  });

  it('keeps text and filter when files come and go, but not the filter for a file that is gone for good', async () => {
    const search = await made();
    const [one, two] = [onShelf(1, await read('one.json', [bare(1)])), onShelf(2, await read('two.json', [bare(1), bare(11)]))];
    search.find('000101');
    search.filter({ verdict: 'no-certificate', manifestId: 2 });
    search.setFiles([one, two], null);
    expect(rows(search)).toEqual(['2:0']);
    search.setFiles([one], 2);
    expect(rows(search)).toEqual([]);
    search.setFiles([one, two], null);
    expect(rows(search)).toEqual(['2:0']);
    search.setFiles([one], null);
    expect(search.view()).toMatchObject({ count: 1, filter: { verdict: 'no-certificate', manifestId: null } });
  });

  it('leaves a view that was handed out as it was', async () => {
    const search = await made();
    const before = search.view();
    search.setFiles([], null);
    expect(before.row(4)).toMatchObject({ manifestId: 2, index: 1 });
    expect(search.view()).toMatchObject({ total: 0, count: 0 });
  });
});

describe('a filter', () => {
  it('finds by verdict, by file, and by both and a text', async () => {
    const search = await made();
    search.filter({ verdict: 'unverified', manifestId: null });
    expect(rows(search)).toEqual(['1:2']);
    search.filter({ verdict: 'no-certificate', manifestId: null });
    expect(rows(search)).toEqual(['1:1', '2:1']);
    search.filter({ verdict: 'no-certificate', manifestId: 2 });
    expect(rows(search)).toEqual(['2:1']);
    search.find('abc');
    expect(rows(search)).toEqual([]);
    search.filter({ verdict: 'all', manifestId: 2 });
    expect(rows(search)).toEqual(['2:0']);
  });
});

describe('a selection', () => {
  it('takes a range of found rows, both ends included, in either order, and gives it back', async () => {
    const search = await made();
    search.select(3, 1, 'on');
    expect(selectedRefs(search)).toEqual(['one.json:1', 'one.json:2', 'two.json:0']);
    search.select(2, 2, 'off');
    search.select(-5, 0, 'on');
    search.select(4, 1e9, 'off');
    expect(selectedRefs(search)).toEqual(['one.json:0', 'one.json:1', 'two.json:0']);
    expect(search.view()).toMatchObject({ selected: 3, foundSelected: 3 });
    expect(search.view().row(1)?.selected).toBe(true);
  });

  it('survives searching, filtering and reading again, and counts what is found of it', async () => {
    const search = await made();
    search.find('abc');
    search.select(0, 1, 'on');
    search.find('000000000401');
    expect(search.view()).toMatchObject({ selected: 2, foundSelected: 0, count: 1 });
    search.select(0, 0, 'on');
    search.find('');
    search.filter({ verdict: 'verified', manifestId: null });
    expect(search.view()).toMatchObject({ selected: 3, foundSelected: 2 });
    search.setFiles(
      [onShelf(1, await read('one.json', [whole(0xabc), bare(2), bare(3, own)])), onShelf(2, await read('two.json', [whole(0xabc), bare(4)]))],
      null,
    );
    expect(selectedRefs(search)).toEqual(['one.json:0', 'two.json:0', 'two.json:1']);
    search.clearSelection();
    expect(search.view()).toMatchObject({ selected: 0, foundSelected: 0 });
  });

  it('comes back with a file that is put back, and not with another one', async () => {
    const search = await made();
    const [one, two] = [onShelf(1, await read('one.json', [whole(0xabc), bare(2), bare(3, own)])), onShelf(2, await read('two.json', [whole(0xabc), bare(4)]))];
    search.select(0, 4, 'on');
    search.setFiles([one], 2);
    expect(search.view()).toMatchObject({ selected: 3, total: 3 });
    search.setFiles([one, two], null);
    expect(search.view().selected).toBe(5);
    search.setFiles([one], null);
    search.setFiles([one, two], null);
    expect(search.view().selected).toBe(3);
  });
});

describe('100,000 entries', () => {
  /** What it takes when nobody disturbs: the best of some. */
  const quickest = (work: () => void): number => {
    let best = Infinity;
    for (let turn = 0; turn < 7; turn++) {
      const startMs = performance.now();
      work();
      best = Math.min(best, performance.now() - startMs);
    }
    return best;
  };

  it('are searched, filtered and selected in less than 50 ms each', () => {
    const search = new EntrySearch();
    const files = [onShelf(1, large('a.json', 60_000)), onShelf(2, large('b.json', 40_000))];
    const look = (change: () => void) => (): void => {
      change();
      search.view().row(17);
    };
    const times = {
      files: quickest(look(() => search.setFiles([...files], null))),
      find: quickest(look(() => search.find('00 00 9F C1 0'))),
      all: quickest(look(() => search.find(''))),
      filter: quickest(look(() => search.filter({ verdict: 'verified', manifestId: null }))),
      select: quickest(look(() => search.select(0, 100_000, 'on'))),
      selectedFound: quickest(look(() => search.find('01'))),
    };
    console.log(
      Object.entries(times)
        .map(([what, ms]) => `${what} ${ms.toFixed(1)} ms`)
        .join(', '),
    );
    expect(search.view()).toMatchObject({ total: 100_000, count: 70_000, selected: 70_000, foundSelected: 70_000 });
    expect(Math.max(...Object.values(times))).toBeLessThan(50);
  });
});
