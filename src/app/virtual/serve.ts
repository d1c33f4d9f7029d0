/**
 * The worker's side of the virtual board: builds it when told to, and carries requests out one after the other.
 * Floor: app. Knows no page; the signer is made here from the demo key (docs/decisions/0001).
 */
import { p256 } from '@noble/curves/nist.js';
import { TouchstoneError, fromHex, isTouchstoneError, type PortErrorCode } from '../../base/index.ts';
import { VirtualBoard, createVirtualPort, parseIdentity, type ChipPersona, type Scheduler, type Signer, type VirtualPort } from '../../sim/index.ts';
import type { NumberedRequest, VirtualRequest, VirtualStart, WorkerMessage } from './messages.ts';

/** The worker's own end of its message channel. */
export interface PageEnd {
  postMessage(message: WorkerMessage): void;
  addEventListener(type: 'message', listener: (event: { readonly data: unknown }) => void): void;
}

const FLASH_BYTES = 4 * 1024 * 1024;

const scheduler: Scheduler = {
  nowMs: () => performance.now(),
  setTimer: (callback, delayMs) => {
    const timer = setTimeout(callback, delayMs);
    return () => clearTimeout(timer);
  },
};

function signerOf(privateKey: Uint8Array): Signer {
  return {
    publicKey: p256.getPublicKey(privateKey, false).subarray(1),
    sign: (digest) => p256.sign(digest, privateKey, { prehash: false, lowS: false }), // the chip does not choose the lower s
  };
}

function personaOf(json: unknown): ChipPersona {
  const { identity, privateKey } = parseIdentity(json);
  return { identity, signer: signerOf(privateKey) };
}

function flashOf(start: VirtualStart): Uint8Array {
  const flash = new Uint8Array(FLASH_BYTES).fill(0xff);
  for (const { address, bytes } of start.flash ?? []) flash.set(bytes.subarray(0, Math.max(0, FLASH_BYTES - address)), address);
  return flash;
}

/** Random words, fetched many at a time: a board fills its memory with them. */
function randomWords(): () => number {
  const words = new Uint32Array(4096);
  let next = words.length;
  return () => {
    if (next === words.length) {
      crypto.getRandomValues(words);
      next = 0;
    }
    return words[next++] as number;
  };
}

/** Builds a board from the start message. @throws sim-identity, bytes-text */
function buildBoard(start: VirtualStart): VirtualBoard {
  const file = start.identity as { readonly otherCa?: unknown; readonly replayPrivateKey?: unknown } | null;
  const board = new VirtualBoard({
    chip: personaOf(file),
    ...(file?.otherCa === undefined ? {} : { otherCaChip: personaOf(file.otherCa) }),
    ...(typeof file?.replayPrivateKey === 'string' ? { impostor: signerOf(fromHex(file.replayPrivateKey)) } : {}),
    random: randomWords(),
  });
  board.importFlash(flashOf(start));
  return board;
}

/** Answers the page for the life of the worker. */
export function serveVirtualBoard(page: PageEnd): void {
  let board: VirtualBoard | null = null;
  let port: VirtualPort | null = null;

  const start = (wanted: VirtualStart): void => {
    port?.unplug();
    board = buildBoard(wanted);
    port = createVirtualPort(board, scheduler);
    port.onBytes((bytes) => page.postMessage({ kind: 'bytes', bytes }));
  };

  const perform = async (request: VirtualRequest): Promise<void> => {
    if (request.kind === 'start') return start(request.start);
    if (port === null) throw new TouchstoneError<PortErrorCode>('port-lost');
    switch (request.kind) {
      case 'open':
        await port.open(request.baudRate);
        port.onLost(() => page.postMessage({ kind: 'lost' }));
        return;
      case 'close':
        return port.close();
      case 'set-baud-rate':
        return port.setBaudRate(request.baudRate);
      case 'write':
        return port.write(request.bytes);
      case 'set-signals':
        return port.setSignals(request);
      case 'set-faults':
        return port.setFaults(request.faults);
      case 'unplug':
        return port.unplug();
      case 'plug':
        return port.plug();
      case 'chip-commands':
        return;
    }
  };

  const answer = async ({ id, request }: NumberedRequest): Promise<void> => {
    try {
      await perform(request);
      page.postMessage({ kind: 'done', id, ...(request.kind === 'chip-commands' ? { chipCommands: board?.chipCommands.slice() ?? [] } : {}) });
    } catch (error) {
      const known = isTouchstoneError(error);
      page.postMessage({ kind: 'failed', id, code: known ? error.code : 'port-lost', facts: known ? error.facts : { message: String(error) } });
    }
  };

  page.addEventListener('message', (event) => void answer(event.data as NumberedRequest));
}
