/** Page and worker of the virtual board, joined by a channel that clones like the browser's. */
import { readFileSync } from 'node:fs';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { WorkerMessage } from '../../../src/app/virtual/messages.ts';
import { serveVirtualBoard } from '../../../src/app/virtual/serve.ts';
import { startVirtualPort, type WorkerEnd, type WorkerPort } from '../../../src/app/virtual/virtual-port.ts';
import { encodeFrame } from '../../../src/formats/index.ts';
import { firmware, hasFirmware } from './bench.ts';

const identity: unknown = JSON.parse(readFileSync(new URL('../../../src/sim/demo/identity.json', import.meta.url), 'utf8'));
const failsWith = (code: string): unknown => expect.objectContaining({ code });

type Listener = (event: { readonly data: unknown }) => void;

/** A worker in this very thread; `served` is whether anyone is at home. */
function worker(served: 'served' | 'mute' = 'served'): WorkerEnd & { crash(): void } {
  const toPage: Listener[] = [];
  const toWorker: Listener[] = [];
  const onError: (() => void)[] = [];
  let alive = true;
  const deliver = (listeners: readonly Listener[], message: unknown): void => {
    const data: unknown = structuredClone(message);
    queueMicrotask(() => {
      if (alive) for (const listener of listeners) listener({ data });
    });
  };
  if (served === 'served')
    serveVirtualBoard({ postMessage: (message) => deliver(toPage, message), addEventListener: (_type, listener) => void toWorker.push(listener) });
  return {
    postMessage: (message) => deliver(toWorker, message),
    addEventListener: (type: 'message' | 'error', listener: Listener | (() => void)) =>
      void (type === 'message' ? toPage.push(listener as Listener) : onError.push(listener as () => void)),
    terminate: () => void (alive = false),
    crash: () => onError.forEach((listener) => listener()),
  };
}

let port: WorkerPort | null = null;

async function started(flash?: Uint8Array): Promise<WorkerPort> {
  port = await startVirtualPort(worker(), { identity, ...(flash === undefined ? {} : { flash: [{ address: 0x1000, bytes: flash }] }) });
  return port;
}

afterEach(async () => {
  await port?.unplug().catch(() => undefined);
  port = null;
  vi.useRealTimers();
});

describe('the virtual port of the page', () => {
  it.skipIf(!hasFirmware)('carries bytes both ways: banner, hello', async () => {
    const made = await started(firmware());
    let heard = '';
    made.onBytes((bytes) => (heard += String.fromCharCode(...bytes)));
    await made.open(115_200);
    await vi.waitFor(() => expect(heard).toContain('touchstone bench'), { timeout: 5000 });
    await made.write(encodeFrame({ channel: 0x80, operation: 0x01, requestId: 5, payload: new Uint8Array(0) }));
    await vi.waitFor(() => expect(heard).toContain('\xc0\x80\x81\x05'), { timeout: 5000 });
    expect(await made.chipCommands()).toEqual([]);
    expect(made.identity).toEqual({ kind: 'virtual' });
  });

  it('reaches the loader through its signals', async () => {
    const made = await started();
    let heard = '';
    made.onBytes((bytes) => (heard += String.fromCharCode(...bytes)));
    await made.open(115_200);
    await made.setSignals({ dataTerminalReady: false, requestToSend: true });
    await made.setSignals({ dataTerminalReady: true, requestToSend: false });
    await vi.waitFor(() => expect(heard).toContain('waiting for download'), { timeout: 5000 });
  });

  it('says a recording instead of the board, stays silent behind it, and hears the board again after a reset', async () => {
    const made = await started();
    const line = (atMs: number, text: string) => ({ atMs, bytes: new TextEncoder().encode(`${text}\r\n`) });
    await expect(made.play([line(0, 'too early')], 1)).rejects.toEqual(failsWith('port-closed'));
    let heard = '';
    const ends: string[] = [];
    made.onBytes((bytes) => (heard += String.fromCharCode(...bytes)));
    made.onPlayed((by) => ends.push(by));
    await made.open(115_200);
    await vi.waitFor(() => expect(heard).toContain('rst:'), { timeout: 5000 });
    await made.play([line(0, 'one'), line(400, 'two'), line(800, 'three')], 10);
    heard = '';
    await vi.waitFor(() => expect(ends).toEqual(['end']), { timeout: 5000 });
    await new Promise((resolve) => setTimeout(resolve, 300)); // an empty flash makes the ROM talk all the time
    expect('one\r\ntwo\r\nthree\r\n'.endsWith(heard) && heard.endsWith('three\r\n')).toBe(true);
    await made.setSignals({ dataTerminalReady: false, requestToSend: true });
    await made.setSignals({ dataTerminalReady: false, requestToSend: false });
    await vi.waitFor(() => expect(heard).toContain('rst:'), { timeout: 5000 });
    expect(ends).toEqual(['end', 'reset']);
  });

  it('passes errors on with code and facts', async () => {
    const made = await started();
    await expect(made.write(Uint8Array.of(1))).rejects.toEqual(failsWith('port-closed'));
    await made.open(115_200);
    await expect(made.open(115_200)).rejects.toEqual(failsWith('port-busy'));
    await expect(made.setFault({ kind: 'crc-noise', everyNth: -3 })).rejects.toEqual(
      expect.objectContaining({ code: 'sim-fault', facts: { fault: 'crc-noise', value: -3 } }),
    );
    await made.setFault({ kind: 'other-ca' });
    await made.setFaults([{ kind: 'replayed-dump' }, { kind: 'chip-absent' }]);
    await made.setFault(null);
  });

  it('refuses to start without a good identity', async () => {
    await expect(startVirtualPort(worker(), { identity: { serialNumber: '00' } })).rejects.toEqual(failsWith('sim-identity'));
  });

  it('tells of a pulled cable once, and can be plugged in and opened again', async () => {
    const made = await started();
    let lost = 0;
    made.onLost(() => lost++);
    await made.open(115_200);
    await made.unplug();
    expect(lost).toBe(1);
    await expect(made.open(115_200)).rejects.toEqual(failsWith('port-lost'));
    await made.plug();
    await made.open(115_200);
    await made.close();
    expect(lost).toBe(1);
  });

  it('tells of a cable that a fault takes out, each time once, and however often the port was opened before', async () => {
    const made = await started();
    const told: string[] = [];
    const listen = (): void => {
      made.onLost(() => told.push('lost'));
    };
    made.onCablePulled(() => told.push('pulled'));
    for (let time = 0; time < 3; time++) {
      await made.open(115_200);
      await made.close();
    }
    for (let time = 0; time < 2; time++) {
      listen();
      await made.open(115_200);
      await made.setFault({ kind: 'cable-pulled', afterBytes: 30 });
      await vi.waitFor(() => expect(told).toEqual(['lost', 'pulled']), { timeout: 5000 });
      await made.plug();
      told.length = 0;
    }
    listen();
    await made.open(115_200);
    await made.unplug();
    expect(told).toEqual(['lost']); // by hand: no fault
  });

  it('tells of a cable that comes out while the page is closing the port: nobody listens to `lost` any more', async () => {
    const toPage: Listener[] = [];
    const say = (data: WorkerMessage): void => toPage.forEach((listener) => listener({ data }));
    const end: WorkerEnd = {
      postMessage: ({ id, request }) => {
        if (request.kind === 'close') for (const kind of ['lost', 'cable-pulled'] as const) say({ kind });
        say({ kind: 'done', id });
      },
      addEventListener: (type: 'message' | 'error', listener: Listener | (() => void)) => void (type === 'message' && toPage.push(listener as Listener)),
      terminate: () => undefined,
    };
    const made = await startVirtualPort(end, { identity });
    const told: string[] = [];
    made.onLost(() => told.push('lost'));
    made.onCablePulled(() => told.push('pulled'));
    await made.open(115_200);
    await made.close();
    expect(told).toEqual(['pulled']);
  });

  it('is lost when the worker crashes, and when it is terminated', async () => {
    const end = worker();
    const made = await startVirtualPort(end, { identity });
    let lost = 0;
    made.onLost(() => lost++);
    await made.open(115_200);
    end.crash();
    expect(lost).toBe(1);
    await expect(made.write(Uint8Array.of(1))).rejects.toEqual(failsWith('port-lost'));
    await made.close();
    const other = await started();
    other.terminate();
    await expect(other.open(115_200)).rejects.toEqual(failsWith('port-lost'));
  });

  it('a worker that never answers is a lost port after five seconds', async () => {
    vi.useFakeTimers();
    const waiting = startVirtualPort(worker('mute'), { identity });
    const refused = expect(waiting).rejects.toEqual(failsWith('port-lost'));
    await vi.advanceTimersByTimeAsync(5001);
    await refused;
  });
});
