/**
 * Two slots on the browser's own Web Serial: taught, pulled, replaced, busy elsewhere.
 * Needs Linux, full Chromium and gcc. A demo chip on a real port never passes: here every good run ends in FAIL, and that is right.
 */
import type { Page } from 'playwright-core';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { attach } from '../support/device-ends.ts';
import { SerialDevice } from '../support/serial-device.ts';
import { startVirtualEnd } from '../support/virtual-end.ts';
import type { VirtualEnd } from '../support/virtual-end.ts';
import { Line, forgetRecords } from './line-visit.ts';
import { useRealBench } from './real-bench.ts';
import { whySkipRealSerial } from './real-serial.ts';
import { SOON, Visitor, leaveWell } from './visitor.ts';

const skipReason = await whySkipRealSerial();

interface Fixture {
  readonly device: SerialDevice;
  readonly end: VirtualEnd;
}

describe.skipIf(skipReason !== null)('two slots on real ports', () => {
  const real = useRealBench();
  let visitor: Visitor;
  let page: Page;
  let line: Line;
  let fixtures: readonly Fixture[];

  beforeEach(async () => {
    fixtures = await Promise.all(
      [0, 1].map(async (index) => {
        const device = new SerialDevice(real.bench, { name: `ttyUSB${index}`, usbVendorId: 0x10c4, usbProductId: 0xea60 });
        const end = await startVirtualEnd();
        attach(device, end);
        return { device, end };
      }),
    );
    visitor = await Visitor.arrive(real.browser.context, real.served.url);
    ({ page } = visitor);
    line = new Line(page);
    await line.setSlots(2);
  });
  afterEach(async () => {
    try {
      await forgetRecords(page);
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
  const trust = (): Promise<unknown> => page.evaluate(`document.querySelector('ts-app').view.station.picture.slots.map(({ port }) => port?.trust ?? null)`);

  async function teach(): Promise<void> {
    await page.locator('[data-action="set-up"]').click();
    await page.locator('[data-action="teach"]').click();
    for (const index of [0, 1]) {
      await plug(index);
      await line.until((slots) => slots[index]?.presence === 'in');
    }
    await page.locator('[data-action="set-up-done"]').click();
  }

  test('are taught by plugging in one after the other; a board that is replaced begins by itself, and a demo chip never passes', async () => {
    await teach();
    expect(await trust()).toEqual(['taught', 'taught']);
    await line.startShift('OP:1', 'WO:1');
    for (const slot of await line.quiet()) expect(slot).toMatchObject({ state: 'fail', mustAcknowledge: true });
    expect((await line.records()).map(({ virtual, purpose }) => [virtual, purpose])).toEqual([
      [false, 'production'],
      [false, 'production'],
    ]);
    await line.press('Space');
    await line.press('Space');
    await expect.poll(async () => (await line.slots()).some(({ mustAcknowledge }) => mustAcknowledge), SOON).toBe(false);
    await pull(1);
    await line.until((slots) => slots[1]?.presence === 'out');
    expect(await line.slot(2)).toMatchObject({ state: 'fail', presence: 'out' });
    await plug(1);
    await line.see(2, 'running');
    expect(await trust()).toEqual(['taught', 'only-one']);
    await line.see(2, 'fail');
    expect(await line.records()).toHaveLength(3);
  });

  test('a port that is open in another tab is an error of that slot with what to do; the other slot goes on', async () => {
    await teach();
    const tab = await real.browser.context.newPage();
    await tab.goto(real.served.url);
    const opened = await tab.evaluate(async () => {
      const [port] = await navigator.serial.getPorts();
      return port ? port.open({ baudRate: 115_200 }).then(() => 'open', String) : 'no port';
    });
    expect(opened).toBe('open');
    await page.bringToFront();
    await line.startShift('OP:1', 'WO:1');
    const slots = await line.quiet();
    expect(slots.map(({ state, codes }) => `${state} ${codes[0] ?? ''}`).sort()).toEqual(['error port-busy', expect.stringMatching(/^fail /)]);
    await tab.close();
  });
});
