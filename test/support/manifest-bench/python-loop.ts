/**
 * What a person would do without this page: a loop in Python over the same entries, one process.
 * Test support. Knows only how to start it; the loop is verify_order.py.
 */
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { OrderFile } from '../order-file/order-file.ts';

const SCRIPT = fileURLToPath(new URL('verify_order.py', import.meta.url));
const DEADLINE_MS = 120_000;
const NOT_INSTALLED = 3;

export interface PythonLoop {
  readonly entries: number;
  readonly seconds: number;
  /** Of `cryptography`. */
  readonly version: string;
}

/** Verifies every entry; a sentence where Python or its `cryptography` is missing. */
export async function timePythonLoop({ path, folder }: OrderFile, signal: AbortSignal): Promise<PythonLoop | string> {
  try {
    const files = [path, join(folder, 'root.pem'), join(folder, 'manifest-signer.pem')];
    const { stdout } = await promisify(execFile)('python3', [SCRIPT, ...files], { signal, timeout: DEADLINE_MS });
    return JSON.parse(stdout) as PythonLoop;
  } catch (error) {
    const { code } = error as { readonly code?: unknown };
    if (code === 'ENOENT') return 'python3 is not installed';
    if (code === NOT_INSTALLED) return 'Python’s cryptography is not installed';
    throw error;
  }
}
