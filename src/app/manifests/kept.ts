/**
 * What is kept for the next visit, and what a place to keep it must be able to do.
 * Floor: app. Words only: store.ts keeps it in the browser's database, tests keep it in memory, keeper.ts uses it.
 */
import type { CancelSignal } from '../../base/index.ts';
import type { EntryColumns, ManifestSigner } from '../../trust/index.ts';

/**
 * `store-failed`: the browser does not keep what it should. Fact `why`: `unavailable` (it has no database for us, or forbids it), `quota` (no room), `closed` (the
 * data was cleared or another tab has a newer version of the page), `timeout`, or `failed` (fact `detail`: the browser's name for it). The session goes on without it.
 */
export type StoreErrorCode = 'store-failed';

/** `reading`: put there before it was verified, and not verified to its end. `removed`: taken away, and to be deleted when it cannot be put back any more. */
export type KeptState = 'reading' | 'ready' | 'removed';

/** One kept file without its bytes. */
export interface KeptFile {
  readonly id: number;
  readonly fileName: string;
  readonly sizeBytes: number;
  readonly addedAtMs: number;
  readonly state: KeptState;
  /** trust's fingerprint of what its columns were made with; null while there are none. */
  readonly readWith: string | null;
}

/** A manifest signer of the person's own. */
export interface KeptSigner {
  readonly id: number;
  readonly signer: ManifestSigner;
}

/** Columns, and what they were made with. */
export interface KeptColumns {
  readonly columns: EntryColumns;
  readonly readWith: string;
}

/** A place that outlives the page. Everything it does is done wholly or not at all, and everything may throw store-failed. */
export interface ManifestStore {
  /** In the order in which they were added. */
  files(): Promise<readonly KeptFile[]>;
  signers(): Promise<readonly KeptSigner[]>;
  /** Null: it is not there any more. */
  source(id: number): Promise<Blob | null>;
  columns(id: number): Promise<EntryColumns | null>;
  /** Puts a file there as `reading`. @throws the signal's reason */
  addFile(file: Pick<KeptFile, 'fileName' | 'sizeBytes' | 'addedAtMs'>, source: Blob, signal: CancelSignal): Promise<number>;
  /** Makes it `ready`; false when it is not there any more. */
  setReady(id: number, made: KeptColumns): Promise<boolean>;
  setRemoved(id: number): Promise<void>;
  /** Takes `removed` back; puts all of it there again when it was deleted meanwhile. */
  putBack(file: KeptFile, source: Blob, made: KeptColumns): Promise<void>;
  deleteFile(id: number): Promise<void>;
  addSigner(signer: ManifestSigner): Promise<number>;
  deleteSigner(id: number): Promise<void>;
  /** Deletes everything. */
  clear(): Promise<void>;
}
