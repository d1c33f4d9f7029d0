/**
 * Journeys over the browser's own Web Serial: the virtual board at the far end of a cable, and ends that are no good board at all.
 * Needs Linux, full Chromium and gcc. Knows the page by its data attributes and words. A demo root never counts on a real port.
 */
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright-core';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { attach } from '../support/device-ends.ts';
import type { DeviceEnd } from '../support/device-ends.ts';
import { formatLineEvent } from '../support/line-event.ts';
import { connectPort, loadManifests } from '../support/page-check.ts';
import { answerChooser, choosersClosed } from '../support/port-chooser.ts';
import { SerialDevice } from '../support/serial-device.ts';
import { startVirtualEnd } from '../support/virtual-end.ts';
import type { VirtualEnd } from '../support/virtual-end.ts';
import { useRealBench } from './real-bench.ts';
import { whySkipRealSerial } from './real-serial.ts';
import { SOON, Visitor, leaveWell, rowOf, rowsWith, wordsOf } from './visitor.ts';

const skipReason = await whySkipRealSerial();
const DEMO_MANIFEST = fileURLToPath(new URL('../../public/demo/touchstone-demo-manifest.json', import.meta.url));
const CONNECT_MS = 10_000;
const NO_ANSWER_MS = 15_000;
const DOWNLOAD_ADVICE = 'Hold BOOT, press and release RESET, let go of BOOT, then check again. A cable for charging only has no data lines: try another one.';

describe.skipIf(skipReason !== null)('a board on a real port', () => {
  const real = useRealBench();
  let device: SerialDevice;
  let end: VirtualEnd;
  let cut: () => void;
  let lines: string[];
  let visitor: Visitor;
  let page: Page;

  beforeEach(async () => {
    device = new SerialDevice(real.bench, { name: 'ttyUSB0', usbVendorId: 0x10c4, usbProductId: 0xea60, product: 'CP2102N USB to UART', serialNumber: '0001' });
    end = await startVirtualEnd();
    cut = attach(device, end);
    lines = [];
    device.onLines((event) => void lines.push(formatLineEvent(event)));
    await device.plug();
    visitor = await Visitor.arrive(real.browser.context, real.served.url);
    ({ page } = visitor);
    await visitor.action('use-port').waitFor();
  });
  afterEach(async () => {
    try {
      await leaveWell(visitor);
    } finally {
      await device.unplug();
      end.close();
    }
  });

  const connect = (): Promise<void> => connectPort(page, CONNECT_MS);
  const pullCable = async (): Promise<void> => {
    await device.unplug();
    end.port.unplug();
  };
  const plugIn = async (): Promise<void> => {
    await end.port.plug();
    await device.plug();
  };
  /** Cuts the board off and puts something else at the end of the cable. */
  const put = (other: DeviceEnd): void => {
    cut();
    cut = attach(device, other);
  };
  const seeClosed = (): Promise<void> => expect.poll(() => device.state, SOON).toBe('closed');
  /** Opens the port in another tab, as another page would. */
  const openInOtherTab = async (): Promise<{ readonly outcome: string; close(): Promise<void> }> => {
    const tab = await real.browser.context.newPage();
    await tab.goto(real.served.url);
    const outcome = await tab.evaluate(async () => {
      const [port] = await navigator.serial.getPorts();
      return port ? port.open({ baudRate: 115_200 }).then(() => 'open', String) : 'no port';
    });
    return { outcome, close: () => tab.close() };
  };

  test('a demo chip is not genuine there, because the demo root never counts, also with its own manifest loaded', async () => {
    await connect();
    const report = await visitor.check('ram');
    expect(report).toMatchObject({ verdict: 'not-genuine', fault: null });
    expect(report.text).toContain('FAIL Not genuine Does not hold: signer chains to Microchip’s root.');
    expect(report.text).toContain('Do not ship this board. Keep the log with it.');
    expect(rowsWith(report, 'pass')).toEqual(['board-identified', 'firmware-expected', 'chip-answers', 'zones-locked', 'serial-well-formed']);
    expect(rowsWith(report, 'fail')).toEqual(['signer-chain']);
    expect(rowOf(report, 'signer-chain').text).toContain('Signed by no key that is believed here, signer 0D01');
    expect(rowOf(report, 'signer-chain').text).toContain('What to do: Its signer was not made by who is named there');
    expect(await page.locator('.demo, [data-demo]').count()).toBe(0);

    await loadManifests(page, [DEMO_MANIFEST], CONNECT_MS);
    const again = await visitor.check('ram');
    expect(again.verdict).toBe('not-genuine');
    expect(rowsWith(again, 'pass')).not.toContain('entry-signature');
    expect(rowOf(again, 'entry-signature').text).toContain('Signed by somebody who is not known here');
    expect(await page.locator('.demo, [data-demo]').count()).toBe(0);
  });

  test('the virtual bench before it leaves nothing behind that a real port believes', async () => {
    await visitor.tryVirtual();
    expect((await visitor.check('ram')).verdict).toBe('genuine-matched');
    await visitor.action('leave-virtual').click();
    await visitor.action('use-port').click();
    await visitor.seeReady();
    const report = await visitor.check('ram');
    expect(report.verdict).toBe('not-genuine');
    expect(rowsWith(report, 'fail')).toEqual(['signer-chain']);
    expect(rowOf(report, 'in-manifest').text).toContain('No manifest is loaded');
  });

  test('flash and check comes to a verdict, then the port is closed with its lines dropped, and another tab can open it', async () => {
    await connect();
    const report = await visitor.check('flash');
    expect(report.verdict).toBe('not-genuine');
    expect(rowOf(report, 'firmware-expected')).toMatchObject({ outcome: 'pass', text: expect.stringContaining('runs from flash') as string });
    expect(await wordsOf(page.locator('ts-board section'))).toMatch(/4 MB, written .*CP210/);
    await seeClosed();
    expect(lines.at(-1)).toBe('DTR=0 RTS=0');
    const other = await openInOtherTab();
    expect(other.outcome).toBe('open');
    await other.close();
  });

  test('after a reload the port is offered by its name, without the chooser', async () => {
    await connect();
    await page.reload();
    await answerChooser(page, 'cancel');
    expect(await wordsOf(visitor.action('use-port'))).toMatch(/^Connect .*CP210/);
    await visitor.action('use-port').click();
    await visitor.seeReady();
    expect((await visitor.check('ram')).verdict).toBe('not-genuine');
  });

  test('a chooser that is closed without a choice changes nothing', async () => {
    const before = await wordsOf(page.locator('main'));
    await answerChooser(page, 'cancel');
    const closed = await choosersClosed(page);
    await visitor.action('connect').click();
    await expect.poll(() => choosersClosed(page), SOON).toBe(closed + 1);
    await expect.poll(() => visitor.action('connect').isEnabled(), SOON).toBe(true);
    expect(await wordsOf(page.locator('main'))).toBe(before);
    expect(await visitor.notices()).toEqual([]);
    await answerChooser(page, 'first-free');
    await connect();
  });

  test('a port that another program or another tab holds is said to be in use, with what to do, and works when it is free', async () => {
    await connect();
    await device.occupy();
    const busy = await visitor.check('ram');
    expect(busy.fault).toBe('port-busy');
    expect(busy.text).toContain('The port is in use');
    expect(busy.text).toContain('Close the other program or tab that holds it (a serial monitor, an IDE), then check again.');
    await device.free();
    expect((await visitor.check('ram')).verdict).toBe('not-genuine');
    const other = await openInOtherTab();
    await visitor.action('check-ram').click();
    await page.locator('[data-fault="port-busy"]').waitFor();
    await other.close();
    await seeClosed();
    expect((await visitor.check('ram')).verdict).toBe('not-genuine');
  });

  test.for([
    { path: 'ram', step: 'load-firmware' },
    { path: 'flash', step: 'flash-firmware' },
    { path: 'ram', step: 'read-chip' },
  ] as const)('a cable pulled in step $step is said at once, and plugged in again the next check works', async ({ path, step }) => {
    await connect();
    await visitor.action(`check-${path}`).click();
    await visitor.seeStep(step);
    await pullCable();
    await visitor.seePhase('lost');
    expect(await visitor.banner.getAttribute('data-fault')).toBe('port-lost');
    expect(await wordsOf(visitor.banner)).toBe(
      'NO CABLE The cable came out Nothing is lost. Plug the board in again, or plug in the next one: it starts clean.',
    );
    await plugIn();
    await visitor.seePhase('ready');
    expect((await visitor.check('ram')).verdict).toBe('not-genuine');
  });

  test('a board taken out after its verdict leaves the verdict until the next one comes', async () => {
    await connect();
    await visitor.check('ram');
    await pullCable();
    await visitor.seePhase('lost');
    expect(await wordsOf(visitor.banner)).toMatch(/^FAIL Not genuine .* The board is unplugged\. Plug in the next one when you like\./);
    expect(await visitor.banner.getAttribute('data-verdict')).toBe('not-genuine');
    await plugIn();
    await visitor.seePhase('ready');
    expect(await page.locator('[data-proof][data-outcome]').count()).toBe(0);
    expect((await visitor.check('ram')).verdict).toBe('not-genuine');
  });

  test.for(['load-firmware', 'read-chip'])('cancelled in step %s the port is closed, and the next check works', async (step) => {
    await connect();
    await visitor.action('check-ram').click();
    await visitor.seeStep(step);
    await visitor.action('cancel').click();
    await visitor.seePhase('aborted');
    await seeClosed();
    expect(lines.at(-1)).toBe('DTR=0 RTS=0');
    expect((await visitor.check('ram')).verdict).toBe('not-genuine');
  });

  const SILENT: DeviceEnd = { receive: () => undefined, setHostBaudRate: () => undefined, setSignals: () => undefined, onTransmit: () => undefined };

  test('a board that never answers is said not to enter download mode, with what to do, within fifteen seconds', async () => {
    put(SILENT);
    await connect();
    const report = await visitor.check('ram');
    expect(report.fault).toBe('board-no-download-mode');
    expect(report.elapsedMs).toBeLessThan(NO_ANSWER_MS);
    expect(report.text).toMatch(/ERROR The board does not enter download mode Nothing came over the cable, \d+ resets tried\./);
    expect(report.text).toContain(DOWNLOAD_ADVICE);
    await seeClosed();
  });

  test('a check of a board that never answers can be cancelled, and the board that is plugged in its place is checked', async () => {
    put(SILENT);
    await connect();
    await visitor.action('check-ram').click();
    await expect.poll(() => device.state, SOON).toBe('open');
    await visitor.action('cancel').click();
    await visitor.seePhase('aborted');
    await seeClosed();
    end.close();
    end = await startVirtualEnd();
    put(end);
    expect((await visitor.check('ram')).verdict).toBe('not-genuine');
  });

  test('a device that sends only noise is said to do so, and its noise stays harmless text in the log', async () => {
    let say: ((bytes: Uint8Array) => void | Promise<void>) | undefined;
    const noise = Uint8Array.from({ length: 256 }, (_, index) => (index * 167 + 13) & 0xff); // every byte there is
    const timer = setInterval(() => void say?.(noise), 25);
    put({ ...SILENT, onTransmit: (listener) => (say = listener) });
    try {
      await connect();
      const report = await visitor.check('ram');
      expect(report.fault).toBe('board-no-download-mode');
      expect(report.elapsedMs).toBeLessThan(NO_ANSWER_MS);
      expect(report.text).toContain('Only noise came');
      expect(report.text).toContain(DOWNLOAD_ADVICE);
      expect(Number(await page.locator('[data-log-count]').getAttribute('data-log-count'))).toBeGreaterThan(1);
    } finally {
      clearInterval(timer);
    }
  });
});
