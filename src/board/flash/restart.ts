/**
 * A real reset, and the proof that what is in flash started. The wire stays open, in text mode, at the firmware's rate.
 * Floor: board. Knows the kinds of reset; the proof is start-proof.ts.
 * A chip that talks over a port made by its own ROM (USB-OTG) is not reset by any line: its watchdog does it, and its port goes away.
 * Reference: esptool targets/esp32s2.py, esp32s3.py, esp32p4.py, watchdog_reset.
 */
import { isTouchstoneError } from '../../base/index.ts';
import { connectionOf } from '../loader/bridges.ts';
import type { KnownChip } from '../loader/chip-identity.ts';
import { LOADER, words } from '../loader/packets.ts';
import { resetIntoFirmware } from '../loader/reset.ts';
import type { BoardContext, LoaderSession } from '../loader/session.ts';
import { StartWatch, type StartProof } from './start-proof.ts';

export interface RestartOptions {
  /** How long the firmware may take to its first line; 5 s unless told. */
  readonly startLimitMs?: number;
  /** The rate at which it talks; 115,200 unless told. */
  readonly logBaudRate?: number;
}

const LIMIT_MS = 5_000;

interface Watchdog {
  readonly config0: number;
  readonly config1: number;
  readonly protect: number;
}
const WATCHDOGS: Readonly<Record<string, Watchdog>> = {
  'ESP32-S2': { config0: 0x3f408094, config1: 0x3f408098, protect: 0x3f4080ac },
  'ESP32-S3': { config0: 0x60008098, config1: 0x6000809c, protect: 0x600080b0 },
  'ESP32-P4': { config0: 0x50116000, config1: 0x50116004, protect: 0x50116018 },
  'ESP32-S31': { config0: 0x20801000, config1: 0x20801004, protect: 0x20801018 },
};
const KEY = 0x50d83aa1;
const ENABLE_RESET_SYSTEM = ((1 << 31) | (5 << 28) | (1 << 8) | 2) >>> 0;
const TICKS = 2_000;
const ALL_BITS = 0xffffffff;

/** Ends the loader's stay, if there is one. @throws port-lost, or the signal's reason */
export async function restartBoard(context: BoardContext, loader: LoaderSession | null, known: KnownChip | null, options: RestartOptions): Promise<StartProof> {
  const { wire, clock, signal, esptool, identity } = context;
  const connection = connectionOf(identity);
  const biting = loader !== null && connection === 'usb-otg' && (await startWatchdog(loader, known?.kind.name ?? ''));
  loader?.end();
  const baudRate = options.logBaudRate ?? esptool.ROM_BAUD_RATE;
  if (wire.baudRate !== baudRate) await wire.setBaudRate(baudRate);
  wire.setMode('text');
  const watch = new StartWatch(wire, clock);
  try {
    if (!biting) await resetIntoFirmware(wire, clock, signal, connection, () => watch.released());
    return await watch.wait(options.startLimitMs ?? LIMIT_MS, signal);
  } finally {
    watch.stop();
  }
}

/** True when the chip will reset itself within a moment. */
async function startWatchdog(loader: LoaderSession, chip: string): Promise<boolean> {
  const watchdog = WATCHDOGS[chip];
  if (watchdog === undefined) return false;
  const { config0, config1, protect } = watchdog;
  const pairs = [
    [protect, KEY],
    [config1, TICKS],
    [config0, ENABLE_RESET_SYSTEM],
    [protect, 0],
  ] as const;
  try {
    for (const [register, value] of pairs) await loader.command('watchdog', LOADER.writeRegister, words(register, value, ALL_BITS, 0));
    return true;
  } catch (error) {
    if (isTouchstoneError(error) && error.code === 'board-loader') return false;
    throw error;
  }
}
