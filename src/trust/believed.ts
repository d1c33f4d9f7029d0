/**
 * Whom a file is read with: roots of chips and signers of entries.
 * Floor: trust. Plain data that a worker can be sent and a database can keep. Knows no files.
 * Reference: anchors.ts for what an anchor is.
 */
import { toHex } from '../base/index.ts';
import type { ChipAnchor, ManifestSigner } from './anchors.ts';
import { sha256 } from './crypto.ts';

/** Roots and manifest signers that are believed. */
export interface Believed {
  readonly anchors: readonly ChipAnchor[];
  readonly signers: readonly ManifestSigner[];
}

/** Goes up with every change after which the same file could get other columns: what was read by an older one is read again. */
export const VERIFIER_VERSION = 1;

/** SHA-256 in hex over all that decides about an entry beside its own bytes: the verifier's version, the anchors and the signers, in their order. */
export async function fingerprintOf(believed: Believed): Promise<string> {
  const plain = (_: string, value: unknown): unknown => (value instanceof Uint8Array ? toHex(value) : value);
  return toHex(await sha256(new TextEncoder().encode(JSON.stringify([VERIFIER_VERSION, believed.anchors, believed.signers], plain))));
}
