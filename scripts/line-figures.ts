/**
 * The bench with slots, in the built page, virtual boards at the wire's pace in workers: time from the plug to the verdict of a plan that only checks, and
 * eight boards flashed with a 1.5 MiB pack and checked against one.
 * Virtual boards take processors: eight interpreters share those of this machine with the page, which boards on cables would not. So the figure of eight says
 * what page and machine do together; `cores` and `load` stand beside it. What a line has is measured by line-apart-figures.ts: eight boards in processes of
 * their own behind real Web Serial.
 */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { cpus, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { startChromium } from '../test/support/chromium.ts';
import { productFiles, writeProductFolder } from '../test/support/flash-bench/product-pack.ts';
import { act, openLine, startShift, untilTrue } from '../test/support/line-bench/line-page.ts';
import { servePage } from '../test/support/page-server.ts';
import { median, print, round } from './figure.ts';
import { lineApartFigures } from './line-apart-figures.ts';

const RUNS = 5;
const MANY = 8;
const BAUD_RATE = 921_600;
const VERDICT_GOAL_S = 3;
const MANY_GOAL = 1.1;
const PATIENCE_MS = 300_000;

const planOf = (name: string, phases: readonly object[]): string =>
  JSON.stringify({ format: 'touchstone-plan/1', name, guards: { passedBefore: 'run-again', alarmAfter: 0 }, phases });
const CHECK = { kind: 'check-chip', name: 'check', limits: { verdict: [{ kind: 'one-of', values: ['genuine-matched'] }] } };
const MATCH = { kind: 'match-manifest', name: 'match' };
const FLASH = { kind: 'flash-pack', name: 'flash', settings: { rewrite: 'always' } };

const around = (): { readonly cores: number; readonly load: number } => ({ cores: cpus().length, load: round(loadavg()[0] ?? 0) });

/** Plugs boards in and waits for their verdicts. Seconds by the page's own clock, from the plug to the last one. @throws when one does not pass */
async function plugAndWait(page: Page, slots: readonly number[]): Promise<number> {
  const numbers = JSON.stringify(slots);
  for (const number of slots) await act(page, { act: 'pull-board', number });
  await untilTrue(page, `document.querySelector('ts-app').view.station.picture.slots.every(({ presence }) => presence === 'out')`);
  const { seconds, states } = (await page.evaluate(`(async () => {
    const app = document.querySelector('ts-app');
    const slots = () => app.view.station.picture.slots.filter(({ number }) => ${numbers}.includes(number));
    const before = new Set(slots().map(({ record }) => record?.id));
    const beganMs = performance.now();
    for (const number of ${numbers}) app.dispatchEvent(new CustomEvent('ts-station', { detail: { act: 'plug-board', number, hand: 'same' } }));
    while (!slots().every(({ state, record }) => state !== 'running' && record !== null && !before.has(record.id))) {
      if (performance.now() - beganMs > ${PATIENCE_MS}) break;
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    return { seconds: (performance.now() - beganMs) / 1000, states: slots().map(({ state, details }) => state + ' ' + details.map(({ code }) => code).join(' ')) };
  })()`)) as { readonly seconds: number; readonly states: readonly string[] };
  if (states.some((state) => !state.startsWith('pass '))) throw new Error(`not all passed: ${states.join(', ')}`);
  return seconds;
}

/** Everything is pulled before the shift begins, so that nothing runs that is not measured. */
async function openShift(page: Page, url: string, slots: number, plan: string, prepare: () => Promise<void> = () => Promise.resolve()): Promise<void> {
  await openLine(page, url, slots, plan);
  await prepare();
  for (let number = 1; number <= slots; number++) await act(page, { act: 'pull-board', number });
  await untilTrue(page, `document.querySelector('ts-app').view.station.picture.slots.every(({ presence }) => presence === 'out')`);
  await startShift(page);
  await untilTrue(page, `document.querySelector('ts-app').view.station.picture.shift === 'on'`);
}

/** Measures and prints all of it; some six minutes. */
export async function lineFigures(): Promise<void> {
  await inThePage();
  await lineApartFigures();
}

async function inThePage(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'touchstone-line-'));
  const site = await servePage({ source: 'build', port: 0 });
  const browser = await startChromium({ bench: null, origins: [] });
  try {
    const page = await browser.context.newPage();
    await openShift(page, site.url, 2, planOf('check', [CHECK, MATCH]));
    await plugAndWait(page, [1]); // rooms are loaded
    const runs: number[] = [];
    for (let run = 0; run < RUNS; run++) runs.push(round(await plugAndWait(page, [1])));
    const value = median(runs);
    print({
      figure: 'plug-to-verdict',
      where: 'virtual board in the page',
      baudRate: BAUD_RATE,
      value,
      unit: 's',
      runs,
      goal: VERDICT_GOAL_S,
      ratio: round(value / VERDICT_GOAL_S),
      ...around(),
    });
    await act(page, { act: 'end-shift' });

    await writeProductFolder(folder, productFiles(new Uint8Array(await readFile('public/firmware/touchstone-bench-esp32.bin')), 'this'));
    await openShift(page, site.url, MANY, planOf('flash', [CHECK, FLASH]), async () => {
      await page.locator('[data-screen="firmware"]').click();
      await page.locator('[data-pack]').first().waitFor();
      await page.locator('input[data-firmware-folder]').setInputFiles(folder);
      await page.locator('[data-part="65536"]').waitFor();
      await page.locator('[data-screen="bench"]').click();
    });
    const one = await plugAndWait(page, [1]);
    const many = await plugAndWait(
      page,
      Array.from({ length: MANY }, (_, index) => index + 1),
    );
    const ratio = round(many / one);
    print({
      figure: 'line-eight-virtual',
      where: 'virtual boards in workers of the page',
      baudRate: BAUD_RATE,
      value: ratio,
      unit: 'times one board',
      oneSeconds: round(one),
      manySeconds: round(many),
      goal: MANY_GOAL,
      ratio: round(ratio / MANY_GOAL),
      ...around(),
    });
  } finally {
    await browser.close();
    await site.close();
    await rm(folder, { recursive: true, force: true });
  }
}
