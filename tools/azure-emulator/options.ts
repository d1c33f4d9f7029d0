/**
 * What the emulator can be told, with the usual values.
 * Local tool. The meaning of each option stands in README.md; the behaviours left open by Azure's documents are the five at the end.
 */
import { randomBytes } from 'node:crypto';
import type { HostKind } from './exchange.ts';

export interface ClientRegistration {
  readonly clientId: string;
  readonly redirectUris: readonly string[];
}

export type CorsChoice = 'none' | 'portal-only' | 'open' | Readonly<Partial<Record<HostKind, 'none' | 'open'>>>;

export interface EmulatorOptions {
  readonly seed: 'demo' | 'empty';
  /** Begins with a slash, ends without one. */
  readonly mount: string;
  /** Milliseconds since 1970. */
  readonly clock: { now(): number };
  readonly wait: (ms: number) => Promise<void>;
  readonly random: (bytes: number) => Uint8Array;
  /** A minute of a budget lasts 60 s / speed. */
  readonly speed: number;
  readonly cors: CorsChoice;
  readonly origins: 'any' | readonly string[];
  /** Response headers a page of another origin may read. */
  readonly expose: readonly string[];
  readonly control: 'on' | 'off';
  readonly loginPage: 'on' | 'off';
  readonly clients: 'any' | readonly ClientRegistration[];
  readonly tokenLifetimeS: number;
  readonly operationsPerMinute: number;
  readonly hubReadsPerMinute: number;
  readonly pageSize: number;
  readonly bodyLimitBytes: number;
  readonly errorBody: 'plain' | 'nested';
  readonly missingRole: 401 | 403;
  readonly overwriteWithoutIfMatch: 'overwrite' | 'conflict';
  readonly registrationBeforeContact: '404' | 'unassigned';
  readonly bulkCountsAs: 1 | 10;
  readonly returnsCertificate: 'no' | 'yes';
  readonly echoCase: 'as-created' | 'lower';
}

const USUAL: EmulatorOptions = {
  seed: 'demo',
  mount: '/azure-emulator',
  clock: { now: () => Date.now() },
  wait: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
  random: (bytes) => randomBytes(bytes),
  speed: 1,
  cors: 'portal-only',
  origins: 'any',
  expose: ['etag', 'retry-after', 'x-ms-continuation', 'x-ms-error-code'],
  control: 'off',
  loginPage: 'off',
  clients: 'any',
  tokenLifetimeS: 3600,
  operationsPerMinute: 1000, // azure.md 1.8
  hubReadsPerMinute: 100, // azure.md 4, S1
  pageSize: 100,
  bodyLimitBytes: 1_048_576,
  errorBody: 'plain',
  missingRole: 403,
  overwriteWithoutIfMatch: 'overwrite',
  registrationBeforeContact: '404',
  bulkCountsAs: 1,
  returnsCertificate: 'no',
  echoCase: 'as-created',
};

/** The options with the usual values where nothing was said. */
export function completeOptions(options: Partial<EmulatorOptions>): EmulatorOptions {
  const complete = { ...USUAL, ...options };
  if (!(complete.speed > 0 && Number.isFinite(complete.speed))) throw new RangeError('speed must be above 0');
  if (!/^\/[A-Za-z0-9/._~-]*[A-Za-z0-9_-]$/.test(complete.mount)) throw new RangeError('mount must begin with a slash and end without one');
  return complete;
}
