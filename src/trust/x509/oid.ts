/**
 * Object identifiers of certificates with P-256 keys.
 * Floor: trust. The known ones are compared as they are encoded, which is a tenth of the work of writing their numbers; others are read strictly.
 * Reference: RFC 5280 appendix A; RFC 5480 section 2; RFC 5758 section 3.2.
 */
import { DER_TAG, DerReader, derElement, derOid } from '../../formats/index.ts';

/** Dotted numbers by their names in the RFCs. */
export const OID = {
  commonName: '2.5.4.3',
  serialNumber: '2.5.4.5',
  organizationName: '2.5.4.10',
  ecPublicKey: '1.2.840.10045.2.1',
  prime256v1: '1.2.840.10045.3.1.7',
  ecdsaWithSha256: '1.2.840.10045.4.3.2',
  subjectKeyIdentifier: '2.5.29.14',
  keyUsage: '2.5.29.15',
  subjectAltName: '2.5.29.17',
  basicConstraints: '2.5.29.19',
  authorityKeyIdentifier: '2.5.29.35',
} as const;

const ENCODED = Object.values(OID).map((oid) => ({ oid, content: new DerReader(derOid(oid)).readContent(DER_TAG.ObjectIdentifier) }));

/** The next element as dotted numbers. @throws der-tag, der-length, der-oid */
export function readOid(reader: DerReader): string {
  const content = reader.readContent(DER_TAG.ObjectIdentifier);
  for (const known of ENCODED) if (isSame(known.content, content)) return known.oid;
  return new DerReader(derElement(DER_TAG.ObjectIdentifier, content)).readOid();
}

/** Same bytes, looked at from the end, where names and identifiers differ. */
export function isSame(a: Uint8Array, b: Uint8Array): boolean {
  if (a.length !== b.length) return false;
  let index = a.length - 1;
  while (index >= 0 && a[index] === b[index]) index--;
  return index < 0;
}
