/**
 * The certificates inside a manifest entry, up to an anchor.
 * Floor: trust. Knows no signatures around the entry (jws.ts). Signers are shared by many chips, so each is checked once per file.
 * Reference: RFC 5280 section 6.1 by way of chain.ts; RFC 7517 section 4.7: the first certificate holds the key.
 */
import { equalBytes, isTouchstoneError } from '../../base/index.ts';
import type { AnchorOrigin, ChipAnchor } from '../anchors.ts';
import { parseCertificate, type Certificate } from '../x509/certificate.ts';
import { sha256 } from '../crypto.ts';
import { checkIssued, issuerFromAnchor, issuerFromCertificate, type Issuer } from '../x509/chain.ts';
import { isProblem, problem, type OrProblem } from './entry-reason.ts';
import { decodeCertificateText, type ManifestKey, type SecureElement } from './secure-element.ts';

/** DER of both, verified up to an anchor of `origin`. */
export interface EntryCertificates {
  readonly device: Uint8Array;
  readonly signer: Uint8Array;
  /** Subject common name of the device: the registration id. */
  readonly commonName: string;
  readonly signerCommonName: string;
  readonly key: ManifestKey;
  readonly origin: AnchorOrigin;
}

/** Certificates that stand in an entry and can be parsed; nothing is known of who issued them. */
export interface ClaimedCertificates {
  readonly device: Uint8Array;
  readonly signer: Uint8Array;
  /** Subject common name of the device. */
  readonly commonName: string;
  readonly key: ManifestKey;
}

/** A signer that was verified up to an anchor. */
export interface CheckedSigner {
  readonly certificate: Certificate;
  readonly issuer: Issuer;
  readonly origin: AnchorOrigin;
  /** The certificate in base64, as it stands in entries; and with its quotes. */
  readonly text: Uint8Array;
  readonly quoted: Uint8Array;
  /** SHA-256 of the certificate. */
  readonly fingerprint: Uint8Array;
}

/** Checks entries of one file against anchors. */
export class EntryChains {
  readonly #anchors: Promise<readonly { readonly anchor: ChipAnchor; readonly issuer: Issuer }[]>;
  readonly #signers = new Map<string, Promise<OrProblem<CheckedSigner>>>();
  readonly #known: CheckedSigner[] = [];

  constructor(anchors: readonly ChipAnchor[]) {
    this.#anchors = Promise.all(anchors.map(async (anchor) => ({ anchor, issuer: await issuerFromAnchor(anchor) })));
  }

  /** Null: the entry holds no certificates. */
  async check(content: SecureElement): Promise<OrProblem<EntryCertificates> | null> {
    if (content.certificates === null) return null;
    const { key, device: deviceText, signer: signerText } = content.certificates;
    const device = readCertificate(deviceText, 'device');
    if (isProblem(device)) return device;
    if (!equalBytes(device.publicKey, key.publicKey)) return problem('certificate-key', { key: key.kid });
    if (!device.subjectCommonName.includes(content.uniqueId.toUpperCase())) return problem('certificate-name', { commonName: device.subjectCommonName });
    const signer = await this.#signer(signerText);
    if (isProblem(signer)) return signer;
    const finding = await checkIssued(device, signer.issuer, 'device');
    if (finding !== null) return problem('device-certificate', { fault: finding.fault, ...finding.seen });
    return {
      device: device.der,
      signer: signer.certificate.der,
      commonName: device.subjectCommonName,
      signerCommonName: signer.certificate.subjectCommonName,
      key,
      origin: signer.origin,
    };
  }

  /** Signers that hold, in order of appearance. */
  get known(): readonly CheckedSigner[] {
    return this.#known;
  }

  #signer(text: string): Promise<OrProblem<CheckedSigner>> {
    const known = this.#signers.get(text);
    if (known !== undefined) return known;
    const checking = this.#checkSigner(text);
    if (this.#signers.size < MAX_SIGNERS) this.#signers.set(text, checking);
    return checking;
  }

  async #checkSigner(text: string): Promise<OrProblem<CheckedSigner>> {
    const certificate = readCertificate(text, 'signer');
    if (isProblem(certificate)) return certificate;
    for (const { anchor, issuer } of await this.#anchors) {
      if (!equalBytes(certificate.issuer, issuer.name)) continue;
      const finding = await checkIssued(certificate, issuer, 'ca');
      if (finding !== null) return problem('signer-certificate', { fault: finding.fault, ...finding.seen });
      const quoted = new TextEncoder().encode(`"${text}"`);
      const checked = {
        certificate,
        issuer: await issuerFromCertificate(certificate, issuer),
        origin: anchor.origin,
        text: quoted.subarray(1, -1),
        quoted,
        fingerprint: await sha256(certificate.der),
      };
      if (this.#known.length < MAX_KNOWN) this.#known.push(checked);
      return checked;
    }
    return problem('chain-not-to-anchor', { issuer: certificate.issuerCommonName });
  }
}

/** A file made to have a signer per entry shall not fill the memory twice, nor be compared with all of them. */
const MAX_SIGNERS = 1024;
const MAX_KNOWN = 64;

/** What an entry brings along, if both certificates can be parsed; null otherwise. */
export function claimedCertificates({ certificates }: SecureElement): ClaimedCertificates | null {
  if (certificates === null) return null;
  const [device, signer] = [readCertificate(certificates.device, 'device'), readCertificate(certificates.signer, 'signer')];
  if (isProblem(device) || isProblem(signer)) return null;
  return { device: device.der, signer: signer.der, commonName: device.subjectCommonName, key: certificates.key };
}

function readCertificate(text: string, which: 'device' | 'signer'): OrProblem<Certificate> {
  const der = decodeCertificateText(text);
  if (der === null) return problem('x5c-base64', { certificate: which });
  try {
    return parseCertificate(der);
  } catch (error) {
    if (isTouchstoneError(error)) return problem('certificate-invalid', { certificate: which, code: error.code });
    throw error;
  }
}
