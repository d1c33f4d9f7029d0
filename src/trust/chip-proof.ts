/**
 * The ten proofs about a chip: their names, their reasons, and the facts that come with each.
 * Floor: trust. Types and constructors; prove.ts and its neighbours do the measuring, ui makes the sentences.
 */
import type { Facts, Proof } from '../base/index.ts';
import type { SerialNumberFault, TransportFault } from '../chip/index.ts';
import type { ChainFault } from './x509/chain.ts';
import type { ManifestEntryReason } from './entry/entry-reason.ts';
import type { RebuildFault } from './x509/rebuild.ts';
import type { OpinionFault } from './x509/second-opinion.ts';

/** In the order in which they are given. */
export const CHIP_PROOF_IDS = [
  'chip-answers',
  'zones-locked',
  'serial-well-formed',
  'signer-chain',
  'device-chain',
  'key-in-certificate',
  'possession',
  'in-manifest',
  'entry-signature',
  'entry-equals-chip',
] as const;
export type ChipProofId = (typeof CHIP_PROOF_IDS)[number];

/**
 * Why a proof is not a pass. Facts by proof (`seen`; `wanted` where there is one value that would be right). Addresses are like 0x35, statuses like 0x0F,
 * keys, fingerprints and slots are hex, times are like 2024-03-07T01:32:28Z.
 *
 * `chip-answers` — pass: address, model, revision. Fail: a TransportFault, `no-chip` or `chip-status` with step, addresses, status; `not-atecc608` with address, revision.
 * All other proofs are then unmeasured, `not-read`.
 * `zones-locked` — configZone, dataZone (locked, unlocked, undefined), lockBytes (LockValue and LockConfig, 00 00 when locked). Fail: `config-zone-open` (also when both are), `data-zone-open`.
 * `serial-well-formed` — serialNumber; wanted: prefix, suffix. Fail: a SerialNumberFault.
 * `signer-chain` — signer, root, origin, notAfter. Fail: a CompressedFault or `signature-unmatched` (slot, compressed, signerId, templateId, tried), a ChainFault, an OpinionFault.
 * Unmeasured: `slot-unreadable` (slot, status).
 * `device-chain` — commonName, signer, template, bytes, keyFrom (chip or manifest), notBefore, notAfter. Fail and unmeasured as before, and unmeasured `no-signer`, `no-key` (status).
 * `key-in-certificate` — publicKey; wanted: publicKey. Fail: `key-differs`. Unmeasured: `no-certificate`, `no-key`.
 * `possession` — challenge, slot. Fail: `signature-wrong`, `chip-refused` (status). Unmeasured: `no-certificate` (then matchesReadKey says whether the key that the chip names signed).
 * `in-manifest` — serialNumber, manifests, entries; on a pass fileName, entry (counted from 1), matches, partNumber, groupId. Fail: `not-in-manifest`. Unmeasured: `no-manifest` (demoEntries: not counted here).
 * `entry-signature` — signer, origin, signerNotAfter, signerExpired, fileName, entry, unverified (other entries for this chip that do not hold). Fail: the ManifestEntryReason with its facts.
 * Unmeasured: `unknown-signer`, `no-entry`, `no-manifest`.
 * `entry-equals-chip` — sha256 of the device certificate, signerSha256, publicKey; wanted: the same of the entry. Fail: `entries-disagree` (files, matches), `entry-key-differs`,
 * `device-certificate-differs`, `signer-certificate-differs`. Unmeasured: `no-manifest`, `no-entry`, `entry-not-verified`, `entry-without-certificates`, `no-certificate`, `no-key`.
 */
export type ChipProofReason =
  | TransportFault
  | 'no-chip'
  | 'chip-status'
  | 'not-atecc608'
  | 'not-read'
  | 'config-zone-open'
  | 'data-zone-open'
  | SerialNumberFault
  | RebuildFault
  | ChainFault
  | OpinionFault
  | 'no-signer'
  | 'no-key'
  | 'no-certificate'
  | 'key-differs'
  | 'signature-wrong'
  | 'chip-refused'
  | 'no-manifest'
  | 'not-in-manifest'
  | 'no-entry'
  | ManifestEntryReason
  | 'entries-disagree'
  | 'entry-not-verified'
  | 'entry-without-certificates'
  | 'entry-key-differs'
  | 'device-certificate-differs'
  | 'signer-certificate-differs';

/** One of the ten. */
export type ChipProof = Proof<ChipProofId, ChipProofReason>;

/** A proof that held. */
export const pass = (id: ChipProofId, seen: Facts, wanted: Facts = {}): ChipProof => ({ id, outcome: 'pass', seen, wanted });

/** A proof that did not hold. */
export const fail = (id: ChipProofId, reason: ChipProofReason, seen: Facts, wanted: Facts = {}): ChipProof => ({ id, outcome: 'fail', reason, seen, wanted });

/** A proof that could not be made. */
export const unmeasured = (id: ChipProofId, reason: ChipProofReason, seen: Facts = {}): ChipProof => ({ id, outcome: 'unmeasured', reason, seen, wanted: {} });

/** A byte as 0x0F. */
export const hexByte = (value: number): string => `0x${value.toString(16).toUpperCase().padStart(2, '0')}`;
