/**
 * A manifest entry in plain values, for showing: what it says, which checks it went through, both certificates.
 * Floor: trust. Verifies nothing again: the outcome of every check follows from the one problem that entry.ts found, in the order in which it looks.
 * Reference: Microchip "Trust Platform Manifest File Format" v1 sections 1.4 to 1.6; entry.ts and entry-chain.ts for the order.
 */
import { isTouchstoneError, toHex, type Facts, type Proof } from '../../base/index.ts';
import { isJsonObject, parseJson, type JsonObject, type JsonValue } from '../../formats/index.ts';
import { describeCertificate, type CertificateDescription } from '../x509/describe-certificate.ts';
import type { ManifestEntryReason } from './entry-reason.ts';
import { parseEnvelope, parsePayload } from './jws.ts';
import type { ManifestEntry } from './entry.ts';
import { decodeCertificateText } from './secure-element.ts';

/** The checks of one entry, in the order in which they are made. */
export const ENTRY_CHECK_IDS = ['envelope', 'signer', 'signature', 'content', 'device-key', 'device-name', 'signer-chain', 'device-chain'] as const;
export type EntryCheckId = (typeof ENTRY_CHECK_IDS)[number];

/** Why a check of an entry is no pass; `earlier-check`: something before it failed. */
export type EntryCheckReason = ManifestEntryReason | 'earlier-check' | 'entry-without-certificates';

/** What the payload says; a claim as long as the entry has a problem. Null: not said. */
export interface EntryFacts {
  readonly version: number | null;
  readonly model: string | null;
  readonly partNumber: string | null;
  readonly groupId: string | null;
  readonly provisioningTimestamp: string | null;
  readonly manufacturer: string | null;
  readonly provisioner: string | null;
  readonly distributor: string | null;
  /** Slot numbers of the public keys. */
  readonly keySlots: readonly string[];
}

/** One entry as it is shown. */
export interface EntryDescription {
  /** 18 lower-case hex digits; null when it could not be read. */
  readonly uniqueId: string | null;
  readonly facts: EntryFacts;
  readonly checks: readonly Proof<EntryCheckId, EntryCheckReason>[];
  /** Null: the entry holds none, or they cannot be read as certificates. Verified only when the entry has no problem. */
  readonly device: CertificateDescription | null;
  readonly signer: CertificateDescription | null;
  /** The entry's characters as they are in the file. */
  readonly rawText: string;
}

/** Describes one entry; never throws for what is wrong with it. */
export async function describeEntry(entry: ManifestEntry): Promise<EntryDescription> {
  const texts = entry.content?.certificates ?? null;
  const device = texts === null ? null : await describeOrNull(texts.device);
  const signer = texts === null ? null : await describeOrNull(texts.signer);
  const facts = factsOf(payloadOf(entry.rawText));
  return { uniqueId: entry.uniqueId, facts, checks: checksOf(entry, facts, device, signer), device, signer, rawText: entry.rawText };
}

async function describeOrNull(text: string): Promise<CertificateDescription | null> {
  const der = decodeCertificateText(text);
  try {
    return der === null ? null : await describeCertificate(der);
  } catch (error) {
    if (isTouchstoneError(error)) return null;
    throw error;
  }
}

const RAW_DEPTH = 10;

function payloadOf(rawText: string): JsonObject | null {
  try {
    const envelope = parseEnvelope(parseJson(rawText, RAW_DEPTH));
    if ('problem' in envelope) return null;
    const payload = parsePayload(envelope);
    return 'problem' in payload ? null : payload.payload;
  } catch (error) {
    if (isTouchstoneError(error)) return null;
    throw error;
  }
}

function factsOf(payload: JsonObject | null): EntryFacts {
  const text = (value: JsonValue | undefined): string | null => (typeof value === 'string' ? value : null);
  const version = payload?.get('version');
  const keySet = payload?.get('publicKeySet');
  const keys = isJsonObject(keySet) ? keySet.get('keys') : undefined;
  return {
    version: typeof version === 'number' ? version : null,
    model: text(payload?.get('model')),
    partNumber: text(payload?.get('partNumber')),
    groupId: text(payload?.get('groupId')),
    provisioningTimestamp: text(payload?.get('provisioningTimestamp')),
    manufacturer: entityName(payload?.get('manufacturer')),
    provisioner: entityName(payload?.get('provisioner')),
    distributor: entityName(payload?.get('distributor') ?? payload?.get('distributer')),
    keySlots: Array.isArray(keys) ? (keys as readonly JsonValue[]).flatMap((key) => (isJsonObject(key) ? (text(key.get('kid')) ?? []) : [])) : [],
  };
}

/** The attributes of an entity, for example "Microchip Technology Inc, Secure Products". */
function entityName(value: JsonValue | undefined): string | null {
  if (!isJsonObject(value)) return null;
  const parts = [...value.values()].filter((attribute) => typeof attribute === 'string');
  return parts.length === 0 ? null : parts.join(', ');
}

/** The check at which each problem is found; `certificate` facts move two of them to the signer. */
const FOUND_AT: Readonly<Record<ManifestEntryReason, EntryCheckId>> = {
  'entry-size': 'envelope',
  'entry-json': 'envelope',
  'entry-shape': 'envelope',
  'entry-base64url': 'envelope',
  'protected-json': 'envelope',
  'header-overlap': 'envelope',
  'protected-alg': 'signer',
  'protected-crit': 'signer',
  'protected-signer': 'signer',
  'unknown-signer': 'signer',
  'signer-kid': 'signer',
  'signer-thumbprint': 'signer',
  'entry-signature': 'signature',
  'payload-json': 'content',
  'payload-version': 'content',
  'payload-member': 'content',
  'payload-unique-id': 'content',
  'key-member': 'content',
  'key-duplicate': 'content',
  'x5c-keys': 'content',
  'x5c-length': 'content',
  'header-unique-id': 'content',
  'x5c-base64': 'device-key',
  'certificate-invalid': 'device-key',
  'certificate-key': 'device-key',
  'certificate-name': 'device-name',
  'chain-not-to-anchor': 'signer-chain',
  'signer-certificate': 'signer-chain',
  'device-certificate': 'device-chain',
};

function checksOf(
  entry: ManifestEntry,
  facts: EntryFacts,
  device: CertificateDescription | null,
  signer: CertificateDescription | null,
): EntryDescription['checks'] {
  const { problem, content } = entry;
  const isOfSigner = problem?.facts['certificate'] === 'signer';
  const foundAt = problem === null ? null : isOfSigner ? 'signer-chain' : FOUND_AT[problem.reason];
  const stop = foundAt === null ? ENTRY_CHECK_IDS.length : ENTRY_CHECK_IDS.indexOf(foundAt);
  const seen = evidence(entry, facts, device, signer);
  return ENTRY_CHECK_IDS.map((id, index) => {
    if (problem !== null && index === stop)
      return { id, outcome: problem.reason === 'unknown-signer' ? 'unmeasured' : 'fail', reason: problem.reason, seen: problem.facts, wanted: {} };
    if (index > stop) return { id, outcome: 'unmeasured', reason: 'earlier-check', seen: {}, wanted: {} };
    if (content?.certificates === null && index > ENTRY_CHECK_IDS.indexOf('content'))
      return { id, outcome: 'unmeasured', reason: 'entry-without-certificates', seen: { version: content.version }, wanted: {} };
    return { id, outcome: 'pass', seen: seen[id], wanted: {} };
  });
}

/** What stands behind each check when it holds. */
function evidence(
  { signer: by, content, certificates }: ManifestEntry,
  facts: EntryFacts,
  device: CertificateDescription | null,
  signer: CertificateDescription | null,
): Readonly<Record<EntryCheckId, Facts>> {
  const signerFacts: Facts =
    by === null ? {} : { signer: by.name, origin: by.origin, kid: by.kid, x5t: by.x5t, notBefore: by.notBefore, notAfter: by.notAfter };
  return {
    envelope: { alg: 'ES256' },
    signer: signerFacts,
    signature: by === null ? {} : { signer: by.name },
    content: content === null ? {} : { version: content.version, uniqueId: content.uniqueId, keys: facts.keySlots.length },
    'device-key': content?.certificates ? { slot: content.certificates.key.kid, publicKey: toHex(content.certificates.key.publicKey) } : {},
    'device-name': device === null ? {} : { commonName: device.commonName },
    'signer-chain':
      signer === null ? {} : { signer: signer.commonName, root: signer.issuerCommonName, ...(certificates === null ? {} : { origin: certificates.origin }) },
    'device-chain': device === null || signer === null ? {} : { commonName: device.commonName, signer: signer.commonName },
  };
}
