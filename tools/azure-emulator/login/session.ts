/**
 * What the sign-in service remembers: the person's session, codes and refresh tokens, consents, and what shall go wrong next.
 * Local tool. Knows nothing of HTTP. Reference: chapter 6.5 of the notes on Azure, RFC 7636 (PKCE).
 */
import { createHash } from 'node:crypto';
import type { World } from '../world.ts';

export type LoginFault =
  'consent-required' | 'interaction-required' | 'login-required' | 'invalid-client' | 'cancelled' | 'service-principal-missing' | 'not-spa' | 'unavailable';
export type Consent = 'granted' | 'user' | 'admin';

export interface LoginChange {
  readonly session?: 'signed-in' | 'signed-out';
  readonly next?: LoginFault;
  readonly times?: number;
  /** How late every answer of /authorize and /token comes. */
  readonly delayMs?: number;
}

/** What a code or a refresh token stands for. */
export interface Grant {
  readonly clientId: string;
  readonly tenantId: string;
  readonly scope: string;
  readonly redirectUri: string;
  readonly nonce: string | null;
  readonly challenge: string;
  readonly madeAtMs: number;
}

const CODE_LIFETIME_MS = 600_000;
/** Refresh tokens of a page live a day (6.4). */
const REFRESH_LIFETIME_MS = 86_400_000;

export class LoginSession {
  state: 'signed-in' | 'signed-out' = 'signed-out';
  delayMs = 0;
  private readonly faults: LoginFault[] = [];
  private readonly consents = new Map<string, Consent>();
  private readonly codes = new Map<string, Grant>();
  private readonly refreshTokens = new Map<string, Grant>();

  constructor(private readonly world: World) {}

  private random(): string {
    return Buffer.from(this.world.options.random(32)).toString('base64url');
  }

  change({ session, next, times = 1, delayMs }: LoginChange): void {
    if (session !== undefined) this.state = session;
    if (delayMs !== undefined) this.delayMs = Math.max(0, delayMs);
    if (next !== undefined) this.faults.push(...Array.from({ length: Math.min(1000, times) }, () => next));
  }

  /** The fault this answer shall have, which is then used up; null for none. */
  takeFault(): LoginFault | null {
    return this.faults.shift() ?? null;
  }

  setConsent(resource: string, consent: Consent): void {
    this.consents.set(resource, consent);
  }

  consentTo(resource: string): Consent {
    return this.consents.get(resource) ?? 'granted';
  }

  makeCode(grant: Omit<Grant, 'madeAtMs'>): string {
    const code = `0.${this.random()}`;
    this.codes.set(code, { ...grant, madeAtMs: this.world.options.clock.now() });
    return code;
  }

  /** Takes a code, once. */
  takeCode(code: string): Grant | null {
    const grant = this.codes.get(code);
    this.codes.delete(code);
    return grant && this.world.options.clock.now() - grant.madeAtMs <= CODE_LIFETIME_MS ? grant : null;
  }

  /** A new refresh token lives no longer than the first one would have: `madeAtMs` is handed on. */
  makeRefreshToken(grant: Grant): string {
    const token = `1.${this.random()}`;
    this.refreshTokens.set(token, grant);
    return token;
  }

  findRefreshToken(token: string): Grant | null {
    const grant = this.refreshTokens.get(token);
    return grant && this.world.options.clock.now() - grant.madeAtMs <= REFRESH_LIFETIME_MS ? grant : null;
  }

  revokeRefreshTokens(): void {
    this.refreshTokens.clear();
  }
}

/** Whether the verifier belongs to the challenge: S256 only (RFC 7636, 4.6). */
export function verifierFits(verifier: string, challenge: string): boolean {
  return /^[A-Za-z0-9._~-]{43,128}$/.test(verifier) && createHash('sha256').update(verifier).digest('base64url') === challenge;
}
