/**
 * A smaller manifest: entries byte for byte as they were in their files, so that each verifies as before.
 * Floor: trust. Looks into no entry and loads none; Microchip signs entries one by one for exactly this.
 * Reference: Microchip "Trust Platform Manifest File Format" section 1.3 (splitting into smaller manifests).
 */
import { concat } from '../../base/index.ts';
import { readBytes } from '../manifest/file-bytes.ts';
import type { EntryList } from './entry-list.ts';
import { runsOf } from './loaded.ts';

/** One file of the export: entries `from` up to `to`. */
export interface ManifestPart {
  readonly from: number;
  readonly to: number;
}

/** Below what other tools, which read a file as one text, can hold (V8: 512 MB of text). */
const PART_BYTES = 250_000_000;
const BETWEEN_BYTES = 2;

/** Splits the entries into files that are not too large; an entry that is too large alone gets a file of its own. */
export function manifestParts(entries: EntryList): readonly ManifestPart[] {
  const parts: ManifestPart[] = [];
  let [from, bytes] = [0, 0];
  for (let position = 0; position < entries.length; position++) {
    const length = (entries.file(position).table.columns.lengths[entries.index(position)] as number) + BETWEEN_BYTES;
    if (bytes + length > PART_BYTES && position > from) {
      parts.push({ from, to: position });
      [from, bytes] = [position, 0];
    }
    bytes += length;
  }
  return [...parts, { from, to: entries.length }];
}

/** The bytes of one part. @throws manifest-read */
export async function* manifestChunks(entries: EntryList, { from, to }: ManifestPart): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  const encoder = new TextEncoder();
  let isFirst = true;
  for (const { file, indices } of runsOf(entries, from, to)) {
    const { starts, lengths } = file.table.columns;
    const start = starts[indices[0] as number] as number;
    const last = indices.at(-1) as number;
    const run = await readBytes(file.fileName, file.source, start, (starts[last] as number) + (lengths[last] as number));
    const parts: Uint8Array[] = [];
    for (const index of indices) {
      const at = (starts[index] as number) - start;
      parts.push(encoder.encode(isFirst ? '[\n' : ',\n'), run.subarray(at, at + (lengths[index] as number)));
      isFirst = false;
    }
    yield concat(...parts);
  }
  yield encoder.encode(isFirst ? '[]\n' : '\n]\n');
}
