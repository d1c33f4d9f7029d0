/**
 * How fast the interpreter is on this host.
 * Floor: sim. The load is the bench firmware itself, busy with what it does most: taking frames apart, checking and answering them.
 * Reference: docs/protocol.md sections 2 and 3.9 (echo).
 */
import { encodeFrame } from '../formats/index.ts';
import { VirtualBoard } from './board.ts';
import { FLASH_BYTES } from './soc/flash.ts';

const IMAGE_OFFSET = 0x1000;
const BOOT_US = 500_000;
const SLICE_US = 50_000;
const WARM_UP_MS = 150;
const MEASURE_MS = 400;
/** Virtual time after which a board that does no work is given up. */
const MOST_US = 600_000_000;

/** Runs the bench firmware `image` against the wall clock for about half a second; gives instructions a second (0 when it did not run). */
export function measureInstructionsPerSecond(image: Uint8Array, nowMs: () => number): number {
  const nobody = new Uint8Array(64);
  const identity = { serialNumber: nobody.slice(0, 9), revision: nobody.slice(0, 4), otp: nobody, slots: {} };
  const board = new VirtualBoard({ chip: { identity, signer: { publicKey: nobody, sign: () => nobody } }, random: () => 0 });
  const flash = new Uint8Array(FLASH_BYTES).fill(0xff);
  flash.set(image.subarray(0, FLASH_BYTES - IMAGE_OFFSET), IMAGE_OFFSET);
  board.importFlash(flash);
  board.runUntil(BOOT_US);
  const frame = encodeFrame({ channel: 0x80, operation: 0x0a, requestId: 1, payload: Uint8Array.from({ length: 1000 }, (_, index) => index & 0xff) });

  let begunMs = nowMs();
  let counted = board.instructions;
  let warm = false;
  while (board.nowUs < MOST_US) {
    if (board.bytesUnderWay < frame.length) board.receive(frame);
    board.runUntil(board.nowUs + SLICE_US);
    const elapsedMs = nowMs() - begunMs;
    if (!warm && elapsedMs >= WARM_UP_MS) {
      warm = true;
      begunMs = nowMs();
      counted = board.instructions;
    } else if (warm && elapsedMs >= MEASURE_MS) return ((board.instructions - counted) * 1000) / elapsedMs;
  }
  return 0;
}
