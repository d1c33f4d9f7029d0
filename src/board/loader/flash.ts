/**
 * Writes an image to flash, compressed, and proves with the chip's own MD5 that it is there. The image is written as it is: header and all.
 * Floor: board. Knows the flasher stub and blocks; resetting into what was written is start.ts.
 * esptool-js's writeFlash is not used: it inflates everything byte by byte to count progress, patches headers without mending the appended
 * SHA-256, cannot be cancelled, and reads the ROM's MD5 answer wrongly.
 * Reference: Espressif's serial protocol, FLASH_DEFL_BEGIN/DATA/END, SPI_FLASH_MD5; RFC 1950 (zlib).
 */
import { isTouchstoneError, toHex } from '../../base/index.ts';
import { md5 } from '../../formats/index.ts';
import { enterLoader } from './connect.ts';
import { boardError } from '../errors.ts';
import { attemptRates, changeLoaderRate } from './baud.ts';
import type { BoardContext, LoaderSession } from './session.ts';
import { stageOf, type OnProgress } from '../progress.ts';

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

const BLOCK_BYTES = 0x4000;
const STUB_MS = 8_000;
/** esptool's allowances: erasing and writing 40 s, hashing 8 s per megabyte, and never less than 3 s. */
const WRITE_MS_PER_BYTE = 40_000 / 1_000_000;
const MD5_MS_PER_BYTE = 8_000 / 1_000_000;
const LEAST_MS = 3_000;
const ERASED = 0xff;

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
      await current.ask('start-stub', STUB_MS, (esp) => esp.runStub());
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

/** Compares, writes when different, compares again. @throws flash-verify, board-loader, port-lost, or the signal's reason */
export async function writeFlash(session: LoaderSession, part: FlashPart, onProgress: OnProgress): Promise<FlashReport> {
  const image = padded(part.bytes);
  const wanted = toHex(md5(image));
  const { baudRate } = session.context.wire;
  const report = { offset: part.offset, bytes: image.length, md5: wanted, baudRate };
  onProgress(stageOf('compare'));
  if ((await readMd5(session, part.offset, image.length)) === wanted) return { ...report, compressedBytes: 0, skipped: true };

  const compressed = await deflate(image);
  await writeCompressed(session, part.offset, image, compressed, onProgress);
  onProgress(stageOf('verify'));
  const seen = await readMd5(session, part.offset, image.length);
  if (seen !== wanted) throw boardError('flash-verify', { wanted, seen, offset: part.offset, bytes: image.length });
  return { ...report, compressedBytes: compressed.length, skipped: false };
}

async function writeCompressed(session: LoaderSession, offset: number, image: Uint8Array, compressed: Uint8Array, onProgress: OnProgress): Promise<void> {
  const totalBytes = image.length;
  const wireMsPerByte = (2 * 10_000) / session.context.wire.baudRate; // every byte may need an escape
  // The stub answers to a block when it has it, and writes while the next one comes: a block waits for the one before it.
  const blockMs = Math.ceil(Math.max(LEAST_MS, WRITE_MS_PER_BYTE * totalBytes) + BLOCK_BYTES * wireMsPerByte);
  onProgress({ stage: 'write', doneBytes: 0, totalBytes });
  await session.ask('flash-begin', blockMs + LEAST_MS, (esp) => esp.flashDeflBegin(totalBytes, compressed.length, offset));
  for (let start = 0, sequence = 0; start < compressed.length; start += BLOCK_BYTES, sequence++) {
    const block = compressed.subarray(start, start + BLOCK_BYTES);
    await session.ask('flash-block', 3 * blockMs + LEAST_MS, (esp) => esp.flashDeflBlock(block, sequence, blockMs)); // three attempts inside
    onProgress({ stage: 'write', doneBytes: Math.floor((totalBytes * (start + block.length)) / compressed.length), totalBytes });
  }
  await session.ask('flash-finish', blockMs + LEAST_MS, (esp) => esp.flashDeflFinish(false, blockMs)); // false: stay in the stub
}

/** MD5 of a range of flash, hex. @throws board-loader */
async function readMd5(session: LoaderSession, offset: number, bytes: number): Promise<string> {
  const timeoutMs = Math.ceil(Math.max(LEAST_MS, MD5_MS_PER_BYTE * bytes)) + LEAST_MS;
  return digestText(await session.ask('flash-md5', timeoutMs, (esp) => esp.flashMd5sum(offset, bytes)));
}

/** The stub sends 16 bytes, the ROM 32 hex characters, and esptool-js turns either into hex: hex of hex is turned back here. @throws board-loader */
export function digestText(hex: string): string {
  const text = hex.length === 64 ? (hex.match(/../g) ?? []).map((pair) => String.fromCharCode(Number.parseInt(pair, 16))).join('') : hex;
  if (!/^[0-9a-f]{32}$/i.test(text)) throw boardError('board-loader', { operation: 'flash-md5', reason: 'no-digest' });
  return text.toLowerCase();
}

/** Flash is written in words. */
function padded(bytes: Uint8Array): Uint8Array {
  const image = new Uint8Array((bytes.length + 3) & ~3).fill(ERASED);
  image.set(bytes);
  return image;
}

async function deflate(bytes: Uint8Array): Promise<Uint8Array> {
  const stream = new Blob([new Uint8Array(bytes)]).stream().pipeThrough(new CompressionStream('deflate'));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}
