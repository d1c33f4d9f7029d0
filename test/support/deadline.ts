/**
 * Deadlines for everything the harness waits for.
 * Test support. Knows nothing of what is waited for.
 */
import { TouchstoneError } from '../../src/base/index.ts';

/** Why the harness could not do its part; the facts say which.
 * `support-timeout`: a wait took too long. `support-compiler`: gcc is missing or refused the sources. `support-device`: a device
 * cannot be plugged, or its bridge ended. `support-address`: not `tcp:HOST:PORT` nor `unix:PATH`. `support-browser`: no browser, or
 * it did not start. `support-page`: the page under test has no such element or is not served. */
export type SupportErrorCode = 'support-timeout' | 'support-compiler' | 'support-device' | 'support-address' | 'support-browser' | 'support-page';

/** Settles as `work` does, or rejects once `timeoutMs` have passed. The work itself is not stopped. @throws support-timeout */
export async function withDeadline<T>(work: Promise<T>, what: string, timeoutMs: number): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new TouchstoneError<SupportErrorCode>('support-timeout', { what, timeoutMs })), timeoutMs);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
