/**
 * From a certificate up to an anchor: one step at a time.
 * Floor: trust. Knows no chips and no templates. A certificate that does not hold is a result.
 * Reference: RFC 5280 sections 6.1.3 (every certificate) and 6.1.4 (every CA), for names, keys, validity, path length, key usage.
 * Revocation is not checked: Microchip publishes no lists for these CAs.
 */
import { equalBytes, type Facts } from '../../base/index.ts';
import type { ChipAnchor } from '../anchors.ts';
import type { Certificate } from './certificate.ts';
import { encodeName } from './certificate-templates.ts';
import { importPublicKey, keyIdentifier, verifySignature } from '../crypto.ts';

/** Somebody who issues: an anchor, or a CA whose own certificate was checked before. */
export interface Issuer {
  readonly name: Uint8Array;
  readonly commonName: string;
  readonly key: CryptoKey | null;
  readonly publicKey: Uint8Array;
  readonly keyIdentifier: Uint8Array;
  /** How many CAs may still follow below; Infinity when nothing is said. */
  readonly pathLengthLeft: number;
}

/**
 * Why a certificate is not believed, in the order in which it is looked at. `issuer-name`: issued by somebody else.
 * `issuer-signature`: the issuer's key did not sign it. `issuer-key-identifier`: names another key of the issuer. `not-yet-valid`, `expired`: at the time asked for.
 * `unknown-critical-extension`. `not-a-ca`, `is-a-ca`: the other kind was wanted. `path-length`: a CA above allows no CA here.
 * `key-usage`: a CA may not sign certificates, a device may not sign. `subject-key-identifier`: a CA's identifier is missing or not of its key.
 */
export type ChainFault =
  | 'issuer-name'
  | 'issuer-signature'
  | 'issuer-key-identifier'
  | 'not-yet-valid'
  | 'expired'
  | 'unknown-critical-extension'
  | 'not-a-ca'
  | 'is-a-ca'
  | 'path-length'
  | 'key-usage'
  | 'subject-key-identifier';

/** First fault found and what was seen, or null. */
export type ChainFinding = { readonly fault: ChainFault; readonly seen: Facts; readonly wanted: Facts } | null;

const DIGITAL_SIGNATURE = 0x80;
const KEY_CERT_SIGN = 0x04;

/** The anchor as an issuer. */
export async function issuerFromAnchor(anchor: ChipAnchor): Promise<Issuer> {
  return {
    name: encodeName(anchor.organization, anchor.rootCommonName),
    commonName: anchor.rootCommonName,
    key: await importPublicKey(anchor.publicKey),
    publicKey: anchor.publicKey,
    keyIdentifier: await keyIdentifier(anchor.publicKey),
    pathLengthLeft: Infinity,
  };
}

/** A CA certificate as an issuer; only after `checkIssued(…, 'ca')` found nothing. */
export async function issuerFromCertificate(certificate: Certificate, above: Issuer): Promise<Issuer> {
  return {
    name: certificate.subject,
    commonName: certificate.subjectCommonName,
    key: await importPublicKey(certificate.publicKey),
    publicKey: certificate.publicKey,
    keyIdentifier: certificate.keyIdentifier ?? new Uint8Array(0),
    pathLengthLeft: Math.min(above.pathLengthLeft - 1, certificate.pathLength ?? Infinity),
  };
}

/** Checks one certificate against its issuer. Without `atMs` validity is not looked at: an entry in a manifest is for good. */
export async function checkIssued(certificate: Certificate, issuer: Issuer, role: 'ca' | 'device', atMs?: number): Promise<ChainFinding> {
  if (!equalBytes(certificate.issuer, issuer.name)) return found('issuer-name', { issuer: certificate.issuerCommonName }, { issuer: issuer.commonName });
  if (issuer.key === null || !(await verifySignature(issuer.key, certificate.signature, certificate.tbs))) {
    return found('issuer-signature', { issuer: certificate.issuerCommonName });
  }
  const finding = checkFields(certificate, issuer, role, atMs);
  if (finding !== null || role === 'device') return finding;
  const wanted = await keyIdentifier(certificate.publicKey);
  return certificate.keyIdentifier !== null && equalBytes(certificate.keyIdentifier, wanted) ? null : found('subject-key-identifier');
}

/** What has to hold beside name and signature; without the identifier of a CA's own key, which takes a digest. */
export function checkFields(certificate: Certificate, issuer: Issuer, role: 'ca' | 'device', atMs?: number): ChainFinding {
  if (certificate.issuerKeyIdentifier === null || !equalBytes(certificate.issuerKeyIdentifier, issuer.keyIdentifier)) return found('issuer-key-identifier');
  if (atMs !== undefined && atMs < certificate.notBeforeMs)
    return found('not-yet-valid', { now: isoTime(atMs) }, { notBefore: isoTime(certificate.notBeforeMs) });
  if (atMs !== undefined && atMs > certificate.notAfterMs) return found('expired', { now: isoTime(atMs) }, { notAfter: isoTime(certificate.notAfterMs) });
  const [unknown] = certificate.unknownCritical;
  if (unknown !== undefined) return found('unknown-critical-extension', { oid: unknown });
  if (certificate.isCa !== (role === 'ca')) return found(role === 'ca' ? 'not-a-ca' : 'is-a-ca');
  const usage = role === 'ca' ? KEY_CERT_SIGN : DIGITAL_SIGNATURE;
  if (certificate.keyUsage === null || (certificate.keyUsage & usage) === 0) return found('key-usage', { keyUsage: certificate.keyUsage ?? 'absent' });
  return role === 'ca' && issuer.pathLengthLeft < 1 ? found('path-length', { pathLength: issuer.pathLengthLeft }) : null;
}

const found = (fault: ChainFault, seen: Facts = {}, wanted: Facts = {}): ChainFinding => ({ fault, seen, wanted });

/** For example 2024-03-07T01:32:28Z. */
export const isoTime = (timeMs: number): string => new Date(timeMs).toISOString().replace('.000Z', 'Z');
