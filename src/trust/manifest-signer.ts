/**
 * Certificates of manifest signers that the operator adds: PEM or DER in, a pinned signer out.
 * Floor: trust. Knows no manifests. Adding a certificate is the operator's decision; this file only makes sure of what is added.
 * Reference: RFC 7515 sections 4.1.4 and 4.1.8 (kid, x5t#S256); Microchip "Trust Platform Manifest File Format" section 1.1.
 */
import { TouchstoneError, equalBytes, isTouchstoneError, toBase64Url, type Facts } from '../base/index.ts';
import { parsePem } from '../formats/index.ts';
import type { ManifestSigner } from './anchors.ts';
import { parseCertificate, type Certificate } from './x509/certificate.ts';
import { isoTime } from './x509/chain.ts';
import { importPublicKey, sha256, verifySignature } from './crypto.ts';

/**
 * `signer-invalid`: not a certificate that can sign manifests. Fact `why`: `size`, `pem` (no PEM, or not exactly one CERTIFICATE),
 * `certificate` (not X.509 v3 with P-256 and ECDSA-SHA256; fact `code`), `key-identifier` (none: entries could not name it),
 * `key` (not on the curve), `self-signature` (says it signed itself and did not), `authority-key-identifier` (self-signed, but names another key).
 */
export type SignerErrorCode = 'signer-invalid';

const MAX_BYTES = 64 * 1024;
const SEQUENCE = 0x30;

/** Reads one certificate, PEM or DER. @throws signer-invalid */
export async function parseManifestSigner(file: Uint8Array, origin: ManifestSigner['origin'] = 'own'): Promise<ManifestSigner> {
  const refuse = (why: string, facts: Facts = {}, cause?: unknown): never => {
    throw new TouchstoneError<SignerErrorCode>('signer-invalid', { why, ...facts }, cause);
  };
  if (file.length > MAX_BYTES) refuse('size', { bytes: file.length });
  const der = file[0] === SEQUENCE ? file : fromPem(file, refuse);
  let certificate: Certificate;
  try {
    certificate = parseCertificate(der);
  } catch (error) {
    return refuse('certificate', isTouchstoneError(error) ? { code: error.code } : {}, error);
  }
  const { keyIdentifier, issuerKeyIdentifier, publicKey } = certificate;
  if (keyIdentifier === null || keyIdentifier.length === 0) return refuse('key-identifier');
  const key = await importPublicKey(publicKey);
  if (key === null) return refuse('key');
  if (equalBytes(certificate.issuer, certificate.subject)) {
    if (!(await verifySignature(key, certificate.signature, certificate.tbs))) refuse('self-signature');
    if (issuerKeyIdentifier !== null && !equalBytes(issuerKeyIdentifier, keyIdentifier)) refuse('authority-key-identifier');
  }
  return {
    origin,
    name: certificate.subjectCommonName,
    kid: toBase64Url(keyIdentifier),
    x5t: toBase64Url(await sha256(der)),
    publicKey: publicKey.slice(),
    notBefore: isoTime(certificate.notBeforeMs),
    notAfter: isoTime(certificate.notAfterMs),
  };
}

function fromPem(file: Uint8Array, refuse: (why: string, facts?: Facts, cause?: unknown) => never): Uint8Array {
  try {
    const blocks = parsePem(new TextDecoder('utf-8', { fatal: true }).decode(file));
    const [block] = blocks;
    if (block?.label === 'CERTIFICATE' && blocks.length === 1) return block.bytes;
    return refuse('pem', { blocks: blocks.length });
  } catch (error) {
    if (isTouchstoneError(error) && error.code === 'signer-invalid') throw error;
    return refuse('pem', {}, error);
  }
}
