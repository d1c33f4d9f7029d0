/** Which ports there are, and whether the browser lets us. */
import { expect, test } from 'vitest';
import { grantedPorts, requestPort, serialSupport, watchPorts, type SerialPlace } from '../../../src/link/index.ts';
import { FakeSerialPort } from '../../support/fake-web-serial.ts';

class FakeSerial extends EventTarget {
  readonly ports: FakeSerialPort[] = [];
  failure: string | null = null;

  async requestPort(): Promise<unknown> {
    await Promise.resolve();
    if (this.failure !== null) throw new DOMException('', this.failure);
    return this.ports[0];
  }

  async getPorts(): Promise<unknown> {
    await Promise.resolve();
    if (this.failure !== null) throw new DOMException('', this.failure);
    return this.ports;
  }
}

function place(serial: FakeSerial | undefined, change: Partial<SerialPlace> = {}): SerialPlace {
  return { isSecureContext: true, navigator: serial === undefined ? {} : { serial: serial as unknown as Serial }, ...change };
}

test('tells the four states of support apart', () => {
  const serial = new FakeSerial();
  expect(serialSupport(place(serial))).toBe('ok');
  expect(serialSupport(place(undefined))).toBe('unsupported');
  expect(serialSupport(place(undefined, { isSecureContext: false }))).toBe('insecure');
  expect(serialSupport(place(serial, { document: { featurePolicy: { allowsFeature: (feature) => feature !== 'serial' } } }))).toBe('blocked');
});

test('no choice in the chooser is null, a refusal is port-denied, no Web Serial is port-unsupported', async () => {
  const serial = new FakeSerial();
  serial.failure = 'NotFoundError';
  await expect(requestPort(place(serial))).resolves.toBeNull();
  serial.failure = 'SecurityError';
  await expect(requestPort(place(serial))).rejects.toMatchObject({ code: 'port-denied' });
  await expect(grantedPorts(place(serial))).rejects.toMatchObject({ code: 'port-denied' });
  await expect(requestPort(place(undefined))).rejects.toMatchObject({ code: 'port-unsupported' });
});

test('the same handle is the same port, whoever asks', async () => {
  const serial = new FakeSerial();
  serial.ports.push(new FakeSerialPort());
  const chosen = await requestPort(place(serial));
  const [granted] = await grantedPorts(place(serial));
  expect(granted).toBe(chosen);
});

test('tells when a port comes and goes, until stopped', async () => {
  const serial = new FakeSerial();
  const device = new FakeSerialPort();
  serial.ports.push(device);
  const seen: string[] = [];
  const [granted] = await grantedPorts(place(serial));
  const stop = watchPorts(({ kind, port }) => seen.push(`${kind} ${String(port === granted)}`), place(serial));
  const fire = (type: string): void => {
    const event = new Event(type);
    Object.defineProperty(event, 'target', { value: device });
    serial.dispatchEvent(event);
  };
  fire('connect');
  fire('disconnect');
  stop();
  fire('connect');
  expect(seen).toEqual(['connected true', 'disconnected true']);
  expect(watchPorts(() => undefined, place(undefined))).toBeTypeOf('function');
});
