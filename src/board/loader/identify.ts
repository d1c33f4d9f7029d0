/**
 * Who is at the other end: chip, revision, MAC, crystal, flash. Reads only; flash and its contents stay as they are.
 * Floor: board. Knows registers; the meaning of the words is esp32-efuse.ts.
 * Reference: ESP32 Technical Reference Manual; JEDEC JEP106 (flash id); esptool loader.py (the ROM wants eight bytes for SPI_ATTACH).
 */
import { isTouchstoneError } from '../../base/index.ts';
import { boardError } from '../errors.ts';
import { describeEsp32, type Esp32Facts } from './efuse.ts';
import { words, type LoaderSession } from './session.ts';

export interface BoardIdentity extends Esp32Facts {
  /** JEDEC id as three bytes in one number: manufacturer in bits 0–7, capacity in bits 16–23; null when the flash did not answer. */
  readonly flashId: number | null;
  /** 0 when not known. */
  readonly flashSizeBytes: number;
}

const MAGIC_REGISTER = 0x40001000;
const ESP32_MAGIC = 0x00f01d83;
const EFUSE_BLOCK0 = 0x3ff5a000;
const EFUSE_WORDS = 7;
const APB_CTRL_DATE = 0x3ff6607c;
const UART0_CLKDIV = 0x3ff40014;
const SPI_ATTACH = 0x0d;
const FLASH_ID_MS = 6_000;
const DETECT_MS = 4_000;

/** Asks the loader who it is. @throws board-wrong-chip, board-loader, port-lost, or the signal's reason */
export async function identifyBoard(session: LoaderSession): Promise<BoardIdentity> {
  await assertEsp32(session);
  const efuse: number[] = [];
  for (let index = 0; index < EFUSE_WORDS; index++) efuse.push(await session.readRegister(EFUSE_BLOCK0 + 4 * index));
  const apbDate = await session.readRegister(APB_CTRL_DATE);
  const uartDivider = await session.readRegister(UART0_CLKDIV);
  const facts = describeEsp32({ efuse, apbDate, uartDivider, baudRate: session.context.wire.baudRate });
  const flashId = await readFlashId(session);
  return { ...facts, flashId, flashSizeBytes: flashId === null ? 0 : flashSizeOf(flashId) };
}

async function assertEsp32(session: LoaderSession): Promise<void> {
  const magic = await session.readRegister(MAGIC_REGISTER);
  if (magic === ESP32_MAGIC) return;
  const magicHex = `0x${magic.toString(16).padStart(8, '0')}`;
  let seen = 'unknown';
  try {
    // Only for its name: esptool-js knows the family. It neither opens nor resets anything here.
    await session.ask('detect-chip', DETECT_MS, (esp) => esp.connect('no_reset', 1, true));
    seen = await session.ask('detect-chip', DETECT_MS, (esp) => Promise.resolve(esp.chip.CHIP_NAME));
  } catch (error) {
    if (!isTouchstoneError(error) || error.code !== 'board-loader') throw error;
  }
  throw boardError('board-wrong-chip', { seen, wanted: 'ESP32', magic: magicHex });
}

/** The ROM has no command for it, but lets us use the SPI controller; a board without flash is still a board. */
async function readFlashId(session: LoaderSession): Promise<number | null> {
  try {
    await session.command('attach-flash', SPI_ATTACH, words(0, 0)); // two words: the ROM wants "is legacy" as well, esptool-js sends one
    const id = (await session.ask('read-flash-id', FLASH_ID_MS, (esp) => esp.readFlashId())) & 0xffffff;
    return id === 0 || id === 0xffffff ? null : id;
  } catch (error) {
    if (isTouchstoneError(error) && error.code === 'board-loader') return null;
    throw error;
  }
}

/** The third byte is the power of two of the capacity; a few makers use other ranges for large parts (esptool's table). */
export function flashSizeOf(flashId: number): number {
  const code = (flashId >>> 16) & 0xff;
  if (code >= 0x12 && code <= 0x1c) return 2 ** code;
  if (code >= 0x20 && code <= 0x22) return 2 ** (code - 6); // 0x20 = 64 MB, 0x21 = 128 MB, 0x22 = 256 MB
  if (code >= 0x32 && code <= 0x3a) return 2 ** (code - 0x20); // Adesto
  return 0;
}
