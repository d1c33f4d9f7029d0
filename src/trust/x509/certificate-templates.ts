/**
 * The certificates that Microchip's production writes, field by field, as DER.
 * Floor: trust. Knows the fixed parts; what differs comes in as values. Verifies nothing.
 * Reference: RFC 5280 section 4.1; cryptoauthlib's Trust&GO certificate definitions (facts), confirmed against real certificates.
 */
import {
  derBitString,
  derElement,
  derExplicit,
  derGeneralizedTime,
  derOctetString,
  derOid,
  derPrintableString,
  derSequence,
  derSetOfOne,
  derTrue,
  derUnsigned,
  derUtcTime,
  derUtf8String,
} from '../../formats/index.ts';
import { uncompressedPoint } from '../crypto.ts';
import { OID } from './oid.ts';

/** 9999-12-31T23:59:59Z, "no well-defined expiration date" (RFC 5280 section 4.1.2.5). */
const NO_EXPIRY_MS = Date.UTC(9999, 11, 31, 23, 59, 59);

const ECDSA_WITH_SHA256 = derSequence(derOid(OID.ecdsaWithSha256));
const P256 = derSequence(derOid(OID.ecPublicKey), derOid(OID.prime256v1));

/** What differs from certificate to certificate. */
export interface CertificateFields {
  /** Unsigned, big-endian. */
  readonly serial: Uint8Array;
  readonly organization: string;
  readonly issuerCommonName: string;
  readonly subjectCommonName: string;
  /** Before 2050. */
  readonly notBeforeMs: number;
  readonly notAfterMs: number | null;
  /** X ‖ Y. */
  readonly publicKey: Uint8Array;
  readonly keyIdentifier: Uint8Array;
  readonly issuerKeyIdentifier: Uint8Array;
}

/** DER of a name with organization and common name, both UTF8String. */
export const encodeName = (organization: string, commonName: string): Uint8Array =>
  derSequence(attribute(OID.organizationName, derUtf8String(organization)), attribute(OID.commonName, derUtf8String(commonName)));

/** TBSCertificate of a signer: a CA for end entities only. @throws der-value */
export const encodeSignerTbs = (fields: CertificateFields): Uint8Array =>
  encodeTbs(fields, [
    critical(OID.keyUsage, derElement(0x03, Uint8Array.of(1, 0x86))), // digitalSignature, keyCertSign, cRLSign
    critical(OID.basicConstraints, derSequence(derTrue(), derUnsigned(Uint8Array.of(0)))),
    ...keyIdentifiers(fields),
  ]);

/** TBSCertificate of a device; `eui` ("eui48_…", "eui64_…") becomes a subjectAltName when given. @throws der-value */
export const encodeDeviceTbs = (fields: CertificateFields, eui: string | null): Uint8Array =>
  encodeTbs(fields, [
    ...(eui === null ? [] : [extension(OID.subjectAltName, derSequence(derExplicit(4, derSequence(attribute(OID.serialNumber, derPrintableString(eui))))))]),
    critical(OID.basicConstraints, derSequence()),
    critical(OID.keyUsage, derElement(0x03, Uint8Array.of(3, 0x88))), // digitalSignature, keyAgreement
    ...keyIdentifiers(fields),
  ]);

/** The whole certificate from its TBSCertificate and r ‖ s. */
export function encodeCertificate(tbs: Uint8Array, signature: Uint8Array): Uint8Array {
  const ecdsaSignature = derSequence(derUnsigned(signature.subarray(0, 32)), derUnsigned(signature.subarray(32)));
  return derSequence(tbs, ECDSA_WITH_SHA256, derBitString(ecdsaSignature));
}

/** SubjectPublicKeyInfo of X ‖ Y (RFC 5480 section 2). */
export const encodePublicKeyInfo = (publicKey: Uint8Array): Uint8Array<ArrayBuffer> => derSequence(P256, derBitString(uncompressedPoint(publicKey)));

function encodeTbs(fields: CertificateFields, extensions: readonly Uint8Array[]): Uint8Array {
  return derSequence(
    derExplicit(0, derUnsigned(Uint8Array.of(2))), // v3
    derUnsigned(fields.serial),
    ECDSA_WITH_SHA256,
    encodeName(fields.organization, fields.issuerCommonName),
    derSequence(derUtcTime(fields.notBeforeMs), derGeneralizedTime(fields.notAfterMs ?? NO_EXPIRY_MS)), // GeneralizedTime also before 2050, as Microchip writes it
    encodeName(fields.organization, fields.subjectCommonName),
    encodePublicKeyInfo(fields.publicKey),
    derExplicit(3, derSequence(...extensions)),
  );
}

const attribute = (oid: string, value: Uint8Array): Uint8Array => derSetOfOne(derSequence(derOid(oid), value));
const extension = (oid: string, value: Uint8Array): Uint8Array => derSequence(derOid(oid), derOctetString(value));
const critical = (oid: string, value: Uint8Array): Uint8Array => derSequence(derOid(oid), derTrue(), derOctetString(value));

const keyIdentifiers = (fields: CertificateFields): readonly Uint8Array[] => [
  extension(OID.subjectKeyIdentifier, derOctetString(fields.keyIdentifier)),
  extension(OID.authorityKeyIdentifier, derSequence(derElement(0x80, fields.issuerKeyIdentifier))),
];
