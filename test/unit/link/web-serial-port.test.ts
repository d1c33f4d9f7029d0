/** The Web Serial port: what it survives, what it reports, and that it always lets go. */
import { describe, expect, test } from 'vitest';
import { WebSerialPort } from '../../../src/link/index.ts';
import { FakeSerialPort, settle, type LineFault } from '../../support/fake-web-serial.ts';
import { SteppingClock } from '../../support/stepping-clock.ts';

function bench(): { serial: FakeSerialPort; port: WebSerialPort; seen: number[]; lost: string[] } {
  const serial = new FakeSerialPort();
  const port = new WebSerialPort(serial.asSerialPort, new SteppingClock());
  const seen: number[] = [];
  const lost: string[] = [];
  port.onBytes((bytes) => seen.push(...bytes));
  port.onLost(() => lost.push('lost'));
  return { serial, port, seen, lost };
}

describe('opening', () => {
  test('asks for at least 64 KiB of buffer and says its USB ids', async () => {
    const { serial, port } = bench();
    await port.open(115_200);
    expect(serial.events).toEqual(['open 115200 65536']);
    expect(port.identity).toEqual({ kind: 'real', usbVendorId: 0x10c4, usbProductId: 0xea60 });
  });

  const REFUSALS: readonly (readonly [name: string, connected: boolean, code: string, facts: object])[] = [
    ['NetworkError', true, 'port-busy', { heldBy: 'other-program-or-not-permitted' }],
    ['NetworkError', false, 'port-lost', { operation: 'open' }],
    ['InvalidStateError', true, 'port-busy', { heldBy: 'this-page' }],
    ['SecurityError', true, 'port-denied', { reason: 'SecurityError' }],
  ];
  test.each(REFUSALS)('makes %s (plugged in: %s) into %s', async (name, connected, code, facts) => {
    const { serial, port } = bench();
    serial.refusals = [name];
    serial.connected = connected;
    await expect(port.open(115_200)).rejects.toMatchObject({ code, facts });
    serial.connected = true;
    await port.open(115_200); // a refused port may be tried again
  });

  test('gives up an open that hangs', async () => {
    const { serial, port } = bench();
    serial.hangs.add('open');
    await expect(port.open(115_200)).rejects.toMatchObject({ code: 'port-busy', facts: { heldBy: 'driver' } });
  });

  test('refuses a second open of an open port', async () => {
    const { port } = bench();
    await port.open(115_200);
    await expect(port.open(9_600)).rejects.toMatchObject({ code: 'port-busy' });
  });
});

describe('reading', () => {
  const FAULTS: readonly LineFault[] = ['BufferOverrunError', 'FramingError', 'ParityError', 'BreakError'];
  test.each(FAULTS)('goes on reading after a %s', async (fault) => {
    const { serial, port, seen, lost } = bench();
    await port.open(115_200);
    await settle();
    serial.say(1, 2);
    await settle();
    serial.fault(fault);
    await settle();
    serial.say(3);
    await settle();
    expect(seen).toEqual([1, 2, 3]);
    expect(lost).toEqual([]);
  });

  test('survives a break that is held for a thousand errors', async () => {
    const { serial, port, seen } = bench();
    await port.open(115_200);
    for (let count = 0; count < 1_000; count++) {
      serial.fault('BreakError');
      await Promise.resolve();
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
    serial.say(9);
    await settle();
    expect(seen).toEqual([9]);
  });

  test.each(['with-event', 'without-event'] as const)('reports a pulled cable once (%s), and everything afterwards as port-lost', async (how) => {
    const { serial, port, lost } = bench();
    await port.open(115_200);
    await settle();
    serial.unplug(how);
    await settle();
    expect(lost).toEqual(['lost']);
    await expect(port.write(Uint8Array.of(1))).rejects.toMatchObject({ code: 'port-lost' });
    await expect(port.setSignals({ dataTerminalReady: false, requestToSend: false })).rejects.toMatchObject({ code: 'port-lost' });
    await port.close();
    await expect(port.write(Uint8Array.of(1))).rejects.toMatchObject({ code: 'port-closed' });
  });

  test('can be opened again after a loss', async () => {
    const { serial, port, seen, lost } = bench();
    await port.open(115_200);
    await settle();
    serial.unplug();
    await settle();
    serial.connected = true;
    await port.open(115_200);
    await settle();
    serial.say(7);
    await settle();
    expect(seen).toEqual([7]);
    expect(lost).toEqual(['lost']);
  });
});

describe('writing and lines', () => {
  test('hands bytes on in order', async () => {
    const { serial, port } = bench();
    await port.open(115_200);
    await Promise.all([port.write(Uint8Array.of(1, 2)), port.write(Uint8Array.of(3))]);
    expect(serial.written.flatMap((chunk) => [...chunk])).toEqual([1, 2, 3]);
  });

  test('gives up a write that hangs, and calls the port lost', async () => {
    const { serial, port, lost } = bench();
    await port.open(115_200);
    serial.hangs.add('write');
    await expect(port.write(Uint8Array.of(1))).rejects.toMatchObject({ code: 'port-lost', facts: { operation: 'write' } });
    expect(lost).toEqual(['lost']);
  });

  test('sets both lines in one call', async () => {
    const { serial, port } = bench();
    await port.open(115_200);
    await port.setSignals({ dataTerminalReady: false, requestToSend: true });
    expect(serial.events.slice(1)).toEqual(['D0R1']);
  });

  test('gives up lines that hang', async () => {
    const { serial, port } = bench();
    await port.open(115_200);
    serial.hangs.add('signals');
    await expect(port.setSignals({ dataTerminalReady: true, requestToSend: true })).rejects.toMatchObject({
      code: 'port-lost',
      facts: { operation: 'set-signals' },
    });
  });
});

describe('changing the rate', () => {
  test('closes and reopens, keeps its listeners, and is not a loss', async () => {
    const { serial, port, seen, lost } = bench();
    await port.open(115_200);
    await settle();
    await port.setBaudRate(921_600);
    await settle();
    serial.say(5);
    await settle();
    expect(serial.events).toEqual(['open 115200 65536', 'close', 'open 921600 65536']);
    expect(seen).toEqual([5]);
    expect(lost).toEqual([]);
  });

  test('releases RTS before DTR after reopening, so that the board is not reset on the way', async () => {
    const { serial, port } = bench();
    await port.open(115_200);
    await port.setSignals({ dataTerminalReady: false, requestToSend: false });
    await port.setBaudRate(921_600);
    expect(serial.events.slice(-2)).toEqual(['R0', 'D0']);
  });

  test('tries again when the driver has not let go yet', async () => {
    const { serial, port } = bench();
    await port.open(115_200);
    serial.refusals = ['NetworkError', 'NetworkError'];
    await port.setBaudRate(921_600);
    expect(serial.events.at(-1)).toBe('open 921600 65536');
  });

  test('is a loss when the port cannot be opened again', async () => {
    const { serial, port, lost } = bench();
    await port.open(115_200);
    serial.refusals = Array.from({ length: 9 }, () => 'NetworkError');
    await expect(port.setBaudRate(921_600)).rejects.toMatchObject({ code: 'port-lost', facts: { baudRate: 921_600 } });
    expect(lost).toEqual(['lost']);
  });
});

describe('closing', () => {
  test.each(['close', 'cancel', 'write'] as const)('comes back although %s hangs', async (what) => {
    const { serial, port } = bench();
    await port.open(115_200);
    await settle();
    serial.hangs.add(what);
    if (what === 'write') void port.write(Uint8Array.of(1)).catch(() => undefined);
    await port.close();
    await expect(port.write(Uint8Array.of(1))).rejects.toMatchObject({ code: 'port-closed' });
  });

  test('may be done twice, and before opening', async () => {
    const { serial, port } = bench();
    await port.close();
    await port.open(115_200);
    await port.close();
    await port.close();
    expect(serial.events).toEqual(['open 115200 65536', 'close']);
  });

  test('while the port opens leaves a closed port', async () => {
    const { serial, port } = bench();
    const opening = port.open(115_200);
    await port.close();
    await expect(opening).rejects.toMatchObject({ code: 'port-closed' });
    await settle();
    expect(serial.readable).toBeNull();
    await port.open(115_200);
  });

  test('while the rate changes leaves a closed port', async () => {
    const { serial, port } = bench();
    await port.open(115_200);
    const changing = port.setBaudRate(921_600);
    await port.close();
    await expect(changing).rejects.toMatchObject({ code: 'port-closed' });
    await settle();
    expect(serial.readable).toBeNull();
  });
});
