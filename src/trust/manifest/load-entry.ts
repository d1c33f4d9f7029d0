/**
 * Entries taken out of their file and verified again: when one is opened, held against a chip, or written into an export.
 * Floor: trust. What was found when the file was read stands in its table; this file does not compare.
 */
import type { Believed } from '../believed.ts';
import { ENTRY_MAX_BYTES, EntryVerifier, tooLong, type ManifestEntry } from '../entry/entry.ts';
import { readBytes } from './file-bytes.ts';
import type { ManifestFile } from './manifest-file.ts';

/** Keys are imported and signers checked once for all entries that are read with the same belief. */
const verifiers = new WeakMap<Believed, EntryVerifier>();

function verifierOf(believed: Believed): EntryVerifier {
  const verifier = verifiers.get(believed) ?? new EntryVerifier(believed);
  verifiers.set(believed, verifier);
  return verifier;
}

/** Loads one entry. @throws manifest-read */
export async function loadEntry(file: ManifestFile, index: number): Promise<ManifestEntry> {
  if (!(index in file.table.columns.starts)) throw new RangeError(`no entry ${index}`);
  const [entry] = await loadEntries(file, [index]);
  return entry as ManifestEntry;
}

/** Loads entries that stand near each other, ascending, with one look at the file. @throws manifest-read */
export async function loadEntries(file: ManifestFile, indices: readonly number[]): Promise<readonly ManifestEntry[]> {
  const { starts, lengths } = file.table.columns;
  const readable = indices.filter((index) => (lengths[index] as number) <= ENTRY_MAX_BYTES);
  const start = starts[readable[0] ?? 0] ?? 0;
  const last = readable.at(-1);
  const end = last === undefined ? start : (starts[last] as number) + (lengths[last] as number);
  const bytes = await readBytes(file.fileName, file.source, start, end);
  const verifier = verifierOf(file.believed);
  return await Promise.all(
    indices.map(async (index) => {
      const [offset, length] = [starts[index] as number, lengths[index] as number];
      if (length > ENTRY_MAX_BYTES) return entryOf(tooLong(length), index, '');
      const own = bytes.subarray(offset - start, offset - start + length);
      return entryOf(await verifier.verify(own, offset), index, new TextDecoder('utf-8', { ignoreBOM: true }).decode(own));
    }),
  );
}

function entryOf({ uniqueId, problem, signer, content, certificates, claimed }: Awaited<ReturnType<EntryVerifier['verify']>>, index: number, rawText: string) {
  return { index, rawText, uniqueId, problem, signer, content, certificates, claimed };
}
