/**
 * What DEMO identities are made of: keys from fixed labels, certificates written and signed by openssl, compressed certificates, entries of a manifest.
 * Part of make-demo-identity.ts, which says what becomes of them. Certificates are taken apart here by hand: nothing of src/trust is used, so that trust
 * rebuilding the very same bytes means something.
 * Reference: Microchip DS20006367A (compressed certificates), "Trust Platform Manifest File Format" v1 and v2, RFC 7515.
 */
import { execFileSync } from 'node:child_process';
import { X509Certificate, createECDH, createHash, createPrivateKey, sign, type KeyObject } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export const NOTICE = 'DEMO ONLY. The private keys in this project’s demo files are public. They prove nothing and must never be trusted for a real chip.';
export const ORGANIZATION = 'Touchstone DEMO';
export const ROOT_NAME = 'Touchstone DEMO Root CA';
export const SIGNER_PREFIX = 'Touchstone DEMO Signer';
const SIGNER_ID = '0D01';
export const MANIFEST_SIGNER_NAME = 'Touchstone DEMO Manifest Signer 01';
const REVISION_608B = '00006003';
const OTP_CODE = 'x6tjuZMy';

const folder = mkdtempSync(join(tmpdir(), 'touchstone-demo-'));

export interface DemoKey {
  readonly label: string;
  readonly privateKey: Buffer;
  readonly publicKey: Buffer;
  readonly object: KeyObject;
  readonly file: string;
}

/** The same key for the same label, on every machine. */
export function demoKey(label: string): DemoKey {
  const privateKey = createHash('sha256').update(`Touchstone DEMO key: ${label}`).digest();
  const ecdh = createECDH('prime256v1');
  ecdh.setPrivateKey(privateKey);
  const publicKey = ecdh.getPublicKey().subarray(1);
  const base64url = (bytes: Buffer): string => bytes.toString('base64url');
  const jwk = { kty: 'EC', crv: 'P-256', x: base64url(publicKey.subarray(0, 32)), y: base64url(publicKey.subarray(32)), d: base64url(privateKey) };
  const object = createPrivateKey({ key: jwk, format: 'jwk' });
  const file = join(folder, `${label.replaceAll(' ', '-')}.key.pem`);
  writeFileSync(file, object.export({ type: 'pkcs8', format: 'pem' }));
  return { label, privateKey, publicKey, object, file };
}

interface CertificateOrder {
  readonly key: DemoKey;
  readonly commonName: string;
  /** Null: signs itself. */
  readonly issuer: { readonly key: DemoKey; readonly pem: string } | null;
  readonly serial: string;
  /** As openssl wants them: YYMMDDHHMMSSZ and YYYYMMDDHHMMSSZ. */
  readonly notBefore: string;
  readonly notAfter: string;
  /** Lines of openssl's extension section, in the order of the certificate. */
  readonly extensions: readonly string[];
}

/** Has openssl write and sign one certificate; gives PEM. */
export function issue(order: CertificateOrder): string {
  const file = (name: string): string => join(folder, name);
  writeFileSync(file('index.txt'), '');
  writeFileSync(file('index.txt.attr'), 'unique_subject = no\n');
  writeFileSync(file('serial'), `${order.serial}\n`);
  writeFileSync(
    file('ca.cnf'),
    [
      '[ca]',
      'default_ca = demo',
      '[demo]',
      `database = ${file('index.txt')}`,
      `serial = ${file('serial')}`,
      `new_certs_dir = ${folder}`,
      'default_md = sha256',
      'policy = any',
      'x509_extensions = extensions',
      '[any]',
      'organizationName = supplied',
      'commonName = supplied',
      '[req]',
      'distinguished_name = name',
      'string_mask = utf8only',
      '[name]',
      '[extensions]',
      ...order.extensions,
      '',
    ].join('\n'),
  );
  const openssl = (...args: string[]): Buffer => execFileSync('openssl', args, { stdio: ['ignore', 'pipe', 'pipe'] });
  openssl('req', '-new', '-config', file('ca.cnf'), '-key', order.key.file, '-subj', `/O=${ORGANIZATION}/CN=${order.commonName}`, '-out', file('request.pem'));
  const signer = order.issuer === null ? ['-selfsign', '-keyfile', order.key.file] : ['-keyfile', order.issuer.key.file, '-cert', file('issuer.pem')];
  if (order.issuer !== null) writeFileSync(file('issuer.pem'), order.issuer.pem);
  const dates = ['-startdate', order.notBefore, '-enddate', order.notAfter];
  openssl(
    'ca',
    '-batch',
    '-notext',
    '-preserveDN',
    '-config',
    file('ca.cnf'),
    '-in',
    file('request.pem'),
    '-out',
    file('certificate.pem'),
    ...dates,
    ...signer,
  );
  return readFileSync(file('certificate.pem'), 'utf8');
}

interface Dates {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly years: number;
}
const SIGNER_DATES: Dates = { year: 2025, month: 1, day: 15, hour: 12, years: 31 };
export const DEVICE_DATES: Dates = { year: 2025, month: 11, day: 1, hour: 8, years: 28 };

const two = (value: number): string => String(value).padStart(2, '0');
const opensslTime = ({ month, day, hour }: Dates, year: string): string => `${year}${two(month)}${two(day)}${two(hour)}0000Z`;
const validity = (dates: Dates) => ({ notBefore: opensslTime(dates, two(dates.year - 2000)), notAfter: opensslTime(dates, String(dates.year + dates.years)) });

/** Year since 2000 (5 bits), month (4), day (5), hour (5), years to expiry (5). */
function encodeDates({ year, month, day, hour, years }: Dates): Buffer {
  const bits = [
    [year - 2000, 5],
    [month, 4],
    [day, 5],
    [hour, 5],
    [years, 5],
  ] as const;
  const text = bits.map(([value, width]) => value.toString(2).padStart(width, '0')).join('');
  return Buffer.from(Number.parseInt(text, 2).toString(16).padStart(6, '0'), 'hex');
}

/** Serial number rule A. */
export function serialOf(key: DemoKey, dates: Dates): string {
  const hash = createHash('sha256').update(key.publicKey).update(encodeDates(dates)).digest().subarray(0, 16);
  hash.writeUInt8((hash.readUInt8(0) & 0x7f) | 0x40, 0);
  return hash.toString('hex').toUpperCase();
}

/** r ‖ s of a certificate: the last BIT STRING, taken apart from behind. */
function signatureOf(pem: string): Buffer {
  const der = new X509Certificate(pem).raw;
  const bitString = der.subarray(der.lastIndexOf(Buffer.from('06082a8648ce3d040302', 'hex')) + 10);
  const rLength = bitString.readUInt8(6);
  const integers = [bitString.subarray(7, 7 + rLength), bitString.subarray(9 + rLength)];
  return Buffer.concat(integers.map((integer) => Buffer.concat([Buffer.alloc(32), integer]).subarray(-32)));
}

function compress(pem: string, dates: Dates, templateAndChain: number): Buffer {
  return Buffer.concat([signatureOf(pem), encodeDates(dates), Buffer.from(SIGNER_ID, 'hex'), Buffer.of(templateAndChain, 0xa0, 0x00)]);
}

export interface Authority {
  readonly root: string;
  readonly rootKey: DemoKey;
  readonly signer: string;
  readonly signerKey: DemoKey;
}

/** A root and a signer. The imitation has the very names of the first one: only the keys differ. */
export function makeAuthority(label: string): Authority {
  const rootKey = demoKey(`${label} root`);
  const signerKey = demoKey(`${label} signer`);
  const root = issue({
    key: rootKey,
    commonName: ROOT_NAME,
    issuer: null,
    serial: serialOf(rootKey, SIGNER_DATES),
    notBefore: '250101000000Z',
    notAfter: '20650101000000Z',
    extensions: ['subjectKeyIdentifier = hash', 'authorityKeyIdentifier = keyid:always', 'basicConstraints = critical, CA:TRUE'],
  });
  const signer = issue({
    key: signerKey,
    commonName: `${SIGNER_PREFIX} ${SIGNER_ID}`,
    issuer: { key: rootKey, pem: root },
    serial: serialOf(signerKey, SIGNER_DATES),
    ...validity(SIGNER_DATES),
    extensions: [
      'keyUsage = critical, digitalSignature, keyCertSign, cRLSign',
      'basicConstraints = critical, CA:TRUE, pathlen:0',
      'subjectKeyIdentifier = hash',
      'authorityKeyIdentifier = keyid:always',
    ],
  });
  return { root, rootKey, signer, signerKey };
}

/** subjectAltName with a directoryName of one serialNumber, written by hand: openssl refuses "_" in a PrintableString. */
function eui48Name(eui: string): string {
  const wrap = (tag: number, content: Buffer): Buffer => Buffer.concat([Buffer.of(tag, content.length), content]);
  const attribute = wrap(0x30, Buffer.concat([Buffer.from('0603550405', 'hex'), wrap(0x13, Buffer.from(`eui48_${eui}`, 'ascii'))]));
  return wrap(0x30, wrap(0xa4, wrap(0x30, wrap(0x31, attribute)))).toString('hex');
}

export interface DemoChip {
  readonly serialNumber: string;
  readonly eui48: string;
  readonly key: DemoKey;
  readonly device: string;
  readonly authority: Authority;
}

export function makeChip(label: string, serialNumber: string, eui48: string, authority: Authority): DemoChip {
  const key = demoKey(`${label} slot 0`);
  const device = issue({
    key,
    commonName: `sn${serialNumber.toUpperCase()}`,
    issuer: { key: authority.signerKey, pem: authority.signer },
    serial: serialOf(key, DEVICE_DATES),
    ...validity(DEVICE_DATES),
    extensions: [
      `subjectAltName = DER:${eui48Name(eui48)}`,
      'basicConstraints = critical, CA:FALSE',
      'keyUsage = critical, digitalSignature, keyAgreement',
      'subjectKeyIdentifier = hash',
      'authorityKeyIdentifier = keyid:always',
    ],
  });
  return { serialNumber, eui48, key, device, authority };
}

/** What such a chip holds, as the virtual board wants it. */
export function identityOf({ serialNumber, eui48, key, device, authority }: DemoChip) {
  const filled = (text: string, size: number): string =>
    Buffer.concat([Buffer.from(text, 'ascii'), Buffer.alloc(size)])
      .subarray(0, size)
      .toString('hex');
  const pad = Buffer.alloc(4);
  const signerKey = authority.signerKey.publicKey;
  return {
    serialNumber,
    revision: REVISION_608B,
    privateKey: key.privateKey.toString('hex'),
    publicKey: key.publicKey.toString('hex'),
    otp: filled(OTP_CODE, 64),
    slots: {
      5: filled(eui48, 36),
      8: filled('', 416),
      10: compress(device, DEVICE_DATES, 0x30).toString('hex'),
      11: Buffer.concat([pad, signerKey.subarray(0, 32), pad, signerKey.subarray(32)]).toString('hex'),
      12: compress(authority.signer, SIGNER_DATES, 0x10).toString('hex'),
    },
  };
}

export interface EntrySigner {
  readonly key: DemoKey;
  readonly kid: string;
  readonly x5t: string;
}

export function signEntry(payload: { readonly uniqueId: string }, signer: EntrySigner) {
  const encode = (value: unknown): string => Buffer.from(JSON.stringify(value), 'utf8').toString('base64url');
  const protectedPart = encode({ typ: 'JWT', alg: 'ES256', kid: signer.kid, 'x5t#S256': signer.x5t });
  const payloadPart = encode(payload);
  const signature = sign('sha256', Buffer.from(`${protectedPart}.${payloadPart}`, 'ascii'), { key: signer.key.object, dsaEncoding: 'ieee-p1363' });
  return { payload: payloadPart, protected: protectedPart, header: { uniqueId: payload.uniqueId }, signature: signature.toString('base64url') };
}

const entity = { organizationName: ORGANIZATION, organizationalUnitName: 'DEMO, not a manufacturer' };
export const commonPayload = (version: number, model: string, uniqueId: string) => ({
  version,
  model,
  partNumber: `${model}-TNGTLS-DEMO`,
  manufacturer: entity,
  provisioner: entity,
  distributor: entity,
  groupId: 'TOUCHSTONEDEMO22',
  provisioningTimestamp: '2025-11-01T08:00:00.000Z',
  uniqueId,
});

export function payloadV1(chip: DemoChip) {
  const jwk = (slot: number, key: DemoKey) => {
    const [x, y] = [key.publicKey.subarray(0, 32), key.publicKey.subarray(32)].map((bytes) => bytes.toString('base64url'));
    return { kid: String(slot), kty: 'EC', crv: 'P-256', x, y };
  };
  const x5c = [chip.device, chip.authority.signer].map((pem) => new X509Certificate(pem).raw.toString('base64'));
  const others = [1, 2, 3, 4].map((slot) => jwk(slot, demoKey(`${chip.serialNumber} slot ${slot}`)));
  return { ...commonPayload(1, 'ATECC608B', chip.serialNumber), publicKeySet: { keys: [{ ...jwk(0, chip.key), x5c }, ...others] } };
}

/** How the signer of a manifest is named in its entries. */
export function entrySignerOf(key: DemoKey, certificate: string): EntrySigner {
  return {
    key,
    kid: createHash('sha1').update(Buffer.of(4)).update(key.publicKey).digest('base64url'),
    x5t: createHash('sha256').update(new X509Certificate(certificate).raw).digest('base64url'),
  };
}

/** Takes away what openssl needed. */
export function cleanUp(): void {
  rmSync(folder, { recursive: true });
}
