/**
 * The three things of WebCrypto that trust needs: ECDSA P-256 with SHA-256, SHA-256, SHA-1.
 * Floor: trust. Knows no certificates. SHA-1 only names keys (RFC 5280 section 4.2.1.2), it protects nothing.
 * Reference: Web Cryptography API, section 23 (ECDSA): keys as 04 ‖ X ‖ Y, signatures as r ‖ s.
 */
import { concat } from '../base/index.ts';

const CURVE = { name: 'ECDSA', namedCurve: 'P-256' } as const;
const SIGNATURE = { name: 'ECDSA', hash: 'SHA-256' } as const;
const UNCOMPRESSED = 0x04;

/** 04 ‖ X ‖ Y (SEC 1 section 2.3.3). */
export const uncompressedPoint = (publicKey: Uint8Array): Uint8Array<ArrayBuffer> => concat(Uint8Array.of(UNCOMPRESSED), publicKey);

/** Imports X ‖ Y for verifying; null when it is not a point of the curve. */
export async function importPublicKey(publicKey: Uint8Array): Promise<CryptoKey | null> {
  try {
    return await crypto.subtle.importKey('raw', uncompressedPoint(publicKey), CURVE, false, ['verify']);
  } catch {
    return null;
  }
}

/** True when r ‖ s is the key's signature over SHA-256 of `message`. A key that is not on the curve has signed nothing. */
export async function verifySignature(key: CryptoKey | Uint8Array, signature: Uint8Array, message: Uint8Array): Promise<boolean> {
  const imported = key instanceof Uint8Array ? await importPublicKey(key) : key;
  return imported !== null && verifyNow(imported, buffered(signature), buffered(message));
}

/** The same for an imported key and bytes that are not shared. Both byte strings are copied before it returns: the caller may use their buffers again. */
export const verifyNow = (key: CryptoKey, signature: Uint8Array, message: Uint8Array): Promise<boolean> =>
  crypto.subtle.verify(SIGNATURE, key, signature as Uint8Array<ArrayBuffer>, message as Uint8Array<ArrayBuffer>);

/** SHA-256, 32 bytes. */
export const sha256 = (bytes: Uint8Array): Promise<Uint8Array> => digest('SHA-256', bytes);

/** SHA-1, 20 bytes: the thumbprint by which Azure lists certificates. */
export const sha1 = (bytes: Uint8Array): Promise<Uint8Array> => digest('SHA-1', bytes);

/** Key identifier of X ‖ Y: SHA-1 over the uncompressed point, 20 bytes (RFC 5280 section 4.2.1.2, method 1). */
export const keyIdentifier = (publicKey: Uint8Array): Promise<Uint8Array> => digest('SHA-1', uncompressedPoint(publicKey));

async function digest(algorithm: 'SHA-1' | 'SHA-256', bytes: Uint8Array): Promise<Uint8Array> {
  return new Uint8Array(await crypto.subtle.digest(algorithm, buffered(bytes)));
}

/** WebCrypto does not take views of shared memory; all bytes here are not shared, which the type does not say. */
function buffered(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  return bytes.buffer instanceof ArrayBuffer ? (bytes as Uint8Array<ArrayBuffer>) : new Uint8Array(bytes);
}
