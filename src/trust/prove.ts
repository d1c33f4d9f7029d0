/**
 * From a chip's reading to ten proofs.
 * Floor: trust. Knows the order of proofs; each is made in a neighbour file. A bad chip is a result and never thrown.
 * Reference: Microchip DS20006367A; "Trust Platform Manifest File Format" section 1.5; RFC 5280 section 6.1.
 */
import { toHex } from '../base/index.ts';
import {
  CONFIG_OFFSET,
  checkSerialNumber,
  modelOf,
  parseConfigZone,
  serialNumberSuffix,
  type ChipReading,
  type ChipSilence,
  type ConfigZone,
} from '../chip/index.ts';
import type { ChipAnchor } from './anchors.ts';
import { CHIP_PROOF_IDS, fail, hexByte, pass, unmeasured, type ChipProof } from './chip-proof.ts';
import { findMatches } from './match.ts';
import type { ManifestFile } from './manifest/manifest-file.ts';
import { proveCertificates, type ChipCertificates } from './prove-certificates.ts';
import { proveEntry } from './prove-entry.ts';

/** What a reading is held against. */
export interface ProveContext {
  /** Demo entries and demo roots count only when a demo anchor is here: hand one in for virtual ports only. */
  readonly anchors: readonly ChipAnchor[];
  readonly manifests: readonly ManifestFile[];
  /** Milliseconds since 1970, for validity. */
  readonly nowMs: number;
}

/** What the chip calls itself. */
export interface ChipSummary {
  /** 18 hex digits, upper case. */
  readonly serialNumber: string;
  readonly model: string;
  /** 7-bit I2C address. */
  readonly address: number;
  /** Subject common name of the rebuilt device certificate. */
  readonly commonName: string | null;
}

/** Proofs, and what they are about. The word for all of it is bench's. */
export interface ChipJudgement {
  /** All ten, in the order of CHIP_PROOF_IDS. */
  readonly proofs: readonly ChipProof[];
  /** Null unless both were rebuilt and their signatures hold. */
  readonly certificates: ChipCertificates | null;
  /** Null when the chip was not read. */
  readonly chip: ChipSummary | null;
  /** True when a demo root or a demo manifest signer was believed. */
  readonly demo: boolean;
}

/** Makes all proofs that can be made. @throws chip-length when the reading's configuration zone is not 128 bytes; manifest-read */
export async function proveChip(reading: ChipReading | ChipSilence, context: ProveContext): Promise<ChipJudgement> {
  if ('fault' in reading) {
    const [, ...others] = CHIP_PROOF_IDS;
    return { proofs: [silenceProof(reading), ...others.map((id) => unmeasured(id, 'not-read'))], certificates: null, chip: null, demo: false };
  }
  const config = parseConfigZone(reading.config);
  const serialNumber = toHex(config.serialNumber).toUpperCase();
  const demoCounts = context.anchors.some(({ origin }) => origin === 'demo');
  const matches = await findMatches(serialNumber, context.manifests, demoCounts ? 'counts' : 'does-not-count');
  const verified = matches.found.filter(({ entry }) => entry.problem === null);
  const entryKeys = verified.flatMap(({ entry }) => entry.certificates?.key.publicKey ?? []);

  const { proofs, certificates } = await proveCertificates(reading, context.anchors, entryKeys, context.nowMs);
  const entryProofs = await proveEntry(serialNumber, matches, reading.publicKey, certificates, context.nowMs);
  return {
    proofs: [answerProof(reading), lockProof(config, reading.config), serialProof(config, reading.address), ...proofs, ...entryProofs],
    certificates,
    chip: { serialNumber, model: modelOf(reading.revision), address: reading.address, commonName: certificates?.commonName ?? null },
    demo: certificates?.origin === 'demo' || matches.demo,
  };
}

function silenceProof({ fault, step, addresses, status }: ChipSilence): ChipProof {
  const seen = { step, addresses: addresses.map(hexByte).join(', '), ...(status === undefined ? {} : { status: hexByte(status) }) };
  return fail('chip-answers', fault, seen);
}

function answerProof({ address, revision }: ChipReading): ChipProof {
  const model = modelOf(revision);
  const seen = { address: hexByte(address), revision: toHex(revision) };
  return model === 'not an ATECC608' ? fail('chip-answers', 'not-atecc608', seen) : pass('chip-answers', { ...seen, model });
}

function lockProof({ lockConfig, lockValue }: ConfigZone, zone: Uint8Array): ChipProof {
  const lockBytes = [CONFIG_OFFSET.LockValue, CONFIG_OFFSET.LockConfig].map((offset) => toHex(zone.subarray(offset, offset + 1))).join(' ');
  const seen = { configZone: lockConfig, dataZone: lockValue, lockBytes };
  const wanted = { configZone: 'locked', dataZone: 'locked', lockBytes: '00 00' };
  if (lockConfig !== 'locked') return fail('zones-locked', 'config-zone-open', seen, wanted);
  return lockValue === 'locked' ? pass('zones-locked', seen, wanted) : fail('zones-locked', 'data-zone-open', seen, wanted);
}

function serialProof({ serialNumber }: ConfigZone, address: number): ChipProof {
  const fault = checkSerialNumber(serialNumber, address);
  const seen = { serialNumber: toHex(serialNumber).toUpperCase() };
  const wanted = { prefix: '0123', suffix: serialNumberSuffix(address).toString(16).padStart(2, '0') };
  return fault === null ? pass('serial-well-formed', seen, wanted) : fail('serial-well-formed', fault, seen, wanted);
}
