/** Certificates that the operator adds as manifest signers. */
import { describe, expect, it } from 'vitest';
import { isTouchstoneError } from '../../../src/base/index.ts';
import { encodePem } from '../../../src/formats/index.ts';
import { parseManifestSigner } from '../../../src/trust/index.ts';
import { EXTENSION, certificateOf, keyId, nameOf, testKey, testManifestSigner } from './authority.ts';

const { der, parts, key, signer } = testManifestSigner('own', 'own');
const bytes = (buffer: Buffer | string): Uint8Array => new Uint8Array(Buffer.from(buffer as string));
const pem = encodePem('CERTIFICATE', der);

async function whyOf(file: Uint8Array): Promise<unknown> {
  try {
    await parseManifestSigner(file);
  } catch (error) {
    if (isTouchstoneError(error)) return error.code === 'signer-invalid' ? error.facts['why'] : error.code;
    throw error;
  }
  return 'accepted';
}

describe('a good certificate', () => {
  it.each([
    ['DER', new Uint8Array(der)],
    ['PEM', bytes(pem)],
    ['PEM with CR LF and explanations', bytes(`subject=…\r\n${pem.replaceAll('\n', '\r\n')}`)],
  ])('is taken as %s', async (_, file) => {
    expect(await parseManifestSigner(file)).toEqual(signer);
  });

  it('may be issued by a CA of the operator, and may have expired', async () => {
    const issued = certificateOf({ ...parts, issuer: nameOf('Own', 'Own CA') }, testKey('own ca'));
    expect(await parseManifestSigner(new Uint8Array(issued))).toMatchObject({
      origin: 'own',
      name: 'Test Manifest Signer own',
      notAfter: '2026-01-01T00:00:00Z',
    });
  });
});

describe('refuses', () => {
  const [subjectId, authorityId, constraints] = parts.extensions as [Buffer, Buffer, Buffer];

  it.each([
    ['nothing', new Uint8Array(0), 'pem'],
    ['text', bytes('hello'), 'pem'],
    ['bytes that are no text', Uint8Array.of(0xff, 0xfe), 'pem'],
    ['two certificates', bytes(pem + pem), 'pem'],
    ['a private key', bytes(encodePem('PRIVATE KEY', der)), 'pem'],
    ['a certificate with its private key', bytes(pem + encodePem('PRIVATE KEY', Uint8Array.of(1))), 'pem'],
    ['a file without end', new Uint8Array(64 * 1024 + 1), 'size'],
    ['bytes behind the certificate', Uint8Array.of(...der, 0), 'certificate'],
    ['half a certificate', new Uint8Array(der.subarray(0, 200)), 'certificate'],
    ['no key identifier', new Uint8Array(certificateOf({ ...parts, extensions: [authorityId, constraints] }, key)), 'key-identifier'],
    [
      'another key identifier of the issuer',
      new Uint8Array(certificateOf({ ...parts, extensions: [subjectId, EXTENSION.authorityKeyIdentifier(keyId(testKey('x'))), constraints] }, key)),
      'authority-key-identifier',
    ],
    ['a self-signature by another key', new Uint8Array(certificateOf(parts, testKey('somebody'))), 'self-signature'],
  ])('%s', async (_, file, why) => {
    expect(await whyOf(file)).toBe(why);
  });

  it('a key that is no point of the curve', async () => {
    const bad = Buffer.from(der);
    const at = bad.indexOf(key.publicKey);
    bad[at + 63] = (bad[at + 63] as number) ^ 1;
    expect(await whyOf(new Uint8Array(bad))).toBe('key');
  });
});
