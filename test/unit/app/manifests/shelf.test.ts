/** The shelf of manifests: coming in, refusing, taking away, signers. */
import { readFileSync } from 'node:fs';
import { zipSync } from 'fflate';
import { describe, expect, it, vi } from 'vitest';
import { fromHex } from '../../../../src/base/index.ts';
import type { Believed } from '../../../../src/trust/index.ts';
import { bare, bench, by, drop, fileOf, largeFileOf, own, serial, signerFile, started, whole } from './shelf-bench.ts';
import { testManifestSigner } from '../../trust/authority.ts';

const DEMO_BYTES = new Uint8Array(readFileSync('public/demo/touchstone-demo-manifest.json'));
const demo = JSON.parse(readFileSync('src/app/virtual/demo-anchor.json', 'utf8')) as { anchor: Record<string, string>; manifestSigner: Record<string, string> };
const withKey = (file: Record<string, string>): object => ({ ...file, publicKey: fromHex(file['publicKey'] ?? ''), origin: 'demo' });
const DEMO = { anchors: [withKey(demo.anchor)], signers: [withKey(demo.manifestSigner)] } as unknown as Believed;
const addDemo = (shelf: { addDemo(name: string, bytes: Uint8Array<ArrayBuffer>, also: Believed): Promise<void> }): Promise<void> =>
  shelf.addDemo('demo.json', DEMO_BYTES, DEMO);

describe('the demo manifest', () => {
  it('is read with the demo signer, counts for virtual ports only, and is never kept', async () => {
    const { shelf, store, view } = await started();
    await addDemo(shelf);
    expect(view().manifests).toMatchObject([{ fileName: 'demo.json', demo: true, failed: 0, storage: 'not-kept' }]);
    expect(view().manifests[0]?.verified).toBeGreaterThan(0);
    expect(shelf.manifestsFor('virtual')).toHaveLength(1);
    expect(shelf.manifestsFor('real')).toHaveLength(0);
    expect(store.records.size).toBe(0);
    await addDemo(shelf);
    expect(view().manifests).toHaveLength(1);
    await shelf.removeDemo();
    expect(view().manifests).toHaveLength(0);
  });

  it('is believed in nothing when a person drops it', async () => {
    const { shelf, view } = await started();
    await shelf.addFiles(drop(new File([DEMO_BYTES], 'demo.json')));
    expect(view().manifests).toMatchObject([{ verified: 0, demo: false, storage: 'kept' }]);
  });

  it('does not wait for files that are just being read', async () => {
    const { shelf, gate, view } = await started();
    gate.close();
    const adding = shelf.addFiles(drop(largeFileOf('a.json', bare(1))));
    await addDemo(shelf);
    expect(view().manifests.map(({ fileName }) => fileName)).toEqual(['demo.json']);
    gate.open();
    await adding;
    expect(view().manifests).toHaveLength(2);
  });
});

describe('a drop', () => {
  it('tells of one file by its name, and of several in one word', async () => {
    const { shelf, notices } = await started();
    await shelf.addFiles(drop(fileOf('a.json', bare(1), bare(2, own))));
    await shelf.addFiles(drop(fileOf('b.json', bare(3)), fileOf('c.json', bare(4), bare(5))));
    expect(notices).toEqual([
      { code: 'manifest-loaded', facts: { fileName: 'a.json', entries: 2, verified: 1 } },
      { code: 'manifests-loaded', facts: { files: 2, entries: 3, verified: 3 } },
    ]);
  });

  it('names a file that is no manifest, takes its neighbours, and keeps the list of what was refused until it is put away', async () => {
    const { shelf, notices, names, view, store } = await started();
    await shelf.addFiles(drop(new File(['{}'], 'a.json'), fileOf('b.json', bare(1)), new File(['[1,2'], 'c.json'), fileOf('d.json', bare(2))));
    expect(names()).toEqual(['b.json', 'd.json']);
    expect(view().refused.map(({ fileName, code }) => [fileName, code])).toEqual([
      ['a.json', 'manifest-shape'],
      ['c.json', 'manifest-json'],
    ]);
    expect(notices.map(({ code, facts }) => [code, facts['files']])).toEqual([
      ['manifests-loaded', 2],
      ['manifests-refused', 2],
    ]);
    expect(store.states).toEqual(['b.json ready', 'd.json ready']);
    shelf.dismissRefused();
    expect(view().refused).toEqual([]);
  });

  it('says of a single refused file what is wrong with it', async () => {
    const { shelf, notices } = await started();
    await shelf.addFiles(drop(new File(['[]'], 'a.json')));
    expect(notices).toMatchObject([{ code: 'manifest-empty', facts: { fileName: 'a.json' } }]);
  });

  it('takes the same bytes once, whatever they are called', async () => {
    const { shelf, notices, names, store } = await started();
    await shelf.addFiles(drop(fileOf('a.json', bare(1)), fileOf('copy.json', bare(1)), fileOf('b.json', bare(2))));
    expect(names()).toEqual(['a.json', 'b.json']);
    expect(notices.at(-1)).toEqual({ code: 'manifest-duplicate', facts: { fileName: 'copy.json' } });
    await shelf.addFiles(drop(fileOf('a.json', bare(1)), fileOf('b.json', bare(2))));
    expect(notices.at(-1)).toEqual({ code: 'manifests-duplicate', facts: { files: 2 } });
    expect(store.records.size).toBe(2);
  });

  it('shows at most 200 refused files, the newest', async () => {
    const { shelf, view } = await started();
    await shelf.addFiles(drop(...Array.from({ length: 203 }, (_, index) => new File(['{}'], `${index}.json`))));
    expect(
      view()
        .refused.map(({ fileName }) => fileName)
        .slice(0, 1),
    ).toEqual(['3.json']);
    expect(view().refused).toHaveLength(200);
  });

  it('passes over what is no manifest in a folder, and tries whatever a person drops', async () => {
    const { shelf, notices, names } = await started();
    const files = [fileOf('a.json', bare(1)), new File(['x'], 'notes.txt'), new File(['x'], '._a.json')];
    await shelf.addFiles({ files, from: 'folder', skipped: 5 });
    expect(names()).toEqual(['a.json']);
    expect(notices).toContainEqual({ code: 'files-passed-over', facts: { files: 7 } });
    await shelf.addFiles(drop(new File([JSON.stringify([bare(2)])], 'manifest.txt')));
    expect(names()).toEqual(['a.json', 'manifest.txt']);
  });

  it('takes the manifests out of an archive, known by its name or its first bytes', async () => {
    const { shelf, notices, names, view } = await started();
    const bytes = (value: unknown): Uint8Array => new TextEncoder().encode(JSON.stringify(value));
    const zip = zipSync({
      'x/a.json': bytes([bare(1)]),
      'read.me': bytes('x'),
      'bad.json': bytes({}),
      'b.json': bytes([bare(2)]),
      'c.zip': bytes('x'),
      '__MACOSX/x/._a.json': bytes('x'),
    });
    await shelf.addFiles(drop(new File([zip as Uint8Array<ArrayBuffer>], 'orders.bin'), new File(['no zip'], 'b.zip')));
    expect(names()).toEqual(['a.json', 'b.json']);
    expect(view().refused.map(({ fileName, code, facts }) => [fileName, code, facts['why']])).toEqual([
      ['bad.json', 'manifest-shape', undefined],
      ['b.zip', 'zip-invalid', 'no-zip'],
    ]);
    expect(notices).toContainEqual({ code: 'files-passed-over', facts: { files: 3 } });
  });

  it('shows which file of how many it is at, and nothing in the end', async () => {
    const { shelf, imports, view } = await started();
    const zip = zipSync({ 'a.json': new TextEncoder().encode(JSON.stringify([bare(1)])), 'b.json': new TextEncoder().encode(JSON.stringify([bare(2)])) });
    await shelf.addFiles(drop(new File([zip as Uint8Array<ArrayBuffer>], 'z.zip'), largeFileOf('c.json', bare(3))));
    expect(imports[0]).toMatchObject({ file: 1 });
    expect(imports.every(({ file, files, doneBytes, totalBytes }) => file <= files && doneBytes <= totalBytes)).toBe(true);
    expect(view().importing).toBeNull();
  });

  it('cannot be damaged by a file that cannot be read any more', async () => {
    const { shelf, names, view } = await started();
    const gone = fileOf('gone.json', bare(1));
    vi.spyOn(gone, 'slice').mockImplementation(() => {
      throw new DOMException('x', 'NotReadableError');
    });
    await shelf.addFiles(drop(gone, fileOf('b.json', bare(2))));
    expect(names()).toEqual(['b.json']);
    expect(view().refused).toMatchObject([{ fileName: 'gone.json', code: 'manifest-read' }]);
  });

  it('is not refused because a file that is here cannot be read any more', async () => {
    const { shelf, names, view } = await started(null);
    await shelf.addFiles(drop(fileOf('a.json', bare(1))));
    vi.spyOn(shelf.files[0]?.manifest.source ?? new Blob(), 'slice').mockImplementation(() => {
      throw new DOMException('x', 'NotReadableError');
    });
    await shelf.addFiles(drop(fileOf('again.json', bare(1))));
    expect(names()).toEqual(['a.json', 'again.json']);
    expect(view().refused).toEqual([]);
  });
});

describe('cancelling', () => {
  it('stops what is being read and all that is queued, and leaves what is in', async () => {
    const { shelf, gate, notices, names, store, view } = await started();
    await shelf.addFiles(drop(fileOf('in.json', bare(1))));
    gate.close();
    const first = shelf.addFiles(drop(fileOf('small.json', bare(2)), largeFileOf('large.json', bare(3)), fileOf('next.json', bare(4))));
    const second = shelf.addFiles(drop(fileOf('later.json', bare(5))));
    await vi.waitFor(() => expect(gate.asked).toHaveLength(1));
    shelf.cancelImport();
    await Promise.all([first, second]);
    expect(names()).toEqual(['in.json', 'small.json']);
    expect(notices.map(({ code, facts }) => [code, facts['fileName']])).toEqual([
      ['manifest-loaded', 'in.json'],
      ['import-cancelled', 'large.json'],
      ['manifest-loaded', 'small.json'],
    ]);
    expect(store.states).toEqual(['in.json ready', 'small.json ready']);
    expect(view().refused).toEqual([]);
    expect(view().importing).toBeNull();
    gate.open();
    await shelf.addFiles(drop(largeFileOf('large.json', bare(3))));
    expect(names()).toEqual(['in.json', 'small.json', 'large.json']);
  });

  it('says nothing when nothing is on its way', async () => {
    const { shelf, notices } = await started();
    shelf.cancelImport();
    expect(notices).toEqual([]);
  });
});

describe('taking away', () => {
  it('puts a manifest back where it was', async () => {
    const { shelf, names, view, store } = await started();
    await shelf.addFiles(drop(fileOf('a.json', bare(1)), fileOf('b.json', bare(2)), fileOf('c.json', bare(3))));
    const id = view().manifests[1]?.id ?? 0;
    shelf.remove(id);
    expect(names()).toEqual(['a.json', 'c.json']);
    expect(view().removedManifest).toEqual({ id, fileName: 'b.json' });
    await vi.waitFor(() => expect(store.states).toContain('b.json removed'));
    shelf.undoRemove(id);
    await shelf.settled();
    expect(names()).toEqual(['a.json', 'b.json', 'c.json']);
    expect(store.states).toEqual(['a.json ready', 'b.json ready', 'c.json ready']);
  });

  it('leaves the store when the next one is taken away, or when the same file comes again', async () => {
    const { shelf, view, store, names } = await started();
    await shelf.addFiles(drop(fileOf('a.json', bare(1)), fileOf('b.json', bare(2))));
    const [a, b] = view().manifests.map(({ id }) => id);
    shelf.remove(a ?? 0);
    shelf.remove(b ?? 0);
    await shelf.settled();
    expect(store.states).toEqual(['b.json removed']);
    shelf.undoRemove(a ?? 0);
    expect(names()).toEqual([]);
    await shelf.addFiles(drop(fileOf('b again.json', bare(2))));
    expect(view().removedManifest).toBeNull();
    expect(store.states).toEqual(['b again.json ready']);
  });
});

describe('deleting everything', () => {
  it('takes files, refusals, signers and imports, and the store with them; the demo stays with its bench', async () => {
    const { shelf, gate, view, store, notices, names } = await started();
    await addDemo(shelf);
    await shelf.addSigners([signerFile('own.der', own)]);
    await shelf.addFiles(drop(fileOf('a.json', bare(1)), new File(['x'], 'bad.json')));
    gate.close();
    const adding = shelf.addFiles(drop(largeFileOf('large.json', bare(3))));
    await vi.waitFor(() => expect(gate.asked).toHaveLength(1));
    await shelf.deleteAll();
    await adding;
    expect(names()).toEqual(['demo.json']);
    expect(view()).toMatchObject({ refused: [], ownSigners: [], removedManifest: null, importing: null });
    expect(store.records.size).toBe(0);
    expect(await store.signers()).toEqual([]);
    expect(notices.at(-1)).toEqual({ code: 'all-deleted', facts: {} });
  });
});

describe('own signers', () => {
  it('make what they signed count, and are named with it', async () => {
    const { shelf, view } = await started();
    await shelf.addFiles(drop(fileOf('a.json', bare(1), bare(2, own))));
    expect(view().manifests[0]).toMatchObject({ verified: 1, failed: 1 });
    await shelf.addSigners([signerFile('own.der', own)]);
    expect(view().manifests[0]).toMatchObject({ verified: 2, failed: 0 });
    expect(view().manifests[0]?.signers.map(({ name, origin }) => [name, origin])).toEqual([
      [by.signer.name, 'microchip'],
      [own.signer.name, 'own'],
    ]);
    expect(view().ownSigners).toMatchObject([{ commonName: own.signer.name }]);
  });

  it('count no more at once when they are taken away, whatever else is being read', async () => {
    const { shelf, gate, view } = await started();
    await shelf.addSigners([signerFile('own.der', own)]);
    await shelf.addFiles(drop(largeFileOf('a.json', bare(1), bare(2, own)), fileOf('b.json', bare(3))));
    shelf.remove(view().manifests[1]?.id ?? 0);
    await shelf.settled();
    gate.close();
    const adding = shelf.addFiles(drop(largeFileOf('busy.json', bare(4, own))));
    await vi.waitFor(() => expect(gate.asked).toHaveLength(2));
    const removing = shelf.removeSigner(view().ownSigners[0]?.id ?? 0);
    await vi.waitFor(() => expect(view().manifests[0]).toMatchObject({ verified: 1, failed: 1 }));
    expect(view().ownSigners).toEqual([]);
    expect(view().manifests[0]?.problems).toMatchObject([{ index: 1, uniqueId: serial(2), reason: 'unknown-signer' }]);
    expect(shelf.manifestsFor('real')[0]?.believed.signers).toEqual([by.signer]);
    gate.open();
    await Promise.all([adding, removing]);
    expect(view().manifests.map(({ fileName, verified, failed }) => [fileName, verified, failed])).toEqual([
      ['a.json', 1, 1],
      ['busy.json', 0, 1],
    ]);
  });

  it('count no more for a file that is put back', async () => {
    const { shelf, view } = await started();
    await shelf.addSigners([signerFile('own.der', own)]);
    await shelf.addFiles(drop(fileOf('a.json', bare(2, own))));
    const id = view().manifests[0]?.id ?? 0;
    shelf.remove(id);
    await shelf.removeSigner(view().ownSigners[0]?.id ?? 0);
    shelf.undoRemove(id);
    expect(view().manifests).toMatchObject([{ verified: 0, failed: 1 }]);
    await shelf.settled();
    expect(view().manifests).toMatchObject([{ verified: 0, failed: 1 }]);
  });

  it('are refused when they are no certificate or far too large, and everything stays as it was', async () => {
    const { shelf, notices, view } = await started();
    await shelf.addSigners([new File(['nothing'], 'x.pem'), new File([new Uint8Array(100_000)], 'large.pem')]);
    expect(notices).toMatchObject([
      { code: 'signer-invalid', facts: { fileName: 'x.pem' } },
      { code: 'signer-invalid', facts: { fileName: 'large.pem' } },
    ]);
    expect(view().ownSigners).toEqual([]);
    await shelf.addSigners([signerFile('own.der', own), signerFile('again.der', own), signerFile('other.der', testManifestSigner('shelf other'))]);
    expect(view().ownSigners).toHaveLength(2);
  });
});

describe('figures', () => {
  it('say of each file what stands twice, here or elsewhere', async () => {
    const { shelf, view } = await started();
    await shelf.addFiles(drop(fileOf('a.json', whole(1), bare(2)), fileOf('b.json', whole(1), whole(3))));
    expect(view().manifests.map(({ duplicates }) => duplicates)).toEqual([
      { same: 1, different: 0, otherFiles: ['b.json'] },
      { same: 1, different: 0, otherFiles: ['a.json'] },
    ]);
    shelf.remove(view().manifests[0]?.id ?? 0);
    await shelf.settled();
    expect(view().manifests[0]?.duplicates).toEqual({ same: 0, different: 0, otherFiles: [] });
  });

  it('stay the same objects while nothing about their file changes', async () => {
    const { shelf, view } = await started();
    await shelf.addFiles(drop(fileOf('a.json', bare(1))));
    const before = view().manifests[0];
    await shelf.addFiles(drop(fileOf('b.json', bare(2))));
    expect(view().manifests[0]).toBe(before);
    expect(before).toMatchObject({ entries: 1, partNumbers: [{ name: 'ATECC608B-TEST', entries: 1 }], versions: [{ name: '2', entries: 1 }] });
  });
});

it('waits for everything that was dropped before a chip is checked', async () => {
  const { shelf } = bench();
  void shelf.start();
  void shelf.addFiles(drop(fileOf('a.json', bare(1))));
  await shelf.settled();
  expect(shelf.manifestsFor('real')).toHaveLength(1);
});
