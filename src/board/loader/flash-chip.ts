/**
 * The SPI flash chip behind the loader: attaching it, asking for its id, telling the loader how large it is.
 * Floor: board. Knows the SPI controller's user commands; writing flash is elsewhere.
 * Reference: JEDEC JEP106 and command 9Fh; esptool loader.py, flash_spi_attach, run_spiflash_command, flash_set_parameters; cmds.py,
 * DETECTED_FLASH_SIZES and DETECTED_FLASH_SIZES_ADESTO.
 */
import { isTouchstoneError } from '../../base/index.ts';
import { LOADER, words } from './packets.ts';
import type { LoaderSession } from './session.ts';

/** The SPI controller of a chip, as esptool-js's targets have it. */
export interface SpiRegisters {
  readonly base: number;
  readonly usr: number;
  readonly usr1: number;
  readonly usr2: number;
  readonly w0: number;
  /** 0 of the ESP8266, which has both lengths in `usr1`. */
  readonly misoLength: number;
}

const USR_COMMAND = 1 << 31;
const USR_MISO = 1 << 28;
const CMD_USR = 1 << 18;
const EIGHT_BITS = 7 << 28;
const READ_ID = 0x9f;
const ID_BITS = 24;
const MISO_LENGTH_SHIFT_8266 = 8;
const ALL_BITS = 0xffffffff;
const DONE_TRIES = 10;

/** Attaches the flash pins. `pads`: from an ESP32's eFuses, for flash inside its package; 0 for the usual pins. @throws board-loader */
export async function attachFlash(session: LoaderSession, chip: string, pads = 0): Promise<void> {
  // The ROM of an ESP8266 attaches only when writing begins: an empty write. The stub has attached by itself.
  if (chip === 'ESP8266') await session.command('attach-flash', LOADER.flashBegin, words(0, 0, 0x4000, 0));
  else await session.command('attach-flash', LOADER.spiAttach, words(pads, 0)); // two words: the ROM wants "is legacy" as well
}

/** The JEDEC id: manufacturer in bits 0–7, capacity in bits 16–23; null when no flash answers. @throws board-loader, port-lost, or the signal's reason */
export async function readFlashId(session: LoaderSession, spi: SpiRegisters): Promise<number | null> {
  const at = (offset: number): number => spi.base + offset;
  const write = (...pairs: readonly (readonly [register: number, value: number])[]): Promise<number> =>
    session.command('read-flash-id', LOADER.writeRegister, words(...pairs.flatMap(([register, value]) => [register, value, ALL_BITS, 0])));
  const before = [await session.readRegister(at(spi.usr)), await session.readRegister(at(spi.usr2))] as const;
  const length = spi.misoLength === 0 ? (ID_BITS - 1) << MISO_LENGTH_SHIFT_8266 : ID_BITS - 1;
  await write(
    [at(spi.misoLength === 0 ? spi.usr1 : spi.misoLength), length],
    [at(spi.usr), USR_COMMAND | USR_MISO],
    [at(spi.usr2), EIGHT_BITS | READ_ID],
    [at(spi.w0), 0],
    [at(0), CMD_USR],
  );
  for (let attempt = 0; ((await session.readRegister(at(0))) & CMD_USR) !== 0; attempt++) if (attempt === DONE_TRIES) return null;
  const id = (await session.readRegister(at(spi.w0))) & 0xffffff;
  await write([at(spi.usr), before[0]], [at(spi.usr2), before[1]]);
  return id === 0 || id === 0xffffff ? null : id;
}

/** What the loader is asked for, or null when it does not do that: a board whose flash cannot be told is still a board.
 * @throws port-lost, or the signal's reason */
export async function nullIfRefused<T>(work: () => Promise<T>): Promise<T | null> {
  try {
    return await work();
  } catch (error) {
    if (isTouchstoneError(error) && error.code === 'board-loader') return null;
    throw error;
  }
}

/** Tells ROM or stub the size; beyond the size that it assumes, it would refuse to write. @throws board-loader */
export async function setFlashSize(session: LoaderSession, sizeBytes: number): Promise<void> {
  await session.command('flash-parameters', LOADER.spiSetParams, words(0, sizeBytes, 0x10000, 0x1000, 0x100, 0xffff));
}

const ADESTO = 0x1f;
const SMALLEST_ADESTO = 0x04; // 512 KB
const LARGEST_ADESTO = 0x09; // 16 MB

/** Bytes of the flash, 0 when the id does not tell. Adesto's parts have their size in the second byte. */
export function flashSizeOf(flashId: number): number {
  if ((flashId & 0xff) === ADESTO) {
    const code = (flashId >>> 8) & 0x1f;
    if (code >= SMALLEST_ADESTO && code <= LARGEST_ADESTO) return 2 ** (code + 15);
  }
  const code = (flashId >>> 16) & 0xff;
  if (code >= 0x12 && code <= 0x1c) return 2 ** code;
  if (code >= 0x20 && code <= 0x22) return 2 ** (code - 6); // 0x20 = 64 MB, 0x21 = 128 MB, 0x22 = 256 MB
  if (code >= 0x32 && code <= 0x3a) return 2 ** (code - 0x20);
  return 0;
}
