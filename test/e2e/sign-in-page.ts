/**
 * The script of the sign-in test's page: nothing but src/cloud, three buttons, and functions for the test to call.
 * Test support. The address holds what a person would have set up: `?clientId=…&tenant=…`, and `&provider=…` for another OpenID provider.
 */
import { isTouchstoneError } from '../../src/base/index.ts';
import {
  ArmClient,
  DpsClient,
  OperationPace,
  createCloudHttp,
  entraSignIn,
  probeRoutes,
  tokensOf,
  type CloudAccount,
  type CloudResource,
  type CloudRoute,
  type SignIn,
} from '../../src/cloud/index.ts';
import { systemClock } from '../../src/link/index.ts';

/** What came of something: a value, or the code and facts of an error of the house, or the words of any other. */
export type Outcome =
  | { readonly kind: 'value'; readonly value: unknown }
  | { readonly kind: 'error'; readonly code: string; readonly facts: Readonly<Record<string, unknown>>; readonly text: string };

export interface SignInPage {
  /** What the first look for a session gave, and every button since. */
  readonly outcomes: readonly Outcome[];
  account(): CloudAccount | null;
  /** SHA-256 of the token's text: the text itself stays where it is. */
  token(resource: CloudResource): Promise<Outcome>;
  refused(resource: CloudResource): void;
  signOut(): Promise<Outcome>;
  services(): Promise<Outcome>;
  probe(host: string, portalHost: string): Promise<Outcome>;
  enrollment(host: string, portalHost: string, route: CloudRoute, id: string): Promise<Outcome>;
}

declare global {
  var signInPage: SignInPage;
}

const query = new URLSearchParams(location.search);
const provider = query.get('provider');
const settings = { clientId: query.get('clientId') ?? '', tenant: query.get('tenant') ?? '', cloud: 'public', proxy: '' } as const;
const send: typeof fetch = (input, init) => fetch(input, init);
const random = (): number => Math.random();
const signIn: SignIn = entraSignIn(settings, new URL('../../redirect.html', document.baseURI).href, {
  fetch: send,
  clock: systemClock,
  storage: sessionStorage,
  ...(provider === null ? {} : { provider: { authority: provider, scopes: { arm: ['arm'], dps: ['dps'], hub: ['hub'] }, prompt: 'consent' } }),
});
const http = createCloudHttp({ fetch: send, cloud: 'public', clock: systemClock });

async function outcomeOf(work: () => Promise<unknown>): Promise<Outcome> {
  try {
    return { kind: 'value', value: (await work()) ?? null };
  } catch (error) {
    if (isTouchstoneError(error)) return { kind: 'error', code: error.code, facts: error.facts, text: String(error) };
    return { kind: 'error', code: '', facts: {}, text: String(error) };
  }
}

async function fingerprint(text: string): Promise<string> {
  const hash = new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text)));
  return Array.from(hash, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

const outcomes: Outcome[] = [];
const dps = (serviceHost: string, portalHost: string, route: CloudRoute): DpsClient =>
  new DpsClient({
    http,
    token: tokensOf(signIn, 'dps'),
    service: { serviceHost, portalHost },
    route,
    pace: new OperationPace({ clock: systemClock, random }),
    clock: systemClock,
    random,
  });

globalThis.signInPage = {
  outcomes,
  account: () => signIn.account,
  token: (resource) => outcomeOf(async () => fingerprint(await signIn.token(resource))),
  refused: (resource) => {
    signIn.refused(resource);
  },
  signOut: () => outcomeOf(() => signIn.signOut()),
  services: () =>
    outcomeOf(async () => {
      const arm = new ArmClient({ http, token: tokensOf(signIn, 'arm'), cloud: 'public', route: { kind: 'service' }, clock: systemClock, random });
      const [first] = await arm.subscriptions();
      return first === undefined ? [] : (await arm.services(first.subscriptionId)).map(({ name, idScope }) => ({ name, idScope }));
    }),
  probe: (serviceHost, portalHost) => outcomeOf(() => probeRoutes({ http, token: tokensOf(signIn, 'dps'), service: { serviceHost, portalHost }, proxy: '' })),
  enrollment: (serviceHost, portalHost, route, id) => outcomeOf(() => dps(serviceHost, portalHost, route).getEnrollment(id)),
};

const ACTS: Readonly<Record<string, () => Promise<unknown>>> = {
  popup: () => signIn.signIn('popup'),
  redirect: () => signIn.signIn('redirect'),
  'consent-dps': () => signIn.consent('dps'),
};
document.addEventListener('click', ({ target }) => {
  const act = ACTS[(target as HTMLElement).dataset['do'] ?? ''];
  if (act) void outcomeOf(act).then((outcome) => outcomes.push(outcome));
});
outcomes.push(await outcomeOf(() => signIn.restore()));
document.title = 'ready';
