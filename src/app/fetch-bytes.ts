/**
 * Files that lie beside the page: the firmware and its catalogue, the demo manifest.
 * Floor: app. Asks the page's own site only.
 */

const FETCH_MS = 15_000;

/** Bytes of a file beside the page; null when it is not there. */
export async function fetchBytes(path: string, signal: AbortSignal): Promise<Uint8Array<ArrayBuffer> | null> {
  const limit = AbortSignal.any([signal, AbortSignal.timeout(FETCH_MS)]);
  try {
    const response = await fetch(new URL(path, document.baseURI), { signal: limit, cache: 'no-cache' });
    return response.ok ? new Uint8Array(await response.arrayBuffer()) : null;
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof TypeError || limit.aborted) return null; // offline, or too slow: as good as not there
    throw error;
  }
}
