/**
 * Two stations in two browsers at one shared store: azurite over https with OAuth, tokens of the EMULATOR, CORS as the browser enforces it, the built page
 * with its policy. Knows the page by its data attributes.
 */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { HOME_TENANT, createEmulator, makeCertificate } from '../../tools/azure-emulator/index.ts';
import { Azurite, CONTAINER, ENDPOINT, corsRule } from '../support/azurite/azurite.ts';
import { startChromium } from '../support/chromium.ts';
import type { RunningChromium } from '../support/chromium.ts';
import { serveBuiltPage, serveStartedPage } from './built-page.ts';
import type { BuiltPage } from './built-page.ts';
import { SECRETS } from './cloud-visit.ts';
import { CLIENT_ID, serveSecurely } from './sign-in-visit.ts';
import { StoreVisit, localEndpoint } from './store-visit.ts';
import { wordsOf } from './visitor.ts';

const SOON = { timeout: 30_000, interval: 100 };
let azurite: Azurite;
let served: BuiltPage;
let browsers: readonly RunningChromium[] = [];

beforeAll(async () => {
  [azurite, served, browsers] = await Promise.all([
    Azurite.begin(),
    serveStartedPage(),
    Promise.all([0, 1].map(() => startChromium({ bench: null, origins: [], args: ['--ignore-certificate-errors'] }))),
  ]);
}, 180_000);
afterAll(async () => {
  for (const browser of browsers) await browser.close();
  await served?.close();
  await azurite?.end();
});

test('two stations pass the same unit at the same moment: one wins, both say why; what waits outlives azurite and a reload', { timeout: 240_000 }, async () => {
  const [first, second] = browsers;
  if (first === undefined || second === undefined) throw new Error('no browsers');
  const a = await StoreVisit.arrive(first, served.url);
  await a.signIn();

  // what is in the way is told apart
  await a.useStore(localEndpoint(azurite), 'no-such-container');
  expect(await a.test()).toBe('store-cors');
  expect(await wordsOf(a.inside)).toContain(`--origins ${served.origin}`);
  await azurite.setCors([corsRule(served.origin)]);
  await expect.poll(() => a.test(), SOON).toBe('store-container');
  await a.useStore(localEndpoint(azurite));
  expect(await a.test()).toBe('passed');
  await a.seeState('in-step');

  const b = await StoreVisit.arrive(second, served.url);
  await b.signIn();
  await b.useStore(localEndpoint(azurite));
  expect(await b.test()).toBe('passed');

  // the same unit at the same moment
  await Promise.all([a.prepareLine(), b.prepareLine()]);
  await Promise.all([a.line.startShift('OP:1', 'WO:1'), b.line.startShift('OP:2', 'WO:1')]);
  for (const { line } of [a, b]) expect((await line.quiet()).map(({ state }) => state)).toEqual(['pass', 'pass']);
  await a.goToCloud();
  await b.goToCloud();
  await Promise.all([a.seeState('in-step'), b.seeState('in-step')]);
  const results = async ({ card }: StoreVisit): Promise<readonly (string | null)[]> =>
    card.locator('[data-claim]').evaluateAll((rows) => rows.map((row) => row.getAttribute('data-claim')));
  const claims = [await results(a), await results(b)];
  const chips = (await azurite.names()).filter((name) => name.startsWith('demo/units/chip/'));
  const won = claims.flat().filter((result) => result === 'won').length;
  const units = (await azurite.names()).filter((name) => /^demo\/(?:seen|units)\//.test(name)).length;
  expect(won).toBe(units); // each name was written by exactly one of them
  expect(chips.length).toBeGreaterThan(0);
  const [wordsA, wordsB] = [await wordsOf(a.inside), await wordsOf(b.inside)];
  expect(`${wordsA} ${wordsB}`).toMatch(/this station, record 1/);
  expect(`${wordsA} ${wordsB}`).toMatch(/The same unit passed before|Another unit has it/);
  const records = (await azurite.names()).filter((name) => name.startsWith('runs/'));
  expect(new Set(records.map((name) => name.split('/')[1])).size).toBe(2);

  // yields across stations
  const own = (await a.line.records()).length;
  await a.card.locator('[data-action="store-take-records"]').click();
  await a.card.locator('[data-taken]').waitFor();
  await expect.poll(async () => (await a.line.records()).length, SOON).toBe(own + records.length - own);

  // azurite goes away, the line goes on, the page is closed and opened
  await azurite.stop();
  await a.page.locator('[data-screen="bench"]').click();
  await a.line.act({ act: 'start', number: 1 });
  await expect.poll(async () => (await a.line.records()).length, SOON).toBe(records.length + 1);
  await a.goToCloud();
  await a.seeState('offline');
  await a.page.reload();
  await a.cloud.open();
  await a.openCard();
  await expect
    .poll(
      () =>
        a.card
          .locator('[data-waiting]')
          .getAttribute('data-waiting')
          .catch(() => ''),
      SOON,
    )
    .toBe('1');
  await azurite.start();
  if ((await a.page.locator('[data-cloud="signed-in"]').count()) === 0) {
    await a.cloud.press('sign-in');
    await a.cloud.seeSession('signed-in');
  }
  await a.seeState('in-step');
  expect((await azurite.names()).filter((name) => name.startsWith('runs/'))).toHaveLength(records.length + 1);

  const kept = JSON.stringify([await a.cloud.kept(), a.cloud.printed, a.cloud.addresses]);
  for (const secret of SECRETS) expect(kept).not.toMatch(secret);
  expect([...a.troubles, ...b.troubles]).toEqual([]);
});

test('on Azure’s own names, with MSAL’s token for storage and the page’s policy: tested, records of other stations fetched', { timeout: 120_000 }, async () => {
  const certificate = await makeCertificate();
  const page = await serveBuiltPage();
  const emulator = createEmulator({ cors: 'open', clients: [{ clientId: CLIENT_ID, redirectUris: [`${page.url}redirect.html`] }] });
  const azure = await serveSecurely(certificate, (request, response) => {
    emulator.handle(request, response);
  });
  const names = `--host-resolver-rules=MAP *.blob.core.windows.net:443 127.0.0.1:${azurite.port},MAP *:443 127.0.0.1:${azure.port}`;
  const browser = await startChromium({ bench: null, origins: [], args: [names, '--ignore-certificate-errors'] });
  try {
    await azurite.setCors([corsRule(page.origin)]);
    const visit = await StoreVisit.arrive(browser, page.url);
    await visit.cloud.open();
    await visit.cloud.seeSession('signed-out');
    await visit.cloud.setSettings({ clientId: CLIENT_ID, tenant: HOME_TENANT, proxy: '' });
    await visit.useStore(ENDPOINT);
    expect(await visit.test()).toBe('sign-in-needed');
    await visit.cloud.press('sign-in');
    await visit.cloud.seeSession('signed-in');
    expect(await visit.test()).toBe('passed');
    await visit.card.locator('[data-action="store-take-records"]').click();
    await visit.card.locator('[data-taken]').waitFor();
    await expect.poll(async () => (await visit.line.records()).length, SOON).toBe((await azurite.names()).filter((name) => name.startsWith('runs/')).length);
    expect(
      visit.cloud.addresses.filter((address) => address.includes('.blob.core.windows.net')).every((address) => address.startsWith(`${ENDPOINT}/${CONTAINER}`)),
    ).toBe(true);
    const kept = JSON.stringify([await visit.cloud.kept(), visit.cloud.printed, visit.cloud.addresses]);
    for (const secret of [...SECRETS, ...[...visit.cloud.tokens].map((token) => new RegExp(token.slice(-40)))]) expect(kept).not.toMatch(secret);
    expect(visit.troubles).toEqual([]);
  } finally {
    await browser.close();
    await azure.close();
    await page.close();
  }
});
