/**
 * Finding, opening and exporting entries, with real manifests read from beside the project; skipped when they are not there.
 * Knows the page by its data attributes and words. Any complaint of the browser (policy, console, missing file) fails the journey.
 */
import { X509Certificate } from 'node:crypto';
import { existsSync, readdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { unzipSync } from 'fflate';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startChromium } from '../support/chromium.ts';
import type { RunningChromium } from '../support/chromium.ts';
import { loadManifests } from '../support/page-check.ts';
import { serveBuiltPage } from './built-page.ts';
import type { BuiltPage } from './built-page.ts';
import { Visitor, leaveWell } from './visitor.ts';

const REAL = fileURLToPath(new URL('../../../shared/data/manifests/', import.meta.url));
const hasReal = existsSync(REAL);
if (!hasReal) console.warn('SKIPPED, the manifest desk with real manifests: ../shared/data/manifests is not there');
/** Serials and common names of the real entries that hold certificates (../shared/data/README.md). */
const LEGACY = '0123f1822c38dd7a01';

let served: BuiltPage;
let browser: RunningChromium;
let visitor: Visitor;
let page: Page;

beforeAll(async () => {
  if (!hasReal) return;
  [served, browser] = await Promise.all([serveBuiltPage(), startChromium({ bench: null, origins: [] })]);
  visitor = await Visitor.arrive(browser.context, served.url);
  ({ page } = visitor);
  await loadManifests(
    page,
    readdirSync(REAL).map((name) => `${REAL}${name}`),
    30_000,
  );
  await visitor.goTo('manifests');
});
afterAll(async () => {
  if (!hasReal) return;
  await leaveWell(visitor).finally(async () => {
    await browser.close();
    await served.close();
  });
});

const search = (): ReturnType<Page['locator']> => page.locator('ts-entries input[type=search]');
const seeCount = (count: number): Promise<unknown> => page.locator(`[data-entry-count="${count}"]`).waitFor();

/** Chooses a format and saves; gives the file's name and bytes. */
async function save(format: string): Promise<{ readonly name: string; readonly bytes: Uint8Array }> {
  await visitor.action('export').click();
  await page.locator(`ts-export input[name=format][value="${format}"]`).check();
  const [file] = await Promise.all([page.waitForEvent('download'), visitor.action('write-export').click()]);
  const bytes = new Uint8Array(await readFile(await file.path()));
  await page.locator('ts-export dialog[open]').waitFor({ state: 'detached' }); // it closes itself when the file is written
  return { name: file.suggestedFilename(), bytes };
}
const text = (bytes: Uint8Array | undefined): string => new TextDecoder().decode(bytes);

test.skipIf(!hasReal)('any part of a serial, with spaces and in either case, finds its entry; Enter opens it, Escape goes back', async () => {
  await seeCount(5);
  await search().fill(' 90B3 d145 ');
  await seeCount(1);
  await search().press('Enter');
  await page.locator('ts-entry dialog[open]').waitFor();
  const words = await page.locator('ts-entry dialog').innerText();
  expect(words).toContain('Log Signer 002');
  expect(words).toContain('ATECC608A-MAH4I');
  expect(words).toContain('Crypto Authentication Root CA 002');
  await page.keyboard.press('Escape');
  await page.locator('ts-entry dialog[open]').waitFor({ state: 'detached' });
  await search().fill('2c38DD7A');
  await seeCount(2); // one chip in two files
  await search().fill('no such serial');
  await seeCount(0);
  await search().fill('');
  await seeCount(5);
});

test.skipIf(!hasReal)('PEM files are named after the serial and are the certificates of the chips', async () => {
  const files = unzipSync((await save('pem')).bytes);
  const names = Object.keys(files).filter((name) => name.endsWith('.pem'));
  expect(names).toHaveLength(4); // the fifth entry is of version 2 and holds none
  expect(names).toContain(`certs/${LEGACY}.pem`);
  for (const name of names) {
    const certificate = new X509Certificate(text(files[name]));
    expect(certificate.subject.toLowerCase()).toContain(name.slice('certs/'.length, -'.pem'.length));
    expect(certificate.issuer).toContain('Crypto Authentication Signer');
  }
});

test.skipIf(!hasReal)('the scripts enrol every chip whose name the service takes, and say which they leave out', async () => {
  const files = unzipSync((await save('azure-cli')).bytes);
  const bash = text(files['enroll.sh']);
  expect(bash).toContain('az iot dps enrollment create');
  expect(bash).toContain('--auth-type login');
  expect(bash).toContain(LEGACY.toUpperCase()); // its common name holds a space: named as left out
  expect(Object.keys(files)).not.toContain(`certs/${LEGACY}.pem`);
  expect(text(files['enroll.ps1'])).toContain('az iot dps enrollment create');
});

test.skipIf(!hasReal)('the table has a line for each entry, the bulk requests and the smaller manifest can be read again', async () => {
  const table = text((await save('csv')).bytes)
    .trimEnd()
    .split('\r\n');
  expect(table).toHaveLength(1 + 5);
  const bulk = unzipSync((await save('dps-bulk')).bytes);
  const [request] = Object.entries(bulk).filter(([name]) => name.endsWith('.json'));
  expect(JSON.parse(text(request?.[1]))).toMatchObject({ mode: 'create', enrollments: expect.arrayContaining([]) as unknown });
  const smaller = await save('manifest');
  expect((JSON.parse(text(smaller.bytes)) as unknown[]).length).toBe(5);
});
