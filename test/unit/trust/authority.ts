/**
 * A certificate authority for tests: writes certificates, chips and entries by hand, with node's crypto.
 * Uses nothing of src/formats or src/trust: what is checked must not be made by what checks it.
 * Reference: RFC 5280 section 4.1; Microchip DS20006367A; RFC 7515.
 */
import { createECDH, createHash, createPrivateKey, sign, type KeyObject } from 'node:crypto';
import type { ChipReading } from '../../../src/chip/index.ts';
import type { ChipAnchor, ManifestSigner } from '../../../src/trust/index.ts';

export interface TestKey {
  readonly publicKey: Buffer;
  readonly object: KeyObject;
}

/** The same key for the same label. */
export function testKey(label: string): TestKey {
  const d = createHash('sha256').update(`test key ${label}`).digest();
  const ecdh = createECDH('prime256v1');
  ecdh.setPrivateKey(d);
  const publicKey = ecdh.getPublicKey().subarray(1);
  const text = (bytes: Buffer): string => bytes.toString('base64url');
  const jwk = { kty: 'EC', crv: 'P-256', x: text(publicKey.subarray(0, 32)), y: text(publicKey.subarray(32)), d: text(d) };
  return { publicKey, object: createPrivateKey({ key: jwk, format: 'jwk' }) };
}

/** r ‖ s. */
export const signRaw = (key: TestKey, message: Uint8Array): Buffer => sign('sha256', message, { key: key.object, dsaEncoding: 'ieee-p1363' });
const sha1 = (...parts: readonly Uint8Array[]): Buffer => parts.reduce((hash, part) => hash.update(part), createHash('sha1')).digest();
const sha256 = (...parts: readonly Uint8Array[]): Buffer => parts.reduce((hash, part) => hash.update(part), createHash('sha256')).digest();
export const keyId = (key: TestKey): Buffer => sha1(Buffer.of(4), key.publicKey);

/** One DER element. */
export function tlv(tag: number, ...contents: readonly Uint8Array[]): Buffer {
  const content = Buffer.concat(contents);
  const { length } = content;
  const header = length < 128 ? [length] : length < 256 ? [0x81, length] : [0x82, length >> 8, length & 255];
  return Buffer.concat([Buffer.of(tag, ...header), content]);
}
const hex = (text: string): Buffer => Buffer.from(text, 'hex');
const integer = (bytes: Uint8Array): Buffer => {
  let start = 0;
  while (start < bytes.length - 1 && bytes[start] === 0) start++;
  return tlv(2, (bytes[start] ?? 0) > 127 ? Buffer.of(0) : Buffer.of(), bytes.subarray(start));
};
const text = (tag: number, value: string): Buffer => tlv(tag, Buffer.from(value, 'utf8'));

export const nameOf = (organization: string, commonName: string): Buffer =>
  tlv(0x30, tlv(0x31, tlv(0x30, hex('060355040a'), text(12, organization))), tlv(0x31, tlv(0x30, hex('0603550403'), text(12, commonName))));

export const EXTENSION = {
  signerKeyUsage: hex('300e0603551d0f0101ff040403020186'),
  signerConstraints: hex('30120603551d130101ff040830060101ff020100'),
  deviceKeyUsage: hex('300e0603551d0f0101ff040403020388'),
  deviceConstraints: hex('300c0603551d130101ff04023000'),
  subjectKeyIdentifier: (id: Uint8Array): Buffer => tlv(0x30, hex('0603551d0e'), tlv(4, tlv(4, id))),
  authorityKeyIdentifier: (id: Uint8Array): Buffer => tlv(0x30, hex('0603551d23'), tlv(4, tlv(0x30, tlv(0x80, id)))),
  alternativeName: (serialNumber: string): Buffer =>
    tlv(0x30, hex('0603551d11'), tlv(4, tlv(0x30, tlv(0xa4, tlv(0x30, tlv(0x31, tlv(0x30, hex('0603550405'), text(0x13, serialNumber)))))))),
  unknown: (critical: 'critical' | 'optional'): Buffer =>
    tlv(0x30, hex('06032a0304'), ...(critical === 'critical' ? [hex('0101ff')] : []), tlv(4, hex('0500'))),
} as const;

const ECDSA_SHA256 = hex('300a06082a8648ce3d040302');
export const spkiOf = (key: TestKey): Buffer => tlv(0x30, hex('301306072a8648ce3d020106082a8648ce3d030107'), tlv(3, Buffer.of(0, 4), key.publicKey));

export interface TbsParts {
  readonly version: Buffer;
  readonly serial: Buffer;
  readonly algorithm: Buffer;
  readonly issuer: Buffer;
  readonly validity: Buffer;
  readonly subject: Buffer;
  readonly spki: Buffer;
  readonly extensions: readonly Buffer[];
}

/** Signs a TBSCertificate; `outerAlgorithm` and `signature` only to make wrong ones. */
export function certificateOf(parts: TbsParts, issuerKey: TestKey, wrong: { readonly outerAlgorithm?: Buffer; readonly signature?: Buffer } = {}): Buffer {
  const { version, serial, algorithm, issuer, validity, subject, spki, extensions } = parts;
  const tbs = tlv(0x30, version, serial, algorithm, issuer, validity, subject, spki, tlv(0xa3, tlv(0x30, ...extensions)));
  const raw = signRaw(issuerKey, tbs);
  const signature = wrong.signature ?? tlv(0x30, integer(raw.subarray(0, 32)), integer(raw.subarray(32)));
  return tlv(0x30, tbs, wrong.outerAlgorithm ?? ECDSA_SHA256, tlv(3, Buffer.of(0), signature));
}

export const validityOf = (notBefore: string, notAfter: string): Buffer => tlv(0x30, text(0x17, notBefore), text(0x18, notAfter));

/** Year since 2000, month, day, hour, years to expiry in 24 bits. */
export function datesOf(year: number, month: number, day: number, hour: number, years: number): Buffer {
  const value = ((year - 2000) * 2 ** 19 + month * 2 ** 15 + day * 2 ** 10 + hour * 2 ** 5 + years).toString(16);
  return hex(value.padStart(6, '0'));
}
const DEVICE = { dates: datesOf(2025, 11, 1, 8, 28), validity: validityOf('251101080000Z', '20531101080000Z') };
const SIGNER = { dates: datesOf(2025, 1, 15, 12, 31), validity: validityOf('250115120000Z', '20560115120000Z') };

const serialFrom = (subject: Uint8Array, dates: Uint8Array): Buffer => {
  const serial = sha256(subject, dates).subarray(0, 16);
  serial[0] = ((serial[0] as number) & 0x7f) | 0x40;
  return serial;
};

/** A root and one signer, with names of your choice. */
export class TestAuthority {
  readonly rootKey: TestKey;
  readonly signerKey: TestKey;
  readonly anchor: ChipAnchor;
  readonly signerId: string;
  readonly signerName: Buffer;
  readonly signerParts: TbsParts;
  readonly signer: Buffer;

  constructor(label: string, { organization = 'Test Authority', signerId = '7E57', origin = 'microchip' as ChipAnchor['origin'] } = {}) {
    this.rootKey = testKey(`${label} root`);
    this.signerKey = testKey(`${label} signer`);
    this.signerId = signerId;
    this.anchor = {
      origin,
      organization,
      rootCommonName: 'Test Root',
      signerCommonNamePrefix: 'Test Signer',
      publicKey: new Uint8Array(this.rootKey.publicKey),
    };
    this.signerName = nameOf(organization, `Test Signer ${signerId}`);
    this.signerParts = {
      version: hex('a003020102'),
      serial: integer(serialFrom(this.signerKey.publicKey, SIGNER.dates)),
      algorithm: ECDSA_SHA256,
      issuer: nameOf(organization, 'Test Root'),
      validity: SIGNER.validity,
      subject: this.signerName,
      spki: spkiOf(this.signerKey),
      extensions: [
        EXTENSION.signerKeyUsage,
        EXTENSION.signerConstraints,
        EXTENSION.subjectKeyIdentifier(keyId(this.signerKey)),
        EXTENSION.authorityKeyIdentifier(keyId(this.rootKey)),
      ],
    };
    this.signer = certificateOf(this.signerParts, this.rootKey);
  }

  /** Parts of a device certificate; `alternativeName` null for none. */
  deviceParts(key: TestKey, commonName: string, alternativeName: string | null, serialFromBytes: Uint8Array = key.publicKey): TbsParts {
    return {
      version: hex('a003020102'),
      serial: integer(serialFrom(serialFromBytes, DEVICE.dates)),
      algorithm: ECDSA_SHA256,
      issuer: this.signerName,
      validity: DEVICE.validity,
      subject: nameOf(this.anchor.organization, commonName),
      spki: spkiOf(key),
      extensions: [
        ...(alternativeName === null ? [] : [EXTENSION.alternativeName(alternativeName)]),
        EXTENSION.deviceConstraints,
        EXTENSION.deviceKeyUsage,
        EXTENSION.subjectKeyIdentifier(keyId(key)),
        EXTENSION.authorityKeyIdentifier(keyId(this.signerKey)),
      ],
    };
  }

  device(key: TestKey, commonName: string, alternativeName: string | null, serialFromBytes?: Uint8Array): Buffer {
    return certificateOf(this.deviceParts(key, commonName, alternativeName, serialFromBytes), this.signerKey);
  }

  /** 72 bytes of a slot for a certificate of this authority. */
  compress(certificate: Buffer, which: 'device' | 'signer', sourceNibble = 0xa): Buffer {
    const { dates } = which === 'device' ? DEVICE : SIGNER;
    return Buffer.concat([rawSignatureOf(certificate), dates, hex(this.signerId), Buffer.of(which === 'device' ? 0x30 : 0x10, sourceNibble << 4, 0)]);
  }

  slot11(): Buffer {
    return Buffer.concat([Buffer.alloc(4), this.signerKey.publicKey.subarray(0, 32), Buffer.alloc(4), this.signerKey.publicKey.subarray(32)]);
  }
}

function rawSignatureOf(certificate: Buffer): Buffer {
  const sequence = certificate.subarray(certificate.lastIndexOf(ECDSA_SHA256) + ECDSA_SHA256.length + 3);
  const rLength = sequence[3] as number;
  const halves = [sequence.subarray(4, 4 + rLength), sequence.subarray(6 + rLength)];
  return Buffer.concat(halves.map((half) => Buffer.concat([Buffer.alloc(32), half]).subarray(-32)));
}

export interface TestChip {
  readonly authority: TestAuthority;
  readonly key: TestKey;
  readonly serialNumber: string;
  readonly device: Buffer;
  readonly reading: ChipReading;
}

const bytes = (buffer: Uint8Array): Uint8Array => new Uint8Array(buffer);
export const CHALLENGE = new Uint8Array(32).fill(0x5a);

/** A locked TNGTLS chip with template 3, as it would be read. */
export function testChip(authority: TestAuthority, serialNumber = '0123000000c0ffee01', label = 'chip'): TestChip {
  const key = testKey(`${label} slot 0`);
  const device = authority.device(key, `sn${serialNumber.toUpperCase()}`, 'eui48_0123456789AB');
  const config = new Uint8Array(128);
  config.set(hex(serialNumber).subarray(0, 4), 0);
  config.set(hex(serialNumber).subarray(4), 8);
  config.set([0x01, 0x01], 13);
  config[16] = 0x6a;
  config.set([0xff, 0xff], 88);
  const reading: ChipReading = {
    address: 0x35,
    revision: Uint8Array.of(0, 0, 0x60, 3),
    config,
    otp: { bytes: new Uint8Array(64) },
    slots: {
      5: { bytes: bytes(Buffer.concat([Buffer.from('0123456789AB'), Buffer.alloc(20)])) },
      10: { bytes: bytes(authority.compress(device, 'device')) },
      11: { bytes: bytes(authority.slot11()) },
      12: { bytes: bytes(authority.compress(authority.signer, 'signer')) },
    },
    publicKey: { bytes: bytes(key.publicKey) },
    possession: { slot: 0, challenge: CHALLENGE, signature: { bytes: bytes(signRaw(key, CHALLENGE)) } },
  };
  return { authority, key, serialNumber, device, reading };
}

/** A self-signed certificate that may sign manifests, as PEM-less DER, and its pinned form. */
export function testManifestSigner(label: string, origin: ManifestSigner['origin'] = 'microchip') {
  const key = testKey(`${label} manifest signer`);
  const name = nameOf('Test Authority', `Test Manifest Signer ${label}`);
  const parts: TbsParts = {
    version: hex('a003020102'),
    serial: integer(serialFrom(key.publicKey, DEVICE.dates)),
    algorithm: ECDSA_SHA256,
    issuer: name,
    validity: validityOf('250101000000Z', '20260101000000Z'),
    subject: name,
    spki: spkiOf(key),
    extensions: [EXTENSION.subjectKeyIdentifier(keyId(key)), EXTENSION.authorityKeyIdentifier(keyId(key)), EXTENSION.deviceConstraints],
  };
  const der = certificateOf(parts, key);
  const signer: ManifestSigner = {
    origin,
    name: `Test Manifest Signer ${label}`,
    kid: keyId(key).toString('base64url'),
    x5t: sha256(der).toString('base64url'),
    publicKey: bytes(key.publicKey),
    notBefore: '2025-01-01T00:00:00Z',
    notAfter: '2026-01-01T00:00:00Z',
  };
  return { key, parts, der, signer };
}
export type TestManifestSigner = ReturnType<typeof testManifestSigner>;

/** JSON with members in order; a payload or header that is a string is taken as it is. */
export type Json = Readonly<Record<string, unknown>>;
const b64 = (value: Json | string): string => Buffer.from(typeof value === 'string' ? value : JSON.stringify(value), 'utf8').toString('base64url');

export function jwkOf(key: TestKey, kid: string): Json {
  return { kid, kty: 'EC', crv: 'P-256', x: key.publicKey.subarray(0, 32).toString('base64url'), y: key.publicKey.subarray(32).toString('base64url') };
}

/** Payload of version 1 for a chip. */
export function payloadOf(chip: TestChip): Json {
  const { organization } = chip.authority.anchor;
  const entity = { organizationName: organization };
  return {
    version: 1,
    model: 'ATECC608B',
    partNumber: 'ATECC608B-TEST',
    manufacturer: entity,
    provisioner: entity,
    distributor: entity,
    groupId: 'TESTGROUP',
    provisioningTimestamp: '2025-11-01T08:00:00.000Z',
    uniqueId: chip.serialNumber,
    publicKeySet: {
      keys: [{ ...jwkOf(chip.key, '0'), x5c: [chip.device, chip.authority.signer].map((der) => der.toString('base64')) }, jwkOf(testKey('slot 1'), '1')],
    },
  };
}

export const headerOf = ({ signer }: TestManifestSigner): Json => ({ typ: 'JWT', alg: 'ES256', kid: signer.kid, 'x5t#S256': signer.x5t });

/** A flattened JWS over whatever header and payload are given. */
export function entryOf(payload: Json | string, by: TestManifestSigner, protectedHeader: Json | string = headerOf(by)): Record<string, unknown> {
  const [protectedPart, payloadPart] = [b64(protectedHeader), b64(payload)];
  const signature = signRaw(by.key, Buffer.from(`${protectedPart}.${payloadPart}`, 'ascii')).toString('base64url');
  const uniqueId = typeof payload === 'string' ? undefined : payload['uniqueId'];
  return { payload: payloadPart, protected: protectedPart, ...(typeof uniqueId === 'string' ? { header: { uniqueId } } : {}), signature };
}

export const fileOf = (...entries: readonly unknown[]): Uint8Array => bytes(Buffer.from(JSON.stringify(entries, null, 2), 'utf8'));
