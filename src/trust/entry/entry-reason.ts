/**
 * Every way in which a manifest's entry can be wrong.
 * Floor: trust. A list; the files that find the faults are jws.ts, secure-element.ts, entry-chain.ts and entry.ts.
 * Reference: RFC 7515 for the signature; Microchip "Trust Platform Manifest File Format", editions v1 to v3, for the content.
 */
import type { Facts } from '../../base/index.ts';

/**
 * The envelope. `entry-size`: longer than the limit (facts `bytes`, `limitBytes`). `entry-json`: not one JSON value (facts `why`: `utf-8`, `duplicate`, `depth` or
 * another JsonFault; `offset` in the file, in bytes). `entry-shape`: not an object with the strings payload, protected, signature.
 * `entry-base64url`: one of the three is not unpadded base64url (fact `member`). `protected-json`: not one JSON object. `protected-alg`: not ES256
 * (fact `alg`). `protected-crit`: wants an extension that nobody here knows. `protected-signer`: no kid or no x5t#S256.
 * `header-overlap`: a parameter is both protected and not (fact `name`). `header-unique-id`: the header names another chip than the payload.
 *
 * The signature. `unknown-signer`: neither kid nor x5t#S256 is known. `signer-kid`: known certificate under another kid.
 * `signer-thumbprint`: known kid with another certificate. `entry-signature`: 64 bytes that are not the signer's signature, or not 64 bytes.
 *
 * The payload. `payload-json`: not one JSON object, or not UTF-8. `payload-version`: none of 1, 2, 3. `payload-member`: missing, not allowed in this version or
 * of another type (fact `member`). `payload-unique-id`: not 18 hex digits. `key-member`: a key that is not EC P-256 (facts `key`, `member`).
 * `key-duplicate`: two keys with one kid.
 *
 * The certificates. `x5c-keys`: more than one key has certificates. `x5c-length`: not two. `x5c-base64`. `certificate-invalid`: not read as a certificate
 * (facts `certificate`, `code`). `certificate-key`: holds another key than the entry. `certificate-name`: does not name the chip.
 * `chain-not-to-anchor`: the signer was issued by nobody pinned. `signer-certificate`, `device-certificate`: the path does not hold (fact `fault`, a ChainFault).
 */
export type ManifestEntryReason =
  | 'entry-size'
  | 'entry-json'
  | 'entry-shape'
  | 'entry-base64url'
  | 'protected-json'
  | 'protected-alg'
  | 'protected-crit'
  | 'protected-signer'
  | 'header-overlap'
  | 'header-unique-id'
  | 'unknown-signer'
  | 'signer-kid'
  | 'signer-thumbprint'
  | 'entry-signature'
  | 'payload-json'
  | 'payload-version'
  | 'payload-member'
  | 'payload-unique-id'
  | 'key-member'
  | 'key-duplicate'
  | 'x5c-keys'
  | 'x5c-length'
  | 'x5c-base64'
  | 'certificate-invalid'
  | 'certificate-key'
  | 'certificate-name'
  | 'chain-not-to-anchor'
  | 'signer-certificate'
  | 'device-certificate';

/** One thing that is wrong, and what was seen. */
export interface EntryProblem {
  readonly reason: ManifestEntryReason;
  readonly facts: Facts;
}

/** Texts in facts come from the entry and may be as long as its author liked. */
const LONGEST_FACT = 128;

/** A problem as a value; long texts in its facts are cut. */
export function problem(reason: ManifestEntryReason, facts: Facts = {}): { readonly problem: EntryProblem } {
  const cut = Object.entries(facts).map(([name, value]) => [name, typeof value === 'string' ? value.slice(0, LONGEST_FACT) : value] as const);
  return { problem: { reason, facts: Object.fromEntries(cut) } };
}

/** Either a value or what is wrong with it. */
export type OrProblem<Value> = Value | { readonly problem: EntryProblem };

/** True when there is something wrong. */
export const isProblem = (value: object): value is { readonly problem: EntryProblem } => 'problem' in value;
