/**
 * A thread that makes entries: told once whose, then asked for runs of them.
 * Test support. Started by order-file.ts only.
 */
import { setPriority } from 'node:os';
import { parentPort, workerData } from 'node:worker_threads';
import { EntryMaker } from './entry-maker.ts';
import { authorityOf, type OrderCertificates } from './order-authority.ts';

const NICE = 10;
setPriority(0, NICE); // of this thread, on Linux: making a file shall not disturb who else is at work

const maker = new EntryMaker(authorityOf(workerData as OrderCertificates));
parentPort?.on('message', ({ first, count }: { readonly first: number; readonly count: number }) => {
  const bytes = new Uint8Array(maker.run(first, count)); // of its own, so that it can be transferred
  parentPort?.postMessage(bytes, [bytes.buffer]);
});
