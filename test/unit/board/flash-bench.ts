/** A virtual board on a port, and packs for it: what the tests of flashing share. */
import { openBoard, type BoardSession, type FlashProgress, type OpenBoardOptions, type Pack, type PackPart } from '../../../src/board/index.ts';
import { createVirtualPort, VirtualBoard, type Fault, type VirtualPort } from '../../../src/sim/index.ts';
import { fastClock } from '../../support/fast-clock.ts';
import { helloImage } from '../../support/hello-image.ts';

const nobody = new Uint8Array(64);
const chip = {
  identity: { serialNumber: nobody.slice(0, 9), revision: nobody.slice(0, 4), otp: nobody, slots: {} },
  signer: { publicKey: nobody, sign: () => nobody },
};

/** Four times as fast as the wall: a time-out of 3 s takes 750 ms. */
export const clock = fastClock(4);

export interface FlashBench {
  readonly board: VirtualBoard;
  readonly port: VirtualPort;
  readonly cancel: AbortController;
  readonly log: { text: string };
  readonly progress: FlashProgress[];
  open(options?: Partial<OpenBoardOptions>): Promise<BoardSession>;
  end(): void;
}

/** A board with an empty flash, unless told what is in it. */
export function flashBench(faults: readonly Fault[] = [], flash?: Uint8Array, mac?: Uint8Array): FlashBench {
  let seed = 12345;
  const board = new VirtualBoard({ chip, random: () => (seed = Math.imul(seed, 1103515245) + 12345), ...(mac === undefined ? {} : { mac }) });
  if (flash !== undefined) board.importFlash(flash);
  const port = createVirtualPort(board, clock, { paced: false });
  port.setFaults(faults);
  const cancel = new AbortController();
  const log = { text: '' };
  return {
    board,
    port,
    cancel,
    log,
    progress: [],
    open: (options = {}) =>
      openBoard(port, {
        clock,
        signal: cancel.signal,
        log: {
          text: (bytes) => {
            log.text += String.fromCharCode(...bytes);
          },
          broken: () => undefined,
        },
        ...options,
      }),
    end: () => {
      port.unplug();
    },
  };
}

/** Bytes that deflate to about two thirds: four blocks for 70,001 of them. */
export function someBytes(length: number, seed = 31): Uint8Array {
  let state = seed;
  return Uint8Array.from({ length }, (_, index) => {
    state = Math.imul(state, 1_103_515_245) + 12_345;
    return (state >>> 16) & ((index & 0x40) === 0 ? 0xff : 0x0f);
  });
}

export function part(offset: number, bytes: Uint8Array, kind: PackPart['kind'] = 'data'): PackPart {
  return { offset, bytes, sha256: '', kind, name: `part at ${String(offset)}`, app: null, imageChecked: 'not-an-image' };
}

export const HELLO = 'hello from the new firmware';

/** An application that says hello, and 70,001 bytes of data behind it. */
export function helloPack(changes: Partial<Pack> = {}): Pack {
  return {
    name: 'hello',
    chip: 'ESP32',
    flashSizeBytes: null,
    parts: [part(0x1000, helloImage(`${HELLO}\r\n`), 'app'), part(0x10000, someBytes(70_001))],
    partitions: null,
    erase: 'what-is-written',
    fingerprint: 'hello-1',
    warnings: [],
    ...changes,
  };
}

/** A copy of what is in flash now. */
export const flashAt = (board: VirtualBoard, { offset, bytes }: PackPart): Uint8Array => board.exportFlash().subarray(offset, offset + bytes.length);
