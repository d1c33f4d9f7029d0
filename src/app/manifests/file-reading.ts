/**
 * Reads one manifest with whoever verifies best: workers, or this thread for a file that is smaller than starting a worker.
 * Floor: app. Knows no shelf; trust reads and verifies.
 */
import { isTouchstoneError } from '../../base/index.ts';
import type { Believed, ManifestFile, ReadProgress } from '../../trust/index.ts';
import type { Verifiers } from './worker-pool.ts';

/** About fifteen entries. */
const HERE_BYTES = 64 * 1024;

export interface Reading {
  readonly fileName: string;
  readonly source: Blob;
  readonly believed: Believed;
  readonly signal: AbortSignal;
  readonly onProgress: (progress: ReadProgress) => void;
}

/** @throws ManifestErrorCode, worker-lost, the signal's reason */
export async function readFile(verifiers: Verifiers, { fileName, source, believed, signal, onProgress }: Reading): Promise<ManifestFile> {
  const { readManifest } = await import('../../trust/index.ts');
  const verifier = source.size <= HERE_BYTES ? {} : verifiers.verifier(believed, signal);
  return await readManifest(fileName, source, { believed, onProgress, signal, ...verifier });
}

/** Reads a file that is here already: a lost worker is no reason to lose it, so that it is tried twice. @throws as readFile */
export async function readFileAgain(verifiers: Verifiers, reading: Reading): Promise<ManifestFile> {
  try {
    return await readFile(verifiers, reading);
  } catch (error) {
    if (!isTouchstoneError(error) || error.code !== 'worker-lost') throw error;
    return await readFile(verifiers, reading);
  }
}
