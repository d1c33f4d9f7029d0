/**
 * A certificate as an enrollment gives it: PEM, base64 of DER, or base64 of PEM.
 * Local tool. Knows nothing of enrollments. Reference: chapter 1.2 of the notes on Azure.
 */
import { X509Certificate } from 'node:crypto';
import type { CertificateInfo, StoredCertificate } from '../state.ts';
import { EnrollmentFault, faultOf } from './refuse.ts';

const LONGEST = 32_768;
const invalid = (why: string) => faultOf(400, 108, `Invalid certificate: ${why}`);

const plainHex = (text: string): string => text.replaceAll(':', '').toUpperCase();

/** `CN=a, O=b` on one line; node has one attribute a line. */
const oneLine = (name: string): string => name.split('\n').reverse().join(', ');

function commonNameOf(subject: string): string | null {
  for (const line of subject.split('\n')) if (line.startsWith('CN=')) return line.slice(3).replaceAll('\\', '');
  return null;
}

function readDer(text: string): Uint8Array {
  const blocks = [...text.matchAll(/-----BEGIN CERTIFICATE-----([\sA-Za-z0-9+/=]*)-----END CERTIFICATE-----/g)];
  if (blocks.length > 1) throw invalid('one certificate, the leaf, is wanted');
  const base64 = (blocks[0]?.[1] ?? text).replace(/\s+/g, '');
  if (base64 === '' || !/^[A-Za-z0-9+/]+={0,2}$/.test(base64)) throw invalid('neither PEM nor base64');
  return Buffer.from(base64, 'base64');
}

/** The version stands in [0] of the TBS certificate; node does not tell it. */
function versionOf(der: Uint8Array): number {
  const at = Buffer.from(der.subarray(0, 24)).indexOf(Buffer.from([0xa0, 0x03, 0x02, 0x01]));
  return at < 0 ? 1 : (der[at + 4] ?? 0) + 1;
}

const utc = (text: string): string => new Date(text).toISOString();

function describe(certificate: X509Certificate, der: Uint8Array): CertificateInfo {
  return {
    subjectName: oneLine(certificate.subject),
    sha1Thumbprint: plainHex(certificate.fingerprint),
    sha256Thumbprint: plainHex(certificate.fingerprint256),
    issuerName: oneLine(certificate.issuer),
    notBeforeUtc: utc(certificate.validFrom),
    notAfterUtc: utc(certificate.validTo),
    serialNumber: certificate.serialNumber,
    version: versionOf(der),
  };
}

/** Reads the text of one certificate. @throws EnrollmentFault 400 */
export function readCertificate(text: unknown): StoredCertificate {
  if (typeof text !== 'string' || text === '') throw invalid('there is none');
  if (text.length > LONGEST) throw invalid('too long');
  let der = readDer(text);
  const inner = Buffer.from(der).toString('latin1');
  if (inner.startsWith('-----BEGIN CERTIFICATE-----')) der = readDer(inner); // base64 of the PEM, as the C SDK sends it
  try {
    const certificate = new X509Certificate(der);
    if (certificate.raw.length !== der.length) throw invalid('bytes after its end');
    return { pem: text, commonName: commonNameOf(certificate.subject), info: describe(certificate, der) };
  } catch (cause) {
    if (cause instanceof EnrollmentFault) throw cause;
    throw invalid('not an X.509 certificate');
  }
}
