/**
 * The same sign-in against an OpenID provider that somebody else wrote: what the emulator and the page might agree on by mistake, it does not.
 * The page's policy has one host more; all else is as delivered.
 */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { makeCertificate } from '../../tools/azure-emulator/index.ts';
import type { RunningChromium } from '../support/chromium.ts';
import { serveBuiltPage } from './built-page.ts';
import type { BuiltPage } from './built-page.ts';
import { ISSUER, makeProvider } from './sign-in-provider.ts';
import { CLIENT_ID, SignInVisit, serveSecurely, startMappedChromium } from './sign-in-visit.ts';
import type { SecureServer } from './sign-in-visit.ts';

let site: BuiltPage;
let server: SecureServer;
let browser: RunningChromium;
let visit: SignInVisit;
let asked: string[] = [];

beforeAll(async () => {
  process.env['TOUCHSTONE_TEST_PROVIDER'] = ISSUER;
  site = await serveBuiltPage('test/e2e/sign-in-page.config.ts').finally(() => delete process.env['TOUCHSTONE_TEST_PROVIDER']);
  const { listener } = makeProvider(`${site.url}redirect.html`);
  server = await serveSecurely(await makeCertificate([new URL(ISSUER).host]), (request, response) => {
    if (request.headers.host !== new URL(ISSUER).host)
      response.writeHead(404).end(); // the browser's own business
    else {
      asked.push(`${request.method ?? ''} ${(request.url ?? '').split('?')[0] ?? ''}`);
      listener(request, response);
    }
  });
  browser = await startMappedChromium(server.port);
});
afterAll(async () => {
  await browser.close();
  await server.close();
  await site.close();
});
beforeEach(async () => {
  await browser.context.clearCookies();
  visit = await SignInVisit.begin(
    browser.context,
    `${site.url}test/e2e/sign-in-page.html?clientId=${CLIENT_ID}&tenant=x&provider=${encodeURIComponent(ISSUER)}`,
  );
  asked = [];
});
afterEach(async () => {
  await visit.end();
});

describe('an OpenID provider', () => {
  test('signs in by a window: discovery, code, PKCE and id token are as the standard has them', async () => {
    expect(await visit.outcomeOf('popup')).toMatchObject({ kind: 'value', value: { username: 'operator@example.test', name: 'An operator' } });
    expect(asked).toContain('GET /.well-known/openid-configuration');
    expect(asked.filter((line) => line === 'POST /token')).toHaveLength(1);
    expect(visit.troubles).toEqual([]);
  });

  test('signs in by redirect, and the session survives a reload', async () => {
    await visit.press('redirect');
    const signedIn = { kind: 'value', value: { username: 'operator@example.test' } };
    await expect.poll(() => visit.firstOutcome(), { timeout: 20_000, interval: 100 }).toMatchObject(signedIn);
    await visit.page.reload();
    await visit.ready();
    expect(await visit.outcomes()).toMatchObject([signedIn]);
  });

  test('renews a token by the refresh token, without a window', async () => {
    await visit.signInByWindow();
    const first = await visit.page.evaluate(() => signInPage.token('arm'));
    await visit.page.evaluate(() => {
      signInPage.refused('arm');
    });
    asked = [];
    const second = await visit.page.evaluate(() => signInPage.token('arm'));
    expect(second).toMatchObject({ kind: 'value' });
    expect(second).not.toEqual(first);
    expect(asked).toEqual(['POST /token']);
  });
});
