/**
 * What stays when the page is closed, crashes or is told to forget: files in IndexedDB, in a real browser.
 * Knows the page by its data attributes and words. Entries are signed by node with a signer made by openssl.
 */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { unzipSync, zipSync } from 'fflate';
import type { Locator, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { startChromium } from '../support/chromium.ts';
import type { RunningChromium } from '../support/chromium.ts';
import { serveBuiltPage } from './built-page.ts';
import type { BuiltPage } from './built-page.ts';
import { makeOwnSigner } from './own-signer.ts';
import type { OwnSigner } from './own-signer.ts';
import { SOON, Visitor, leaveWell, wordsOf } from './visitor.ts';

/** Long enough to be interrupted, short enough to be made. */
const MANY = 20_000;
const LONG = { timeout: 60_000, interval: 50 };

let served: BuiltPage;
let browser: RunningChromium;
let own: OwnSigner;
let many: Buffer;
let visitor: Visitor;
let page: Page;

const serial = (index: number): string => `0123${index.toString(16).padStart(12, '0')}01`;
const manifest = (first: number, count: number): Buffer =>
  Buffer.from(JSON.stringify(Array.from({ length: count }, (_, index) => own.entry(serial(first + index)))));

beforeAll(async () => {
  [served, browser, own] = await Promise.all([serveBuiltPage(), startChromium({ bench: null, origins: [] }), makeOwnSigner('Signer of Kept Files')]);
  many = manifest(1_000, MANY);
}, 120_000);
afterAll(async () => {
  await browser?.close();
  await served?.close();
});
beforeEach(() => arrive());
afterEach(() => leaveWell(visitor));

async function arrive(): Promise<void> {
  visitor = await Visitor.arrive(browser.context, served.url);
  ({ page } = visitor);
  await visitor.goTo('manifests');
}

/** Comes back later: the old tab is gone, whether it was closed or had crashed. */
async function comeBack(): Promise<void> {
  expect(visitor.troubles).toEqual([]);
  await page.close();
  await arrive();
}

const load = (...files: readonly (readonly [string, Buffer])[]): Promise<void> =>
  page.locator('input[type=file][data-drop]').setInputFiles(files.map(([name, buffer]) => ({ name, buffer, mimeType: 'application/json' })));
const addSigner = async (): Promise<void> => {
  await page
    .locator('input[type=file][data-signer-file]')
    .setInputFiles([{ name: 'own.pem', mimeType: 'application/x-pem-file', buffer: Buffer.from(own.pem) }]);
  await page.locator('[data-signer]').waitFor();
};
const card = (name: string): Locator => page.locator(`[data-manifest][aria-label="${name}"]`);
const cards = (): Promise<readonly (string | null)[]> => page.locator('[data-manifest]').evaluateAll((all) => all.map((one) => one.getAttribute('aria-label')));
const storage = (): Promise<string> => wordsOf(page.locator('[data-storage]'));

test('whoever comes back finds files, verdicts and signers as they were, and what was removed is gone', async () => {
  await addSigner();
  await load(['a.json', manifest(1, 3)], ['b.json', manifest(11, 2)], ['c.json', manifest(21, 1)]);
  await card('c.json').waitFor();
  await card('b.json').locator('[data-action="remove-manifest"]').click();
  await expect.poll(storage, SOON).toMatch(/^Kept in this browser 2 files, /);
  await comeBack();
  await expect.poll(cards, SOON).toEqual(['a.json', 'c.json']);
  await page.locator('[data-entry-count="4"]').waitFor();
  expect(await wordsOf(card('a.json'))).toMatch(/Signer of Kept Files/);
  expect(await page.locator('[data-signer]').count()).toBe(1);
  expect(await storage()).toMatch(/of .* used, .* left/);
  await visitor.action('remove-signer').click();
  await page.locator('[data-signer]').waitFor({ state: 'detached' });
  await comeBack();
  await expect.poll(cards, SOON).toEqual(['a.json', 'c.json']);
  expect(await wordsOf(card('a.json'))).toMatch(/no known signer/);
});

test('a tab that crashes in the middle of a file leaves it whole or not at all', async () => {
  await addSigner();
  await load(['small.json', manifest(1, 2)]);
  await card('small.json').waitFor();
  await load(['many.json', many]);
  await page.locator('[data-import="verifying"]').waitFor();
  const devTools = await browser.context.newCDPSession(page);
  const crashed = page.waitForEvent('crash');
  void devTools.send('Page.crash').catch(() => undefined); // nobody is left to answer
  await crashed;
  await comeBack();
  await expect.poll(cards, LONG).toEqual(['small.json', 'many.json']);
  await expect.poll(() => wordsOf(card('many.json')), LONG).toContain(`${MANY.toLocaleString('en-US')} entries`);
  await page.locator(`[data-entry-count="${MANY + 2}"]`).waitFor();
  expect(await wordsOf(card('many.json'))).not.toMatch(/no known signer/);
});

test('an import that is stopped leaves nothing, now or later', async () => {
  await addSigner();
  await load(['many.json', many], ['next.json', manifest(1, 1)]);
  await page.locator('[data-import="verifying"]').waitFor();
  await visitor.action('cancel-import').click();
  await visitor.seeNotice('Stopped at many.json. What was read before it stays.');
  await page.locator('[data-import]').waitFor({ state: 'detached' });
  expect(await cards()).toEqual([]);
  await comeBack();
  await page.locator('[data-storage="ready"]').waitFor();
  expect(await cards()).toEqual([]);
});

test('a zip and a folder give their manifests; what else is in them is passed over', async () => {
  const zip = Buffer.from(
    zipSync({
      'orders/4711.json': new Uint8Array(manifest(1, 2)),
      'orders/read me.txt': new Uint8Array([1]),
      'orders/4712.json': new Uint8Array(manifest(11, 1)),
    }),
  );
  await load(['orders.zip', zip]);
  await expect.poll(cards, SOON).toHaveLength(2);
  await visitor.seeNotice('1 file was passed over');
  const folder = await mkdtemp(join(tmpdir(), 'touchstone-orders-'));
  try {
    await writeFile(join(folder, 'order-1.json'), manifest(31, 1));
    await writeFile(join(folder, 'notes.txt'), 'nothing');
    await page.locator('input[type=file][webkitdirectory]').setInputFiles(folder);
    await expect.poll(cards, SOON).toHaveLength(3);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
  await page.locator('[data-entry-count="4"]').waitFor();
});

test('chosen rows are exported, and only those; an unverified one only when the person insists', async () => {
  await load(['a.json', manifest(1, 5)]); // no signer: unverified
  await page.locator('[data-entry-count="5"]').waitFor();
  for (const index of [2, 4]) await page.locator(`[data-entry="${serial(index)}"] [data-select]`).click();
  await page.locator('[data-selected="2"]').waitFor();
  await visitor.action('export').click();
  await page.locator('ts-export input[name=scope][value=selected]').check();
  await page.locator('ts-export input[name=format][value=manifest]').check();
  await page.locator('[data-export-taken="0"]').waitFor();
  await page.locator('ts-export input[type=checkbox]').check();
  await page.locator('[data-export-taken="2"]').waitFor();
  const [file] = await Promise.all([page.waitForEvent('download'), visitor.action('write-export').click()]);
  expect(file.suggestedFilename()).toContain('unverified');
  const entries = JSON.parse(await readFile(await file.path(), 'utf8')) as { header: { uniqueId: string } }[];
  expect(entries.map(({ header }) => header.uniqueId)).toEqual([serial(2), serial(4)]);
});

test('all files can be taken away in one zip, byte for byte, and deleted for good', async () => {
  const files = [manifest(1, 3), manifest(11, 1)] as const;
  await load(['a.json', files[0]], ['b.json', files[1]]);
  await card('b.json').waitFor();
  const [zip] = await Promise.all([page.waitForEvent('download'), visitor.action('save-all-files').click()]);
  const inside = unzipSync(new Uint8Array(await readFile(await zip.path())));
  expect(Object.values(inside).map((bytes) => Buffer.from(bytes).equals(files[0]) || Buffer.from(bytes).equals(files[1]))).toEqual([true, true]);
  await visitor.action('delete-all').click();
  await visitor.action('confirm-delete-all').click();
  await visitor.seeNotice('All manifests and signers of your own were deleted from this browser.');
  expect(await cards()).toEqual([]);
  await comeBack();
  await page.locator('[data-storage="ready"]').waitFor();
  expect(await cards()).toEqual([]);
});

test('the same chip in two files is counted, and other content for it is said aloud', async () => {
  await addSigner();
  const twice = [own.entry(serial(1)), own.entry(serial(2))];
  await load(['first.json', Buffer.from(JSON.stringify(twice))]);
  await card('first.json').waitFor();
  await load(['second.json', Buffer.from(JSON.stringify([twice[0], own.entry(serial(2), { payload: { partNumber: 'ANOTHER' } })]))]);
  await card('second.json').waitFor();
  await card('second.json').locator('summary').click();
  await expect.poll(() => wordsOf(card('second.json')), SOON).toContain('1 chip stands in another file too, with the same content');
  expect(await wordsOf(card('second.json'))).toContain('1 chip stands in another file too, with DIFFERENT content');
  expect(await wordsOf(card('second.json'))).toContain('See first.json');
});
