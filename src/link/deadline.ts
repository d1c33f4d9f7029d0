/**
 * No wait without an end: a deadline and a cancel around any promise.
 * Floor: link. Knows nothing of ports or frames; time comes in as a `Clock`.
 */
import { TouchstoneError, type CancelSignal, type Clock, type Facts } from '../base/index.ts';

export interface Deadline {
  readonly clock: Clock;
  readonly timeoutMs: number;
  /** Code of the error when time is up; `timeoutMs` is added to its facts. */
  readonly code: string;
  readonly facts?: Facts;
  /** Cancels the wait; the promise rejects with `signal.reason`. */
  readonly signal?: CancelSignal | undefined;
}

/** Work that is told when nobody waits for it any more. */
export type Work<T> = Promise<T> | ((signal: AbortSignal) => Promise<T>);

/** Waits for `promise`, or rejects at once with `signal.reason`. What comes later of the promise is dropped silently. */
export function cancellable<T>(promise: Promise<T>, signal: CancelSignal | undefined): Promise<T> {
  if (signal === undefined) return promise;
  return new Promise<T>((resolve, reject) => {
    const cancel = (): void => {
      reject(signal.reason);
    };
    if (signal.aborted) cancel();
    signal.addEventListener('abort', cancel, { once: true });
    promise.then(resolve, reject).finally(() => {
      signal.removeEventListener('abort', cancel);
    });
  });
}

/** Waits for `work` until the deadline; a function gets a signal that is aborted as soon as nobody waits any more.
 * @throws the deadline's code when time is up, `signal.reason` when cancelled, else what the work throws */
export async function withDeadline<T>(work: Work<T>, { clock, timeoutMs, code, facts = {}, signal }: Deadline): Promise<T> {
  const inner = new AbortController();
  const timer = new AbortController();
  const late = clock.sleep(timeoutMs, timer.signal).then(
    () => {
      throw new TouchstoneError(code, { ...facts, timeoutMs });
    },
    () => new Promise<never>(() => undefined), // the timer was stopped: somebody else has won
  );
  try {
    if (signal?.aborted === true && typeof work === 'function') throw signal.reason;
    const running = typeof work === 'function' ? work(inner.signal) : work;
    running.catch(() => undefined); // whoever loses the race must not become an unhandled rejection
    return await cancellable(Promise.race([running, late]), signal);
  } catch (error) {
    inner.abort(error);
    throw error;
  } finally {
    timer.abort();
  }
}

/** A controller that is aborted with the reason of whichever signal comes first. `release` lets go of the signals. */
export function joinSignals(...signals: readonly (CancelSignal | undefined)[]): { readonly controller: AbortController; release(): void } {
  const controller = new AbortController();
  const stops = signals.flatMap((signal) => {
    if (signal === undefined) return [];
    const abort = (): void => {
      controller.abort(signal.reason);
    };
    if (signal.aborted) abort();
    signal.addEventListener('abort', abort, { once: true });
    return [
      () => {
        signal.removeEventListener('abort', abort);
      },
    ];
  });
  return {
    controller,
    release: () => {
      for (const stop of stops) stop();
    },
  };
}
