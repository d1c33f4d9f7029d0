/**
 * A second try, and a third: for calls that may be repeated without doing anything twice.
 * Floor: cloud. Knows no service: it looks at the code of what was thrown. Waits grow, are spread by chance, and honour what the service asks for.
 * Reference: DPS "How to troubleshoot" (429: exponential back-off with jitter, honour retry-after); "Exponential backoff and jitter" (full jitter).
 */
import { isTouchstoneError } from '../../base/index.ts';
import type { CancelSignal, Clock } from '../../base/index.ts';

const TRIES = 4;
const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 16_000;
/** Asked to wait longer than this, the caller is told instead. */
const LONGEST_ASKED_S = 60;
/** A refused connection is hardly ever better a moment later: no route, no network. */
const TRIES_UNREACHABLE = 2;

export interface RetryTools {
  readonly clock: Clock;
  /** A number in [0, 1). */
  readonly random: () => number;
  readonly signal?: CancelSignal | undefined;
}

const TRIES_BY_CODE: Readonly<Record<string, number>> = {
  'cloud-throttled': TRIES,
  'cloud-unavailable': TRIES,
  'cloud-timeout': TRIES_UNREACHABLE,
  'cloud-unreachable': TRIES_UNREACHABLE,
};

/** Milliseconds before try number `made + 1`: at most double each time, at least half of that. */
export const backOffMs = (made: number, random: () => number): number => Math.min(FIRST_WAIT_MS * 2 ** (made - 1), LONGEST_WAIT_MS) * (0.5 + random() / 2);

/** The answer of the first try that succeeds, or what the last one threw. */
export async function withRetry<T>(tools: RetryTools, attempt: () => Promise<T>): Promise<T> {
  for (let made = 1; ; made++) {
    try {
      return await attempt();
    } catch (error) {
      if (!isTouchstoneError(error) || tools.signal?.aborted === true) throw error;
      const asked = error.facts['retryAfterS'];
      const askedS = typeof asked === 'number' ? asked : 0;
      if (made >= (TRIES_BY_CODE[error.code] ?? 1) || askedS > LONGEST_ASKED_S) throw error;
      await tools.clock.sleep(Math.max(askedS * 1000, backOffMs(made, tools.random)), tools.signal);
    }
  }
}
