/**
 * Entries as formats made of certificates need them: a serial number, both certificates, and whether they are believed.
 * Floor: trust. The plan let only such entries through; that is asserted here again.
 */
import { TouchstoneError } from '../../base/index.ts';
import type { EntryList } from './entry-list.ts';
import { loadedEntries } from './loaded.ts';
import type { ExportErrorCode } from './certificate-path.ts';

/** One chip of an export. */
export interface CertifiedEntry {
  /** 18 lower-case hex digits. */
  readonly uniqueId: string;
  readonly commonName: string;
  readonly device: Uint8Array;
  readonly signer: Uint8Array;
  /** Null when the entry is verified; else the code of its problem. */
  readonly problem: string | null;
}

/** Entries `from` up to `to`, loaded. @throws export-unique-id, manifest-read */
export async function* certifiedEntries(list: EntryList, from = 0, to = list.length): AsyncGenerator<CertifiedEntry> {
  for await (const { uniqueId, claimed, problem } of loadedEntries(list, from, to)) {
    if (uniqueId === null || claimed === null) throw new TouchstoneError<ExportErrorCode>('export-unique-id', { length: 0 });
    yield { uniqueId, commonName: claimed.commonName, device: claimed.device, signer: claimed.signer, problem: problem?.reason ?? null };
  }
}
