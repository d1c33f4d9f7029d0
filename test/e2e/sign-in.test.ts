/**
 * Signing in with the production configuration, in the built page under its own policy: the emulator stands behind Azure's real names, over https, with real CORS.
 * The page is a small one of its own around src/cloud (sign-in-page.ts); the whole screen is driven elsewhere.
 */
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { HOME_TENANT, createEmulator, makeCertificate } from '../../tools/azure-emulator/index.ts';
import type { Emulator } from '../../tools/azure-emulator/index.ts';
import type { ServerCertificate } from '../../tools/azure-emulator/certificate.ts';
import type { RunningChromium } from '../support/chromium.ts';
import { serveBuiltPage } from './built-page.ts';
import type { BuiltPage } from './built-page.ts';
import { CLIENT_ID, SignInVisit, copyTokens, serveSecurely, startMappedChromium } from './sign-in-visit.ts';
import type { SecureServer } from './sign-in-visit.ts';

const DPS_HOST = 'touchstone-demo.azure-devices-provisioning.net';
const PORTAL_HOST = 'touchstone-demo.services.azure-devices-provisioning.net';
const LIFETIME_S = 3_600;
const SOON = { timeout: 20_000, interval: 100 };

let site: BuiltPage;
let certificate: ServerCertificate;
let emulator: Emulator;
let server: SecureServer;
let browser: RunningChromium;
let visit: SignInVisit;
/** Every token that was handed out in this test. */
const secrets = new Set<string>();
/** Milliseconds that the emulator's clock is ahead of this machine's. */
let aheadMs = 0;

const address = (): string => `${site.url}test/e2e/sign-in-page.html?clientId=${CLIENT_ID}&tenant=${HOME_TENANT}`;
const redirectUri = (): string => `${site.url}redirect.html`;
const askedOfLogin = (): readonly string[] =>
  emulator.state.requests.filter(({ kind }) => kind === 'login').map(({ method, path }) => `${method} ${path.split('/').at(-1) ?? ''}`);

function start(options: Parameters<typeof createEmulator>[0] = {}): void {
  aheadMs = 0;
  emulator = createEmulator({
    clients: [{ clientId: CLIENT_ID, redirectUris: [redirectUri()] }],
    tokenLifetimeS: LIFETIME_S,
    clock: { now: () => Date.now() + aheadMs },
    ...options,
  });
}

beforeAll(async () => {
  [site, certificate] = await Promise.all([serveBuiltPage('test/e2e/sign-in-page.config.ts'), makeCertificate()]);
  start();
  server = await serveSecurely(certificate, (request, response) => {
    if (request.method === 'POST' && request.url?.split('?')[0]?.endsWith('/token') === true) copyTokens(response, secrets);
    emulator.handle(request, response);
  });
  browser = await startMappedChromium(server.port);
});
afterAll(async () => {
  await browser.close();
  await server.close();
  await site.close();
});
beforeEach(() => {
  secrets.clear();
  start();
});
afterEach(async () => {
  await visit.end();
});

const begin = async (): Promise<void> => {
  visit = await SignInVisit.begin(browser.context, address());
};
const token = (page: Page, resource: 'arm' | 'dps' | 'hub'): ReturnType<typeof signInPage.token> => page.evaluate((name) => signInPage.token(name), resource);

describe('a page without a session', () => {
  test('sends nothing to anyone and does not load the sign-in library', async () => {
    await begin();
    expect(await visit.outcomes()).toEqual([{ kind: 'value', value: null }]);
    expect(emulator.state.requests).toEqual([]);
    expect(visit.requests.filter(({ url }) => url.includes('msal'))).toEqual([]);
  });

  test('has no token to give', async () => {
    await begin();
    expect(await token(visit.page, 'dps')).toMatchObject({ kind: 'error', code: 'sign-in-needed' });
  });
});

describe('in a window', () => {
  test('one sign-in gives the account and tokens for three resources, and the policy has nothing to complain of', async () => {
    await begin();
    expect(await visit.outcomeOf('popup')).toEqual({
      kind: 'value',
      value: { username: 'operator@example.test', name: expect.any(String) as string, tenantId: HOME_TENANT },
    });
    const tokens = [await token(visit.page, 'arm'), await token(visit.page, 'dps'), await token(visit.page, 'hub')];
    expect(tokens.map(({ kind }) => kind)).toEqual(['value', 'value', 'value']);
    expect(new Set(tokens.map((one) => JSON.stringify(one))).size).toBe(3);
    // the window was opened once; the other two tokens came by the refresh token
    expect(askedOfLogin()).toEqual(['GET authorize', 'POST token', 'POST token', 'POST token']);
    expect(await token(visit.page, 'dps')).toEqual(tokens[1]);
    expect(askedOfLogin()).toHaveLength(4);
    expect(visit.troubles).toEqual([]);
  });

  test('the token opens Resource Manager and the service, on their real names and across origins', async () => {
    await begin();
    await visit.signInByWindow();
    expect(await visit.page.evaluate(() => signInPage.services())).toMatchObject({
      kind: 'value',
      value: [{ name: 'touchstone-demo', idScope: '0ne00EM0001' }, { name: 'touchstone-guarded' }, { name: 'touchstone-suspended' }],
    });
    // the service's host has no CORS, the portal's has: that is what the route is probed for
    const found = await visit.page.evaluate(([host, portal]) => signInPage.probe(host, portal), [DPS_HOST, PORTAL_HOST] as const);
    expect(found).toMatchObject({
      kind: 'value',
      value: {
        route: { kind: 'portal' },
        tries: [
          { route: 'service', state: 'refused', status: null },
          { route: 'portal', state: 'answered', status: 404 },
          { route: 'proxy', state: 'skipped' },
        ],
      },
    });
    const none = await visit.page.evaluate(([host, portal]) => signInPage.enrollment(host, portal, { kind: 'portal' }, 'sn0123A1B2C3D4E5F601'), [
      DPS_HOST,
      PORTAL_HOST,
    ] as const);
    expect(none).toEqual({ kind: 'value', value: null });
    expect(emulator.state.requests.some(({ kind, method }) => kind === 'portal' && method === 'OPTIONS')).toBe(true);
  });

  test('a person who says no has cancelled', async () => {
    await begin();
    emulator.control.login({ next: 'cancelled' });
    expect(await visit.outcomeOf('popup')).toMatchObject({ kind: 'error', code: 'sign-in-cancelled', facts: { aadsts: 65004 } });
    await visit.signInByWindow(); // and may think again
  });

  test('a person who closes the window has cancelled, and can begin again', async () => {
    start({ loginPage: 'on' });
    await begin();
    const closing = async (): Promise<void> => {
      const popup = await visit.page.waitForEvent('popup');
      await popup.waitForURL(/login\.microsoftonline\.com/);
      await popup.close();
    };
    const opened = closing();
    expect(await visit.outcomeOf('popup', () => opened)).toMatchObject({ kind: 'error', code: 'sign-in-cancelled', facts: { reason: 'window-closed' } });
    start();
    await visit.signInByWindow();
  });

  test.each([
    ['not-spa', 'sign-in-application', 9002326],
    ['service-principal-missing', 'sign-in-resource', 650052],
    ['interaction-required', 'sign-in-policy', 50076],
    ['unavailable', 'sign-in-failed', 90033],
  ] as const)('the directory’s %s is %s', async (fault, code, aadsts) => {
    await begin();
    emulator.control.login({ next: fault });
    expect(await visit.outcomeOf('popup')).toMatchObject({ kind: 'error', code, facts: { aadsts } });
  });
});

describe('by redirect', () => {
  test('the page comes back signed in, to where it was, and a reload keeps the session without asking anyone', async () => {
    await begin();
    await visit.page.evaluate(() => {
      location.hash = '#cloud';
    });
    await visit.press('redirect');
    await expect.poll(() => visit.firstOutcome(), SOON).toMatchObject({ kind: 'value', value: { username: 'operator@example.test' } });
    expect(visit.page.url()).toBe(`${address()}#cloud`);
    const asked = askedOfLogin().length;
    await visit.page.reload();
    await visit.ready();
    expect(await visit.outcomes()).toMatchObject([{ kind: 'value', value: { username: 'operator@example.test' } }]);
    expect(askedOfLogin()).toHaveLength(asked);
    expect(visit.troubles).toEqual([]);
  });

  test('a person who says no comes back to a page that says so, once', async () => {
    await begin();
    emulator.control.login({ next: 'cancelled' });
    await visit.press('redirect');
    await expect.poll(() => visit.firstOutcome(), SOON).toMatchObject({ kind: 'error', code: 'sign-in-cancelled' });
    await visit.page.reload();
    await visit.ready();
    expect(await visit.outcomes()).toEqual([{ kind: 'value', value: null }]);
  });

  test('it works after a window that was given up', async () => {
    start({ loginPage: 'on' });
    await begin();
    const popup = visit.page.waitForEvent('popup');
    await visit.press('popup');
    await (await popup).waitForURL(/login\.microsoftonline\.com/);
    start();
    await visit.press('redirect');
    await expect.poll(() => visit.firstOutcome(), SOON).toMatchObject({ kind: 'value', value: { username: 'operator@example.test' } });
    await (await popup).close();
  });
});

describe('later', () => {
  test('a token that the service refuses is renewed without a window', async () => {
    await begin();
    await visit.signInByWindow();
    const first = await token(visit.page, 'dps');
    emulator.control.expireTokens();
    const none = await visit.page.evaluate(([host, portal]) => signInPage.enrollment(host, portal, { kind: 'portal' }, 'sn0123A1B2C3D4E5F601'), [
      DPS_HOST,
      PORTAL_HOST,
    ] as const);
    expect(none).toEqual({ kind: 'value', value: null });
    expect(await token(visit.page, 'dps')).not.toEqual(first);
    expect(visit.context.pages().filter((page) => !page.isClosed() && page.url().includes('login'))).toEqual([]);
  });

  test('a token that has expired is renewed without a window, by the refresh token', async () => {
    await begin();
    await visit.signInByWindow();
    const first = await token(visit.page, 'arm');
    await visit.page.clock.setFixedTime(Date.now() + LIFETIME_S * 1000);
    const asked = askedOfLogin().length;
    const second = await token(visit.page, 'arm');
    expect(second.kind).toBe('value');
    expect(second).not.toEqual(first);
    expect(askedOfLogin().slice(asked)).toEqual(['POST token']);
  });

  test('when the refresh token is over, a hidden frame renews it, and the policy admits the frame', async () => {
    await begin();
    await visit.signInByWindow();
    emulator.control.revokeRefreshTokens();
    await visit.page.evaluate(() => {
      signInPage.refused('arm');
    });
    const asked = askedOfLogin().length;
    expect(await token(visit.page, 'arm')).toMatchObject({ kind: 'value' });
    expect(askedOfLogin().slice(asked)).toEqual(['POST token', 'GET authorize', 'POST token']);
    // the refused refresh token, and what Chromium thinks of the library's frame; a refusal by the policy would be a third kind
    expect(visit.troubles.filter((trouble) => !/status of 400|allow-scripts and allow-same-origin/.test(trouble))).toEqual([]);
  });

  test('when the directory’s session is over too, the session has expired and a sign-in is needed', async () => {
    await begin();
    await visit.signInByWindow();
    emulator.control.revokeRefreshTokens();
    emulator.control.login({ session: 'signed-out' });
    await visit.page.evaluate(() => {
      signInPage.refused('arm');
    });
    expect(await token(visit.page, 'arm')).toMatchObject({ kind: 'error', code: 'sign-in-expired', facts: { resource: 'arm', aadsts: 50058 } });
    expect(await visit.page.evaluate(() => signInPage.account()?.username)).toBe('operator@example.test'); // who it was stays on the screen
    await visit.signInByWindow();
    expect(await token(visit.page, 'arm')).toMatchObject({ kind: 'value' });
  });

  test('consent that is missing for one resource is said, asked for in a window, and then given', async () => {
    await begin();
    await visit.signInByWindow();
    emulator.control.consent('https://azure-devices-provisioning.net', 'user');
    expect(await token(visit.page, 'dps')).toMatchObject({ kind: 'error', code: 'sign-in-consent', facts: { resource: 'dps', aadsts: 65001 } });
    expect(await token(visit.page, 'arm')).toMatchObject({ kind: 'value' });
    expect(await visit.outcomeOf('consent-dps')).toEqual({ kind: 'value', value: null });
    expect(await token(visit.page, 'dps')).toMatchObject({ kind: 'value' });
  });

  test('signing out leaves no token and no session, after a reload neither', async () => {
    await begin();
    await visit.signInByWindow();
    expect(await visit.page.evaluate(() => signInPage.signOut())).toEqual({ kind: 'value', value: null });
    expect(await token(visit.page, 'arm')).toMatchObject({ kind: 'error', code: 'sign-in-needed' });
    const kept = JSON.stringify(await visit.kept());
    expect(secrets.size).toBeGreaterThan(2);
    for (const secret of secrets) expect(kept).not.toContain(secret);
    await visit.page.reload();
    await visit.ready();
    expect(await visit.outcomes()).toEqual([{ kind: 'value', value: null }]);
  });
});

describe('tokens', () => {
  test('are nowhere but in the library’s own place of this tab, and never on the console, in an address or in an error', async () => {
    await begin();
    await visit.signInByWindow();
    await token(visit.page, 'dps');
    await token(visit.page, 'hub');
    await visit.page.evaluate(() => signInPage.services());
    emulator.control.takeRole('dps-data-contributor');
    emulator.control.takeRole('dps-data-reader');
    const refused = await visit.page.evaluate(([host, portal]) => signInPage.enrollment(host, portal, { kind: 'portal' }, 'sn0123A1B2C3D4E5F601'), [
      DPS_HOST,
      PORTAL_HOST,
    ] as const);
    expect(refused).toMatchObject({ kind: 'error', code: 'cloud-forbidden' });
    expect(secrets.size).toBeGreaterThanOrEqual(5);
    const places = await visit.kept();
    for (const secret of secrets) {
      expect(places.filter(({ text }) => text.includes(secret)).filter(({ where, name }) => where !== 'session' || !name.startsWith('msal.'))).toEqual([]);
      expect(visit.console.filter((line) => line.includes(secret))).toEqual([]);
      expect(visit.requests.filter(({ url }) => url.includes(secret))).toEqual([]);
      expect(JSON.stringify([refused, await visit.outcomes()])).not.toContain(secret);
    }
    // the search sees what is there: the library does keep them
    expect([...secrets].some((secret) => places.some(({ where, text }) => where === 'session' && text.includes(secret)))).toBe(true);
  });
});
