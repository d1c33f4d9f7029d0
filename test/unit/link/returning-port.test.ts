/** A port that goes away with a reset: when another handle counts as its return, and when nobody can tell. */
import { expect, test } from 'vitest';
import { WebSerialPort } from '../../../src/link/web-serial-port.ts';
import { grantedPorts, watchReturn, type ReturnWatch, type SerialPlace } from '../../../src/link/index.ts';
import { FakeSerialPort } from '../../support/fake-web-serial.ts';
import { SteppingClock } from '../../support/stepping-clock.ts';

const S3 = { usbVendorId: 0x303a, usbProductId: 0x1001 };

class FakeSerial extends EventTarget {
  readonly ports: FakeSerialPort[] = [];

  getPorts(): Promise<readonly FakeSerialPort[]> {
    return Promise.resolve(this.ports.filter(({ connected }) => connected));
  }

  /** Plugged in: to the browser a port that it has never seen. */
  arrive(info: SerialPortInfo = S3, device = new FakeSerialPort()): FakeSerialPort {
    device.info = info;
    device.connected = true;
    if (!this.ports.includes(device)) this.ports.push(device);
    this.#fire('connect', device);
    return device;
  }

  leave(device: FakeSerialPort): void {
    device.unplug();
    this.#fire('disconnect', device);
  }

  #fire(type: 'connect' | 'disconnect', device: FakeSerialPort): void {
    const event = new Event(type);
    Object.defineProperty(event, 'target', { value: device });
    this.dispatchEvent(event);
  }
}

interface Bench {
  readonly serial: FakeSerial;
  readonly clock: SteppingClock;
  readonly device: FakeSerialPort;
  readonly place: SerialPlace;
  readonly watch: ReturnWatch;
}

/** One board on one open port, watched. */
async function bench(prepare: (serial: FakeSerial) => void = () => undefined): Promise<Bench> {
  const serial = new FakeSerial();
  const clock = new SteppingClock();
  const place: SerialPlace = { isSecureContext: true, navigator: { serial: serial as unknown as Serial } };
  const device = serial.arrive();
  prepare(serial);
  const [port] = await grantedPorts(place);
  if (port === undefined) throw new Error('no port');
  await port.open(115_200);
  return { serial, clock, device, place, watch: watchReturn(port, { clock, place }) };
}

test('the only port with the same ids that comes after the loss is the one', async () => {
  const { serial, clock, device, place, watch } = await bench();
  serial.leave(device);
  const waiting = watch.wait();
  await clock.sleep(900);
  const returned = serial.arrive();
  const back = await waiting;
  expect(back).toMatchObject({ outcome: 'back' });
  expect((await grantedPorts(place)).map((port) => back.outcome === 'back' && port === back.port)).toEqual([true]);
  expect(returned.events).toEqual([]); // nobody has opened it
  watch.stop();
});

test('a port that comes while the old one is still being closed counts as well', async () => {
  const { serial, device, watch } = await bench();
  serial.leave(device);
  serial.arrive();
  await expect(watch.wait()).resolves.toMatchObject({ outcome: 'back' });
  watch.stop();
});

test('the very same handle may come back', async () => {
  const { serial, device, place, watch } = await bench();
  serial.leave(device);
  serial.arrive(S3, device);
  const back = await watch.wait();
  const [port] = await grantedPorts(place);
  expect(back).toEqual({ outcome: 'back', port });
  watch.stop();
});

test('none that comes within eight seconds is not-back', async () => {
  const { serial, clock, device, watch } = await bench();
  serial.leave(device);
  const lostMs = clock.nowMs();
  await expect(watch.wait()).resolves.toEqual({ outcome: 'not-back' });
  expect(clock.nowMs() - lostMs).toBeGreaterThanOrEqual(8_000);
  expect(clock.nowMs() - lostMs).toBeLessThan(8_500);
  watch.stop();
});

test('the eight seconds count from the loss, not from the asking', async () => {
  const { serial, clock, device, watch } = await bench();
  serial.leave(device);
  const lostMs = clock.nowMs();
  await clock.sleep(5_000);
  await watch.wait();
  expect(clock.nowMs() - lostMs).toBeLessThan(8_500);
  watch.stop();
});

test('two that come are told apart by nothing: several, and neither is taken', async () => {
  const { serial, clock, device, watch } = await bench();
  serial.leave(device);
  const waiting = watch.wait();
  serial.arrive();
  await clock.sleep(200);
  serial.arrive();
  await expect(waiting).resolves.toEqual({ outcome: 'several', candidates: 2 });
  watch.stop();
});

test.each<[string, (bench: Bench) => void]>([
  ['that was there before the loss', () => undefined],
  ['with other ids', ({ serial }) => serial.arrive({ usbVendorId: 0x10c4, usbProductId: 0xea60 })],
  ['of another product of the same maker', ({ serial }) => serial.arrive({ usbVendorId: 0x303a, usbProductId: 0x4001 })],
  ['that goes again at once', ({ serial }) => serial.leave(serial.arrive())],
])('a port %s does not count', async (_what, act) => {
  const made = await bench((serial) => serial.arrive());
  made.serial.leave(made.device);
  act(made);
  await expect(made.watch.wait()).resolves.toEqual({ outcome: 'not-back' });
  made.watch.stop();
});

test('a port that came and went between, and came again, is the one', async () => {
  const { serial, clock, device, watch } = await bench();
  serial.leave(device);
  const waiting = watch.wait();
  serial.leave(serial.arrive());
  await clock.sleep(300);
  serial.arrive();
  await expect(waiting).resolves.toMatchObject({ outcome: 'back' });
  watch.stop();
});

test('a loss that only the stream tells, without an event, begins the watch', async () => {
  const { serial, device, watch } = await bench();
  device.unplug('without-event');
  await new Promise((resolve) => setTimeout(resolve, 5));
  expect(watch.lostMs).not.toBeNull();
  serial.arrive();
  await expect(watch.wait()).resolves.toMatchObject({ outcome: 'back' });
  watch.stop();
});

test('cancelled it ends at once, with the reason', async () => {
  const { serial, device, watch } = await bench();
  serial.leave(device);
  const cancel = new AbortController();
  const waiting = watch.wait(cancel.signal);
  cancel.abort(new Error('enough'));
  await expect(waiting).rejects.toThrow('enough');
  watch.stop();
});

test('stopped it hears nothing more', async () => {
  const { serial, device, watch } = await bench();
  watch.stop();
  serial.leave(device);
  serial.arrive();
  expect(watch.lostMs).toBeNull();
});

test('without Web Serial nothing comes back', async () => {
  const clock = new SteppingClock();
  const port = new WebSerialPort(new FakeSerialPort().asSerialPort, clock);
  const watch = watchReturn(port, { clock, place: { isSecureContext: true, navigator: {} } });
  await expect(watch.wait()).resolves.toEqual({ outcome: 'not-back' });
  watch.stop();
});
