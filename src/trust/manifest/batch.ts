/**
 * A few hundred kilobytes of entries in, their rows out: what a worker does all day.
 * Floor: trust. Knows no file and no other batch; read-manifest.ts cuts and joins.
 */
import type { Believed } from '../believed.ts';
import { EntryVerifier, tooLong } from '../entry/entry.ts';
import { QuickLook } from '../entry/quick-look.ts';
import type { EntryRows } from './columns.ts';
import { NO_TAG, chainTag, contentTag, entryTag, payloadTag, type Tag } from './content-tag.ts';
import { RowWriter } from './row-writer.ts';

/** Entries as they follow each other in a file; its buffers may be transferred. */
export interface EntryBatch {
  /** Index of the first one in the file. */
  readonly first: number;
  /** Entries without what stands between them. */
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** Where each begins in `bytes`, and the end of the last. An entry of no bytes was too long to be taken along. */
  readonly starts: Uint32Array<ArrayBuffer>;
  /** Where each stands in the file, for telling where it is wrong, and how long it is there. */
  readonly offsets: Uint32Array<ArrayBuffer>;
  readonly lengths: Uint32Array<ArrayBuffer>;
}

/** One row for each entry of a batch, in order. */
export type BatchColumns = EntryRows;

/** Verifies a batch; rejects only when the machinery is broken, never for a bad entry. */
export type BatchVerifier = (batch: EntryBatch) => Promise<BatchColumns>;

/** A verifier that works in this thread, with keys imported and signers checked once. */
export function batchVerifier(believed: Believed): BatchVerifier {
  const verifier = new EntryVerifier(believed);
  const quick = new QuickLook(verifier);
  return async (batch) => {
    const rows = new RowWriter(batch.offsets.length);
    const writing: Promise<void>[] = [];
    for (let row = 0; row < batch.offsets.length; row++) writing.push(writeRow(batch, row, rows, verifier, quick));
    await Promise.all(writing);
    return rows.finish();
  };
}

/** Nothing may be awaited before all of `quick` was read: the next entry uses it again. */
async function writeRow(batch: EntryBatch, row: number, rows: RowWriter, verifier: EntryVerifier, quick: QuickLook): Promise<void> {
  const start = batch.starts[row] as number;
  const end = batch.starts[row + 1] as number;
  if (start === end) return rows.full(row, tooLong(batch.lengths[row] as number), NO_TAG, NO_TAG);
  if (quick.look(batch.bytes, start, end)) {
    const provisioned = rows.quick(row, quick);
    const { signed, issued } = quick.verify(batch.bytes);
    const tag = quickTag(quick);
    if ((await signed) && (await issued)) return rows.confirm(row, provisioned, await tag);
  }
  const bytes = batch.bytes.subarray(start, end);
  const reading = await verifier.verify(bytes, batch.offsets[row] as number);
  rows.full(row, reading, await entryTag(reading, bytes), await contentTag(reading));
}

function quickTag({ device, signer, decoded, decodedBytes }: QuickLook): Tag | Promise<Tag> {
  return device === null || signer === null ? payloadTag(decoded.subarray(0, decodedBytes)) : chainTag(device.signature, signer.fingerprint);
}
