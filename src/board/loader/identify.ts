/**
 * Who is at the other end when it must be an ESP32: chip, revision, MAC, crystal, flash. Reads only; flash and its contents stay as they are.
 * Floor: board. Knows registers; the meaning of the words is efuse.ts. Any other chip is chip-identity.ts.
 * Reference: ESP32 Technical Reference Manual; esptool targets/esp32.py.
 */
import { boardError } from '../errors.ts';
import { detectChip } from './chips.ts';
import { describeEsp32, esp32FlashPads, type Esp32Facts } from './efuse.ts';
import { attachFlash, nullIfRefused, flashSizeOf, readFlashId, type SpiRegisters } from './flash-chip.ts';
import type { LoaderSession } from './session.ts';

export interface BoardIdentity extends Esp32Facts {
  /** JEDEC id as three bytes in one number: manufacturer in bits 0–7, capacity in bits 16–23; null when the flash did not answer. */
  readonly flashId: number | null;
  /** 0 when not known. */
  readonly flashSizeBytes: number;
}

const ESP32 = 'ESP32';
const EFUSE_BLOCK0 = 0x3ff5a000;
const EFUSE_WORDS = 7;
const APB_CTRL_DATE = 0x3ff6607c;
const UART0_CLKDIV = 0x3ff40014;
const SPI1: SpiRegisters = { base: 0x3ff42000, usr: 0x1c, usr1: 0x20, usr2: 0x24, w0: 0x80, misoLength: 0x2c };

/** Asks the loader who it is. @throws board-wrong-chip, board-loader, port-lost, or the signal's reason */
export async function identifyBoard(session: LoaderSession): Promise<BoardIdentity> {
  const { kind, magic } = await detectChip(session);
  if (kind.name === ESP32) return await identifyEsp32(session);
  throw boardError('board-wrong-chip', { seen: kind.name, wanted: ESP32, ...(magic === null ? {} : { magic: `0x${magic.toString(16).padStart(8, '0')}` }) });
}

/** What an ESP32 says of itself, once it is known to be one. @throws board-loader, port-lost, or the signal's reason */
export async function identifyEsp32(session: LoaderSession): Promise<BoardIdentity> {
  const efuse: number[] = [];
  for (let index = 0; index < EFUSE_WORDS; index++) efuse.push(await session.readRegister(EFUSE_BLOCK0 + 4 * index));
  const apbDate = await session.readRegister(APB_CTRL_DATE);
  const uartDivider = await session.readRegister(UART0_CLKDIV);
  const facts = describeEsp32({ efuse, apbDate, uartDivider, baudRate: session.context.wire.baudRate });
  // The ROM has no command for the id, but lets us use the SPI controller; a board without flash is still a board.
  const flashId = await nullIfRefused(async () => {
    await attachFlash(session, ESP32, esp32FlashPads(efuse));
    return await readFlashId(session, SPI1);
  });
  return { ...facts, flashId, flashSizeBytes: flashId === null ? 0 : flashSizeOf(flashId) };
}
