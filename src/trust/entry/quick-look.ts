/**
 * A quick look at an entry: most hold, and for those this finds out the same as entry.ts with a fifth of the work.
 * Floor: trust. Only ever says "it holds" or "look properly"; what it accepts, entry.ts accepts too (a test compares them). It takes entries that are plain JSON,
 * under a protected header and a signer's certificate with which entry.ts has verified another entry before.
 * Reference: RFC 7515 section 5.2; Web Cryptography API section 14.3.4: `verify` copies signature and data before it returns, so the buffers here are used again.
 */
import { isTouchstoneError } from '../../base/index.ts';
import { verifyNow } from '../crypto.ts';
import { parseCertificate, type Certificate } from '../x509/certificate.ts';
import { checkFields } from '../x509/chain.ts';
import type { CheckedSigner } from './entry-chain.ts';
import { ENTRY_MAX_BYTES, type EntryVerifier } from './entry.ts';
import type { KnownHeader } from './jws.ts';
import { PLAIN, PlainJson, quoted } from './plain-json.ts';
import { parseSerial } from './plain-values.ts';
import { QuickPayload } from './quick-payload.ts';

const MEMBERS = quoted('payload', 'protected', 'header', 'signature');
const MEMBER = { payload: 0, protected: 1, header: 2, signature: 3 } as const;
const NEEDED = (1 << MEMBER.payload) | (1 << MEMBER.protected) | (1 << MEMBER.signature);
const HEADER_MEMBERS = quoted('uniqueId');
const [POINT, SIGNATURE_BYTES] = [0x2e, 64];

/** Looks at entries one after the other: what it found is valid until the next one. */
export class QuickLook {
  readonly #verifier: EntryVerifier;
  readonly #json = new PlainJson();
  readonly #headerSerial = new Uint8Array(9);
  readonly #input = new Uint8Array(ENTRY_MAX_BYTES);
  /** Where the payload's base64url stands. */
  #payloadFrom = 0;
  #payloadTo = 0;
  readonly decoded = new Uint8Array(ENTRY_MAX_BYTES);
  decodedBytes = 0;
  readonly payload = new QuickPayload(ENTRY_MAX_BYTES);
  readonly signature = new Uint8Array(SIGNATURE_BYTES);
  header: KnownHeader | null = null;
  /** Null in version 2, and where there are keys without certificates. */
  device: Certificate | null = null;

  constructor(verifier: EntryVerifier) {
    this.#verifier = verifier;
  }

  /** Who issued `device`. */
  get signer(): CheckedSigner | null {
    return this.payload.signer;
  }

  /** True when everything is as it should be but the signatures, which `verify` looks at. */
  look(bytes: Uint8Array<ArrayBuffer>, start: number, end: number): boolean {
    const named = this.#envelope(bytes, start, end);
    return (
      named !== 'odd' &&
      this.payload.read(this.decoded, this.decodedBytes, this.#verifier.chains.known) &&
      (named === 'unnamed' || sameBytes(this.#headerSerial, this.payload.uniqueId)) &&
      this.#certificates()
    );
  }

  /** Begins to check both signatures of the entry that was looked at. */
  verify(bytes: Uint8Array<ArrayBuffer>): { readonly signed: Promise<boolean>; readonly issued: Promise<boolean> | true } {
    const { header, device, signer } = this;
    const key = signer?.issuer.key ?? null;
    if (header === null || (device !== null && key === null)) return { signed: Promise.resolve(false), issued: true };
    const { text } = header;
    const inputBytes = text.length + 1 + this.#payloadTo - this.#payloadFrom;
    this.#input.set(text);
    this.#input[text.length] = POINT;
    this.#input.set(bytes.subarray(this.#payloadFrom, this.#payloadTo), text.length + 1);
    return {
      signed: verifyNow(header.key, this.signature, this.#input.subarray(0, inputBytes)),
      issued: device === null || key === null ? true : verifyNow(key, device.signature, device.tbs),
    };
  }

  /** Takes the envelope apart; `named`: with a serial number in its unprotected header. */
  #envelope(bytes: Uint8Array<ArrayBuffer>, start: number, end: number): 'named' | 'unnamed' | 'odd' {
    const json = this.#json;
    json.begin(bytes, start, end);
    if (!json.take(PLAIN.openObject)) return 'odd';
    let seen = 0;
    let member = -1;
    do {
      member = json.member(MEMBERS, member + 1);
      if (member < 0 || (seen & (1 << member)) !== 0 || !this.#value(member)) return 'odd';
      seen |= 1 << member;
    } while (json.take(PLAIN.comma));
    if (!json.take(PLAIN.closeObject) || !json.finish() || (seen & NEEDED) !== NEEDED) return 'odd';
    return (seen & (1 << MEMBER.header)) === 0 ? 'unnamed' : 'named';
  }

  #value(member: number): boolean {
    const json = this.#json;
    switch (member) {
      case MEMBER.payload:
        this.decodedBytes = json.base64Url(this.decoded, 0);
        this.#payloadFrom = json.from;
        this.#payloadTo = json.to;
        return this.decodedBytes >= 0;
      case MEMBER.protected:
        this.header = this.#knownHeader();
        return this.header !== null;
      case MEMBER.signature:
        return json.base64Url(this.signature, 0) === SIGNATURE_BYTES;
      default:
        return (
          json.take(PLAIN.openObject) &&
          json.member(HEADER_MEMBERS, 0) === 0 &&
          json.text() &&
          parseSerial(json.bytes, json.from, json.to, this.#headerSerial) &&
          json.take(PLAIN.closeObject)
        );
    }
  }

  #knownHeader(): KnownHeader | null {
    for (const known of this.#verifier.ring.known) if (this.#json.one(known.quoted)) return known;
    return null;
  }

  /** Everything about the device's certificate but its signature. The signer's was verified before. */
  #certificates(): boolean {
    const { der, derBytes, signer, publicKey, serial } = this.payload;
    this.device = null;
    if (signer === null) return true;
    try {
      this.device = parseCertificate(der.subarray(0, derBytes), signer.certificate);
    } catch (error) {
      if (isTouchstoneError(error)) return false;
      throw error;
    }
    return (
      sameBytes(this.device.publicKey, publicKey) &&
      this.device.subjectCommonName.includes(serial) &&
      sameBytes(this.device.issuer, signer.issuer.name) &&
      checkFields(this.device, signer.issuer, 'device') === null
    );
  }
}

/** A loop, where base's equalBytes calls a function for every byte. */
function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  if (a.length !== b.length) return false;
  for (let index = 0; index < a.length; index++) if (a[index] !== b[index]) return false;
  return true;
}
