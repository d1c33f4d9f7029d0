/**
 * Whether the journeys over real Web Serial can run here. On CI they must; elsewhere they are skipped with a sentence.
 * Knows nothing of the journeys.
 */
import { whyNoRealSerial } from '../support/chromium.ts';

/** Null when they can run; else why they are skipped. @throws on CI (CI=true) instead of skipping */
export async function whySkipRealSerial(): Promise<string | null> {
  const reason = await whyNoRealSerial();
  if (reason === null) return null;
  if (process.env['CI'] === 'true') throw new Error(`on CI these tests must run: ${reason}`);
  console.warn(`SKIPPED, tests over real Web Serial: ${reason}`);
  return reason;
}
