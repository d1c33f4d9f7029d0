/**
 * The log room with the virtual board: the port as a monitor, reset, search, filter, selection, a line to the board, the log as a file.
 * Knows the page by its data attributes and words. Any complaint of the browser (policy, console, missing file) fails a journey.
 */
import type { Locator, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { startChromium } from '../support/chromium.ts';
import type { RunningChromium } from '../support/chromium.ts';
import { serveBuiltPage } from './built-page.ts';
import type { BuiltPage } from './built-page.ts';
import { SOON, Visitor, leaveWell, wordsOf } from './visitor.ts';

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
beforeEach(async () => {
  visitor = await Visitor.arrive(browser.context, served.url);
  ({ page } = visitor);
  await visitor.tryVirtual();
  await visitor.goTo('log');
});
afterEach(() => leaveWell(visitor));

const monitor = (state: string): Promise<void> => page.locator(`[data-monitor="${state}"]`).waitFor();
const line = (words: string | RegExp): Locator => page.locator('[data-log-line]:not([hidden])', { hasText: words });
const search = (): Locator => page.locator('[data-field="search"]');
const found = (): Promise<string> => wordsOf(page.locator('[data-search-state]'));

async function seeBootLog(): Promise<void> {
  await visitor.action('monitor-start').click();
  await monitor('open');
  await visitor.action('monitor-reset').click();
  await line('ets Jul 29 2019 12:21:46').first().waitFor();
  await line(/rst:0x1 \(POWERON_RESET\),boot:0x13/)
    .first()
    .waitFor();
}

test('reset shows the boot log, download mode shows that the ROM waits, and closing ends it', async () => {
  await seeBootLog();
  await line('Port opened at 115200 baud; the board was not reset').waitFor();
  await visitor.action('monitor-download').click();
  await line('waiting for download').first().waitFor();
  await visitor.action('monitor-stop').click();
  await monitor('off');
  expect(await visitor.action('monitor-reset').isDisabled()).toBe(true);
});

test('the search counts, marks and goes round; an expression is found, a wrong one is named, an endless one is stopped', async () => {
  await seeBootLog();
  await visitor.action('monitor-download').click();
  await line('waiting for download').first().waitFor();
  await visitor.action('monitor-stop').click();
  await search().fill('ETS JUL');
  await expect.poll(found, SOON).toMatch(/^\d+ found$/);
  const total = Number((await found()).split(' ')[0]);
  expect(total).toBeGreaterThanOrEqual(2);
  await search().press('Shift+Enter');
  const first = Number((await found()).split(' ')[0]);
  await search().press('Enter');
  expect(await found()).toBe(`${(first % total) + 1} of ${total}`);
  await expect.poll(() => page.locator('.current .found').first().innerText(), SOON).toBe('ets Jul');
  await visitor.action('search-regex').click();
  await search().fill('^rst:0x\\d+ \\(POWERON');
  await expect.poll(found, SOON).toMatch(/found$/);
  await search().press('Enter');
  await expect.poll(() => page.locator('.current .found').first().innerText(), SOON).toMatch(/^rst:0x\d+ \(POWERON$/);
  await search().fill('(');
  await expect.poll(found, SOON).toBe('Not a regular expression');
  await search().fill('(([a-z0-9 :.()_]+)+)+$~');
  await expect.poll(found, SOON).toBe('Took too long: stopped. Write it simpler.');
  await search().fill('waiting');
  await expect.poll(found, SOON).toMatch(/found$/);
});

test('the filter shows what passes, and all lines are selected and copied as lines', async () => {
  await seeBootLog();
  await visitor.action('monitor-stop').click();
  await page.locator('.filter input').fill('rst:0x1');
  await expect.poll(() => wordsOf(page.locator('[data-log-count]')), SOON).toMatch(/^\d+ of \d+ lines$/);
  const shown = Number(await page.locator('[data-log-shown]').getAttribute('data-log-shown'));
  await page.locator('.viewport').focus();
  await page.keyboard.press('Control+a');
  expect(await visitor.action('copy-lines').getAttribute('data-selected')).toBe(String(shown));
  await browser.context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await page.keyboard.press('Control+c');
  await expect.poll(() => wordsOf(visitor.action('copy-lines')), SOON).toBe('Copied');
  const copied = (await page.evaluate(() => navigator.clipboard.readText())).split('\n');
  expect(copied).toHaveLength(shown);
  expect(copied.every((one) => one.startsWith('rst:0x1'))).toBe(true);
  await page.keyboard.press('Escape');
  expect(await visitor.action('copy-lines').count()).toBe(0);
});

test('a line is sent and comes back with the arrow, and the log is saved as text and as JSON', async () => {
  await seeBootLog();
  await page.locator('[data-field="send"]').fill('wifi <b>scan</b>');
  await page.locator('[data-field="send"]').press('Enter');
  await line('Sent: wifi <b>scan</b>').waitFor();
  expect(await page.locator('[data-field="send"]').inputValue()).toBe('');
  await page.locator('[data-field="send"]').press('ArrowUp');
  expect(await page.locator('[data-field="send"]').inputValue()).toBe('wifi <b>scan</b>');
  await visitor.action('monitor-stop').click();
  await monitor('off');
  const text = await visitor.download('save-log');
  expect(text.name).toMatch(/\.txt$/);
  expect(text.text).toContain('rst:0x1 (POWERON_RESET)');
  const json = await visitor.download('save-log-json');
  expect(json.name).toMatch(/\.jsonl$/);
  const objects = json.text
    .trimEnd()
    .split('\n')
    .map((one) => JSON.parse(one) as Record<string, unknown>);
  expect(Object.keys(objects[0] ?? {})).toEqual(['n', 'atMs', 'time', 'source', 'level', 'tag', 'text']);
  expect(objects.map((one) => one['text'])).toContain('Sent: wifi <b>scan</b>');
  expect(objects.map((one) => one['n'])).toEqual(objects.map((_, index) => index));
});

test('the monitor waits for a board that was pulled out, gives the port up for a check, and goes on after both', async () => {
  await seeBootLog();
  await visitor.action('unplug').click();
  await monitor('waiting');
  await visitor.action('plug').click();
  await monitor('open');
  await line('The board is back; port opened at 115200 baud').waitFor();
  await visitor.goTo('bench');
  expect((await visitor.check('ram')).verdict).toBe('genuine-matched');
  await visitor.goTo('log');
  await monitor('open');
});
