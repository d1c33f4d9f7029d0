/**
 * The virtual board as a device end: at the far side of the browser's real Web Serial instead of inside the page.
 * Test support. Knows nothing of browsers. The page takes it for a real port, so the demo root does not count there.
 */
import { randomInt } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { p256 } from '@noble/curves/nist.js';
import { fromHex } from '../../src/base/index.ts';
import { VirtualBoard, createVirtualPort, parseIdentity } from '../../src/sim/index.ts';
import type { ChipPersona, Scheduler, Signer, VirtualPort } from '../../src/sim/index.ts';
import type { DeviceEnd, Signals } from './device-ends.ts';

const IDENTITY = new URL('../../src/sim/demo/identity.json', import.meta.url);

const scheduler: Scheduler = {
  nowMs: () => performance.now(),
  setTimer: (callback, delayMs) => {
    const timer = setTimeout(callback, delayMs);
    return () => clearTimeout(timer);
  },
};

export interface VirtualEnd extends DeviceEnd {
  readonly board: VirtualBoard;
  /** For faults, and to take the board's power away. */
  readonly port: VirtualPort;
  close(): void;
}

function signerOf(privateKey: Uint8Array): Signer {
  return {
    publicKey: p256.getPublicKey(privateKey, false).subarray(1),
    sign: (digest) => p256.sign(digest, privateKey, { prehash: false, lowS: false }),
  };
}

function personaOf(json: unknown): ChipPersona {
  const { identity, privateKey } = parseIdentity(json);
  return { identity, signer: signerOf(privateKey) };
}

/** A board with the demo chip, and all that its faults need. */
async function demoBoard(): Promise<VirtualBoard> {
  const file = JSON.parse(await readFile(IDENTITY, 'utf8')) as { readonly otherCa: unknown; readonly replayPrivateKey: string };
  return new VirtualBoard({
    chip: personaOf(file),
    otherCaChip: personaOf(file.otherCa),
    impostor: signerOf(fromHex(file.replayPrivateKey)),
    random: () => randomInt(2 ** 32),
  });
}

/** Puts a virtual port at the end of a cable: its first baud rate opens it. What was done to the lines before counts then. */
function cableEnd(port: VirtualPort): DeviceEnd {
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

/** Makes a virtual board that runs in step with the wall clock until it is closed. */
export async function startVirtualEnd(): Promise<VirtualEnd> {
  const board = await demoBoard();
  const port = createVirtualPort(board, scheduler);
  return { board, port, ...cableEnd(port), close: () => port.unplug() };
}
