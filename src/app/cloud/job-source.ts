/**
 * What a job enrols, in words that outlive the page: which entries of which manifests, or one chip with its certificate.
 * Floor: app. A manifest is known again by what stands where in it; that an entry holds is verified anew when it is loaded.
 */
import { toHex } from '../../base/index.ts';
import type { EntryRef, ManifestFile } from '../../trust/index.ts';
import type { ChipToEnrol } from './bench-chip.ts';

/** Some entries of one manifest, ascending in the job. */
export interface ManifestPart {
  /** Of `manifestFingerprint`. */
  readonly fingerprint: string;
  readonly fileName: string;
  readonly indices: Uint32Array<ArrayBuffer>;
  /** Serial numbers, nine bytes an entry: they are named also when the manifest is gone. */
  readonly serials: Uint8Array<ArrayBuffer>;
}

export type JobSource = { readonly kind: 'chip'; readonly chip: ChipToEnrol } | { readonly kind: 'entries'; readonly parts: readonly ManifestPart[] };

const known = new WeakMap<ManifestFile['table']['columns']['starts'], Promise<string>>();

/** SHA-256 over size, serial numbers and places of all entries: whoever reads the file again, with whatever signers, finds the same. */
export function manifestFingerprint({ source, table: { columns } }: ManifestFile): Promise<string> {
  const made = known.get(columns.starts) ?? digestOf(source.size, [columns.uniqueIds, columns.starts, columns.lengths]);
  known.set(columns.starts, made);
  return made;
}

async function digestOf(sizeBytes: number, columns: readonly (Uint8Array | Uint32Array)[]): Promise<string> {
  const length = columns.reduce((sum, column) => sum + column.byteLength, 8);
  const all = new Uint8Array(length);
  new DataView(all.buffer).setFloat64(0, sizeBytes);
  let at = 8;
  for (const { buffer, byteOffset, byteLength } of columns) {
    all.set(new Uint8Array(buffer, byteOffset, byteLength), at);
    at += byteLength;
  }
  return toHex(new Uint8Array(await crypto.subtle.digest('SHA-256', all)));
}

/** The entries as parts, in their order: a part ends where another file begins. */
export async function partsOf(refs: Iterable<EntryRef>): Promise<readonly ManifestPart[]> {
  const runs: { readonly file: ManifestFile; readonly indices: number[] }[] = [];
  for (const { file, index } of refs) {
    const last = runs.at(-1);
    if (last?.file === file) last.indices.push(index);
    else runs.push({ file, indices: [index] });
  }
  return await Promise.all(
    runs.map(async ({ file, indices }) => {
      const { uniqueIds } = file.table.columns;
      const serials = new Uint8Array(9 * indices.length);
      for (const [at, index] of indices.entries()) serials.set(uniqueIds.subarray(9 * index, 9 * index + 9), 9 * at);
      return { fingerprint: await manifestFingerprint(file), fileName: file.fileName, indices: Uint32Array.from(indices), serials };
    }),
  );
}
