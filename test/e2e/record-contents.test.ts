/**
 * What stands in a record after a run that checks, matches, flashes and settles a board: each member against what was really there, computed here and not by the page.
 * Knows the page by its data attributes, and the records by their database.
 */
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startChromium } from '../support/chromium.ts';
import type { RunningChromium } from '../support/chromium.ts';
import { READ_RECORDS } from '../support/line-bench/line-page.ts';
import type { RunRecord } from '../../src/bench/index.ts';
import { serveBuiltPage } from './built-page.ts';
import type { BuiltPage } from './built-page.ts';
import { Line } from './line-visit.ts';
import { ALL_PROOFS, SOON, Visitor, wordsOf } from './visitor.ts';

const HASH = /^[0-9a-f]{64}$/;

let served: BuiltPage;
let browser: RunningChromium;
let visitor: Visitor;
let page: Page;
let record: RunRecord;

beforeAll(async () => {
  [served, browser] = await Promise.all([serveBuiltPage(), startChromium({ bench: null, origins: [] })]);
  visitor = await Visitor.arrive(browser.context, served.url);
  ({ page } = visitor);
  const line = new Line(page);
  await visitor.goTo('firmware');
  await page.locator('[data-pack]').first().click();
  await page.locator('[data-pack-detail]').waitFor();
  await line.setSlots(2);
  await line.putBoards();
  await page.locator('[data-action="set-up"]').click();
  await page.locator('ts-station-set-up .plans input[type=radio]').nth(1).check(); // check, match, flash
  await page.locator('[data-action="set-up-done"]').click();
  await line.act({ act: 'start-shift', operator: 'Mei', workOrder: '17' });
  await line.until((all) => all.some(({ state }) => state === 'running'));
  const slots = await line.quiet(180_000);
  expect(slots).toMatchObject([{ state: 'pass' }, { state: 'pass' }]);
  const records = (await page.evaluate(READ_RECORDS)) as readonly RunRecord[];
  expect(records).toHaveLength(2);
  record = records.find(({ slot }) => slot === 1) as RunRecord;
});
afterAll(async () => {
  expect(visitor.troubles).toEqual([]);
  await browser?.close();
  await served?.close();
});

describe('the record of a run that checked, matched and flashed a board', () => {
  test('names station, operator, slot, work order, MAC, chip and the place in the manifest', () => {
    expect(record).toMatchObject({ station: 'bench', operator: 'Mei', slot: 1, workOrder: '17', virtual: true, purpose: 'dry-run' });
    expect(record.board?.mac).toMatch(/^[0-9A-F]{2}(:[0-9A-F]{2}){5}$/);
    expect(record.chip?.serialNumber).toMatch(/^0123[0-9A-F]{14}$/);
    expect(record.chip?.commonName).toBe(`sn${record.chip?.serialNumber ?? ''}`);
    expect(record.entry?.fileName).toMatch(/\.json$/);
    expect(record.entry?.index).toBeGreaterThanOrEqual(0);
  });

  test('carries the fingerprints of both certificates, of the plan and of the pack', () => {
    const { deviceCertificate, signerCertificate } = record.chip ?? {};
    expect(deviceCertificate).toMatch(HASH);
    expect(signerCertificate).toMatch(HASH);
    expect(deviceCertificate).not.toBe(signerCertificate);
    expect(record.plan).toMatchObject({ name: 'Check and flash', version: '1' });
    expect(record.plan.fingerprint).toMatch(HASH);
    expect(record.pack?.fingerprint).toMatch(HASH);
  });

  test('names the bench firmware that ran and the hash of its image, as the catalogue has them, in the first run of a page too', async () => {
    const [image] = (JSON.parse(await readFile('public/firmware/catalogue.json', 'utf8')) as { images: readonly Record<string, string>[] }).images;
    const bytes = await readFile(`public/firmware/${image?.['name'] ?? ''}`);
    const version = (JSON.parse(await readFile('package.json', 'utf8')) as { version: string }).version;
    expect(record.versions).toEqual({ page: version, firmware: image?.['version'], build: image?.['buildId'] });
    expect(record.firmware?.bench).toMatchObject({
      version: image?.['version'],
      build: image?.['buildId'],
      sha256: createHash('sha256').update(bytes).digest('hex'),
      place: 'ram',
      md5: null,
    });
  });

  test('carries the MD5 that the board made of each part in its flash, which is that of the bytes of the pack', async () => {
    const parts = record.firmware?.flash ?? [];
    expect(parts.length).toBeGreaterThan(0);
    const files = await Promise.all(
      parts.map(async ({ name }) =>
        createHash('md5')
          .update(await readFile(`public/firmware/${name}`))
          .digest('hex'),
      ),
    );
    expect(parts.map(({ md5 }) => md5)).toEqual(files);
    expect(parts.every(({ how, bytes }) => how === 'written' && bytes > 0)).toBe(true);
  });

  test('opens with its timeline, the twelve proofs, and what is on the chip', async () => {
    await page.locator('[data-screen="records"]').click();
    await page.locator('[data-records="ready"]').waitFor();
    await page.locator('ts-run-list [data-run]').first().click();
    const dialog = page.locator('dialog[data-opened-run][open]');
    await dialog.waitFor();
    await expect
      .poll(() => dialog.locator('ts-proofs li[data-outcome]').evaluateAll((rows) => rows.map((row) => (row as HTMLElement).dataset['proof'])), SOON)
      .toEqual(ALL_PROOFS);
    expect(await dialog.locator('li[data-phase-outcome="pass"]').count()).toBe(3);
    expect(await wordsOf(dialog)).toContain(record.firmware?.flash[0]?.md5 ?? 'no hash');
  });
});
