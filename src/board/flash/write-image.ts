/**
 * Puts one image of the bench firmware into flash and proves it with the chip's own MD5. The image is written as it is: header and all.
 * Floor: board. For an ESP32 only; knows the rates that are tried. Packs, with everything that may go wrong with them, are flasher.ts.
 * esptool-js's writeFlash is not used: it inflates everything byte by byte to count progress, patches headers without mending the appended
 * SHA-256, cannot be cancelled, and reads the ROM's MD5 answer wrongly.
 * Reference: Espressif's serial protocol, FLASH_DEFL_BEGIN/DATA/END, SPI_FLASH_MD5.
 */
import { isTouchstoneError } from '../../base/index.ts';
import { boardError } from '../errors.ts';
import { attemptRates, changeLoaderRate } from '../loader/baud.ts';
import { enterLoader } from '../loader/connect.ts';
import type { OpenLine } from '../loader/open-line.ts';
import type { BoardContext, LoaderSession } from '../loader/session.ts';
import { runStub } from '../loader/stub.ts';
import { stageOf, type OnProgress } from '../progress.ts';
import { readFlashMd5, writePart } from './part-writer.ts';
import { preparePart } from './prepare.ts';

/** Bytes for one place in flash. */
export interface FlashPart {
  readonly offset: number;
  readonly bytes: Uint8Array;
}

export interface FlashReport {
  readonly offset: number;
  readonly bytes: number;
  /** 0 when nothing was written. */
  readonly compressedBytes: number;
  /** Of the image and, because it was compared, of the flash; hex. */
  readonly md5: string;
  /** True when the flash held the same bytes already and was not written. */
  readonly skipped: boolean;
  /** Rate at which it was written. */
  readonly baudRate: number;
}

const CHIP = 'ESP32';
const BLOCK_BYTES = 0x4000;

/** Starts the stub and finds a fast rate. `session` is a fresh one or null. @throws board-no-download-mode, board-loader, port-lost, or the signal's reason */
export async function startStub(context: BoardContext, session: LoaderSession | null, onProgress: OnProgress): Promise<LoaderSession> {
  let current = session;
  const rates = attemptRates(context.fastestBaudRate);
  for (const [attempt, baudRate] of rates.entries()) {
    try {
      if (current === null) {
        onProgress(stageOf('connect'));
        current = await enterLoader(context);
      }
      onProgress(stageOf('stub'));
      await runStub(current, CHIP, null);
      if (baudRate !== context.wire.baudRate) onProgress(stageOf('speed'));
      if (await changeLoaderRate(current, baudRate)) return current;
      current.end();
    } catch (error) {
      current?.end();
      const again = isTouchstoneError(error) && error.code === 'board-loader' && attempt < rates.length - 1;
      if (!again) throw error;
    }
    current = null;
  }
  throw boardError('board-loader', { operation: 'change-baud-rate', reason: 'silent' });
}

/** Compares, writes when different, compares again. @throws flash-verify, flash-write, board-loader, port-lost, or the signal's reason */
export async function writeFlash(session: LoaderSession, { offset, bytes }: FlashPart, onProgress: OnProgress): Promise<FlashReport> {
  const line: OpenLine = { session, writer: 'stub', blockBytes: BLOCK_BYTES, flashId: null, flashSizeBytes: 0 };
  const part = await preparePart(offset, bytes);
  const totalBytes = part.bytes.length;
  const report = { offset, bytes: totalBytes, md5: part.md5, baudRate: session.context.wire.baudRate };
  onProgress(stageOf('compare'));
  if ((await readFlashMd5(line, offset, totalBytes)) === part.md5) return { ...report, compressedBytes: 0, skipped: true };
  onProgress({ stage: 'write', doneBytes: 0, totalBytes });
  await writePart(line, CHIP, part, (doneBytes) => {
    onProgress({ stage: 'write', doneBytes, totalBytes });
  });
  onProgress(stageOf('verify'));
  const seen = await readFlashMd5(line, offset, totalBytes);
  if (seen !== part.md5) throw boardError('flash-verify', { wanted: part.md5, seen: seen ?? 'nothing', offset, bytes: totalBytes });
  return { ...report, compressedBytes: part.deflated.length, skipped: false };
}
