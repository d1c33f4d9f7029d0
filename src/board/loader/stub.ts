/**
 * Puts Espressif's flasher stub into the chip's RAM and starts it.
 * Floor: board. Knows how a program is loaded; the stub's bytes come from esptool-js, one chip at a time.
 * Reference: esptool loader.py, run_stub; esp-flasher-stub 1.1, main.c: it greets `OHAI` at the rate at which the ROM talked, or on chips whose
 * clock it raises at the rate that the ROM remembers, which need not be the one it was changed to.
 */
import { isTouchstoneError } from '../../base/index.ts';
import { boardError } from '../errors.ts';
import { connectionOf } from './bridges.ts';
import { encodeBlock, encodeRequest, LOADER, words } from './packets.ts';
import type { LoaderSession } from './session.ts';

const BLOCK_BYTES = 0x1800;
/** What a ROM's own USB port takes at a time. */
const USB_OTG_BLOCK_BYTES = 0x800;
const LOAD_MS = 8_000;
const BEGIN_MS = 4_000;
const GREETING = 'OHAI';
const GREETING_MS = 1_500;
/** At a rate that the ROM was changed to: soon, or never. */
const EARLY_GREETING_MS = 250;
const SYNC_MS = 150;
const SYNCS = 3;
const ROM_RATE_ALONE = 115_200;

/** Starts the stub over a freshly reset loader. `revision`: "major.minor". @throws board-loader (also: no stub for this chip), port-lost, or the signal's reason */
export async function runStub(session: LoaderSession, chip: string, revision: string | null): Promise<void> {
  if (session.hasStub) return;
  const stub = await session.ask('load-stub', LOAD_MS, () => session.context.esptool.loadStub(chip, revisionNumber(revision)));
  if (stub === null) throw boardError('board-loader', { operation: 'load-stub', reason: 'no-stub', chip });
  await load(session, stub.text_start, stub.decodedText);
  await load(session, stub.data_start, stub.decodedData);
  await start(session, stub.entry);
  session.stubRuns();
}

async function load(session: LoaderSession, address: number, bytes: Uint8Array): Promise<void> {
  if (bytes.length === 0) return;
  const size = connectionOf(session.context.identity) === 'usb-otg' ? USB_OTG_BLOCK_BYTES : BLOCK_BYTES;
  const blocks = Math.ceil(bytes.length / size);
  await session.command('stub-begin', LOADER.memBegin, words(bytes.length, blocks, size, address), BEGIN_MS);
  for (let sequence = 0; sequence < blocks; sequence++) {
    const block = bytes.subarray(sequence * size, (sequence + 1) * size);
    await session.exchange('stub-block', encodeBlock(LOADER.memData, block, sequence), { operation: LOADER.memData, timeoutMs: BEGIN_MS });
  }
}

/** Waits for the greeting; if it does not come at a changed rate, the stub may have gone back to the first one. */
async function start(session: LoaderSession, entry: number): Promise<void> {
  const { wire } = session.context;
  const early = wire.baudRate !== ROM_RATE_ALONE;
  try {
    const greeting = await session.greeting('start-stub', encodeRequest(LOADER.memEnd, words(0, entry)), early ? EARLY_GREETING_MS : GREETING_MS);
    if (String.fromCharCode(...greeting.subarray(0, 16)) !== GREETING) throw boardError('board-loader', { operation: 'start-stub', reason: 'other-greeting' });
  } catch (error) {
    if (!early || !isTouchstoneError(error) || error.code !== 'board-loader') throw error; // at another rate a greeting is silence, or noise
    await wire.setBaudRate(ROM_RATE_ALONE);
    if (!(await synchronised(session))) throw error;
  }
}

async function synchronised(session: LoaderSession): Promise<boolean> {
  for (let attempt = 0; attempt < SYNCS; attempt++) {
    try {
      return (await session.synchronise(SYNC_MS)) === 0; // the ROM would answer another value
    } catch (error) {
      if (!isTouchstoneError(error) || error.code !== 'board-loader') throw error;
    }
  }
  return false;
}

function revisionNumber(revision: string | null): number | undefined {
  const [major, minor] = (revision ?? '').split('.').map(Number);
  return major === undefined || Number.isNaN(major) || revision === '' || revision === null ? undefined : major * 100 + (minor ?? 0);
}
