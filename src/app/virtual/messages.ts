/**
 * What page and worker say to each other about the virtual board.
 * Floor: app. Types only. Requests carry a number that the reply repeats; events come unasked.
 */
import type { Facts } from '../../base/index.ts';
import type { Fault, RecordedLine, SeenCommand } from '../../sim/index.ts';

/** What the worker needs to build a board. */
export interface VirtualStart {
  /** The identity file (src/sim/demo/identity.json): a chip, and, for the faults `other-ca` and `replayed-dump`, `otherCa` and `replayPrivateKey`. */
  readonly identity: unknown;
  /** Six bytes; without it every board has the same one. */
  readonly mac?: Uint8Array;
  /** What lies in flash before power comes; elsewhere it is blank. */
  readonly flash?: readonly { readonly address: number; readonly bytes: Uint8Array }[];
}

/** Something the page wants done. */
export type VirtualRequest =
  /** Puts a board at the end of the cable, with power; the one that was there is gone. */
  | { readonly kind: 'start'; readonly start: VirtualStart }
  | { readonly kind: 'open'; readonly baudRate: number }
  | { readonly kind: 'close' }
  | { readonly kind: 'set-baud-rate'; readonly baudRate: number }
  | { readonly kind: 'write'; readonly bytes: Uint8Array }
  | { readonly kind: 'set-signals'; readonly dataTerminalReady: boolean; readonly requestToSend: boolean }
  | { readonly kind: 'set-faults'; readonly faults: readonly Fault[] }
  /** Says a recorded log instead of what the board says; until a reset, or the port is closed. */
  | { readonly kind: 'play'; readonly lines: readonly RecordedLine[]; readonly speed: number }
  | { readonly kind: 'stop-playing' }
  | { readonly kind: 'unplug' }
  | { readonly kind: 'plug' }
  | { readonly kind: 'chip-commands' };

export interface NumberedRequest {
  readonly id: number;
  readonly request: VirtualRequest;
}

export type PlayedBy = 'end' | 'reset';

/** What the worker says. An error travels as its code and facts. */
export type WorkerMessage =
  | { readonly kind: 'done'; readonly id: number; readonly chipCommands?: readonly SeenCommand[] }
  | { readonly kind: 'failed'; readonly id: number; readonly code: string; readonly facts: Facts }
  | { readonly kind: 'bytes'; readonly bytes: Uint8Array }
  /** The recording has come to its end, or was ended; `reset`: the board is heard again. */
  | { readonly kind: 'played'; readonly by: PlayedBy }
  /** While the port was open. */
  | { readonly kind: 'lost' }
  /** A fault took the cable out, whether the port was open or not. */
  | { readonly kind: 'cable-pulled' };
