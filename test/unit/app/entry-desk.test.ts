/** Finding, opening and exporting entries, with the project's demo manifest and with made ones. */
import { describe, expect, it } from 'vitest';
import { EntryDesk } from '../../../src/app/entry-desk.ts';
import { allEntries, findEntries, needleOf } from '../../../src/app/entry-search.ts';
import type { ShelfFile } from '../../../src/app/shelf.ts';
import { readManifest, type Manifest } from '../../../src/trust/index.ts';
import { EMPTY_VIEW, type AppView } from '../../../src/ui/app-view.ts';
import { bareEntry, chip, entry, legacyChip, options, read, strangeEntry } from '../trust/export-data.ts';

type Shown = Pick<AppView, 'entries' | 'openedEntry' | 'exporting'>;

function made(): { desk: EntryDesk; shown: () => Shown; saved: { name: string; content: Blob }[]; notices: string[] } {
  let shown: Shown = EMPTY_VIEW;
  const saved: { name: string; content: Blob }[] = [];
  const notices: string[] = [];
  const desk = new EntryDesk({
    show: (view) => {
      shown = { ...shown, ...view };
    },
    notice: (code) => notices.push(code),
    save: (name, content) => saved.push({ name, content }),
  });
  return { desk, shown: () => shown, saved, notices };
}

const files = (...manifests: readonly Manifest[]): readonly ShelfFile[] => manifests.map((manifest, index) => ({ id: index + 1, manifest }));

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
    const { desk, shown } = made();
    desk.setFiles(files(await read(entry(chip(0xabc)), entry(chip(2))), await read(strangeEntry(chip(0xabc)), 'x')));
    expect(shown().entries).toMatchObject({ total: 4, count: 4 });
    desk.find('0A BC01');
    expect(shown().entries).toMatchObject({ total: 4, count: 2, text: '0A BC01' });
    expect(shown().entries.row(0)).toMatchObject({ manifestId: 1, index: 0, verdict: 'verified', partNumber: 'ATECC608B-TEST' });
    expect(shown().entries.row(1)).toMatchObject({ manifestId: 2, index: 0, verdict: 'unverified', reason: 'unknown-signer' });
    expect(shown().entries.row(2)).toBeUndefined();
    desk.find('zz');
    expect(shown().entries.count).toBe(0);
  });

  it('keeps what is looked for when files come and go', async () => {
    const { desk, shown } = made();
    const [one, two] = [await read(entry(chip(1))), await read(bareEntry(chip(1)))];
    desk.find('000101');
    desk.setFiles(files(one));
    expect(shown().entries.count).toBe(1);
    desk.setFiles(files(one, two));
    expect(shown().entries.count).toBe(2);
    expect(shown().entries.row(1)?.verdict).toBe('no-certificate');
    desk.setFiles([]);
    expect(shown().entries).toMatchObject({ total: 0, count: 0 });
  });

  it('looks through 100,000 entries in less than 50 ms', async () => {
    const { entries } = await read(entry(chip(1)));
    const many = Array.from({ length: 100_000 }, (_, index) => ({ ...entries[0], index, uniqueId: `0123${index.toString(16).padStart(12, '0')}01` }));
    const all = allEntries([{ id: 1, manifest: { entries: many } as unknown as Manifest }]);
    findEntries(all, 'warm');
    const startMs = performance.now();
    const found = findEntries(all, '00 18 69 F0 1');
    const elapsedMs = performance.now() - startMs;
    console.log(`search through 100,000 entries: ${elapsedMs.toFixed(1)} ms`);
    expect(found).toHaveLength(1);
    expect(elapsedMs).toBeLessThan(50);
  });
});

describe('an open entry', () => {
  it('is described, and closed again', async () => {
    const { desk, shown } = made();
    desk.setFiles(files(await read(entry(chip(1)))));
    await desk.open(1, 0);
    expect(shown().openedEntry?.description.device?.commonName).toBe('sn012300000000000101');
    desk.close();
    expect(shown().openedEntry).toBeNull();
    await desk.open(1, 7);
    await desk.open(9, 0);
    expect(shown().openedEntry).toBeNull();
  });

  it('closes when its file is taken away, and is described anew when it was read again', async () => {
    const { desk, shown } = made();
    const text = new TextEncoder().encode(JSON.stringify([strangeEntry(chip(1))]));
    const manifest = await readManifest('a.json', text, options);
    desk.setFiles(files(manifest));
    await desk.open(1, 0);
    expect(shown().openedEntry?.row.reason).toBe('unknown-signer');
    desk.setFiles(files({ ...manifest, entries: (await read(entry(chip(1)))).entries }));
    await expect.poll(() => shown().openedEntry?.row.verdict).toBe('verified');
    desk.setFiles([]);
    expect(shown().openedEntry).toBeNull();
  });
});

describe('an export', () => {
  it('says how much it is before it is written, for what was found or for all', async () => {
    const { desk, shown, saved } = made();
    desk.setFiles(files(await read(entry(chip(1)), entry(legacyChip(2)), bareEntry(chip(3)))));
    desk.find('000101');
    await desk.plan({ format: 'azure-cli', scope: 'all', unverified: 'leave-out' });
    expect(shown().exporting).toMatchObject({ found: 1, total: 3, taken: 1, takesUnverified: false, writing: null });
    expect(shown().exporting?.leftOut).toEqual([
      { reason: 'registration-id', count: 1, examples: ['012300000000000201 ATECC'] },
      { reason: 'no-certificate', count: 1, examples: ['012300000000000301'] },
    ]);
    await desk.plan({ format: 'manifest', scope: 'found', unverified: 'leave-out' });
    expect(shown().exporting).toMatchObject({ taken: 1, takesUnverified: true, leftOut: [] });
    expect(saved).toEqual([]);
  });

  it('is saved once, and told', async () => {
    const { desk, shown, saved, notices } = made();
    desk.setFiles(files(await read(entry(chip(1)))));
    await desk.plan({ format: 'manifest', scope: 'all', unverified: 'leave-out' });
    await Promise.all([desk.write(), desk.write()]);
    expect(saved.map(({ name }) => name)).toEqual(['touchstone-manifest.json']);
    expect(notices).toEqual(['export-saved']);
    expect(shown().exporting).toBeNull();
    const again = await readManifest('b.json', new Uint8Array(await (saved[0]?.content ?? new Blob()).arrayBuffer()), options);
    expect(again).toMatchObject({ verified: 1, failed: 0 });
  });

  it('saves nothing when it was left before the end, and nothing when there is nothing', async () => {
    const { desk, shown, saved } = made();
    desk.setFiles(files(await read(entry(chip(1)), entry(chip(2)))));
    await desk.plan({ format: 'pem', scope: 'all', unverified: 'leave-out' });
    const writing = desk.write();
    desk.closeExport();
    await writing;
    expect(shown().exporting).toBeNull();
    desk.find('zz');
    await desk.plan({ format: 'pem', scope: 'found', unverified: 'leave-out' });
    expect(shown().exporting?.taken).toBe(0);
    await desk.write();
    expect(saved).toEqual([]);
  });
});
