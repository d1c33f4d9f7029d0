/**
 * A browser that has no room left for this page: what was kept stays, what comes is named, nothing pretends to be kept.
 * Knows the page by its data attributes and words. The quota is Chromium's own, set by DevTools.
 */
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { startChromium } from '../support/chromium.ts';
import type { RunningChromium } from '../support/chromium.ts';
import { serveBuiltPage } from './built-page.ts';
import type { BuiltPage } from './built-page.ts';
import { makeOwnSigner } from './own-signer.ts';
import type { OwnSigner } from './own-signer.ts';
import { SOON, Visitor, leaveWell, wordsOf } from './visitor.ts';

/** Room for a few entries and a small pack. */
const ROOM_BYTES = 400_000;
const MANY = 2_000;

let served: BuiltPage;
let browser: RunningChromium;
let own: OwnSigner;
let visitor: Visitor;
let page: Page;
let folder: string;
let holder: Page | null = null;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'touchstone-full-'));
  [served, browser, own] = await Promise.all([serveBuiltPage(), startChromium({ bench: null, origins: [] }), makeOwnSigner('Signer of a Full Disk')]);
}, 120_000);
afterAll(async () => {
  await browser?.close();
  await served?.close();
  await rm(folder, { recursive: true, force: true });
});
afterEach(async () => {
  await holder?.close();
  await page.evaluate(async () => {
    await (await navigator.storage.getDirectory()).removeEntry('packs', { recursive: true }).catch(() => undefined);
  });
  await leaveWell(visitor);
});

/** Opens the page in a browser that has little room for it, from the first on: a database believes for half a minute in the room that it was told of. */
async function arrive(quotaSize: number): Promise<void> {
  holder = await browser.context.newPage();
  await holder.goto(new URL('firmware/catalogue.json', served.url).href); // the quota counts as long as this tab stays where it is
  const devTools = await browser.context.newCDPSession(holder);
  await devTools.send('Storage.overrideQuotaForOrigin', { origin: served.origin, quotaSize });
  visitor = await Visitor.arrive(browser.context, served.url);
  ({ page } = visitor);
}

const comeBack = async (): Promise<void> => {
  await page.reload();
  await visitor.action('try-virtual').waitFor();
};
const serial = (index: number): string => `0123${index.toString(16).padStart(12, '0')}01`;
const manifest = (first: number, count: number): Buffer =>
  Buffer.from(JSON.stringify(Array.from({ length: count }, (_, index) => own.entry(serial(first + index)))));
const load = (name: string, buffer: Buffer): Promise<void> =>
  page.locator('input[type=file][data-drop]').setInputFiles([{ name, buffer, mimeType: 'application/json' }]);
const cards = (): Promise<readonly (string | null)[]> => page.locator('[data-manifest]').evaluateAll((all) => all.map((one) => one.getAttribute('aria-label')));

test('a manifest for which there is no room counts until the page is closed, and what was kept before it stays', async () => {
  await arrive(ROOM_BYTES);
  await visitor.goTo('manifests');
  await load('kept.json', manifest(1, 3));
  await page.locator('[data-entry-count="3"]').waitFor();
  await load('too-much.json', manifest(100, MANY));
  await visitor.seeNotice('The browser did not keep everything');
  expect((await visitor.notices()).join(' ')).toMatch(/What is loaded counts until the page is closed\. Make room/);
  await expect.poll(cards, SOON).toEqual(['kept.json', 'too-much.json']);
  await page.locator(`[data-entry-count="${MANY + 3}"]`).waitFor();
  await comeBack();
  await visitor.goTo('manifests');
  await expect.poll(cards, SOON).toEqual(['kept.json']);
  await page.locator('[data-entry-count="3"]').waitFor();
});

test('a pack for which there is no room is here until the page is closed, and the pack kept before it stays', async () => {
  await arrive(ROOM_BYTES);
  const [small, large] = [join(folder, 'small_0x10000.bin'), join(folder, 'large_0x10000.bin')];
  await writeFile(small, Buffer.alloc(4096, 7));
  await writeFile(large, randomBytes(600_000)); // no zip makes it smaller
  const origins = (): Promise<readonly string[]> =>
    page.locator('[data-pack]').evaluateAll((all) => all.map((one) => (one as HTMLElement).innerText.replace(/\s+/g, ' ')));
  await visitor.goTo('firmware');
  await page.locator('[data-pack]').first().waitFor();
  await page.locator('input[data-firmware-files]').setInputFiles(small);
  await expect.poll(async () => (await origins()).join('|'), SOON).toMatch(/small.*kept in this browser/);
  await page.locator('input[data-firmware-files]').setInputFiles(large);
  await expect.poll(async () => (await origins()).join('|'), SOON).toMatch(/large.*until the page is closed/);
  expect(await wordsOf(page.locator('[data-notice="pack-not-kept"]'))).toMatch(
    /The pack is not kept .*large.* This browser gives no room for it\. It stays until the page is closed; export it to have it again\./,
  );
  await comeBack();
  await visitor.goTo('firmware');
  await expect.poll(async () => (await origins()).join('|'), SOON).toMatch(/small.*kept in this browser/);
  expect((await origins()).join('|')).not.toContain('large');
  expect(await page.locator('[data-notice="pack-kept-damaged"]').count()).toBe(0);
});
