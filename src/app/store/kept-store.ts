/**
 * Which shared store this browser uses, kept for the next visit; all that the page needs to know before anything of the store is loaded.
 * Floor: app. Kept in localStorage; what is found there is as foreign as any other input. Names only: never a token.
 */
export interface KeptStore {
  readonly endpoint: string;
  readonly container: string;
  /** `site`: taken over from config.json when the cloud screen was opened. */
  readonly from: 'browser' | 'site';
}

const KEY = 'touchstone.store.1';
const LONGEST = 300;

/** Null: there is no shared store. */
export function readKeptStore(): KeptStore | null {
  try {
    const kept = JSON.parse(localStorage.getItem(KEY) ?? 'null') as Partial<Record<keyof KeptStore, unknown>> | null;
    const { endpoint, container, from } = kept ?? {};
    const isText = (value: unknown): value is string => typeof value === 'string' && value !== '' && value.length <= LONGEST;
    return isText(endpoint) && isText(container) ? { endpoint, container, from: from === 'site' ? 'site' : 'browser' } : null;
  } catch {
    return null;
  }
}

/** False when the browser does not let us. */
export function keepStore(store: KeptStore | null): boolean {
  try {
    if (store === null) localStorage.removeItem(KEY);
    else localStorage.setItem(KEY, JSON.stringify(store));
    return true;
  } catch {
    return false;
  }
}
