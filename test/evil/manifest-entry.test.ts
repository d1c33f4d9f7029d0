/** Manifest entries made to be believed: wrong in one thing each, signed by a signer that is believed. */
import { describe, expect, it } from 'vitest';
import type { ManifestEntry } from '../../src/trust/index.ts';
import {
  EXTENSION,
  TestAuthority,
  certificateOf,
  entryOf,
  fileOf,
  headerOf,
  jwkOf,
  keyId,
  nameOf,
  payloadOf,
  testChip,
  testKey,
  testManifestSigner,
  type Json,
} from '../unit/trust/authority.ts';
import { readAll } from '../unit/trust/read-all.ts';

const authority = new TestAuthority('evil');
const chip = testChip(authority);
const signer = testManifestSigner('evil');
const second = testManifestSigner('evil second');
const OPTIONS = { signers: [signer.signer, second.signer], anchors: [authority.anchor] };
const PAYLOAD = payloadOf(chip);
const HEADER = headerOf(signer);
const GOOD = entryOf(PAYLOAD, signer);

async function readOne(entry: unknown): Promise<ManifestEntry> {
  const { entries } = await readAll('evil.json', fileOf(GOOD, entry), OPTIONS); // the good one first: a verifier that has seen it must not be fooled by it
  if (entries[0]?.problem !== null || entries[1] === undefined) throw new Error('no entry');
  return entries[1];
}
const reasonOf = async (entry: unknown): Promise<string> => (await readOne(entry)).problem?.reason ?? 'verified';

it('the good entry verifies', async () => {
  expect(await readOne(GOOD)).toMatchObject({
    problem: null,
    uniqueId: chip.serialNumber,
    certificates: { commonName: 'sn0123000000C0FFEE01', origin: 'microchip' },
  });
});

describe('envelope', () => {
  const { payload, protected: protectedPart, signature, header } = GOOD as Readonly<Record<'payload' | 'protected' | 'signature' | 'header', string>>;

  it.each([
    ['null', null, 'entry-shape'],
    ['a text: the compact form', `${protectedPart}.${payload}.${signature}`, 'entry-shape'],
    ['an array', [GOOD], 'entry-shape'],
    ['no payload', { protected: protectedPart, signature }, 'entry-shape'],
    ['no protected header', { payload, signature, header }, 'entry-shape'],
    ['no signature', { payload, protected: protectedPart, header }, 'entry-shape'],
    ['a payload that is not encoded', { ...GOOD, payload: PAYLOAD }, 'entry-shape'],
    ['the general form', { ...GOOD, signatures: [{ protected: protectedPart, signature }] }, 'entry-shape'],
    ['a header that is a text', { ...GOOD, header: 'x' }, 'entry-shape'],
    ['a header that is an array', { ...GOOD, header: [] }, 'entry-shape'],
    ['padding in the payload', { ...GOOD, payload: `${payload}=` }, 'entry-base64url'],
    ['white space in the payload', { ...GOOD, payload: ` ${payload}` }, 'entry-base64url'],
    ['standard base64', { ...GOOD, signature: 'ab+/' }, 'entry-base64url'],
    ['a line end in the signature', { ...GOOD, signature: `${signature}\n` }, 'entry-base64url'],
    ['pad bits that are set', { ...GOOD, signature: 'AB' }, 'entry-base64url'],
    ['one character too many', { ...GOOD, protected: `${protectedPart}A`.slice(0, protectedPart.length - (protectedPart.length % 4) + 1) }, 'entry-base64url'],
    ['text beyond ASCII', { ...GOOD, payload: '試験' }, 'entry-base64url'],
    ['more text than any entry has', { ...GOOD, header: { uniqueId: chip.serialNumber, note: 'x'.repeat(70_000) } }, 'entry-size'],
  ])('%s is refused', async (_, entry, reason) => {
    expect(await reasonOf(entry)).toBe(reason);
  });

  it('without an unprotected header, or with members nobody knows, is accepted', async () => {
    expect(await reasonOf({ payload, protected: protectedPart, signature })).toBe('verified');
    expect(await reasonOf({ ...GOOD, header: {} })).toBe('verified');
    expect(await reasonOf({ ...GOOD, comment: 'x', header: { uniqueId: chip.serialNumber, other: 1 } })).toBe('verified');
    expect(await reasonOf({ ...GOOD, header: { uniqueId: chip.serialNumber.toUpperCase() } })).toBe('verified');
  });

  it.each([
    ['another chip', { uniqueId: '0123000000c0ffee02' }, 'header-unique-id'],
    ['a number', { uniqueId: 123 }, 'header-unique-id'],
    ['an empty name', { uniqueId: '' }, 'header-unique-id'],
    ['a path', { uniqueId: '../../0123000000c0ffee01' }, 'header-unique-id'],
    ['a second alg', { uniqueId: chip.serialNumber, alg: 'none' }, 'header-overlap'],
    ['a second kid', { kid: 'x' }, 'header-overlap'],
  ])('whose unprotected header has %s is refused', async (_, unprotected, reason) => {
    expect(await reasonOf({ ...GOOD, header: unprotected })).toBe(reason);
  });
});

describe('signature', () => {
  const header = (changed: Json): Json => ({ ...HEADER, ...changed });

  it.each([
    ['alg none', entryOf(PAYLOAD, signer, header({ alg: 'none' })), 'protected-alg'],
    ['alg RS256', entryOf(PAYLOAD, signer, header({ alg: 'RS256' })), 'protected-alg'],
    ['alg HS256', entryOf(PAYLOAD, signer, header({ alg: 'HS256' })), 'protected-alg'],
    ['alg es256', entryOf(PAYLOAD, signer, header({ alg: 'es256' })), 'protected-alg'],
    ['alg that is no text', entryOf(PAYLOAD, signer, header({ alg: ['ES256'] })), 'protected-alg'],
    ['no alg', entryOf(PAYLOAD, signer, { kid: HEADER['kid'], 'x5t#S256': HEADER['x5t#S256'] }), 'protected-alg'],
    ['alg none and an empty signature', { ...entryOf(PAYLOAD, signer, header({ alg: 'none' })), signature: '' }, 'protected-alg'],
    ['crit', entryOf(PAYLOAD, signer, header({ crit: ['b64'], b64: true })), 'protected-crit'],
    ['unencoded payload', entryOf(PAYLOAD, signer, header({ b64: false })), 'protected-crit'],
    ['no kid', entryOf(PAYLOAD, signer, { alg: 'ES256', 'x5t#S256': HEADER['x5t#S256'] }), 'protected-signer'],
    ['no thumbprint', entryOf(PAYLOAD, signer, { alg: 'ES256', kid: HEADER['kid'] }), 'protected-signer'],
    ['the right thumbprint under another kid', entryOf(PAYLOAD, signer, header({ kid: second.signer.kid })), 'signer-kid'],
    [
      'the right kid with an unknown thumbprint',
      entryOf(PAYLOAD, signer, header({ 'x5t#S256': testManifestSigner('stranger').signer.x5t })),
      'signer-thumbprint',
    ],
    ['a stranger', entryOf(PAYLOAD, testManifestSigner('stranger')), 'unknown-signer'],
    [
      'a stranger who brings the key',
      entryOf(PAYLOAD, testManifestSigner('stranger'), { ...headerOf(testManifestSigner('stranger')), jwk: jwkOf(testKey('stranger manifest signer'), '0') }),
      'unknown-signer',
    ],
    ['another signer who is believed', entryOf(PAYLOAD, second, HEADER), 'entry-signature'],
    ['an empty signature', { ...GOOD, signature: '' }, 'entry-signature'],
    ['63 bytes', { ...GOOD, signature: Buffer.alloc(63, 1).toString('base64url') }, 'entry-signature'],
    ['64 zeros', { ...GOOD, signature: Buffer.alloc(64).toString('base64url') }, 'entry-signature'],
    ['a DER signature', { ...GOOD, signature: Buffer.alloc(71, 0x30).toString('base64url') }, 'entry-signature'],
    ['the signature of another entry', { ...GOOD, signature: entryOf({ ...PAYLOAD, groupId: 'X' }, signer)['signature'] }, 'entry-signature'],
    ['a payload that was changed', { ...GOOD, payload: entryOf({ ...PAYLOAD, groupId: 'X' }, signer)['payload'] }, 'entry-signature'],
    ['a header that was changed', { ...GOOD, protected: Buffer.from(JSON.stringify({ ...HEADER, typ: 'X' })).toString('base64url') }, 'entry-signature'],
    ['a protected header that is no JSON', entryOf(PAYLOAD, signer, 'x'), 'protected-json'],
    ['a protected header that is an array', entryOf(PAYLOAD, signer, '[]'), 'protected-json'],
    ['a protected header with two algs', entryOf(PAYLOAD, signer, `{"alg":"ES256",${JSON.stringify(HEADER).slice(1)}`), 'protected-json'],
    ['a protected header with something behind it', entryOf(PAYLOAD, signer, `${JSON.stringify(HEADER)}{}`), 'protected-json'],
    ['a protected header with a byte order mark', entryOf(PAYLOAD, signer, `\ufeff${JSON.stringify(HEADER)}`), 'protected-json'],
  ])('%s is refused', async (_, entry, reason) => {
    expect(await reasonOf(entry)).toBe(reason);
  });

  it('is verified over the bytes as received: other JSON writers are as good', async () => {
    const spaced = JSON.stringify(PAYLOAD, null, 3);
    const turned = JSON.stringify(Object.fromEntries(Object.entries(HEADER).reverse()));
    expect(await reasonOf({ ...entryOf(spaced, signer, turned), header: { uniqueId: chip.serialNumber } })).toBe('verified');
  });

  it('keeps the claimed serial number of an entry that does not verify, as a claim', async () => {
    expect(await readOne({ ...GOOD, signature: '' })).toMatchObject({ uniqueId: chip.serialNumber, signer: null, content: null, certificates: null });
  });
});

describe('payload', () => {
  const without = (name: string): Json => Object.fromEntries(Object.entries(PAYLOAD).filter(([member]) => member !== name));
  const keys = (...list: readonly unknown[]): Json => ({ ...PAYLOAD, publicKeySet: { keys: list } });
  const [first, other] = (PAYLOAD['publicKeySet'] as { keys: readonly [Record<string, unknown>, Record<string, unknown>] }).keys;
  const x5c = first['x5c'] as readonly [string, string];

  it.each([
    ['no JSON', 'x', 'payload-json'],
    ['an array', '[]', 'payload-json'],
    ['a member twice', `{"uniqueId":"${chip.serialNumber}",${JSON.stringify(PAYLOAD).slice(1)}`, 'payload-json'],
    ['a member twice, deep inside', JSON.stringify(PAYLOAD).replace('"kty":"EC"', '"kty":"EC","kty":"EC"'), 'payload-json'],
    ['something behind it', `${JSON.stringify(PAYLOAD)} 1`, 'payload-json'],
    ['a number beyond all numbers', `{"x":1e999,${JSON.stringify(PAYLOAD).slice(1)}`, 'payload-json'],
    ['a number of 400 digits', `{"x":${'9'.repeat(400)},${JSON.stringify(PAYLOAD).slice(1)}`, 'payload-json'],
    ['a version of 400 digits', JSON.stringify(PAYLOAD).replace('"version":1', `"version":1${'0'.repeat(400)}`), 'payload-json'],
    ['a byte order mark', `\ufeff${JSON.stringify(PAYLOAD)}`, 'payload-json'],
    ['deep nesting', `{"a":${'['.repeat(64)}${']'.repeat(64)}}`, 'payload-json'],
    ['version 0', { ...PAYLOAD, version: 0 }, 'payload-version'],
    ['version 4', { ...PAYLOAD, version: 4 }, 'payload-version'],
    ['version "1"', { ...PAYLOAD, version: '1' }, 'payload-version'],
    ['no version', without('version'), 'payload-version'],
    ['no uniqueId', without('uniqueId'), 'payload-unique-id'],
    ['a uniqueId of 16 digits', { ...PAYLOAD, uniqueId: '0123000000c0ffee' }, 'payload-unique-id'],
    ['a uniqueId that is a path', { ...PAYLOAD, uniqueId: '../../../etc/pass' }, 'payload-unique-id'],
    ['a uniqueId that is a number', { ...PAYLOAD, uniqueId: 12300000012345678 }, 'payload-unique-id'],
    ['no model', without('model'), 'payload-member'],
    ['a part number that is a number', { ...PAYLOAD, partNumber: 1 }, 'payload-member'],
    ['a group that is an object', { ...PAYLOAD, groupId: {} }, 'payload-member'],
    ['a time that is none', { ...PAYLOAD, provisioningTimestamp: 'yesterday' }, 'payload-member'],
    ['a manufacturer that is a text', { ...PAYLOAD, manufacturer: 'Microchip' }, 'payload-member'],
    ['a manufacturer with a number', { ...PAYLOAD, manufacturer: { organizationName: 1 } }, 'payload-member'],
    ['secret keys that are a text', { ...PAYLOAD, encryptedSecretKeySet: 'x' }, 'payload-member'],
    ['no keys in version 1', without('publicKeySet'), 'payload-member'],
    ['no keys in version 3', { ...without('publicKeySet'), version: 3 }, 'payload-member'],
    ['keys in version 2', { ...PAYLOAD, version: 2 }, 'payload-member'],
    ['an empty list of keys', keys(), 'payload-member'],
    ['17 keys', keys(...Array.from({ length: 17 }, (_, kid) => ({ ...other, kid: String(kid) }))), 'payload-member'],
    ['a key that is a text', keys('x'), 'key-member'],
    ['a key with kid 0, the number', keys({ ...first, kid: 0 }), 'key-member'],
    ['an RSA key', keys({ ...first, kty: 'RSA' }), 'key-member'],
    ['a P-384 key', keys({ ...first, crv: 'P-384' }), 'key-member'],
    ['x of 31 bytes', keys({ ...first, x: Buffer.alloc(31, 1).toString('base64url') }), 'key-member'],
    ['x of 33 bytes', keys({ ...first, x: Buffer.alloc(33, 1).toString('base64url') }), 'key-member'],
    ['y with two paddings', keys({ ...first, y: `${String(first['y'])}==` }), 'key-member'],
    ['y in standard base64', keys({ ...first, y: `${'A'.repeat(42)}+` }), 'key-member'],
    ['no y', keys({ ...first, y: undefined }), 'key-member'],
    ['two keys with one kid', keys(first, { ...other, kid: '0' }), 'key-duplicate'],
    ['certificates on two keys', keys(first, { ...other, x5c }), 'x5c-keys'],
    ['one certificate', keys({ ...first, x5c: [x5c[0]] }), 'x5c-length'],
    ['three certificates', keys({ ...first, x5c: [...x5c, x5c[1]] }), 'x5c-length'],
    ['certificates that are a text', keys({ ...first, x5c: x5c[0] }), 'x5c-length'],
    ['a certificate that is a number', keys({ ...first, x5c: [1, x5c[1]] }), 'x5c-base64'],
    ['a certificate in base64url without padding', keys({ ...first, x5c: ['ab-_', x5c[1]] }), 'x5c-base64'],
    ['a certificate in PEM', keys({ ...first, x5c: [`-----BEGIN CERTIFICATE-----\n${x5c[0]}\n-----END CERTIFICATE-----`, x5c[1]] }), 'x5c-base64'],
  ])('%s is refused', async (_, payload, reason) => {
    expect(await reasonOf(entryOf(payload as Json | string, signer))).toBe(reason);
  });

  it.each([
    ['version 3', { ...PAYLOAD, version: 3 }],
    ['version 2 without keys', { ...without('publicKeySet'), version: 2 }],
    [
      'no groupId, no times, no names',
      Object.fromEntries(Object.entries(PAYLOAD).filter(([name]) => ['version', 'model', 'partNumber', 'uniqueId', 'publicKeySet'].includes(name))),
    ],
    ['the spelling of 2019', { ...without('distributor'), distributer: { organizationName: 'x' } }],
    ['padded coordinates, as one test entry of 2019 has them', keys({ ...first, x: `${String(first['x'])}=`, y: `${String(first['y'])}=` })],
    ['upper case in uniqueId', { ...PAYLOAD, uniqueId: chip.serialNumber.toUpperCase() }],
    ['keys without certificates', keys(other)],
    ['members that nobody knows', { ...PAYLOAD, __proto__x: 1, modelInfo: { deviceRevision: '00006003' } }],
  ])('%s is accepted', async (_, payload) => {
    expect(await reasonOf(entryOf(payload as Json, signer))).toBe('verified');
  });

  it('a member named __proto__ is a member and nothing else', async () => {
    const entry = await readOne(entryOf(JSON.stringify(PAYLOAD).replace('{', '{"__proto__":{"uniqueId":"ffffffffffffffffff"},'), signer));
    expect(entry).toMatchObject({ problem: null, uniqueId: chip.serialNumber });
    expect(({} as Record<string, unknown>)['uniqueId']).toBeUndefined();
  });
});

describe('certificates', () => {
  const withX5c = (device: Buffer, below: Buffer = authority.signer, key = chip.key): Json => ({
    ...PAYLOAD,
    publicKeySet: { keys: [{ ...jwkOf(key, '0'), x5c: [device, below].map((der) => der.toString('base64')) }] },
  });
  const parts = authority.deviceParts(chip.key, `sn${chip.serialNumber.toUpperCase()}`, null);
  const foreign = new TestAuthority('evil foreign');
  const strangerAuthority = new TestAuthority('evil stranger', { organization: 'Somebody' });
  const [, usage, subjectId, authorityId] = parts.extensions as [Buffer, Buffer, Buffer, Buffer];

  it.each([
    ['a byte behind the device certificate', withX5c(Buffer.concat([chip.device, Buffer.of(0)])), 'certificate-invalid'],
    ['a byte behind the signer', withX5c(chip.device, Buffer.concat([authority.signer, Buffer.of(0)])), 'certificate-invalid'],
    ['no certificate at all', withX5c(Buffer.alloc(0)), 'certificate-invalid'],
    ['half a certificate', withX5c(chip.device.subarray(0, 300)), 'certificate-invalid'],
    [
      'a device certificate whose length is written longer than it has to be',
      withX5c(Buffer.concat([Buffer.of(0x30, 0x83, 0), chip.device.subarray(2)])),
      'certificate-invalid',
    ],
    [
      'a signer of indefinite length',
      withX5c(chip.device, Buffer.concat([Buffer.of(0x30, 0x80), authority.signer.subarray(4), Buffer.of(0, 0)])),
      'certificate-invalid',
    ],
    ['a certificate of ten megabytes', withX5c(Buffer.alloc(10 * 1024 * 1024, 0x30)), 'entry-size'],
    ['a certificate of another key', withX5c(authority.device(testKey('other'), `sn${chip.serialNumber.toUpperCase()}`, null)), 'certificate-key'],
    ['a certificate of another chip', withX5c(authority.device(chip.key, 'sn0123000000C0FFEE02', null)), 'certificate-name'],
    ['the two the wrong way round', withX5c(authority.signer, chip.device, authority.signerKey), 'certificate-name'],
    [
      'a signer of somebody else’s root',
      withX5c(strangerAuthority.device(chip.key, `sn${chip.serialNumber.toUpperCase()}`, null), strangerAuthority.signer),
      'chain-not-to-anchor',
    ],
    [
      'the root itself as signer',
      withX5c(chip.device, certificateOf({ ...authority.signerParts, subject: authority.signerParts.issuer, issuer: authority.signerName }, authority.rootKey)),
      'chain-not-to-anchor',
    ],
    ['a signer of a root that only has the name', withX5c(chip.device, foreign.signer), 'signer-certificate'],
    [
      'a signer that is no CA',
      withX5c(
        chip.device,
        certificateOf(
          {
            ...authority.signerParts,
            extensions: [
              EXTENSION.deviceKeyUsage,
              EXTENSION.deviceConstraints,
              EXTENSION.subjectKeyIdentifier(keyId(authority.signerKey)),
              EXTENSION.authorityKeyIdentifier(keyId(authority.rootKey)),
            ],
          },
          authority.rootKey,
        ),
      ),
      'signer-certificate',
    ],
    ['a device that only has the signer’s name', withX5c(foreign.device(chip.key, `sn${chip.serialNumber.toUpperCase()}`, null)), 'device-certificate'],
    [
      'a device that names another issuer than the signer who signed it',
      withX5c(certificateOf({ ...parts, issuer: nameOf('Test Authority', 'Test Signer 7E58') }, authority.signerKey)),
      'device-certificate',
    ],
    [
      'a device without the identifier of its issuer’s key',
      withX5c(certificateOf({ ...parts, extensions: parts.extensions.slice(0, 3) }, authority.signerKey)),
      'device-certificate',
    ],
    [
      'a device that is a CA',
      withX5c(certificateOf({ ...parts, extensions: [EXTENSION.signerConstraints, usage, subjectId, authorityId] }, authority.signerKey)),
      'device-certificate',
    ],
    [
      'a device with an unknown critical extension',
      withX5c(certificateOf({ ...parts, extensions: [...parts.extensions, EXTENSION.unknown('critical')] }, authority.signerKey)),
      'device-certificate',
    ],
  ])('%s is refused', async (_, payload, reason) => {
    expect(await reasonOf(entryOf(payload, signer))).toBe(reason);
  });

  it('say in their facts which fault of the chain it was', async () => {
    expect((await readOne(entryOf(withX5c(chip.device, foreign.signer), signer))).problem?.facts).toMatchObject({ fault: 'issuer-signature' });
    expect((await readOne(entryOf(withX5c(Buffer.concat([chip.device, Buffer.of(0)])), signer))).problem?.facts).toEqual({
      certificate: 'device',
      code: 'der-trailing',
    });
  });
});

it('every changed character of payload, header and signature is refused', async () => {
  const accepted: string[] = [];
  const flips: unknown[] = [];
  for (const member of ['payload', 'protected', 'signature'] as const) {
    const text = String(GOOD[member]);
    for (let index = 0; index < text.length; index += member === 'payload' ? 17 : 1) {
      const changed = `${text.slice(0, index)}${text[index] === 'A' ? 'B' : 'A'}${text.slice(index + 1)}`;
      flips.push({ ...GOOD, [member]: changed });
    }
  }
  const { entries, table } = await readAll('flips.json', fileOf(GOOD, ...flips), OPTIONS);
  for (const entry of entries.slice(1)) if (entry.problem === null) accepted.push(entry.rawText);
  expect(accepted).toEqual([]);
  expect(table.figures.verified).toBe(1);
});
