/**
 * Which port is which slot, on the browser's own Web Serial: taught, pulled one at a time and together, after a reload, in each other's place.
 * Needs Linux, full Chromium and gcc. A demo chip on a real port never passes: here every good run ends in FAIL, and that is right.
 */
import type { Page } from 'playwright-core';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { macOf } from '../../src/app/virtual/tray.ts';
import { attach } from '../support/device-ends.ts';
import { SerialDevice } from '../support/serial-device.ts';
import { startVirtualEnd } from '../support/virtual-end.ts';
import type { VirtualEnd } from '../support/virtual-end.ts';
import { Line, forgetRecords } from './line-visit.ts';
import { useRealBench } from './real-bench.ts';
import { whySkipRealSerial } from './real-serial.ts';
import { SOON, Visitor, leaveWell } from './visitor.ts';

const skipReason = await whySkipRealSerial();
const SLOTS = 3;
const [A, B, C] = [1, 2, 3].map(macOf);
/** By its own MAC, or because the other slots are. */
const SETTLED = expect.stringMatching(/^(mac|only-one)$/) as unknown;

interface Fixture {
  readonly device: SerialDevice;
  readonly end: VirtualEnd;
}

describe.skipIf(skipReason !== null)('three slots whose bridges are the same', () => {
  const real = useRealBench();
  let visitor: Visitor;
  let page: Page;
  let line: Line;
  let fixtures: readonly Fixture[];

  beforeEach(async () => {
    fixtures = await Promise.all(
      Array.from({ length: SLOTS }, async (_, index) => {
        const device = new SerialDevice(real.bench, { name: `ttyUSB${index}`, usbVendorId: 0x10c4, usbProductId: 0xea60 });
        const end = await startVirtualEnd({ board: index + 1, chip: index + 1 });
        attach(device, end);
        return { device, end };
      }),
    );
    visitor = await Visitor.arrive(real.browser.context, real.served.url);
    ({ page } = visitor);
    line = new Line(page);
    await line.setSlots(4);
    await line.act({ act: 'set-slots', count: SLOTS });
    await line.until((slots) => slots.length === SLOTS);
  });
  afterEach(async () => {
    try {
      await forgetRecords(page);
      await page.evaluate('localStorage.clear()');
      await leaveWell(visitor);
    } finally {
      for (const { device, end } of fixtures) {
        await device.unplug();
        end.close();
      }
    }
  });

  const pull = async (index: number): Promise<void> => {
    await fixtures[index]?.device.unplug();
    fixtures[index]?.end.port.unplug();
  };
  const plug = async (index: number): Promise<void> => {
    await fixtures[index]?.end.port.plug();
    await fixtures[index]?.device.plug();
  };
  const present = async (count: number): Promise<void> => {
    const slots = await line.until((all) => all.filter(({ presence }) => presence === 'in').length === count);
    expect(slots.filter(({ presence }) => presence === 'in')).toHaveLength(count);
  };
  /** All of them, as when a hub is pulled, and back in this order. */
  const replug = async (...order: readonly number[]): Promise<void> => {
    for (let index = 0; index < SLOTS; index++) await pull(index);
    await present(0);
    for (const [done, index] of order.entries()) {
      await plug(index);
      await present(done + 1);
    }
  };
  /** Of each slot: how sure it is, whose board it has where that is another's, and the MAC of its last run. */
  const says = (): Promise<unknown> =>
    page.evaluate(
      `document.querySelector('ts-app').view.station.picture.slots.map(({ port, run }) => [port?.trust ?? null, port?.boardOf ?? null, run?.board?.mac ?? null])`,
    );
  const trust = async (): Promise<unknown> => ((await says()) as readonly (readonly unknown[])[]).map(([first]) => first);
  const acknowledge = async (): Promise<void> => {
    for (let slot = 0; slot < SLOTS; slot++) await line.press('Space');
    await expect.poll(async () => (await line.slots()).some(({ mustAcknowledge }) => mustAcknowledge), SOON).toBe(false);
  };
  /** What the boards of all slots say of themselves, once they have run. */
  const ran = async (runs: number): Promise<void> => {
    await expect.poll(async () => (await line.records()).length, { timeout: 90_000, interval: 50 }).toBe(runs);
    await line.quiet();
  };

  async function teach(): Promise<void> {
    await page.locator('[data-action="set-up"]').click();
    await page.locator('[data-action="teach"]').click();
    for (let index = 0; index < SLOTS; index++) {
      await plug(index);
      await line.until((slots) => slots[index]?.presence === 'in');
    }
    await page.locator('[data-action="set-up-done"]').click();
  }

  async function startShift(): Promise<void> {
    await line.act({ act: 'start-shift', operator: '1', workOrder: '1' });
    await page.locator('[data-action="end-shift"]').waitFor();
  }

  /** Taught, and every board was run once in its slot. */
  async function taughtAndRun(): Promise<void> {
    await teach();
    await startShift();
    await ran(SLOTS);
    expect(await says()).toEqual([
      ['taught', null, A],
      ['taught', null, B],
      ['taught', null, C],
    ]);
    await acknowledge();
  }

  test('one that is pulled is certain when it is back; two together are guesses, until their MACs are read back', async () => {
    await taughtAndRun();
    await pull(1);
    await present(2);
    await plug(1);
    await present(3);
    expect(await trust()).toEqual(['taught', 'only-one', 'taught']);
    await ran(SLOTS + 1);
    await acknowledge();
    await pull(0);
    await pull(2);
    await present(1);
    await plug(0);
    await plug(2);
    await present(3);
    await ran(SLOTS + 3);
    expect(await says()).toEqual([
      [SETTLED, null, A],
      ['only-one', null, B],
      [SETTLED, null, C],
    ]);
    expect((await line.records()).flatMap(({ codes }) => codes)).not.toContain('slot-not-certain');
  });

  test('after a reload ports get their slots back in the order that was kept, as guesses, and the MACs that were kept make them certain', async () => {
    await taughtAndRun();
    const inPage = `navigator.serial.getPorts().then((ports) => ports.length)`;
    expect(await page.evaluate(inPage)).toBe(SLOTS);
    await page.reload();
    await page.locator('ts-station [data-action="start-shift"]').waitFor();
    await present(SLOTS);
    expect(await trust()).toEqual(['guess', 'guess', 'guess']);
    await startShift();
    await ran(2 * SLOTS);
    const now = (await says()) as readonly (readonly unknown[])[];
    expect(now.map(([, , mac]) => mac)).toEqual([A, B, C]);
    expect(now.every(([word]) => word === 'mac' || word === 'only-one')).toBe(true);
  });

  test('slots that changed places are told, in words and in the record, and one press mends it for good', async () => {
    await taughtAndRun();
    await replug(1, 0, 2); // the one of slot 2 first, and slot 1 had lost its port first
    await ran(2 * SLOTS);
    expect(await says()).toEqual([
      ['guess', 2, B],
      ['guess', 1, A],
      ['mac', null, C], // its own board, whatever the others are
    ]);
    const doubt = page.locator('ts-station .middle [data-doubt="1-2"]');
    await doubt.waitFor();
    expect((await doubt.innerText()).replace(/\s+/g, ' ')).toContain('If they were not moved, the slots changed places');
    const noted = (await line.records()).filter(({ codes }) => codes.includes('slot-not-certain'));
    expect(noted.map(({ slot }) => slot).sort()).toEqual([1, 2]);
    await doubt.locator('[data-action="swap-slots"]').click();
    await expect.poll(trust, SOON).toEqual(['mac', 'mac', SETTLED]);
    expect(((await says()) as readonly (readonly unknown[])[]).map(([, , mac]) => mac)).toEqual([A, B, C]);
    expect(await page.locator('[data-doubt]').count()).toBe(0);
    await acknowledge();
    await pull(0);
    await present(2);
    expect((await line.slot(1)).presence).toBe('out'); // it is slot 1 now that loses its port
    await plug(0);
    await ran(2 * SLOTS + 1);
    expect(await says()).toEqual([
      ['only-one', null, A],
      ['mac', null, B],
      ['mac', null, C],
    ]);
    await page.reload();
    await page.locator('ts-station [data-action="start-shift"]').waitFor();
    await present(SLOTS);
    await startShift();
    await ran(3 * SLOTS + 1);
    expect(((await says()) as readonly (readonly unknown[])[]).map(([, other, mac]) => [other, mac])).toEqual([
      [null, A],
      [null, B],
      [null, C],
    ]);
  });

  test('teaching ends with Escape, gives no port to two slots, and takes one from a slot that is taught anew', async () => {
    await page.locator('[data-action="set-up"]').click();
    await page.locator('[data-action="teach"]').click();
    await plug(0);
    await present(1);
    await page.locator('[data-action="choose-port"]').click();
    await page.locator('ts-station-set-up p[role="alert"]').waitFor();
    expect(await page.locator('ts-station-set-up p[role="alert"]').innerText()).toContain('slot 1’s already');
    expect(await trust()).toEqual(['taught', null, null]);
    await line.press('Escape');
    await expect.poll(() => page.evaluate(`document.querySelector('ts-app').view.station.teaching`), SOON).toBeNull();
    await plug(1);
    await expect.poll(() => page.evaluate(`navigator.serial.getPorts().then((ports) => ports.length)`), SOON).toBe(2);
    expect(await trust()).toEqual(['taught', null, null]);
    await pull(1);
    await page.locator('[data-action="set-up"]').click();
    await page.locator('ts-station-set-up ol.ports li:nth-child(3) button').click();
    await page.locator('[data-action="choose-port"]').click();
    await expect.poll(trust, SOON).toEqual([null, null, 'taught']);
    await page.locator('[data-action="set-up-done"]').click();
    await plug(1);
    await expect.poll(() => page.evaluate(`navigator.serial.getPorts().then((ports) => ports.length)`), SOON).toBe(2);
    expect(await trust()).toEqual([null, null, 'taught']); // slot 1 misses none
  });
});
