/**
 * How far each chain of records has been sent to each store, and what came of the claims; in a database of its own.
 * Floor: app. There is no list of what waits: whatever stands in the records behind the number that was sent last waits. So nothing can be lost between
 * two writes, and nothing is sent twice but the record at which the power went.
 * Reference: Indexed Database API 3.0 (W3C), "strict" durability: complete means written, not handed over.
 */
import { openDB, type DBSchema, type IDBPDatabase } from 'idb';
import { TouchstoneError, isTouchstoneError } from '../../base/index.ts';
import type { StoreErrorCode } from '../manifests/kept.ts';
import type { ClaimRow } from '../../ui/index.ts';

/** Every method may reject with store-failed. */
export interface Outbox {
  /** Number of the last record of a chain that is in the store; 0 before the first. */
  sent(place: string, chain: string): Promise<number>;
  /** Record `number` is in the store, and so are its claims. */
  advance(place: string, chain: string, number: number, claims: readonly ClaimRow[]): Promise<void>;
  /** Newest first. */
  claims(place: string, atMost: number): Promise<readonly ClaimRow[]>;
  /** Somebody has looked at those that another unit has. */
  lookedAt(place: string): Promise<void>;
  close(): void;
}

interface Schema extends DBSchema {
  sent: { key: string; value: number };
  claims: { key: number; value: ClaimRow & { readonly place: string } };
}

const NAME = 'touchstone-store';
const VERSION = 1;
const LIMIT_MS = 30_000;
const CLAIMS_KEPT = 2_000;

const keyOf = (place: string, chain: string): string => `${chain} ${place}`;

/** Opens the database, and makes it at the first visit. @throws store-failed */
export async function openOutbox(): Promise<Outbox> {
  const opening = openDB<Schema>(NAME, VERSION, {
    upgrade: (database) => {
      database.createObjectStore('sent');
      database.createObjectStore('claims', { autoIncrement: true });
    },
    blocking: (_current, _blocked, event) => {
      (event.target as IDBDatabase).close();
    },
  });
  return new BrowserOutbox(await told(opening));
}

class BrowserOutbox implements Outbox {
  readonly #database: IDBPDatabase<Schema>;

  constructor(database: IDBPDatabase<Schema>) {
    this.#database = database;
  }

  async sent(place: string, chain: string): Promise<number> {
    return (await told(this.#database.get('sent', keyOf(place, chain)))) ?? 0;
  }

  advance(place: string, chain: string, number: number, claims: readonly ClaimRow[]): Promise<void> {
    return told(this.#advance(place, chain, number, claims));
  }

  async #advance(place: string, chain: string, number: number, claims: readonly ClaimRow[]): Promise<void> {
    const change = this.#database.transaction(['sent', 'claims'], 'readwrite', { durability: 'strict' });
    change.done.catch(() => undefined); // what went wrong is thrown by the request itself
    await change.objectStore('sent').put(number, keyOf(place, chain));
    const store = change.objectStore('claims');
    for (const claim of claims) {
      const key = await store.add({ ...claim, place });
      if (key > CLAIMS_KEPT) await store.delete(key - CLAIMS_KEPT);
    }
    await change.done;
  }

  claims(place: string, atMost: number): Promise<readonly ClaimRow[]> {
    return told(this.#claims(place, atMost));
  }

  async #claims(place: string, atMost: number): Promise<readonly ClaimRow[]> {
    const found: ClaimRow[] = [];
    let cursor = await this.#database.transaction('claims').store.openCursor(null, 'prev');
    while (cursor !== null && found.length < atMost) {
      const { place: where, ...row } = cursor.value;
      if (where === place) found.push(row);
      cursor = await cursor.continue();
    }
    return found;
  }

  lookedAt(place: string): Promise<void> {
    return told(this.#lookedAt(place));
  }

  async #lookedAt(place: string): Promise<void> {
    let cursor = await this.#database.transaction('claims', 'readwrite').store.openCursor();
    while (cursor !== null) {
      if (cursor.value.place === place && cursor.value.look === 'new') await cursor.update({ ...cursor.value, look: 'none' });
      cursor = await cursor.continue();
    }
  }

  close(): void {
    this.#database.close();
  }
}

/** A request of the database with a deadline, its failure in our words. @throws store-failed */
async function told<T>(work: Promise<T>): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new TouchstoneError<StoreErrorCode>('store-failed', { why: 'timeout' })), LIMIT_MS);
  });
  try {
    return await Promise.race([work, late]);
  } catch (error) {
    if (isTouchstoneError(error)) throw error;
    const detail = error instanceof Error ? error.name : typeof error;
    throw new TouchstoneError<StoreErrorCode>('store-failed', { why: detail === 'QuotaExceededError' ? 'quota' : 'failed', detail }, error);
  } finally {
    clearTimeout(timer);
  }
}
