/**
 * Chips with their own USB port in slots, on the browser's own Web Serial: a run ends with a reset, and the reset takes the port away.
 * Needs Linux, full Chromium and gcc. The chips are played (fake-chip.ts): they can be identified and no more.
 */
import type { Page } from 'playwright-core';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { NATIVE_USB, NativeSocket, c3 } from '../support/native-socket.ts';
import { SerialDevice } from '../support/serial-device.ts';
import { forgetRecords } from './line-visit.ts';
import { PlanLine } from './plan-visit.ts';
import { useRealBench } from './real-bench.ts';
import { whySkipRealSerial } from './real-serial.ts';
import { SOON, Visitor, leaveWell } from './visitor.ts';

const skipReason = await whySkipRealSerial();
const MACS = ['24:0A:C4:00:00:01', '24:0A:C4:00:00:02'];
/** A second run would have begun and ended within it. */
const QUIET_MS = 4_000;

describe.skipIf(skipReason !== null)('chips with their own USB port in two slots', () => {
  const real = useRealBench();
  let visitor: Visitor;
  let page: Page;
  let line: PlanLine;
  let devices: readonly SerialDevice[];
  let sockets: readonly NativeSocket[];

  beforeEach(async () => {
    devices = [0, 1].map((index) => new SerialDevice(real.bench, { name: `ttyACM${index}`, ...NATIVE_USB, serialNumber: `S${index}` }));
    sockets = devices.map((device, index) => new NativeSocket(device, c3(0xc4000001 + index)));
    visitor = await Visitor.arrive(real.browser.context, real.served.url);
    ({ page } = visitor);
    line = new PlanLine(page);
    await line.setSlots(2);
    await line.use('who', [{ kind: 'identify-board', name: 'who' }]);
  });
  afterEach(async () => {
    try {
      await forgetRecords(page);
      await page.evaluate('localStorage.clear()');
      await leaveWell(visitor);
    } finally {
      for (const socket of sockets) await socket.coming();
      for (const device of devices) await device.unplug();
    }
  });

  const says = (): Promise<readonly (readonly [string | null, number | null, string | null])[]> =>
    page.evaluate(
      `document.querySelector('ts-app').view.station.picture.slots.map(({ port, run }) => [port?.trust ?? null, port?.boardOf ?? null, run?.board?.mac ?? null])`,
    );

  async function teach(...indexes: readonly number[]): Promise<void> {
    await page.locator('[data-action="set-up"]').click();
    await page.locator('[data-action="teach"]').click();
    for (const index of indexes) {
      await devices[index]?.plug();
      await line.until((slots) => slots[index]?.presence === 'in');
    }
    await page.locator('[data-action="set-up-done"]').click();
  }

  const startShift = (): Promise<void> => line.act({ act: 'start-shift', operator: '1', workOrder: '1' });
  const settled = async (runs: number): Promise<void> => {
    await expect.poll(async () => (await line.records()).length, { timeout: 60_000, interval: 50 }).toBe(runs);
    for (const socket of sockets) await socket.coming();
    await page.waitForTimeout(QUIET_MS);
  };

  test('one that its own reset took away keeps slot, certainty and verdict, and is not run again; the next one in that slot is', async () => {
    await teach(0);
    await startShift();
    await settled(1);
    expect((await line.records()).map(({ outcome, codes }) => [outcome, ...codes])).toEqual([['pass']]);
    expect(await line.slot(1)).toMatchObject({ state: 'pass', presence: 'in' });
    expect((await says())[0]).toEqual(['only-one', null, MACS[0]]);
    await devices[0]?.unplug();
    await line.until(([slot]) => slot?.presence === 'out');
    await page.waitForTimeout(1_000);
    await devices[0]?.plug();
    await settled(2);
    expect(await line.records()).toHaveLength(2);
  });

  test('two that were reset at the same moment are guesses, run no second time, and the next reading settles or tells it', async () => {
    await teach(0, 1);
    await startShift();
    await settled(2);
    const first = await says();
    expect(first.map(([, , mac]) => mac)).toEqual(MACS);
    expect(await line.records()).toHaveLength(2);
    await expect.poll(async () => (await line.slots()).every(({ presence }) => presence === 'in'), SOON).toBe(true);
    await line.act({ act: 'start', number: 1 });
    await settled(3);
    const [[trust, boardOf, mac] = []] = await says();
    const wasGuess = first[0]?.[0] === 'guess';
    if (!wasGuess) expect([trust, mac]).toEqual(['only-one', MACS[0]]);
    else expect([boardOf, mac]).toEqual(mac === MACS[0] ? [null, MACS[0]] : [2, MACS[1]]);
  });
});
