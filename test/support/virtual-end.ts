/**
 * The virtual board as a device end: at the far side of the browser's real Web Serial instead of inside the page.
 * Test support. Knows nothing of browsers. The page takes it for a real port, so the demo root does not count there.
 */
import { readFile } from 'node:fs/promises';
import { buildDemoBoard, wallScheduler } from '../../src/app/virtual/demo-board.ts';
import { startOf } from '../../src/app/virtual/tray.ts';
import type { TrayBoard } from '../../src/app/virtual/tray.ts';
import { createVirtualPort } from '../../src/sim/index.ts';
import type { VirtualBoard, VirtualPort } from '../../src/sim/index.ts';
import type { DeviceEnd, Signals } from './device-ends.ts';

const IDENTITY = new URL('../../src/sim/demo/identity.json', import.meta.url);

export interface VirtualEnd extends DeviceEnd {
  readonly board: VirtualBoard;
  /** For faults, and to take the board's power away. */
  readonly port: VirtualPort;
  close(): void;
}

/** Puts a virtual port at the end of a cable: its first baud rate opens it. What was done to the lines before counts then. */
export function cableEnd(port: VirtualPort): DeviceEnd {
  let state: 'closed' | 'open' = 'closed';
  let signals: Signals = { dataTerminalReady: false, requestToSend: false };
  return {
    receive: (bytes) => (state === 'open' ? port.write(bytes).catch(() => undefined) : undefined), // a board without power takes nothing
    setHostBaudRate: async (baudRate) => {
      if (state === 'open') return port.setBaudRate(baudRate);
      await port.open(baudRate);
      state = 'open';
      port.onLost(() => (state = 'closed'));
      await port.setSignals(signals);
    },
    setSignals: async (wanted) => {
      signals = wanted;
      if (state === 'open') await port.setSignals(wanted);
    },
    onTransmit: (listener) => port.onBytes((bytes) => void listener(bytes)),
  };
}

/** Makes a virtual board that runs in step with the wall clock until it is closed; `unit`: with a board and a chip of the demo tray. */
export async function startVirtualEnd(unit?: TrayBoard): Promise<VirtualEnd> {
  const { identity, mac } = unit === undefined ? { identity: JSON.parse(await readFile(IDENTITY, 'utf8')) as unknown, mac: undefined } : startOf(unit);
  const board = buildDemoBoard(identity, mac);
  const port = createVirtualPort(board, wallScheduler);
  return { board, port, ...cableEnd(port), close: () => port.unplug() };
}
