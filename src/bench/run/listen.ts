/**
 * A port as a monitor for as long as a phase listens, and the lines that come meanwhile.
 * Floor: bench. Knows no phase.
 */
import { TouchstoneError, type PortErrorCode } from '../../base/index.ts';
import { Monitor } from '../monitor.ts';
import type { LogLine } from '../snapshot.ts';
import type { PhaseContext } from './phase.ts';

export interface Listening {
  readonly monitor: Monitor;
  /** Calls `until` with each line of the board, in order; resolves with its first answer that is not null, or with null when `withinMs` has passed.
   * @throws port-lost, the signal's reason, and what `until` throws */
  wait<T>(withinMs: number, until: (line: LogLine) => T | null): Promise<T | null>;
}

/** Opens the port, lets `work` listen, and closes it whatever happens. @throws port-busy, port-denied, port-lost; what `work` throws */
export async function listen<T>(context: PhaseContext, baudRate: number, work: (listening: Listening) => Promise<T>): Promise<T> {
  const { port, log, tools, signal } = context;
  const lost = new AbortController();
  let isOpen = false;
  const monitor = new Monitor({
    port,
    log,
    baudRate,
    reconnect: 'off',
    reset: tools.resetBoard,
    show: ({ state }) => {
      if (state === 'open') isOpen = true;
      else if (isOpen) lost.abort(new TouchstoneError<PortErrorCode>('port-lost'));
    },
    failed: (error) => {
      lost.abort(error);
    },
    clock: tools.clock,
  });
  const lines = new LineFeed(context);
  try {
    signal.throwIfAborted();
    await monitor.open();
    const stop = AbortSignal.any([signal, lost.signal]);
    return await work({ monitor, wait: (withinMs, until) => lines.wait(withinMs, until, stop) });
  } finally {
    isOpen = false;
    await monitor.close();
  }
}

/** The lines of the board since it was made; each is given once. */
class LineFeed {
  readonly #context: PhaseContext;
  #next: number;

  constructor(context: PhaseContext) {
    this.#context = context;
    this.#next = context.log.dropped + context.log.count;
  }

  async wait<T>(withinMs: number, until: (line: LogLine) => T | null, stop: AbortSignal): Promise<T | null> {
    const { log, tools } = this.#context;
    stop.throwIfAborted();
    const end = new AbortController();
    let stopLines = (): void => undefined;
    const answered = new Promise<T>((resolve, reject) => {
      const read = (): void => {
        try {
          const answer = this.#read(until);
          if (answer !== null) resolve(answer);
        } catch (error) {
          reject(error instanceof Error ? error : new Error(String(error)));
        }
      };
      stopLines = log.onChange(read);
      read();
    });
    try {
      return await Promise.race([answered, tools.clock.sleep(withinMs, AbortSignal.any([stop, end.signal])).then(() => null)]);
    } finally {
      stopLines();
      end.abort();
    }
  }

  #read<T>(until: (line: LogLine) => T | null): T | null {
    const { log } = this.#context;
    this.#next = Math.max(this.#next, log.dropped);
    while (this.#next < log.dropped + log.count) {
      const line = log.line(this.#next++ - log.dropped);
      const answer = line?.source === 'board' ? until(line) : null;
      if (answer !== null) return answer;
    }
    return null;
  }
}
