/**
 * Right inputs to start from: certificates, entries and files that the test authority writes, and real ones when they are beside the project.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { MICROCHIP_ANCHOR, MICROCHIP_MANIFEST_SIGNERS } from '../../src/trust/anchors.ts';
import {
  EXTENSION,
  TestAuthority,
  certificateOf,
  entryOf,
  fileOf,
  payloadOf,
  testChip,
  testKey,
  testManifestSigner,
  type Json,
} from '../unit/trust/authority.ts';

const authority = new TestAuthority('random run');
const chip = testChip(authority, '0123000000c0ffee01', 'random run');
const signer = testManifestSigner('random run');
const PAYLOAD = payloadOf(chip);
const withoutKeys = Object.fromEntries(Object.entries(PAYLOAD).filter(([name]) => name !== 'publicKeySet'));

const deviceParts = authority.deviceParts(chip.key, 'sn0123000000C0FFEE01', null);
const real = new URL('../../../shared/data/', import.meta.url);

/** Contents of the real files below `folder` whose names end in `ending`; none when there are none. */
function realFiles(folder: string, ending: string): readonly Buffer[] {
  const at = new URL(`${folder}/`, real);
  if (!existsSync(at)) return [];
  return readdirSync(at)
    .filter((name) => name.endsWith(ending))
    .map((name) => readFileSync(new URL(name, at)));
}

const fromPem = (pem: Buffer): Buffer => Buffer.from(pem.toString('ascii').replace(/-----[^-]+-----|\s/g, ''), 'base64');

export const certificateSeeds = (): readonly Uint8Array[] => [
  chip.device,
  authority.signer,
  signer.der,
  certificateOf({ ...deviceParts, extensions: [...deviceParts.extensions, EXTENSION.unknown('critical')] }, authority.signerKey),
  certificateOf({ ...authority.signerParts, extensions: authority.signerParts.extensions.slice(1, 2) }, authority.rootKey),
  ...['certs/ca', 'certs/manifest-signers'].flatMap((folder) => realFiles(folder, '.pem').map(fromPem)),
];

const key = (PAYLOAD['publicKeySet'] as { readonly keys: readonly Json[] }).keys[0] as Json;

/** Entries of all versions as values. */
export const entryValues = (): readonly unknown[] => [
  entryOf(PAYLOAD, signer),
  entryOf({ ...withoutKeys, version: 2, modelInfo: { deviceRevision: '00006003' } }, signer),
  entryOf({ ...PAYLOAD, version: 3, encryptedSecretKeySet: { keys: [] }, uniqueId: '0123000000C0FFEE01' }, signer),
  entryOf({ ...PAYLOAD, publicKeySet: { keys: [{ ...key, x: `${String(key['x'])}=`, x5c: undefined }] } }, signer),
  entryOf({ ...PAYLOAD, note: { 'é"\\': [1, -2.5e-7, true, false, null, '\u0000\ud83d\ude00'] } }, signer, {
    alg: 'ES256',
    kid: 'a',
    'x5t#S256': 'b',
    crit: ['b64'],
  }),
  entryOf({ ...PAYLOAD, publicKeySet: { keys: [{ ...key, kid: '1' }, key] } }, signer), // certificates twice: refused, but hardly ever met by chance
  ...realFiles('manifests', '.json').flatMap((file) => JSON.parse(file.toString('utf8')) as readonly unknown[]),
];

/** With whom the entries verify. */
export const believed = {
  anchors: [authority.anchor, MICROCHIP_ANCHOR],
  signers: [signer.signer, ...MICROCHIP_MANIFEST_SIGNERS],
} as const;

/** A key that no seed has, as base64url. */
export const spareCoordinate = testKey('random run, spare').publicKey.subarray(0, 32).toString('base64url');

const bytes = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, 'utf8'));

export const entrySeeds = (): readonly Uint8Array[] => entryValues().map((entry) => bytes(JSON.stringify(entry)));

const TEXTS = [
  '[]',
  ' [ ] ',
  '\ufeff[1]',
  '[1,-2.5e+10,true,false,null]',
  '[{"a":[{"b":"]"}]},"}",["[",[]],{}]',
  String.raw`["\"","\\","\\\"]","\u005b\u0022",{"\\":"\""}]`,
  '{"a":{"b":[1,2,{"c":"d"}]},"__proto__":{"x":1},"":0}',
  '["試験",\n"\u{1f600}" ,\t{"é":-0}]\r\n',
  '"text"',
  '-0.5E-3',
  '[1e999]',
  '{"a":1,"a":2}',
  '[[[[[[[[[[]]]]]]]]]]',
  '[[[[[[1]]]]],{"a":[{"b":[{}]}]}]',
  '[[{"a":[[{"b":[{}]}]]}]]',
] as const;

export const jsonSeeds = (): readonly Uint8Array[] => [
  ...TEXTS.map(bytes),
  ...entryValues()
    .slice(1, 2)
    .map((entry) => bytes(JSON.stringify(entry, null, 1))),
];

export const fileSeeds = (): readonly Uint8Array[] => [
  ...TEXTS.map(bytes),
  fileOf({ payload: 'eyJh', signature: 'x' }, { protected: ['\\', '"'] }),
  new Uint8Array(Buffer.from('\ufeff[{"a":1},2]', 'utf16le')),
];
