/**
 * From a plan to files: names, parts, and bytes that are made only when they are asked for.
 * Floor: trust. Knows no disk and no download: app takes the chunks one by one and may stop between any two.
 */
import { azureCliFiles } from './azure-cli.ts';
import { certifiedEntries, type CertifiedEntry } from './certified.ts';
import { csvChunks } from './csv.ts';
import { bulkFiles } from './dps-bulk.ts';
import type { EntryList } from './entry-list.ts';
import { manifestChunks, manifestParts } from './manifest-file.ts';
import { pemFiles } from './pem-files.ts';
import type { ExportPlan } from './plan.ts';
import { zipChunks, type ZipItem } from './zip.ts';

/** A file that can be written; its chunks may be asked for once. */
export interface ExportFile {
  /** Letters, digits, `-` and `.` only. */
  readonly name: string;
  readonly mediaType: string;
  /** Entries that are in it. */
  readonly entries: number;
  chunks(): AsyncIterable<Uint8Array<ArrayBuffer>>;
}

/** Entries of one archive: a zip without its 64-bit extension holds 65,535 files, and lists and scripts need a few more. */
const ZIP_ENTRIES = 50_000;

/** A piece of a plan that becomes one file. */
interface Part {
  readonly from: number;
  readonly to: number;
}

/**
 * Names the files of a plan and how each is made; nothing is made yet. `nowMs` is written into archives and scripts. A file with an entry that is not verified
 * says so in its name. While chunks are read: @throws export-unique-id, manifest-read
 */
export function writeExport(plan: ExportPlan, nowMs: number): readonly ExportFile[] {
  const { format, entries, leftOut } = plan;
  switch (format) {
    case 'csv':
      return files(entries, 'touchstone-chips', '.csv', 'text/csv;charset=utf-8', [{ from: 0, to: entries.length }], () => csvChunks(entries));
    case 'manifest':
      return files(entries, 'touchstone-manifest', '.json', 'application/json', manifestParts(entries), (part) => manifestChunks(entries, part));
    case 'pem':
    case 'pem-chain':
      return zips(entries, 'touchstone-certs', nowMs, (chips) => pemFiles(chips, format === 'pem' ? 'leaf' : 'chain'));
    case 'azure-cli':
      return zips(entries, 'touchstone-azure-cli', nowMs, (chips) => azureCliFiles(chips, leftOut, nowMs));
    case 'dps-bulk':
      return zips(entries, 'touchstone-dps-bulk', nowMs, (chips) => bulkFiles(chips, leftOut));
  }
}

function zips(entries: EntryList, stem: string, nowMs: number, items: (chips: AsyncIterable<CertifiedEntry>) => AsyncIterable<ZipItem>): readonly ExportFile[] {
  const count = Math.max(1, Math.ceil(entries.length / ZIP_ENTRIES));
  const parts = Array.from({ length: count }, (_, index) => ({ from: index * ZIP_ENTRIES, to: Math.min((index + 1) * ZIP_ENTRIES, entries.length) }));
  return files(entries, stem, '.zip', 'application/zip', parts, ({ from, to }) => zipChunks(items(certifiedEntries(entries, from, to)), nowMs));
}

function files(
  entries: EntryList,
  stem: string,
  ending: string,
  mediaType: string,
  parts: readonly Part[],
  chunksOf: (part: Part) => AsyncIterable<Uint8Array<ArrayBuffer>>,
): readonly ExportFile[] {
  return parts.map((part, index) => {
    const number = parts.length === 1 ? '' : `-${index + 1}-of-${parts.length}`;
    const doubt = hasUnverified(entries, part) ? '-unverified' : '';
    return { name: `${stem}${number}${doubt}${ending}`, mediaType, entries: part.to - part.from, chunks: () => chunksOf(part) };
  });
}

function hasUnverified(entries: EntryList, { from, to }: Part): boolean {
  for (let position = from; position < to; position++) if (entries.file(position).table.verdict(entries.index(position)) === 'unverified') return true;
  return false;
}
