/**
 * X.509 certificates with P-256 keys and ECDSA-SHA256, read strictly and fast: for the many in a manifest.
 * Floor: trust. Knows the fields that chains need; verifies nothing (chain.ts). pkijs is the second opinion for the few.
 * Reference: RFC 5280 section 4; RFC 5480 section 2; RFC 5758 section 3.2.
 */
import { TouchstoneError, concat } from '../../base/index.ts';
import { DER_TAG, DerReader, derOid, derSequence } from '../../formats/index.ts';
import { OID, isSame, readOid } from './oid.ts';

/**
 * `certificate-version`: not v3. `certificate-algorithm`: another signature algorithm, or two different ones. `certificate-key`: not an
 * uncompressed P-256 key. `certificate-serial`: zero or longer than 20 bytes. `certificate-name`: a name without or with several common names.
 * `certificate-extension`: one occurs twice, has an encoded default, or a content that it may not have. `certificate-signature`: r or s too long.
 * Next to these, reading throws the DerErrorCodes. Facts: `offset`, `oid`.
 */
export type CertificateErrorCode =
  | 'certificate-version'
  | 'certificate-algorithm'
  | 'certificate-key'
  | 'certificate-serial'
  | 'certificate-name'
  | 'certificate-extension'
  | 'certificate-signature';

/** The fields of one certificate; byte strings are views into `der`. */
export interface Certificate {
  readonly der: Uint8Array;
  /** The bytes that are signed. */
  readonly tbs: Uint8Array;
  /** r ‖ s, 64 bytes. */
  readonly signature: Uint8Array;
  readonly serial: Uint8Array;
  /** Whole DER of the names, for comparing. */
  readonly issuer: Uint8Array;
  readonly subject: Uint8Array;
  readonly issuerCommonName: string;
  readonly subjectCommonName: string;
  readonly notBeforeMs: number;
  readonly notAfterMs: number;
  /** X ‖ Y, 64 bytes; not known to be on the curve. */
  readonly publicKey: Uint8Array;
  /** pathLength null: no limit. Absent extension: no CA. */
  readonly isCa: boolean;
  readonly pathLength: number | null;
  /** Bits of keyUsage as in RFC 5280 section 4.2.1.3 (bit 0 = 0x80 of the first byte); null when absent. */
  readonly keyUsage: number | null;
  readonly keyIdentifier: Uint8Array | null;
  readonly issuerKeyIdentifier: Uint8Array | null;
  /** OIDs of critical extensions that this reader does not process: a path with one is refused. */
  readonly unknownCritical: readonly string[];
}

function fail(code: CertificateErrorCode, facts: Readonly<Record<string, string | number>> = {}): never {
  throw new TouchstoneError<CertificateErrorCode>(code, facts);
}

/**
 * Reads one certificate and nothing behind it. `issuerCertificate`: its subject may be the issuer's name here, which is then compared and not read.
 * @throws CertificateErrorCode, DerErrorCode
 */
export function parseCertificate(der: Uint8Array, issuerCertificate?: Certificate): Certificate {
  const file = new DerReader(der);
  const outer = file.enter(DER_TAG.Sequence);
  file.end();
  const tbs = outer.read(DER_TAG.Sequence);
  readSignatureAlgorithm(outer);
  const signature = readSignature(outer);
  outer.end();

  const reader = new DerReader(der, tbs.offset, tbs.offset + tbs.whole.length).enter(DER_TAG.Sequence);
  const version = reader.enter(0xa0);
  if (version.readSmallInteger() !== 2) fail('certificate-version');
  version.end();
  const serial = reader.readUnsigned();
  if (serial.length > 20 || serial.every((byte) => byte === 0)) fail('certificate-serial', { bytes: serial.length });
  readSignatureAlgorithm(reader);
  const issuer = readName(reader, issuerCertificate);
  const validity = reader.enter(DER_TAG.Sequence);
  const notBeforeMs = validity.readTime();
  const notAfterMs = validity.readTime();
  validity.end();
  const subject = readName(reader);
  const publicKey = readPublicKey(reader);
  const extensions = readExtensions(reader);
  reader.end();
  return {
    der,
    tbs: tbs.whole,
    signature,
    serial,
    issuer: issuer.der,
    subject: subject.der,
    issuerCommonName: issuer.commonName,
    subjectCommonName: subject.commonName,
    notBeforeMs,
    notAfterMs,
    publicKey,
    isCa: extensions.isCa,
    pathLength: extensions.pathLength,
    keyUsage: extensions.keyUsage,
    keyIdentifier: extensions.keyIdentifier,
    issuerKeyIdentifier: extensions.issuerKeyIdentifier,
    unknownCritical: extensions.unknownCritical,
  };
}

const ECDSA_WITH_SHA256 = derOid(OID.ecdsaWithSha256);

/** ecdsa-with-SHA256, parameters absent (RFC 5758 section 3.2). */
function readSignatureAlgorithm(reader: DerReader): void {
  const content = reader.readContent(DER_TAG.Sequence);
  if (isSame(content, ECDSA_WITH_SHA256)) return;
  const algorithm = new DerReader(content);
  const oid = readOid(algorithm);
  if (oid !== OID.ecdsaWithSha256) fail('certificate-algorithm', { oid });
  algorithm.end();
}

function readSignature(reader: DerReader): Uint8Array {
  const { unusedBits, bytes } = reader.readBitString();
  if (unusedBits !== 0) fail('certificate-signature');
  const outer = new DerReader(bytes);
  const pair = outer.enter(DER_TAG.Sequence);
  outer.end();
  const signature = new Uint8Array(64);
  for (const end of [32, 64]) {
    const integer = pair.readUnsigned();
    if (integer.length > 32) fail('certificate-signature', { bytes: integer.length });
    signature.set(integer, end - integer.length);
  }
  pair.end();
  return signature;
}

function readName(reader: DerReader, known?: Certificate): { readonly der: Uint8Array; readonly commonName: string } {
  const { whole: der } = reader.read(DER_TAG.Sequence);
  if (known !== undefined && isSame(known.subject, der)) return { der, commonName: known.subjectCommonName };
  const commonNames: string[] = [];
  const sets = new DerReader(der).enter(DER_TAG.Sequence);
  while (sets.peek() !== -1) {
    const set = sets.enter(DER_TAG.Set);
    do {
      const attribute = set.enter(DER_TAG.Sequence);
      if (readOid(attribute) === OID.commonName) commonNames.push(attribute.readString());
      else attribute.skip();
      attribute.end();
    } while (set.peek() !== -1);
  }
  const [commonName] = commonNames;
  if (commonName === undefined || commonNames.length > 1) fail('certificate-name', { commonNames: commonNames.length });
  return { der, commonName };
}

/** What stands before X ‖ Y in a key of this curve. */
const P256_INFO = concat(derSequence(derOid(OID.ecPublicKey), derOid(OID.prime256v1)), Uint8Array.of(DER_TAG.BitString, 66, 0, 0x04));

function readPublicKey(reader: DerReader): Uint8Array {
  const content = reader.readContent(DER_TAG.Sequence);
  if (content.length === P256_INFO.length + 64 && isSame(content.subarray(0, P256_INFO.length), P256_INFO)) return content.subarray(P256_INFO.length);
  const info = new DerReader(content); // something is wrong with it: what?
  const algorithm = info.enter(DER_TAG.Sequence);
  const oid = readOid(algorithm);
  if (oid !== OID.ecPublicKey || algorithm.peek() !== DER_TAG.ObjectIdentifier || readOid(algorithm) !== OID.prime256v1) fail('certificate-key', { oid });
  algorithm.end();
  const { bytes } = info.readBitString();
  info.end();
  return fail('certificate-key', { bytes: bytes.length });
}

type Extensions = Pick<Certificate, 'isCa' | 'pathLength' | 'keyUsage' | 'keyIdentifier' | 'issuerKeyIdentifier' | 'unknownCritical'>;

function readExtensions(reader: DerReader): Extensions {
  let isCa = false;
  let pathLength: number | null = null;
  let keyUsage: number | null = null;
  let keyIdentifier: Uint8Array | null = null;
  let issuerKeyIdentifier: Uint8Array | null = null;
  const seen = new Set<string>();
  const unknownCritical: string[] = [];
  const explicit = reader.enter(0xa3);
  const list = explicit.enter(DER_TAG.Sequence);
  explicit.end();
  do {
    const extension = list.enter(DER_TAG.Sequence);
    const oid = readOid(extension);
    const critical = extension.peek() === DER_TAG.Boolean ? extension.readBoolean() || fail('certificate-extension', { oid }) : false; // DER: no encoded default
    const value = extension.enter(DER_TAG.OctetString);
    extension.end();
    if (seen.has(oid)) fail('certificate-extension', { oid });
    seen.add(oid);
    if (oid === OID.basicConstraints) ({ isCa, pathLength } = readBasicConstraints(value));
    else if (oid === OID.keyUsage) keyUsage = readKeyUsage(value);
    else if (oid === OID.subjectKeyIdentifier) keyIdentifier = value.readContent(DER_TAG.OctetString);
    else if (oid === OID.authorityKeyIdentifier) issuerKeyIdentifier = readAuthorityKeyIdentifier(value);
    else {
      value.skip();
      if (critical) unknownCritical.push(oid);
    }
    value.end();
  } while (list.peek() !== -1);
  return { isCa, pathLength, keyUsage, keyIdentifier, issuerKeyIdentifier, unknownCritical };
}

function readBasicConstraints(value: DerReader): Pick<Certificate, 'isCa' | 'pathLength'> {
  const constraints = value.enter(DER_TAG.Sequence);
  const isCa = constraints.peek() === DER_TAG.Boolean ? constraints.readBoolean() || fail('certificate-extension', { oid: OID.basicConstraints }) : false;
  const pathLength = isCa && constraints.peek() !== -1 ? constraints.readSmallInteger() : null;
  constraints.end();
  return { isCa, pathLength };
}

/** First byte of the named bit list in its upper bits; decipherOnly (bit 8) is of no use here. */
function readKeyUsage(value: DerReader): number {
  const { bytes } = value.readBitString();
  if (bytes.length === 0 || bytes.length > 2) fail('certificate-extension', { oid: OID.keyUsage });
  return bytes[0] as number;
}

function readAuthorityKeyIdentifier(value: DerReader): Uint8Array | null {
  const identifiers = value.enter(DER_TAG.Sequence);
  const keyIdentifier = identifiers.peek() === 0x80 ? identifiers.readContent(0x80) : null;
  while (identifiers.peek() !== -1) identifiers.skip();
  return keyIdentifier;
}
