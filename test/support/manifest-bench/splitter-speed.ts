/**
 * How fast the splitter alone finds the entries of a file, in Node.
 * Test support. The file comes from the system's cache in slices; only the splitter's own time counts.
 */
import { open } from 'node:fs/promises';
import { JsonArraySplitter } from '../../../src/formats/index.ts';

const SLICE_BYTES = 1024 * 1024;

export interface SplitterSpeed {
  readonly items: number;
  readonly bytes: number;
  readonly seconds: number;
}

/** Splits the whole file once. */
export async function timeSplitter(path: string, signal: AbortSignal): Promise<SplitterSpeed> {
  const splitter = new JsonArraySplitter({ maxItemBytes: 64 * 1024, maxDepth: 10 });
  const file = await open(path);
  try {
    const slice = new Uint8Array(SLICE_BYTES);
    let items = 0;
    let spentMs = 0;
    for (;;) {
      signal.throwIfAborted();
      const { bytesRead } = await file.read(slice, 0, SLICE_BYTES);
      if (bytesRead === 0) break;
      const startedMs = performance.now();
      items += splitter.push(slice.subarray(0, bytesRead)).length;
      spentMs += performance.now() - startedMs;
    }
    splitter.end();
    return { items, bytes: splitter.offset, seconds: spentMs / 1000 };
  } finally {
    await file.close();
  }
}
