/**
 * Access and identity tokens: issued by the emulator with its own key, and checked by its services.
 * Local tool. Knows nothing of how a person signed in. Reference: RFC 7519; claims as in chapter 6.5 of the notes on Azure.
 */
import { createHmac, timingSafeEqual } from 'node:crypto';
import type { EmulatorOptions } from './options.ts';
import { isObject, readObject } from './exchange.ts';
import type { Account } from './state.ts';

/** The resources a token can be for. A token is for one of them. */
export const RESOURCES = {
  arm: 'https://management.azure.com',
  dps: 'https://azure-devices-provisioning.net',
  hub: 'https://iothubs.azure.net',
  /** The emulator has no storage: azurite takes these tokens (`--oauth basic` looks at issuer, audience and time). */
  storage: 'https://storage.azure.com',
} as const;

const CONSENTED: readonly string[] = Object.values(RESOURCES);
/** Scopes that name no resource. */
const PLAIN_SCOPES = new Set(['openid', 'profile', 'email', 'offline_access']);

export type ScopeReading =
  | { readonly kind: 'resource'; readonly resource: string; readonly granted: string }
  | { readonly kind: 'none' }
  | { readonly kind: 'many' }
  | { readonly kind: 'unknown'; readonly resource: string };

/** Which resource a scope parameter asks for. Both `…/.default` and `…/user_impersonation` are granted and echoed (6.5). */
export function readScope(scope: string): ScopeReading {
  const resources = new Set<string>();
  for (const word of scope.split(/\s+/)) {
    if (word === '' || PLAIN_SCOPES.has(word)) continue;
    const resource = word.replace(/\/+[^/]*$/, '');
    resources.add(resource);
  }
  const [resource, second] = [...resources];
  if (resource === undefined) return { kind: 'none' };
  if (second !== undefined) return { kind: 'many' };
  if (!CONSENTED.includes(resource)) return { kind: 'unknown', resource };
  return { kind: 'resource', resource, granted: `${resource}/user_impersonation ${resource}/.default` };
}

export interface Claims {
  readonly aud: string;
  readonly exp: number;
  readonly tid: string;
  readonly upn: string;
}

export type TokenCheck = { readonly kind: 'good'; readonly claims: Claims } | { readonly kind: 'missing' | 'malformed' | 'forged' | 'audience' | 'expired' };

const encode = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');

export class TokenOffice {
  private readonly key: Uint8Array;
  private issued = 0;
  private expiredThrough = 0;

  constructor(private readonly options: EmulatorOptions) {
    this.key = options.random(32);
  }

  private sign(claims: Record<string, unknown>): string {
    const text = `${encode({ typ: 'JWT', alg: 'HS256' })}.${encode(claims)}`;
    return `${text}.${createHmac('sha256', this.key).update(text).digest('base64url')}`;
  }

  private nowS(): number {
    return Math.floor(this.options.clock.now() / 1000);
  }

  /** A token for one resource, in the named tenant. */
  access(account: Account, tenantId: string, resource: string): string {
    const nowS = this.nowS();
    this.issued++;
    return this.sign({
      aud: resource,
      iss: `https://sts.windows.net/${tenantId}/`,
      iat: nowS,
      nbf: nowS,
      exp: nowS + this.options.tokenLifetimeS,
      oid: account.oid,
      tid: tenantId,
      upn: account.username,
      scp: 'user_impersonation',
      ver: '1.0',
      number: this.issued,
    });
  }

  /** Who signed in, for the application that asked. */
  identity(account: Account, tenantId: string, clientId: string, nonce: string | null): string {
    const nowS = this.nowS();
    return this.sign({
      aud: clientId,
      iss: `https://login.microsoftonline.com/${tenantId}/v2.0`,
      iat: nowS,
      nbf: nowS,
      exp: nowS + this.options.tokenLifetimeS,
      ...(nonce === null ? {} : { nonce }),
      oid: account.oid,
      sub: createHmac('sha256', 'subject').update(`${clientId} ${account.oid}`).digest('base64url'),
      tid: tenantId,
      preferred_username: account.username,
      name: account.name,
      ver: '2.0',
    });
  }

  /** From now on, every access token issued so far is expired. */
  expireAll(): void {
    this.expiredThrough = this.issued;
  }

  /** Checks an Authorization header. Signature first, then audience, then time. */
  check(header: string | undefined, audience: string): TokenCheck {
    if (header === undefined || header === '') return { kind: 'missing' };
    const [head, payload, signature, more] = /^Bearer ([A-Za-z0-9._-]+)$/i.exec(header)?.[1]?.split('.') ?? [];
    if (head === undefined || payload === undefined || signature === undefined || more !== undefined) return { kind: 'malformed' };
    const wanted = createHmac('sha256', this.key).update(`${head}.${payload}`).digest();
    const seen = Buffer.from(signature, 'base64url');
    if (seen.length !== wanted.length || !timingSafeEqual(seen, wanted)) return { kind: 'forged' };
    const claims = readObject(Buffer.from(payload, 'base64url').toString('utf8'));
    if (!isObject(claims)) return { kind: 'malformed' };
    const { aud, exp, tid, upn, number } = claims;
    if (typeof aud !== 'string' || typeof exp !== 'number' || typeof tid !== 'string' || typeof upn !== 'string') return { kind: 'malformed' };
    if (aud !== audience) return { kind: 'audience' };
    if (exp <= this.nowS() || (typeof number === 'number' && number <= this.expiredThrough)) return { kind: 'expired' };
    return { kind: 'good', claims: { aud, exp, tid, upn } };
  }
}
