/**
 * Journeys on the firmware screen of the built page: a build folder becomes a pack, the pack goes onto the virtual board, and what is there is proved.
 * The build is made here: the bench firmware in the place where the ROM looks, a table, settings and data behind it.
 */
import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Locator, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { startChromium } from '../support/chromium.ts';
import type { RunningChromium } from '../support/chromium.ts';
import { bootloader, CHIP_ID, json, NVS, table, type Row } from '../unit/board/pack-fixtures.ts';
import { serveBuiltPage } from './built-page.ts';
import type { BuiltPage } from './built-page.ts';
import { SOON, Visitor, leaveWell, wordsOf } from './visitor.ts';

const ASSETS: Row = ['assets', 1, 0x40, 0x110000, 0x100000];
const ASSET_BYTES = 300_000;

let served: BuiltPage;
let browser: RunningChromium;
let folder: string;
let bench: Uint8Array;
let visitor: Visitor;
let page: Page;

/** Bytes that no compression makes smaller. */
const noise = (length: number): Uint8Array =>
  Uint8Array.from({ length }, (_, index) => (index % 64 === 0 ? index / 64 : Math.imul(index, 2_654_435_761) >>> 11) & 0xff);

async function build(name: string, chip: string, first: Uint8Array): Promise<string> {
  const path = join(folder, name);
  await mkdir(join(path, 'boot'), { recursive: true });
  const files = { '0x1000': 'boot/first.bin', '0x10000': 'table.bin', '0x110000': 'assets.bin' };
  await writeFile(join(path, 'flasher_args.json'), json({ flash_files: files, flash_settings: { flash_size: '4MB' }, extra_esptool_args: { chip } }));
  await writeFile(join(path, 'boot/first.bin'), first);
  await writeFile(join(path, 'table.bin'), table(['nvs', 1, 2, 0x11000, NVS[4]], ASSETS));
  await writeFile(join(path, 'assets.bin'), noise(ASSET_BYTES));
  await writeFile(join(path, 'main.o'), 'an object file, not to be read');
  return path;
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'touchstone-firmware-'));
  [served, browser] = await Promise.all([serveBuiltPage(), startChromium({ bench: null, origins: [] })]);
  const catalogue = (await (await fetch(new URL('firmware/catalogue.json', served.url))).json()) as { images: readonly { name: string }[] };
  bench = new Uint8Array(await (await fetch(new URL(`firmware/${catalogue.images[0]?.name ?? ''}`, served.url))).arrayBuffer());
});
afterAll(async () => {
  await browser?.close();
  await served?.close();
  await rm(folder, { recursive: true, force: true });
});

const flashState = (): Locator => page.locator('[data-flash-phase]');
const part = (offset: number): Locator => page.locator(`[data-flash-part="${offset}"]`);

async function openFirmware(): Promise<void> {
  await visitor.goTo('firmware');
  await page.locator('[data-pack]').first().waitFor();
}

async function giveFolder(path: string): Promise<void> {
  await page.locator('input[data-firmware-folder]').setInputFiles(path);
}

async function flash(): Promise<void> {
  await page.locator('[data-action="flash"]:enabled').click();
}

async function seeEnd(phase: string): Promise<void> {
  await page.locator(`[data-flash-phase="${phase}"]`).waitFor({ timeout: 90_000 });
}

beforeEach(async () => {
  visitor = await Visitor.arrive(browser.context, served.url);
  ({ page } = visitor);
});
afterEach(async () => {
  await page.evaluate(async () => {
    const root = await navigator.storage.getDirectory();
    await root.removeEntry('packs', { recursive: true }).catch(() => undefined);
  });
  await leaveWell(visitor);
});

test('a build folder becomes a pack with its parts, goes onto the virtual board, is proved by MD5 and starts; the second time all is skipped', async () => {
  const path = await build('valve', 'esp32', bench);
  await openFirmware();
  await giveFolder(path);
  await page.locator('[data-pack-detail]').waitFor();
  expect(await page.locator('[data-part]').count()).toBe(3);
  const app = page.locator('[data-part="4096"]');
  expect(await wordsOf(app)).toContain(createHash('sha256').update(bench).digest('hex').slice(0, 8));
  expect(await wordsOf(page.locator('ts-partitions table'))).toMatch(/nvs data, nvs 0x11000 20 KB – assets data, 0x40 0x110000 1 MB 293 KB, 29 %/);
  expect(await wordsOf(page.locator('[data-why]'))).toBe('Connect a board first.');

  await page.locator('ts-flash [data-action="try-virtual"]').click();
  await flash();
  await seeEnd('done');
  expect(await flashState().getAttribute('data-outcome')).toBe('proved');
  expect(await wordsOf(flashState())).toMatch(/DEMO DONE Written, verified, started First line after \d+ ms: touchstone bench \d/);
  expect(await wordsOf(part(0x110000))).toContain(
    createHash('md5')
      .update(await readFile(join(path, 'assets.bin')))
      .digest('hex'),
  );
  expect(await page.locator('[data-flash-part][data-verified="md5"][data-skipped="no"]').count()).toBe(3);

  await flash();
  await expect.poll(() => page.locator('[data-flash-part][data-skipped="yes"]').count(), SOON).toBe(3);
  await seeEnd('done');
  expect(await flashState().getAttribute('data-outcome')).toBe('proved');

  await visitor.goTo('bench');
  expect((await visitor.check('ram')).verdict).toBe('genuine-matched');
});

describe('a pack', () => {
  test('for another chip is refused by the board with both names, and nothing is written', async () => {
    const path = await build('other', 'esp32c3', bootloader({ chipId: CHIP_ID['ESP32-C3'] }));
    await openFirmware();
    await giveFolder(path);
    await page.locator('[data-pack-detail]').waitFor();
    await page.locator('ts-flash [data-action="try-virtual"]').click();
    await flash();
    await seeEnd('failed');
    expect(await flashState().getAttribute('data-fault')).toBe('board-wrong-chip');
    expect(await wordsOf(flashState())).toMatch(/This is not an ESP32-C3 The board says ESP32\. .*Nothing was written/);
    expect(await page.locator('[data-flash-part][data-state="waiting"]').count()).toBe(3);
  });

  test('whose image was changed is refused with its numbers before any board is there', async () => {
    const path = await build(
      'broken',
      'esp32',
      bootloader().map((byte, index) => (index === 400 ? byte ^ 1 : byte)),
    );
    await openFirmware();
    await giveFolder(path);
    const refused = page.locator('[data-refused]');
    await refused.waitFor();
    expect(await refused.getAttribute('data-refused')).toMatch(/^pack-image/);
    expect(await wordsOf(refused)).toMatch(/Refused: An image is .*boot\/first\.bin/);
    expect(await page.locator('[data-pack-detail]').count()).toBe(0);
  });

  test('is kept, locked and chosen when the page is opened again, and exported as a zip that comes back as the same pack', async () => {
    await openFirmware();
    await giveFolder(await build('kept', 'esp32', bench));
    const detail = page.locator('[data-pack-detail]');
    const fingerprint = (await detail.getAttribute('data-pack-detail')) ?? '';
    await page.locator('[data-action="lock-pack"]').click();
    const [download] = await Promise.all([page.waitForEvent('download'), page.locator('[data-action="export-pack"]').click()]);
    const zip = join(folder, 'exported.zip');
    await download.saveAs(zip);
    await page.reload();
    await visitor.action('try-virtual').waitFor();
    await openFirmware();
    expect(await detail.getAttribute('data-pack-detail')).toBe(fingerprint);
    expect(await page.locator('[data-action="remove-pack"]').isDisabled()).toBe(true);
    await page.locator('[data-action="lock-pack"]').click();
    await page.locator('[data-action="remove-pack"]').click();
    await detail.waitFor({ state: 'detached' });
    await page.locator('input[data-firmware-files]').setInputFiles(zip);
    expect(await detail.getAttribute('data-pack-detail')).toBe(fingerprint);
  });

  test('that was removed is put back by Undo, chosen and kept as before', async () => {
    await openFirmware();
    await giveFolder(await build('undone', 'esp32', bench));
    const detail = page.locator('[data-pack-detail]');
    const fingerprint = (await detail.getAttribute('data-pack-detail')) ?? '';
    await page.locator('[data-action="remove-pack"]').click();
    await detail.waitFor({ state: 'detached' });
    expect(await wordsOf(page.locator('[data-notice="pack-removed"]'))).toMatch(/^Removed .* Undo$/);
    await visitor.action('undo-remove-pack').click();
    expect(await detail.getAttribute('data-pack-detail')).toBe(fingerprint);
    await expect.poll(() => page.locator('[data-notice="pack-removed"]').count(), SOON).toBe(0);
    await page.reload();
    await visitor.action('try-virtual').waitFor();
    await openFirmware();
    expect(await detail.getAttribute('data-pack-detail')).toBe(fingerprint);
  });

  test('that is locked says what the lock holds and how to unlock; erase choice and settings are held with it', async () => {
    await openFirmware();
    await giveFolder(await build('held', 'esp32', bench));
    await page.locator('input[name="erase"][value="whole-chip"]').check();
    await page.locator('[data-use-settings]').check();
    await page.locator('[data-action="add-setting"]').click();
    await page.locator('[data-row="0"][data-field="namespace"]').waitFor();
    await page.locator('[data-action="lock-pack"]').click();
    expect(await wordsOf(page.locator('[data-held="pack"]'))).toBe(
      'Locked for the line: this pack, what is erased, writing again and the settings. To change any of them, press Unlock.',
    );
    for (const held of ['erase', 'settings']) expect(await wordsOf(page.locator(`[data-held="${held}"]`))).toContain('unlock the pack');
    for (const field of [
      'input[name="erase"][value="what-is-written"]',
      '[data-rewrite]',
      '[data-use-settings]',
      '[data-row="0"][data-field="value"]',
      '[data-action="add-setting"]',
    ])
      expect(await page.locator(field).isDisabled(), field).toBe(true);
    await page.reload();
    await visitor.action('try-virtual').waitFor();
    await openFirmware();
    expect(await page.locator('input[name="erase"][value="whole-chip"]').isChecked()).toBe(true);
    expect(await wordsOf(page.locator('[data-held="wanted"]'))).toContain('Enter or load them again');
    expect(await page.locator('[data-settings-problem="settings-not-kept"]').count()).toBe(1);
    await page.locator('[data-action="lock-pack"]').click();
    await expect.poll(() => page.locator('[data-held]').count(), SOON).toBe(0);
    expect(await page.locator('[data-rewrite]').isEnabled()).toBe(true);
  });

  test('comes from a build folder that is dropped on the page, as a person drags it', async () => {
    const path = await build('dragged', 'esp32', bench);
    await openFirmware();
    const devTools = await browser.context.newCDPSession(page);
    const data = { items: [], files: [path], dragOperationsMask: 1 };
    for (const type of ['dragEnter', 'dragOver', 'drop'] as const) await devTools.send('Input.dispatchDragEvent', { type, x: 700, y: 450, data });
    await page.locator('[data-pack-detail]').waitFor();
    expect(await page.locator('[data-part]').count()).toBe(3);
    expect(await page.locator('[data-refused]').count()).toBe(0);
  });

  test('from another site’s address is not asked for; the words say why and what to do', async () => {
    await openFirmware();
    await page.locator('input[data-firmware-url]').fill('https://example.com/manifest.json');
    await page.locator('[data-action="fetch-firmware"]').click();
    const refused = page.locator('[data-refused="pack-url-foreign"]');
    await refused.waitFor();
    expect(await wordsOf(refused)).toBe(
      'Refused: This address is on another site example.com was not asked: the page’s policy (connect-src) lets it fetch from its own site only. ' +
        'Download the file and drop it here, or put it beside this page and give that address. Code pack-url-foreign',
    );
  });

  test('comes from an address of this site, manifest and parts; a part that is not there is named', async () => {
    const image = bootloader({ chipId: CHIP_ID['ESP32-C3'] });
    const manifest = (path: string): string =>
      JSON.stringify({ name: 'Valve', version: '1.4.0', builds: [{ chipFamily: 'ESP32-C3', parts: [{ path, offset: 0 }] }] });
    const files: Readonly<Record<string, Buffer>> = {
      'valve/manifest.json': Buffer.from(manifest('images/boot.bin')),
      'valve/images/boot.bin': Buffer.from(image),
    };
    for (const [name, body] of Object.entries(files)) await page.route(new URL(name, served.url).href, (route) => route.fulfill({ body }));
    await openFirmware();
    await page.locator('input[data-firmware-url]').fill('valve/manifest.json');
    await page.locator('[data-action="fetch-firmware"]').click();
    await page.locator('[data-pack-detail]').waitFor();
    expect(await wordsOf(page.locator('[data-pack-detail] h2'))).toMatch(/^Valve 1\.4\.0/);
    expect(await page.locator('[data-part="0"]').count()).toBe(1);
    await page.locator('input[data-firmware-url]').fill(new URL('nothing.bin', served.url).href);
    await page.locator('[data-action="fetch-firmware"]').click();
    expect(await wordsOf(page.locator('[data-refused="pack-url-missing"]'))).toContain('the server said 404');
    expect(visitor.troubles.splice(0).every((trouble) => trouble.includes('404'))).toBe(true);
  });
});

test('cancelled in the middle nothing is called done, and the next flashing finishes the work', async () => {
  await openFirmware();
  await giveFolder(await build('cancelled', 'esp32', bench));
  await page.locator('[data-pack-detail]').waitFor();
  await page.locator('ts-flash [data-action="try-virtual"]').click();
  await flash();
  await page.locator('[data-flash-part="1114112"][data-state="writing"]').waitFor();
  await page.locator('[data-action="cancel-flash"]').click();
  await seeEnd('aborted');
  expect(await wordsOf(flashState())).toContain('What was being written is incomplete');
  expect(await flashState().getAttribute('data-outcome')).toBeNull();
  await flash();
  await seeEnd('done');
  expect(await flashState().getAttribute('data-outcome')).toBe('proved');
});

test('settings for one board: a secret is a password field, {cn} waits for a check of the chip, then all is written', async () => {
  await openFirmware();
  await giveFolder(await build('settings', 'esp32', bench));
  await page.locator('[data-use-settings]').check();
  await page.locator('ts-board-settings summary').click();
  await page
    .locator('ts-board-settings textarea')
    .fill('key,type,encoding,value\nwifi,namespace,,\npassword,data,string,hunter2hunter2\nid,data,string,{cn}\n');
  await page.locator('[data-action="load-settings"]').click();
  const password = page.locator('[data-row="0"][data-field="value"]');
  expect([await password.getAttribute('type'), await password.inputValue()]).toEqual(['password', 'hunter2hunter2']);
  await page.locator('ts-flash [data-action="try-virtual"]').click();
  await expect.poll(() => wordsOf(page.locator('[data-why]')), SOON).toContain('{cn}');
  expect(await page.locator('[data-action="flash"]').isDisabled()).toBe(true);
  await visitor.goTo('bench');
  expect((await visitor.check('ram')).verdict).toBe('genuine-matched');
  await visitor.goTo('firmware');
  await flash();
  await seeEnd('done');
  expect(await flashState().getAttribute('data-outcome')).toBe('proved');
  expect(await wordsOf(part(0x11000))).toContain('MD5 equal; not shown');
  const everything = await page.evaluate(() => JSON.stringify({ ...localStorage }) + document.documentElement.outerHTML);
  expect(everything).not.toContain('hunter2');
});
