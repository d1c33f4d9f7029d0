/**
 * A deadline and a cancel for one piece of work, whichever comes first.
 * Floor: cloud. Time comes in as a clock. The work is told by an `AbortSignal`; whether it obeys or not, the caller goes on.
 */
import type { CancelSignal, Clock } from '../../base/index.ts';

export interface WithinLimits {
  readonly clock: Clock;
  readonly timeoutMs: number;
  readonly signal?: CancelSignal | undefined;
  /** What is thrown when the time is over. */
  readonly late: () => Error;
}

/** Rejects with `signal.reason` when cancelled and with `late()` when the time is over. */
export async function within<T>(limits: WithinLimits, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const { clock, timeoutMs, signal } = limits;
  if (signal?.aborted === true) throw signal.reason;
  const stop = new AbortController();
  const over = new AbortController();
  let cancel = (): void => undefined;
  const cut = new Promise<never>((_resolve, reject) => {
    const end = (reason: unknown): void => {
      reject(reason); // first: the work's own complaint about being stopped must not win
      stop.abort();
    };
    cancel = () => {
      end(signal?.reason);
    };
    signal?.addEventListener('abort', cancel, { once: true });
    clock.sleep(timeoutMs, over.signal).then(
      () => {
        end(limits.late());
      },
      () => undefined,
    );
  });
  try {
    return await Promise.race([cut, work(stop.signal)]);
  } finally {
    over.abort();
    signal?.removeEventListener('abort', cancel);
  }
}
