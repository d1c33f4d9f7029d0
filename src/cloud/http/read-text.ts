/**
 * The body of an answer as text, up to a size that nobody needs more than.
 * Floor: cloud. Knows no format. A declared length is not believed; what comes is counted.
 * Reference: Fetch standard, section 5.2 (body mixin); RFC 3629 (malformed UTF-8 becomes U+FFFD).
 */

/** Null when the body is longer than `limitBytes`; the rest is not read. */
export async function readText(response: Response, limitBytes: number): Promise<string | null> {
  const reader = (response.body as ReadableStream<Uint8Array> | null)?.getReader();
  if (!reader) return '';
  const decoder = new TextDecoder();
  let text = '';
  let seenBytes = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return text + decoder.decode();
    seenBytes += value.length;
    if (seenBytes > limitBytes) {
      reader.cancel().catch(() => undefined); // nobody waits for it
      return null;
    }
    text += decoder.decode(value, { stream: true });
  }
}
