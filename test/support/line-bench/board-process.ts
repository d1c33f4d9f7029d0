/**
 * One virtual board with its cable in a process of its own, so that boards share nothing but the machine, and nothing at all with the page.
 * Test support, a program: board-apart.ts starts it and speaks to it. It holds the pty itself; only line events come through the parent, whose socket they arrive at.
 */
import { readFile } from 'node:fs/promises';
import { buildDemoBoard, wallScheduler } from '../../../src/app/virtual/demo-board.ts';
import { createVirtualPort } from '../../../src/sim/index.ts';
import { attach } from '../device-ends.ts';
import type { LineEvent } from '../line-event.ts';
import type { Listener } from '../listeners.ts';
import { SerialDevice } from '../serial-device.ts';
import { cableEnd } from '../virtual-end.ts';
import type { BoardAnswer, BoardRequest } from './board-messages.ts';

const IDENTITY = new URL('../../../src/sim/demo/identity.json', import.meta.url);
const FLASH_BYTES = 4 * 1024 * 1024;

const identity: unknown = JSON.parse(await readFile(IDENTITY, 'utf8'));
let hearLine: Listener<LineEvent> | null = null;
let device: SerialDevice | null = null;
let board: ReturnType<typeof buildDemoBoard> | null = null;

async function start({ name, mac, bench }: Extract<BoardRequest, { readonly ask: 'start' }>): Promise<void> {
  board = buildDemoBoard(identity, mac);
  const port = createVirtualPort(board, wallScheduler);
  const listen = (_name: string, listener: Listener<LineEvent>): (() => void) => {
    hearLine = listener;
    return () => void (hearLine = null);
  };
  device = new SerialDevice({ ...bench, listen, onClose: () => () => undefined }, { name, usbVendorId: 0x10c4, usbProductId: 0xea60 });
  attach(device, cableEnd(port));
  await device.plug();
}

/** Of this process and of the one that holds the pty, microseconds. */
async function processorMicros(): Promise<number> {
  const { user, system } = process.cpuUsage();
  const bridge = await readFile(`/proc/${String(device?.bridgePid)}/schedstat`, 'utf8').catch(() => '0');
  return user + system + Number(bridge.split(' ')[0]) / 1000;
}

async function perform(request: BoardRequest): Promise<number> {
  switch (request.ask) {
    case 'start':
      await start(request);
      return 0;
    case 'line':
      await hearLine?.(request.event);
      return 0;
    case 'blank':
      board?.importFlash(new Uint8Array(FLASH_BYTES).fill(0xff));
      return 0;
    case 'processor':
      return processorMicros();
    case 'end':
      await device?.unplug();
      return 0;
  }
}

const say = (answer: BoardAnswer): void => void process.send?.(answer);

process.on('message', ({ id, request }: { readonly id: number; readonly request: BoardRequest }) => {
  perform(request).then(
    (value) => {
      say({ id, value, error: null });
      if (request.ask === 'end') process.disconnect();
    },
    (error: unknown) => say({ id, value: 0, error: String(error) }),
  );
});
process.on('disconnect', () => void Promise.resolve(device?.unplug()).finally(() => process.exit(0))); // whoever wanted a board is gone
