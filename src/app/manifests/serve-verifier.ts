/**
 * The worker's side of verifying: batches in, columns out, with the very verifier that works in the page's own thread too.
 * Floor: app. Knows no files and no page; trust knows what an entry is.
 */
import { TouchstoneError, isTouchstoneError, letGo } from '../../base/index.ts';
import { batchVerifier, buffersOf, type BatchVerifier } from '../../trust/index.ts';
import type { VerifyAnswer, VerifyRequest } from './verify-messages.ts';
import type { WorkerErrorCode } from './worker-pool.ts';

/** The worker's own end of its message channel. */
export interface VerifierPageEnd {
  postMessage(message: VerifyAnswer, transfer: Transferable[]): void;
  addEventListener(type: 'message', listener: (event: { readonly data: unknown }) => void): void;
}

/** Answers the page for the life of the worker. */
export function serveVerifier(page: VerifierPageEnd): void {
  let verifier: BatchVerifier | null = null;

  const answer = async ({ id, batch }: VerifyRequest & { readonly kind: 'verify' }): Promise<void> => {
    try {
      if (verifier === null) throw new TouchstoneError<WorkerErrorCode>('worker-lost', { why: 'failed' });
      const columns = await verifier(batch);
      page.postMessage({ kind: 'done', id, columns }, buffersOf(columns));
    } catch (error) {
      const known = isTouchstoneError(error);
      page.postMessage(
        { kind: 'failed', id, code: known ? error.code : 'worker-lost', facts: known ? error.facts : { why: 'failed', detail: String(error) } },
        [],
      );
    } finally {
      letGo(batch.bytes);
    }
  };

  page.addEventListener('message', ({ data }) => {
    const request = data as VerifyRequest;
    if (request.kind === 'believe') verifier = batchVerifier(request.believed);
    else void answer(request);
  });
}
