/**
 * Jobs, what changed in them and the record of enrolments in the browser's database: a database of its own, so that manifests need no new version of theirs.
 * Floor: app. Knows no services. Changes are only ever added; a job that is put away takes them along.
 * Reference: Indexed Database API 3.0 (W3C), "strict" durability: complete means written, not handed over.
 */
import { openDB, type DBSchema, type IDBPDatabase, type IDBPTransaction, type StoreNames } from 'idb';
import { TouchstoneError, isTouchstoneError } from '../../base/index.ts';
import type { JobChange } from '../../cloud/index.ts';
import type { EnrolRecord } from '../../ui/index.ts';
import type { StoreErrorCode } from '../manifests/kept.ts';
import type { CloudStore, KeptJob, NewRecord } from './kept-jobs.ts';

interface ChangeRow {
  readonly jobId: string;
  readonly changes: readonly JobChange[];
}

interface Schema extends DBSchema {
  jobs: { key: string; value: KeptJob };
  changes: { key: number; value: ChangeRow };
  records: { key: number; value: NewRecord; indexes: { serialNumber: string } };
}
type Store = StoreNames<Schema>;
type Change = IDBPTransaction<Schema, Store[], 'readwrite'>;

const NAME = 'touchstone-cloud';
const VERSION = 1;
const OPEN_MS = 10_000;
const REQUEST_MS = 30_000;
const ROWS_AT_ONCE = 500;

/** Opens the database, and makes it at the first visit. @throws store-failed */
export const openCloudStore = (): Promise<CloudStore> => open();

async function open(): Promise<BrowserCloudStore> {
  const opening = openDB<Schema>(NAME, VERSION, {
    upgrade: (database) => {
      database.createObjectStore('jobs', { keyPath: 'id' });
      database.createObjectStore('changes', { autoIncrement: true });
      database.createObjectStore('records', { autoIncrement: true }).createIndex('serialNumber', 'serialNumber');
    },
    blocking: (_current, _blocked, event) => {
      (event.target as IDBDatabase).close();
    },
  });
  opening.catch(() => undefined);
  return new BrowserCloudStore(await within(OPEN_MS, opening));
}

/**
 * What was done with one chip in the cloud from this browser, newest first: for the chip's entry, and for whoever writes its run record.
 * Looks only where something was ever kept. @throws store-failed
 */
export async function enrolmentsOf(serialNumber: string): Promise<readonly EnrolRecord[]> {
  const names = await within(REQUEST_MS, indexedDB.databases());
  if (!names.some(({ name }) => name === NAME)) return [];
  const store = await open();
  try {
    return await store.recordsOf(serialNumber.toUpperCase());
  } finally {
    store.close();
  }
}

class BrowserCloudStore implements CloudStore {
  readonly #database: IDBPDatabase<Schema>;

  constructor(database: IDBPDatabase<Schema>) {
    this.#database = database;
  }

  close(): void {
    this.#database.close();
  }

  beginJob(job: KeptJob): Promise<void> {
    return this.#change(['jobs'], async (change) => void (await change.objectStore('jobs').put(job)));
  }

  write(jobId: string, changes: readonly JobChange[], records: readonly NewRecord[]): Promise<void> {
    return this.#change(['changes', 'records'], async (change) => {
      await change.objectStore('changes').add({ jobId, changes });
      for (const record of records) await change.objectStore('records').add(record);
    });
  }

  async *changesOf(jobId: string): AsyncGenerator<readonly JobChange[]> {
    for (let last = 0; ;) {
      const rest = IDBKeyRange.lowerBound(last, true); // keys begin at 1
      const { store } = this.#database.transaction('changes');
      const [rows, keys] = await within(REQUEST_MS, Promise.all([store.getAll(rest, ROWS_AT_ONCE), store.getAllKeys(rest, ROWS_AT_ONCE)]));
      yield rows.flatMap((row) => (row.jobId === jobId ? row.changes : []));
      const next = keys.at(-1);
      if (next === undefined) return;
      last = next;
    }
  }

  endJob(jobId: string, state: KeptJob['state']): Promise<void> {
    return this.#change(['jobs'], async (change) => {
      const job = await change.objectStore('jobs').get(jobId);
      if (job !== undefined) await change.objectStore('jobs').put({ ...job, state });
    });
  }

  async lastJob(): Promise<KeptJob | null> {
    const jobs = await within(REQUEST_MS, this.#database.getAll('jobs'));
    return jobs.toSorted((a, b) => b.startedMs - a.startedMs)[0] ?? null;
  }

  forgetJobs(): Promise<void> {
    return this.#change(['jobs', 'changes'], async (change) => {
      await change.objectStore('jobs').clear();
      await change.objectStore('changes').clear();
    });
  }

  addRecord(record: NewRecord): Promise<void> {
    return this.#change(['records'], async (change) => void (await change.objectStore('records').add(record)));
  }

  async records(atMost: number): Promise<readonly EnrolRecord[]> {
    const found: EnrolRecord[] = [];
    const read = async (): Promise<void> => {
      let cursor = await this.#database.transaction('records').store.openCursor(null, 'prev');
      while (cursor !== null && found.length < atMost) {
        found.push({ ...cursor.value, id: String(cursor.primaryKey) });
        cursor = await cursor.continue();
      }
    };
    await within(REQUEST_MS, read());
    return found;
  }

  async recordsOf(serialNumber: string): Promise<readonly EnrolRecord[]> {
    const index = this.#database.transaction('records').store.index('serialNumber');
    const [values, keys] = await within(REQUEST_MS, Promise.all([index.getAll(serialNumber), index.getAllKeys(serialNumber)]));
    return values.map((value, at) => ({ ...value, id: String(keys[at]) })).toReversed();
  }

  dropRecords(until: string): Promise<void> {
    return this.#change(['records'], (change) => change.objectStore('records').delete(IDBKeyRange.upperBound(Number(until))));
  }

  /** One transaction: all of `work`, or nothing when it fails or takes too long. */
  async #change(stores: readonly Store[], work: (change: Change) => Promise<void>): Promise<void> {
    let change: Change | null = null;
    const run = async (): Promise<void> => {
      const begun: Change = this.#database.transaction([...stores], 'readwrite', { durability: 'strict' });
      change = begun;
      begun.done.catch(() => undefined); // waited for below, but perhaps never reached
      await work(begun);
      await begun.done;
    };
    try {
      await within(REQUEST_MS, run());
    } catch (error) {
      abort(change);
      throw error;
    }
  }
}

function abort(change: Change | null): void {
  try {
    change?.abort();
  } catch {
    // it has ended
  }
}

/** @throws store-failed */
async function within<Value>(limitMs: number, work: Promise<Value>): Promise<Value> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new TouchstoneError<StoreErrorCode>('store-failed', { why: 'timeout' })), limitMs);
  });
  try {
    return await Promise.race([work, late]);
  } catch (error) {
    if (isTouchstoneError(error)) throw error;
    const detail = error instanceof Error || error instanceof DOMException ? error.name : typeof error;
    const why = detail === 'QuotaExceededError' ? 'quota' : detail === 'InvalidStateError' ? 'closed' : 'failed';
    throw new TouchstoneError<StoreErrorCode>('store-failed', { why, detail }, error);
  } finally {
    clearTimeout(timer);
  }
}
