/**
 * The certificate reader: what it accepts is written again from its fields by another writer and must be the same bytes; every field lies inside the
 * input; the extensions are what another reader finds; and OpenSSL (node:crypto) reads the same serial number and times.
 * Reference: RFC 5280 section 4.1 and 4.2.1; RFC 5480 section 2.
 */
import { X509Certificate } from 'node:crypto';
import { parseCertificate, type Certificate } from '../../src/trust/x509/certificate.ts';
import { tlv } from '../unit/trust/authority.ts';
import { must, type Target } from './corpus.ts';
import { readElements, reshapeDer, writeElement, type DerNode } from './der-tree.ts';
import { seedOf } from './random.ts';
import { attempt, sizeClass, utf8OrNull } from './refusal.ts';
import { certificateSeeds } from './seeds.ts';
import { DER_CODES, integerOf, timeOf } from './target-der.ts';

const CERTIFICATE_CODES = ['version', 'algorithm', 'key', 'serial', 'name', 'extension', 'signature'].map((what) => `certificate-${what}`);
const CODES = [...DER_CODES, ...CERTIFICATE_CODES];

const hex = (text: string): Buffer => Buffer.from(text, 'hex');
const hexOf = (bytes: Uint8Array | null): string | null => (bytes === null ? null : Buffer.from(bytes).toString('hex'));
const VERSION_3 = hex('a003020102');
const ECDSA_SHA256 = hex('300a06082a8648ce3d040302');
const P256_POINT = hex('3059301306072a8648ce3d020106082a8648ce3d030107034200' + '04');
const COMMON_NAME = '550403';

/** Children of the one element that the bytes are, which must have the tag. */
function inside(tag: number, bytes: Uint8Array): readonly DerNode[] {
  const [only, ...more] = elementsOf(bytes);
  must(only?.tag === tag && more.length === 0, 'one element of a known tag', () => [tag, hexOf(bytes)]);
  return elementsOf(only.content);
}

function elementsOf(bytes: Uint8Array): readonly DerNode[] {
  const elements = readElements(bytes);
  must(elements !== null, 'what is accepted is DER', () => hexOf(bytes));
  return elements;
}

/** The fields written again. */
function rewrite(certificate: Certificate, times: readonly DerNode[], extensions: Uint8Array): Uint8Array {
  const { serial, issuer, subject, notBeforeMs, notAfterMs, publicKey, signature } = certificate;
  const validity = tlv(0x30, timeOf(times[0]?.tag ?? 0, notBeforeMs), timeOf(times[1]?.tag ?? 0, notAfterMs));
  const tbs = tlv(0x30, VERSION_3, integerOf(serial), ECDSA_SHA256, issuer, validity, subject, Buffer.concat([P256_POINT, publicKey]), extensions);
  const pair = tlv(0x30, integerOf(signature.subarray(0, 32)), integerOf(signature.subarray(32)));
  return tlv(0x30, tbs, ECDSA_SHA256, tlv(3, Buffer.of(0), pair));
}

/** The common name as another reader finds it; names are sequences of sets of pairs. */
function commonNameOf(name: Uint8Array): string | undefined {
  const pairs = inside(0x30, name).flatMap((set) => inside(0x31, writeElement(set)).map((pair) => inside(0x30, writeElement(pair))));
  must(
    pairs.every(([type, value, ...more]) => type?.tag === 6 && value !== undefined && more.length === 0),
    'a name is made of pairs',
    () => hexOf(name),
  );
  const values = pairs.filter(([type]) => hexOf(type?.content ?? null) === COMMON_NAME).map(([, value]) => value as DerNode);
  must(values.length === 1 && [12, 19, 22].includes(values[0]?.tag ?? 0), 'a name has one common name', () => hexOf(name));
  return values[0] === undefined ? undefined : Buffer.from(values[0].content).toString('utf8');
}

/** The extensions in the words of Certificate, each read another time. */
function extensionFacts(bytes: Uint8Array): Readonly<Record<string, unknown>> {
  const facts: Record<string, unknown> = { isCa: false, pathLength: null, keyUsage: null, keyIdentifier: null, issuerKeyIdentifier: null };
  const seen: string[] = [];
  let unknownCritical = 0;
  const [list, ...more] = inside(0xa3, bytes);
  must(list?.tag === 0x30 && more.length === 0, 'extensions are one sequence');
  for (const extension of elementsOf(list.content)) {
    const [type, ...rest] = inside(0x30, writeElement(extension));
    const [flag, value] = rest.length === 2 ? rest : [null, rest[0]];
    must(type?.tag === 6 && value?.tag === 4 && rest.length <= 2, 'an extension is a type, a flag, a value', () => hexOf(extension.content));
    must(flag === null || (flag?.tag === 1 && hexOf(flag.content) === 'ff'), 'a flag says true', () => hexOf(extension.content));
    const oid = String(hexOf(type.content));
    must(!seen.includes(oid), 'an extension is there once', () => oid);
    seen.push(oid);
    if (oid === '551d13') {
      const [ca, length, ...none] = inside(0x30, value.content);
      must(none.length === 0 && (ca === undefined || (ca.tag === 1 && hexOf(ca.content) === 'ff')), 'constraints are true and a length', () =>
        hexOf(value.content),
      );
      Object.assign(facts, { isCa: ca !== undefined, pathLength: length === undefined ? null : Number(`0x${String(hexOf(length.content))}`) });
      if (length !== undefined) must(hexOf(writeElement(length)) === hexOf(integerOf(length.content)), 'a length is a shortest INTEGER');
    } else if (oid === '551d0f') {
      const [bits, ...none] = elementsOf(value.content);
      must(bits?.tag === 3 && none.length === 0, 'key usage is bits');
      facts['keyUsage'] = bits.content[1];
    } else if (oid === '551d0e') {
      const [identifier, ...none] = elementsOf(value.content);
      must(identifier?.tag === 4 && none.length === 0, 'a key identifier is a string of bytes');
      facts['keyIdentifier'] = hexOf(identifier.content);
    } else if (oid === '551d23') {
      const [identifier] = inside(0x30, value.content);
      facts['issuerKeyIdentifier'] = identifier?.tag === 0x80 ? hexOf(identifier.content) : null;
    } else {
      must(elementsOf(value.content).length === 1, 'an unknown extension is one element');
      if (flag !== null) unknownCritical++;
    }
  }
  return { ...facts, unknownCritical };
}

/** Checks one accepted certificate; gives what is special about it. */
function accepted(input: Uint8Array, certificate: Certificate): string {
  const { der, tbs, serial, issuer, subject, publicKey, keyIdentifier, issuerKeyIdentifier, signature } = certificate;
  for (const view of [der, tbs, serial, issuer, subject, publicKey, keyIdentifier, issuerKeyIdentifier]) {
    if (view === null) continue;
    const isInside = view.buffer === input.buffer && view.byteOffset >= input.byteOffset && view.byteOffset + view.length <= input.byteOffset + input.length;
    must(isInside, 'every field lies inside the input', () => hexOf(view));
  }
  must(der.length === input.length && signature.length === 64 && publicKey.length === 64, 'fixed lengths are kept');
  const parts = inside(0x30, tbs);
  const extensions = writeElement(parts.at(-1) as DerNode);
  const times = elementsOf((parts[4] as DerNode).content);
  must(hexOf(rewrite(certificate, times, extensions)) === hexOf(input), 'the fields written again are the input', () =>
    hexOf(rewrite(certificate, times, extensions)),
  );
  must(commonNameOf(issuer) === certificate.issuerCommonName && commonNameOf(subject) === certificate.subjectCommonName, 'common names are those of the names');

  const { isCa, pathLength, keyUsage, unknownCritical } = certificate;
  const facts = {
    ...{ isCa, pathLength, keyUsage, keyIdentifier: hexOf(keyIdentifier), issuerKeyIdentifier: hexOf(issuerKeyIdentifier) },
    unknownCritical: unknownCritical.length,
  };
  must(JSON.stringify(extensionFacts(extensions)) === JSON.stringify(facts), 'extensions say what another reader reads', () => [
    facts,
    extensionFacts(extensions),
  ]);
  const opinion = agreesWithOpenSsl(input, certificate);
  return `ok ${String(isCa)} ${String(pathLength === null)} ${String(keyUsage)} ${facts.unknownCritical} ${String(keyIdentifier === null)} ${String(issuerKeyIdentifier === null)} ${serial.length} ${opinion}`;
}

/** An attribute that is no text; the reader steps over all but the common name, as names are compared by their bytes. */
const hasOddAttribute = (name: Uint8Array): boolean =>
  inside(0x30, name)
    .flatMap((set) => elementsOf(set.content).map((pair) => elementsOf(pair.content)[1] as DerNode))
    .some(({ tag, content }) => ![12, 19, 22].includes(tag) || utf8OrNull(content) === null);

/** OpenSSL looks into attributes that this reader steps over; where it refuses, there is nothing to compare. */
function agreesWithOpenSsl(input: Uint8Array, { serial, issuer, subject, notBeforeMs, notAfterMs }: Certificate): 'agrees' | 'refuses' {
  let other: X509Certificate;
  try {
    other = new X509Certificate(input);
  } catch {
    must([issuer, subject].some(hasOddAttribute), 'OpenSSL refuses for an attribute of a name only');
    return 'refuses';
  }
  const digits = Buffer.from(serial).toString('hex').replace(/^0+/, '');
  must(other.serialNumber.toLowerCase().replace(/^0+/, '') === digits, 'OpenSSL reads the same serial number', () => other.serialNumber);
  for (const [text, timeMs] of [
    [other.validFrom, notBeforeMs],
    [other.validTo, notAfterMs],
  ] as const)
    must(timeMs < 0 || new Date(timeMs).getUTCFullYear() < 1000 || Date.parse(text) === timeMs, 'OpenSSL reads the same times', () => [text, timeMs]);
  must(hexOf(other.raw) === hexOf(input), 'OpenSSL keeps the same bytes');
  return 'agrees';
}

/** A certificate as text, byte strings in hex. */
export const plainOf = (certificate: Certificate): string =>
  JSON.stringify(certificate, (_, value: unknown) => (value instanceof Uint8Array ? hexOf(value) : value));

const outcomeOf = (result: ReturnType<typeof attempt<Certificate>>): string => ('value' in result ? plainOf(result.value) : result.refusal.message);

/** Certificates that may stand beside one that is read. */
const ISSUERS = certificateSeeds().map((der) => parseCertificate(der));

/** The outcome of one certificate, with all its properties checked. */
export function runCertificate(input: Uint8Array): string {
  const around = new Uint8Array(input.length + 32).fill(0x30);
  around.set(input, 16);
  const bytes = around.subarray(16, 16 + input.length);
  const result = attempt(CODES, () => parseCertificate(bytes));
  const issuer = ISSUERS[Math.abs(seedOf(input)) % ISSUERS.length] as Certificate;
  const beside = attempt(CODES, () => parseCertificate(bytes, issuer));
  must(outcomeOf(beside) === outcomeOf(result), 'an issuer at hand changes nothing', () => [outcomeOf(result), outcomeOf(beside)]);
  if ('value' in result) return accepted(bytes, result.value);
  const { code, facts } = result.refusal;
  const { offset } = facts;
  must(offset === undefined || (typeof offset === 'number' && offset >= 0 && offset <= input.length), 'the fault has an offset inside the bytes', () => facts);
  return `${code} ${typeof offset === 'number' ? Math.floor(offset / 8) : ''} ${String(facts['tag'] ?? '')} ${String(facts['oid'] ?? '').slice(0, 24)} ${sizeClass(Number(facts['bytes'] ?? facts['commonNames'] ?? 0))}`;
}

const DICTIONARY = [
  '0101ff',
  '020100',
  '0500',
  '0603550403',
  '0603551d13',
  '0603551d0f',
  '0603551d0e',
  '0603551d23',
  '06032a0304',
  '30030101ff',
  '30060101ff020100',
  '03020186',
  '03020388',
  '30820100',
  'a003020102',
  '0c0141',
  '1702',
  '180f',
].map(hex);

export const certificateTarget: Target = {
  name: 'certificate',
  seeds: certificateSeeds(),
  dictionary: DICTIONARY,
  maxBytes: 1200,
  reshape: reshapeDer,
  run: runCertificate,
};
