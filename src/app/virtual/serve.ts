/**
 * The worker's side of the virtual board: builds it when told to, and carries requests out one after the other.
 * Floor: app. Knows no page; the board is demo-board.ts.
 */
import { TouchstoneError, isTouchstoneError, type PortErrorCode } from '../../base/index.ts';
import { Playback, createVirtualPort, type VirtualBoard, type VirtualPort } from '../../sim/index.ts';
import { buildDemoBoard, wallScheduler } from './demo-board.ts';
import type { NumberedRequest, PlayedBy, VirtualRequest, VirtualStart, WorkerMessage } from './messages.ts';

/** The worker's own end of its message channel. */
export interface PageEnd {
  postMessage(message: WorkerMessage): void;
  addEventListener(type: 'message', listener: (event: { readonly data: unknown }) => void): void;
}

const FLASH_BYTES = 4 * 1024 * 1024;

function flashOf(start: VirtualStart): Uint8Array {
  const flash = new Uint8Array(FLASH_BYTES).fill(0xff);
  for (const { address, bytes } of start.flash ?? []) flash.set(bytes.subarray(0, Math.max(0, FLASH_BYTES - address)), address);
  return flash;
}

/** Builds a board from the start message. @throws sim-identity, bytes-text */
function buildBoard(start: VirtualStart): VirtualBoard {
  const board = buildDemoBoard(start.identity, start.mac);
  board.importFlash(flashOf(start));
  return board;
}

/** Answers the page for the life of the worker. */
export function serveVirtualBoard(page: PageEnd): void {
  let board: VirtualBoard | null = null;
  let port: VirtualPort | null = null;
  /** What is said instead of the board; it stays silent behind the end of a recording, too. */
  let playback: Playback | null = null;

  const hearBoard = (by: PlayedBy): void => {
    if (playback === null) return;
    playback.stop();
    playback = null;
    page.postMessage({ kind: 'played', by });
  };

  const start = (wanted: VirtualStart): void => {
    hearBoard('end');
    port?.unplug();
    board = buildBoard(wanted);
    port = createVirtualPort(board, wallScheduler);
    port.onBytes((bytes) => {
      if (playback === null) page.postMessage({ kind: 'bytes', bytes });
    });
    port.onCablePulled(() => page.postMessage({ kind: 'cable-pulled' }));
    hearLoss(port);
  };

  /** A port tells once, so listen again. */
  const hearLoss = (of: VirtualPort): void => {
    of.onLost(() => {
      hearLoss(of);
      page.postMessage({ kind: 'lost' });
    });
  };

  const perform = async (request: VirtualRequest): Promise<void> => {
    if (request.kind === 'start') return start(request.start);
    if (port === null) throw new TouchstoneError<PortErrorCode>('port-lost');
    switch (request.kind) {
      case 'open':
        return port.open(request.baudRate);
      case 'close':
        hearBoard('end');
        return port.close();
      case 'set-baud-rate':
        return port.setBaudRate(request.baudRate);
      case 'write':
        return port.write(request.bytes);
      case 'set-signals':
        if (request.requestToSend) hearBoard('reset'); // RTS holds the board in reset
        return port.setSignals(request);
      case 'set-faults':
        return port.setFaults(request.faults);
      case 'play':
        playback?.stop();
        await port.setSignals({ dataTerminalReady: false, requestToSend: false }); // throws when the port is not open
        playback = new Playback(wallScheduler, {
          lines: request.lines,
          speed: request.speed,
          bytes: (bytes) => page.postMessage({ kind: 'bytes', bytes }),
          ended: () => page.postMessage({ kind: 'played', by: 'end' }),
        });
        return;
      case 'stop-playing':
        playback?.stop(); // and the board stays unheard
        page.postMessage({ kind: 'played', by: 'end' });
        return;
      case 'unplug':
        hearBoard('end');
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
