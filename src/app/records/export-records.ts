/**
 * Records into files: JSON lines, OpenHTF, CSV, JUnit.
 * Floor: app. Goes through the records a few at a time and hands finished pieces to the browser, so that many records do not lie in memory.
 * Reference: PKWARE APPNOTE 6.3.9 section 4.4.1.4 (65,535 files without the 64-bit extension, which fflate does not write): more go into several archives.
 */
import { Zip, ZipDeflate } from 'fflate';
import type { CancelSignal } from '../../base/index.ts';
import { loadStation, type ChainHead, type RunRecord } from '../../bench/index.ts';
import type { RecordFormat } from '../../ui/index.ts';
import { BlobParts } from '../manifests/blob-parts.ts';
import { Pace } from '../manifests/pace.ts';

const MOST_IN_ZIP = 50_000;
const FILES: Readonly<Record<RecordFormat, { readonly end: string; readonly type: string }>> = {
  jsonl: { end: 'jsonl', type: 'application/x-ndjson' },
  openhtf: { end: 'openhtf.zip', type: 'application/zip' },
  csv: { end: 'csv', type: 'text/csv' },
  junit: { end: 'junit.xml', type: 'application/xml' },
};

export interface ExportOrder {
  readonly format: RecordFormat;
  /** Without an ending. */
  readonly name: string;
  /** Called once for every time they are gone through. */
  readonly records: () => AsyncIterable<RunRecord>;
  /** They stand behind the JSON lines. */
  readonly heads: readonly ChainHead[];
  readonly signal: CancelSignal;
  /** Called after every record. */
  readonly step: () => void;
}

export interface ExportedFile {
  readonly fileName: string;
  readonly content: Blob;
}

/** Writes the files; one, or several archives. @throws the signal's reason, record-store */
export async function exportRecords(order: ExportOrder): Promise<readonly ExportedFile[]> {
  const { format, name, heads } = order;
  const { junitReport, recordCsv, recordLines } = await loadStation();
  const { end, type } = FILES[format];
  const records = (): AsyncIterable<RunRecord> => watched(order);
  if (format === 'openhtf') return zipped(order, records());
  const pieces = format === 'jsonl' ? recordLines(records(), heads) : format === 'csv' ? recordCsv(records) : junitReport(records());
  const parts = new BlobParts();
  const encoder = new TextEncoder();
  for await (const piece of pieces) parts.add(encoder.encode(piece));
  return [{ fileName: `${name}.${end}`, content: parts.blob(type) }];
}

/** One record as OpenHTF names and writes it. */
export async function openHtfFile(record: RunRecord): Promise<ExportedFile> {
  const { openHtfFileName, toOpenHtf } = await loadStation();
  return { fileName: openHtfFileName(record), content: new Blob([await openHtfText(record, toOpenHtf)], { type: 'application/json' }) };
}

async function openHtfText(record: RunRecord, toOpenHtf: (record: RunRecord) => Promise<unknown>): Promise<string> {
  return `${JSON.stringify(await toOpenHtf(record), null, 2)}\n`;
}

async function* watched({ records, signal, step }: ExportOrder): AsyncGenerator<RunRecord, void, undefined> {
  const pace = new Pace();
  for await (const record of records()) {
    if (signal.aborted) throw signal.reason;
    yield record;
    step();
    await pace.breathe();
  }
}

async function zipped({ name }: ExportOrder, records: AsyncIterable<RunRecord>): Promise<readonly ExportedFile[]> {
  const { openHtfFileName, toOpenHtf } = await loadStation();
  const { end, type } = FILES.openhtf;
  const archives: BlobParts[] = [];
  const encoder = new TextEncoder();
  let zip: Zip | null = null;
  let names = new Set<string>();
  const failure: { error: Error | null } = { error: null };
  for await (const record of records) {
    if (zip === null || names.size >= MOST_IN_ZIP) {
      zip?.end();
      const parts = new BlobParts();
      archives.push(parts);
      names = new Set();
      zip = new Zip((error, chunk) => {
        if (error !== null) failure.error = error;
        else parts.add(chunk as Uint8Array<ArrayBuffer>);
      });
    }
    const wanted = openHtfFileName(record);
    const fileName = names.has(wanted) ? wanted.replace(/json$/, `${record.link.chain}.${record.link.number}.json`) : wanted;
    names.add(fileName);
    const file = new ZipDeflate(fileName, { level: 6 });
    zip.add(file);
    file.push(encoder.encode(await openHtfText(record, toOpenHtf)), true);
    if (failure.error !== null) throw failure.error;
  }
  zip?.end();
  const nameOf = (index: number): string => (archives.length === 1 ? `${name}.${end}` : `${name}-${index + 1}.${end}`);
  return archives.map((parts, index) => ({ fileName: nameOf(index), content: parts.blob(type) }));
}
