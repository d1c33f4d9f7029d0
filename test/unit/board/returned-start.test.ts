/** The first line of firmware at a port that came back after the reset: what it proves, and what it does not. */
import { expect, test } from 'vitest';
import { proveAtReturn, type ReturnedStart } from '../../../src/board/index.ts';
import type { PortReturn, ReturnWatch } from '../../../src/link/index.ts';
import { FakePort } from '../../support/fake-port.ts';
import { SteppingClock } from '../../support/stepping-clock.ts';

const FACTS = { connection: 'usb-serial-jtag', chip: 'ESP32-S3', mac: '24:0A:C4:12:34:56' };
const S3 = { kind: 'real', usbVendorId: 0x303a, usbProductId: 0x1001 } as const;
const ROM = 'ESP-ROM:esp32s3-20210327\r\nrst:0x15 (USB_UART_CHIP_RESET),boot:0x8 (SPI_FAST_FLASH_BOOT)\r\n';

interface Bench {
  readonly clock: SteppingClock;
  readonly port: FakePort;
  readonly log: { text: string };
  readonly cancel: AbortController;
  prove(back?: PortReturn): Promise<ReturnedStart>;
}

/** `prove`: a port was lost 900 ms ago, and this came of waiting for it. */
function bench(): Bench {
  const clock = new SteppingClock();
  const port = new FakePort([], S3);
  const log = { text: '' };
  const cancel = new AbortController();
  const prove = (back: PortReturn = { outcome: 'back', port }): Promise<ReturnedStart> => {
    const watch: ReturnWatch = { lostMs: clock.nowMs() - 900, wait: () => Promise.resolve(back), stop: () => undefined };
    const writer = { text: (bytes: Uint8Array): void => void (log.text += String.fromCharCode(...bytes)), broken: (): void => undefined };
    return proveAtReturn(FACTS, watch, { log: writer, clock, signal: cancel.signal, startLimitMs: 2_000 });
  };
  return { clock, port, log, cancel, prove };
}

/** Says something as soon as the port is open. */
async function say(port: FakePort, clock: SteppingClock, text: string): Promise<void> {
  while (port.state !== 'open') await clock.sleep(20);
  await clock.sleep(60);
  port.say(text);
}

test('a first line is proof by USB ids only, timed from the reset; the port is closed again', async () => {
  const { port, clock, log, prove } = bench();
  const proving = prove();
  await say(port, clock, 'I (312) app: ready\r\n');
  const { started, port: at } = await proving;
  expect(started).toMatchObject({ outcome: 'started', by: 'firmware', boardBy: 'usb-ids', firstLine: 'I (312) app: ready' });
  expect(started.outcome === 'started' ? started.afterMs : 0).toBeGreaterThanOrEqual(900);
  expect(at).toBe(port);
  expect(log.text).toBe('I (312) app: ready\r\n');
  expect(port.state).toBe('closed');
});

test('opening resets nothing: both lines fall without passing through a reset or a boot strap that stays', async () => {
  const { port, clock, prove } = bench();
  const proving = prove();
  await say(port, clock, 'ready\r\n');
  await proving;
  expect(port.events).toEqual(['open 115200', 'D1 R0', 'D0 R0', 'close']);
});

test('silence is no proof that it did not start: it may have spoken while the port was away', async () => {
  const { port, prove } = bench();
  const { started, port: at } = await prove();
  expect(started).toMatchObject({
    outcome: 'board-new-port',
    facts: { ...FACTS, reason: 'silent', boardBy: 'usb-ids', limitMs: expect.any(Number) as number },
  });
  expect(at).toBe(port);
});

test('a boot loop is one at any port', async () => {
  const { port, clock, prove } = bench();
  const proving = prove();
  await say(port, clock, `${ROM}invalid header: 0xffffffff\r\n`);
  await expect(proving).resolves.toMatchObject({ started: { outcome: 'firmware-boot-loop', facts: { reason: 'invalid-header', boardBy: 'usb-ids' } } });
});

test.each<[PortReturn, object]>([
  [{ outcome: 'not-back' }, { reason: 'not-back' }],
  [
    { outcome: 'several', candidates: 2 },
    { reason: 'several', candidates: 2 },
  ],
])('%o: nothing is opened, and that is said', async (back, facts) => {
  const { port, prove } = bench();
  await expect(prove(back)).resolves.toEqual({ started: { outcome: 'board-new-port', facts: { ...FACTS, ...facts } }, port: null });
  expect(port.events).toEqual([]);
});

test('a port that is not permitted yet is tried again', async () => {
  const { port, clock, prove } = bench();
  port.refuse = 'port-busy';
  const proving = prove();
  await clock.sleep(300);
  port.refuse = null;
  await say(port, clock, 'ready\r\n');
  await expect(proving).resolves.toMatchObject({ started: { outcome: 'started', firstLine: 'ready' } });
});

test('a port that stays in use says so', async () => {
  const { port, prove } = bench();
  port.refuse = 'port-busy';
  await expect(prove()).resolves.toMatchObject({ started: { outcome: 'board-new-port', facts: { reason: 'port-busy' } } });
});

test('a port that goes away again says so', async () => {
  const { port, clock, prove } = bench();
  const proving = prove();
  while (port.state !== 'open') await clock.sleep(20);
  await clock.sleep(200);
  port.lose();
  await expect(proving).resolves.toMatchObject({ started: { outcome: 'board-new-port', facts: { reason: 'port-lost' } }, port: null });
});

test('cancelled it ends with the reason, and the port is closed', async () => {
  const { port, clock, cancel, prove } = bench();
  const proving = prove();
  proving.catch(() => undefined);
  while (port.state !== 'open') await clock.sleep(20);
  cancel.abort(new Error('enough'));
  await expect(proving).rejects.toThrow('enough');
  await clock.sleep(20);
  expect(port.state).toBe('closed');
});
