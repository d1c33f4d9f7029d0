/**
 * The world outside the cloud desk: network, clock, sign-ins, storage, the page itself. Given in, so that tests bring another one.
 * Floor: app. Decides nothing.
 */
import type { Clock } from '../../base/index.ts';
import { emulatorSignIn, entraSignIn, type CloudSettings, type SignIn } from '../../cloud/index.ts';
import { systemClock } from '../../link/index.ts';
import { offerFile } from '../offer-file.ts';
import type { CloudStore } from './kept-jobs.ts';

export interface Outside {
  readonly fetch: typeof fetch;
  readonly clock: Clock;
  /** Milliseconds of the Unix epoch. */
  readonly now: () => number;
  /** In [0, 1). */
  readonly random: () => number;
  /** Where settings stay; may throw. */
  readonly kept: () => Storage;
  /** What lives as long as the tab; may throw. */
  readonly tab: () => Storage;
  /** Address of the page, without query and fragment. */
  readonly pageUrl: string;
  readonly entra: (settings: CloudSettings, redirectUri: string) => SignIn;
  readonly emulator: (base: string) => SignIn;
  readonly openStore: () => Promise<CloudStore>;
  /** Runs `work` while no other window of this browser does; null when one does. */
  readonly alone: <Value>(work: () => Promise<Value>) => Promise<Value | null>;
  readonly page: { readonly hidden: boolean; onVisibility(listener: () => void): void };
  readonly save: (fileName: string, content: Blob) => void;
}

const LOCK = 'touchstone.cloud.job';

/** The browser. */
export function browserOutside(): Outside {
  const send: typeof fetch = (input, init) => fetch(input, init);
  return {
    fetch: send,
    clock: systemClock,
    now: () => Date.now(),
    random: () => Math.random(),
    kept: () => localStorage,
    tab: () => sessionStorage,
    pageUrl: document.baseURI.replace(/[?#].*$/, ''),
    entra: (settings, redirectUri) => entraSignIn(settings, redirectUri, { fetch: send, clock: systemClock, storage: sessionStorage }),
    emulator: (base) => emulatorSignIn(base, { fetch: send, clock: systemClock }),
    openStore: async () => (await import('./cloud-store.ts')).openCloudStore(),
    alone: (work) => navigator.locks.request(LOCK, { ifAvailable: true }, (lock) => (lock === null ? null : work())),
    page: {
      get hidden() {
        return document.hidden;
      },
      onVisibility: (listener) => {
        document.addEventListener('visibilitychange', listener);
      },
    },
    save: offerFile,
  };
}

/** Where a sign-in comes back to; what an administrator registers. */
export const redirectUriOf = (pageUrl: string): string => new URL('redirect.html', pageUrl).href;
