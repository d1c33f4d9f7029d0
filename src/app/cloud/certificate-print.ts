/**
 * A certificate's fingerprints, as the services write them.
 * Floor: app. SHA-1 only names a certificate here, because IoT Hub may show no other.
 */
import { toHex } from '../../base/index.ts';

/** Digest over the DER, upper-case hex without colons. */
export async function thumbprint(der: Uint8Array, hash: 'SHA-1' | 'SHA-256'): Promise<string> {
  return toHex(new Uint8Array(await crypto.subtle.digest(hash, new Uint8Array(der)))).toUpperCase();
}
