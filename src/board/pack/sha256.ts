/**
 * SHA-256 by WebCrypto.
 * Floor: board. Hashes bytes; knows nothing of packs.
 * Reference: Web Cryptography API section 14.3.5.
 */
import { toHex } from '../../base/index.ts';

/** 64 hex digits, lower case. */
export async function sha256Hex(bytes: Uint8Array): Promise<string> {
  // WebCrypto refuses views of shared memory: only those are copied
  const own = bytes.buffer instanceof ArrayBuffer ? (bytes as Uint8Array<ArrayBuffer>) : new Uint8Array(bytes);
  return toHex(new Uint8Array(await crypto.subtle.digest('SHA-256', own)));
}
