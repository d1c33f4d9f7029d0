/**
 * A newcomer's whole journey, served as `npm start` serves it: virtual bench, EMULATOR, one press, Unassigned, Assigned, the hub's view; offline and without an account.
 * Knows the page by its data attributes and words. Any complaint of the browser fails the journey.
 */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startChromium } from '../support/chromium.ts';
import type { RunningChromium } from '../support/chromium.ts';
import { POISON } from '../../tools/azure-emulator/index.ts';
import { serveStartedPage } from './built-page.ts';
import type { BuiltPage } from './built-page.ts';
import { CloudVisit, SECRETS } from './cloud-visit.ts';
import { SOON, Visitor, leaveWell, wordsOf } from './visitor.ts';

let served: BuiltPage;
let browser: RunningChromium;

beforeAll(async () => {
  [served, browser] = await Promise.all([serveStartedPage(), startChromium({ bench: null, origins: [] })]);
}, 120_000);
afterAll(async () => {
  await browser?.close();
  await served?.close();
});

test(
  'from the virtual bench to assigned with the EMULATOR, which is written everywhere; the record is there after a reload',
  { timeout: 120_000 },
  async () => {
    const visitor = await Visitor.arrive(browser.context, served.url);
    const { page } = visitor;
    const cloud = new CloudVisit(page);
    const printed: string[] = [];
    page.on('console', (message) => printed.push(message.text()));
    await visitor.tryVirtual();
    expect((await visitor.check('ram')).verdict).toBe('genuine-matched');

    await cloud.open();
    await cloud.seeSession('signed-out');
    await cloud.press('use-emulator');
    await page.locator('[data-emulator="on"]').waitFor();
    await cloud.press('sign-in');
    await cloud.seeSession('signed-in');
    await cloud.choose('subscription', /Touchstone emulator/);
    await cloud.choose('service', /touchstone-demo/);
    await cloud.seeReach('reached');
    await cloud.press('enrol-chip');

    const watch = page.locator('ts-cloud-watch [data-watch]');
    await watch.locator('[data-stage="enrolled"][data-place="now"]').waitFor();
    expect(await watch.locator('[data-match]').first().getAttribute('data-match')).toBe('same-sha256');
    await cloud.press('emulate-device');
    await watch.locator('[data-stage="assigned"][data-place="now"]').waitFor();
    await watch.locator('[data-hub="done"]').waitFor();
    expect(await wordsOf(watch.locator('[data-device-id]'))).toMatch(/^sn0123[0-9A-F]{12}01$/);
    expect(await wordsOf(watch)).toMatch(/touchstone-hub-\d\.azure-devices\.net/);
    expect(await wordsOf(watch.locator('[data-hub-device]'))).toContain('selfSigned');
    const emulatorMarks = await page.locator('ts-cloud .demo:visible').allInnerTexts();
    expect(emulatorMarks.filter((mark) => mark === 'EMULATOR').length).toBeGreaterThanOrEqual(4);

    const state = (await (await page.request.get(`${served.url}azure-emulator/control/state`)).json()) as {
      services: readonly { readonly name: string; readonly enrollments: readonly unknown[] }[];
    };
    expect(state.services.map(({ name, enrollments }) => `${name} ${enrollments.length}`)).toContain('touchstone-demo 1');

    await page.reload();
    await cloud.open();
    await page.locator('[data-emulator="on"]').waitFor();
    await expect.poll(() => page.locator('ts-cloud-records [data-record]').count(), SOON).toBe(1);
    await page.locator('ts-cloud-records summary').click();
    expect(await wordsOf(page.locator('ts-cloud-records [data-record]').first())).toMatch(
      /sn0123[0-9A-F]{12}01.*EMULATOR.*touchstone-demo.*operator@example\.test/,
    );

    const kept = JSON.stringify([await cloud.kept(), printed]);
    expect(kept).toContain('touchstone-demo');
    for (const secret of [...SECRETS, new RegExp(POISON)]) expect(kept).not.toMatch(secret);
    await cloud.forget();
    // the way to the service is probed with a name that cannot exist, and the browser prints every 404
    expect(visitor.troubles.splice(0).filter((trouble) => !/touchstone-probe|status of 404/.test(trouble))).toEqual([]);
    await leaveWell(visitor);
  },
);
