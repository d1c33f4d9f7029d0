/**
 * Time and cancelling, as arguments.
 * Floor: base. Knows no timers: `systemClock` lives where timers exist (link), tests bring their own.
 */

/** The part of `AbortSignal` this house needs; a real `AbortSignal` fits. */
export interface CancelSignal {
  readonly aborted: boolean;
  readonly reason: unknown;
  addEventListener(type: 'abort', listener: () => void, options?: { once?: boolean }): void;
  removeEventListener(type: 'abort', listener: () => void): void;
}

/** Milliseconds since an arbitrary start, never going back; and a wait that can be cancelled. */
export interface Clock {
  nowMs(): number;
  /** Resolves after `durationMs`; rejects with `signal.reason` when cancelled. */
  sleep(durationMs: number, signal?: CancelSignal): Promise<void>;
}
