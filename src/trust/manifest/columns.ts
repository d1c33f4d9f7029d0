/**
 * The entries of a manifest as packed columns: what the page knows of each without loading it, 45 bytes an entry.
 * Floor: trust. A layout: batch.ts fills it, column-store.ts joins it, entry-table.ts reads it. Plain data that can be posted, transferred and stored.
 */
import type { ManifestSigner } from '../anchors.ts';
import type { EntryProblem } from '../entry/entry-reason.ts';

/** Columns of some entries; small numbers point into the tables of distinct values, 0 is "none" and 1 the first. */
export interface EntryRows {
  readonly count: number;
  /** Serial numbers, nine bytes an entry; zeros where there is none (see MARK.uniqueId). */
  readonly uniqueIds: Uint8Array<ArrayBuffer>;
  /** Bits of MARK. */
  readonly marks: Uint8Array<ArrayBuffer>;
  /** Payload version; 0 when the content could not be read. */
  readonly versions: Uint8Array<ArrayBuffer>;
  readonly problems: Uint16Array<ArrayBuffer>;
  readonly signers: Uint16Array<ArrayBuffer>;
  readonly partNumbers: Uint16Array<ArrayBuffer>;
  readonly models: Uint16Array<ArrayBuffer>;
  /** Common names of device certificates, with NAME_SERIAL in place of the serial number. */
  readonly names: Uint16Array<ArrayBuffer>;
  /** Two words an entry: the same for the same certificates and primary key, or for the same payload where there are none (content-tag.ts). */
  readonly contentTags: Uint32Array<ArrayBuffer>;
  /** Two words an entry: the same for the same signed entry, else different; zeros where there is no entry. */
  readonly entryTags: Uint32Array<ArrayBuffer>;
  readonly problemTable: readonly EntryProblem[];
  readonly signerTable: readonly ManifestSigner[];
  readonly textTable: readonly string[];
  /** Earliest and latest provisioning time, as instants; RFC 3339 as written; null when no entry says. */
  readonly firstProvisioned: string | null;
  readonly lastProvisioned: string | null;
}

/** All entries of one file. */
export interface EntryColumns extends EntryRows {
  /** Where each entry stands in the file, in bytes. */
  readonly starts: Uint32Array<ArrayBuffer>;
  readonly lengths: Uint32Array<ArrayBuffer>;
}

/** Bits of `marks`. `certificates`: both can be parsed, which says nothing of whom they belong to. `registrationId`: DPS takes the common name. */
export const MARK = { uniqueId: 1, demo: 2, certificates: 4, registrationId: 8 } as const;

/** Stands for the serial number (upper case) in `names`: a character that no name holds that can be read. */
export const NAME_SERIAL = '\u0000';

/** Distinct values kept of problems and of texts; a file made to have more loses what is beyond. */
export const MAX_DISTINCT = 4096;

/** Buffers of rows or of a batch, for posting them without a copy. */
export const buffersOf = (columns: object): ArrayBuffer[] =>
  Object.values(columns).flatMap((value: unknown) => (ArrayBuffer.isView(value) && value.buffer instanceof ArrayBuffer ? [value.buffer] : []));
