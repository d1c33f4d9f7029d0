/**
 * From a plan to files: names, parts, and bytes that are made only when they are asked for.
 * Floor: trust. Knows no disk and no download: app takes the chunks one by one and may stop between any two.
 */
import { azureCliFiles } from './azure-cli.ts';
import { csvChunks } from './csv.ts';
import { bulkFiles } from './dps-bulk.ts';
import { manifestParts } from './manifest-file.ts';
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

/** Entries of one archive: a zip without its 64-bit extension holds 65,535 files, and Azure's scripts need two more. */
const ZIP_ENTRIES = 50_000;

/** Names the files of a plan and how each is made; nothing is made yet. `nowMs` is written into archives and scripts. @throws export-unique-id while chunks are read */
export function writeExport(plan: ExportPlan, nowMs: number): readonly ExportFile[] {
  const { format, certified } = plan;
  switch (format) {
    case 'csv':
      return [{ name: 'touchstone-chips.csv', mediaType: 'text/csv;charset=utf-8', entries: plan.entries.length, chunks: () => csvChunks(plan.entries) }];
    case 'manifest': {
      const parts = manifestParts(plan.entries);
      return parts.map((part, index) => ({
        name: partName('touchstone-manifest', '.json', index, parts.length),
        mediaType: 'application/json',
        entries: part.entries,
        chunks: part.chunks,
      }));
    }
    case 'pem':
    case 'pem-chain':
      return zips('touchstone-certs', certified, nowMs, (part) => pemFiles(part, format === 'pem' ? 'leaf' : 'chain'));
    case 'azure-cli':
      return zips('touchstone-azure-cli', certified, nowMs, (part) => azureCliFiles(part, plan.leftOut, nowMs));
    case 'dps-bulk':
      return zips('touchstone-dps-bulk', certified, nowMs, (part) => bulkFiles(part, plan.leftOut));
  }
}

function zips<Entry>(name: string, entries: readonly Entry[], nowMs: number, files: (part: readonly Entry[]) => Iterable<ZipItem>): readonly ExportFile[] {
  const parts = Math.max(1, Math.ceil(entries.length / ZIP_ENTRIES));
  return Array.from({ length: parts }, (_, index) => {
    const part = entries.slice(index * ZIP_ENTRIES, (index + 1) * ZIP_ENTRIES);
    return {
      name: partName(name, '.zip', index, parts),
      mediaType: 'application/zip',
      entries: part.length,
      chunks: () => zipChunks(files(part), nowMs),
    };
  });
}

const partName = (stem: string, ending: string, index: number, parts: number): string =>
  parts === 1 ? `${stem}${ending}` : `${stem}-${index + 1}-of-${parts}${ending}`;
