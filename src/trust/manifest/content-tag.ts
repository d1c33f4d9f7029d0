/**
 * Tags of 64 bits by which entries are compared without loading them.
 * Floor: trust. Knows what makes two entries the same; duplicates.ts and export/plan.ts compare.
 * Reference: FIPS 180-4. 64 bits of SHA-256: among a million entries two different ones meet by chance in one of 37 million files.
 */
import { concat } from '../../base/index.ts';
import { sha256 } from '../crypto.ts';
import type { EntryReading } from '../entry/entry.ts';
import { parseCertificate } from '../x509/certificate.ts';

/** Two words, as they stand in columns. */
export type Tag = readonly [number, number];

/** Of an entry that is none: it is the same as no other. */
export const NO_TAG: Tag = [0, 0];

/** First byte of what is hashed, so that no content can pass for one of another kind. */
const KIND = { certificates: 1, payload: 2, entry: 3 } as const;

const hashed = async (kind: keyof typeof KIND, ...parts: readonly Uint8Array[]): Promise<Tag> =>
  tagOf(await sha256(concat(Uint8Array.of(KIND[kind]), ...parts)));

/**
 * For certificates that hold up to an anchor, which include the primary key. No digest has to be made of the device's: nobody but its issuer can make the
 * same r and s for another content. Half of each, because s alone can be turned (n - s holds too). The signer's counts by its SHA-256.
 */
export function chainTag(deviceSignature: Uint8Array, signerFingerprint: Uint8Array): Tag {
  return [(wordAt(deviceSignature, 0) ^ wordAt(signerFingerprint, 0)) >>> 0, (wordAt(deviceSignature, 32) ^ wordAt(signerFingerprint, 4)) >>> 0];
}

/** For entries without certificates: all that the payload says. */
export const payloadTag = (payload: Uint8Array): Promise<Tag> => hashed('payload', payload);

/** For a JWS whose signature holds: again as good as a digest. */
export const signatureTag = (signature: Uint8Array): Tag => [wordAt(signature, 0), wordAt(signature, 32)];

/** What matters in an entry that was read properly. */
export async function contentTag({ chain, claimed, envelope }: EntryReading): Promise<Tag> {
  if (chain !== null) return chainTag(parseCertificate(chain.device).signature, await sha256(chain.signer));
  if (claimed !== null) return await hashed('certificates', await sha256(claimed.signer), claimed.key.publicKey, claimed.device);
  return envelope === null ? NO_TAG : await payloadTag(envelope.payload);
}

/** The same for the same signed entry; of entries that nobody signed the same for the same bytes. */
export async function entryTag({ signer, envelope }: EntryReading, entry: Uint8Array): Promise<Tag> {
  if (envelope === null) return NO_TAG;
  return signer === null ? await hashed('entry', entry) : signatureTag(envelope.signature);
}

const tagOf = (bytes: Uint8Array): Tag => [wordAt(bytes, 0), wordAt(bytes, 4)];

const wordAt = (bytes: Uint8Array, at: number): number =>
  (((bytes[at] as number) << 24) | ((bytes[at + 1] as number) << 16) | ((bytes[at + 2] as number) << 8) | (bytes[at + 3] as number)) >>> 0;
