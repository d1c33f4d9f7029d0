/**
 * The payload of an entry as nearly all payloads are: plain JSON, members that are known, each once.
 * Floor: trust. Accepts a part of what secure-element.ts accepts and gives up on the rest: it says "yes" or "ask the other", never "no".
 * Reference: secure-element.ts, which says what a payload is.
 */
import type { CheckedSigner } from './entry-chain.ts';
import { PLAIN, PlainJson, quoted } from './plain-json.ts';
import { isPlainTime, parseSerial, upperHex } from './plain-values.ts';

/** A piece of the payload's bytes. */
export interface Span {
  from: number;
  to: number;
}
const span = (): Span => ({ from: 0, to: 0 });

const MEMBERS = quoted(
  'version',
  'model',
  'partNumber',
  'manufacturer',
  'provisioner',
  'distributor',
  'distributer',
  'groupId',
  'provisioningTimestamp',
  'uniqueId',
  'publicKeySet',
);
const MEMBER = { version: 0, model: 1, partNumber: 2, groupId: 7, provisioningTimestamp: 8, uniqueId: 9, publicKeySet: 10 } as const;
const NEEDED = (1 << MEMBER.version) | (1 << MEMBER.model) | (1 << MEMBER.partNumber) | (1 << MEMBER.uniqueId);
const NAME_MEMBERS = quoted('organizationName', 'organizationalUnitName');
const KEY_SET_MEMBERS = quoted('keys');
const KEY_MEMBERS = quoted('kid', 'kty', 'crv', 'x', 'y', 'x5c');
const KEY_MEMBER = { kid: 0, kty: 1, crv: 2, x: 3, y: 4, x5c: 5 } as const;
const WHOLE_KEY = 0b11111;
const [EC, P256] = quoted('EC', 'P-256') as [Uint8Array, Uint8Array];
const [MAX_KEYS, SERIAL_BYTES, COORDINATE_BYTES] = [16, 9, 32];

/** One reader for many payloads: what it found is valid until the next `read`. */
export class QuickPayload {
  readonly #json = new PlainJson();
  readonly #kids: Span[] = Array.from({ length: MAX_KEYS }, span);
  readonly #key = new Uint8Array(2 * COORDINATE_BYTES);
  #keys = 0;
  #signers: readonly CheckedSigner[] = [];
  version = 0;
  readonly uniqueId = new Uint8Array(SERIAL_BYTES);
  /** The same in upper-case hex, as in common names. */
  serial = '';
  readonly model = span();
  readonly partNumber = span();
  /** Empty when the payload does not say. */
  readonly provisioned = span();
  /** The key with certificates, X ‖ Y; the device's certificate in base64 and as `derBytes` of `der`; its signer. Null and without meaning when there are none. */
  readonly publicKey = new Uint8Array(2 * COORDINATE_BYTES);
  readonly device = span();
  readonly der: Uint8Array<ArrayBuffer>;
  derBytes = 0;
  signer: CheckedSigner | null = null;

  /** For payloads of at most `maxBytes`. */
  constructor(maxBytes: number) {
    this.der = new Uint8Array(maxBytes);
  }

  /** True when the first `end` bytes are a payload that holds, with one of these signers if it has any. */
  read(bytes: Uint8Array<ArrayBuffer>, end: number, signers: readonly CheckedSigner[]): boolean {
    const json = this.#json;
    json.begin(bytes, 0, end);
    this.#signers = signers;
    this.#keys = 0;
    this.provisioned.to = this.provisioned.from;
    this.signer = null;
    if (!json.take(PLAIN.openObject)) return false;
    let seen = 0;
    let member = -1;
    do {
      member = json.member(MEMBERS, member + 1);
      if (member < 0 || (seen & (1 << member)) !== 0 || !this.#value(member)) return false;
      seen |= 1 << member;
    } while (json.take(PLAIN.comma));
    const hasKeys = (seen & (1 << MEMBER.publicKeySet)) !== 0;
    return json.take(PLAIN.closeObject) && json.finish() && (seen & NEEDED) === NEEDED && hasKeys === (this.version !== 2);
  }

  #value(member: number): boolean {
    switch (member) {
      case MEMBER.version:
        this.version = this.#json.digit();
        return this.version >= 1 && this.version <= 3;
      case MEMBER.model:
        return this.#text(this.model);
      case MEMBER.partNumber:
        return this.#text(this.partNumber);
      case MEMBER.groupId:
        return this.#json.text();
      case MEMBER.provisioningTimestamp:
        return this.#text(this.provisioned) && isPlainTime(this.#json.bytes, this.provisioned.from, this.provisioned.to);
      case MEMBER.uniqueId:
        if (!this.#json.text() || !parseSerial(this.#json.bytes, this.#json.from, this.#json.to, this.uniqueId)) return false;
        this.serial = upperHex(this.uniqueId);
        return true;
      case MEMBER.publicKeySet:
        return this.#keySet();
      default:
        return this.#entityName();
    }
  }

  #text(into: Span): boolean {
    if (!this.#json.text()) return false;
    into.from = this.#json.from;
    into.to = this.#json.to;
    return true;
  }

  #entityName(): boolean {
    const json = this.#json;
    if (!json.take(PLAIN.openObject)) return false;
    let seen = 0;
    let member = -1;
    do {
      member = json.member(NAME_MEMBERS, member + 1);
      if (member < 0 || (seen & (1 << member)) !== 0 || !json.text()) return false;
      seen |= 1 << member;
    } while (json.take(PLAIN.comma));
    return json.take(PLAIN.closeObject);
  }

  #keySet(): boolean {
    const json = this.#json;
    if (!json.take(PLAIN.openObject) || json.member(KEY_SET_MEMBERS, 0) !== 0 || !json.take(PLAIN.openArray)) return false;
    do if (this.#keys === MAX_KEYS || !this.#keyOf(this.#kids[this.#keys++] as Span)) return false;
    while (json.take(PLAIN.comma));
    return json.take(PLAIN.closeArray) && json.take(PLAIN.closeObject);
  }

  #keyOf(kid: Span): boolean {
    const json = this.#json;
    if (!json.take(PLAIN.openObject)) return false;
    let seen = 0;
    let member = -1;
    do {
      member = json.member(KEY_MEMBERS, member + 1);
      if (member < 0 || (seen & (1 << member)) !== 0 || !this.#keyValue(member, kid)) return false;
      seen |= 1 << member;
    } while (json.take(PLAIN.comma));
    if (!json.take(PLAIN.closeObject) || (seen & WHOLE_KEY) !== WHOLE_KEY || !this.#isNewKid(kid)) return false;
    if ((seen & (1 << KEY_MEMBER.x5c)) !== 0) this.publicKey.set(this.#key);
    return true;
  }

  #keyValue(member: number, kid: Span): boolean {
    const json = this.#json;
    switch (member) {
      case KEY_MEMBER.kid:
        return this.#text(kid);
      case KEY_MEMBER.kty:
        return json.one(EC);
      case KEY_MEMBER.crv:
        return json.one(P256);
      case KEY_MEMBER.x:
        return json.base64Url(this.#key, 0, 'bearable') === COORDINATE_BYTES;
      case KEY_MEMBER.y:
        return json.base64Url(this.#key, COORDINATE_BYTES, 'bearable') === COORDINATE_BYTES;
      default:
        return this.#certificates();
    }
  }

  #certificates(): boolean {
    const json = this.#json;
    if (this.signer !== null || !json.take(PLAIN.openArray)) return false;
    this.derBytes = json.base64(this.der, 0);
    this.device.from = json.from;
    this.device.to = json.to;
    if (this.derBytes < 0 || !json.take(PLAIN.comma)) return false;
    for (const signer of this.#signers) {
      if (!json.one(signer.quoted)) continue;
      this.signer = signer;
      return json.take(PLAIN.closeArray);
    }
    return false;
  }

  #isNewKid(kid: Span): boolean {
    const bytes = this.#json.bytes;
    for (const other of this.#kids) {
      if (other === kid) return true;
      if (other.to - other.from !== kid.to - kid.from) continue;
      let index = 0;
      while (index < kid.to - kid.from && bytes[other.from + index] === bytes[kid.from + index]) index++;
      if (index === kid.to - kid.from) return false;
    }
    return true;
  }
}
