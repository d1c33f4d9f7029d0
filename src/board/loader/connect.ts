/**
 * Gets the board into its ROM loader and makes sure that somebody answers there.
 * Floor: board. Knows resets and SYNC; who answers is identify.ts and chip-identity.ts.
 * Reference: Espressif's serial protocol, "Initial synchronisation"; ROM of the ESP32: eight answers to a SYNC.
 */
import { isTouchstoneError } from '../../base/index.ts';
import { boardError } from '../errors.ts';
import { WireEvidence } from '../evidence.ts';
import { connectionOf } from './bridges.ts';
import { LoaderSession, type BoardContext } from './session.ts';
import { resetIntoLoader, resetUsbIntoLoader, type ResetTiming } from './reset.ts';

/** Tried in turn until time is up; most boards answer to the first. */
const TIMINGS: readonly ResetTiming[] = ['quick', 'slow', 'classic', 'tight'];
/** No new attempt after this; the last may take a second more. */
const TOTAL_MS = 7_000;
const SYNCS_PER_RESET = 5;
const SYNC_MS = 100;

/** Resets until the loader answers at 115200 baud; the wire is in mode `loader` then. @throws board-no-download-mode, port-lost, or the signal's reason */
export async function enterLoader(context: BoardContext): Promise<LoaderSession> {
  const { wire, clock, signal, identity, esptool } = context;
  const startMs = clock.nowMs();
  const evidence = new WireEvidence();
  const connection = connectionOf(identity);
  wire.setMode('loader');
  if (wire.baudRate !== esptool.ROM_BAUD_RATE) await wire.setBaudRate(esptool.ROM_BAUD_RATE);
  const session = new LoaderSession(context);
  const stopListening = wire.onChunk((bytes) => {
    evidence.add(bytes);
  });
  try {
    let attempts = 0;
    while (clock.nowMs() - startMs < TOTAL_MS) {
      // A chip's own port gets its own sequence; every third time the usual one, should the product number mean something else.
      if (connection === 'usb-serial-jtag' && attempts % 3 !== 2) await resetUsbIntoLoader(wire, clock, signal);
      else await resetIntoLoader(wire, clock, TIMINGS[attempts % TIMINGS.length] ?? 'classic', signal);
      attempts++;
      if (await synchronise(session)) return session;
    }
    throw boardError('board-no-download-mode', {
      attempts,
      elapsedMs: Math.round(clock.nowMs() - startMs),
      ...evidence.facts(),
      ...(connection === 'bridge' ? {} : { nativeUsb: true }),
    });
  } catch (error) {
    session.end();
    throw error;
  } finally {
    stopListening();
  }
}

/** True once the loader has answered. A stub that survived the reset (the lines do nothing) answers 0, and is taken as it is. */
async function synchronise(session: LoaderSession): Promise<boolean> {
  for (let attempt = 0; attempt < SYNCS_PER_RESET; attempt++) {
    try {
      if ((await session.synchronise(SYNC_MS)) === 0) session.stubRuns();
      return true;
    } catch (error) {
      if (!isTouchstoneError(error) || error.code !== 'board-loader') throw error;
    }
  }
  return false;
}
