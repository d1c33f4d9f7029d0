/**
 * The world outside the store's desk: network, clock, databases, other tabs. Given in, so that tests bring another one.
 * Floor: app. Decides nothing.
 */
import type { Clock } from '../../base/index.ts';
import { loadStation, type RecordStore } from '../../bench/index.ts';
import type { StoreTools } from '../../cloud/index.ts';
import { systemClock } from '../../link/index.ts';
import { keepStore, readKeptStore, type KeptStore } from './kept-store.ts';
import { openOutbox, type Outbox } from './outbox.ts';

/** The part of the records that is used. */
export type StoreRecords = Pick<RecordStore, 'get' | 'head' | 'merge' | 'summaries'>;

export interface StoreOutside {
  readonly fetch: typeof fetch;
  readonly clock: Clock;
  /** In [0, 1). */
  readonly random: () => number;
  readonly pageOrigin: string;
  readonly kept: { readonly read: () => KeptStore | null; readonly keep: (store: KeptStore | null) => boolean };
  readonly openOutbox: () => Promise<Outbox>;
  readonly openRecords: () => Promise<StoreRecords>;
  /** Runs `work` while no other tab of this browser does; waits for its turn. */
  readonly alone: (work: () => Promise<void>, signal: AbortSignal) => Promise<void>;
  /** The network has come back, as far as the browser can tell. */
  readonly onOnline: (listener: () => void) => void;
  /** How long a run waits for the store; two seconds but in tests. */
  readonly guardLimitMs?: number;
  /** See StoreTools: in tests only. */
  readonly nodeStream?: NonNullable<StoreTools['nodeStream']>;
}

const LOCK = 'touchstone.store.drain';

/** The browser. */
export function browserStoreOutside(): StoreOutside {
  return {
    fetch: (input, init) => fetch(input, init),
    clock: systemClock,
    random: () => Math.random(),
    pageOrigin: location.origin,
    kept: { read: readKeptStore, keep: keepStore },
    openOutbox,
    openRecords: async () => (await loadStation()).RecordStore.open(),
    alone: async (work, signal) => {
      await navigator.locks.request(LOCK, { signal }, work);
    },
    onOnline: (listener) => {
      window.addEventListener('online', listener);
    },
  };
}
