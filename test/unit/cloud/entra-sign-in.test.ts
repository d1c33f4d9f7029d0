/** The sign-in's own decisions, on a library that does as it is told. The library itself is driven in a browser (test/e2e/sign-in*.test.ts). */
import { AuthError, InteractionRequiredAuthError } from '@azure/msal-browser';
import type { AccountInfo, AuthenticationResult, PublicClientApplication } from '@azure/msal-browser';
import { describe, expect, test } from 'vitest';
import { entraSignIn } from '../../../src/cloud/index.ts';
import type { CloudAccount, CloudSettings, SignIn } from '../../../src/cloud/index.ts';
import { SteppingClock } from '../../support/stepping-clock.ts';
import { failureOf } from './answers.ts';

const SETTINGS: CloudSettings = { clientId: '67ccd9d7-aaaa-4bbb-8ccc-0123456789ab', tenant: 'contoso.onmicrosoft.com', cloud: 'public', proxy: '' };
const REDIRECT = 'https://bench.example.test/redirect.html';
const INFO = {
  username: 'operator@example.test',
  name: 'An operator',
  tenantId: 't',
  homeAccountId: 'h',
  environment: 'e',
  localAccountId: 'l',
} as AccountInfo;
const ACCOUNT: CloudAccount = { username: 'operator@example.test', name: 'An operator', tenantId: 't' };

/** The part of `Storage` that is looked at. */
function storageWith(...keys: readonly string[]): Storage {
  const kept = new Map(keys.map((key) => [key, '']));
  return {
    get length() {
      return kept.size;
    },
    key: (index: number) => [...kept.keys()][index] ?? null,
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
    removeItem: (key: string) => void kept.delete(key),
    clear: () => {
      kept.clear();
    },
  };
}

interface Told {
  readonly silent?: (request: { scopes: string[]; forceRefresh?: boolean }) => Promise<string>;
  readonly popup?: (request: { scopes: string[]; prompt?: string }, opened: (popup: { closed: boolean }) => void) => Promise<AccountInfo>;
  readonly returning?: () => Promise<AuthenticationResult | null>;
  readonly accounts?: readonly AccountInfo[];
  readonly loadFails?: number;
  readonly hasFocus?: () => boolean;
}

interface Bench {
  readonly signIn: SignIn;
  readonly loads: () => number;
  readonly started: { readonly clientId: string; readonly authority: string; readonly redirectUri: string }[];
  readonly late: CloudAccount[];
  readonly calls: string[];
}

function bench(storage: Storage, told: Told = {}): Bench {
  let loads = 0;
  const started: Bench['started'] = [];
  const late: CloudAccount[] = [];
  const calls: string[] = [];
  let active: AccountInfo | null = null;
  const signIn = entraSignIn(SETTINGS, REDIRECT, {
    fetch: () => Promise.reject(new TypeError('nothing is to be fetched')),
    clock: new SteppingClock(250),
    storage,
    hasFocus: told.hasFocus ?? (() => true),
    onLateAccount: (account) => late.push(account),
    load: () => {
      loads++;
      if (loads <= (told.loadFails ?? 0)) return Promise.reject(new TypeError('Failed to fetch dynamically imported module'));
      return Promise.resolve((options) => {
        const { clientId, authority, redirectUri, onWindow } = options;
        started.push({ clientId, authority, redirectUri });
        const client = {
          handleRedirectPromise: told.returning ?? (() => Promise.resolve(null)),
          getActiveAccount: () => active,
          setActiveAccount: (account: AccountInfo | null) => {
            active = account;
          },
          getAllAccounts: () => told.accounts ?? [],
          clearCache: () => {
            calls.push('clearCache');
            return Promise.resolve();
          },
          acquireTokenRedirect: (request: { prompt?: string }) => {
            calls.push(`redirect ${request.prompt ?? ''}`);
            return Promise.resolve();
          },
          acquireTokenSilent: async (request: { scopes: string[]; forceRefresh?: boolean }) => {
            calls.push(`silent ${request.scopes.join()} ${String(request.forceRefresh)}`);
            return { accessToken: await (told.silent ?? (() => Promise.resolve('a token')))(request) };
          },
          acquireTokenPopup: async (request: { scopes: string[]; prompt?: string; overrideInteractionInProgress?: boolean }) => {
            calls.push(`popup ${request.scopes.join()} ${request.prompt ?? ''} ${String(request.overrideInteractionInProgress)}`);
            const account = await (told.popup ?? (() => Promise.resolve(INFO)))(request, (popup) => {
              onWindow(popup as Window);
            });
            return { account };
          },
        };
        return Promise.resolve(client as unknown as PublicClientApplication);
      });
    },
  });
  return { signIn, loads: () => loads, started, late, calls };
}

describe('the library', () => {
  test.each([[[]], [['touchstone.emulator', 'msal.version']], [['xmsal.3.account.keys']]])(
    'is not loaded to look for a session where there is none: %j',
    async (keys) => {
      const { signIn, loads } = bench(storageWith(...keys));
      expect(await signIn.restore()).toBeNull();
      expect(loads()).toBe(0);
    },
  );

  test.each([['msal.3.account.keys'], ['msal.account.keys'], ['msal.interaction.status']])('is loaded where %s tells of one', async (key) => {
    const { signIn, loads, started } = bench(storageWith(key), { accounts: [INFO] });
    expect(await signIn.restore()).toEqual(ACCOUNT);
    expect([signIn.account, loads()]).toEqual([ACCOUNT, 1]);
    expect(started).toEqual([{ clientId: SETTINGS.clientId, authority: 'https://login.microsoftonline.com/contoso.onmicrosoft.com', redirectUri: REDIRECT }]);
  });

  test('is loaded once, and again when it could not be', async () => {
    const { signIn, loads } = bench(storageWith(), { loadFails: 1 });
    expect(await failureOf(signIn.prepare())).toMatchObject({ code: 'sign-in-network', facts: { reason: 'not-loaded' } });
    await Promise.all([signIn.prepare(), signIn.prepare(), signIn.signIn('popup')]);
    expect(loads()).toBe(2);
  });
});

describe('coming back', () => {
  test('takes the answer up once, a refusal too', async () => {
    const { signIn } = bench(storageWith('msal.interaction.status'), {
      returning: () => Promise.reject(new AuthError('access_denied', 'c', 'AADSTS65004: no')),
    });
    expect(await failureOf(signIn.restore())).toMatchObject({ code: 'sign-in-cancelled' });
    expect(await signIn.restore()).toBeNull();
  });

  test('signs in whom the answer names', async () => {
    const returning = (): Promise<AuthenticationResult> => Promise.resolve({ account: INFO } as AuthenticationResult);
    expect(await bench(storageWith('msal.interaction.status'), { returning }).signIn.restore()).toEqual(ACCOUNT);
  });
});

describe('a window', () => {
  test('asks who it shall be, for Resource Manager first, whatever other window was left open', async () => {
    const { signIn, calls } = bench(storageWith());
    expect(await signIn.signIn('popup')).toEqual(ACCOUNT);
    expect(calls).toEqual(['popup https://management.azure.com/.default select_account true']);
  });

  test('that the browser did not open says so', async () => {
    const { signIn } = bench(storageWith(), { popup: () => Promise.reject(new AuthError('popup_window_error', 'c')) });
    expect((await failureOf(signIn.signIn('popup'))).code).toBe('sign-in-popup-blocked');
  });

  test('that the person closes is a cancelled sign-in', async () => {
    const popup = { closed: false };
    const { signIn } = bench(storageWith(), {
      popup: (_request, opened) => {
        opened(popup);
        setTimeout(() => (popup.closed = true), 5);
        return new Promise(() => undefined);
      },
    });
    expect(await failureOf(signIn.signIn('popup'))).toMatchObject({ code: 'sign-in-cancelled', facts: { reason: 'window-closed' } });
    expect(signIn.account).toBeNull();
  });

  test('that only looks closed, because another page has the focus, is waited for', async () => {
    let answer: (account: AccountInfo) => void = () => undefined;
    let looks = 0;
    const { signIn } = bench(storageWith(), {
      hasFocus: () => {
        if (++looks === 40) answer(INFO);
        return looks % 5 === 0; // a glance at this page is no return to it
      },
      popup: (_request, opened) => {
        opened({ closed: true });
        return new Promise((resolve) => {
          answer = resolve;
        });
      },
    });
    expect(await signIn.signIn('popup')).toEqual(ACCOUNT);
  });

  test('that answers after it was given up signs in all the same, and says so', async () => {
    let answer: (account: AccountInfo) => void = () => undefined;
    const { signIn, late } = bench(storageWith(), {
      popup: (_request, opened) => {
        opened({ closed: true });
        return new Promise((resolve) => {
          answer = resolve;
        });
      },
    });
    await failureOf(signIn.signIn('popup'));
    expect(late).toEqual([]);
    answer(INFO);
    await new Promise((resolve) => setTimeout(resolve, 5));
    expect(late).toEqual([ACCOUNT]);
    expect(signIn.account).toEqual(ACCOUNT);
  });
});

test('a redirect that does not leave the page has not reached the directory, and is not hindered by a window of before', async () => {
  const storage = storageWith('msal.interaction.status');
  const { signIn, calls } = bench(storage);
  expect(await failureOf(signIn.signIn('redirect'))).toMatchObject({ code: 'sign-in-network', facts: { reason: 'no-navigation' } });
  expect(calls).toEqual(['redirect select_account']);
  expect(storage.length).toBe(0);
});

describe('a token', () => {
  test('is for one resource, and none without a session', async () => {
    const { signIn, calls } = bench(storageWith());
    expect(await failureOf(signIn.token('dps'))).toEqual({ code: 'sign-in-needed', facts: { resource: 'dps' } });
    await signIn.signIn('popup');
    expect(await signIn.token('dps')).toBe('a token');
    expect(await signIn.token('hub')).toBe('a token');
    expect(calls.slice(1)).toEqual(['silent https://azure-devices-provisioning.net/.default false', 'silent https://iothubs.azure.net/.default false']);
  });

  test('that a service refused is fetched anew until one was given, for that resource only', async () => {
    let fails = 1;
    const { signIn, calls } = bench(storageWith(), {
      silent: () => (fails-- > 0 ? Promise.reject(new AuthError('network_error', 'c')) : Promise.resolve('new')),
    });
    await signIn.signIn('popup');
    signIn.refused('dps');
    expect((await failureOf(signIn.token('dps'))).code).toBe('sign-in-network');
    await signIn.token('dps');
    await signIn.token('dps');
    await signIn.token('arm');
    expect(calls.slice(1).map((call) => call.split(' ').at(-1))).toEqual(['true', 'true', 'false', 'false']);
  });

  test('that needs the person says which resource it is about, and the account stays known', async () => {
    const silent = (): Promise<never> => Promise.reject(new InteractionRequiredAuthError('consent_required', 'c', 'AADSTS65001: no', 'consent_required'));
    const { signIn, calls } = bench(storageWith(), { silent });
    await signIn.signIn('popup');
    expect(await failureOf(signIn.token('hub'))).toMatchObject({ code: 'sign-in-consent', facts: { resource: 'hub', aadsts: 65001 } });
    expect(signIn.account).toEqual(ACCOUNT);
    await signIn.consent('hub');
    expect(calls.at(-1)).toBe('popup https://iothubs.azure.net/.default  true');
  });

  test('that takes too long for whoever waits can be left alone', async () => {
    const { signIn } = bench(storageWith(), { silent: () => new Promise(() => undefined) });
    await signIn.signIn('popup');
    const cancel = new AbortController();
    const waiting = signIn.token('arm', cancel.signal);
    cancel.abort('enough');
    await expect(waiting).rejects.toBe('enough');
    await expect(signIn.token('arm', AbortSignal.abort('before'))).rejects.toBe('before');
  });

  test('is gone after signing out, and so is what the library kept', async () => {
    const { signIn, calls } = bench(storageWith());
    await signIn.signIn('popup');
    await signIn.signOut();
    expect([signIn.account, calls.at(-1)]).toEqual([null, 'clearCache']);
    expect((await failureOf(signIn.token('arm'))).code).toBe('sign-in-needed');
  });
});
