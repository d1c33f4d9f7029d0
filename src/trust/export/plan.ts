/**
 * Which entries go into an export, which stay out, and why: known before a byte is written.
 * Floor: trust. Knows verified entries and what each format needs of them; writes nothing (write.ts).
 * Reference: Azure DPS REST 2021-10-01, registrationId: letters, digits and `: . _ -`, none of these at either end; with X.509 it is the leaf's common name.
 */
import { equalBytes } from '../../base/index.ts';
import type { EntryCertificates } from '../manifest/entry-chain.ts';
import { isDemoEntry, type ManifestEntry } from '../manifest/manifest.ts';

/** `pem`: leaf certificates. `pem-chain`: leaf and signer in one file. `azure-cli`: scripts for two shells with the certificates. `dps-bulk`: bodies for the bulk request. */
export const EXPORT_FORMATS = ['pem', 'pem-chain', 'csv', 'azure-cli', 'dps-bulk', 'manifest'] as const;
export type ExportFormat = (typeof EXPORT_FORMATS)[number];

/**
 * Why an entry stays out. `unverified`: it has a problem. `no-certificate`: nothing inside to write. `registration-id`: the common name is no registration id.
 * `demo`: its private key is public, so that anybody could be that device. `repeated`: the same entry or certificate was taken already.
 * `disagree`: two verified entries give the chip different certificates.
 */
export type LeftOutReason = 'unverified' | 'no-certificate' | 'registration-id' | 'demo' | 'repeated' | 'disagree';

/** One entry that stays out. */
export interface LeftOutEntry {
  readonly reason: LeftOutReason;
  readonly entry: ManifestEntry;
}

/** An entry whose certificates are verified. */
export type CertifiedEntry = ManifestEntry & { readonly uniqueId: string; readonly certificates: EntryCertificates };

/** What will be written; `certified` is the same as `entries` for formats that need certificates, else empty. */
export interface ExportPlan {
  readonly format: ExportFormat;
  readonly entries: readonly ManifestEntry[];
  readonly certified: readonly CertifiedEntry[];
  readonly leftOut: readonly LeftOutEntry[];
}

const FOR_AZURE: ReadonlySet<ExportFormat> = new Set(['azure-cli', 'dps-bulk']);
/** Formats that say of each entry whether it is verified, or leave that to the reader. */
const TAKES_UNVERIFIED: ReadonlySet<ExportFormat> = new Set(['csv', 'manifest']);

/** True when unverified entries and such without certificates can be in it. */
export const takesUnverified = (format: ExportFormat): boolean => TAKES_UNVERIFIED.has(format);

const REGISTRATION_ID = /^[A-Za-z0-9](?:[A-Za-z0-9:._-]{0,126}[A-Za-z0-9])?$/;

/** True when DPS lists every character of the name; a space, as in names of the first chips, is not among them. */
export const isRegistrationId = (commonName: string): boolean => REGISTRATION_ID.test(commonName);

/** Decides about every entry. `unverified` counts only where `takesUnverified`. */
export function planExport(entries: readonly ManifestEntry[], format: ExportFormat, unverified: 'leave-out' | 'include'): ExportPlan {
  return takesUnverified(format) ? planTexts(entries, format, unverified) : planCertificates(entries, format);
}

function planTexts(entries: readonly ManifestEntry[], format: ExportFormat, unverified: 'leave-out' | 'include'): ExportPlan {
  const taken: ManifestEntry[] = [];
  const leftOut: LeftOutEntry[] = [];
  const texts = new Set<string>();
  for (const entry of entries) {
    if (entry.problem !== null && unverified === 'leave-out') leftOut.push({ reason: 'unverified', entry });
    else if (texts.has(entry.rawText)) leftOut.push({ reason: 'repeated', entry });
    else taken.push(entry);
    texts.add(entry.rawText);
  }
  return { format, entries: taken, certified: [], leftOut };
}

function planCertificates(entries: readonly ManifestEntry[], format: ExportFormat): ExportPlan {
  const disagreeing = disagreements(entries);
  const taken: CertifiedEntry[] = [];
  const leftOut: LeftOutEntry[] = [];
  const seen = new Set<string>();
  for (const entry of entries) {
    const reason = certifiedOrWhy(entry, format, disagreeing, seen);
    if (reason !== null) leftOut.push({ reason, entry });
    else if (isCertified(entry)) {
      taken.push(entry);
      seen.add(entry.uniqueId);
    }
  }
  return { format, entries: taken, certified: taken, leftOut };
}

const isCertified = (entry: ManifestEntry): entry is CertifiedEntry => entry.problem === null && entry.uniqueId !== null && entry.certificates !== null;

function certifiedOrWhy(entry: ManifestEntry, format: ExportFormat, disagreeing: ReadonlySet<string>, seen: ReadonlySet<string>): LeftOutReason | null {
  if (entry.problem !== null) return 'unverified';
  if (!isCertified(entry)) return 'no-certificate';
  if (disagreeing.has(entry.uniqueId)) return 'disagree';
  if (seen.has(entry.uniqueId)) return 'repeated';
  if (!FOR_AZURE.has(format)) return null;
  if (isDemoEntry(entry)) return 'demo';
  return isRegistrationId(entry.certificates.commonName) ? null : 'registration-id';
}

/** Serial numbers for which verified entries hold different certificates: nobody but a person can say which one is right. */
function disagreements(entries: readonly ManifestEntry[]): ReadonlySet<string> {
  const first = new Map<string, EntryCertificates>();
  const disagreeing = new Set<string>();
  for (const entry of entries) {
    if (!isCertified(entry)) continue;
    const known = first.get(entry.uniqueId);
    if (known === undefined) first.set(entry.uniqueId, entry.certificates);
    else if (!equalBytes(known.device, entry.certificates.device) || !equalBytes(known.signer, entry.certificates.signer)) disagreeing.add(entry.uniqueId);
  }
  return disagreeing;
}
