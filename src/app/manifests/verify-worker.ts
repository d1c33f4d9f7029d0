/**
 * A module worker that verifies entries, so that signatures and certificates do not take the page's time.
 * Floor: app. Two lines: serve-verifier.ts does the work.
 */
import { serveVerifier, type VerifierPageEnd } from './serve-verifier.ts';

serveVerifier(globalThis as unknown as VerifierPageEnd); // in a worker the global object is the worker's end of the channel
