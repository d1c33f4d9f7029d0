/**
 * Every kind of phase in one plan, in a slot of the built page, on a virtual board with a firmware that talks; enrolled into the emulator. Then each kind fails once.
 * Knows the page by its data attributes and words. Any complaint of the browser fails a journey.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startChromium } from '../support/chromium.ts';
import type { RunningChromium } from '../support/chromium.ts';
import { serveStartedPage } from './built-page.ts';
import type { BuiltPage } from './built-page.ts';
import { CloudVisit } from './cloud-visit.ts';
import { PlanLine, catchPrints, measured, prints, writeBuild } from './plan-visit.ts';
import { SOON, Visitor, leaveWell } from './visitor.ts';

let served: BuiltPage;
let browser: RunningChromium;
let folder: string;
let visitor: Visitor;
let page: Page;
let line: PlanLine;

const range = (min: number, max: number): object => ({ kind: 'range', min, max });
const equals = (value: unknown): object => ({ kind: 'equals', value });

const IDENTIFY = { kind: 'identify-board', name: 'identify', settings: { chip: 'ESP32' }, limits: { 'flash-size': [equals(4_194_304)], time: [range(0, 30)] } };
const CHECK = {
  kind: 'check-chip',
  name: 'check',
  limits: { verdict: [equals('genuine-matched')], 'proofs-failed': [equals(0)], 'proofs-passed': [range(9, 12), equals(12)] },
};
const MATCH = { kind: 'match-manifest', name: 'match', settings: { files: ['touchstone-demo-tray.json'] }, limits: { entry: [range(0, 1_000)] } };
const FLASH = { kind: 'flash-pack', name: 'flash', limits: { outcome: [equals('proved')], 'bytes-written': [range(20_000, 100_000)] } };
const WRITE = { kind: 'write-settings', name: 'write', limits: { 'bytes-written': [{ kind: 'one-of', values: [0x5000] }] } };
const LOG = {
  kind: 'judge-log',
  name: 'log',
  settings: { until: 'first-message', withinMs: 20_000 },
  limits: { reached: [equals('first-message')], crashes: [range(0, 0)] },
};
const ASK_VERSION = {
  kind: 'serial-command',
  name: 'version',
  settings: { send: 'version?', expect: 'valve 1.4.' },
  limits: { answer: [equals('valve 1.4.0 supply 3297 mV')] },
};
const ENROL = {
  kind: 'enrol',
  name: 'enrol',
  settings: { deviceId: 'valve-{serial}' },
  limits: { result: [{ kind: 'one-of', values: ['enrolled', 'same'] }] },
};
const STATE = { kind: 'read-state', name: 'state', limits: { status: [equals('assigned')], time: [range(0, 60)] } };
const LAMP = { kind: 'ask-operator', name: 'lamp', settings: { question: 'Is the lamp green?' }, limits: { answer: [equals('yes')] } };
const LABEL = { kind: 'print-label', name: 'label', limits: { printed: [equals(true)] } };
const EVERYTHING = [IDENTIFY, CHECK, MATCH, FLASH, WRITE, LOG, ASK_VERSION, ENROL, STATE, LAMP, LABEL];

const control = (name: string, body: object): Promise<unknown> => page.request.post(`${served.url}azure-emulator/control/${name}`, { data: body });

/** Presses yes, once the question stands there. */
async function sayYes(): Promise<void> {
  await line.seeQuestion('Is the lamp green?');
  await line.press('y');
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'touchstone-plans-'));
  [served, browser] = await Promise.all([serveStartedPage(), startChromium({ bench: null, origins: [] }), writeBuild(folder)]);
  visitor = await Visitor.arrive(browser.context, served.url, catchPrints);
  ({ page } = visitor);
  line = new PlanLine(page);
  await signIn();
  await givePack();
  await line.setSlots(2);
  await line.putBoards();
  await line.onlyFirst();
});
afterAll(async () => {
  await page?.evaluate(async () => {
    const root = await navigator.storage.getDirectory();
    await root.removeEntry('packs', { recursive: true }).catch(() => undefined);
  });
  // the way to the service is probed with a name that cannot exist, and the browser prints every 404; so it does while nobody has registered
  visitor?.troubles.splice(0, Infinity, ...visitor.troubles.filter((trouble) => !/touchstone-probe|status of 404|registrations|enrollments/.test(trouble)));
  await leaveWell(visitor).finally(async () => {
    await browser?.close();
    await served?.close();
    await rm(folder, { recursive: true, force: true });
  });
});

async function signIn(): Promise<void> {
  const cloud = new CloudVisit(page);
  await cloud.open();
  await cloud.press('use-emulator');
  await page.locator('[data-emulator="on"]').waitFor();
  await cloud.press('sign-in');
  await cloud.seeSession('signed-in');
  await cloud.choose('subscription', /Touchstone emulator/);
  await cloud.choose('service', /touchstone-demo/);
  await cloud.seeReach('reached');
}

async function givePack(): Promise<void> {
  await visitor.goTo('firmware');
  await page.locator('[data-pack]').first().waitFor();
  await page.locator('input[data-firmware-folder]').setInputFiles(folder);
  await page.locator('[data-pack-detail]').waitFor();
}

async function giveSettings(): Promise<void> {
  await visitor.goTo('firmware');
  await page.locator('[data-use-settings]').check();
  await page.locator('ts-board-settings summary').click();
  await page.locator('ts-board-settings textarea').fill('key,type,encoding,value\nvalve,namespace,,\nserial,data,string,{serial}\nmac,data,string,{mac}\n');
  await page.locator('[data-action="load-settings"]').click();
  await page.locator('[data-row="0"][data-field="value"]').waitFor();
  await page.locator('[data-screen="bench"]').click();
}

describe('a plan with every kind of phase', () => {
  test('without settings for the board the writing of them is an error with what to do, and what follows is skipped', async () => {
    const run = await line.once('no settings', [CHECK, WRITE, LAMP]);
    expect(run).toMatchObject({ outcome: 'error', codes: ['run-no-settings'], phases: [{ outcome: 'pass' }, { outcome: 'error' }, { outcome: 'skip' }] });
    expect(run.words).toMatch(/ERROR.*No settings are loaded for this plan.*Load them on the Firmware screen/);
  });

  test('is not passed by a board that nobody registers: it is enrolled, and not assigned in time', async () => {
    const run = await line.once('not assigned', [CHECK, ENROL, { ...STATE, settings: { withinMs: 1_500 } }]);
    expect(run).toMatchObject({ outcome: 'fail', codes: ['state-not-reached'], phases: [{}, { outcome: 'pass' }, { outcome: 'fail' }] });
    expect(measured(run, 'enrol', 'result').value).toBe('enrolled');
    expect(measured(run, 'state', 'status')).toMatchObject({ outcome: 'unset', value: null });
    expect(run.words).toMatch(/FAIL.*Azure did not assign the board in time/);
  });

  test('passes from cable to label, with every measurement inside its limits, and is enrolled and assigned', { timeout: 240_000 }, async () => {
    await giveSettings();
    const run = await line.once('everything', EVERYTHING, async () => {
      await line.seePhase('state');
      await control('register', { registrationId: `sn${await line.serialNumber()}`, outcome: 'assigned' });
      await sayYes();
    });
    expect(run.phases.map(({ name, outcome }) => `${name} ${outcome}`)).toEqual(EVERYTHING.map(({ name }) => `${name} pass`));
    expect(run).toMatchObject({ outcome: 'pass', codes: [] });
    for (const { name, measurements } of run.phases)
      for (const one of measurements) expect(['pass', 'skipped'], `${name} ${one.name}: ${JSON.stringify(one)}`).toContain(one.outcome);
    for (const [phase, name, value] of [
      ['identify', 'flash-size', 4_194_304],
      ['check', 'verdict', 'genuine-matched'],
      ['flash', 'outcome', 'proved'],
      ['write', 'bytes-written', 0x5000],
      ['log', 'reached', 'first-message'],
      ['version', 'answer', 'valve 1.4.0 supply 3297 mV'],
      ['enrol', 'result', 'same'],
      ['state', 'status', 'assigned'],
      ['lamp', 'answer', 'yes'],
      ['label', 'printed', true],
    ] as const)
      expect(measured(run, phase, name)).toMatchObject({ outcome: 'pass', value });
    expect(run.words).toMatch(/PASS/);
    const state = await (await page.request.get(`${served.url}azure-emulator/control/state`)).text();
    expect(state).toContain(`valve-${await line.serialNumber()}`);
    const [print, ...more] = await prints(page);
    expect(more).toEqual([]);
    expect(print?.markup).toMatch(/PASS/);
  });
});

describe('each kind of phase fails for its own reason, with its words on the slot', () => {
  interface Failing {
    readonly name: string;
    readonly phases: readonly object[];
    readonly outcome?: 'fail' | 'error' | 'timeout';
    readonly codes: readonly string[];
    readonly words: RegExp;
    readonly meanwhile?: () => Promise<void>;
  }
  const failings: readonly Failing[] = [
    {
      name: 'identify: another chip than the plan wants',
      phases: [{ ...IDENTIFY, settings: { chip: 'ESP32-S3' }, limits: {} }],
      codes: ['flash-other-chip'],
      words: /FAIL.*Another board: ESP32-D0WD\S*, wanted ESP32-S3/,
    },
    {
      name: 'check: a measurement outside one of its two limits',
      phases: [{ ...CHECK, limits: { 'proofs-passed': [range(0, 12), range(0, 11)] } }],
      codes: ['measurement-outside'],
      words: /FAIL.*proofs-passed is out of its limits: 12/,
    },
    {
      name: 'match: another part than the plan wants',
      phases: [CHECK, { ...MATCH, settings: { partNumber: 'ATECC-OTHER' } }],
      codes: ['wrong-part'],
      words: /FAIL.*Another part: .*wanted ATECC-OTHER/,
    },
    {
      name: 'flash: nothing was written, so there is no rate, and what is unset is no pass',
      phases: [{ ...FLASH, limits: { rate: [range(1, 1e9)] } }],
      codes: ['measurement-unset'],
      words: /FAIL.*rate was not made/,
    },
    {
      name: 'settings: more bytes than the plan allows',
      phases: [CHECK, { ...WRITE, limits: { 'bytes-written': [range(1, 100)] } }],
      codes: ['measurement-outside'],
      words: /FAIL.*bytes-written is out of its limits/,
    },
    {
      name: 'log: the step is not reached in time',
      phases: [{ ...LOG, settings: { until: 'first-message', withinMs: 1_000 }, limits: { 'time-to-wifi': [range(0, 0.001)] } }],
      codes: ['measurement-outside'],
      words: /FAIL.*time-to-wifi is out of its limits/,
    },
    {
      name: 'command: another answer',
      phases: [{ ...ASK_VERSION, settings: { send: 'version?', expect: 'valve 1.5.', withinMs: 1_000 } }],
      codes: ['command-no-answer'],
      words: /FAIL.*No answer like valve 1\.5\./,
    },
    {
      name: 'enrol: the chip is in the service already, and the plan wants a new one',
      phases: [CHECK, { ...ENROL, limits: { result: [equals('enrolled')] } }],
      codes: ['measurement-outside'],
      words: /FAIL.*result is out of its limits: same/,
    },
    { name: 'ask: no', phases: [LAMP], codes: ['operator-said-no'], words: /FAIL.*You answered no: Is the lamp green\?/, meanwhile: () => sayNo() },
    {
      name: 'label: one that is not here is an error of the bench',
      phases: [{ ...LABEL, settings: { label: 'carton' } }],
      outcome: 'error',
      codes: ['label-unknown'],
      words: /ERROR.*The label “carton” is not here/,
    },
  ];

  async function sayNo(): Promise<void> {
    await line.seeQuestion('Is the lamp green?');
    await line.press('n');
  }

  test.each(failings)('$name', async ({ name, phases, outcome = 'fail', codes, words, meanwhile }) => {
    const run = await line.once(name.slice(0, 70), phases, meanwhile);
    expect(run).toMatchObject({ outcome, codes });
    expect(run.phases.map((phase) => phase.outcome)).toEqual([...phases.slice(1).map(() => 'pass'), outcome]);
    expect(run.phases.at(-1)).toMatchObject({ codes, attempts: 1 });
    expect(run.words).toMatch(words);
  });
});

describe('a phase', () => {
  test('that takes longer than its own time is a TIMEOUT, and what follows is skipped though it may go on at a failure', async () => {
    const run = await line.once('too slow', [{ ...LAMP, timeoutMs: 1_000, atFailure: 'go-on' }, IDENTIFY]);
    expect(run).toMatchObject({ outcome: 'timeout', codes: ['run-phase-timeout'], phases: [{ outcome: 'error' }, { outcome: 'skip', attempts: 0 }] });
    expect(run.words).toMatch(/TIMEOUT|took longer than 1\.?0? ?s/);
  });

  test('that fails at first and passes then has passed, and says how often it was tried', async () => {
    const run = await line.once('again', [{ ...LAMP, attempts: 3 }], async () => {
      await line.seeQuestion('Is the lamp green?');
      await line.press('n');
      await line.seeAttempt(2);
      await sayYes();
    });
    expect(run).toMatchObject({ outcome: 'pass', codes: [], phases: [{ outcome: 'pass', attempts: 2, codes: [] }] });
    expect(measured(run, 'lamp', 'answer').value).toBe('yes');
  });

  test('that fails and lets the run go on has failed the board, and what follows is done; no label says PASS', async () => {
    const before = (await prints(page)).length;
    const run = await line.once('goes on', [{ ...IDENTIFY, limits: { time: [range(0, 0.0001)] }, atFailure: 'go-on' }, { ...ASK_VERSION, attempts: 3 }, LABEL]); // it starts anew, and may not hear yet
    expect(run).toMatchObject({ outcome: 'fail', codes: ['measurement-outside'], phases: [{ outcome: 'fail' }, { outcome: 'pass' }, { outcome: 'pass' }] });
    const [print] = (await prints(page)).slice(before);
    expect(print?.markup).toContain('FAIL');
    expect(print?.markup).not.toContain('PASS');
  });

  test('of a check that failed lets nobody enrol, whatever the plan goes on with', async () => {
    await line.scan('DO:END');
    await page.locator('[data-action="start-shift"]').waitFor();
    await line.act({ act: 'set-fault', number: 1, faultId: 'replayed-dump', strikesAt: null });
    const fault = `document.querySelector('ts-app').view.station.boards[0].faultId`;
    await expect.poll(() => page.evaluate(fault), SOON).toBe('replayed-dump');
    const run = await line.once('forged', [{ ...CHECK, limits: {}, atFailure: 'go-on' }, ENROL]);
    expect(run).toMatchObject({ outcome: 'fail', enrolment: null, phases: [{ outcome: 'fail' }, { outcome: 'fail', codes: ['run-no-certificate'] }] });
  });
});
