import { describe, expect, it } from 'vitest';
import { fileTotals, filesLike, hasTrouble } from '../../../src/ui/files/file-totals.ts';
import { manifestOf } from '../../support/gallery/snapshots.ts';

const none = { same: 0, different: 0, otherFiles: [] };

describe('many files', () => {
  const files = [
    manifestOf(1, 'order-4711.json', 100),
    manifestOf(2, 'order-4712.json', 50, { verified: 48, failed: 2, duplicates: { same: 3, different: 1, otherFiles: ['order-4711.json'] } }),
    manifestOf(3, 'Sample.json', 12, { withoutCertificates: 12, partNumbers: [{ name: 'ATECC608C-MAH22', entries: 12 }] }),
  ];

  it('are summed up number by number', () => {
    expect(fileTotals(files)).toEqual({ entries: 162, verified: 160, failed: 2, withoutCertificates: 12, duplicates: { same: 3, different: 1 } });
    expect(fileTotals([])).toEqual({ entries: 0, verified: 0, failed: 0, withoutCertificates: 0, duplicates: { same: 0, different: 0 } });
  });

  it('are in trouble with a failed entry or a chip of two contents, not with a copy or without certificates', () => {
    expect(files.map(hasTrouble)).toEqual([false, true, false]);
    expect(hasTrouble(manifestOf(4, 'a', 1, { duplicates: { ...none, different: 1 } }))).toBe(true);
    expect(hasTrouble(manifestOf(4, 'a', 1, { duplicates: { ...none, same: 9 } }))).toBe(false);
  });

  it.each([
    ['', [1, 2, 3]],
    ['  4712 ', [2]],
    ['SAMPLE', [3]],
    ['mah22', [3]],
    ['manifest signer', [1, 2, 3]],
    ['nothing like it', []],
  ])('are found by name, part number or signer: %j', (text, ids) => {
    expect(filesLike(files, text).map(({ id }) => id)).toEqual(ids);
  });
});
