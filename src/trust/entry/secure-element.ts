/**
 * The content of a manifest entry: which chip, which keys, which certificates.
 * Floor: trust. Knows the schema of versions 1 to 3; verifies nothing (jws.ts before, manifest.ts after).
 * Reference: Microchip "Trust Platform Manifest File Format" v1 sections 1.5 to 1.8, v2, v3 sections 2.5 to 2.8; RFC 7517 section 4.7 (x5c).
 */
import { fromBase64, fromBase64Url, isTouchstoneError } from '../../base/index.ts';
import { isJsonObject, type JsonObject, type JsonValue } from '../../formats/index.ts';
import { problem, type OrProblem } from './entry-reason.ts';

/** A public key of the chip, as the entry gives it; not known to be on the curve. */
export interface ManifestKey {
  /** Slot number as text: "0" or, on TNGLORA, "1" for the primary key. */
  readonly kid: string;
  /** X ‖ Y, 64 bytes. */
  readonly publicKey: Uint8Array;
}

/** A chip as its entry describes it. */
export interface SecureElement {
  readonly version: 1 | 2 | 3;
  /** For example ATECC608A; not verified against the chip. */
  readonly model: string;
  readonly partNumber: string;
  readonly groupId: string | null;
  /** RFC 3339; not the time of signing. */
  readonly provisioningTimestamp: string | null;
  /** 18 hex digits, lower case. */
  readonly uniqueId: string;
  readonly keys: readonly ManifestKey[];
  /** The key with certificates, and both in base64: device, signer. Version 2 has none. */
  readonly certificates: { readonly key: ManifestKey; readonly device: string; readonly signer: string } | null;
}

const MAX_KEYS = 16;

/** The serial number that a payload claims, for showing which entry is wrong; null when there is none. */
export function claimedUniqueId(payload: JsonObject): string | null {
  const uniqueId = payload.get('uniqueId');
  return typeof uniqueId === 'string' && /^[0-9a-fA-F]{18}$/.test(uniqueId) ? uniqueId.toLowerCase() : null;
}

/** Reads a payload against the schema of its version; members that no version knows are left alone. */
export function parseSecureElement(payload: JsonObject): OrProblem<SecureElement> {
  const version = payload.get('version');
  if (version !== 1 && version !== 2 && version !== 3) return problem('payload-version', typeof version === 'number' ? { version } : {});
  const uniqueId = claimedUniqueId(payload);
  if (uniqueId === null) return problem('payload-unique-id');
  const model = payload.get('model');
  const partNumber = payload.get('partNumber');
  const groupId = payload.get('groupId') ?? null;
  const provisioningTimestamp = payload.get('provisioningTimestamp') ?? null;
  if (typeof model !== 'string') return problem('payload-member', { member: 'model' });
  if (typeof partNumber !== 'string') return problem('payload-member', { member: 'partNumber' });
  if (groupId !== null && typeof groupId !== 'string') return problem('payload-member', { member: 'groupId' });
  if (provisioningTimestamp !== null && !isTimestamp(provisioningTimestamp)) return problem('payload-member', { member: 'provisioningTimestamp' });
  // the text of 2019 writes "distributer", all files "distributor"
  for (const member of ['manufacturer', 'provisioner', 'distributor', 'distributer']) {
    if (!isEntityName(payload.get(member))) return problem('payload-member', { member });
  }
  for (const member of ['encryptedSecretKeySet', 'modelInfo']) {
    const value = payload.get(member);
    if (value !== undefined && !isJsonObject(value)) return problem('payload-member', { member });
  }
  const common = { version, model, partNumber, groupId, provisioningTimestamp, uniqueId } as const;
  const keySet = payload.get('publicKeySet');
  if (version === 2) return keySet === undefined ? { ...common, keys: [], certificates: null } : problem('payload-member', { member: 'publicKeySet' });
  const keys = isJsonObject(keySet) ? keySet.get('keys') : undefined;
  if (!Array.isArray(keys) || keys.length === 0 || keys.length > MAX_KEYS) return problem('payload-member', { member: 'publicKeySet' });
  const parsed = parseKeys(keys as readonly JsonValue[]);
  return 'problem' in parsed ? parsed : { ...common, ...parsed };
}

function parseKeys(values: readonly JsonValue[]): OrProblem<Pick<SecureElement, 'keys' | 'certificates'>> {
  const keys = new Map<string, ManifestKey>();
  let certificates: SecureElement['certificates'] = null;
  for (const [index, value] of values.entries()) {
    if (!isJsonObject(value)) return problem('key-member', { key: index, member: 'key' });
    const [kid, kty, crv, x, y, x5c] = ['kid', 'kty', 'crv', 'x', 'y', 'x5c'].map((name) => value.get(name));
    if (typeof kid !== 'string') return problem('key-member', { key: index, member: 'kid' });
    if (kty !== 'EC') return problem('key-member', { key: kid, member: 'kty' });
    if (crv !== 'P-256') return problem('key-member', { key: kid, member: 'crv' });
    const publicKey = new Uint8Array(64);
    for (const [member, text, offset] of [
      ['x', x, 0],
      ['y', y, 32],
    ] as const) {
      const bytes = coordinate(text);
      if (bytes === null) return problem('key-member', { key: kid, member });
      publicKey.set(bytes, offset);
    }
    if (keys.has(kid)) return problem('key-duplicate', { key: kid });
    const key = { kid, publicKey };
    keys.set(kid, key);
    if (x5c === undefined) continue;
    if (certificates !== null) return problem('x5c-keys', { key: kid });
    if (!Array.isArray(x5c) || x5c.length !== 2) return problem('x5c-length', { certificates: Array.isArray(x5c) ? x5c.length : 0 });
    const [device, signer] = x5c as readonly JsonValue[];
    if (typeof device !== 'string' || typeof signer !== 'string') return problem('x5c-base64');
    certificates = { key, device, signer };
  }
  return { keys: [...keys.values()], certificates };
}

/** Standard base64 of DER, or null. */
export function decodeCertificateText(text: string): Uint8Array | null {
  return decodeOrNull(() => fromBase64(text));
}

/** 32 bytes in base64url; a test entry of 2019 pads with "=", which RFC 7515 does not want and which changes nothing. */
function coordinate(text: JsonValue | undefined): Uint8Array | null {
  if (typeof text !== 'string' || !/^[^=]{43}=?$/.test(text)) return null;
  return decodeOrNull(() => fromBase64Url(text.slice(0, 43)));
}

function decodeOrNull(decode: () => Uint8Array): Uint8Array | null {
  try {
    return decode();
  } catch (error) {
    if (isTouchstoneError(error)) return null;
    throw error;
  }
}

const isTimestamp = (value: JsonValue): value is string =>
  typeof value === 'string' && /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?(Z|[+-]\d\d:\d\d)$/.test(value);

/** Absent, or attributes that are all texts. */
function isEntityName(value: JsonValue | undefined): boolean {
  return value === undefined || (isJsonObject(value) && [...value.values()].every((attribute) => typeof attribute === 'string'));
}
