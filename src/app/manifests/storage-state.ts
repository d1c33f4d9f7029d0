/**
 * What the browser says of the room it gives this site, and whether it promises to keep it.
 * Floor: app. Keeps nothing itself; a browser that does not say is no failure.
 * Reference: Storage Standard (WHATWG): persist, persisted, estimate.
 */
import type { AppView } from '../../ui/index.ts';

type StorageView = AppView['storage'];

/** The part of `navigator.storage` that is asked; it is missing where the page is not secure. */
export type StorageManagerEnd = Pick<StorageManager, 'estimate' | 'persist' | 'persisted'>;

export const browserStorage = (): StorageManagerEnd | null => (navigator as { readonly storage?: StorageManagerEnd }).storage ?? null;

/** Whether the browser promised before to keep the data. */
export const wasPromised = (storage: StorageManagerEnd | null): Promise<StorageView['persisted']> => answer(storage?.persisted());

/** Asks the browser to keep the data even when the disk gets full. Some ask the person: nobody may wait for this. */
export const askToKeep = (storage: StorageManagerEnd | null): Promise<StorageView['persisted']> => answer(storage?.persist());

async function answer(asked: Promise<boolean> | undefined): Promise<StorageView['persisted']> {
  try {
    const promised = await asked;
    return promised === undefined ? 'unknown' : promised ? 'yes' : 'no';
  } catch {
    return 'unknown';
  }
}

/** Bytes this site uses and may use. */
export async function usageOf(storage: StorageManagerEnd | null): Promise<Pick<StorageView, 'usedBytes' | 'quotaBytes'>> {
  try {
    const estimate = await storage?.estimate();
    return { usedBytes: estimate?.usage ?? null, quotaBytes: estimate?.quota ?? null };
  } catch {
    return { usedBytes: null, quotaBytes: null };
  }
}
