/**
 * Opens a port and puts a session on it.
 * Floor: board. Knows what a session needs and where the heavy loader comes from; what is done with the board is board-session.ts.
 */
import type { BytePort, CancelSignal, Clock } from '../base/index.ts';
import { cancellable, systemClock, Wire, type WireLog } from '../link/index.ts';
import { BoardSession } from './board-session.ts';
import { loaderError } from './errors.ts';
import type { RateMemory } from './loader/bridges.ts';
import type { BoardContext } from './loader/session.ts';

export interface OpenBoardOptions {
  /** Gets every word of the board, in order, before, during and after everything. */
  readonly log: WireLog;
  /** Cancels what is under way and closes the board. */
  readonly signal?: CancelSignal;
  readonly clock?: Clock;
  /** No faster rate is tried: for long cables, and bridges that lose bytes. Unless told otherwise 921,600 for the bench firmware, and for packs
   * what the bridge is known to carry. */
  readonly fastestBaudRate?: number;
  /** Which rates worked on which port, for packs; without it every flashing begins with the table's. */
  readonly rates?: RateMemory;
}

const FAST_BAUD_RATE = 921_600;

/** Opens the port at 115200 baud; the board itself is not touched yet. @throws port-busy, port-denied, port-lost, or the signal's reason */
export async function openBoard(port: BytePort, options: OpenBoardOptions): Promise<BoardSession> {
  const clock = options.clock ?? systemClock;
  if (options.signal?.aborted === true) throw options.signal.reason;
  const esptool = await cancellable(loadEsptool(), options.signal);
  const wire = new Wire(port, clock, options.log);
  try {
    await cancellable(wire.open(esptool.ROM_BAUD_RATE), options.signal);
  } catch (error) {
    await wire.close();
    throw error;
  }
  return new BoardSession(wire, {
    clock,
    esptool,
    identity: port.identity,
    fastestBaudRate: options.fastestBaudRate ?? FAST_BAUD_RATE,
    signal: options.signal,
    allowedBaudRate: options.fastestBaudRate ?? null,
    rates: options.rates ?? null,
  });
}

/** Heavy, hence late; offline it may not be there. */
async function loadEsptool(): Promise<BoardContext['esptool']> {
  try {
    return await import('./loader/esptool.ts');
  } catch (error) {
    throw loaderError('load-esptool', error);
  }
}
