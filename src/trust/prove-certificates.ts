/**
 * Four proofs: the signer's chain, the device's chain, the key in the certificate, possession of its private half.
 * Floor: trust. Knows a reading and anchors; manifests only as keys that may be the certificate's.
 * Reference: RFC 5280 section 6.1; Microchip DS20006367A.
 */
import { equalBytes, toHex, type Facts } from '../base/index.ts';
import type { ChipReading } from '../chip/index.ts';
import type { AnchorOrigin, ChipAnchor } from './anchors.ts';
import { parseCertificate } from './x509/certificate.ts';
import { checkIssued, isoTime, issuerFromAnchor, issuerFromCertificate, type Issuer } from './x509/chain.ts';
import { fail, hexByte, pass, unmeasured, type ChipProof, type ChipProofId } from './chip-proof.ts';
import { verifySignature } from './crypto.ts';
import { rebuildDevice, rebuildSigner, type DeviceTemplate, type RebuildFailure, type RebuiltSigner } from './x509/rebuild.ts';
import { contradict } from './x509/second-opinion.ts';

/** What was rebuilt; both signatures hold, up to an anchor of `origin`. Whether the chains hold in all else is said by the proofs. */
export interface ChipCertificates {
  readonly device: Uint8Array;
  readonly signer: Uint8Array;
  readonly commonName: string;
  readonly signerCommonName: string;
  readonly template: DeviceTemplate;
  /** X ‖ Y in the device certificate. */
  readonly publicKey: Uint8Array;
  readonly origin: AnchorOrigin;
}

/** The four proofs in order, and the certificates when both were rebuilt. */
export interface CertificateProofs {
  readonly proofs: readonly ChipProof[];
  readonly certificates: ChipCertificates | null;
}

/** `entryKeys`: keys that a manifest gives for this chip. They help to see that the certificate is genuine but the key in the chip another one. */
export async function proveCertificates(
  reading: ChipReading,
  anchors: readonly ChipAnchor[],
  entryKeys: readonly Uint8Array[],
  nowMs: number,
): Promise<CertificateProofs> {
  const signer = await rebuildSigner(reading, anchors);
  if ('fault' in signer) {
    const without = await proofsOfKey(reading, null);
    return { proofs: [rebuildProof('signer-chain', signer), unmeasured('device-chain', 'no-signer'), ...without], certificates: null };
  }
  const { proof: signerProof, issuer } = await proveSigner(signer, nowMs);
  const chipKeys = 'bytes' in reading.publicKey ? [reading.publicKey.bytes] : [];
  if (chipKeys.length + entryKeys.length === 0) {
    const status = 'status' in reading.publicKey ? { status: hexByte(reading.publicKey.status) } : {};
    return { proofs: [signerProof, unmeasured('device-chain', 'no-key', status), ...(await proofsOfKey(reading, null))], certificates: null };
  }
  const device = await rebuildDevice(reading, signer, [...chipKeys, ...entryKeys]);
  if ('fault' in device) return { proofs: [signerProof, rebuildProof('device-chain', device), ...(await proofsOfKey(reading, null))], certificates: null };

  const certificate = parseCertificate(device.der);
  const keyFrom = chipKeys.some((key) => equalBytes(key, device.publicKey)) ? 'chip' : 'manifest';
  const seen = {
    commonName: certificate.subjectCommonName,
    signer: certificate.issuerCommonName,
    template: device.template,
    bytes: device.der.length,
    keyFrom,
    notBefore: isoTime(certificate.notBeforeMs),
    notAfter: isoTime(certificate.notAfterMs),
  };
  const deviceProof = await chainProof('device-chain', device.der, issuer, 'device', nowMs, seen);
  const certificates = {
    device: device.der,
    signer: signer.der,
    commonName: certificate.subjectCommonName,
    signerCommonName: certificate.issuerCommonName,
    template: device.template,
    publicKey: device.publicKey,
    origin: signer.anchor.origin,
  };
  return { proofs: [signerProof, deviceProof, ...(await proofsOfKey(reading, device.publicKey))], certificates };
}

async function proveSigner(signer: RebuiltSigner, nowMs: number): Promise<{ readonly proof: ChipProof; readonly issuer: Issuer }> {
  const root = await issuerFromAnchor(signer.anchor);
  const certificate = parseCertificate(signer.der);
  const seen = { signer: certificate.subjectCommonName, root: root.commonName, origin: signer.anchor.origin, notAfter: isoTime(certificate.notAfterMs) };
  return { proof: await chainProof('signer-chain', signer.der, root, 'ca', nowMs, seen), issuer: await issuerFromCertificate(certificate, root) };
}

/** Our checks first, then the other parser's. */
async function chainProof(id: ChipProofId, der: Uint8Array, issuer: Issuer, role: 'ca' | 'device', nowMs: number, seen: Facts): Promise<ChipProof> {
  const certificate = parseCertificate(der);
  const finding = await checkIssued(certificate, issuer, role, nowMs);
  if (finding !== null) return fail(id, finding.fault, { ...seen, ...finding.seen }, finding.wanted);
  const opinion = await contradict(certificate, issuer.publicKey);
  return opinion === null ? pass(id, seen) : fail(id, opinion, seen);
}

/** A slot that may not be read was not measured; one that says something wrong was. */
function rebuildProof(id: ChipProofId, { fault, facts }: RebuildFailure): ChipProof {
  const { status, ...others } = facts;
  const seen = typeof status === 'number' ? { ...others, status: hexByte(status) } : facts;
  return fault === 'slot-unreadable' ? unmeasured(id, fault, seen) : fail(id, fault, seen);
}

/** `key-in-certificate` and `possession`; `certificateKey` null when no certificate was rebuilt. */
async function proofsOfKey(reading: ChipReading, certificateKey: Uint8Array | null): Promise<readonly ChipProof[]> {
  return [proveKey(reading, certificateKey), await provePossession(reading, certificateKey)];
}

function proveKey({ publicKey }: ChipReading, certificateKey: Uint8Array | null): ChipProof {
  const id = 'key-in-certificate';
  if ('status' in publicKey) return unmeasured(id, 'no-key', { status: hexByte(publicKey.status) });
  const seen = { publicKey: toHex(publicKey.bytes) };
  if (certificateKey === null) return unmeasured(id, 'no-certificate', seen);
  const wanted = { publicKey: toHex(certificateKey) };
  return equalBytes(publicKey.bytes, certificateKey) ? pass(id, seen, wanted) : fail(id, 'key-differs', seen, wanted);
}

async function provePossession({ possession, publicKey }: ChipReading, certificateKey: Uint8Array | null): Promise<ChipProof> {
  const id = 'possession';
  const { signature, slot } = possession;
  const seen = { challenge: toHex(possession.challenge), slot };
  if ('status' in signature) return fail(id, 'chip-refused', { ...seen, status: hexByte(signature.status) });
  if (certificateKey !== null) {
    return (await verifySignature(certificateKey, signature.bytes, possession.challenge)) ? pass(id, seen) : fail(id, 'signature-wrong', seen);
  }
  const matchesReadKey = 'bytes' in publicKey && (await verifySignature(publicKey.bytes, signature.bytes, possession.challenge));
  return unmeasured(id, 'no-certificate', { ...seen, matchesReadKey });
}
