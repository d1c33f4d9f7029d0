/**
 * Everything that can be put on the virtual bench, one after the other on one page: each is found out, and the page says so in words.
 * Knows the page by its data attributes and words. Any complaint of the browser (policy, console, missing file) fails the journey.
 */
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startChromium } from '../support/chromium.ts';
import type { RunningChromium } from '../support/chromium.ts';
import { serveBuiltPage } from './built-page.ts';
import type { BuiltPage } from './built-page.ts';
import { ALL_PROOFS, Visitor, leaveWell, rowOf, rowsWith } from './visitor.ts';

/** Measured before the chip is spoken to. */
const MEANS = ['board-identified', 'firmware-expected'];

let served: BuiltPage;
let browser: RunningChromium;
let visitor: Visitor;
let page: Page;

beforeAll(async () => {
  [served, browser] = await Promise.all([serveBuiltPage(), startChromium({ bench: null, origins: [] })]);
  visitor = await Visitor.arrive(browser.context, served.url);
  ({ page } = visitor);
  await visitor.tryVirtual();
});
afterAll(async () => {
  try {
    await leaveWell(visitor);
  } finally {
    await browser?.close();
    await served?.close();
  }
});

interface FaultExpectation {
  readonly verdict?: string;
  readonly fault?: string;
  /** In the banner. */
  readonly banner: string;
  readonly passes?: readonly string[];
  readonly fails?: readonly string[];
  /** Words of a row: what was seen, and what to do. */
  readonly row?: readonly [id: string, seen: string, remedy?: string];
}

const notMeasured = (seen: string, remedy: string): FaultExpectation => ({
  verdict: 'not-measured',
  banner: seen,
  passes: MEANS,
  fails: ['chip-answers'],
  row: ['chip-answers', seen, remedy],
});
const green = (...row: [id: string, seen: string]): FaultExpectation => ({
  verdict: 'genuine-matched',
  banner: '12 of 12 proofs hold',
  passes: ALL_PROOFS,
  fails: [],
  row,
});
const NOBODY = 'No secure element answers on SDA 16 / SCL 17. Looked at 0x35, 0x36, 0x38, 0x59, 0x60; no address on the bus answered.';
const CHECK_CHIP = 'Check the chip’s power, its pins and its pull-ups to 3.3 V, or set other pins.';

const FAULTS: Readonly<Record<string, FaultExpectation>> = {
  'blank-unlocked': {
    verdict: 'not-genuine',
    banner: 'Does not hold: configuration and data are locked; chip holds the private key.',
    fails: ['zones-locked', 'possession'],
    row: ['zones-locked', 'The configuration zone is open', 'A Trust&GO chip leaves the factory locked; this one was never provisioned. Put the board aside.'],
  },
  'replayed-dump': {
    verdict: 'not-genuine',
    banner: 'Does not hold: chip holds the private key.',
    passes: ALL_PROOFS.filter((id) => id !== 'possession'),
    fails: ['possession'],
    row: ['possession', 'The signature over a fresh challenge is wrong', 'A copied certificate without its key does this. Put the board aside.'],
  },
  'other-ca': {
    verdict: 'not-genuine',
    banner: 'Does not hold: signer chains to the demo root; certificates and key equal the entry’s.',
    fails: ['signer-chain', 'entry-equals-chip'],
    row: ['signer-chain', 'Signed by no key that is believed here, signer 0D01', 'Its signer was not made by who is named there'],
  },
  'chip-absent': notMeasured(NOBODY, CHECK_CHIP),
  'sda-stuck': notMeasured('SDA is stuck low. The data line stays low on SDA 16 / SCL 17.', 'Look for a short to ground, a missing pull-up'),
  'no-wake': notMeasured(NOBODY, CHECK_CHIP),
  'wrong-address-36': green('chip-answers', 'ATECC608B at 0x36'),
  'wrong-address-60': green('chip-answers', 'ATECC608B at 0x60'),
  'crc-noise': notMeasured('The chip’s answers arrive damaged. A checksum is wrong', 'Shorten the wires, use stronger pull-ups'),
  'chip-stops-answering': notMeasured('It happened in step read.', 'then check again'),
  'self-reset': { fault: 'link-timeout', banner: 'The bench firmware stopped answering' },
};

test('every choice of the list is tried here', async () => {
  const offered = await page.locator('select[data-virtual-fault] option').evaluateAll((all) => all.map((one) => (one as HTMLOptionElement).value));
  expect(offered.sort()).toEqual([...Object.keys(FAULTS), 'genuine', 'line-noise', 'cable-pulled'].sort());
});

test.for(Object.entries(FAULTS))('%s is found out, and the page says so in words', async ([faultId, wanted]) => {
  await visitor.put(faultId);
  expect(await page.locator('[data-proof][data-outcome]').count()).toBe(0); // another part: the old verdict is not its verdict
  const report = await visitor.check('ram');
  expect(report).toMatchObject({ verdict: wanted.verdict ?? null, fault: wanted.fault ?? null });
  expect(report.text).toContain('DEMO');
  expect(report.text).toContain(wanted.banner);
  if (wanted.fault !== undefined) expect(report.text).toContain('A fault of the bench: it says nothing about the chip.');
  if (wanted.passes) expect(rowsWith(report, 'pass')).toEqual(wanted.passes);
  if (wanted.fails) expect(rowsWith(report, 'fail')).toEqual(wanted.fails);
  if (!wanted.row) return;
  const [id, seen, remedy] = wanted.row;
  expect(rowOf(report, id).text).toContain(`Seen: `);
  expect(rowOf(report, id).text).toContain(seen);
  if (remedy !== undefined) expect(rowOf(report, id).text).toMatch(new RegExp(`What to do: .*${remedy.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}`));
  else expect(rowOf(report, id).text).not.toContain('What to do');
});

test('noise on the line is written down as such and costs time but no verdict', async () => {
  await visitor.put('line-noise');
  await visitor.action('clear-log').click();
  expect(await visitor.check('ram')).toMatchObject({ verdict: 'genuine-matched', fault: null });
  expect((await visitor.download('save-log')).text).toMatch(/ broken \S/);
});

test('a cable that is pulled in mid-check is said, and with it plugged in again the next check is green', async () => {
  await visitor.put('cable-pulled');
  const report = await visitor.check('ram');
  expect(report).toMatchObject({ verdict: null, fault: 'port-lost' });
  expect(report.text).toContain('NO CABLE The cable came out Nothing is lost. Plug the board in again');
  await page.locator('ts-actions [data-action="plug"]').click();
  await visitor.seePhase('ready');
  expect((await visitor.check('ram')).verdict).toBe('genuine-matched');
});

test('after all that a genuine chip is still genuine', async () => {
  await visitor.put('genuine');
  expect((await visitor.check('ram')).verdict).toBe('genuine-matched');
});
