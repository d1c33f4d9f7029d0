/**
 * Manifests and own signers in the browser's database, so that they are there at the next visit.
 * Floor: app; idb enters here only. Knows no verifying. The bytes of a file and its columns lie in stores of their own: whatever is put is copied on the disk, and
 * a file's state changes more often than its bytes.
 * Reference: Indexed Database API 3.0 (W3C); a version change closes this connection, so that another tab's newer page need not wait.
 */
import { openDB, type DBSchema, type IDBPDatabase, type IDBPTransaction, type StoreNames } from 'idb';
import { TouchstoneError, isTouchstoneError, type CancelSignal } from '../../base/index.ts';
import type { EntryColumns, ManifestSigner } from '../../trust/index.ts';
import type { KeptColumns, KeptFile, KeptSigner, ManifestStore, StoreErrorCode } from './kept.ts';

interface Schema extends DBSchema {
  files: { key: number; value: KeptFile };
  sources: { key: number; value: Blob };
  columns: { key: number; value: EntryColumns };
  signers: { key: number; value: KeptSigner };
}
type Store = StoreNames<Schema>;
type Change = IDBPTransaction<Schema, Store[], 'readwrite'>;

const NAME = 'touchstone';
const VERSION = 1;
const OPEN_MS = 10_000;
/** For anything small. */
const REQUEST_MS = 30_000;
/** Slower disks than this are given up. */
const SLOWEST_BYTES_PER_MS = 1_000;
const FILE_STORES = ['files', 'sources', 'columns'] as const satisfies readonly Store[];

/** Opens the database, and makes it at the first visit. `name` is another one for pages that measure. @throws store-failed */
export async function openManifestStore(name = NAME): Promise<ManifestStore> {
  try {
    const opening = openDB<Schema>(name, VERSION, {
      upgrade: (database) => {
        database.createObjectStore('files', { keyPath: 'id', autoIncrement: true });
        database.createObjectStore('sources');
        database.createObjectStore('columns');
        database.createObjectStore('signers', { keyPath: 'id', autoIncrement: true });
      },
      blocking: (_current, _blocked, event) => {
        (event.target as IDBDatabase).close();
      },
    });
    return new BrowserStore(await within(OPEN_MS, opening, (database) => database.close()));
  } catch (error) {
    throw isTouchstoneError(error) ? error : new TouchstoneError<StoreErrorCode>('store-failed', { why: 'unavailable', detail: nameOf(error) }, error);
  }
}

class BrowserStore implements ManifestStore {
  readonly #database: IDBPDatabase<Schema>;

  constructor(database: IDBPDatabase<Schema>) {
    this.#database = database;
  }

  files(): Promise<readonly KeptFile[]> {
    return told(this.#database.getAll('files'));
  }

  signers(): Promise<readonly KeptSigner[]> {
    return told(this.#database.getAll('signers'));
  }

  async source(id: number): Promise<Blob | null> {
    return (await told(this.#database.get('sources', id))) ?? null;
  }

  async columns(id: number): Promise<EntryColumns | null> {
    return (await told(this.#database.get('columns', id))) ?? null;
  }

  async addFile(file: Pick<KeptFile, 'fileName' | 'sizeBytes' | 'addedAtMs'>, source: Blob, signal: CancelSignal): Promise<number> {
    let id = 0;
    const stop = {
      limitMs: REQUEST_MS + source.size / SLOWEST_BYTES_PER_MS,
      signal,
      tooLate: () => void this.deleteFile(id).catch(() => undefined),
    };
    await this.#change(['files', 'sources'], stop, async (change) => {
      const record: Omit<KeptFile, 'id'> = { ...file, state: 'reading', readWith: null };
      id = await change.objectStore('files').add(record as KeptFile); // the database gives the number
      await change.objectStore('sources').put(source, id);
    });
    return id;
  }

  async setReady(id: number, { columns, readWith }: KeptColumns): Promise<boolean> {
    let there = false;
    await this.#change(['files', 'columns'], {}, async (change) => {
      const file = await change.objectStore('files').get(id);
      if (file === undefined) return; // another tab deleted it: it does not come back by itself
      there = true;
      await change.objectStore('files').put({ ...file, readWith, state: file.state === 'removed' ? 'removed' : 'ready' });
      await change.objectStore('columns').put(columns, id);
    });
    return there;
  }

  setRemoved(id: number): Promise<void> {
    return this.#change(['files'], {}, async (change) => {
      const file = await change.objectStore('files').get(id);
      if (file !== undefined) await change.objectStore('files').put({ ...file, state: 'removed' });
    });
  }

  putBack(file: KeptFile, source: Blob, { columns, readWith }: KeptColumns): Promise<void> {
    return this.#change(FILE_STORES, { limitMs: REQUEST_MS + source.size / SLOWEST_BYTES_PER_MS }, async (change) => {
      const there = await change.objectStore('files').get(file.id);
      await change.objectStore('files').put({ ...file, readWith, state: 'ready' });
      await change.objectStore('columns').put(columns, file.id);
      if (there === undefined) await change.objectStore('sources').put(source, file.id);
    });
  }

  deleteFile(id: number): Promise<void> {
    return this.#change(FILE_STORES, {}, async (change) => {
      for (const store of FILE_STORES) await change.objectStore(store).delete(id);
    });
  }

  async addSigner(signer: ManifestSigner): Promise<number> {
    let id = 0;
    await this.#change(['signers'], {}, async (change) => {
      id = await change.objectStore('signers').add({ signer } as KeptSigner);
    });
    return id;
  }

  deleteSigner(id: number): Promise<void> {
    return this.#change(['signers'], {}, (change) => change.objectStore('signers').delete(id));
  }

  clear(): Promise<void> {
    return this.#change([...FILE_STORES, 'signers'], {}, async (change) => {
      for (const store of [...FILE_STORES, 'signers'] as const) await change.objectStore(store).clear();
    });
  }

  /** One transaction: all of `work`, or nothing when it fails, takes too long or is cancelled. */
  async #change(stores: readonly Store[], { limitMs = REQUEST_MS, signal, tooLate }: Stop, work: (change: Change) => Promise<void>): Promise<void> {
    if (signal?.aborted === true) throw signal.reason;
    const change = this.#begin(stores);
    let stop: (reason: unknown) => void = () => undefined;
    const stopped = new Promise<Failure>((resolve) => {
      stop = (error) => {
        resolve({ error });
        abort(change);
        if (tooLate !== undefined) void change.done.then(tooLate, () => undefined);
      };
    });
    const cancel = (): void => stop(signal?.reason);
    const timer = setTimeout(() => stop(new TouchstoneError<StoreErrorCode>('store-failed', { why: 'timeout' })), limitMs);
    signal?.addEventListener('abort', cancel, { once: true });
    const worked = failureOf(work(change)).then((failure) => {
      if (failure !== null) abort(change);
      return failure;
    });
    const ended = Promise.all([worked, failureOf(change.done)]).then(([first, last]) => {
      const told = last === null || nameOf(last.error) === 'AbortError' ? (first ?? last) : last; // why it was aborted, rather than that it was
      return told === null ? null : { error: asStoreError(told.error) };
    });
    const failure = await Promise.race([stopped, ended]);
    clearTimeout(timer);
    signal?.removeEventListener('abort', cancel);
    if (failure !== null) throw failure.error;
  }

  #begin(stores: readonly Store[]): Change {
    try {
      return this.#database.transaction([...stores], 'readwrite');
    } catch (error) {
      throw asStoreError(error);
    }
  }
}

/** What ends a change before it is through. `tooLate`: it went through all the same, because the browser was writing already. */
interface Stop {
  readonly limitMs?: number;
  readonly signal?: CancelSignal;
  readonly tooLate?: () => void;
}

interface Failure {
  readonly error: unknown;
}

const failureOf = (work: Promise<unknown>): Promise<Failure | null> =>
  work.then(
    () => null,
    (error: unknown) => ({ error }),
  );

function abort(change: Change): void {
  try {
    change.abort();
  } catch {
    // the browser is writing it already
  }
}

const nameOf = (error: unknown): string => (error instanceof Error || error instanceof DOMException ? error.name : typeof error);

const WHY: Readonly<Record<string, string>> = { QuotaExceededError: 'quota', InvalidStateError: 'closed' };

function asStoreError(error: unknown): TouchstoneError {
  if (isTouchstoneError(error)) return error;
  const detail = nameOf(error);
  return new TouchstoneError<StoreErrorCode>('store-failed', { why: WHY[detail] ?? 'failed', detail }, error);
}

/** Waits for a reading. @throws store-failed */
async function told<Value>(reading: Promise<Value>): Promise<Value> {
  try {
    return await within(REQUEST_MS, reading, () => undefined);
  } catch (error) {
    throw asStoreError(error);
  }
}

/** Waits no longer than this; what comes `late` is handed to whoever must put it away. */
function within<Value>(limitMs: number, work: Promise<Value>, late: (value: Value) => void): Promise<Value> {
  return new Promise((resolve, reject) => {
    let state: 'waiting' | 'over' = 'waiting';
    const timer = setTimeout(() => {
      state = 'over';
      reject(new TouchstoneError<StoreErrorCode>('store-failed', { why: 'timeout' }));
    }, limitMs);
    work.then(
      (value) => {
        clearTimeout(timer);
        if (state === 'over') late(value);
        else resolve(value);
      },
      (error: unknown) => {
        clearTimeout(timer);
        reject(error as Error);
      },
    );
  });
}
