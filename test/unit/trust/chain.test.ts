/** One step of a chain, wrong in one thing each; and the second parser. */
import { describe, expect, it } from 'vitest';
import { parseCertificate, type Certificate } from '../../../src/trust/x509/certificate.ts';
import { checkIssued, issuerFromAnchor, issuerFromCertificate } from '../../../src/trust/x509/chain.ts';
import { contradict } from '../../../src/trust/x509/second-opinion.ts';
import { EXTENSION, TestAuthority, certificateOf, keyId, nameOf, testKey, type TbsParts } from './authority.ts';

const authority = new TestAuthority('chain');
const key = testKey('chain device');
const NOW = Date.UTC(2026, 0, 1);
const root = await issuerFromAnchor(authority.anchor);
const signerCertificate = parse(authority.signer);
const signer = await issuerFromCertificate(signerCertificate, root);
const DEVICE = authority.deviceParts(key, 'sn01', null);
const [CONSTRAINTS, USAGE, SUBJECT_ID, AUTHORITY_ID] = DEVICE.extensions as [Buffer, Buffer, Buffer, Buffer];

function parse(der: Buffer): Certificate {
  return parseCertificate(new Uint8Array(der));
}
const device = (changed: Partial<TbsParts>): Certificate => parse(certificateOf({ ...DEVICE, ...changed }, authority.signerKey));
const ca = (changed: Partial<TbsParts>): Certificate => parse(certificateOf({ ...authority.signerParts, ...changed }, authority.rootKey));

describe('a device below its signer', () => {
  it('is accepted, with and without a time', async () => {
    expect(await checkIssued(device({}), signer, 'device', NOW)).toBeNull();
    expect(await checkIssued(device({}), signer, 'device')).toBeNull();
  });

  it.each([
    ['issuer-name', device({ issuer: nameOf('Test Authority', 'Test Signer 7E58') })],
    ['issuer-name', device({ issuer: nameOf('test Authority', 'Test Signer 7E57') })],
    ['issuer-signature', parse(certificateOf(DEVICE, testKey('somebody')))],
    ['issuer-key-identifier', device({ extensions: [CONSTRAINTS, USAGE, SUBJECT_ID, EXTENSION.authorityKeyIdentifier(keyId(key))] })],
    ['issuer-key-identifier', device({ extensions: [CONSTRAINTS, USAGE, SUBJECT_ID] })],
    ['unknown-critical-extension', device({ extensions: [CONSTRAINTS, USAGE, SUBJECT_ID, AUTHORITY_ID, EXTENSION.unknown('critical')] })],
    ['is-a-ca', device({ extensions: [EXTENSION.signerConstraints, USAGE, SUBJECT_ID, AUTHORITY_ID] })],
    ['key-usage', device({ extensions: [CONSTRAINTS, SUBJECT_ID, AUTHORITY_ID] })],
    ['key-usage', device({ extensions: [CONSTRAINTS, Buffer.from('300e0603551d0f0101ff040403020308', 'hex'), SUBJECT_ID, AUTHORITY_ID] })],
  ])('is refused: %s', async (fault, certificate) => {
    expect(await checkIssued(certificate, signer, 'device', NOW)).toMatchObject({ fault });
  });

  it('is refused outside its validity, which is asked for with a time only', async () => {
    const certificate = device({});
    expect(await checkIssued(certificate, signer, 'device', Date.UTC(2025, 10, 1, 8) - 1)).toMatchObject({
      fault: 'not-yet-valid',
      wanted: { notBefore: '2025-11-01T08:00:00Z' },
    });
    expect(await checkIssued(certificate, signer, 'device', Date.UTC(2025, 10, 1, 8))).toBeNull();
    expect(await checkIssued(certificate, signer, 'device', Date.UTC(2053, 10, 1, 8))).toBeNull();
    expect(await checkIssued(certificate, signer, 'device', Date.UTC(2053, 10, 1, 8) + 1)).toMatchObject({ fault: 'expired' });
  });
});

describe('a signer below the anchor', () => {
  const [usage, constraints, subjectId, authorityId] = authority.signerParts.extensions as [Buffer, Buffer, Buffer, Buffer];

  it('is accepted', async () => {
    expect(await checkIssued(signerCertificate, root, 'ca', NOW)).toBeNull();
  });

  it.each([
    ['issuer-signature', parse(certificateOf(authority.signerParts, testKey('somebody')))],
    ['not-a-ca', ca({ extensions: [usage, EXTENSION.deviceConstraints, subjectId, authorityId] })],
    ['not-a-ca', ca({ extensions: [usage, subjectId, authorityId] })],
    ['key-usage', ca({ extensions: [EXTENSION.deviceKeyUsage, constraints, subjectId, authorityId] })],
    ['subject-key-identifier', ca({ extensions: [usage, constraints, EXTENSION.subjectKeyIdentifier(keyId(key)), authorityId] })],
    ['subject-key-identifier', ca({ extensions: [usage, constraints, authorityId] })],
  ])('is refused: %s', async (fault, certificate) => {
    expect(await checkIssued(certificate, root, 'ca', NOW)).toMatchObject({ fault });
  });

  it('may not be below another signer, whose path length is 0', async () => {
    const parts = {
      ...authority.signerParts,
      issuer: authority.signerName,
      extensions: [usage, constraints, subjectId, EXTENSION.authorityKeyIdentifier(keyId(authority.signerKey))],
    };
    expect(await checkIssued(parse(certificateOf(parts, authority.signerKey)), signer, 'ca', NOW)).toMatchObject({
      fault: 'path-length',
      seen: { pathLength: 0 },
    });
  });

  it('is not believed when the anchor’s key is no point of the curve', async () => {
    const nowhere = await issuerFromAnchor({ ...authority.anchor, publicKey: new Uint8Array(64).fill(1) });
    expect(await checkIssued(signerCertificate, nowhere, 'ca', NOW)).toMatchObject({ fault: 'issuer-signature' });
  });
});

describe('the second parser', () => {
  const good = device({});

  it('agrees with good certificates', async () => {
    expect(await contradict(good, signer.publicKey)).toBeNull();
    expect(await contradict(signerCertificate, root.publicKey)).toBeNull();
  });

  it('finds another issuer', async () => {
    expect(await contradict(good, root.publicKey)).toBe('opinion-signature');
    expect(await contradict(good, new Uint8Array(64).fill(1))).toBe('opinion-signature');
  });

  it.each([
    ['another name', { subjectCommonName: 'sn02' }],
    ['another issuer name', { issuerCommonName: 'x' }],
    ['another key', { publicKey: new Uint8Array(64) }],
    ['another serial number', { serial: new Uint8Array(16) }],
    ['another kind', { isCa: true }],
    ['another path length', { pathLength: 0 }],
    ['another beginning', { notBeforeMs: 0 }],
    ['another end', { notAfterMs: 0 }],
  ])('contradicts a reader that read %s', async (_, misread) => {
    expect(await contradict({ ...good, ...misread }, signer.publicKey)).toBe('opinion-content');
  });

  it('refuses what is no certificate, or more than one', async () => {
    expect(await contradict({ ...good, der: Uint8Array.of(0x30, 0x00) }, signer.publicKey)).toBe('opinion-parse');
    expect(await contradict({ ...good, der: new Uint8Array(0) }, signer.publicKey)).toBe('opinion-parse');
    expect(await contradict({ ...good, der: Uint8Array.of(...good.der, 0) }, signer.publicKey)).toBe('opinion-parse');
  });
});
