/**
 * Loads an image into the board's RAM through the ROM loader and starts it. Flash is not touched.
 * Floor: board. Knows segments and rates; whether the firmware speaks afterwards is start.ts.
 * Reference: Espressif's serial protocol, MEM_BEGIN, MEM_DATA, MEM_END; ESP32 memory map.
 */
import { isTouchstoneError } from '../../base/index.ts';
import type { EspImage, ImageSegment } from '../../formats/index.ts';
import { enterLoader } from './connect.ts';
import { boardError } from '../errors.ts';
import { attemptRates, changeLoaderRate } from './baud.ts';
import type { BoardContext, LoaderSession } from './session.ts';
import { stageOf, type OnProgress } from '../progress.ts';

const BLOCK_BYTES = 0x1800;
/** Where an image may go: IRAM, and DRAM below the ROM's own data and stack (0x3FFE0000), which the loader is using meanwhile. */
const LOADABLE: readonly { readonly start: number; readonly end: number }[] = [
  { start: 0x40080000, end: 0x400a0000 },
  { start: 0x3ffae000, end: 0x3ffe0000 },
];
const BEGIN_MS = 4_000;
const FINISH_MS = 1_500;

/** Before anything is done to the board. @throws firmware-not-loadable */
export function assertLoadable(image: EspImage): void {
  for (const { address, data } of image.segments) {
    const fits = LOADABLE.some(({ start, end }) => address >= start && address + data.length <= end);
    if (!fits) throw boardError('firmware-not-loadable', { address: `0x${address.toString(16)}`, bytes: data.length });
  }
}

/** Loads and starts; the wire keeps the rate that worked. `session` is a fresh one or null.
 * @throws board-no-download-mode, board-loader, port-lost, or the signal's reason */
export async function loadIntoRam(context: BoardContext, session: LoaderSession | null, image: EspImage, onProgress: OnProgress): Promise<void> {
  let current = session;
  const rates = attemptRates(context.fastestBaudRate);
  for (const [attempt, baudRate] of rates.entries()) {
    try {
      if (current === null) {
        onProgress(stageOf('connect'));
        current = await enterLoader(context);
      }
      if (baudRate !== context.wire.baudRate) onProgress(stageOf('speed'));
      if (await changeLoaderRate(current, baudRate)) {
        await sendSegments(current, image, onProgress);
        await finish(current, image.entry);
        return;
      }
    } catch (error) {
      // A block that fails is worth another attempt, at a slower rate; everything else is not.
      const slower = isTouchstoneError(error) && error.code === 'board-loader' && attempt < rates.length - 1;
      if (!slower) throw error;
    } finally {
      current?.end();
      current = null;
    }
  }
  throw boardError('board-loader', { operation: 'change-baud-rate', reason: 'silent' });
}

async function sendSegments(session: LoaderSession, image: EspImage, onProgress: OnProgress): Promise<void> {
  const totalBytes = image.segments.reduce((sum, segment) => sum + segment.data.length, 0);
  let doneBytes = 0;
  onProgress({ stage: 'load', doneBytes, totalBytes });
  for (const segment of image.segments) {
    const blocks = blocksOf(segment);
    await session.ask('load-begin', BEGIN_MS, (esp) => esp.memBegin(segment.data.length, blocks.length, BLOCK_BYTES, segment.address));
    for (const [sequence, block] of blocks.entries()) {
      await session.ask('load-block', BEGIN_MS, (esp) => esp.memBlock(block, sequence));
      doneBytes += block.length;
      onProgress({ stage: 'load', doneBytes, totalBytes });
    }
  }
}

function blocksOf({ data }: ImageSegment): readonly Uint8Array[] {
  return Array.from({ length: Math.ceil(data.length / BLOCK_BYTES) }, (_, index) => data.subarray(index * BLOCK_BYTES, (index + 1) * BLOCK_BYTES));
}

/** The ROM jumps while its answer is still leaving: a lost answer means nothing (esptool ignores it too). */
async function finish(session: LoaderSession, entry: number): Promise<void> {
  try {
    await session.ask('load-finish', FINISH_MS, (esp) => esp.memFinish(entry));
  } catch (error) {
    if (!isTouchstoneError(error) || error.code !== 'board-loader') throw error;
  }
}
