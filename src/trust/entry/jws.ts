/**
 * The envelope of a manifest entry: a flattened JWS, taken apart and verified over the bytes as received.
 * Floor: trust. Knows ES256 and pinned signers only; never a key that the entry itself brings. Does not look into the payload.
 * Reference: RFC 7515 sections 4, 5.2 and 7.2.2; RFC 7518 section 3.4; Microchip "Trust Platform Manifest File Format" section 1.4.
 */
import { equalBytes, fromBase64Url, isTouchstoneError } from '../../base/index.ts';
import { isJsonObject, parseJson, type JsonObject, type JsonValue } from '../../formats/index.ts';
import type { ManifestSigner } from '../anchors.ts';
import { importPublicKey, verifySignature } from '../crypto.ts';
import { problem, type OrProblem } from './entry-reason.ts';

/** The parts of one entry, decoded, nothing verified. */
export interface Envelope {
  readonly payload: Uint8Array;
  readonly signature: Uint8Array;
  /** ASCII(protected + "." + payload), what was signed. */
  readonly signingInput: Uint8Array;
  readonly protectedHeader: JsonObject;
  /** The protected header as it stands there, in base64url. */
  readonly protectedText: string;
  /** Unprotected; may be absent. */
  readonly header: JsonObject | null;
}

/** A protected header that an entry was verified with, and whose it is. */
export interface KnownHeader {
  /** Base64url, as it stands in the file; and with its quotes. */
  readonly text: Uint8Array;
  readonly quoted: Uint8Array;
  readonly signer: ManifestSigner;
  readonly key: CryptoKey;
}

/** A file has one signer, seldom two; a file made to have more gets no advantage. */
const MAX_KNOWN = 16;

/** Signers ready for verifying, found by thumbprint. */
export class SignerRing {
  readonly #byThumbprint = new Map<string, { readonly signer: ManifestSigner; readonly key: Promise<CryptoKey | null> }>();
  readonly #kids = new Set<string>();
  readonly #known: KnownHeader[] = [];

  constructor(signers: readonly ManifestSigner[]) {
    for (const signer of signers) {
      const known = this.#byThumbprint.get(signer.x5t)?.signer;
      if (known !== undefined && (known.origin !== 'own' || signer.origin === 'own')) continue; // a pinned one that is added again keeps its origin
      this.#byThumbprint.set(signer.x5t, { signer, key: importPublicKey(signer.publicKey) });
      this.#kids.add(signer.kid);
    }
  }

  /** Verifies an envelope; gives the signer whose signature holds. */
  async verify(envelope: Envelope): Promise<OrProblem<{ readonly signer: ManifestSigner }>> {
    const { protectedHeader } = envelope;
    const alg = protectedHeader.get('alg');
    if (alg !== 'ES256') return problem('protected-alg', { alg: typeof alg === 'string' ? alg : 'absent' });
    if (protectedHeader.has('crit') || protectedHeader.has('b64')) return problem('protected-crit'); // RFC 7515 4.1.11, RFC 7797
    const kid = protectedHeader.get('kid');
    const x5t = protectedHeader.get('x5t#S256');
    if (typeof kid !== 'string' || typeof x5t !== 'string') return problem('protected-signer');
    const known = this.#byThumbprint.get(x5t);
    if (known === undefined) return problem(this.#kids.has(kid) ? 'signer-thumbprint' : 'unknown-signer', { kid, x5t });
    if (known.signer.kid !== kid) return problem('signer-kid', { kid, wanted: known.signer.kid, signer: known.signer.name });
    if (envelope.signature.length !== SIGNATURE_BYTES) return problem('entry-signature', { bytes: envelope.signature.length });
    const key = await known.key;
    if (key === null || !(await verifySignature(key, envelope.signature, envelope.signingInput)))
      return problem('entry-signature', { signer: known.signer.name });
    this.#remember(envelope, known.signer, key);
    return { signer: known.signer };
  }

  /** Headers with which entries verified, in order of appearance: none of them has a member `uniqueId`. */
  get known(): readonly KnownHeader[] {
    return this.#known;
  }

  #remember({ protectedText, protectedHeader }: Envelope, signer: ManifestSigner, key: CryptoKey): void {
    if (this.#known.length === MAX_KNOWN || protectedHeader.has('uniqueId')) return;
    const quoted = encoder.encode(`"${protectedText}"`);
    if (this.#known.some((known) => equalBytes(known.quoted, quoted))) return;
    this.#known.push({ text: quoted.subarray(1, -1), quoted, signer, key });
  }
}

const SIGNATURE_BYTES = 64;
/** The protected header is flat; a payload nests object, key set, keys, key, x5c, with room for encryptedSecretKeySet. */
const HEADER_DEPTH = 3;
const PAYLOAD_DEPTH = 10;

/** Takes an entry apart. Members that RFC 7515 does not name are ignored as it demands; the general form (`signatures`) is refused. */
export function parseEnvelope(entry: JsonValue): OrProblem<Envelope> {
  if (!isJsonObject(entry) || entry.has('signatures')) return problem('entry-shape');
  const [payload, protectedPart, signature] = ['payload', 'protected', 'signature'].map((name) => entry.get(name));
  const header = entry.get('header') ?? null;
  if (typeof payload !== 'string' || typeof protectedPart !== 'string' || typeof signature !== 'string') return problem('entry-shape');
  if (header !== null && !isJsonObject(header)) return problem('entry-shape', { member: 'header' });

  const decoded: Uint8Array[] = [];
  for (const [member, text] of Object.entries({ payload, protected: protectedPart, signature })) {
    const bytes = decodeOrNull(text);
    if (bytes === null) return problem('entry-base64url', { member });
    decoded.push(bytes);
  }
  const [payloadBytes, protectedBytes, signatureBytes] = decoded as [Uint8Array, Uint8Array, Uint8Array];
  const protectedHeader = parseJsonObject(protectedBytes, HEADER_DEPTH);
  if (protectedHeader === null) return problem('protected-json');
  for (const name of header?.keys() ?? []) if (protectedHeader.has(name)) return problem('header-overlap', { name });
  const signingInput = asciiBytes(protectedPart, payload);
  return { payload: payloadBytes, signature: signatureBytes, signingInput, protectedHeader, protectedText: protectedPart, header };
}

/** The payload as a JSON object; no meaning yet. */
export function parsePayload(envelope: Envelope): OrProblem<{ readonly payload: JsonObject }> {
  const payload = parseJsonObject(envelope.payload, PAYLOAD_DEPTH);
  return payload === null ? problem('payload-json') : { payload };
}

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
const encoder = new TextEncoder();

function parseJsonObject(bytes: Uint8Array, maxDepth: number): JsonObject | null {
  try {
    const value = parseJson(utf8.decode(bytes), maxDepth);
    return isJsonObject(value) ? value : null;
  } catch (error) {
    if (error instanceof TypeError || isTouchstoneError(error)) return null; // not UTF-8, or not JSON
    throw error;
  }
}

function decodeOrNull(text: string): Uint8Array | null {
  try {
    return fromBase64Url(text);
  } catch (error) {
    if (isTouchstoneError(error)) return null;
    throw error;
  }
}

/** Both texts are base64url by now, so UTF-8 is ASCII. */
const asciiBytes = (protectedPart: string, payload: string): Uint8Array => encoder.encode(`${protectedPart}.${payload}`);
