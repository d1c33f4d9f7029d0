/**
 * What the processor can do at best: P-256 verifications per second by openssl.
 * Test support. An entry needs two, one of its signature and one of its device certificate; the ten signers' are not worth counting.
 */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const SECONDS = 3;
const DEADLINE_MS = 60_000;
export const VERIFIES_PER_ENTRY = 2;

/** Verifications per second of so many processes at once, in sum; null where there is no openssl. */
export async function opensslVerifiesPerSecond(processes: number, signal: AbortSignal): Promise<number | null> {
  const multi = processes > 1 ? ['-multi', String(processes)] : [];
  const options = { signal, timeout: DEADLINE_MS };
  const output = await promisify(execFile)('openssl', ['speed', '-mr', '-elapsed', '-seconds', String(SECONDS), ...multi, 'ecdsap256'], options).catch(
    (error: unknown) => {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
      throw error;
    },
  );
  if (output === null) return null;
  const last = [...output.stdout.matchAll(/^\+F4:\d+:256:[\d.]+:([\d.]+)$/gm)].at(-1); // the parent's sum comes after the children's
  if (last === undefined) throw new Error('openssl speed says nothing of ecdsap256');
  return Number(last[1]);
}
