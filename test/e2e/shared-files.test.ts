/**
 * Plans and manifests between two stations at one shared store, and what the bench and the records screen say of the store: azurite over https with OAuth, the
 * built page with its policy. Knows the page by its data attributes.
 */
import { createHash } from 'node:crypto';
import type { Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Azurite, corsRule } from '../support/azurite/azurite.ts';
import { startChromium } from '../support/chromium.ts';
import type { RunningChromium } from '../support/chromium.ts';
import { serveStartedPage } from './built-page.ts';
import type { BuiltPage } from './built-page.ts';
import { makeOwnSigner } from './own-signer.ts';
import type { OwnSigner } from './own-signer.ts';
import { StoreVisit, localEndpoint } from './store-visit.ts';
import { wordsOf } from './visitor.ts';

const SOON = { timeout: 30_000, interval: 100 };
const DEMO = 'touchstone-demo-manifest.json';
const sha256 = (content: Buffer | string): string => createHash('sha256').update(content).digest('hex');
let azurite: Azurite;
let served: BuiltPage;
let browsers: readonly RunningChromium[] = [];
let own: OwnSigner;

const manifest = (first: number, count: number): Buffer =>
  Buffer.from(JSON.stringify(Array.from({ length: count }, (_, index) => own.entry(`0123${(first + index).toString(16).padStart(12, '0')}01`))));
const planOf = (name: string, files: readonly string[]): Buffer =>
  Buffer.from(
    JSON.stringify({
      ...{ format: 'touchstone-plan/1', name, version: '7' },
      phases: [
        { kind: 'check-chip', name: 'check' },
        { kind: 'match-manifest', name: 'match', settings: { files } },
      ],
    }),
  );

const goTo = (page: Page, screen: string): Promise<void> => page.locator(`[data-screen="${screen}"]`).click();
const file = (page: Page, name: string): Locator => page.locator(`[data-manifest][aria-label="${name}"]`);
const inStore = (page: Page, content: Buffer): Locator => page.locator(`[data-shared-manifest="${sha256(content)}"]`);
const storeLine = (page: Page): Locator => page.locator('ts-station .bar [data-store-line]');

async function drop(page: Page, name: string, content: Buffer): Promise<void> {
  await goTo(page, 'manifests');
  await page.locator('input[type=file][data-drop]').setInputFiles([{ name, mimeType: 'application/json', buffer: content }]);
  await file(page, name).waitFor();
}

/** By one press in its row. */
async function share(page: Page, name: string): Promise<string> {
  await file(page, name).locator('summary').click();
  await file(page, name).locator('[data-action="share-manifest"]').click();
  const said = file(page, name).locator('[data-share="done"], [data-share="there"], [data-share="failed"]');
  await said.waitFor();
  return (await said.getAttribute('data-share')) ?? '';
}

async function look(page: Page): Promise<void> {
  await goTo(page, 'manifests');
  await page.locator('[data-action="list-manifests"]').click();
  await page.locator('[data-shared-manifests-state="done"]').waitFor();
}

async function loadPlan(page: Page, content: Buffer): Promise<void> {
  await goTo(page, 'bench');
  await page.locator('[data-action="set-up"]').click();
  await page.locator('ts-station-set-up input[type=file]').setInputFiles([{ name: 'own.plan.json', mimeType: 'application/json', buffer: content }]);
  await page.locator('[data-action="set-up-done"]').click();
}

const endShift = (page: Page): Promise<void> => page.locator('[data-action="end-shift"]').click();

/** By the mouse; the shift is on then, or it says why not. */
async function startShift({ page }: StoreVisit, operator: string, workOrder: string): Promise<void> {
  await page.locator('[data-action="start-shift"]').click();
  await page.locator('dialog.shift-start[open]').waitFor();
  await page.locator('dialog.shift-start input[name="operator"]').fill(operator);
  await page.locator('dialog.shift-start input[name="workOrder"]').fill(workOrder);
  await page.locator('[data-action="start-shift-now"]').click();
  const problem = page.locator('ts-station .problem');
  await page.locator('[data-action="end-shift"]').or(problem).first().waitFor();
  expect(await problem.allInnerTexts()).toEqual([]);
}

async function arrive(browser: RunningChromium): Promise<StoreVisit> {
  const visit = await StoreVisit.arrive(browser, served.url);
  await visit.signIn();
  await visit.useStore(localEndpoint(azurite));
  expect(await visit.test()).toBe('passed');
  await visit.prepareLine();
  return visit;
}

beforeAll(async () => {
  [azurite, served, browsers, own] = await Promise.all([
    Azurite.begin(),
    serveStartedPage(),
    Promise.all([0, 1].map(() => startChromium({ bench: null, origins: [], args: ['--ignore-certificate-errors'] }))),
    makeOwnSigner('Signer of Shared Files'),
  ]);
  await azurite.setCors([corsRule(served.origin)]);
}, 180_000);
afterAll(async () => {
  for (const browser of browsers) await browser.close();
  await served?.close();
  await azurite?.end();
});

test(
  'one station shares a plan and manifests, another takes both and runs the plan that names them; what was altered is refused in words',
  { timeout: 240_000 },
  async () => {
    const [first, second] = browsers;
    if (first === undefined || second === undefined) throw new Error('no browsers');
    const [a, b] = [await arrive(first), await arrive(second)];
    const [lot7, lot8, lot9] = [manifest(0x70, 3), manifest(0x80, 2), manifest(0x90, 1)];

    // A shares three manifests, and its plan by starting a shift with it
    for (const [name, content] of [['lot-7.json', lot7], ['lot-8.json', lot8], ['lot-9.json', lot9]] as const) await drop(a.page, name, content); // prettier-ignore
    for (const name of ['lot-7.json', 'lot-8.json', 'lot-9.json']) expect(await share(a.page, name)).toBe('done');
    expect(await azurite.text(`manifests/${sha256(lot7)}.json`)).toBe(lot7.toString());
    await loadPlan(a.page, planOf('TNG sensor', ['lot-7.json', DEMO]));
    await startShift(a, 'OP:1', 'WO:1');
    await a.line.quiet();
    await expect.poll(async () => (await azurite.names()).filter((name) => name.startsWith('plans/')).length, SOON).toBe(1);
    await expect.poll(() => storeLine(a.page).getAttribute('data-store-line'), SOON).toBe('in-step');
    expect(await wordsOf(storeLine(a.page))).toBe('Store everything sent');

    // somebody alters one manifest, and puts another plan under a plan's name
    await azurite.overwrite(`manifests/${sha256(lot9)}.json`, lot8.toString());
    const wrongPlan = sha256('another plan');
    await azurite.overwrite(`plans/${wrongPlan}.json`, planOf('<b>Wrong</b>', []).toString());

    // B takes the plan in its set-up
    await goTo(b.page, 'bench');
    await b.page.locator('[data-action="set-up"]').click();
    await b.page.locator('[data-action="list-plans"]').click();
    await b.page.locator('[data-shared-plan][data-plan-problem=""]').waitFor();
    const plans = b.page.locator('ts-shared-plans section');
    expect(await wordsOf(plans)).toMatch(/TNG sensor 7 .*Check the chip → Match with the manifest/);
    const wrong = b.page.locator(`[data-shared-plan="${wrongPlan}"]`);
    expect(await wordsOf(wrong)).toMatch(/not the plan that its name says/);
    expect(await wrong.locator('[data-action="take-plan"]').count()).toBe(0);
    await plans.locator('[data-action="take-plan"]').click();
    await b.page.locator('.plans').getByText('TNG sensor').waitFor();
    await expect.poll(() => b.page.locator('[data-shared-plan][data-plan-problem=""]').count(), SOON).toBe(0);
    await b.page.locator('.plans li').filter({ hasText: 'TNG sensor' }).locator('input[type=radio]').check();
    await b.page.locator('[data-action="set-up-done"]').click();

    // … and a manifest on the manifests screen, verified like a dropped one: its signer is nobody's here
    await look(b.page);
    expect(await wordsOf(inStore(b.page, lot7))).toMatch(/^lot-7\.json \d[\d.,]* (?:B|KB|kB) shared /);
    await inStore(b.page, lot7).locator('[data-action="take-manifest"]').click();
    await b.page.locator(`[data-shared-manifest="${sha256(lot7)}"][data-step="done"]`).waitFor();
    expect(await wordsOf(file(b.page, 'lot-7.json'))).toMatch(/no known signer/);
    await inStore(b.page, lot9).locator('[data-action="take-manifest"]').click();
    const refused = b.page.locator(`[data-shared-manifest="${sha256(lot9)}"] [data-problem="store-altered"]`);
    await refused.waitFor();
    expect(await wordsOf(refused)).toMatch(/This is not what its name says/);
    expect(await file(b.page, 'lot-9.json').count()).toBe(0);

    // both stand here now: the plan that names them runs
    await goTo(b.page, 'bench');
    await startShift(b, 'OP:2', 'WO:1');
    expect((await b.line.quiet()).every(({ state }) => state !== 'error')).toBe(true);
    expect(await b.page.locator('ts-station .problem').count()).toBe(0);
    await endShift(b.page);

    // a plan that names what is not here takes it from the store before the shift; what was altered keeps the shift from starting
    await loadPlan(b.page, planOf('Next lot', ['lot-8.json', DEMO]));
    await startShift(b, 'OP:2', 'WO:2');
    await endShift(b.page);
    await goTo(b.page, 'manifests');
    await file(b.page, 'lot-8.json').waitFor();
    await loadPlan(b.page, planOf('Altered lot', [`${sha256(lot9)}.json`]));
    await b.line.press('Enter');
    await b.page.locator('[data-action="start-shift-now"]').click();
    await expect.poll(() => wordsOf(b.page.locator('ts-station .problem')), SOON).toMatch(/is not here.*was altered, and was not taken/);
    expect(await b.page.locator('[data-action="start-shift"]').count()).toBe(1);

    // nobody is signed in: said where it was asked
    await b.cloud.open();
    await b.page.evaluate(`document.querySelector('ts-app').dispatchEvent(new CustomEvent('ts-cloud', { detail: { act: 'sign-out' } }))`);
    await b.cloud.seeSession('signed-out');
    await goTo(b.page, 'manifests');
    await b.page.locator('[data-action="list-manifests"]').click();
    await b.page.locator('ts-shared-manifests [data-problem="sign-in-needed"]').waitFor();
    await b.page.locator('ts-shared-manifests [data-action="to-store"]').click();
    await b.page.locator('ts-store-card .inside').first().waitFor();
    expect([...a.troubles, ...b.troubles]).toEqual([]);
    await b.page.close();
    await a.page.close();
  },
);

test(
  'records that were not sent are not taken away without a second word, and the bench says loudly only what stops the sending',
  { timeout: 240_000 },
  async () => {
    const [, , third] = [...browsers, await startChromium({ bench: null, origins: [], args: ['--ignore-certificate-errors'] })];
    if (third === undefined) throw new Error('no browser');
    try {
      const c = await arrive(third);
      await goTo(c.page, 'bench');
      await startShift(c, 'OP:3', 'WO:3');
      await c.line.quiet();
      await expect.poll(() => storeLine(c.page).getAttribute('data-store-line'), SOON).toBe('in-step');
      const sent = (await c.line.records()).length;

      await azurite.stop();
      await c.line.act({ act: 'start', number: 1 });
      await expect.poll(async () => (await c.line.records()).length, SOON).toBe(sent + 1);
      await expect.poll(() => wordsOf(storeLine(c.page)), SOON).toBe('Store 1 waiting · offline');

      const free = async (most: number): Promise<void> => {
        await goTo(c.page, 'records');
        await c.page.locator('[data-tab="keeping"]').click();
        await c.page.locator('ts-keeping input[name="most"]').fill(String(most));
        await c.page.locator('[data-action="export-oldest"]').click();
        await c.page.locator('[data-freeing]').waitFor();
      };
      await free(sent + 1);
      expect(await wordsOf(c.page.locator('[data-unsent="1"]'))).toMatch(/1 record among them was not sent to the shared store yet/);
      await c.page.locator('[data-action="take-away"]').click();
      await c.page.locator('[data-action="take-away-unsent"]').waitFor();
      expect(await c.line.records()).toHaveLength(sent + 1);

      await azurite.start();
      await c.page.locator('[data-action="send-first"]').click();
      await expect.poll(() => c.page.locator('[data-unsent]').count(), SOON).toBe(0);
      await c.page.locator('[data-action="take-away"]').click();
      await expect.poll(async () => (await c.line.records()).length, SOON).toBe(0);

      // somebody else wrote where the next record belongs: nothing more is sent, and that is loud
      const names = (await azurite.names()).filter((name) => name.startsWith('runs/'));
      const chain = (await c.page.evaluate(`document.querySelector('ts-app').view.station.picture.slots[0].record?.id ?? ''`)) as string;
      expect(chain).not.toBe('');
      const last = names.filter((name) => name.endsWith(`${String(sent + 1).padStart(10, '0')}.json`)).at(-1) ?? '';
      await azurite.overwrite(last.replace(/\d{10}\.json$/, `${String(sent + 2).padStart(10, '0')}.json`), '{}');
      await goTo(c.page, 'bench');
      await c.line.act({ act: 'start', number: 1 });
      await expect.poll(() => storeLine(c.page).getAttribute('data-store-line'), SOON).toBe('refused');
      expect(await wordsOf(storeLine(c.page))).toBe('Store 1 not sent');
      await free(1);
      await c.page.locator('[data-action="take-away"]').click();
      await c.page.locator('[data-action="take-away-unsent"]').click();
      await expect.poll(async () => (await c.line.records()).length, SOON).toBe(0);
      await goTo(c.page, 'bench');
      await storeLine(c.page).click();
      await c.page.locator('ts-store-card [data-problem="store-conflict"]').waitFor();
      expect(c.troubles).toEqual([]);
    } finally {
      await third.close();
    }
  },
);
