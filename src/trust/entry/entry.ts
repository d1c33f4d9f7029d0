/**
 * One entry of a manifest: bytes in, everything that was verified or the first thing that is wrong out.
 * Floor: trust. Knows no file and no neighbours; quick-look.ts is faster for entries that hold, and this file decides about all others.
 * Reference: Microchip "Trust Platform Manifest File Format", editions v1 to v3; RFC 7515 section 7.2.2.
 */
import { isTouchstoneError } from '../../base/index.ts';
import { parseJson, type JsonValue } from '../../formats/index.ts';
import type { ManifestSigner } from '../anchors.ts';
import type { Believed } from '../believed.ts';
import { EntryChains, claimedCertificates, type ClaimedCertificates, type EntryCertificates } from './entry-chain.ts';
import { isProblem, problem, type EntryProblem } from './entry-reason.ts';
import { SignerRing, parseEnvelope, parsePayload, type Envelope } from './jws.ts';
import { claimedUniqueId, parseSecureElement, type SecureElement } from './secure-element.ts';

/** What verifying an entry gave: a problem, or everything that was verified. */
export interface EntryFinding {
  /** 18 lower-case hex digits; null when it could not be read. A claim, as long as there is a problem. */
  readonly uniqueId: string | null;
  /** Null: verified, signature and certificates and all. */
  readonly problem: EntryProblem | null;
  /** Whose signature holds; null when none does. */
  readonly signer: ManifestSigner | null;
  /** Null with most problems. */
  readonly content: SecureElement | null;
  /** Null with a problem, and in version 2. */
  readonly certificates: EntryCertificates | null;
  /** Certificates that stand inside and can be parsed, whether somebody believed stands behind them or not. */
  readonly claimed: ClaimedCertificates | null;
}

/** One entry and where it stands. */
export interface ManifestEntry extends EntryFinding {
  readonly index: number;
  /** The entry's characters as they are in the file: written into another manifest it verifies there too. Empty when it is too long. */
  readonly rawText: string;
}

/** A finding, and what it was found in. */
export interface EntryReading extends EntryFinding {
  readonly envelope: Envelope | null;
  /** Certificates that hold up to an anchor, even where the entry around them does not. */
  readonly chain: EntryCertificates | null;
}

/** The largest real entry is below 4,000 bytes. */
export const ENTRY_MAX_BYTES = 64 * 1024;
/** Entry and header need two; the rest is for files that a hand has decoded. */
const MAX_DEPTH = 9;

const NOTHING = { uniqueId: null, problem: null, signer: null, content: null, certificates: null, claimed: null, envelope: null, chain: null } as const;

/** What is to be said of an entry whose bytes were not even taken. */
export const tooLong = (bytes: number): EntryReading => ({ ...NOTHING, ...problem('entry-size', { bytes, limitBytes: ENTRY_MAX_BYTES }) });

/** Verifies entries of any files, with keys imported and signers checked once. */
export class EntryVerifier {
  readonly ring: SignerRing;
  readonly chains: EntryChains;

  constructor({ signers, anchors }: Believed) {
    this.ring = new SignerRing(signers);
    this.chains = new EntryChains(anchors);
  }

  /** Verifies one entry; never throws for what is wrong with it. `offset` is where it stands in its file, for saying where it is no JSON. */
  async verify(bytes: Uint8Array, offset: number): Promise<EntryReading> {
    if (bytes.length > ENTRY_MAX_BYTES) return tooLong(bytes.length);
    const value = parseEntry(bytes, offset);
    if ('problem' in value) return { ...NOTHING, ...value };
    const envelope = parseEnvelope(value.json);
    if (isProblem(envelope)) return { ...NOTHING, ...envelope };
    const payload = parsePayload(envelope);
    const content = isProblem(payload) ? payload : parseSecureElement(payload.payload);
    const [signed, chain] = await Promise.all([this.ring.verify(envelope), isProblem(content) ? null : this.chains.check(content)]);
    const held = chain === null || isProblem(chain) ? null : chain;
    const found = {
      ...NOTHING,
      envelope,
      uniqueId: isProblem(payload) ? null : claimedUniqueId(payload.payload),
      chain: held,
      claimed: held ?? (isProblem(content) ? null : claimedCertificates(content)),
    };
    if (isProblem(signed)) return { ...found, ...signed };
    if (isProblem(content)) return { ...found, ...signed, ...content };
    const wrong = nameProblem(envelope, content) ?? (chain !== null && isProblem(chain) ? chain : null);
    return wrong === null ? { ...found, ...signed, content, certificates: held } : { ...found, ...signed, content, ...wrong };
  }
}

/** The unprotected header may name the chip; then it names the one that the payload names. */
function nameProblem({ header }: Envelope, { uniqueId }: SecureElement): { readonly problem: EntryProblem } | null {
  const stated = header?.get('uniqueId');
  if (stated === undefined || (typeof stated === 'string' && stated.toLowerCase() === uniqueId)) return null;
  return problem('header-unique-id', { header: typeof stated === 'string' ? stated : typeof stated, payload: uniqueId });
}

const strictUtf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

function parseEntry(bytes: Uint8Array, offset: number): { readonly json: JsonValue } | { readonly problem: EntryProblem } {
  let text: string;
  try {
    text = strictUtf8.decode(bytes);
  } catch {
    return problem('entry-json', { why: 'utf-8', offset: offset + validUtf8(bytes) });
  }
  try {
    return { json: parseJson(text, MAX_DEPTH) };
  } catch (error) {
    if (!isTouchstoneError(error)) throw error;
    const before = new TextEncoder().encode(text.slice(0, Number(error.facts['offset'])));
    return problem('entry-json', { why: error.facts['why'] ?? '', offset: offset + before.length });
  }
}

/** How many bytes at the beginning are whole characters of UTF-8, by halving: a TextDecoder says that there is a fault, not where. */
function validUtf8(bytes: Uint8Array): number {
  let [good, bad] = [0, bytes.length];
  while (good < bad) {
    const middle = Math.ceil((good + bad) / 2);
    if (isUtf8(bytes.subarray(0, middle), 'may-go-on')) good = middle;
    else bad = middle - 1;
  }
  while (!isUtf8(bytes.subarray(0, good), 'ends')) good--; // at most three bytes of a character that has no end
  return good;
}

function isUtf8(bytes: Uint8Array, end: 'may-go-on' | 'ends'): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: end === 'may-go-on' });
    return true;
  } catch {
    return false;
  }
}
