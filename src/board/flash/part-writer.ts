/**
 * Writes one part, block by block, and reads its MD5 back.
 * Floor: board. Knows the loader's write commands and what to do when a block is not answered; how often a part is written is flasher.ts.
 *
 * The stub answers a block as soon as it has it and writes it while the next one comes, so one block is sent at a time and the wire hardly
 * rests; more would overrun its two buffers. It does not look at sequence numbers. A block is therefore sent again only when it is certain
 * that it was thrown away: the loader said so, or said so when it was asked what became of it (LoaderSession.settle). Whatever else goes
 * wrong costs the part, not the board: it is begun anew. An error while writing comes with the answer to the next command.
 * Reference: esp-flasher-stub 1.1, command_handler.c and frame_buffer.c; esptool cmds.py, write_flash and _get_flash_defl_block_timeout.
 */
import { isTouchstoneError } from '../../base/index.ts';
import { boardError } from '../errors.ts';
import type { OpenLine } from '../loader/open-line.ts';
import { dataLength, encodeRequest, LOADER, words } from '../loader/packets.ts';
import { isSilence } from '../loader/session.ts';
import type { PreparedBlock, PreparedPart, PreparedStream } from './prepare.ts';

const LEAST_MS = 3_000;
/** esptool's allowances. */
const WRITE_MS_PER_BYTE = 40_000 / 1_000_000;
const MD5_MS_PER_BYTE = 8_000 / 1_000_000;
/** The stub erases a block of flash for every buffer that it fills, and one before. */
const STUB_BUFFER_BYTES = 32_768;
const ERASE_BLOCK_BYTES = 65_536;
const SECTOR_BYTES = 0x1000;
const BLOCK_ATTEMPTS = 3;
/** What a loader says of a block that it threw away: wrong checksum, wrong length. The ROM has numbers of its own. */
const THROWN_AWAY: readonly string[] = ['0xc1', '0xc0', '0x7', '0x5'];
/** Chips whose ROM takes no fifth word: it would say that the data are to be encrypted. */
const FOUR_WORDS: readonly string[] = ['ESP32', 'ESP8266'];

/** Bytes of flash and of wire that are done, counted within the part. */
export type OnBlock = (plainBytes: number, wireBytes: number) => void;

/** Blocks in the form that this line writes. */
export function streamOf(line: OpenLine, part: PreparedPart): PreparedStream {
  return line.writer === 'stub' ? part.deflatedBlocks(line.blockBytes) : part.plainBlocks(line.blockBytes);
}

/** Erases and writes the part. @throws board-loader (worth another attempt), flash-write (the flash refuses), port-lost, or the signal's reason */
export async function writePart(line: OpenLine, chip: string, part: PreparedPart, onBlock: OnBlock): Promise<void> {
  const stream = streamOf(line, part);
  try {
    await begin(line, chip, part, stream);
    let previous = 0;
    let plainBytes = 0;
    let wireBytes = 0;
    for (const block of stream.blocks) {
      await send(line, block, allowance(line, line.writer === 'stub' ? previous : block.plainBytes));
      previous = block.plainBytes;
      plainBytes = Math.min(part.bytes.length, plainBytes + block.plainBytes);
      wireBytes += block.packet.length;
      onBlock(plainBytes, wireBytes);
    }
    // Only this is answered after the last block is written. The ROM would leave its loader.
    if (line.writer === 'stub') await line.session.command('flash-finish', LOADER.deflateEnd, words(1), allowance(line, previous));
  } catch (error) {
    throw flashRefusal(error, part);
  }
}

async function begin(line: OpenLine, chip: string, part: PreparedPart, { blocks, blockBytes }: PreparedStream): Promise<void> {
  if (line.writer === 'stub') {
    // The fifth word: not encrypted.
    await line.session.command('flash-begin', LOADER.deflateBegin, words(part.bytes.length, blocks.length, blockBytes, part.offset, 0), 2 * LEAST_MS);
    return;
  }
  const bytes = blocks.length * blockBytes;
  const start = part.offset - (part.offset % SECTOR_BYTES);
  const request = [bytes, blocks.length, blockBytes, start, ...(FOUR_WORDS.includes(chip) ? [] : [0])];
  await line.session.command('flash-begin', LOADER.flashBegin, words(...request), LEAST_MS + WRITE_MS_PER_BYTE * bytes); // it erases first
}

/** How long the loader may be busy before it answers. */
function allowance(line: OpenLine, plainBytes: number): number {
  const erased = line.writer === 'stub' ? (Math.ceil(plainBytes / STUB_BUFFER_BYTES) + 1) * ERASE_BLOCK_BYTES : 0;
  return Math.max(LEAST_MS, WRITE_MS_PER_BYTE * (plainBytes + erased));
}

async function send({ session, writer }: OpenLine, { packet }: PreparedBlock, timeoutMs: number): Promise<void> {
  const operation = writer === 'stub' ? LOADER.deflateData : LOADER.flashData;
  for (let attempt = 1; ; attempt++) {
    let thrownAway: boolean;
    try {
      await session.exchange('flash-block', packet, { operation, timeoutMs });
      return;
    } catch (error) {
      if (!isTouchstoneError(error) || error.code !== 'board-loader') throw error;
      if (attempt === BLOCK_ATTEMPTS) throw error;
      if (isSilence(error)) {
        const fate = await session.settle('flash-block', operation);
        if (fate === 'done') return;
        thrownAway = fate === 'refused';
      } else thrownAway = THROWN_AWAY.includes(String(error.facts.status));
      if (!thrownAway) throw error;
    }
  }
}

/** What the loader says of the flash itself: no rate and no second attempt at the wire helps. */
const FLASH_REFUSES: readonly string[] = ['0xc4', '0xc5', '0x8'];

function flashRefusal(error: unknown, part: PreparedPart): unknown {
  if (!isTouchstoneError(error) || error.code !== 'board-loader' || !FLASH_REFUSES.includes(String(error.facts.status))) return error;
  return boardError('flash-write', { ...error.facts, offset: part.offset, bytes: part.bytes.length }, error);
}

const MD5_LENGTHS = [16, 32];

/** MD5 of a range of flash, hex; null when this loader has none. The stub sends 16 bytes, the ROM 32 letters. @throws board-loader when it is silent */
export async function readFlashMd5({ session }: OpenLine, offset: number, bytes: number): Promise<string | null> {
  const timeoutMs = Math.max(LEAST_MS, MD5_MS_PER_BYTE * bytes);
  const answer = await refusalAsNull(() =>
    session.exchange('flash-md5', encodeRequest(LOADER.flashMd5, words(offset, bytes, 0, 0)), {
      operation: LOADER.flashMd5,
      dataBytes: MD5_LENGTHS,
      timeoutMs,
    }),
  );
  if (answer === null) return null;
  const data = answer.body.subarray(0, dataLength(answer, MD5_LENGTHS));
  const text = data.length === 32 ? String.fromCharCode(...data) : Array.from(data, (byte) => byte.toString(16).padStart(2, '0')).join('');
  if (!/^[0-9a-f]{32}$/i.test(text)) throw boardError('board-loader', { operation: 'flash-md5', reason: 'no-digest' });
  return text.toLowerCase();
}

async function refusalAsNull<T>(work: () => Promise<T>): Promise<T | null> {
  try {
    return await work();
  } catch (error) {
    if (isTouchstoneError(error) && error.code === 'board-loader' && error.facts.reason === 'unsupported') return null;
    throw error;
  }
}

const ERASE_LEAST_MS = 120_000;
const ERASE_MS_PER_BYTE = 15_000 / 1_048_576;

/** Erases the whole flash; only the stub can. @throws board-loader, flash-write, port-lost, or the signal's reason */
export async function eraseFlash({ session, flashSizeBytes }: OpenLine): Promise<void> {
  await session.command('erase-flash', LOADER.eraseFlash, new Uint8Array(0), Math.max(ERASE_LEAST_MS, ERASE_MS_PER_BYTE * flashSizeBytes));
}
