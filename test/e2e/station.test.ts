/**
 * A bench with several slots in the built page: found in the settings, set up, and then a whole shift with nothing but a keyboard and a scanner.
 * Knows the page by its data attributes. Any complaint of the browser fails a journey.
 */
import type { Locator, Page } from 'playwright-core';
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
});
afterEach(async () => {
  await forgetRecords(page);
  await leaveWell(visitor);
});

const PIN = '4711';

/** Guards and phases as a file would have them. */
const plan = (name: string, guards: object, phases: readonly object[] = [{ kind: 'check-chip', name: 'check' }]): string =>
  JSON.stringify({ format: 'touchstone-plan/1', name, version: '1', guards, phases });

async function loadPlan(text: string): Promise<void> {
  await page.locator('[data-action="set-up"]').click();
  await page.locator('ts-station-set-up input[type=file]').setInputFiles([{ name: 'own.plan.json', mimeType: 'application/json', buffer: Buffer.from(text) }]);
  await page.locator('ts-station-set-up .plans li').nth(3).waitFor();
  await page.locator('[data-action="set-up-done"]').click();
}

const chosen = (): Promise<string> => page.locator('ts-station-slot section[aria-current="true"]').getAttribute('data-slot').then(String);
const two = (number: number): string => String(number).padStart(2, '0');
const bar = (): Promise<string> => wordsOf(page.locator('ts-station .bar'));

describe('a bench with slots', () => {
  test('is found in the settings, outlives a reload, and goes back to one board step by step', async () => {
    await line.setSlots(4);
    expect((await line.slots()).map(({ state }) => state)).toEqual(['unbound', 'unbound', 'unbound', 'unbound']);
    await page.reload();
    await page.locator('[data-action="start-shift"]').waitFor();
    expect(await line.slots()).toHaveLength(4);
    await page.locator('[data-action="set-up"]').click();
    await page.locator('ts-station-set-up select[name=slots]').selectOption('0');
    await visitor.action('try-virtual').waitFor();
    await visitor.tryVirtual();
    expect((await visitor.check('ram')).verdict).toBe('genuine-matched');
  });

  test('a dry run fills the slots, runs by itself, says DEMO, is recorded and counts in no yield', async () => {
    await line.setSlots(2);
    await line.putBoards();
    await line.startShift('OP:0815', 'WO:4711-B');
    expect((await line.quiet()).map(({ state }) => state)).toEqual(['pass', 'pass']);
    expect(await page.locator('ts-station-slot .demo').count()).toBe(2);
    expect(await wordsOf(page.locator('ts-station .foot'))).toMatch(/^Today 0 boards First pass – Final –/);
    const records = await line.records();
    expect(records).toMatchObject(
      [1, 2].map((number) => ({ purpose: 'dry-run', virtual: true, outcome: 'pass', operator: '0815', workOrder: '4711-B', link: { number } })),
    );
  });

  test('every virtual board is one of a tray: its own chip, MAC and entry of the order, and the next one comes behind it', async () => {
    await line.setSlots(8);
    await line.putBoards();
    await line.startShift('OP:0815', 'WO:1');
    expect((await line.quiet()).map(({ state }) => state)).toEqual(Array(8).fill('pass'));
    const unit = (board: number, slot: number): object => ({
      ...{ slot, outcome: 'pass', codes: [], serialNumber: `0123DE4D7A0000${two(board)}01`, mac: `02:00:00:DE:31:${two(board)}` },
      entry: { fileName: 'touchstone-demo-tray.json', index: board },
    });
    expect((await line.records()).toSorted((a, b) => a.slot - b.slot)).toMatchObject([1, 2, 3, 4, 5, 6, 7, 8].map((board) => unit(board, board)));
    await line.pullAndPlug(3);
    await line.see(3, 'running');
    await line.see(3, 'pass');
    expect((await line.records()).at(-1)).toMatchObject(unit(9, 3));
  });

  test('the duplicate guard is rehearsed: already passed, a moved chip and a swapped one, each by its word, and none of it in the next shift', async () => {
    await line.setSlots(2);
    await line.putBoards();
    await line.startShift('OP:0815', 'WO:1');
    await line.quiet();
    await line.act({ act: 'open-slot', number: 1 });
    const full = page.locator('ts-virtual-board');
    await expect.poll(() => wordsOf(full.locator('section')), SOON).toContain('Board 1 of the tray');
    await full.locator('[data-action="pull-board"]').click();
    await full.locator('[data-hand="same"]').click();
    await line.see(1, 'running');
    expect((await line.see(1, 'pass')).codes).toEqual(['unit-passed-before']);
    await full.locator('[data-action="pull-board"]').click();
    await full.locator('[data-hand="moved-chip"]').click();
    expect((await line.see(1, 'fail')).codes).toEqual(['unit-same-chip-other-board']);
    await expect.poll(() => wordsOf(full.locator('section')), SOON).toContain('Board 3 with the chip of 1');
    await line.act({ act: 'acknowledge', number: 1 });
    await full.locator('[data-hand="swapped-chip"]').click();
    await line.see(1, 'running');
    expect((await line.see(1, 'fail')).codes).toEqual(['unit-swapped-chip']);
    expect((await line.records()).filter(({ slot }) => slot === 1).map(({ serialNumber, mac }) => `${serialNumber} ${mac}`)).toEqual([
      '0123DE4D7A00000101 02:00:00:DE:31:01',
      '0123DE4D7A00000101 02:00:00:DE:31:01',
      '0123DE4D7A00000101 02:00:00:DE:31:03',
      '0123DE4D7A00000401 02:00:00:DE:31:03',
    ]);
    await line.act({ act: 'acknowledge', number: 1 });
    await line.act({ act: 'end-shift' });
    await line.act({ act: 'start-shift', operator: '0815', workOrder: '2' });
    await line.act({ act: 'start', number: 1 });
    await line.see(1, 'running');
    expect((await line.see(1, 'pass')).codes).toEqual([]);
  });

  test('a board that is pulled and replaced begins by itself, and its verdict stays until then', async () => {
    await line.setSlots(2);
    await line.putBoards();
    await line.startShift('OP:0815', 'WO:1');
    await line.quiet();
    await line.act({ act: 'pull-board', number: 2 });
    expect(await line.until((slots) => slots[1]?.presence === 'out')).toMatchObject([
      { state: 'pass', presence: 'in' },
      { state: 'pass', presence: 'out' },
    ]);
    await line.act({ act: 'plug-board', number: 2 });
    await line.see(2, 'running');
    await line.see(2, 'pass');
    expect((await line.records()).map(({ slot }) => slot).sort()).toEqual([1, 2, 2]);
  });

  test('a cable that comes out in mid-run is the error of that slot alone; acknowledged, the next board begins', async () => {
    await line.setSlots(2);
    await line.putBoards();
    await line.act({ act: 'set-fault', number: 1, faultId: 'cable-pulled', strikesAt: 9000 });
    await line.startShift('OP:0815', 'WO:1');
    expect(await line.see(1, 'error')).toMatchObject({ codes: ['port-lost'], mustAcknowledge: true, presence: 'out' });
    await line.see(2, 'pass');
    await line.act({ act: 'plug-board', number: 1 });
    await line.until((slots) => slots[0]?.presence === 'in');
    expect(await line.slot(1)).toMatchObject({ state: 'error' });
    await line.press('Space');
    await line.see(1, 'running');
    await line.see(1, 'pass');
  });
});

describe('a whole shift with nothing but a keyboard and a scanner', () => {
  beforeEach(async () => {
    await line.setSlots(4);
    await line.putBoards();
    await page.mouse.move(0, 0);
  });

  test('badge, work order, start card, acknowledgement, restart, next work order, end card; digits of a scan navigate nowhere', async () => {
    await line.act({ act: 'set-fault', number: 3, faultId: 'replayed-dump', strikesAt: null });
    await line.scan('OP:1234567890');
    await line.scan('WO:4711-B');
    await expect.poll(bar, SOON).toMatch(/Work order ?4711-B Operator ?1234567890/);
    await line.scan('DO:START');
    await page.locator('[data-action="end-shift"]').waitFor();
    expect((await line.quiet()).map(({ state }) => state)).toEqual(['pass', 'pass', 'fail', 'pass']);
    await line.press('5');
    await line.press('ArrowRight');
    await expect.poll(chosen, SOON).toBe('2');
    await line.press('Enter');
    await line.see(2, 'running');
    await line.see(2, 'pass');
    await line.press('Space');
    await expect.poll(async () => (await line.slot(3)).mustAcknowledge, SOON).toBe(false);
    await line.scan('SLOT:4');
    await expect.poll(chosen, SOON).toBe('4');
    await line.press('Enter');
    await line.see(4, 'running');
    await line.press('Escape');
    await line.see(4, 'aborted');
    await line.scan('WO:4712');
    await line.scan('DO:START');
    await line.see(4, 'running');
    await line.see(4, 'pass');
    await line.scan('DO:END');
    await page.locator('[data-action="start-shift"]').waitFor();
    const records = await line.records();
    expect(records.map(({ outcome, slot }) => `${slot} ${outcome}`).sort()).toEqual(['1 pass', '2 pass', '2 pass', '3 fail', '4 aborted', '4 pass', '4 pass']);
    expect(records.at(-1)).toMatchObject({ workOrder: '4712', operator: '1234567890', slot: 4, outcome: 'pass' });
  });

  test('a scan that ends while a button has the focus presses no button', async () => {
    await line.startShift('OP:1', 'WO:1');
    await line.quiet();
    await page.locator('[data-action="end-shift"]').focus();
    await line.scan('SLOT:3');
    await expect.poll(chosen, SOON).toBe('3');
    expect(await page.locator('[data-action="end-shift"]').count()).toBe(1);
  });

  test('locked, nothing of the set-up can be changed by key, mouse or card, the shift goes on, and the PIN unlocks', async () => {
    await page.locator('[data-action="set-up"]').focus();
    await line.press('Enter');
    await page.locator('ts-station-set-up input[name=pin]').focus();
    await page.keyboard.type(PIN);
    await line.press('Enter');
    await page.locator('[data-action="unlock"]').waitFor();
    expect(await page.locator('[data-action="set-up"]').count()).toBe(0);
    await line.act({ act: 'set-slots', count: 8 });
    await page.locator('ts-station .problem').waitFor();
    expect(await line.slots()).toHaveLength(4);
    await page.locator('[data-screen="settings"]').click();
    expect(await page.locator('select[data-slots]').isDisabled()).toBe(true);
    await page.locator('[data-screen="bench"]').click();
    await page.reload();
    await page.locator('[data-action="unlock"]').waitFor();
    await line.startShift('OP:7', 'WO:8');
    await page.locator('[data-action="unlock"]').focus();
    await line.press('Enter');
    await page.keyboard.type('9999');
    await line.press('Enter');
    await expect.poll(() => wordsOf(page.locator('ts-station .problem')), SOON).toContain('That is not the PIN');
    await page.locator('[data-action="unlock"]').focus();
    await line.press('Enter');
    await page.keyboard.type(PIN);
    await line.press('Enter');
    await page.locator('[data-action="set-up"]').waitFor();
    const kept = await page.evaluate(() => localStorage.getItem('touchstone.station.1') ?? '');
    expect(kept).not.toContain(PIN);
  });

  test('a plan that wants labels: a board waits for its scan, a label of another form is refused, and another board’s label fails', async () => {
    await loadPlan(plan('labels', { label: 'chip-serial', labelForm: '0123*' }));
    await line.startShift('OP:1', 'WO:1');
    expect((await line.slots()).map(({ state }) => state)).toEqual(['ready', 'ready', 'ready', 'ready']);
    await expect.poll(() => wordsOf(page.locator('ts-station-slot section').first()), SOON).toContain('Scan the label');
    await line.scan('NO-LABEL-OF-OURS');
    await expect.poll(() => wordsOf(page.locator('ts-station .problem')), SOON).toContain('That is no label of this product');
    await line.scan('SLOT:2');
    await line.scan('0123DE4D7A00000201');
    await line.see(2, 'running');
    await line.see(2, 'pass');
    await line.scan('0123DE4D7A00000202');
    expect(await line.see(1, 'fail')).toMatchObject({ codes: ['label-other'] });
    await line.act({ act: 'pull-board', number: 2 });
    await line.act({ act: 'plug-board', number: 2 });
    await line.see(2, 'ready');
    expect((await line.records()).map(({ slot, label }) => [slot, label])).toEqual([
      [2, '0123DE4D7A00000201'],
      [1, '0123DE4D7A00000202'],
    ]);
  });

  test('questions are answered by key, card and scan', async () => {
    const ask = (name: string, answer: string): object => ({ kind: 'ask-operator', name, settings: { question: `Say ${name}`, answer } });
    await loadPlan(plan('questions', {}, [ask('yes', 'yes-no'), ask('again', 'yes-no'), ask('batch', 'text')]));
    for (const number of [2, 3, 4]) await line.act({ act: 'pull-board', number });
    await line.until((slots) => slots.filter(({ presence }) => presence === 'out').length === 3);
    await line.startShift('OP:1', 'WO:1');
    const question = (words: string): Promise<void> => page.locator('ts-station-slot .why').filter({ hasText: words }).first().waitFor();
    await question('Say yes');
    await line.press('y');
    await question('Say again');
    await line.scan('DO:YES');
    await question('Say batch');
    await line.scan('LOT-7');
    await line.see(1, 'pass');
  });

  test('a golden board comes first: the others wait for it and then begin', async () => {
    await loadPlan(plan('golden', { goldenHours: 4 }));
    await line.startShift('OP:1', 'WO:1');
    expect((await line.slots()).map(({ state }) => state)).toEqual(['ready', 'ready', 'ready', 'ready']);
    expect(await wordsOf(page.locator('ts-station .golden'))).toContain('golden board is due');
    await line.scan('SLOT:2');
    await line.scan('DO:START');
    expect((await line.see(2, 'pass')).number).toBe(2);
    for (const number of [1, 3, 4]) await line.see(number, 'pass');
    expect(await page.locator('ts-station .golden').count()).toBe(0);
  });

  test('three failures in a row raise the alarm of that slot, and Space ends it', async () => {
    await line.act({ act: 'set-fault', number: 1, faultId: 'chip-absent', strikesAt: null });
    await line.startShift('OP:1', 'WO:1');
    for (const turn of [1, 2, 3]) {
      expect((await line.see(1, 'fail')).alarm).toBe(turn === 3);
      await line.press('Space');
      await expect.poll(async () => (await line.slot(1)).mustAcknowledge, SOON).toBe(false);
      if (turn === 3) break;
      await line.press('Enter');
      await line.see(1, 'running');
    }
    await line.press('Space');
    await expect.poll(async () => (await line.slot(1)).alarm, SOON).toBe(false);
  });
});

describe('the plans that come with the page', () => {
  const choose = async (index: number): Promise<void> => {
    await page.locator('[data-action="set-up"]').click();
    await page.locator('ts-station-set-up .plans input[type=radio]').nth(index).check();
    await page.locator('[data-action="set-up-done"]').click();
  };

  test('check and flash: two boards side by side, each part read back', async () => {
    await visitor.goTo('firmware');
    await page.locator('[data-pack]').first().click();
    await page.locator('[data-pack-detail]').waitFor();
    await line.setSlots(2);
    await line.putBoards();
    await choose(1);
    await expect.poll(bar, SOON).toMatch(/Check and flash.* pack (?!chosen)\S/);
    await line.startShift('OP:1', 'WO:1');
    const slots = await line.quiet(180_000);
    expect(slots).toMatchObject([{ state: 'pass' }, { state: 'pass' }]);
  });

  test('a plan whose pack is not here starts no shift, and the page says where to load it', async () => {
    await line.setSlots(2);
    await line.putBoards();
    await loadPlan(plan('other pack', {}, [{ kind: 'flash-pack', settings: { fingerprint: 'ab'.repeat(32) } }]));
    await line.scan('DO:START');
    await expect
      .poll(() => wordsOf(page.locator('ts-station .problem')), SOON)
      .toContain('The pack of this plan is not here. Choose it on the Firmware screen.');
    expect(await line.records()).toEqual([]);
  });

  test('a log that does not come to where the plan wants it is a failure with its reason', async () => {
    await line.setSlots(2);
    await line.putBoards();
    await loadPlan(plan('connect', {}, [{ kind: 'judge-log', name: 'connect', settings: { withinMs: 1500 } }]));
    await line.startShift('OP:1', 'WO:1');
    const slots = await line.quiet();
    expect(slots.map(({ state, codes }) => [state, codes])).toEqual([1, 2].map(() => ['fail', ['log-not-reached']]));
  });
});

describe('a plan made in the page', () => {
  test('gets a phase more, a limit and a guard by form; a wrong value is shown with its place and cannot be kept; kept, it runs', async () => {
    await line.setSlots(2);
    await line.putBoards();
    await page.locator('[data-action="set-up"]').click();
    await page.locator('[data-action="edit-plan"]').first().click();
    const editor = page.locator('ts-plan-editor dialog');
    const field = (name: string): Locator => editor.locator(`[data-field="${name}"]`);
    const change = async (where: Locator, value: string): Promise<void> => {
      await where.fill(value);
      await where.press('Tab');
    };
    await change(field('name'), 'Own plan');
    await editor.locator('select[name=kind]').selectOption('ask-operator');
    await editor.locator('[data-action="add-phase"]').click();
    const [check, , ask] = [editor.locator('li.phase').nth(0), null, editor.locator('li.phase').nth(2)];
    await check.locator('summary').click();
    await change(check.locator('[data-limit="0.time.max"]'), '30');
    await check.locator('[data-add-limit="0.time"]').click();
    await change(check.locator('[data-limit="0.time[1].min"]'), '0.001');
    await editor.locator('[data-action="editor-close"]').click();
    await page.locator('[data-action="edit-plan"]').first().click();
    await expect.poll(() => check.locator('[data-limit="0.time[1].min"]').inputValue(), SOON).toBe('0.001');
    await expect.poll(() => wordsOf(editor.locator('.head')), SOON).toContain('stay until this page is closed');
    await check.locator('summary').click();
    await change(field('phases[0].attempts'), '99');
    await expect.poll(() => wordsOf(editor.locator('.head p[role="status"]')), SOON).toContain('phases[0].attempts');
    expect(await field('phases[0].attempts').getAttribute('aria-invalid')).toBe('true');
    expect(await editor.locator('[data-action="keep-plan"]').isDisabled()).toBe(true);
    await change(field('phases[0].attempts'), '1');
    await ask.locator('summary').click();
    await change(field('phases[2].settings.question'), 'Is the lamp on?');
    await ask.getByRole('button', { name: 'Move up' }).click();
    await expect.poll(() => wordsOf(editor.locator('li.phase').nth(1)), SOON).toContain('Ask the operator');
    await field('guards.duplicate').selectOption('note');
    await editor.locator('[data-action="keep-plan"]').click();
    await expect.poll(bar, SOON).toContain('Own plan');
    await page.locator('[data-action="set-up-done"]').click();
    await line.startShift('OP:1', 'WO:1');
    for (const turn of [1, 2]) {
      await line.until((slots) => slots.filter(({ state }) => state === 'pass').length === turn - 1);
      await page.locator('ts-station-slot [data-answer="yes"]').first().waitFor();
      await line.press('y');
    }
    expect((await line.quiet()).map(({ state }) => state)).toEqual(['pass', 'pass']);
    expect(await page.evaluate(() => JSON.parse(localStorage.getItem('touchstone.plans.1') ?? '[]') as readonly string[])).toEqual([
      expect.stringContaining('Is the lamp on?'),
    ]);
  });
});
