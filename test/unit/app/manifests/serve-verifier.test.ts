/** Page and verifying worker, joined by a channel that clones and transfers like the browser's. */
import { afterEach, expect, it } from 'vitest';
import { serveVerifier, type VerifierPageEnd } from '../../../../src/app/manifests/serve-verifier.ts';
import type { VerifyAnswer, VerifyRequest } from '../../../../src/app/manifests/verify-messages.ts';
import { VerifyPool, type VerifierEnd } from '../../../../src/app/manifests/worker-pool.ts';
import { readManifest } from '../../../../src/trust/index.ts';
import { BELIEVED, bare, own, serial, whole } from './shelf-bench.ts';

const ports: MessagePort[] = [];
afterEach(() => ports.splice(0).forEach((port) => port.close()));

type Listener = (event: { readonly data: unknown }) => void;

/** One end as a worker, the other served by the worker's code. */
function joined(): VerifierEnd {
  const { port1, port2 } = new MessageChannel();
  ports.push(port1, port2);
  const hear = (port: MessagePort, listener: Listener): void => {
    port.addEventListener('message', (event) => listener({ data: (event as MessageEvent).data }));
    port.start();
  };
  const page: VerifierPageEnd = {
    postMessage: (message, transfer) => port2.postMessage(message, transfer),
    addEventListener: (_type, listener) => hear(port2, listener),
  };
  serveVerifier(page);
  return {
    postMessage: (message: VerifyRequest, transfer: Transferable[]) => port1.postMessage(message, transfer),
    addEventListener: (type: string, listener: Listener | (() => void)) => (type === 'message' ? hear(port1, listener as Listener) : undefined),
    terminate: () => port1.close(),
  };
}

it('finds in many batches and two workers what this thread finds alone', async () => {
  const entries = Array.from({ length: 900 }, (_, index) => [whole(1), bare(index % 7), bare(2, own), { payload: 'x' }, 7][index % 5]);
  const source = new Blob([JSON.stringify(entries)]);
  const alone = await readManifest('a.json', source, { believed: BELIEVED });
  const pool = new VerifyPool(joined, { size: 2 });
  const together = await readManifest('a.json', source, { believed: BELIEVED, ...pool.verifier(BELIEVED, new AbortController().signal) });
  expect(pool.alive).toBe(2);
  pool.end();
  expect(together.table.columns).toEqual(alone.table.columns);
  expect(together.table.figures).toMatchObject({ entries: 900, verified: 360, failed: 540 });
  expect(together.table.indicesOf(serial(1))).toContain(0);
});

it('answers with an error when it was not told whom to believe', async () => {
  const worker = joined();
  const answer = new Promise<VerifyAnswer>((resolve) => worker.addEventListener('message', ({ data }) => resolve(data as VerifyAnswer)));
  const words = (): Uint32Array<ArrayBuffer> => new Uint32Array(1);
  worker.postMessage({ kind: 'verify', id: 5, batch: { first: 0, bytes: new Uint8Array(0), starts: words(), offsets: words(), lengths: words() } }, []);
  expect(await answer).toEqual({ kind: 'failed', id: 5, code: 'worker-lost', facts: { why: 'failed' } });
});
