/** Reading a file in pieces and batches: order, memory, verifiers that are slow, far away or broken. */
import { describe, expect, it } from 'vitest';
import {
  batchVerifier,
  buffersOf,
  fingerprintOf,
  loadEntry,
  readManifest,
  type BatchColumns,
  type BatchVerifier,
  type EntryBatch,
} from '../../../src/trust/index.ts';
import { bareEntry, by, chip, entry, options as believed, strangeEntry } from './export-data.ts';

const order = [...Array.from({ length: 9 }, (_, index) => entry(chip(index))), bareEntry(chip(20)), strangeEntry(chip(21))];
const TEXTS = order.map((one, index) => JSON.stringify(one, null, index % 3));
/** Many entries with white space of every length between them, so that entries, batches and pieces end everywhere. */
const large = (count: number): Blob => {
  const parts = Array.from({ length: count }, (_, index) => `${' '.repeat(index % 37)}${TEXTS[index % TEXTS.length] ?? ''}${'\n'.repeat(index % 5)}`);
  return new Blob([`[${parts.join(',')}]`]);
};

describe('a file of several pieces and batches', async () => {
  const source = large(1100);
  const file = await readManifest('large.json', source, { believed });

  it('has every entry at its place', async () => {
    expect(file.table.count).toBe(1100);
    expect(file.table.figures).toMatchObject({ verified: 1000, failed: 100, withoutCertificates: 100 });
    for (const index of [0, 1, 10, 11, 69, 70, 71, 500, 1098, 1099]) {
      const loaded = await loadEntry(file, index);
      expect(loaded.rawText).toBe(TEXTS[index % TEXTS.length]);
      expect(loaded.uniqueId).toBe(file.table.uniqueId(index));
    }
  });

  it('says the same when its batches come back in another order', async () => {
    const verify = batchVerifier(believed);
    let turn = 0;
    const slow: BatchVerifier = async (batch) => {
      const columns = await verify(batch);
      await new Promise((resolve) => setTimeout(resolve, [30, 0, 12, 1, 21][turn++ % 5]));
      return columns;
    };
    const again = await readManifest('large.json', source, { believed, verify: slow, batchesInFlight: 5 });
    expect(again.table.columns).toEqual(file.table.columns);
  });

  it('says the same when batches and rows are transferred, as to a worker and back', async () => {
    const verify = batchVerifier(believed);
    const far: BatchVerifier = async (batch) => {
      const there = structuredClone(batch, { transfer: buffersOf(batch) });
      expect(batch.bytes.byteLength).toBe(0);
      const columns = await verify(there);
      return structuredClone(columns, { transfer: buffersOf(columns) });
    };
    expect((await readManifest('large.json', source, { believed, verify: far })).table.columns).toEqual(file.table.columns);
  });

  it('never has more batches under way than asked for', async () => {
    const verify = batchVerifier(believed);
    let [now, most] = [0, 0];
    const counting: BatchVerifier = async (batch) => {
      most = Math.max(most, ++now);
      const columns = await verify(batch);
      now--;
      return columns;
    };
    await readManifest('large.json', source, { believed, verify: counting, batchesInFlight: 3 });
    expect(most).toBe(3);
  });

  it('cuts batches that a worker can be sent: a quarter of a megabyte, in order, without gaps', async () => {
    const batches: EntryBatch[] = [];
    const verify = batchVerifier(believed);
    await readManifest('large.json', source, {
      believed,
      verify: (batch) => {
        batches.push(batch);
        return verify(batch);
      },
    });
    const text = await source.text();
    let next = 0;
    for (const { first, bytes, starts, offsets, lengths } of batches) {
      expect(first).toBe(next);
      expect(bytes.length).toBeLessThanOrEqual(256 * 1024);
      for (const [index, offset] of offsets.entries()) {
        const own = Buffer.from(bytes.subarray(starts[index], starts[index + 1])).toString();
        expect(own).toBe(text.slice(offset, offset + (lengths[index] as number)));
      }
      next += offsets.length;
    }
    expect(next).toBe(1100);
    expect(batches.length).toBeGreaterThan(5);
  });
});

describe('a verifier that is broken', () => {
  it('ends the reading with its own error, whichever batch it was', async () => {
    const verify = batchVerifier(believed);
    for (const bad of [0, 2, 4]) {
      let turn = 0;
      const broken = (batch: EntryBatch): Promise<BatchColumns> => (turn++ === bad ? Promise.reject(new Error('worker-lost')) : verify(batch));
      await expect(readManifest('large.json', large(400), { believed, verify: broken, batchesInFlight: 3 })).rejects.toThrow('worker-lost');
    }
  });

  it('does not hide that the file is wrong behind it', async () => {
    const source = new Blob([await large(300).text(), '!']);
    await expect(readManifest('large.json', source, { believed })).rejects.toThrow('manifest-json');
  });
});

it('reads no more of the file than it can verify', async () => {
  const source = large(2000);
  let [read, verified, ahead] = [0, 0, 0];
  const pull = async (controller: ReadableStreamDefaultController<Uint8Array>): Promise<void> => {
    const piece = new Uint8Array(await source.slice(read, read + 65_536).arrayBuffer());
    read += piece.length;
    if (piece.length === 0) controller.close();
    else controller.enqueue(piece);
  };
  const watched = { size: source.size, stream: () => new ReadableStream({ pull }, { highWaterMark: 1 }) } as unknown as Blob;
  const verify = batchVerifier(believed);
  await readManifest('large.json', watched, {
    believed,
    verify: async (batch) => {
      await new Promise((resolve) => setTimeout(resolve, 5));
      const columns = await verify(batch);
      verified = Math.max(verified, batch.offsets.at(-1) ?? 0);
      ahead = Math.max(ahead, read - verified);
      return columns;
    },
  });
  expect(read).toBe(source.size);
  expect(ahead).toBeLessThan(2 ** 20); // batches under way and a few pieces, however long the file is
});

it('loads single entries again, verified with what the file was read with', async () => {
  const file = await readManifest('a.json', large(11), { believed });
  expect(await loadEntry(file, 10)).toMatchObject({
    index: 10,
    problem: { reason: 'unknown-signer' },
    content: null,
    claimed: { commonName: 'sn012300000000001501' },
  });
  expect(await loadEntry(file, 9)).toMatchObject({ index: 9, problem: null, certificates: null, claimed: null });
  for (const index of [-1, 11, 0.5]) await expect(loadEntry(file, index)).rejects.toThrow(RangeError);
});

it('has another fingerprint for other signers, other roots and another origin', async () => {
  const [signer] = believed.signers;
  const [anchor] = believed.anchors;
  if (signer === undefined || anchor === undefined) throw new Error('nobody');
  const others = [
    believed,
    { ...believed, signers: [] },
    { ...believed, anchors: [] },
    { ...believed, signers: [{ ...signer, origin: 'own' as const }] },
    { ...believed, signers: [{ ...signer, publicKey: by.signer.publicKey.slice().reverse() }] },
    { ...believed, anchors: [{ ...anchor, rootCommonName: 'x' }] },
  ];
  const prints = await Promise.all(others.map(fingerprintOf));
  expect(new Set(prints).size).toBe(others.length);
  expect(prints[0]).toMatch(/^[0-9a-f]{64}$/);
  expect(await fingerprintOf(structuredClone(believed))).toBe(prints[0]);
});
