/**
 * The parts of a manifest entry, from characters to certificates, against JSON.parse and node's base64: nothing is accepted that would be written differently,
 * and what is decoded is what another decoder decodes. Signatures are not looked at: they hold for no changed entry.
 */
import { isJsonObject, parseJson, type JsonObject } from '../../src/formats/index.ts';
import { isProblem, type EntryProblem } from '../../src/trust/entry/entry-reason.ts';
import { parseEnvelope, parsePayload, type Envelope } from '../../src/trust/entry/jws.ts';
import { decodeCertificateText, parseSecureElement, type SecureElement } from '../../src/trust/entry/secure-element.ts';
import { must, type Target } from './corpus.ts';
import { reshapeDer } from './der-tree.ts';
import { reshapeJson, respell, type Plain, type Spare } from './json-shape.ts';
import { mutate, type Material } from './mutate.ts';
import type { Random } from './random.ts';
import { JSON_DICTIONARY, attempt, jsonOrNull, sizeClass, utf8OrNull } from './refusal.ts';
import { entrySeeds, spareCoordinate } from './seeds.ts';
import { runCertificate } from './target-certificate.ts';
import { sameJson, strictFaults } from './target-json.ts';

type PlainObject = Readonly<Record<string, Plain>>;

const ENTRY_DEPTH = 10;
const HEADER_DEPTH = 3;
const ENVELOPE_REASONS = ['entry-shape', 'entry-base64url', 'protected-json', 'header-overlap'];
const CONTENT_REASONS = ['payload-version', 'payload-member', 'payload-unique-id', 'key-member', 'key-duplicate', 'x5c-keys', 'x5c-length', 'x5c-base64'];

const isObject = (value: unknown): value is PlainObject => typeof value === 'object' && value !== null && !Array.isArray(value);
const isCanonical = (text: unknown, form: 'base64' | 'base64url'): text is string =>
  typeof text === 'string' && Buffer.from(text, form).toString(form) === text;
const sameBytes = (bytes: Uint8Array, text: string, form: BufferEncoding): boolean => Buffer.compare(bytes, Buffer.from(text, form)) === 0;

/** The JSON object that base64url text holds, as the strict reader must see it; null when it must refuse. */
function objectIn(text: string, maxDepth: number): PlainObject | null {
  const decoded = utf8OrNull(Buffer.from(text, 'base64url'));
  const plain = jsonOrNull(decoded);
  const isRight = decoded !== null && plain !== null && isObject(plain.value) && strictFaults(decoded, plain.value, maxDepth).length === 0;
  return isRight ? (plain.value as PlainObject) : null;
}

/** True for what RFC 7515 section 7.2.2 calls a flattened JWS with a protected header. */
function isEnvelope(entry: unknown): boolean {
  if (!isObject(entry) || Object.hasOwn(entry, 'signatures')) return false;
  const { payload, protected: protectedPart, signature, header = null } = entry;
  if (![payload, protectedPart, signature].every((part) => isCanonical(part, 'base64url')) || (header !== null && !isObject(header))) return false;
  const protectedHeader = objectIn(protectedPart as string, HEADER_DEPTH);
  return protectedHeader !== null && Object.keys(header ?? {}).every((name) => !Object.hasOwn(protectedHeader, name));
}

function checkEnvelope(envelope: Envelope, entry: PlainObject): void {
  const { payload, protected: protectedPart, signature, header = null } = entry as PlainObject & Record<'payload' | 'protected' | 'signature', string>;
  must(sameBytes(envelope.payload, payload, 'base64url') && sameBytes(envelope.signature, signature, 'base64url'), 'parts are decoded as node decodes them');
  must(sameBytes(envelope.signingInput, `${protectedPart}.${payload}`, 'utf8'), 'what is signed are the characters of the file');
  must(sameJson(envelope.protectedHeader, objectIn(protectedPart, HEADER_DEPTH)), 'the protected header is what JSON.parse reads');
  must(header === null ? envelope.header === null : envelope.header !== null && sameJson(envelope.header, header), 'the header is what JSON.parse reads');
}

function checkContent(content: SecureElement, payload: PlainObject): string {
  const { version, uniqueId, model, partNumber, groupId, provisioningTimestamp, keys, certificates } = content;
  must(/^[0-9a-f]{18}$/.test(uniqueId) && String(payload['uniqueId']).toLowerCase() === uniqueId, 'the serial number is the payload’s');
  must(
    [1, 2, 3].includes(version) && payload['version'] === version && payload['model'] === model && payload['partNumber'] === partNumber,
    'members are the payload’s',
  );
  must((payload['groupId'] ?? null) === groupId && (payload['provisioningTimestamp'] ?? null) === provisioningTimestamp, 'optional members are the payload’s');
  const set = (payload['publicKeySet'] as { readonly keys: readonly PlainObject[] } | undefined)?.keys ?? [];
  must(set.length === keys.length && new Set(keys.map(({ kid }) => kid)).size === keys.length, 'every key is there once');
  for (const [index, { kid, publicKey }] of keys.entries()) {
    const written = set[index] as PlainObject;
    must(written['kid'] === kid && written['kty'] === 'EC' && written['crv'] === 'P-256', 'a key is one of P-256');
    for (const [member, half] of [
      ['x', publicKey.subarray(0, 32)],
      ['y', publicKey.subarray(32)],
    ] as const)
      must(String(written[member]).replace(/=$/, '') === Buffer.from(half).toString('base64url'), 'a coordinate is written as its bytes are', () => written);
  }
  const holders = set.filter((key) => key['x5c'] !== undefined);
  must(holders.length === (certificates === null ? 0 : 1), 'certificates are at one key or none');
  if (certificates === null) return `${version} ${keys.length}`;
  const { key, device, signer } = certificates;
  must(holders[0]?.['kid'] === key.kid && JSON.stringify(holders[0]?.['x5c']) === JSON.stringify([device, signer]), 'certificates are those of the key');
  return `${version} ${keys.length} ${[device, signer].map(runCertificateText).join(' ')}`;
}

function runCertificateText(text: string): string {
  const der = decodeCertificateText(text);
  must((der !== null) === isCanonical(text, 'base64'), 'base64 is accepted exactly when node writes it so', () => text);
  if (der === null) return 'x5c-base64';
  must(sameBytes(der, text, 'base64'), 'base64 is decoded as node decodes it');
  return runCertificate(der).split(' ')[0] as string;
}

function problemOf({ reason, facts }: EntryProblem, reasons: readonly string[]): string {
  must(reasons.includes(reason), 'the problem is one of this step', () => reason);
  must(
    Object.values(facts).every((fact) => typeof fact !== 'string' || fact.length <= 128),
    'facts are short',
    () => facts,
  );
  return `${reason} ${String(facts['member'] ?? '')} ${String(typeof facts['key'])} ${sizeClass(Number(facts['certificates'] ?? 0))}`;
}

/** Members that an object has beyond the usual ones count as a way in which an outcome is new. */
const membersOf = (object: JsonObject): string =>
  [...object]
    .map(([name, value]) => `${name.slice(0, 2)}${typeof value === 'object' ? 'o' : (typeof value)[0]}`)
    .toSorted()
    .slice(0, 12)
    .join('');

function run(input: Uint8Array): string {
  const text = utf8OrNull(input);
  if (text === null) return 'utf-8';
  const entry = attempt(['json-text'], () => parseJson(text, ENTRY_DEPTH));
  if (!('value' in entry)) return `json ${String(entry.refusal.facts['why'])}`;
  const plain = jsonOrNull(text)?.value;
  const envelope = parseEnvelope(entry.value);
  must(!isProblem(envelope) === isEnvelope(plain), 'an envelope is accepted exactly when it is one', () => envelope);
  if (isProblem(envelope)) return problemOf(envelope.problem, ENVELOPE_REASONS);
  checkEnvelope(envelope, plain as PlainObject);

  const payload = parsePayload(envelope);
  const plainPayload = objectIn((plain as { readonly payload: string }).payload, ENTRY_DEPTH);
  must(!isProblem(payload) === (plainPayload !== null), 'a payload is accepted exactly when it is a JSON object', () => payload);
  if (isProblem(payload)) return problemOf(payload.problem, ['payload-json']);
  must(isJsonObject(payload.payload) && sameJson(payload.payload, plainPayload), 'the payload is what JSON.parse reads');

  const content = parseSecureElement(payload.payload);
  if (isProblem(content)) return `${problemOf(content.problem, CONTENT_REASONS)} ${membersOf(payload.payload)}`;
  return `ok ${checkContent(content, plainPayload as PlainObject)}`;
}

const SPARE_KEY = { kid: '9', kty: 'EC', crv: 'P-256', x: spareCoordinate, y: spareCoordinate };
const words = (text: string): readonly string[] => text.split(' ');
const VALUES: readonly Plain[] = [
  ...[null, true, 0, 1, 2, 3, 4, 1.5, '', '0', '1', 'EC', 'P-256', 'ES256', 'none', 'b64', 'AA', 'AA==', 'AB'],
  ...words('SN0123 0123000000c0ffee02 0123000000C0FFEE02 2025-11-01T08:00:00Z 2025-11-01T08:00:00.Z 2025-11-01T08:00:00.123456789+14:00'),
  ...[spareCoordinate, `${spareCoordinate}=`, `${spareCoordinate}==`, `${spareCoordinate.slice(0, 42)}B`],
  ...[[], {}, ['MAA=', 'MAA='], { organizationName: 'x' }, { keys: [] }, SPARE_KEY, { ...SPARE_KEY, kid: '8', x5c: ['MAA=', 'MAA='] }],
];
const NAMES = [
  ...words('payload protected header signature signatures alg kid x5t#S256 crit typ uniqueId version model partNumber groupId provisioningTimestamp'),
  ...words('manufacturer distributer publicKeySet keys kty crv x y x5c encryptedSecretKeySet modelInfo __proto__'),
];
const SPARE: Spare = { values: VALUES, names: NAMES };

/** Changes a part inside its wrapping, so that the wrapping stays right: the payload's members, the header's, a certificate. */
export function reshapeEntry(random: Random, input: Uint8Array, material: Material): Uint8Array | null {
  const entry = jsonOrNull(utf8OrNull(input))?.value;
  if (!isObject(entry)) return null;
  const member = random.oneIn(4) ? 'protected' : 'payload';
  const wrapped = entry[member];
  if (typeof wrapped !== 'string' || random.oneIn(6)) return bytesOf(reshapeJson(random, entry as Plain, SPARE));
  const inner = Buffer.from(wrapped, 'base64url');
  const plain = jsonOrNull(utf8OrNull(inner));
  if (random.oneIn(8)) return bytesOf(entry, random);
  const reshaped =
    plain === null || random.oneIn(6)
      ? mutate(random, inner, { ...material, others: [inner] })
      : bytesOf(reshapeInner(random, plain.value as Plain, material), random.oneIn(6) ? random : undefined);
  return bytesOf({ ...entry, [member]: Buffer.from(reshaped).toString('base64url') });
}

function reshapeInner(random: Random, payload: Plain, material: Material): Plain {
  const texts =
    isObject(payload) && random.oneIn(4) ? (payload as { publicKeySet?: { keys?: readonly { x5c?: Plain[] }[] } }).publicKeySet?.keys?.[0]?.x5c : undefined;
  const index = random.below(2);
  const text = Array.isArray(texts) ? texts[index] : undefined;
  if (typeof text !== 'string') return reshapeJson(random, payload, SPARE);
  const der = Buffer.from(text, 'base64');
  const changed = reshapeDer(random, der, { ...material, others: [der] }) ?? der;
  return JSON.parse(JSON.stringify(payload).replace(JSON.stringify(text), JSON.stringify(Buffer.from(changed).toString('base64')))) as Plain;
}

/** Characters of a value, in another spelling when there is a `random` to choose it. */
function bytesOf(value: unknown, random?: Random): Uint8Array {
  const json = JSON.stringify(value);
  return new Uint8Array(Buffer.from(random === undefined ? json : respell(random, json, TOKENS), 'utf8'));
}
const TOKENS = JSON_DICTIONARY.map((token) => Buffer.from(token).toString('utf8'));

export const entryTarget: Target = { name: 'entry', seeds: entrySeeds(), dictionary: JSON_DICTIONARY, maxBytes: 8000, reshape: reshapeEntry, run };
