/**
 * Plans with every kind of phase on a bench with slots: loaded, chosen, run, and what the record says of each phase.
 * Test support. Knows the page by its data attributes, the records by their database, and the emulator by its control.
 */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import { recordedLog } from '../support/recorded-log.ts';
import { talkingImage } from '../support/talking-image.ts';
import { json, table, type Row } from '../unit/board/pack-fixtures.ts';
import { Line } from './line-visit.ts';
import { SOON, wordsOf } from './visitor.ts';

export interface SeenMeasurement {
  readonly name: string;
  readonly unit: string;
  readonly outcome: string;
  readonly value: unknown;
  readonly limits: readonly unknown[];
}

export interface SeenPhase {
  readonly name: string;
  readonly outcome: string;
  readonly attempts: number;
  readonly codes: readonly string[];
  readonly measurements: readonly SeenMeasurement[];
}

export interface SeenRun {
  readonly outcome: string;
  readonly codes: readonly string[];
  readonly phases: readonly SeenPhase[];
  readonly enrolment: { readonly registrationId: string } | null;
}

/** As text: tsx would put names of its own into a function. */
const RUNS = `new Promise((resolve, reject) => {
  const opening = indexedDB.open('touchstone-records');
  opening.onerror = () => reject(new Error('no records'));
  opening.onsuccess = () => {
    const asked = opening.result.transaction('records').objectStore('records').getAll();
    asked.onsuccess = () => {
      opening.result.close();
      const codes = ({ details }) => details.map(({ code }) => code);
      resolve(asked.result.map((run) => ({ outcome: run.outcome, codes: codes(run), enrolment: run.enrolment,
        phases: run.phases.map((phase) => ({ ...phase, codes: codes(phase) })) })));
    };
  };
})`;

export const NVS_OFFSET = 0x11000;
export const NVS_BYTES = 0x5000;
const ASSETS: Row = ['assets', 1, 0x40, 0x110000, 0x100000];

/** What the firmware of the article says until its first message, and what ours answers to any line. */
export const HELLO = recordedLog('seed-success')
  .lines.slice(8)
  .map(({ text }) => `${text}\r\n`)
  .join('');
export const REPLY = 'valve 1.4.0 supply 3297 mV\r\n';

/** A build folder with a firmware that talks, a partition for settings, and data. */
export async function writeBuild(folder: string): Promise<string> {
  const files: Readonly<Record<string, Uint8Array>> = {
    'flasher_args.json': json({
      flash_files: { '0x1000': 'boot/first.bin', '0x10000': 'table.bin', '0x110000': 'assets.bin' },
      flash_settings: { flash_size: '4MB' },
      extra_esptool_args: { chip: 'esp32' },
    }),
    'boot/first.bin': talkingImage(HELLO, REPLY),
    'table.bin': table(['nvs', 1, 2, NVS_OFFSET, NVS_BYTES], ASSETS),
    'assets.bin': Uint8Array.from({ length: 20_000 }, (_, index) => Math.imul(index, 2_654_435_761) >>> 24),
  };
  await mkdir(join(folder, 'boot'), { recursive: true });
  for (const [name, bytes] of Object.entries(files)) await writeFile(join(folder, name), bytes);
  return folder;
}

/** The file of a plan. */
export const planFile = (name: string, phases: readonly object[], guards: object = {}): string =>
  JSON.stringify({ format: 'touchstone-plan/1', name, version: '1', guards, phases });

export class PlanLine extends Line {
  /** A plan's file is loaded, and used from then on; a shift that goes on is ended first. */
  async use(name: string, phases: readonly object[], guards: object = {}): Promise<void> {
    const { page } = this;
    if ((await page.locator('[data-action="end-shift"]').count()) > 0) await this.scan('DO:END');
    await page.locator('[data-action="start-shift"]').waitFor();
    await page.locator('[data-action="set-up"]').click();
    const buffer = Buffer.from(planFile(name, phases, guards));
    await page.locator('ts-station-set-up input[type=file]').setInputFiles([{ name: 'own.plan.json', mimeType: 'application/json', buffer }]);
    await expect.poll(() => wordsOf(page.locator('ts-station .bar')), SOON).toContain(name);
    await page.locator('[data-action="set-up-done"]').click();
  }

  /** Starts the shift with another board in slot 1, which begins by itself. */
  async go(): Promise<void> {
    await this.act({ act: 'pull-board', number: 1 });
    await this.until((slots) => slots[0]?.presence === 'out');
    await this.scan('DO:START');
    await this.page.locator('[data-action="end-shift"]').waitFor();
    await this.act({ act: 'plug-board', number: 1, hand: 'same' });
  }

  /** The same slots, and only the first has a board. */
  async onlyFirst(): Promise<void> {
    await this.act({ act: 'pull-board', number: 2 });
    await this.until((slots) => slots[1]?.presence === 'out');
  }

  /** Uses a plan and runs it on slot 1; gives what was recorded, and the words that stand on the slot. `meanwhile` does what people do. */
  async once(name: string, phases: readonly object[], meanwhile: () => Promise<void> = () => Promise.resolve()): Promise<SeenRun & { readonly words: string }> {
    const before = (await this.runs()).length;
    await this.use(name, phases);
    await this.go();
    await meanwhile();
    await expect.poll(async () => (await this.runs()).length, { timeout: 60_000, interval: 50 }).toBe(before + 1);
    await this.quiet();
    const run = (await this.runs()).at(-1);
    if (run === undefined) throw new Error('no record');
    const words = await wordsOf(this.page.locator('ts-station-slot section').first());
    await this.acknowledge();
    return { ...run, words };
  }

  /** As a person does: once more where it was not seen. */
  async acknowledge(): Promise<void> {
    for (let press = 0; press < 10 && (await this.slot(1)).mustAcknowledge; press++) {
      await this.press('Space');
      await this.until((slots) => slots[0]?.mustAcknowledge === false, 1_000);
    }
    expect((await this.slot(1)).mustAcknowledge).toBe(false);
  }

  async runs(): Promise<readonly SeenRun[]> {
    return (await this.page.evaluate(RUNS)) as readonly SeenRun[];
  }

  /** Waits until slot 1 is in this phase. */
  async seePhase(name: string): Promise<void> {
    const asked = `document.querySelector('ts-app').view.station.picture.slots[0].run?.phases.map(({ name, state, details }) => [name, state, details])`;
    const seen = async (): Promise<readonly (readonly [string, string, unknown])[]> => ((await this.page.evaluate(asked)) ?? []) as [string, string, unknown][];
    await this.until((slots) => slots[0]?.state === 'running');
    for (const endMs = Date.now() + 90_000; Date.now() < endMs; await new Promise((resolve) => setTimeout(resolve, 20))) {
      if ((await seen()).some(([one, state]) => one === name && state === 'running')) return;
      if ((await this.slot(1)).state !== 'running') break;
    }
    throw new Error(`slot 1 is not in ${name}: ${JSON.stringify(await seen())}`);
  }

  /** Of the chip in slot 1. */
  serialNumber(): Promise<string> {
    return this.page.evaluate(`document.querySelector('ts-app').view.station.picture.slots[0].run.chip.serialNumber`);
  }

  /** Waits until slot 1 asks somebody for the second, third … time. */
  async seeAttempt(attempt: number): Promise<void> {
    const asked = `(({ run, question }) => question === null ? 0 : run.phases.find(({ state }) => state === 'running')?.attempt)(document.querySelector('ts-app').view.station.picture.slots[0])`;
    await expect.poll(() => this.page.evaluate(asked), SOON).toBe(attempt);
  }

  /** Waits for a question on slot 1. */
  async seeQuestion(words: string): Promise<void> {
    await this.page.locator('ts-station-slot .why').filter({ hasText: words }).first().waitFor();
  }
}

/** Replaces the browser's print: each is told, begins, and ends a moment later. What was to be printed is kept as markup. */
export async function catchPrints(page: Page): Promise<void> {
  await page.addInitScript(`
    window.printed = [];
    window.print = () => {
      window.dispatchEvent(new Event('beforeprint'));
      const at = performance.now();
      const markup = document.getElementById('touchstone-print')?.innerHTML ?? '';
      setTimeout(() => { window.printed.push({ markup, at, until: performance.now() }); window.dispatchEvent(new Event('afterprint')); }, 400);
    };`);
}

export interface CaughtPrint {
  readonly markup: string;
  readonly at: number;
  readonly until: number;
}

export const prints = (page: Page): Promise<readonly CaughtPrint[]> => page.evaluate('window.printed') as Promise<readonly CaughtPrint[]>;

/** The first measurement of this name. */
export function measured(run: SeenRun, phase: string, name: string): SeenMeasurement {
  const found = run.phases.find((one) => one.name === phase)?.measurements.find((one) => one.name === name);
  if (found === undefined) throw new Error(`no measurement ${name} of ${phase}`);
  return found;
}
