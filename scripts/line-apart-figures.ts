/**
 * Eight boards at the built page's bench with slots, through Chromium's own Web Serial, each board and its cable in a process of its own: checked and flashed
 * with a 1.5 MiB pack at 921,600 baud, against one board alone. The page, its plan and its runs are what a line has; only the boards are virtual.
 * Such a board is an interpreter: eight of them, eight ptys and the browser share this machine's processors, which boards on cables would not take. So each line
 * says how busy the machine was and who made it so; where it was busy all the time, the figure is the machine's and not the page's.
 */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { loadavg, cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CDPSession, Page } from 'playwright-core';
import { startChromium, whyNoRealSerial } from '../test/support/chromium.ts';
import { productFiles, writeProductFolder } from '../test/support/flash-bench/product-pack.ts';
import { BoardApart } from '../test/support/line-bench/board-apart.ts';
import { act, setUpLine, startShift, untilTrue } from '../test/support/line-bench/line-page.ts';
import { servePage } from '../test/support/page-server.ts';
import { SerialBench } from '../test/support/serial-bench.ts';
import { costOf, type Cost } from './cost.ts';
import { print, round } from './figure.ts';

const BOARDS = 8;
const ROUNDS = 3;
const BAUD_RATE = 921_600;
const GOAL = 1.1;
const PATIENCE_MS = 120_000;
/** Batches that are taken again because a board did not pass; each is told. */
const MOST_SPOILT = 4;
const SLOTS = `document.querySelector('ts-app').view.station.picture.slots`;

/** A demo chip on a real port is never genuine: the chip is read and judged, and that has to be the verdict. */
const PLAN = JSON.stringify({
  format: 'touchstone-plan/1',
  name: 'check and flash',
  guards: { passedBefore: 'run-again', duplicate: 'note', alarmAfter: 0 },
  phases: [
    {
      kind: 'check-chip',
      name: 'check',
      settings: { require: ['chip-answers', 'zones-locked', 'serial-well-formed'] },
      limits: { verdict: [{ kind: 'one-of', values: ['not-genuine'] }] },
    },
    { kind: 'flash-pack', name: 'flash', settings: { rewrite: 'always' } },
  ],
});

interface Batch {
  /** From the first start to the last outcome, by the page's clock. */
  readonly seconds: number;
  /** Of each board, in the order of the slots. */
  readonly phases: readonly (readonly number[])[];
  readonly rates: readonly number[];
}

/** Starts these slots at once and waits for their outcomes; a text when one does not pass, or not at the full rate. */
async function runBatch(page: Page, numbers: readonly number[]): Promise<Batch | string> {
  const { states, ...batch } = (await page.evaluate(`(async () => {
    const numbers = ${JSON.stringify(numbers)};
    const app = document.querySelector('ts-app');
    const slots = () => numbers.map((number) => ${SLOTS}[number - 1]);
    const before = new Set(slots().map(({ record }) => record?.id));
    const beganMs = performance.now();
    for (const number of numbers) app.dispatchEvent(new CustomEvent('ts-station', { detail: { act: 'start', number } }));
    while (!slots().every(({ state, record }) => state !== 'running' && record !== null && !before.has(record.id)) && performance.now() - beganMs < ${PATIENCE_MS})
      await new Promise((resolve) => setTimeout(resolve, 10));
    const phasesOf = ({ run }) => run?.phases ?? [];
    return {
      seconds: (performance.now() - beganMs) / 1000,
      states: slots().map(({ state, details }) => [state, ...details.map(({ code }) => code)].join(' ')),
      phases: slots().map((slot) => phasesOf(slot).map(({ elapsedMs }) => elapsedMs / 1000)),
      rates: slots().flatMap((slot) => phasesOf(slot).flatMap(({ measurements }) => measurements.filter(({ name }) => name === 'baud-rate').map(({ value }) => value))),
    };
  })()`)) as Batch & { readonly states: readonly string[] };
  if (states.some((state) => !state.startsWith('pass'))) return `not all passed: ${states.join(', ')}`;
  return batch.rates.some((rate) => rate !== BAUD_RATE) ? `not all at ${BAUD_RATE}: ${batch.rates.join(' ')}` : batch;
}

const acknowledgeAll = (page: Page): Promise<unknown> =>
  page.evaluate(`for (const { number, mustAcknowledge } of ${SLOTS})
    if (mustAcknowledge) document.querySelector('ts-app').dispatchEvent(new CustomEvent('ts-station', { detail: { act: 'acknowledge', number } }))`);

interface Measured extends Batch {
  readonly cost: Cost;
}

/** The median batch by its time. */
function middle(batches: readonly Measured[]): Measured {
  const found = batches.toSorted((a, b) => a.seconds - b.seconds)[Math.floor(batches.length / 2)];
  if (found === undefined) throw new Error('no batch');
  return found;
}

async function givePack(page: Page, folder: string): Promise<void> {
  await page.locator('[data-screen="firmware"]').click();
  await page.locator('[data-pack]').first().waitFor();
  await page.locator('input[data-firmware-folder]').setInputFiles(folder);
  await page.locator('[data-part="65536"]').waitFor();
  await page.locator('[data-screen="bench"]').click();
}

async function measure(page: Page, session: CDPSession, boards: readonly BoardApart[]): Promise<void> {
  const processor = async (): Promise<number> => (await Promise.all(boards.map((board) => board.processorSeconds()))).reduce((sum, one) => sum + one, 0);
  let spoilt = 0;
  const batch = async (numbers: readonly number[]): Promise<Measured> => {
    for (;;) {
      await Promise.all(boards.map((board) => board.blank()));
      await acknowledgeAll(page);
      const [made, cost] = await costOf(session, processor, () => runBatch(page, numbers));
      if (typeof made !== 'string') return { ...made, cost };
      console.error(`line-eight-boards: ${made}; machine busy ${cost.machine}, load ${loadavg()[0] ?? 0}`);
      if (++spoilt > MOST_SPOILT) throw new Error(made);
    }
  };
  const all = boards.map((_, index) => index + 1);
  const load = round(loadavg()[0] ?? 0);
  const one: Measured[] = [];
  const many: Measured[] = [];
  for (let turn = 1; turn <= ROUNDS; turn++) {
    one.push(await batch([turn]));
    many.push(await batch(all));
  }
  const [alone, together] = [middle(one), middle(many)];
  const ratio = round(together.seconds / alone.seconds);
  const phase = (batches: readonly (readonly number[])[], index: number): number => round(Math.max(...batches.map((phases) => phases[index] ?? Number.NaN)));
  print({
    figure: 'line-eight-boards',
    where: 'built page, real Web Serial, boards in processes of their own',
    baudRate: BAUD_RATE,
    value: ratio,
    unit: 'times one board',
    oneSeconds: round(alone.seconds),
    manySeconds: round(together.seconds),
    goal: GOAL,
    ratio: round(ratio / GOAL),
    runsOfOne: one.map(({ seconds }) => round(seconds)),
    runsOfMany: many.map(({ seconds }) => round(seconds)),
    checkOne: phase(alone.phases, 0),
    checkMany: phase(together.phases, 0),
    flashOne: phase(alone.phases, 1),
    flashMany: phase(together.phases, 1),
    spoilt,
    cores: cpus().length,
    loadBefore: load,
    machineBusyOne: alone.cost.machine,
    machineBusyMany: together.cost.machine,
    pageTasksOne: alone.cost.tasks,
    pageTasksMany: together.cost.tasks,
    pageThreadMany: together.cost.thread,
    boardsOne: alone.cost.boards,
    boardsMany: together.cost.boards,
  });
}

/** Measures and prints; about three minutes. Says why when this machine has no real Web Serial. */
export async function lineApartFigures(): Promise<void> {
  const why = await whyNoRealSerial();
  if (why !== null) return console.error(`line-eight-boards through real Web Serial skipped: ${why}`);
  const folder = await mkdtemp(join(tmpdir(), 'touchstone-line-'));
  await writeProductFolder(folder, productFiles(new Uint8Array(await readFile('public/firmware/touchstone-bench-esp32.bin')), 'this'));
  const site = await servePage({ source: 'build', port: 0 });
  const bench = await SerialBench.open();
  const browser = await startChromium({ bench, origins: [new URL(site.url).origin] });
  const boards: BoardApart[] = [];
  try {
    const page = await browser.context.newPage();
    page.on('pageerror', (error) => console.error(`line: uncaught in the page: ${String(error)}`));
    await page.setViewportSize({ width: 1440, height: 900 });
    const session = await browser.context.newCDPSession(page);
    await session.send('Performance.enable');
    await setUpLine(page, site.url, BOARDS, PLAN);
    await givePack(page, folder);
    await act(page, { act: 'teach-all' });
    for (let number = 1; number <= BOARDS; number++) {
      boards.push(await BoardApart.start(bench, number));
      await untilTrue(page, `${SLOTS}[${number - 1}].presence === 'in'`);
    }
    await startShift(page);
    await untilTrue(page, `${SLOTS}.every(({ state, record }) => record !== null && state !== 'running')`, PATIENCE_MS); // all at once, and every room is loaded
    await measure(page, session, boards);
  } finally {
    await browser.close();
    await Promise.all(boards.map((board) => board.end()));
    await bench.close();
    await site.close();
    await rm(folder, { recursive: true, force: true });
  }
}
