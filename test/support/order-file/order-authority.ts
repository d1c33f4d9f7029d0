/**
 * Who stands behind an order of the benchmark: a root, ten certificate signers and a manifest signer, named as a chip maker names its own.
 * Test support. Writes certificates of the few; entry-maker.ts writes those of the many. Uses nothing of src but types.
 * Reference: RFC 5280 section 4.1; RFC 7515 sections 4.1.4 and 4.1.8.
 */
import { createHash } from 'node:crypto';
import type { ChipAnchor, ManifestSigner } from '../../../src/trust/index.ts';
import { EXTENSION, certificateOf, keyId, nameOf, spkiOf, testKey, tlv, validityOf, type TbsParts, type TestKey } from '../../unit/trust/authority.ts';

const ORGANIZATION = 'Bench';
const ROOT_NAME = 'Bench Root CA 002';
const SIGNER_PREFIX = 'Bench Signer';
const MANIFEST_SIGNER_NAME = 'Bench Manifest Signer 001';
const SIGNERS = 10;
const FIRST_SIGNER_ID = 0x7e00;
const VALID_FROM_2024 = { der: validityOf('240101000000Z', '20551231000000Z'), notBefore: '2024-01-01T00:00:00Z', notAfter: '2055-12-31T00:00:00Z' };

const VERSION_3 = Buffer.from('a003020102', 'hex');
const ECDSA_SHA256 = Buffer.from('300a06082a8648ce3d040302', 'hex');
const CA_WITHOUT_LIMIT = Buffer.from('300f0603551d130101ff040530030101ff', 'hex');

/** One of the ten; `key` is the same in every process. */
export interface CertificateSigner {
  readonly key: TestKey;
  /** DER of its name, the issuer of its devices. */
  readonly name: Buffer;
  readonly certificate: Buffer;
}

/** Certificates carry random signatures: made once for a file, then handed around. */
export interface OrderCertificates {
  readonly root: Uint8Array;
  readonly manifestSigner: Uint8Array;
  readonly signers: readonly Uint8Array[];
}

/** Everything that entries are signed with. */
export interface OrderAuthority {
  readonly organization: string;
  readonly signers: readonly CertificateSigner[];
  readonly manifestKey: TestKey;
  readonly kid: string;
  readonly x5t: string;
}

const rootKey = (): TestKey => testKey('order root');
const manifestKey = (): TestKey => testKey('order manifest signer');
const signerKey = (index: number): TestKey => testKey(`order signer ${index}`);
const signerName = (index: number): Buffer => nameOf(ORGANIZATION, `${SIGNER_PREFIX} ${(FIRST_SIGNER_ID + index).toString(16).toUpperCase()}`);

/** INTEGER of 16 bytes out of a hash, positive and of full length, as Microchip's certificates have it. */
export function serialOf(publicKey: Uint8Array, more: Uint8Array): Buffer {
  const serial = createHash('sha256').update(publicKey).update(more).digest().subarray(0, 16);
  serial[0] = ((serial[0] as number) & 0x7f) | 0x40;
  return serial;
}

function certificate(subject: Buffer, key: TestKey, issuer: Buffer, issuerKey: TestKey, constraints: readonly Buffer[]): Buffer {
  const parts: TbsParts = {
    version: VERSION_3,
    serial: tlv(2, serialOf(key.publicKey, subject)),
    algorithm: ECDSA_SHA256,
    issuer,
    validity: VALID_FROM_2024.der,
    subject,
    spki: spkiOf(key),
    extensions: [...constraints, EXTENSION.subjectKeyIdentifier(keyId(key)), EXTENSION.authorityKeyIdentifier(keyId(issuerKey))],
  };
  return certificateOf(parts, issuerKey);
}

/** Signs the twelve certificates anew. */
export function makeCertificates(): OrderCertificates {
  const rootName = nameOf(ORGANIZATION, ROOT_NAME);
  const manifestName = nameOf(ORGANIZATION, MANIFEST_SIGNER_NAME);
  return {
    root: certificate(rootName, rootKey(), rootName, rootKey(), [CA_WITHOUT_LIMIT]),
    manifestSigner: certificate(manifestName, manifestKey(), manifestName, manifestKey(), [EXTENSION.deviceConstraints]),
    signers: Array.from({ length: SIGNERS }, (_, index) =>
      certificate(signerName(index), signerKey(index), rootName, rootKey(), [EXTENSION.signerKeyUsage, EXTENSION.signerConstraints]),
    ),
  };
}

/** The keys behind certificates that were made before. */
export function authorityOf({ signers, manifestSigner }: OrderCertificates): OrderAuthority {
  return {
    organization: ORGANIZATION,
    signers: signers.map((der, index) => ({ key: signerKey(index), name: signerName(index), certificate: Buffer.from(der) })),
    manifestKey: manifestKey(),
    kid: keyId(manifestKey()).toString('base64url'),
    x5t: createHash('sha256').update(manifestSigner).digest('base64url'),
  };
}

/** What a page has to believe for the entries to hold; plays Microchip's part. */
export function believedOf(certificates: OrderCertificates): { readonly anchors: readonly ChipAnchor[]; readonly signers: readonly ManifestSigner[] } {
  const { kid, x5t } = authorityOf(certificates);
  return {
    anchors: [
      {
        origin: 'microchip',
        organization: ORGANIZATION,
        rootCommonName: ROOT_NAME,
        signerCommonNamePrefix: SIGNER_PREFIX,
        publicKey: new Uint8Array(rootKey().publicKey),
      },
    ],
    signers: [
      {
        origin: 'microchip',
        name: MANIFEST_SIGNER_NAME,
        kid,
        x5t,
        publicKey: new Uint8Array(manifestKey().publicKey),
        notBefore: VALID_FROM_2024.notBefore,
        notAfter: VALID_FROM_2024.notAfter,
      },
    ],
  };
}
