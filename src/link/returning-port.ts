/**
 * Waits for a port that went away with a reset to come back: as another handle, with the same USB ids.
 * Floor: link. Knows no board: who sits at the port that came is for the caller to find out. Opens nothing.
 * A browser tells no serial number, so ids are all there is: only a port that comes after the loss counts, and only when it is the only one.
 * Reference: Web Serial API section 4.1.4 (connect and disconnect events); Chromium makes a new SerialPort for every plugging in.
 */
import type { BytePort, CancelSignal, Clock } from '../base/index.ts';
import { watchPorts, type SerialPlace } from './ports.ts';
import { systemClock } from './system-clock.ts';

/** `not-back`: none came in time. `several`: more than one did, and nobody can tell which. */
export type PortReturn =
  { readonly outcome: 'back'; readonly port: BytePort } | { readonly outcome: 'not-back' } | { readonly outcome: 'several'; readonly candidates: number };

export interface ReturnWatch {
  /** When the port was lost; null while it is not. */
  readonly lostMs: number | null;
  /** Counts from the loss. @throws the signal's reason */
  wait(signal?: CancelSignal): Promise<PortReturn>;
  stop(): void;
}

export interface ReturnOptions {
  readonly clock?: Clock;
  readonly place?: SerialPlace;
}

/** From the loss to the last moment at which a port counts: a chip starts again within a second, a hub and its system need a few more. */
const LIMIT_MS = 8_000;
/** So long after the first another one may come that was reset by the same hand. */
const SETTLE_MS = 400;

/** Listens from now on: call it before the reset. `stop` it in every case. */
export function watchReturn(port: BytePort, { clock = systemClock, place }: ReturnOptions = {}): ReturnWatch {
  const { usbVendorId, usbProductId } = port.identity;
  const arrived = new Map<BytePort, number>();
  let lostMs: number | null = null;
  let wake: (() => void) | null = null;
  const lose = (): void => {
    lostMs ??= clock.nowMs();
  };
  const stops = [
    port.onLost(lose),
    watchPorts(({ kind, port: other }) => {
      const { identity } = other;
      if (kind === 'disconnected') {
        if (other === port) lose();
        arrived.delete(other);
      } else if (lostMs !== null && identity.usbVendorId === usbVendorId && identity.usbProductId === usbProductId) arrived.set(other, clock.nowMs());
      wake?.();
    }, place),
  ];

  const sleep = async (durationMs: number, signal: CancelSignal | undefined): Promise<void> => {
    const woken = new AbortController();
    const cancel = (): void => {
      woken.abort();
    };
    wake = cancel;
    signal?.addEventListener('abort', cancel, { once: true });
    if (signal?.aborted === true) cancel();
    await clock.sleep(durationMs, woken.signal).catch(() => undefined);
    signal?.removeEventListener('abort', cancel);
    wake = null;
    if (signal?.aborted === true) throw signal.reason;
  };

  return {
    get lostMs() {
      return lostMs;
    },
    wait: async (signal) => {
      lose(); // whoever waits knows that it is gone
      const endMs = (lostMs ?? clock.nowMs()) + LIMIT_MS;
      for (;;) {
        const [first, ...others] = [...arrived];
        if (first !== undefined && others.length > 0) return { outcome: 'several', candidates: 1 + others.length };
        const dueMs = first === undefined ? endMs : first[1] + SETTLE_MS;
        const restMs = dueMs - clock.nowMs();
        if (restMs > 0) await sleep(restMs, signal);
        else return first === undefined ? { outcome: 'not-back' } : { outcome: 'back', port: first[0] };
      }
    },
    stop: () => {
      for (const stop of stops) stop();
    },
  };
}
