/**
 * Signing in with Microsoft Entra ID: one session, and from it a token for each resource, silently where the directory allows it.
 * Floor: cloud. The library is fetched when it is first needed: by `prepare`, by a sign-in, or when this tab holds a session of it.
 * Reference: Microsoft identity platform, single-page application: authorization code flow with PKCE; the `.default` scope (the first sign-in asks for
 * consent to everything the registration lists). One resource a token: AADSTS28000 otherwise.
 */
import type { AccountInfo, AuthenticationResult, PublicClientApplication } from '@azure/msal-browser';
import { TouchstoneError } from '../../base/index.ts';
import type { CancelSignal, Clock } from '../../base/index.ts';
import type { CloudErrorCode } from '../errors.ts';
import type { CloudAccount, CloudResource, CloudSettings, TokenResource } from '../model.ts';
import { endpointsOf, scopeOf } from '../settings/endpoints.ts';
import { loginNetwork } from './login-network.ts';
import type { MsalOptions } from './msal-client.ts';
import type { SignIn, SignInWay } from './sign-in.ts';
import { sortSignInError } from './sort-error.ts';
import { untilClosed } from './window-watch.ts';
import type { WatchedWindow } from './window-watch.ts';

/** Where the library remembers that a window or a redirect of its own is under way. */
const UNDER_WAY_KEY = 'msal.interaction.status';
const SESSION_KEY = /^msal\.(?:\d+\.)?account\.keys$/;

export interface EntraTools {
  readonly fetch: typeof fetch;
  readonly clock: Clock;
  /** Where a session may be: the window's sessionStorage. */
  readonly storage: Storage;
  /** Whether the page has the focus; default: ask the document. */
  readonly hasFocus?: () => boolean;
  /** Somebody is signed in after all: the answer came when the window was already taken for closed. */
  readonly onLateAccount?: (account: CloudAccount) => void;
  /** Another OpenID provider than Entra, with its own scopes, and the prompt at which it gives a session that can be renewed. */
  readonly provider?: { readonly authority: string; readonly scopes: Readonly<Record<CloudResource, readonly string[]>>; readonly prompt: string };
  /** The library; another one in tests only. */
  readonly load?: () => Promise<(options: MsalOptions) => Promise<PublicClientApplication>>;
}

const accountOf = (account: AccountInfo): CloudAccount => ({ username: account.username, name: account.name ?? '', tenantId: account.tenantId });

/** The library cannot be cancelled; its own deadlines end what nobody waits for any more. */
async function orCancelled<T>(work: Promise<T>, signal?: CancelSignal): Promise<T> {
  if (!signal) return work;
  let cancel = (): void => undefined;
  const cancelled = new Promise<never>((_resolve, reject) => {
    cancel = () => {
      reject(signal.reason);
    };
    if (signal.aborted) cancel();
    else signal.addEventListener('abort', cancel, { once: true });
  });
  try {
    return await Promise.race([cancelled, work]);
  } finally {
    signal.removeEventListener('abort', cancel);
  }
}

class EntraSignIn implements SignIn {
  readonly #settings: CloudSettings;
  readonly #redirectUri: string;
  readonly #tools: EntraTools;
  readonly #scopes: Readonly<Record<TokenResource, readonly string[]>>;
  readonly #refused = new Set<TokenResource>();
  #starting: Promise<PublicClientApplication> | null = null;
  #returning: Promise<AuthenticationResult | null> | null = null;
  #account: AccountInfo | null = null;
  #onWindow: (opened: WatchedWindow) => void = () => undefined;

  constructor(settings: CloudSettings, redirectUri: string, tools: EntraTools) {
    const { arm, dps, hub } = endpointsOf(settings.cloud).scopes;
    this.#settings = settings;
    this.#redirectUri = redirectUri;
    this.#tools = tools;
    this.#scopes = { storage: [scopeOf('storage', settings.cloud)], ...(tools.provider?.scopes ?? { arm: [arm], dps: [dps], hub: [hub] }) };
  }

  get account(): CloudAccount | null {
    return this.#account === null ? null : accountOf(this.#account);
  }

  async prepare(): Promise<void> {
    await this.#client();
  }

  async restore(): Promise<CloudAccount | null> {
    if (!this.#mayHaveSession()) return null;
    const client = await this.#client();
    try {
      this.#returning ??= client.handleRedirectPromise();
      const back = await this.#returning;
      if (back) this.#take(client, back.account);
    } catch (error) {
      this.#returning = Promise.resolve(null); // an answer is taken up once, a refusal too
      throw sortSignInError(error, '', 'interactive');
    }
    const known = client.getActiveAccount() ?? client.getAllAccounts()[0] ?? null;
    if (known) this.#take(client, known);
    return this.account;
  }

  async signIn(by: SignInWay): Promise<CloudAccount> {
    const client = await this.#client();
    // signing out ends the session here only, and another person may come
    const request = { scopes: [...this.#scopes.arm], prompt: this.#tools.provider?.prompt ?? 'select_account' };
    if (by === 'popup') return this.#inWindow(client, request, '');
    try {
      this.#tools.storage.removeItem(UNDER_WAY_KEY); // a window that was given up, here or before a reload
      await client.acquireTokenRedirect(request);
    } catch (error) {
      throw sortSignInError(error, '', 'interactive');
    }
    throw new TouchstoneError<CloudErrorCode>('sign-in-network', { reason: 'no-navigation', aadsts: 0, detail: '', resource: '' }); // still here
  }

  async signOut(): Promise<void> {
    const client = await this.#client();
    await client.clearCache();
    client.setActiveAccount(null);
    this.#account = null;
    this.#refused.clear();
  }

  async token(resource: TokenResource, signal?: CancelSignal): Promise<string> {
    const account = this.#account;
    if (account === null) throw new TouchstoneError<CloudErrorCode>('sign-in-needed', { resource });
    const client = await this.#client();
    const request = { scopes: [...this.#scopes[resource]], account, forceRefresh: this.#refused.has(resource) };
    const asked = client.acquireTokenSilent(request).catch((error: unknown) => {
      throw sortSignInError(error, resource, 'silent');
    });
    const { accessToken } = await orCancelled(asked, signal);
    this.#refused.delete(resource);
    return accessToken;
  }

  async consent(resource: TokenResource): Promise<void> {
    const client = await this.#client();
    await this.#inWindow(client, { scopes: [...this.#scopes[resource]], ...(this.#account === null ? {} : { account: this.#account }) }, resource);
  }

  refused(resource: TokenResource): void {
    this.#refused.add(resource);
  }

  #mayHaveSession(): boolean {
    if (this.#starting !== null) return true;
    const { storage } = this.#tools;
    return Array.from({ length: storage.length }, (_, index) => storage.key(index) ?? '').some((key) => key === UNDER_WAY_KEY || SESSION_KEY.test(key));
  }

  #client(): Promise<PublicClientApplication> {
    return (this.#starting ??= this.#start().catch((error: unknown) => {
      this.#starting = null; // next time it may load
      throw sortSignInError(error, '', 'silent');
    }));
  }

  async #start(): Promise<PublicClientApplication> {
    const { provider, load = async () => (await import('./msal-client.ts')).startMsal } = this.#tools;
    const { clientId, tenant, cloud } = this.#settings;
    const startMsal = await load().catch(() => {
      throw new TouchstoneError<CloudErrorCode>('sign-in-network', { reason: 'not-loaded', aadsts: 0, detail: '', resource: '' });
    });
    return startMsal({
      clientId,
      authority: provider?.authority ?? `${endpointsOf(cloud).authority}/${tenant}`,
      protocol: provider === undefined ? 'entra' : 'oidc',
      redirectUri: this.#redirectUri,
      network: loginNetwork(this.#tools),
      onWindow: (opened) => {
        this.#onWindow(opened);
      },
    });
  }

  #take(client: PublicClientApplication, account: AccountInfo): CloudAccount {
    client.setActiveAccount(account);
    this.#account = account;
    return accountOf(account);
  }

  /** Opens a window; whoever closes it has cancelled. An answer that comes all the same is taken up. */
  async #inWindow(
    client: PublicClientApplication,
    request: { scopes: string[]; prompt?: string; account?: AccountInfo },
    resource: TokenResource | '',
  ): Promise<CloudAccount> {
    const { clock, hasFocus = () => document.hasFocus() } = this.#tools;
    const stop = new AbortController();
    const closed = new Promise<WatchedWindow>((resolve) => {
      this.#onWindow = resolve;
    }).then((opened) => untilClosed({ clock, hasFocus }, opened, stop.signal));
    let givenUp = false;
    const answered = client.acquireTokenPopup({ ...request, overrideInteractionInProgress: true }).then((answer) => {
      const account = this.#take(client, answer.account);
      if (givenUp) this.#tools.onLateAccount?.(account);
      return account;
    });
    try {
      const cancelled = closed.then((): never => {
        throw new TouchstoneError<CloudErrorCode>('sign-in-cancelled', { reason: 'window-closed', aadsts: 0, detail: '', resource });
      });
      return await Promise.race([answered, cancelled]);
    } catch (error) {
      givenUp = true;
      throw sortSignInError(error, resource, 'interactive');
    } finally {
      stop.abort();
    }
  }
}

/** Signs in at the directory of the settings. Nothing is fetched or sent yet. */
export function entraSignIn(settings: CloudSettings, redirectUri: string, tools: EntraTools): SignIn {
  return new EntraSignIn(settings, redirectUri, tools);
}
