/**
 * Three proofs: the chip is in a manifest, the entry is signed, the entry says what the chip says.
 * Floor: trust. Knows matches and rebuilt certificates; reads no files and talks to no chip.
 * Reference: Microchip "Trust Platform Manifest File Format" section 1.5.
 */
import { equalBytes, toHex, type Facts } from '../base/index.ts';
import type { ChipReading } from '../chip/index.ts';
import { fail, pass, unmeasured, type ChipProof } from './chip-proof.ts';
import { sha256 } from './crypto.ts';
import type { ManifestEntry } from './entry/entry.ts';
import type { Match, Matches } from './match.ts';
import type { ChipCertificates } from './prove-certificates.ts';

/** The three proofs in order. */
export async function proveEntry(
  serialNumber: string,
  matches: Matches,
  publicKey: ChipReading['publicKey'],
  certificates: ChipCertificates | null,
  nowMs: number,
): Promise<readonly ChipProof[]> {
  const { found, total, manifests, entries, demoEntries } = matches;
  const seen = { serialNumber, manifests, entries };
  const [first] = found;
  if (entries === 0) {
    const facts = { ...seen, demoEntries };
    return [unmeasured('in-manifest', 'no-manifest', facts), unmeasured('entry-signature', 'no-manifest'), unmeasured('entry-equals-chip', 'no-manifest')];
  }
  if (first === undefined)
    return [fail('in-manifest', 'not-in-manifest', seen), unmeasured('entry-signature', 'no-entry'), unmeasured('entry-equals-chip', 'no-entry')];
  const verified = found.filter(({ entry }) => entry.problem === null);
  const inManifest = pass('in-manifest', {
    ...seen,
    ...placeOf(first),
    matches: total,
    partNumber: first.entry.content?.partNumber ?? '',
    groupId: first.entry.content?.groupId ?? '',
  });
  return [inManifest, proveSignature(first, total - matches.verified, nowMs), await proveEqual(verified, matches, publicKey, certificates)];
}

const placeOf = ({ file, entry }: Match): { readonly fileName: string; readonly entry: number } => ({
  fileName: file.fileName,
  entry: entry.index + 1,
});

/** `match` is a verified one when there is one. */
function proveSignature(match: Match, unverified: number, nowMs: number): ChipProof {
  const id = 'entry-signature';
  const { signer, problem } = match.entry;
  if (problem !== null) {
    const seen = { ...placeOf(match), ...problem.facts };
    return problem.reason === 'unknown-signer' ? unmeasured(id, problem.reason, seen) : fail(id, problem.reason, seen);
  }
  const signerFacts: Facts =
    signer === null ? {} : { signer: signer.name, origin: signer.origin, signerNotAfter: signer.notAfter, signerExpired: nowMs > Date.parse(signer.notAfter) };
  return pass(id, { ...placeOf(match), ...signerFacts, unverified });
}

async function proveEqual(
  verified: readonly Match[],
  { fileNames, verified: matches }: Matches,
  publicKey: ChipReading['publicKey'],
  certificates: ChipCertificates | null,
): Promise<ChipProof> {
  const id = 'entry-equals-chip';
  if (verified.length === 0) return unmeasured(id, 'entry-not-verified');
  if (verified.some(({ entry: a }) => verified.some(({ entry: b }) => !agree(a, b)))) {
    return fail(id, 'entries-disagree', { files: fileNames.join(', '), matches });
  }
  const entry = verified.map((match) => match.entry.certificates).find((held) => held !== null);
  if (entry === undefined || entry === null) return unmeasured(id, 'entry-without-certificates');
  const wantedKey = { publicKey: toHex(entry.key.publicKey) };
  if ('bytes' in publicKey && !equalBytes(publicKey.bytes, entry.key.publicKey))
    return fail(id, 'entry-key-differs', { publicKey: toHex(publicKey.bytes) }, wantedKey);
  if (certificates === null) return unmeasured(id, 'no-certificate');
  const seen = await fingerprints(certificates);
  const wanted = await fingerprints(entry);
  if (!equalBytes(certificates.device, entry.device)) return fail(id, 'device-certificate-differs', seen, wanted);
  if (!equalBytes(certificates.signer, entry.signer)) return fail(id, 'signer-certificate-differs', seen, wanted);
  if ('status' in publicKey) return unmeasured(id, 'no-key', seen);
  return pass(id, { ...seen, publicKey: toHex(publicKey.bytes) }, { ...wanted, ...wantedKey });
}

/** True when both certificates of two entries are the same, or one of them has none to compare. */
function agree(a: ManifestEntry, b: ManifestEntry): boolean {
  if (a.certificates === null || b.certificates === null) return true;
  return equalBytes(a.certificates.device, b.certificates.device) && equalBytes(a.certificates.signer, b.certificates.signer);
}

async function fingerprints({ device, signer }: { readonly device: Uint8Array; readonly signer: Uint8Array }): Promise<Facts> {
  return { sha256: toHex(await sha256(device)), signerSha256: toHex(await sha256(signer)) };
}
