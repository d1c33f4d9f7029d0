/**
 * The log room on a real port: what a board asks for is not echoed, what was chosen is remembered, and a flood is followed to its end.
 * Needs Linux, full Chromium and gcc. Knows the page by its data attributes and words.
 */
import { readFile } from 'node:fs/promises';
import type { Locator, Page } from 'playwright-core';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { connectPort } from '../support/page-check.ts';
import { SerialDevice } from '../support/serial-device.ts';
import { useRealBench } from './real-bench.ts';
import { whySkipRealSerial } from './real-serial.ts';
import { SOON, Visitor, leaveWell, wordsOf } from './visitor.ts';

const skipReason = await whySkipRealSerial();
const CONNECT_MS = 10_000;

describe.skipIf(skipReason !== null)('the log of a board on a real port', () => {
  const real = useRealBench();
  let device: SerialDevice;
  let heard: string;
  let visitor: Visitor;
  let page: Page;

  beforeEach(async () => {
    device = new SerialDevice(real.bench, { name: 'ttyUSB0', usbVendorId: 0x10c4, usbProductId: 0xea60 });
    heard = '';
    device.onBytes((bytes) => void (heard += Buffer.from(bytes).toString('latin1')));
    await device.plug();
    visitor = await Visitor.arrive(real.browser.context, real.served.url);
    ({ page } = visitor);
    await openRoom();
  });
  afterEach(async () => {
    try {
      await leaveWell(visitor);
    } finally {
      await device.unplug();
    }
  });

  async function openRoom(): Promise<void> {
    await visitor.action('use-port').waitFor();
    await connectPort(page, CONNECT_MS);
    await visitor.goTo('log');
    await visitor.action('monitor-start').click();
    await page.locator('[data-monitor="open"]').waitFor();
  }
  const say = (text: string): Promise<void> => device.write(Buffer.from(text, 'latin1'));
  const line = (words: string | RegExp): Locator => page.locator('[data-log-line]:not([hidden])', { hasText: words });
  const field = (): Locator => page.locator('[data-field="send"]');
  const send = async (text: string): Promise<void> => {
    await field().fill(text);
    await field().press('Enter');
  };

  test('a password that the board asks for goes to the board, and neither into the log, nor its file, nor the lines to send again', async () => {
    await say('wifi> ');
    await line('wifi>').waitFor();
    expect(await field().getAttribute('type')).toBe('text');
    await send('join Hall');
    await say('\r\nPassword for Hall: ');
    await expect.poll(() => field().getAttribute('type'), SOON).toBe('password');
    expect(await page.locator('[data-field="hide"]').isChecked()).toBe(true);
    expect(await wordsOf(page.locator('.asked'))).toBe('The board asks for a secret: hidden');
    await field().fill('hunter2');
    await say('\r\nI (1) wifi: beacon lost\r\n'); // what was typed must not come to light now
    await line('beacon lost').waitFor();
    expect(await field().getAttribute('type')).toBe('password');
    await field().press('Enter');
    await expect.poll(() => heard, SOON).toBe('join Hall\r\nhunter2\r\n');
    await line('Sent: ••••').waitFor();
    await expect.poll(() => field().getAttribute('type'), SOON).toBe('text');
    await field().press('ArrowUp');
    expect(await field().inputValue()).toBe('join Hall');
    const [file] = await Promise.all([page.waitForEvent('download'), visitor.action('save-log').click()]);
    const saved = await readFile(await file.path(), 'utf8');
    expect(saved).toContain('Sent: join Hall');
    expect(saved).toContain('Sent: ••••');
    expect(saved + (await page.evaluate(() => JSON.stringify({ ...localStorage }) + document.documentElement.innerHTML))).not.toContain('hunter2');
  });

  test('what is sent is hidden when the person says so, until the person says otherwise', async () => {
    await page.locator('[data-field="hide"]').check();
    await send('one');
    await send('two');
    await expect.poll(() => line('Sent: ••••').count(), SOON).toBe(2);
    await page.locator('[data-field="hide"]').uncheck();
    await send('three');
    await line('Sent: three').waitFor();
    expect(heard).toBe('one\r\ntwo\r\nthree\r\n');
  });

  test('rate, line ending and reopening are as they were left when the page is opened again', async () => {
    await page.locator('[data-choice="baud"]').selectOption('921600');
    await line('Now at 921600 baud').waitFor();
    await page.locator('[data-choice="ending"]').selectOption('lf');
    await page.locator('[data-field="reconnect"]').uncheck();
    await page.reload();
    await openRoom();
    await line('Port opened at 921600 baud').waitFor();
    expect(await page.locator('[data-choice="baud"]').inputValue()).toBe('921600');
    expect(await page.locator('[data-choice="ending"]').inputValue()).toBe('lf');
    expect(await page.locator('[data-field="reconnect"]').isChecked()).toBe(false);
    await send('x');
    await expect.poll(() => heard, SOON).toBe('x\n');
  });

  test('a flood is followed to its last line, the bar comes to its end, and an emptied log is empty at once', async () => {
    const viewport = page.locator('ts-log-room .viewport');
    const restPx = (): Promise<number> => viewport.evaluate((element) => element.scrollHeight - element.clientHeight - element.scrollTop);
    for (let block = 0; block < 20; block++)
      await say(Array.from({ length: 500 }, (_, index) => `I (${block * 500 + index}) t: line ${block * 500 + index} of it\r\n`).join(''));
    await line('line 9999 of it').waitFor();
    await expect.poll(() => viewport.evaluate((element) => element.scrollHeight), SOON).toBeGreaterThan(10_000 * 19);
    await expect.poll(restPx, SOON).toBeLessThan(1);
    await viewport.hover();
    await page.mouse.wheel(0, -19 * 100);
    await line(/line 98\d\d of it/)
      .first()
      .waitFor();
    await say('after it\r\n');
    await visitor.action('follow-log').click();
    await line('after it').waitFor();
    await expect.poll(restPx, SOON).toBeLessThan(1);
    await visitor.action('clear-log').click();
    await page.getByText('What the board says will appear here').waitFor();
    expect(await restPx()).toBeLessThan(1);
    expect(await page.locator('[data-log-line]:not([hidden])').count()).toBe(0);
  });
});
