/**
 * The proof that firmware started, where the board's own USB port went away with the reset: at the port that came back.
 * Floor: board. Knows no list of ports (link waits for the port); resets nothing, because a loader would have to be entered to read a MAC, and
 * what was to be proved would be ended. So the board is known by its USB ids alone, and every proof says so.
 */
import { isTouchstoneError, type BytePort, type CancelSignal, type Clock, type Facts } from '../../base/index.ts';
import { joinSignals, systemClock, Wire, type ReturnWatch, type WireLog } from '../../link/index.ts';
import { StartWatch, type StartProof } from './start-proof.ts';

export interface ReturnedStartOptions {
  /** Gets every word of the board. */
  readonly log: WireLog;
  readonly signal?: CancelSignal;
  readonly clock?: Clock;
  /** How long the firmware may take to its first line once the port is open; 5 s unless told. */
  readonly startLimitMs?: number;
}

export interface ReturnedStart {
  readonly started: StartProof;
  /** Where the board is now, closed again; null when no port was taken, or when it went away again. */
  readonly port: BytePort | null;
}

const LIMIT_MS = 5_000;
/** A chip's own port has no rate. */
const BAUD_RATE = 115_200;
/** A port that has just come may not be permitted yet (udev), or still be held by its driver. */
const OPEN_PAUSES_MS: readonly number[] = [0, 100, 400, 1_200];

/** `facts`: of the proof that named the loss. The port that was lost must be closed by now: two are never held at once. @throws the signal's reason */
export async function proveAtReturn(facts: Facts, watch: ReturnWatch, options: ReturnedStartOptions): Promise<ReturnedStart> {
  const back = await watch.wait(options.signal);
  if (back.outcome === 'back') {
    const started = await listen(back.port, facts, watch.lostMs, options);
    const isGone = started.outcome === 'board-new-port' && started.facts.reason === 'port-lost';
    return { started, port: isGone ? null : back.port };
  }
  const candidates = back.outcome === 'several' ? { candidates: back.candidates } : {};
  return { started: { outcome: 'board-new-port', facts: { ...facts, reason: back.outcome, ...candidates } }, port: null };
}

async function listen(
  port: BytePort,
  facts: Facts,
  lostMs: number | null,
  { log, signal, clock = systemClock, startLimitMs = LIMIT_MS }: ReturnedStartOptions,
): Promise<StartProof> {
  const wire = new Wire(port, clock, log);
  const { controller, release } = joinSignals(signal, wire.lost);
  const sinceMs = lostMs ?? clock.nowMs();
  const watch = new StartWatch(wire, clock, sinceMs);
  try {
    await openPatiently(wire, clock, controller.signal);
    // Opening asserts both lines. RTS goes first: the other order would pass through a reset.
    await wire.setSignals({ dataTerminalReady: true, requestToSend: false });
    await wire.setSignals({ dataTerminalReady: false, requestToSend: false });
    return named(await watch.wait(clock.nowMs() - sinceMs + startLimitMs, controller.signal), facts);
  } catch (error) {
    if (signal?.aborted === true || !isTouchstoneError(error)) throw error;
    return { outcome: 'board-new-port', facts: { ...facts, reason: error.code, boardBy: 'usb-ids' } };
  } finally {
    watch.stop();
    release();
    await wire.close();
  }
}

async function openPatiently(wire: Wire, clock: Clock, signal: AbortSignal): Promise<void> {
  for (const [attempt, pauseMs] of OPEN_PAUSES_MS.entries()) {
    await clock.sleep(pauseMs, signal);
    try {
      await wire.open(BAUD_RATE);
      return;
    } catch (error) {
      if (wire.lost.aborted || attempt === OPEN_PAUSES_MS.length - 1) throw error;
    }
  }
}

/** Silence proves nothing here: what a firmware says when it starts may have been said while the port was away. */
function named(proof: StartProof, facts: Facts): StartProof {
  if (proof.outcome === 'started') return { ...proof, boardBy: 'usb-ids' };
  if (proof.outcome === 'firmware-silent') return { outcome: 'board-new-port', facts: { ...facts, ...proof.facts, reason: 'silent', boardBy: 'usb-ids' } };
  return { ...proof, facts: { ...proof.facts, boardBy: 'usb-ids' } };
}
