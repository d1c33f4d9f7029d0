/**
 * A certificate in plain values, for showing: names with their attributes, alternative names, identifiers, fingerprints, PEM.
 * Floor: trust. Verifies nothing (chain.ts); whoever shows it says whether it was verified.
 * Reference: RFC 5280 sections 4.1.2.4 (names) and 4.2.1.6 (subjectAltName); RFC 4514 section 3 for short attribute names.
 */
import { toHex } from '../../base/index.ts';
import { DER_TAG, DerReader, encodePem } from '../../formats/index.ts';
import { sha1, sha256 } from '../crypto.ts';
import { parseCertificate } from './certificate.ts';
import { isoTime } from './chain.ts';

/** One certificate; all byte strings are lower-case hex. */
export interface CertificateDescription {
  /** For example "O=Microchip Technology Inc, CN=sn0123…", in the order of the certificate. */
  readonly subject: string;
  readonly issuer: string;
  readonly commonName: string;
  readonly issuerCommonName: string;
  readonly serial: string;
  /** For example 2024-03-07T01:32:28Z. */
  readonly notBefore: string;
  /** Null: 9999-12-31T23:59:59Z, which means no end (RFC 5280 section 4.1.2.5). */
  readonly notAfter: string | null;
  /** For example "directory name serialNumber=eui48_…"; empty when the extension is absent. */
  readonly alternativeNames: readonly string[];
  readonly keyIdentifier: string | null;
  readonly issuerKeyIdentifier: string | null;
  /** X ‖ Y. */
  readonly publicKey: string;
  readonly isCa: boolean;
  readonly sha1: string;
  readonly sha256: string;
  readonly pem: string;
}

const ATTRIBUTES: Readonly<Record<string, string>> = {
  '2.5.4.3': 'CN',
  '2.5.4.5': 'serialNumber',
  '2.5.4.6': 'C',
  '2.5.4.7': 'L',
  '2.5.4.8': 'ST',
  '2.5.4.10': 'O',
  '2.5.4.11': 'OU',
};
const SUBJECT_ALTERNATIVE_NAME = '2.5.29.17';
const NO_END = '9999-12-31T23:59:59Z';
/** Context tags of GeneralName whose content is a text (rfc822Name, dNSName, URI). */
const TEXT_NAMES: Readonly<Record<number, string>> = { 0x81: 'mail', 0x82: 'DNS', 0x86: 'URI' };
const DIRECTORY_NAME = 0xa4;

/** Reads and describes one certificate. @throws CertificateErrorCode, DerErrorCode */
export async function describeCertificate(der: Uint8Array): Promise<CertificateDescription> {
  const certificate = parseCertificate(der);
  const notAfter = isoTime(certificate.notAfterMs);
  return {
    subject: nameText(new DerReader(certificate.subject)),
    issuer: nameText(new DerReader(certificate.issuer)),
    commonName: certificate.subjectCommonName,
    issuerCommonName: certificate.issuerCommonName,
    serial: toHex(certificate.serial),
    notBefore: isoTime(certificate.notBeforeMs),
    notAfter: notAfter === NO_END ? null : notAfter,
    alternativeNames: alternativeNames(certificate.tbs),
    keyIdentifier: hexOrNull(certificate.keyIdentifier),
    issuerKeyIdentifier: hexOrNull(certificate.issuerKeyIdentifier),
    publicKey: toHex(certificate.publicKey),
    isCa: certificate.isCa,
    sha1: toHex(await sha1(der)),
    sha256: toHex(await sha256(der)),
    pem: encodePem('CERTIFICATE', der),
  };
}

const hexOrNull = (bytes: Uint8Array | null): string | null => (bytes === null ? null : toHex(bytes));

function nameText(reader: DerReader): string {
  const parts: string[] = [];
  const sets = reader.enter(DER_TAG.Sequence);
  while (sets.peek() !== -1) {
    const set = sets.enter(DER_TAG.Set);
    while (set.peek() !== -1) {
      const attribute = set.enter(DER_TAG.Sequence);
      const oid = attribute.readOid();
      parts.push(`${ATTRIBUTES[oid] ?? oid}=${attributeText(attribute)}`);
    }
  }
  return parts.join(', ');
}

/** Common names are texts, or the certificate had not been read; other attributes may be anything. */
function attributeText(attribute: DerReader): string {
  const tag = attribute.peek();
  if (tag === DER_TAG.Utf8String || tag === DER_TAG.PrintableString || tag === DER_TAG.Ia5String) return attribute.readString();
  return `#${toHex(attribute.read().whole)}`; // RFC 4514 section 2.4
}

/** `tbs` was read by parseCertificate, so its outline is known to be right; the names inside the extension are not. */
function alternativeNames(tbs: Uint8Array): readonly string[] {
  const fields = new DerReader(tbs).enter(DER_TAG.Sequence);
  while (fields.peek() !== 0xa3) fields.skip();
  const list = fields.enter(0xa3).enter(DER_TAG.Sequence);
  while (list.peek() !== -1) {
    const extension = list.enter(DER_TAG.Sequence);
    if (extension.readOid() !== SUBJECT_ALTERNATIVE_NAME) continue;
    if (extension.peek() === DER_TAG.Boolean) extension.skip();
    const names = new DerReader(extension.readContent(DER_TAG.OctetString)).enter(DER_TAG.Sequence);
    const texts: string[] = [];
    while (names.peek() !== -1) texts.push(generalName(names));
    return texts;
  }
  return [];
}

function generalName(names: DerReader): string {
  const tag = names.peek();
  if (tag === DIRECTORY_NAME) return `directory name ${nameText(names.enter(DIRECTORY_NAME))}`;
  const { content, whole } = names.read();
  const kind = TEXT_NAMES[tag];
  return kind !== undefined && content.every((byte) => byte >= 0x20 && byte < 0x7f)
    ? `${kind} ${String.fromCharCode(...content.subarray(0, 1024))}`
    : `#${toHex(whole)}`;
}
