/**
 * SHA-256 of the manifests on the shelf, computed when somebody asks and once for each file.
 * Floor: app. Knows no store. A file that cannot be read any more has none.
 */
import { toHex } from '../../base/index.ts';
import type { ShelfFile } from '../manifests/shelf-file.ts';

/** The part of a shelf's file that is needed. */
export type HashedFile = Pick<ShelfFile, 'id' | 'origin'> & { readonly manifest: Pick<ShelfFile['manifest'], 'fileName' | 'source'> };

/** Lower-case hex of a file's SHA-256. The whole file is in memory meanwhile: nothing in a browser does it piece by piece. */
export async function sha256Of(bytes: Uint8Array<ArrayBuffer> | ArrayBuffer): Promise<string> {
  return toHex(new Uint8Array(await crypto.subtle.digest('SHA-256', bytes)));
}

export class ShelfHashes {
  readonly #known = new WeakMap<Blob, Promise<string | null>>();

  of({ manifest: { source } }: HashedFile): Promise<string | null> {
    const known = this.#known.get(source) ?? source.arrayBuffer().then(sha256Of, () => null);
    this.#known.set(source, known);
    return known;
  }

  /** The file with these bytes; only files of a size in `sizes` are read. */
  async all(files: readonly HashedFile[], sizes: ReadonlySet<number> | null = null): Promise<ReadonlyMap<string, HashedFile>> {
    const found = new Map<string, HashedFile>();
    for (const file of files) {
      if (sizes !== null && !sizes.has(file.manifest.source.size)) continue;
      const hash = await this.of(file); // one after the other: each is in memory as a whole
      if (hash !== null) found.set(hash, file);
    }
    return found;
  }
}
