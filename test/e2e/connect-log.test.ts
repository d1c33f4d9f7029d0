/**
 * The understood log: recordings that the virtual board says on its port, files that are opened, a crash with its ELF, rules of one's own.
 * Knows the page by its data attributes and words. Any complaint of the browser (policy, console, missing file) fails a journey.
 */
import axe from 'axe-core';
import type { Locator, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { startChromium } from '../support/chromium.ts';
import type { RunningChromium } from '../support/chromium.ts';
import { recordedLog } from '../support/recorded-log.ts';
import { CRASHED_BUILD, smallElf } from '../support/small-elf.ts';
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
});
afterEach(() => leaveWell(visitor));

const panel = (): Locator => page.locator('ts-connect');
const step = (id: string): Locator => panel().locator(`[data-connect-step="${id}"]`);
const seeState = (state: string): Promise<void> => panel().locator(`[data-connect-state="${state}"]`).waitFor();

async function play(id: string, pace?: '1'): Promise<void> {
  await visitor.action('choose-recording').click();
  if (pace !== undefined) await page.locator('[data-choice="pace"]').selectOption(pace);
  await page.locator(`[data-recording="${id}"] [data-action="play"]`).click();
}

async function choose(kind: 'open-log' | 'open-build' | 'open-rules', name: string, content: string | Uint8Array): Promise<void> {
  await page.locator(`ts-knowledge input[data-choose="${kind}"]`).setInputFiles({ name, mimeType: 'application/octet-stream', buffer: Buffer.from(content) });
}

async function violations(): Promise<readonly unknown[]> {
  await page.evaluate(axe.source);
  const found = await page.evaluate<readonly { readonly id: string; readonly nodes: readonly { readonly target: unknown }[] }[]>(
    'axe.run(document, { resultTypes: ["violations"] }).then((result) => result.violations)',
  );
  return found.flatMap(({ id, nodes }) => nodes.map(({ target }) => [id, target]));
}

test('the firmware of the article connects: twelve steps, their facts and times, said aloud, each with its line', async () => {
  await visitor.tryVirtual();
  await play('seed-success');
  await panel().locator('[data-playing]').waitFor();
  expect(await wordsOf(panel().locator('[data-playing]'))).toMatch(/^DEMO The firmware of the article connects. Recording, played 10 times faster/);
  await seeState('connected');
  await expect.poll(() => wordsOf(panel().locator('h2')), SOON).toBe('Connected, first message accepted');
  expect(await panel().locator('[data-connect-step][data-state="done"]').count()).toBe(12);
  expect(await wordsOf(step('secure-element'))).toContain('common name sn0123f2408ea1fcf201');
  expect(await wordsOf(step('assigned'))).toContain('hub example-hub.azure-devices.net');
  // 2.2 s and 3.1 s in the recording, though it was played in a tenth of that
  const [, took, reached] = /(\d+\.\d) s (\d+\.\d) s/.exec(await wordsOf(step('wifi'))) ?? [];
  expect(Number(took)).toBeGreaterThan(1.5);
  expect(Number(took)).toBeLessThan(4);
  expect(Number(reached)).toBeGreaterThan(2.4);
  await expect.poll(() => page.locator('[data-say="connect"]').textContent(), SOON).toBe('Connected to the hub. First message accepted.');
  await step('assigned').locator('[data-action="show-line"]').click();
  await page.locator('.line.current', { hasText: 'Registration Information received from service' }).waitFor();
  await visitor.goTo('bench');
  expect(await wordsOf(page.locator('[data-connect-strip]'))).toMatch(/^DEMO Connected, first message accepted/);
  await page.locator('[data-connect-strip]').click();
  expect(await violations()).toEqual([]);
});

test('a certificate that is refused stops at its step, with what was seen and what to do', async () => {
  await visitor.tryVirtual();
  await visitor.goTo('log');
  await play('azure-freertos-401002');
  await seeState('failed');
  const card = panel().locator('[data-connect-reason="certificate-refused"]');
  await expect.poll(() => wordsOf(card), SOON).toContain('Registering: The provisioning service refuses the board’s certificate');
  expect(await wordsOf(card)).toContain('Error code 401002, the service says Invalid certificate');
  expect(await wordsOf(card)).toContain('What to do: Check that the enrollment of this registration id holds this chip’s own device certificate');
  expect(await step('registering').getAttribute('data-state')).toBe('failed');
  expect(await step('registering').getAttribute('aria-current')).toBe('step');
  expect(await step('secure-element').getAttribute('data-state')).toBe('unsaid');
  await expect
    .poll(() => page.locator('[data-say="trouble"]').textContent(), SOON)
    .toMatch(/^The provisioning service refuses the board’s certificate\. Check/);
  await card.locator('[data-action="show-line"]').click();
  await page.locator('.line.current', { hasText: 'client registration failed with error 7786' }).waitFor();
  expect(await violations()).toEqual([]);
});

test('a crash is explained; its ELF gives names, another one does not, and what is no ELF is not taken', async () => {
  await visitor.tryVirtual();
  await visitor.goTo('log');
  await play('esp32-load-prohibited');
  const crash = panel().locator('[data-crash="panic"]');
  await expect.poll(() => wordsOf(crash), SOON).toContain('Crash: The program read from an address that is none');
  expect(await wordsOf(crash)).toContain('a null pointer');
  await expect.poll(() => crash.locator('[data-role="backtrace"]').count(), SOON).toBe(3);
  expect(await crash.locator('[data-role="pc"]').innerText()).toContain('0x400d5c7c');
  await choose('open-build', 'firmware.elf', smallElf(CRASHED_BUILD));
  await crash.locator('[data-build-match="same"]').waitFor();
  expect(await wordsOf(crash.locator('[data-role="pc"]'))).toBe('0x400d5c7c read_provisioning_reply + 0x3c where it happened');
  expect(await wordsOf(page.locator('[data-have="build"]'))).toContain('5 functions, for this session');
  await choose('open-build', 'notes.elf', 'this is no ELF file, but it is long enough to be taken for one');
  await expect.poll(() => wordsOf(page.locator('[data-refused="elf-magic"]')), SOON).toContain('This is not an ELF file');
  await choose('open-build', 'older.elf', smallElf([{ name: 'elsewhere', address: 0x400d5c00, sizeBytes: 0x400 }]));
  await crash.locator('[data-build-match="other"]').waitFor();
  expect(await crash.innerText()).not.toContain('elsewhere');
  await visitor.action('remove-build').click();
  await expect.poll(() => crash.locator('[data-build-match]').count(), SOON).toBe(0);
  await panel().locator('[data-choice="start"]').waitFor();
  expect(await wordsOf(panel().locator('.boots summary'))).toBe('2 starts of the board');
});

test('a log file is understood with its own times, rules of one’s own are kept, and what is wrong in a file is named', async () => {
  await visitor.tryVirtual();
  await visitor.goTo('log');
  const { lines } = recordedLog('seed-id-scope');
  await choose('open-log', 'evening.log', lines.map(({ atMs, text }) => `${(atMs / 1000).toFixed(3).padStart(9)} board  ${text}`).join('\n'));
  await panel().locator('[data-opened-log="read"]').waitFor();
  await expect.poll(() => wordsOf(panel().locator('[data-connect-reason]')), SOON).toContain('does not know the id scope');
  expect(await page.locator('[data-log-count]').getAttribute('data-log-count')).toBe(String(lines.length));
  await choose('open-rules', 'rules.json', JSON.stringify({ version: 1, name: 'Ours', rules: [{ id: 'gw', match: 'GW:', begin: 'wifi' }] }));
  await expect.poll(() => wordsOf(page.locator('[data-refused="rules-pattern"]')), SOON).toContain('must begin with at least four literal characters. Rule 1.');
  const ours = { version: 1, name: 'Ours', rules: [{ id: 'gw', match: 'GW: no luck, {message:rest}', fail: 'wifi', reason: 'firmware-says' }] };
  await choose('open-rules', 'rules.json', JSON.stringify(ours));
  await expect.poll(() => wordsOf(page.locator('[data-have="rules"]')), SOON).toContain('1 rule of your own, kept in this browser');
  await choose('open-log', 'gateway.txt', 'GW: starting\nGW: no luck, <b>PASS</b> \u202e 42\n');
  await expect.poll(() => wordsOf(panel().locator('[data-connect-reason="firmware-says"]')), SOON).toContain('<b>PASS</b> \\u{202e} 42');
  await panel().getByText('This file does not say when its lines came').waitFor();
  expect(await visitor.action('save-log').count()).toBe(0); // it is a file already
  await page.reload();
  await visitor.tryVirtual();
  await visitor.goTo('log');
  await visitor.action('monitor-start').click();
  await expect.poll(() => wordsOf(page.locator('[data-have="rules"]')), SOON).toContain('1 rule of your own');
  await visitor.action('remove-rules').click();
  await expect.poll(() => page.locator('[data-have="rules"]').count(), SOON).toBe(0);
});

test('on a narrow page the steps unfold, and a reset of the board ends a recording', async () => {
  await page.setViewportSize({ width: 390, height: 844 });
  await visitor.tryVirtual();
  await visitor.goTo('log');
  await visitor.action('choose-recording').click();
  await page.locator('[data-recording="seed-chip-absent"] [data-action="play"]').click();
  await seeState('failed');
  await page.getByRole('heading', { name: 'The secure element does not answer' }).first().waitFor();
  expect(await step('boot').isVisible()).toBe(false);
  await panel().locator('[data-action="fold-steps"]').click();
  expect(await step('boot').isVisible()).toBe(true);
  expect(await violations()).toEqual([]);
  await visitor.action('monitor-reset').click();
  await expect.poll(() => panel().locator('[data-playing]').count(), SOON).toBe(0);
});
