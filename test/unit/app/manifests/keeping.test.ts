/** What is there at the next visit, after good days and after crashes; and a browser that keeps nothing. */
import { describe, expect, it, vi } from 'vitest';
import { TouchstoneError } from '../../../../src/base/index.ts';
import { MemoryStore } from './memory-store.ts';
import { bare, drop, fileOf, largeFileOf, own, signerFile, started, whole } from './shelf-bench.ts';

describe('the next visit', () => {
  it('shows what is kept at once, without verifying it again', async () => {
    const { shelf, store } = await started();
    await shelf.addFiles(drop(largeFileOf('a.json', whole(1), bare(2)), fileOf('b.json', bare(3, own))));
    const next = await started(store);
    await next.shelf.settled();
    expect(next.view().manifests).toMatchObject([
      { fileName: 'a.json', entries: 2, verified: 2, withoutCertificates: 1, storage: 'kept' },
      { fileName: 'b.json', failed: 1 },
    ]);
    expect(next.gate.asked).toEqual([]);
    expect(next.notices).toEqual([]);
    expect(next.view().storage).toMatchObject({ state: 'ready', files: 2 });
    expect(next.view().storage.manifestBytes).toBe(next.view().manifests.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0));
  });

  it('completes a file that was being read when the page died, in its old place', async () => {
    const { shelf, store, gate } = await started();
    await shelf.addFiles(drop(fileOf('a.json', bare(1))));
    gate.close();
    void shelf.addFiles(drop(largeFileOf('b.json', bare(2)), fileOf('never.json', bare(9))));
    await vi.waitFor(() => expect(store.states).toEqual(['a.json ready', 'b.json reading']));
    const next = await started(store);
    await next.shelf.settled();
    expect(next.names()).toEqual(['a.json', 'b.json']);
    expect(next.notices).toEqual([{ code: 'manifest-loaded', facts: { fileName: 'b.json', entries: 1, verified: 1 } }]);
    expect(store.states).toEqual(['a.json ready', 'b.json ready']);
  });

  it('deletes a file that was being read and is none after all', async () => {
    const store = new MemoryStore();
    await store.addFile({ fileName: 'x.json', sizeBytes: 2, addedAtMs: 0 }, new Blob(['{}']));
    const { shelf, view, notices } = await started(store);
    await shelf.settled();
    expect(view().refused).toMatchObject([{ fileName: 'x.json', code: 'manifest-shape' }]);
    expect(notices).toMatchObject([{ code: 'manifest-shape' }]);
    expect(store.states).toEqual([]);
  });

  it('deletes a file that was being read when the person cancels it', async () => {
    const store = new MemoryStore();
    const file = largeFileOf('x.json', bare(1));
    await store.addFile({ fileName: 'x.json', sizeBytes: file.size, addedAtMs: 0 }, file);
    const next = await started(store);
    next.gate.close();
    await vi.waitFor(() => expect(next.shelf).toBeDefined());
    next.shelf.cancelImport();
    await next.shelf.settled();
    expect(store.states).toEqual([]);
    expect(next.names()).toEqual([]);
  });

  it('drops a file whose bytes are gone, or are not those that were put there, and says so', async () => {
    const { shelf, store } = await started();
    await shelf.addFiles(drop(fileOf('a.json', bare(1)), fileOf('b.json', bare(2)), fileOf('c.json', bare(3))));
    store.sources.delete(1);
    store.sources.set(2, new Blob(['[]']));
    const next = await started(store);
    await next.shelf.settled();
    expect(next.names()).toEqual(['c.json']);
    expect(next.view().refused.map(({ fileName, code }) => [fileName, code])).toEqual([
      ['a.json', 'manifest-read'],
      ['b.json', 'manifest-read'],
    ]);
    expect(store.states).toEqual(['c.json ready']);
  });

  it('does not bring back what was taken away', async () => {
    const { shelf, store, view } = await started();
    await shelf.addFiles(drop(fileOf('a.json', bare(1)), fileOf('b.json', bare(2))));
    shelf.remove(view().manifests[0]?.id ?? 0);
    await shelf.settled();
    expect(store.states).toEqual(['a.json removed', 'b.json ready']);
    const next = await started(store);
    await next.shelf.settled();
    expect(next.names()).toEqual(['b.json']);
    await vi.waitFor(() => expect(store.states).toEqual(['b.json ready']));
    shelf.undoRemove(view().removedManifest?.id ?? 0); // the first page is still open in another tab
    await shelf.settled();
    expect(store.states.toSorted()).toEqual(['a.json ready', 'b.json ready']);
  });

  it('brings own signers back, and reads nothing again for them', async () => {
    const { shelf, store } = await started();
    await shelf.addSigners([signerFile('own.der', own)]);
    await shelf.addFiles(drop(largeFileOf('a.json', bare(1, own))));
    const next = await started(store);
    await next.shelf.settled();
    expect(next.view().ownSigners).toMatchObject([{ commonName: own.signer.name }]);
    expect(next.view().manifests).toMatchObject([{ verified: 1 }]);
    expect(next.gate.asked).toEqual([]);
  });

  it('reads again what was read with other signers than are believed now', async () => {
    const { shelf, store, view, gate } = await started();
    await shelf.addSigners([signerFile('own.der', own)]);
    await shelf.addFiles(drop(largeFileOf('a.json', bare(1, own))));
    gate.close();
    void shelf.removeSigner(view().ownSigners[0]?.id ?? 0); // the page dies before it has read again
    await vi.waitFor(async () => expect(await store.signers()).toEqual([]));
    const next = await started(store);
    await next.shelf.settled();
    expect(next.gate.asked).toEqual([0]);
    expect(next.view().manifests).toMatchObject([{ verified: 0, failed: 1 }]);
    expect(next.notices).toEqual([]);
  });

  it('keeps the file that another tab has deleted, for this session only', async () => {
    const { shelf, store, view, gate } = await started();
    gate.close();
    const adding = shelf.addFiles(drop(largeFileOf('a.json', bare(1))));
    await vi.waitFor(() => expect(store.records.size).toBe(1));
    await store.clear();
    gate.open();
    await adding;
    expect(view().manifests).toMatchObject([{ fileName: 'a.json', storage: 'not-kept' }]);
    expect(store.states).toEqual([]);
  });
});

describe('a browser that keeps nothing', () => {
  it('is told once for many files when there is no room, and the session goes on', async () => {
    const { shelf, store, notices, view } = await started();
    store.fails = 'quota';
    await shelf.addFiles(drop(fileOf('a.json', bare(1)), fileOf('b.json', bare(2))));
    expect(view().manifests.map(({ storage, verified }) => [storage, verified])).toEqual([
      ['not-kept', 1],
      ['not-kept', 1],
    ]);
    expect(notices.filter(({ code }) => code === 'store-failed')).toEqual([{ code: 'store-failed', facts: { why: 'quota' } }]);
    store.fails = null;
    await shelf.addFiles(drop(fileOf('c.json', bare(3))));
    expect(view().manifests.at(-1)).toMatchObject({ storage: 'kept' });
    expect(notices.filter(({ code }) => code === 'store-failed')).toHaveLength(1);
  });

  it('keeps the file but not half of it when there is no room for its columns', async () => {
    const { shelf, store, view, gate } = await started();
    gate.close();
    const adding = shelf.addFiles(drop(largeFileOf('a.json', bare(1))));
    await vi.waitFor(() => expect(gate.asked).toHaveLength(1));
    store.fails = 'quota';
    gate.open();
    await adding;
    expect(view().manifests).toMatchObject([{ storage: 'not-kept', verified: 1 }]);
    expect(store.calls).toContain('delete 1');
  });

  it('does not delete a kept file because its new columns find no room: the next visit reads it again', async () => {
    const { shelf, store, view } = await started();
    await shelf.addFiles(drop(fileOf('a.json', bare(1, own))));
    const adding = shelf.addSigners([signerFile('own.der', own)]);
    await vi.waitFor(() => expect(store.calls).toContain('add signer'));
    store.fails = 'quota';
    await adding;
    expect(view().manifests).toMatchObject([{ verified: 1, storage: 'kept' }]);
    store.fails = null;
    const next = await started(store);
    await next.shelf.settled();
    expect(next.view().manifests).toMatchObject([{ verified: 1, storage: 'kept' }]);
    expect(store.states).toEqual(['a.json ready']);
  });

  it('works without any database, and says so when there is something to keep', async () => {
    const { shelf, notices, view } = await started(null);
    expect(view().storage.state).toBe('unavailable');
    expect(notices).toEqual([]);
    await shelf.addFiles(drop(fileOf('a.json', bare(1))));
    expect(notices.map(({ code, facts }) => [code, facts['why']])).toEqual([
      ['manifest-loaded', undefined],
      ['store-failed', 'unavailable'],
    ]);
    shelf.remove(view().manifests[0]?.id ?? 0);
    shelf.undoRemove(view().removedManifest?.id ?? 0);
    await shelf.addSigners([signerFile('own.der', own)]);
    expect(view()).toMatchObject({ manifests: [{ storage: 'not-kept' }], ownSigners: [{ commonName: own.signer.name }] });
    await shelf.deleteAll();
    expect(notices.at(-1)?.code).toBe('all-deleted');
  });
});

describe('a lost worker', () => {
  const lost = new TouchstoneError('worker-lost', { why: 'ended' });

  it('fails the file that comes in, and nothing of it is kept', async () => {
    const next = await started(new MemoryStore(), { verifier: () => ({ batchesInFlight: 2, verify: () => Promise.reject(lost) }) });
    await next.shelf.addFiles(drop(largeFileOf('a.json', bare(1)), fileOf('b.json', bare(2))));
    expect(next.names()).toEqual(['b.json']);
    expect(next.view().refused).toMatchObject([{ fileName: 'a.json', code: 'worker-lost', facts: { why: 'ended', fileName: 'a.json' } }]);
    expect(next.store.states).toEqual(['b.json ready']);
  });

  it('does not delete what is kept: the next visit reads it', async () => {
    const store = new MemoryStore();
    const file = largeFileOf('a.json', bare(1));
    await store.addFile({ fileName: 'a.json', sizeBytes: file.size, addedAtMs: 0 }, file);
    const bad = await started(store, { verifier: () => ({ batchesInFlight: 2, verify: () => Promise.reject(lost) }) });
    await bad.shelf.settled();
    expect(bad.view().refused).toMatchObject([{ code: 'worker-lost' }]);
    const next = await started(store);
    await next.shelf.settled();
    expect(next.names()).toEqual(['a.json']);
  });
});
