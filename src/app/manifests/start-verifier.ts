/**
 * Starts one verifying worker of this page.
 * Floor: app. The only file that knows where the worker's code lies; the pool takes any `VerifierEnd`.
 */
import { trustedWorkerUrl } from '../worker-url.ts';
import workerAddress from './verify-worker.ts?worker&url';
import { VerifyPool, type VerifierEnd } from './worker-pool.ts';

/** More are of no use: the file has to be read and cut by one thread. */
const MOST_WORKERS = 16;

const startVerifier = (): VerifierEnd => new Worker(trustedWorkerUrl(new URL(workerAddress, import.meta.url)), { type: 'module' });

/** A pool with a worker for every processor the browser tells of; none is started before there is work. */
export const browserPool = (): VerifyPool => new VerifyPool(startVerifier, { size: Math.min(Math.max(navigator.hardwareConcurrency, 1), MOST_WORKERS) });
