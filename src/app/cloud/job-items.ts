/**
 * The items of a job: each loads its certificate when its turn comes, and is verified again on the way.
 * Floor: app. Knows no service. A hundred thousand are a row of small objects; no certificate lies in memory before it is needed.
 */
import { TouchstoneError, isTouchstoneError, toHex } from '../../base/index.ts';
import type { CloudErrorCode, EnrolItem, LoadedEntry } from '../../cloud/index.ts';
import { encodePem, parsePem } from '../../formats/index.ts';
import type { ManifestFile } from '../../trust/index.ts';
import type { ChipToEnrol } from './bench-chip.ts';
import { thumbprint } from './certificate-print.ts';
import { manifestFingerprint, type JobSource } from './job-source.ts';

/** What an entry cannot be enrolled for; fact `why`: `missing` (its manifest is not here), `changed`, `unverified`, `no-certificate`, `unreadable`. */
const entryError = (why: 'missing' | 'changed' | 'unverified' | 'no-certificate' | 'unreadable', cause?: unknown): TouchstoneError =>
  new TouchstoneError<CloudErrorCode>('enrol-entry', { why }, cause);

class EntryItem implements EnrolItem {
  constructor(
    readonly index: number,
    private readonly serials: Uint8Array,
    private readonly place: number,
    /** Null: the manifest is not here. */
    private readonly file: ManifestFile | null,
    private readonly entry: number,
  ) {}

  get serialNumber(): string {
    return toHex(this.serials.subarray(9 * this.place, 9 * this.place + 9)).toUpperCase();
  }

  async load(): Promise<LoadedEntry> {
    if (this.file === null) throw entryError('missing');
    const { loadEntry } = await import('../../trust/index.ts');
    const { certificates, content, problem, signer, uniqueId } = await loadEntry(this.file, this.entry).catch((error: unknown) => {
      if (error instanceof DOMException || isTouchstoneError(error)) throw entryError('unreadable', error);
      throw error;
    });
    if (uniqueId?.toUpperCase() !== this.serialNumber) throw entryError('changed');
    if (problem !== null || content === null) throw entryError('unverified');
    if (certificates === null) throw entryError('no-certificate');
    return {
      commonName: certificates.commonName,
      certificatePem: encodePem('CERTIFICATE', certificates.device),
      sha256Thumbprint: await thumbprint(certificates.device, 'SHA-256'),
      partNumber: content.partNumber,
      lot: content.groupId,
      demo: certificates.origin === 'demo' || signer?.origin === 'demo',
    };
  }
}

/** The chip on the bench; part and lot stand in manifests only. */
export function chipItem({ serialNumber, commonName, certificatePem, demo }: ChipToEnrol): EnrolItem {
  return {
    index: 0,
    serialNumber,
    load: async () => {
      const [block] = parsePem(certificatePem);
      if (block === undefined) throw entryError('no-certificate');
      return { commonName, certificatePem, sha256Thumbprint: await thumbprint(block.bytes, 'SHA-256'), partNumber: null, lot: null, demo };
    },
  };
}

/** All items of a job, found among the manifests that are here now. */
export async function itemsOf(source: JobSource, manifests: readonly ManifestFile[]): Promise<readonly EnrolItem[]> {
  if (source.kind === 'chip') return [chipItem(source.chip)];
  const here = new Map(await Promise.all(manifests.map(async (manifest) => [await manifestFingerprint(manifest), manifest] as const)));
  const items: EnrolItem[] = [];
  for (const { fingerprint, indices, serials } of source.parts) {
    const file = here.get(fingerprint) ?? null;
    for (const [place, entry] of indices.entries()) items.push(new EntryItem(items.length, serials, place, file, entry));
  }
  return items;
}
