/**
 * The emulator's own sign-in: it gives tokens to whoever asks, for an account that is nobody's.
 * Floor: cloud. Sends nothing to any directory. The tokens are worth something to the emulator only; they are kept in memory all the same.
 * Reference: tools/azure-emulator/README.md, Control: POST {base}/control/token.
 */
import { TouchstoneError } from '../../base/index.ts';
import type { CancelSignal, Clock } from '../../base/index.ts';
import type { CloudErrorCode } from '../errors.ts';
import type { CloudAnswer } from '../http/cloud-http.ts';
import { Fields, jsonOf } from '../http/fields.ts';
import { readText } from '../http/read-text.ts';
import { within } from '../http/within.ts';
import type { CloudAccount, TokenResource, NationalCloud } from '../model.ts';
import { scopeOf } from '../settings/endpoints.ts';
import type { SignIn } from './sign-in.ts';

const TIMEOUT_MS = 10_000;
const LIMIT_BYTES = 64 * 1024;
/** A token is not used in its last minute. */
const EARLY_MS = 60_000;

export interface EmulatorSignInTools {
  readonly fetch: typeof fetch;
  readonly clock: Clock;
  /** Default: public. */
  readonly cloud?: NationalCloud;
}

interface KeptToken {
  readonly text: string;
  readonly untilMs: number;
}

class EmulatorSignIn implements SignIn {
  readonly #address: string;
  readonly #tools: EmulatorSignInTools;
  readonly #tokens = new Map<TokenResource, KeptToken>();
  #account: CloudAccount | null = null;

  constructor(base: string, tools: EmulatorSignInTools) {
    this.#address = `${base}/control/token`;
    this.#tools = tools;
  }

  get account(): CloudAccount | null {
    return this.#account;
  }

  prepare(): Promise<void> {
    return Promise.resolve();
  }

  restore(): Promise<CloudAccount | null> {
    return Promise.resolve(this.#account);
  }

  async signIn(): Promise<CloudAccount> {
    const { token, account } = await this.#ask('arm');
    this.#tokens.set('arm', token);
    this.#account = account;
    return account;
  }

  signOut(): Promise<void> {
    this.#tokens.clear();
    this.#account = null;
    return Promise.resolve();
  }

  async token(resource: TokenResource, signal?: CancelSignal): Promise<string> {
    if (this.#account === null) throw new TouchstoneError<CloudErrorCode>('sign-in-needed', { resource });
    const kept = this.#tokens.get(resource);
    if (kept !== undefined && this.#tools.clock.nowMs() < kept.untilMs) return kept.text;
    const { token } = await this.#ask(resource, signal);
    this.#tokens.set(resource, token);
    return token.text;
  }

  consent(): Promise<void> {
    return Promise.resolve(); // it asks nobody
  }

  refused(resource: TokenResource): void {
    this.#tokens.delete(resource);
  }

  async #ask(resource: TokenResource, signal?: CancelSignal): Promise<{ readonly token: KeptToken; readonly account: CloudAccount }> {
    const { clock, fetch: ask, cloud = 'public' } = this.#tools;
    const missing = (): TouchstoneError => new TouchstoneError<CloudErrorCode>('emulator-missing', { address: this.#address });
    const body = JSON.stringify({ scope: scopeOf(resource, cloud) });
    const options = {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body,
      credentials: 'omit',
      cache: 'no-store',
      redirect: 'error',
    } as const;
    const answer = await within({ clock, timeoutMs: TIMEOUT_MS, signal, late: missing }, async (limit): Promise<CloudAnswer> => {
      const response = await ask(this.#address, { ...options, signal: limit }).catch(() => {
        throw missing();
      });
      const text = await readText(response, LIMIT_BYTES).catch(() => null);
      if (text === null || response.status !== 200) throw missing();
      return { host: 'emulator', status: 200, text, header: () => null };
    });
    const fields = new Fields(answer, jsonOf(answer), 'token');
    const account = fields.object('account');
    const text = fields.name('access_token', 16_384);
    const untilMs = clock.nowMs() + Math.max(0, (fields.number('expires_in') ?? 0) * 1000 - EARLY_MS);
    const who = { username: account?.text('username') ?? '', name: account?.text('name') ?? '', tenantId: account?.text('tenantId') ?? '' };
    return { token: { text, untilMs }, account: who };
  }
}

/** `base` is the emulator's address without a trailing slash. @throws emulator-missing from its methods */
export function emulatorSignIn(base: string, tools: EmulatorSignInTools): SignIn {
  return new EmulatorSignIn(base, tools);
}
