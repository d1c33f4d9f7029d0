/**
 * Scanners as they are sold, and hands: what a bench with several slots makes of lines that end otherwise, come while a field has the focus, or are no lines;
 * where the focus is after every change; and that the first verdict is heard.
 */
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { startChromium } from '../support/chromium.ts';
import type { RunningChromium } from '../support/chromium.ts';
import { serveBuiltPage } from './built-page.ts';
import type { BuiltPage } from './built-page.ts';
import { Line, forgetRecords } from './line-visit.ts';
import { SOON, Visitor, leaveWell, wordsOf } from './visitor.ts';

let served: BuiltPage;
let browser: RunningChromium;
let visitor: Visitor;
let page: Page;
let line: Line;

/** Counts what is sounded: no machine of a test has a loudspeaker. */
const EARS = `window.sounded = []; { const start = OscillatorNode.prototype.start; OscillatorNode.prototype.start = function (at) { window.sounded.push(this.frequency.value + ' ' + this.context.state); return start.call(this, at); }; }`;

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
  line = new Line(page);
  await line.setSlots(2);
});
afterEach(async () => {
  await forgetRecords(page);
  await leaveWell(visitor);
});

/** Types as a scanner does, with these keys at the end. */
async function scanned(text: string, ends: readonly string[], gapMs = 5): Promise<void> {
  const keys = await page.context().newCDPSession(page);
  const began = Date.now() / 1000;
  const CODES: Readonly<Record<string, number>> = { Enter: 13, Tab: 9, j: 74 };
  const all = [...[...text].map((key) => ({ key, text: key })), ...ends.map((key) => ({ key, ...(key === 'Enter' ? { text: '\r' } : {}) }))];
  await Promise.all(
    all.flatMap(({ key, ...more }, index) => {
      const timestamp = began + (index * gapMs) / 1000;
      const isEnd = index >= text.length;
      const how = { key, code: isEnd && key !== 'j' ? key : '', windowsVirtualKeyCode: isEnd ? (CODES[key] ?? 0) : 0, modifiers: isEnd && key === 'j' ? 2 : 0 };
      return [
        keys.send('Input.dispatchKeyEvent', { type: 'keyDown', ...how, ...more, timestamp }),
        keys.send('Input.dispatchKeyEvent', { type: 'keyUp', ...how, timestamp: timestamp + 0.001 }),
      ];
    }),
  );
}

const bar = (): Promise<string> => wordsOf(page.locator('ts-station .bar'));
const focus = (): Promise<unknown> =>
  page.evaluate(
    `(() => { let at = document.activeElement; while (at?.shadowRoot?.activeElement) at = at.shadowRoot.activeElement; return at?.className || at?.localName; })()`,
  );

describe('a line', () => {
  test.each([
    ['CR LF', ['Enter', 'Enter']],
    ['CR and LF as Ctrl+J', ['Enter', 'j']],
    ['LF as Ctrl+J', ['j']],
    ['Tab', ['Tab']],
  ])('that ends with %s is one line: work order and badge are taken, and no dialog opens', async (_, ends) => {
    await scanned('OP:1234', ends);
    await scanned('WO:99', ends);
    await expect.poll(bar, SOON).toMatch(/Work order ?99 Operator ?1234/);
    expect(await page.locator('dialog[open]').count()).toBe(0);
  });

  test.each([
    ['CR LF', ['Enter', 'Enter']],
    ['Tab', ['Tab']],
  ])('that ends with %s fills both fields of a shift one after the other, and starts it', async (_, ends) => {
    await line.putBoards();
    await line.press('Enter');
    await page.locator('dialog.shift-start[open]').waitFor();
    await scanned('0815', ends);
    expect(await page.locator('dialog.shift-start[open]').count()).toBe(1);
    await scanned('4711-B', ends);
    await page.locator('[data-action="end-shift"]').waitFor();
    expect(await bar()).toMatch(/Work order ?4711-B Operator ?0815/);
    await line.quiet();
  });

  test('with a prefix is obeyed while a field of the set-up has the focus, and the field stays as it was', async () => {
    await page.locator('[data-action="set-up"]').click();
    const name = page.locator('ts-station-set-up input[name=station]');
    await name.fill('SZX-1');
    await name.focus();
    await scanned('WO:4712', ['Enter']);
    await expect.poll(bar, SOON).toMatch(/Work order ?4712/);
    expect(await name.inputValue()).toBe('SZX-1');
    await scanned('-FCT01', ['Enter']);
    expect(await name.inputValue()).toBe('SZX-1-FCT01');
  });

  test('that comes too slowly does nothing, and that is said', async () => {
    for (const letter of 'NYNY') {
      await page.keyboard.press(letter);
      await page.waitForTimeout(140);
    }
    await expect.poll(() => page.locator('ts-station .problem').count(), SOON).toBe(1);
    expect(await wordsOf(page.locator('ts-station .problem'))).toContain('too slowly for a scan');
    await scanned('WO:1', ['Enter']);
    await expect.poll(() => page.locator('ts-station .problem').count(), SOON).toBe(0);
  });
});

describe('hands', () => {
  const QUESTIONS = JSON.stringify({
    format: 'touchstone-plan/1',
    name: 'ask',
    version: '1',
    guards: {},
    phases: [
      { kind: 'ask-operator', name: 'weight', settings: { question: 'Weight?', answer: 'number' } },
      { kind: 'check-chip', name: 'check' },
    ],
  });

  test('type a number where one is asked for without going there; the focus comes back, and the first verdict is heard', async () => {
    await page.evaluate(EARS);
    await line.putBoards();
    await page.locator('[data-action="set-up"]').click();
    await page
      .locator('ts-station-set-up input[type=file]')
      .setInputFiles([{ name: 'ask.plan.json', mimeType: 'application/json', buffer: Buffer.from(QUESTIONS) }]);
    await page.locator('ts-station-set-up .plans li').nth(3).waitFor();
    await page.locator('[data-action="set-up-done"]').click();
    await line.startShift('OP:1', 'WO:1');
    for (const number of [1, 2]) {
      const form = page.locator(`ts-station-slot section[data-slot="${number}"] #answer`);
      await form.waitFor();
      await page.keyboard.press('1');
      await expect.poll(() => form.inputValue(), SOON).toBe('1');
      await page.keyboard.press('2');
      await page.keyboard.press('Enter');
      await form.waitFor({ state: 'detached' });
      await expect.poll(focus, SOON).toBe('middle');
    }
    expect((await line.quiet()).map(({ state }) => state)).toEqual(['pass', 'pass']);
    await expect.poll(() => page.evaluate(`window.sounded.filter((one) => one.startsWith('659')).length`), SOON).toBeGreaterThan(0);
    expect(await page.evaluate(`window.sounded.filter((one) => !one.endsWith('running'))`)).toEqual([]);
  });

  test('see on which slot Space falls, and after it the focus is with the slots', async () => {
    await line.putBoards();
    await line.act({ act: 'set-fault', number: 2, faultId: 'chip-absent', strikesAt: null });
    await line.startShift('OP:1', 'WO:1');
    await line.see(2, 'fail');
    const button = page.locator('ts-station-slot [data-action="acknowledge"]');
    expect(await button.locator('kbd').isVisible()).toBe(true);
    await button.focus();
    await line.press('Enter');
    await button.waitFor({ state: 'detached' });
    await expect.poll(focus, SOON).toBe('middle');
  });
});

test('a newcomer: the page says what to do first, virtual boards are one press away, Enter opens the shift, Enter starts it', async () => {
  expect(await wordsOf(page.locator('ts-station .beginning'))).toContain('No slot knows its port yet');
  await page.locator('[data-action="dry-run-first"]').click();
  await line.until((slots) => slots.every(({ presence }) => presence === 'in'));
  expect(await page.locator('ts-station .beginning').count()).toBe(0);
  expect(await wordsOf(page.locator('ts-station-slot section').first())).toContain('Start the shift, and it starts by itself');
  await expect.poll(focus, SOON).toBe('middle');
  await line.press('Enter');
  await page.locator('dialog.shift-start[open]').waitFor();
  await line.press('Enter');
  await page.waitForTimeout(200);
  await line.press('Enter');
  await page.locator('[data-action="end-shift"]').waitFor();
  expect((await line.quiet()).map(({ state }) => state)).toEqual(['pass', 'pass']);
});

test('one slot is a bench too: its runs are recorded', async () => {
  await line.act({ act: 'set-slots', count: 1 });
  await expect.poll(async () => (await line.slots()).length).toBe(1);
  await line.putBoards();
  await line.startShift('OP:0815', 'WO:4711-B');
  expect((await line.quiet()).map(({ state }) => state)).toEqual(['pass']);
  expect((await line.records()).map(({ outcome, slot }) => [outcome, slot])).toEqual([['pass', 1]]);
  await page.reload();
  await page.locator('[data-action="start-shift"]').waitFor();
  expect(await line.slots()).toHaveLength(1);
});
