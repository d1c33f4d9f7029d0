/** The strict certificate reader, against certificates that are wrong in one thing each. */
import { X509Certificate } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { isTouchstoneError, toHex } from '../../../src/base/index.ts';
import { parseCertificate } from '../../../src/trust/x509/certificate.ts';
import { EXTENSION, TestAuthority, certificateOf, keyId, nameOf, spkiOf, testKey, tlv, validityOf, type TbsParts } from './authority.ts';

const authority = new TestAuthority('certificate');
const key = testKey('certificate device');
const PARTS = authority.deviceParts(key, 'sn0123', 'eui48_000000000000');
const hex = (text: string): Buffer => Buffer.from(text.replaceAll(' ', ''), 'hex');
const make = (changed: Partial<TbsParts>, wrong: Parameters<typeof certificateOf>[2] = {}): Buffer =>
  certificateOf({ ...PARTS, ...changed }, authority.signerKey, wrong);

function codeOf(der: Uint8Array): string {
  try {
    parseCertificate(new Uint8Array(der));
  } catch (error) {
    if (isTouchstoneError(error)) return error.code;
    throw error;
  }
  return 'accepted';
}

describe('a good certificate', () => {
  const der = make({});
  const certificate = parseCertificate(new Uint8Array(der));

  it('is read as node reads it', () => {
    const other = new X509Certificate(der);
    expect(toHex(certificate.serial).toUpperCase()).toBe(other.serialNumber);
    expect(`O=Test Authority\nCN=${certificate.subjectCommonName}`).toBe(other.subject);
    expect(`O=Test Authority\nCN=${certificate.issuerCommonName}`).toBe(other.issuer);
    expect(certificate.notBeforeMs).toBe(Date.parse(other.validFrom));
    expect(certificate.notAfterMs).toBe(Date.parse(other.validTo));
    expect(Buffer.from(certificate.publicKey).toString('base64url')).toBe(key.publicKey.toString('base64url'));
  });

  it('gives constraints, usage and identifiers', () => {
    expect(certificate).toMatchObject({ isCa: false, pathLength: null, keyUsage: 0x88, unknownCritical: [] });
    expect(toHex(certificate.keyIdentifier ?? new Uint8Array(0))).toBe(keyId(key).toString('hex'));
    expect(toHex(certificate.issuerKeyIdentifier ?? new Uint8Array(0))).toBe(keyId(authority.signerKey).toString('hex'));
    expect(parseCertificate(new Uint8Array(authority.signer))).toMatchObject({ isCa: true, pathLength: 0, keyUsage: 0x86 });
  });

  it('is refused for every truncation and with any byte behind it', () => {
    for (let length = 0; length < der.length; length++) expect(codeOf(der.subarray(0, length))).toMatch(/^der-/);
    for (const byte of [0x00, 0x30, 0xff]) expect(codeOf(Buffer.concat([der, Buffer.of(byte)]))).toBe('der-trailing');
  });

  it('throws nothing but its own errors for any changed byte', () => {
    for (let offset = 0; offset < der.length; offset++) {
      for (const value of [0x00, 0x01, 0x30, 0x7f, 0x80, 0xff, (der[offset] as number) ^ 1]) {
        const bad = Buffer.from(der);
        bad[offset] = value;
        expect(codeOf(bad)).toMatch(/^(accepted|der-|certificate-)/);
      }
    }
  });
});

const twoNames = tlv(0x30, ...['a', 'b'].map((name) => tlv(0x31, tlv(0x30, hex('0603550403'), tlv(0x0c, Buffer.from(name))))));
const rsa = tlv(0x30, hex('300d06092a864886f70d0101010500'), tlv(3, Buffer.of(0, 1, 2, 3)));
const withoutConstraints = PARTS.extensions.filter((_, index) => index !== 1);

describe('wrong certificates', () => {
  it.each([
    ['version 1, encoded', make({ version: hex('a003020100') }), 'certificate-version'],
    ['version 1, left out', make({ version: Buffer.of() }), 'der-tag'],
    ['a serial number of 21 bytes', make({ serial: tlv(2, Buffer.alloc(21, 0x11)) }), 'certificate-serial'],
    ['serial number zero', make({ serial: hex('020100') }), 'certificate-serial'],
    ['a negative serial number', make({ serial: hex('020180') }), 'der-integer'],
    ['a serial number with a zero too many', make({ serial: hex('02020011') }), 'der-integer'],
    ['ECDSA with SHA-384 inside', make({ algorithm: hex('300a06082a8648ce3d040303') }), 'certificate-algorithm'],
    ['ECDSA with SHA-384 outside', make({}, { outerAlgorithm: hex('300a06082a8648ce3d040303') }), 'certificate-algorithm'],
    ['algorithm parameters NULL', make({ algorithm: hex('300c06082a8648ce3d0403020500') }), 'der-trailing'],
    ['RSA with SHA-256', make({ algorithm: hex('300d06092a864886f70d01010b0500') }), 'certificate-algorithm'],
    ['an RSA key', make({ spki: rsa }), 'certificate-key'],
    [
      'a P-384 key',
      make({ spki: tlv(0x30, hex('301006072a8648ce3d020106052b81040022'), tlv(3, Buffer.concat([Buffer.of(0, 4), Buffer.alloc(96, 1)]))) }),
      'certificate-key',
    ],
    [
      'a compressed point',
      make({ spki: tlv(0x30, hex('301306072a8648ce3d020106082a8648ce3d030107'), tlv(3, Buffer.concat([Buffer.of(0, 2), Buffer.alloc(32, 1)]))) }),
      'certificate-key',
    ],
    [
      'a point with unused bits',
      make({ spki: tlv(0x30, hex('301306072a8648ce3d020106082a8648ce3d030107'), tlv(3, Buffer.concat([Buffer.of(1, 4), Buffer.alloc(64, 2)]))) }),
      'certificate-key',
    ],
    ['a subject without common name', make({ subject: tlv(0x30) }), 'certificate-name'],
    ['a subject with two common names', make({ subject: twoNames }), 'certificate-name'],
    ['a common name as BMPString', make({ subject: tlv(0x30, tlv(0x31, tlv(0x30, hex('0603550403'), hex('1e020041')))) }), 'der-tag'],
    ['an empty set in a name', make({ subject: tlv(0x30, tlv(0x31)) }), 'der-truncated'],
    ['a time without Z', make({ validity: validityOf('251101080000+', '20531101080000Z') }), 'der-time'],
    ['three times', make({ validity: tlv(0x30, validityOf('251101080000Z', '20531101080000Z').subarray(2), hex('0500')) }), 'der-trailing'],
    ['no extensions', make({ extensions: [] }), 'der-truncated'],
    ['an extension twice', make({ extensions: [...PARTS.extensions, EXTENSION.deviceKeyUsage] }), 'certificate-extension'],
    ['an encoded critical FALSE', make({ extensions: [tlv(0x30, hex('0603551d13'), hex('010100'), tlv(4, hex('3000')))] }), 'certificate-extension'],
    [
      'an encoded cA FALSE',
      make({ extensions: [...withoutConstraints, tlv(0x30, hex('0603551d13'), hex('0101ff'), tlv(4, hex('3003010100')))] }),
      'certificate-extension',
    ],
    [
      'a path length without cA',
      make({ extensions: [...withoutConstraints, tlv(0x30, hex('0603551d13'), hex('0101ff'), tlv(4, hex('3003020100')))] }),
      'der-trailing',
    ],
    ['a BOOLEAN of 01', make({ extensions: [tlv(0x30, hex('0603551d13'), hex('010101'), tlv(4, hex('3000')))] }), 'der-boolean'],
    ['bytes behind an extension’s value', make({ extensions: [tlv(0x30, hex('0603551d0e'), tlv(4, hex('04010100')))] }), 'der-trailing'],
    ['an empty key usage', make({ extensions: [tlv(0x30, hex('0603551d0f'), tlv(4, hex('030100')))] }), 'certificate-extension'],
    ['a signature with r of 33 bytes', make({}, { signature: tlv(0x30, tlv(2, Buffer.alloc(33, 0x11)), hex('020101')) }), 'certificate-signature'],
    ['a signature with negative r', make({}, { signature: hex('3006 020180 020101') }), 'der-integer'],
    ['a signature of three numbers', make({}, { signature: hex('3009 020101 020101 020101') }), 'der-trailing'],
    ['a signature with bytes behind it', make({}, { signature: hex('3006 020101 020101 00') }), 'der-trailing'],
    ['something behind the signature', tlv(0x30, make({}).subarray(4), hex('0500')), 'der-trailing'],
    ['an outer length in a longer form', Buffer.concat([hex('308300'), make({}).subarray(2)]), 'der-length'],
    ['the indefinite form', Buffer.concat([hex('3080'), make({}).subarray(4), hex('0000')]), 'der-length'],
  ])('%s', (_, der, code) => {
    expect(codeOf(der)).toBe(code);
  });

  it('with an unknown critical extension are read, and say so', () => {
    const certificate = parseCertificate(new Uint8Array(make({ extensions: [...PARTS.extensions, EXTENSION.unknown('critical')] })));
    expect(certificate.unknownCritical).toEqual(['1.2.3.4']);
    expect(parseCertificate(new Uint8Array(make({ extensions: [...PARTS.extensions, EXTENSION.unknown('optional')] }))).unknownCritical).toEqual([]);
  });

  it('may hold names in any script', () => {
    expect(parseCertificate(new Uint8Array(make({ subject: nameOf('試験', '試験機 01'), spki: spkiOf(key) }))).subjectCommonName).toBe('試験機 01');
  });
});

it('takes a few microseconds', () => {
  const der = new Uint8Array(make({}));
  for (let round = 0; round < 5_000; round++) parseCertificate(der);
  const best = Math.min(
    ...Array.from({ length: 5 }, () => {
      const start = performance.now();
      for (let round = 0; round < 2_000; round++) parseCertificate(der);
      return (performance.now() - start) / 2;
    }),
  );
  expect(best, 'microseconds').toBeLessThan(60); // about 4 on an idle core; a machine under load is allowed much more
});
