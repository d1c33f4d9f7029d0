/**
 * Whether two files are the same, without holding either in memory.
 * Floor: app. Knows no manifests.
 */
import type { CancelSignal } from '../../base/index.ts';
import { Pace } from './pace.ts';

const READ_BYTES = 4 * 1024 * 1024;

/** Compares piece by piece and stops at the first difference. @throws the signal's reason; a DOMException when one cannot be read */
export async function sameBytes(a: Blob, b: Blob, signal: CancelSignal, onProgress: (doneBytes: number) => void): Promise<boolean> {
  if (a.size !== b.size) return false;
  const pace = new Pace();
  for (let start = 0; start < a.size; start += READ_BYTES) {
    if (signal.aborted) throw signal.reason;
    const [left, right] = await Promise.all([a, b].map((blob) => blob.slice(start, start + READ_BYTES).arrayBuffer()));
    if (left === undefined || right === undefined || !sameBuffers(left, right)) return false;
    onProgress(Math.min(start + READ_BYTES, a.size));
    await pace.breathe();
  }
  return true;
}

/** Four bytes at a step: a megabyte in a millisecond. */
function sameBuffers(a: ArrayBuffer, b: ArrayBuffer): boolean {
  if (a.byteLength !== b.byteLength) return false;
  const words = a.byteLength >> 2;
  const [left, right] = [new Uint32Array(a, 0, words), new Uint32Array(b, 0, words)];
  for (let at = 0; at < words; at++) if (left[at] !== right[at]) return false;
  const [lastLeft, lastRight] = [new Uint8Array(a, words * 4), new Uint8Array(b, words * 4)];
  return lastLeft.every((byte, at) => byte === lastRight[at]);
}
