/**
 * The body of an answer as bytes, up to a size that nobody needs more than.
 * Floor: cloud. A declared length is not believed; what comes is counted.
 */
import { concat } from '../../base/index.ts';

/** Null when the body is longer than `limitBytes`; the rest is not read. */
export async function readBytes(response: Response, limitBytes: number): Promise<Uint8Array<ArrayBuffer> | null> {
  const reader = (response.body as ReadableStream<Uint8Array> | null)?.getReader();
  if (!reader) return new Uint8Array(0);
  const parts: Uint8Array[] = [];
  let seenBytes = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return new Uint8Array(concat(...parts));
    seenBytes += value.length;
    if (seenBytes > limitBytes) {
      reader.cancel().catch(() => undefined); // nobody waits for it
      return null;
    }
    parts.push(value);
  }
}
