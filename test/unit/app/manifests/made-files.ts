/** Files as they stand on the shelf, made from entries or, for large ones, straight from columns. Test support. */
import type { ShelfFile } from '../../../../src/app/manifests/shelf-file.ts';
import { EntryTable, readManifest, type Believed, type EntryColumns, type ManifestFile } from '../../../../src/trust/index.ts';
import { BELIEVED } from './shelf-bench.ts';

export const onShelf = (id: number, manifest: ManifestFile): ShelfFile => ({ id, manifest, addedAtMs: 0, readWith: '', keptId: null, origin: 'person' });

export const read = (name: string, entries: readonly object[], believed: Believed = BELIEVED): Promise<ManifestFile> =>
  readManifest(name, new Blob([JSON.stringify(entries)]), { believed });

/** Entries 0, 1, 2 … with serial numbers 0123, twelve digits of the position, 01; every tenth is unverified, every fifth of the rest without certificates. */
export function large(name: string, count: number): ManifestFile {
  const words = (each: number): Uint32Array<ArrayBuffer> => new Uint32Array(count * each);
  const shorts = (): Uint16Array<ArrayBuffer> => new Uint16Array(count);
  const columns: EntryColumns = {
    count,
    uniqueIds: new Uint8Array(count * 9),
    marks: new Uint8Array(count),
    versions: new Uint8Array(count).fill(1),
    problems: shorts(),
    signers: shorts().fill(1),
    partNumbers: shorts().fill(1),
    models: shorts(),
    names: shorts(),
    contentTags: words(2),
    entryTags: words(2),
    starts: words(1),
    lengths: words(1),
    problemTable: [{ reason: 'entry-signature', facts: {} }],
    signerTable: BELIEVED.signers,
    textTable: ['ATECC608B-TEST'],
    firstProvisioned: null,
    lastProvisioned: null,
  };
  for (let index = 0; index < count; index++) {
    columns.uniqueIds.set([0x01, 0x23, 0, 0, (index >>> 24) & 255, (index >>> 16) & 255, (index >>> 8) & 255, index & 255, 0x01], index * 9);
    columns.contentTags.set([index, 7], index * 2);
    columns.entryTags.set([index, 9], index * 2);
    columns.problems[index] = index % 10 === 0 ? 1 : 0;
    columns.marks[index] = index % 5 === 1 ? 1 : 1 | 4 | 8; // serial number; certificates that can be read, registration id
  }
  return { fileName: name, source: new Blob(['[]']), table: EntryTable.from(columns), believed: BELIEVED };
}
