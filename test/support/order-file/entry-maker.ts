/**
 * Entries of an order: chips of TNGTLS shape, each with its own device key, certificate and signature, as text of the manifest.
 * Test support. Entry n is the same chip in every run; only the signatures' random halves differ. Knows no files and no threads.
 * Reference: Microchip "Trust Platform Manifest File Format" v1; RFC 7515 section 7.2.2; RFC 5280 section 4.1.
 */
import { createECDH, createHash, sign } from 'node:crypto';
import { EXTENSION, keyId, nameOf, signRaw, spkiOf, tlv, validityOf } from '../../unit/trust/authority.ts';
import { serialOf, type CertificateSigner, type OrderAuthority } from './order-authority.ts';

/** Public keys 1 to 4 are drawn from so many: they only fill the entry. */
const SHARED_KEYS = 1000;
/** A machine provisions a chip in so many milliseconds. */
const MS_PER_CHIP = 1_100;
const FIRST_CHIP_MS = Date.UTC(2025, 5, 1, 6);
const YEARS_VALID = 28;
const HOUR_MS = 3_600_000;

const VERSION_3 = Buffer.from('a003020102', 'hex');
const ECDSA_SHA256 = Buffer.from('300a06082a8648ce3d040302', 'hex');

/** 18 hex digits, different for every index below 2^48: an odd factor only shuffles. */
export function uniqueIdOf(index: number): string {
  const shuffled = (BigInt(index + 1) * 0x9e3779b97f4bn) & 0xffffffffffffn;
  return `0123${shuffled.toString(16).padStart(12, '0')}01`;
}

const euiOf = (index: number): string => `eui48_D8478F${(index & 0xffffff).toString(16).toUpperCase().padStart(6, '0')}`;

/** A device's TBSCertificate but for five fields, which stand at fixed places. */
interface Template {
  readonly tbs: Buffer;
  readonly dates: Buffer;
  readonly at: { readonly serial: number; readonly commonName: number; readonly eui: number; readonly publicKey: number; readonly keyId: number };
}

const twoDigits = (value: number): string => String(value).padStart(2, '0');

/** UTCTime digits of the hour, and the three bytes that the chip keeps of it. */
function hourOf(hourMs: number): { readonly validity: Buffer; readonly dates: Buffer } {
  const time = new Date(hourMs);
  const [year, month, day, hour] = [time.getUTCFullYear(), time.getUTCMonth() + 1, time.getUTCDate(), time.getUTCHours()] as const;
  const rest = `${twoDigits(month)}${twoDigits(day)}${twoDigits(hour)}0000Z`;
  const packed = (year - 2000) * 2 ** 19 + month * 2 ** 15 + day * 2 ** 10 + hour * 2 ** 5 + YEARS_VALID;
  return {
    validity: validityOf(`${twoDigits(year - 2000)}${rest}`, `${year + YEARS_VALID}${rest}`),
    dates: Buffer.from(packed.toString(16).padStart(6, '0'), 'hex'),
  };
}

function templateOf(organization: string, signer: CertificateSigner, hourMs: number): Template {
  const { validity, dates } = hourOf(hourMs);
  const marks = { serial: Buffer.alloc(16, 0x41), publicKey: Buffer.alloc(64, 0x42), keyId: Buffer.alloc(20, 0x43) };
  const [commonName, eui] = [`sn${'?'.repeat(18)}`, `eui48_${'?'.repeat(12)}`];
  const extensions = [
    EXTENSION.alternativeName(eui),
    EXTENSION.deviceConstraints,
    EXTENSION.deviceKeyUsage,
    EXTENSION.subjectKeyIdentifier(marks.keyId),
    EXTENSION.authorityKeyIdentifier(keyId(signer.key)),
  ];
  const spki = spkiOf({ publicKey: marks.publicKey, object: signer.key.object });
  const subject = nameOf(organization, commonName);
  const tbs = tlv(0x30, VERSION_3, tlv(2, marks.serial), ECDSA_SHA256, signer.name, validity, subject, spki, tlv(0xa3, tlv(0x30, ...extensions)));
  const at = {
    serial: tbs.indexOf(marks.serial),
    commonName: tbs.indexOf(commonName),
    eui: tbs.indexOf(eui),
    publicKey: tbs.indexOf(marks.publicKey),
    keyId: tbs.indexOf(marks.keyId),
  };
  return { tbs, dates, at };
}

/** Public half as RFC 7517 writes it. */
function jwkOf(kid: string, publicKey: Buffer): { readonly kid: string; readonly kty: 'EC'; readonly crv: 'P-256'; readonly x: string; readonly y: string } {
  const half = (start: number): string => publicKey.subarray(start, start + 32).toString('base64url');
  return { kid, kty: 'EC', crv: 'P-256', x: half(0), y: half(32) };
}

/** X ‖ Y of a key that nobody signs with; the same for the same label. */
function publicKeyOf(label: string): Buffer {
  const ecdh = createECDH('prime256v1');
  ecdh.setPrivateKey(createHash('sha256').update(`order key ${label}`).digest());
  return ecdh.getPublicKey().subarray(1);
}

export class EntryMaker {
  readonly #authority: OrderAuthority;
  readonly #protected: string;
  readonly #signerTexts: readonly string[];
  readonly #sharedKeys = new Map<number, Buffer>();
  readonly #templates = new Map<string, Template>();

  constructor(authority: OrderAuthority) {
    this.#authority = authority;
    const header = { typ: 'JWT', alg: 'ES256', kid: authority.kid, 'x5t#S256': authority.x5t };
    this.#protected = Buffer.from(JSON.stringify(header)).toString('base64url');
    this.#signerTexts = authority.signers.map(({ certificate }) => certificate.toString('base64'));
  }

  /** Entry `index` of the array as it stands in the file, indented by two, without a comma. */
  entry(index: number): string {
    const signerText = this.#signerTexts[index % this.#signerTexts.length] as string;
    const publicKey = publicKeyOf(`device ${index}`);
    const certificates = [this.#deviceCertificate(index, publicKey).toString('base64'), signerText];
    const uniqueId = uniqueIdOf(index);
    const maker = { organizationName: this.#authority.organization, organizationalUnitName: 'Factory' };
    const payload = {
      version: 1,
      model: 'ATECC608B',
      partNumber: 'ATECC608B-TNGTLS',
      manufacturer: maker,
      provisioner: maker,
      distributor: { ...maker, organizationalUnitName: 'Direct' },
      groupId: 'B3NCH0RD3RUDYWL7',
      provisioningTimestamp: new Date(FIRST_CHIP_MS + index * MS_PER_CHIP).toISOString(),
      uniqueId,
      publicKeySet: {
        keys: [{ ...jwkOf('0', publicKey), x5c: certificates }, ...[1, 2, 3, 4].map((slot) => jwkOf(String(slot), this.#sharedKey(index * 4 + slot)))],
      },
    };
    const payloadText = Buffer.from(JSON.stringify(payload)).toString('base64url');
    const signature = signRaw(this.#authority.manifestKey, Buffer.from(`${this.#protected}.${payloadText}`, 'ascii')).toString('base64url');
    return `  {
    "payload": "${payloadText}",
    "protected": "${this.#protected}",
    "header": {
      "uniqueId": "${uniqueId}"
    },
    "signature": "${signature}"
  }`;
  }

  /** Entries `first` to `first + count - 1`, joined; a comma stands before every entry of the file but its first. */
  run(first: number, count: number): Buffer {
    const entries = Array.from({ length: count }, (_, offset) => `${first + offset === 0 ? '' : ',\n'}${this.entry(first + offset)}`);
    return Buffer.from(entries.join(''), 'ascii');
  }

  /** DER of the device certificate of this chip. */
  #deviceCertificate(index: number, publicKey: Buffer): Buffer {
    const signerIndex = index % this.#authority.signers.length;
    const signer = this.#authority.signers[signerIndex] as CertificateSigner;
    const { tbs: template, dates, at } = this.#template(signerIndex, signer, index);
    const tbs = Buffer.from(template);
    serialOf(publicKey, dates).copy(tbs, at.serial);
    tbs.write(`sn${uniqueIdOf(index).toUpperCase()}`, at.commonName, 'ascii');
    tbs.write(euiOf(index), at.eui, 'ascii');
    publicKey.copy(tbs, at.publicKey);
    createHash('sha1').update(Buffer.of(4)).update(publicKey).digest().copy(tbs, at.keyId);
    return tlv(0x30, tbs, ECDSA_SHA256, tlv(3, Buffer.of(0), sign('sha256', tbs, { key: signer.key.object, dsaEncoding: 'der' })));
  }

  #template(signerIndex: number, signer: CertificateSigner, index: number): Template {
    const hourMs = Math.floor((FIRST_CHIP_MS + index * MS_PER_CHIP) / HOUR_MS) * HOUR_MS;
    const name = `${signerIndex} ${hourMs}`;
    const known = this.#templates.get(name);
    if (known !== undefined) return known;
    const template = templateOf(this.#authority.organization, signer, hourMs);
    this.#templates.set(name, template);
    return template;
  }

  #sharedKey(number: number): Buffer {
    const which = number % SHARED_KEYS;
    const known = this.#sharedKeys.get(which);
    if (known !== undefined) return known;
    const publicKey = publicKeyOf(`shared ${which}`);
    this.#sharedKeys.set(which, publicKey);
    return publicKey;
  }
}
