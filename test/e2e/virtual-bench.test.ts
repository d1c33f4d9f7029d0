/**
 * Journeys without hardware: the built page, its virtual bench, every fault that can be put on it, keyboard and log.
 * Knows the page by its data attributes and words. Any complaint of the browser (policy, console, missing file) fails a journey.
 */
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { startChromium } from '../support/chromium.ts';
import type { RunningChromium } from '../support/chromium.ts';
import { serveBuiltPage } from './built-page.ts';
import type { BuiltPage } from './built-page.ts';
import { ALL_PROOFS, SOON, Visitor, leaveWell, rowOf, rowsWith, wordsOf } from './visitor.ts';

const BANNER = /touchstone bench \d+\.\d+\.\d+ esp32 build [0-9a-f]{8}/;

let served: BuiltPage;
let browser: RunningChromium;
let visitor: Visitor;
let page: Page;

beforeAll(async () => {
  [served, browser] = await Promise.all([serveBuiltPage(), startChromium({ bench: null, origins: [] })]);
});
afterAll(async () => {
  await browser?.close();
  await served?.close();
});

async function arrive(): Promise<void> {
  visitor = await Visitor.arrive(browser.context, served.url);
  ({ page } = visitor);
}

describe('a first visit', () => {
  beforeEach(arrive);
  afterEach(() => leaveWell(visitor));

  test('the page offers both ways in, asks no other address and is under a policy that refuses inline styles', async () => {
    expect(await visitor.action('try-virtual').isEnabled()).toBe(true);
    expect(await visitor.action('connect').isEnabled()).toBe(true);
    expect(await wordsOf(page.locator('main h1'))).toBe('Is this chip what its maker says it is?');
    expect(await page.locator('.demo').count()).toBe(0);
    expect(visitor.troubles.splice(0)).toEqual([]);
    await page.evaluate(() => document.head.append(Object.assign(document.createElement('style'), { textContent: 'body { display: none }' })));
    await expect.poll(() => visitor.troubles.splice(0).join(' '), SOON).toContain('Content Security Policy');
  });

  test('the demo chip passes all twelve proofs, each row says what was seen and wanted, and DEMO stands on band and verdict', async () => {
    await visitor.tryVirtual();
    const report = await visitor.check('ram');
    expect(report).toMatchObject({ verdict: 'genuine-matched', fault: null });
    expect(report.text).toMatch(
      /^DEMO PASS Genuine, and on your manifest 12 of 12 proofs hold · \d+\.\d s, flash untouched Enrol in Azure DEMO: says nothing about any real chip\.$/,
    );
    expect(rowsWith(report, 'pass')).toEqual(ALL_PROOFS);
    for (const id of ALL_PROOFS) {
      const row = page.locator(`[data-proof="${id}"]`);
      expect(await wordsOf(row.locator('.seen')), id).toMatch(/^Seen: \S.{3,}/);
      expect((await wordsOf(row.locator('.wanted'))).length, id).toBeGreaterThan(5);
    }
    expect(rowOf(report, 'signer-chain').text).toMatch(/DEMO Signer 0D01 → .*DEMO Root CA/);
    expect(report.proofs.map((row) => row.text).join()).not.toContain('Microchip');
    expect(await wordsOf(page.locator('ts-virtual-panel aside'))).toMatch(/^DEMO .* Nothing here counts for a real board\./);
    expect(await wordsOf(page.locator('ts-board section'))).toMatch(/ESP32-D0WD-V3 .*4 MB, untouched/);
    expect(await page.locator('[data-serial-number]').getAttribute('data-serial-number')).toBe('0123DE4D0A11CE0101');
    const row = page.locator('[data-proof="entry-equals-chip"]');
    await row.locator('summary').click();
    expect(await wordsOf(row.locator('.raw'))).toMatch(/[0-9a-f]{64}/);
  });

  test('flash and check is green too, and the board card says that flash was written', async () => {
    await visitor.tryVirtual();
    const report = await visitor.check('flash');
    expect(report.verdict).toBe('genuine-matched');
    expect(report.text).toContain('bench firmware in flash');
    expect(rowOf(report, 'firmware-expected').text).toContain('runs from flash');
    expect(await wordsOf(page.locator('ts-board section'))).toContain('4 MB, written');
  });

  test('leaving the virtual bench takes DEMO and the demo manifest away, and it can be entered again', async () => {
    await visitor.tryVirtual();
    expect(await wordsOf(page.locator('[data-pill="manifests"]'))).toBe('1 manifest · 4 entries');
    await visitor.check('ram');
    await visitor.action('leave-virtual').click();
    await visitor.action('try-virtual').waitFor();
    await expect.poll(() => wordsOf(page.locator('[data-pill="manifests"]')), SOON).toBe('No manifest loaded');
    expect(await page.locator('.demo, [data-demo], ts-virtual-panel, [data-pill="virtual"]').count()).toBe(0);
    await visitor.goTo('manifests');
    await visitor.seeWords('No manifest loaded');
    expect(await page.locator('[data-manifest]').count()).toBe(0);
    await visitor.goTo('bench');
    await visitor.tryVirtual();
    expect((await visitor.check('ram')).verdict).toBe('genuine-matched');
  });

  test('a reload in mid-check begins anew, with nothing left over and nothing broken', async () => {
    await visitor.tryVirtual();
    await visitor.action('check-ram').click();
    await visitor.seeStep('load-firmware');
    await page.reload();
    await visitor.action('connect').waitFor();
    expect(await page.locator('.demo, [data-phase], [data-manifest]').count()).toBe(0);
    await visitor.tryVirtual();
    expect((await visitor.check('ram')).verdict).toBe('genuine-matched');
  });
});

describe('hands on the virtual bench', () => {
  beforeEach(async () => {
    await arrive();
    await visitor.tryVirtual();
  });
  afterEach(() => leaveWell(visitor));

  test('unplugged by hand the page says so, plugged in it is ready, and a verdict stays until then', async () => {
    await visitor.action('unplug').click();
    await visitor.seePhase('lost');
    expect(await wordsOf(visitor.banner)).toContain('The cable came out');
    expect(await page.locator('[data-action="check-ram"]:enabled').count()).toBe(0);
    await visitor.action('plug').click();
    await visitor.seePhase('ready');
    expect((await visitor.check('ram')).verdict).toBe('genuine-matched');
    await visitor.action('unplug').click();
    await visitor.seePhase('lost');
    expect(await wordsOf(visitor.banner)).toMatch(/^DEMO PASS Genuine, and on your manifest .* The board is unplugged\. Plug in the next one when you like\./);
    await visitor.action('plug').click();
    await visitor.seePhase('ready');
    expect((await visitor.check('flash')).verdict).toBe('genuine-matched');
  });

  test('unplugged in mid-check the check ends at once, and the next one is green', async () => {
    await visitor.action('check-ram').click();
    await visitor.seeStep('load-firmware');
    await visitor.action('unplug').click();
    await visitor.seePhase('lost');
    expect(await visitor.banner.getAttribute('data-fault')).toBe('port-lost');
    await page.locator('ts-actions [data-action="plug"]').click();
    await visitor.seePhase('ready');
    expect((await visitor.check('ram')).verdict).toBe('genuine-matched');
  });

  test.for(['load-firmware', 'read-chip'])('cancelled in step %s nothing is judged, and the next check is green', async (step) => {
    await visitor.action('check-ram').click();
    await visitor.seeStep(step);
    await visitor.action('cancel').click();
    await visitor.seePhase('aborted');
    expect(await wordsOf(visitor.banner)).toContain('STOPPED Stopped You cancelled the check. Nothing was judged');
    expect(await page.locator('[data-proof][data-outcome], [data-verdict], [data-fault]').count()).toBe(0);
    expect((await visitor.check('ram')).verdict).toBe('genuine-matched');
  });

  test('without the manifest a genuine chip is amber, and the page says what is missing', async () => {
    await visitor.goTo('manifests');
    await visitor.action('remove-manifest').click();
    await visitor.goTo('bench');
    const report = await visitor.check('ram');
    expect(report.verdict).toBe('genuine-unmatched');
    expect(report.text).toContain('NOT MATCHED Genuine, not matched 9 of 12 proofs hold, 3 not measured');
    expect(rowOf(report, 'in-manifest').text).toContain('No manifest is loaded');
    expect(rowOf(report, 'in-manifest').text).toContain('What to do: Load the manifest that came with the order');
  });
});

describe('the keyboard alone', () => {
  beforeEach(arrive);
  afterEach(() => leaveWell(visitor));

  const focused = (): Promise<string> =>
    page.evaluate(() => {
      let element = document.activeElement;
      while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement;
      if (!(element instanceof HTMLElement) || element === document.body) return '';
      if (!element.matches(':focus-visible')) return 'invisible focus';
      return element.dataset['action'] ?? element.dataset['screen'] ?? element.tagName.toLowerCase();
    });
  const tabTo = async (wanted: string): Promise<void> => {
    const passed: string[] = [];
    while (passed.length < 40) {
      await page.keyboard.press('Tab');
      passed.push(await focused());
      if (passed.at(-1) === wanted) return;
    }
    expect(passed, 'what Tab came by').toContain(wanted);
  };

  test('Tab and Enter lead from the first screen to a verdict and to its raw facts', async () => {
    await tabTo('try-virtual');
    await page.keyboard.press('Enter');
    await visitor.seeReady();
    await tabTo('check-ram');
    await page.keyboard.press('Enter');
    await visitor.seePhase('done');
    expect(await visitor.banner.getAttribute('data-verdict')).toBe('genuine-matched');
    await tabTo('summary');
    await page.keyboard.press('Enter');
    await page.locator('[data-proof] details[open] .raw').waitFor();
    await tabTo('leave-virtual');
    await page.keyboard.press('Enter');
    await visitor.action('try-virtual').waitFor();
  });

  test('V, C, F, Escape, slash and the figures do what the page says of them', async () => {
    await page.keyboard.press('v');
    await visitor.seeReady();
    await page.keyboard.press('c');
    await visitor.seePhase('running');
    await page.keyboard.press('Escape');
    await visitor.seePhase('aborted');
    await page.keyboard.press('f');
    await visitor.seePhase('done');
    expect(await wordsOf(visitor.banner)).toContain('bench firmware in flash');
    await page.keyboard.press('/');
    await expect.poll(focused, SOON).toBe('input');
    await page.keyboard.type('cfv1');
    expect(await page.locator('ts-log input').inputValue()).toBe('cfv1'); // in a field they are letters
    expect(await visitor.banner.getAttribute('data-phase')).toBe('done');
    await page.keyboard.press('Escape');
    expect(await page.locator('ts-log input').inputValue()).toBe('');
    await page.keyboard.press('Escape');
    await expect.poll(focused, SOON).not.toBe('input');
    for (const [key, title] of [
      ['2', 'Manifests'],
      ['3', 'Firmware'],
      ['7', 'Settings'],
    ] as const) {
      await page.keyboard.press(key);
      await page.locator('main h1', { hasText: title }).waitFor();
    }
    await page.keyboard.press('1');
    await visitor.seePhase('done');
  });

  test('switched off in the settings, single keys do nothing any more', async () => {
    await page.keyboard.press('7');
    await page.locator('[data-shortcuts]').uncheck();
    await visitor.goTo('bench');
    await page.keyboard.press('v');
    await page.keyboard.press('2');
    await visitor.action('connect').waitFor();
    expect(await page.locator('ts-virtual-panel').count()).toBe(0);
  });
});

describe('the log', () => {
  beforeEach(async () => {
    await arrive();
    await visitor.tryVirtual();
  });
  afterEach(() => leaveWell(visitor));

  const count = async (): Promise<number> => Number(await page.locator('[data-log-count]').getAttribute('data-log-count'));
  const lines = (): Promise<readonly string[]> => page.locator('[data-log-line]:not([hidden]) .text').allInnerTexts();

  test('the boot log and the banner appear while the check runs, and no byte of a frame ever does', async () => {
    await visitor.action('check-ram').click();
    await page.locator('[data-log-line]', { hasText: 'ets Jul 29 2019 12:21:46' }).waitFor();
    expect(await visitor.banner.getAttribute('data-phase')).toBe('running');
    await page.locator('[data-log-line]', { hasText: BANNER }).waitFor();
    await visitor.seePhase('done');
    await visitor.check('flash');
    const { name, text } = await visitor.download('save-log');
    expect(name).toMatch(/^touchstone-020000de3001-\d{4}-\d\d-\d\dT\d{6}\.txt$/);
    expect(text.match(new RegExp(BANNER, 'g'))).toHaveLength(2);
    expect(text).toContain('rst:0x1 (POWERON_RESET),boot:0x3 (DOWNLOAD_BOOT(UART0/UART1/SDIO_REI_REO_V2))');
    expect(text).toContain('rst:0x1 (POWERON_RESET),boot:0x13 (SPI_FAST_FLASH_BOOT)');
    expect(text).toContain('Flash and check: bench firmware into flash');
    expect(text).not.toMatch(/\\x|\ufffd|broken/);
    expect(text).toMatch(/^[\n\x20-\x7e]*$/); // nothing but plain characters came over that line
    expect(text.trimEnd().split('\n')).toHaveLength(await count());
    await visitor.seeNotice(`Log saved as ${name}.`);
  });

  test('the filter shows only lines with its words and says how many, Escape empties it, and cleared the log is empty', async () => {
    await visitor.check('ram');
    await page.locator('ts-log input').fill('RST:0X1');
    await expect.poll(lines, SOON).toEqual(['rst:0x1 (POWERON_RESET),boot:0x3 (DOWNLOAD_BOOT(UART0/UART1/SDIO_REI_REO_V2))']);
    expect(await wordsOf(page.locator('[data-log-count]'))).toBe(`1 of ${await count()} lines`);
    await page.locator('ts-log input').fill('no such words');
    await visitor.seeWords('No line contains that.');
    await page.locator('ts-log input').press('Escape');
    await expect.poll(() => wordsOf(page.locator('[data-log-count]')), SOON).toBe(`${await count()} lines`);
    await visitor.action('clear-log').click();
    await visitor.seeWords('What the board says will appear here, line by line.');
    expect(await count()).toBe(0);
    expect(await visitor.action('save-log').isDisabled()).toBe(true);
  });

  test('paused it stands still and counts what comes below, and follows again when asked', async () => {
    await visitor.check('ram');
    const before = await count();
    await visitor.action('pause-log').click();
    expect(await wordsOf(visitor.action('pause-log'))).toBe('Follow');
    await visitor.check('ram');
    const added = (await count()) - before;
    expect(added).toBeGreaterThan(3);
    await expect.poll(() => wordsOf(visitor.action('follow-log')), SOON).toBe(`${added} new lines below`);
    await visitor.action('follow-log').click();
    const below = (): Promise<number> =>
      page.locator('ts-log .viewport').evaluate(({ scrollHeight, scrollTop, clientHeight }) => scrollHeight - scrollTop - clientHeight);
    await expect.poll(below, SOON).toBeLessThan(2);
    expect(await visitor.action('follow-log').count()).toBe(0);
    expect(await wordsOf(visitor.action('pause-log'))).toBe('Pause');
  });
});
