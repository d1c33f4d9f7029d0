/**
 * Manifest files: bytes in, entries out, each verified on its own.
 * Floor: trust. Knows no chip that is plugged in (match.ts). An entry that does not hold is a result, a file that is no manifest an error.
 * Reference: Microchip "Trust Platform Manifest File Format", editions v1 to v3; RFC 7515 section 7.2.2.
 */
import { TouchstoneError, equalBytes, isTouchstoneError, type CancelSignal, type Facts } from '../../base/index.ts';
import { parseJsonItems, type JsonItem } from '../../formats/index.ts';
import type { ChipAnchor, ManifestSigner } from '../anchors.ts';
import { EntryChains, type EntryCertificates } from './entry-chain.ts';
import { problem, type EntryProblem } from './entry-reason.ts';
import { SignerRing, parseEnvelope, parsePayload } from './jws.ts';
import { claimedUniqueId, parseSecureElement, type SecureElement } from './secure-element.ts';

/**
 * `manifest-size`: larger than this page takes at once (facts `bytes`, `limitBytes`). `manifest-json`: not UTF-8 or not JSON (facts `why`: `utf-8` or a JsonFault;
 * `offset`, `line`, `column`). `manifest-shape`: JSON, but no array. `manifest-empty`: an array without entries. All have the fact `fileName`.
 */
export type ManifestErrorCode = 'manifest-size' | 'manifest-json' | 'manifest-shape' | 'manifest-empty';

/** About 18,000 entries. */
export const MANIFEST_MAX_BYTES = 64 * 1024 * 1024;
/** The largest real entry is below 4,000 characters. */
const ENTRY_MAX_CHARACTERS = 64 * 1024;
/** Array, entry, header need three; the rest is for files that a hand has decoded, so that the entry is named and not the file. */
const MAX_DEPTH = 10;
/** Signatures under way at once: enough to keep WebCrypto's threads busy. */
const IN_FLIGHT = 64;

/** One entry: a problem, or everything that was verified. */
export interface ManifestEntry {
  readonly index: number;
  /** The entry's characters as they are in the file: written into another manifest it verifies there too. */
  readonly rawText: string;
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
}

/** One file, read and verified; plain values that a worker can post. */
export interface Manifest {
  readonly fileName: string;
  readonly sizeBytes: number;
  readonly entries: readonly ManifestEntry[];
  /** Entries without and with a problem. */
  readonly verified: number;
  readonly failed: number;
  /** Verified entries that hold no certificates. */
  readonly withoutCertificates: number;
  /** Signers whose signatures hold, in order of appearance. */
  readonly signers: readonly ManifestSigner[];
  /** True when a demo key signed an entry or a demo root is above one. */
  readonly demo: boolean;
  /** Indices of entries by serial number, those with problems too. */
  readonly byUniqueId: ReadonlyMap<string, readonly number[]>;
}

/** Whom to believe, and who wants to know how far it is. */
export interface ReadManifestOptions {
  readonly signers: readonly ManifestSigner[];
  readonly anchors: readonly ChipAnchor[];
  /** Called after every few entries. */
  readonly onProgress?: (doneEntries: number, totalEntries: number) => void;
  readonly signal?: CancelSignal;
}

/** Reads a file and verifies every entry. @throws ManifestErrorCode, and the signal's reason when cancelled */
export async function readManifest(fileName: string, bytes: Uint8Array, options: ReadManifestOptions): Promise<Manifest> {
  const items = splitManifest(fileName, bytes);
  const ring = new SignerRing(options.signers);
  const chains = new EntryChains(options.anchors);
  const entries: ManifestEntry[] = [];
  for (let start = 0; start < items.length; start += IN_FLIGHT) {
    if (options.signal?.aborted) throw options.signal.reason;
    const batch = items.slice(start, start + IN_FLIGHT).map((item, offset) => readEntry(item, start + offset, ring, chains));
    entries.push(...(await Promise.all(batch)));
    options.onProgress?.(entries.length, items.length);
  }
  return summarize(fileName, bytes.length, entries);
}

function splitManifest(fileName: string, bytes: Uint8Array): readonly JsonItem[] {
  const refuse = (code: ManifestErrorCode, facts: Facts = {}, cause?: unknown): never => {
    throw new TouchstoneError<ManifestErrorCode>(code, { fileName, ...facts }, cause);
  };
  if (bytes.length > MANIFEST_MAX_BYTES) refuse('manifest-size', { bytes: bytes.length, limitBytes: MANIFEST_MAX_BYTES });
  try {
    // a byte order mark is dropped, as RFC 8259 section 8.1 allows: editors add it, and no signature covers it
    const items = parseJsonItems(new TextDecoder('utf-8', { fatal: true }).decode(bytes), MAX_DEPTH) ?? refuse('manifest-shape');
    return items.length > 0 ? items : refuse('manifest-empty');
  } catch (error) {
    if (error instanceof TypeError) return refuse('manifest-json', { why: 'utf-8' }, error);
    if (isTouchstoneError(error) && error.code === 'json-text') return refuse('manifest-json', error.facts, error);
    throw error;
  }
}

async function readEntry(item: JsonItem, index: number, ring: SignerRing, chains: EntryChains): Promise<ManifestEntry> {
  const bare: ManifestEntry = { index, rawText: item.text, uniqueId: null, problem: null, signer: null, content: null, certificates: null };
  if (item.text.length > ENTRY_MAX_CHARACTERS) return { ...bare, ...problem('entry-size', { characters: item.text.length, limit: ENTRY_MAX_CHARACTERS }) };
  const envelope = parseEnvelope(item.value);
  if ('problem' in envelope) return { ...bare, ...envelope };
  const payload = parsePayload(envelope);
  const claimed = { ...bare, uniqueId: 'problem' in payload ? null : claimedUniqueId(payload.payload) };

  const verified = await ring.verify(envelope);
  if ('problem' in verified) return { ...claimed, ...verified };
  const signed = { ...claimed, signer: verified.signer };
  if ('problem' in payload) return { ...signed, ...payload };
  const content = parseSecureElement(payload.payload);
  if ('problem' in content) return { ...signed, ...content };
  const headerUniqueId = envelope.header?.get('uniqueId');
  if (headerUniqueId !== undefined && (typeof headerUniqueId !== 'string' || headerUniqueId.toLowerCase() !== content.uniqueId)) {
    return {
      ...signed,
      content,
      ...problem('header-unique-id', { header: typeof headerUniqueId === 'string' ? headerUniqueId : typeof headerUniqueId, payload: content.uniqueId }),
    };
  }
  const certificates = await chains.check(content);
  if (certificates !== null && 'problem' in certificates) return { ...signed, content, ...certificates };
  return { ...signed, content, certificates };
}

function summarize(fileName: string, sizeBytes: number, entries: readonly ManifestEntry[]): Manifest {
  const verified = entries.filter((entry) => entry.problem === null);
  const byUniqueId = new Map<string, number[]>();
  for (const { index, uniqueId } of entries) {
    if (uniqueId === null) continue;
    const indices = byUniqueId.get(uniqueId);
    if (indices === undefined) byUniqueId.set(uniqueId, [index]);
    else indices.push(index);
  }
  return {
    fileName,
    sizeBytes,
    entries,
    verified: verified.length,
    failed: entries.length - verified.length,
    withoutCertificates: verified.filter(({ certificates }) => certificates === null).length,
    signers: [...new Set(entries.flatMap(({ signer }) => signer ?? []))],
    demo: entries.some(isDemoEntry),
    byUniqueId,
  };
}

/** True when the entry must not count where only real parts count. */
export const isDemoEntry = ({ signer, certificates }: ManifestEntry): boolean => signer?.origin === 'demo' || certificates?.origin === 'demo';

/** True when both certificates and the primary key of two entries are the same, or one of them has none to compare. */
export function agree(a: ManifestEntry, b: ManifestEntry): boolean {
  if (a.certificates === null || b.certificates === null) return true;
  return equalBytes(a.certificates.device, b.certificates.device) && equalBytes(a.certificates.signer, b.certificates.signer);
}
