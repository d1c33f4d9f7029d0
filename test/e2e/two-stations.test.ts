/**
 * Two stations at one shared store, each with a browser and a serial port of its own: the same chip at the same moment, and a unit that failed at the other one.
 * azurite over https with OAuth, the browser's own Web Serial, the built page with its policy. The boards are virtual ones at the far end of a real cable, so
 * their plans ask for nothing that only a genuine chip proves.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { macOf, type TrayBoard } from '../../src/app/virtual/tray.ts';
import { Azurite, corsRule } from '../support/azurite/azurite.ts';
import { startChromium } from '../support/chromium.ts';
import type { RunningChromium } from '../support/chromium.ts';
import { attach } from '../support/device-ends.ts';
import { SerialBench } from '../support/serial-bench.ts';
import { SerialDevice } from '../support/serial-device.ts';
import { startVirtualEnd } from '../support/virtual-end.ts';
import type { VirtualEnd } from '../support/virtual-end.ts';
import { serveStartedPage } from './built-page.ts';
import type { BuiltPage } from './built-page.ts';
import { PlanLine, planFile, writeBuild, type SeenRun } from './plan-visit.ts';
import { whySkipRealSerial } from './real-serial.ts';
import { StoreVisit, localEndpoint } from './store-visit.ts';
import { SOON, wordsOf } from './visitor.ts';

const skipReason = await whySkipRealSerial();
const CHECK = { kind: 'check-chip', name: 'check', settings: { require: ['chip-answers', 'zones-locked', 'serial-well-formed'] } };
const GENUINE = { kind: 'check-chip', name: 'check', attempts: 1, settings: { require: ['signer-chain'] } };
const FLASH = { kind: 'flash-pack', name: 'flash' };

/** A station, what is at the end of its cable, and its name. */
class Bench {
  readonly line: PlanLine;
  end: VirtualEnd | null = null;
  device: SerialDevice | null = null;

  constructor(
    readonly name: string,
    readonly serial: SerialBench,
    readonly visit: StoreVisit,
  ) {
    this.line = new PlanLine(visit.page);
  }

  /** Signed in, at the store, with a pack, two slots and this plan. */
  async prepare(azurite: Azurite, folder: string): Promise<void> {
    const { page } = this.visit;
    await this.visit.signIn();
    await this.visit.useStore(localEndpoint(azurite));
    await this.visit.seeState('in-step');
    await page.locator('[data-screen="firmware"]').click();
    await page.locator('[data-pack]').first().waitFor();
    await page.locator('input[data-firmware-folder]').setInputFiles(folder);
    await page.locator('[data-pack-detail]').waitFor();
    await this.line.setSlots(2);
    await this.line.act({ act: 'set-name', name: this.name });
  }

  async usePlan(name: string, phases: readonly object[]): Promise<void> {
    const { page } = this.visit;
    await page.locator('[data-action="set-up"]').click();
    const buffer = Buffer.from(planFile(name, phases));
    await page.locator('ts-station-set-up input[type=file]').setInputFiles([{ name: 'own.plan.json', mimeType: 'application/json', buffer }]);
    await expect.poll(() => wordsOf(page.locator('ts-station .bar')), SOON).toContain(name);
    await page.locator('[data-action="set-up-done"]').click();
  }

  /** Slot 1 is taught with the first board. */
  async plug(unit: TrayBoard): Promise<void> {
    await this.pull();
    this.device = new SerialDevice(this.serial, { name: 'ttyUSB0', usbVendorId: 0x10c4, usbProductId: 0xea60 });
    this.end = await startVirtualEnd(unit);
    attach(this.device, this.end);
    const isNew = (await this.line.slots())[0]?.state === 'unbound';
    if (isNew) {
      await this.visit.page.locator('[data-action="set-up"]').click();
      await this.visit.page.locator('[data-action="teach"]').click();
    }
    await this.device.plug();
    await this.line.until((slots) => slots[0]?.presence === 'in');
    if (isNew) await this.visit.page.locator('[data-action="set-up-done"]').click();
  }

  async pull(): Promise<void> {
    await this.device?.unplug();
    this.end?.close();
    if (this.device !== null) await this.line.until((slots) => slots[0]?.presence !== 'in');
    this.device = null;
    this.end = null;
  }

  /** The run that was recorded last, once there are so many. */
  async run(count: number): Promise<SeenRun> {
    const endMs = Date.now() + 90_000;
    while ((await this.line.runs()).length < count && Date.now() < endMs) await new Promise((resolve) => setTimeout(resolve, 100));
    expect((await this.line.runs()).length, JSON.stringify(await this.line.slots())).toBe(count);
    await this.line.quiet();
    const run = (await this.line.runs()).at(-1);
    if (run === undefined) throw new Error('no run');
    return run;
  }

  /** A shift begins, and with it whatever lies in slot 1. */
  async start(): Promise<void> {
    await this.line.act({ act: 'start-shift', operator: 'op', workOrder: 'wo' });
    await expect.poll(() => this.#problem(), SOON).toEqual([null, 'on']);
  }

  async #problem(): Promise<unknown> {
    return this.visit.page.evaluate(`(({ problem, picture }) => [problem, picture.shift])(document.querySelector('ts-app').view.station)`);
  }

  get words(): Promise<string> {
    return wordsOf(this.visit.page.locator('ts-station-slot section').first());
  }
}

describe.skipIf(skipReason !== null)('two stations on real ports', () => {
  let azurite: Azurite;
  let served: BuiltPage;
  let folder: string;
  const browsers: RunningChromium[] = [];
  const benches: Bench[] = [];

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'touchstone-pack-'));
    [azurite, served] = await Promise.all([Azurite.begin(), serveStartedPage(), writeBuild(folder)]);
    await azurite.setCors([corsRule(served.origin)]);
    for (const name of ['Line A', 'Line B']) {
      const serial = await SerialBench.open();
      const browser = await startChromium({ bench: serial, origins: [served.origin], args: ['--ignore-certificate-errors'] });
      browsers.push(browser);
      const bench = new Bench(name, serial, await StoreVisit.arrive(browser, served.url));
      benches.push(bench);
      await bench.prepare(azurite, folder);
    }
  }, 240_000);
  afterEach(async () => {
    for (const bench of benches) await bench.pull();
  });
  afterAll(async () => {
    for (const browser of browsers) await browser.close();
    for (const { serial } of benches) await serial.close();
    await served?.close();
    await azurite?.end();
    await rm(folder, { recursive: true, force: true });
  });

  const both = (): readonly [Bench, Bench] => {
    const [a, b] = benches;
    if (a === undefined || b === undefined) throw new Error('two benches');
    return [a, b];
  };

  test(
    'the same chip on two boards at the same moment: one is flashed and passes, the other fails before anything is flashed; both say why',
    { timeout: 300_000 },
    async () => {
      const [a, b] = both();
      const units = [
        { board: 1, chip: 1 },
        { board: 2, chip: 1 },
      ] as const;
      await Promise.all([a.usePlan('Flash', [CHECK, FLASH]), b.usePlan('Flash', [CHECK, FLASH])]);
      await a.plug(units[0]);
      await b.plug(units[1]);
      const before = [a.end?.board.exportFlash(), b.end?.board.exportFlash()];
      await Promise.all([a.start(), b.start()]);
      const runs = await Promise.all([a.run(1), b.run(1)]);
      expect(runs.map(({ outcome }) => outcome).sort(), JSON.stringify(runs.map(({ outcome, codes }) => [outcome, codes]))).toEqual(['fail', 'pass']);

      const won = runs[0].outcome === 'pass' ? 0 : 1;
      const [winner, loser] = won === 0 ? [a, b] : [b, a];
      const lost = 1 - won;
      const phases = (index: number): readonly string[] => (runs[index]?.phases ?? []).map(({ name, outcome }) => `${name} ${outcome}`);
      expect(phases(won)).toEqual(['check pass', 'flash pass']);
      expect(phases(lost)).toEqual(['check pass', 'flash skip']);
      expect(Buffer.from(loser.end?.board.exportFlash() ?? []).equals(Buffer.from(before[lost] ?? []))).toBe(true);
      expect(Buffer.from(winner.end?.board.exportFlash() ?? []).equals(Buffer.from(before[won] ?? []))).toBe(false);

      // why, on the slot and in the records
      expect(runs[won]?.codes).toEqual(['unit-claimed']);
      expect(runs[lost]?.codes).toEqual(['unit-same-chip-other-board']);
      expect(await winner.words).not.toMatch(/[Cc]laimed/);
      const told = await loser.words;
      const whose = macOf(units[won]?.board ?? 0);
      const claimed = `Clone or moved chip: station “${winner.name}”, slot 1, claimed it on board ${whose} on `;
      const passed = `Clone or moved chip: it was on board ${whose} at station “${winner.name}”, slot 1, on `; // had the other one ended by then
      expect(
        [claimed, passed].some((words) => told.includes(words)),
        told,
      ).toBe(true);
      expect(told).toContain('Put the board aside and call the engineer.');

      // and on the cards
      for (const { visit } of [a, b]) await visit.goToCloud();
      await Promise.all([a.visit.seeState('in-step'), b.visit.seeState('in-step')]);
      await expect.poll(() => winner.visit.claims(), SOON).toEqual(['seen chip won', 'seen board won', 'passed chip won', 'passed board won']);
      await expect.poll(() => loser.visit.claims(), SOON).toEqual(['seen chip other']);
      expect(await wordsOf(loser.visit.inside)).toContain(`${winner.name}, `);
      const seen = (await azurite.names()).filter((name) => name.startsWith('seen/'));
      expect(seen).toEqual([expect.stringMatching(/^seen\/board\//), expect.stringMatching(/^seen\/chip\//)]);
      expect(JSON.parse((await azurite.text(seen[1] ?? '')) ?? '{}')).toMatchObject({ station: winner.name, slot: 1, mac: macOf(units[won]?.board ?? 0) });
    },
  );

  test('a unit that failed at one station is known at the other: a retest there, and its chip on another board is stopped', { timeout: 300_000 }, async () => {
    const [a, b] = both();
    const known = (await azurite.names()).filter((name) => name.startsWith('seen/')).length;
    for (const { visit, line } of [a, b]) {
      await visit.page.locator('[data-screen="bench"]').click();
      for (const slot of await line.slots()) if (slot.mustAcknowledge) await line.act({ act: 'acknowledge', number: slot.number });
      await line.act({ act: 'end-shift' }); // where one still goes on
      await visit.page.locator('[data-action="start-shift"]').waitFor();
    }
    await a.usePlan('Genuine', [GENUINE, FLASH]);
    const before = await Promise.all([a.line.runs(), b.line.runs()]).then((runs) => runs.map(({ length }) => length));
    await Promise.all([a.start(), b.start()]);
    await a.plug({ board: 3, chip: 3 });
    const failed = await a.run((before[0] ?? 0) + 1);
    expect(failed.outcome).toBe('fail');
    expect(failed.codes).not.toContain('unit-claimed'); // it never came so far: its record claims it
    await a.pull();
    await expect.poll(async () => (await azurite.names()).filter((name) => name.startsWith('seen/')).length, SOON).toBe(known + 2);

    await b.plug({ board: 3, chip: 3 });
    const again = await b.run((before[1] ?? 0) + 1);
    expect([again.outcome, again.codes]).toEqual(['pass', ['unit-retest']]);
    await b.plug({ board: 4, chip: 3 });
    const moved = await b.run((before[1] ?? 0) + 2);
    expect([moved.outcome, moved.codes]).toEqual(['fail', ['unit-same-chip-other-board']]);
    expect(await b.words).toContain(`it was on board ${macOf(3)}`);
    expect([...a.visit.troubles, ...b.visit.troubles]).toEqual([]);
  });
});
