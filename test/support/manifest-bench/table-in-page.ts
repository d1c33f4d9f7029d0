/**
 * Asks the table of a stored manifest what the page asks it, with a stopwatch: search, match, export plan.
 * Test support, runs in the browser at the page's own address. Reads what the page has stored and writes nothing.
 */
import { openManifestStore } from '../../../src/app/manifests/store.ts';
import {
  EXPORT_FORMATS,
  EntryTable,
  MICROCHIP_ANCHOR,
  MICROCHIP_MANIFEST_SIGNERS,
  loadEntry,
  planExport,
  type EntryRef,
  type ManifestFile,
} from '../../../src/trust/index.ts';

/** Milliseconds, one a run. */
export interface TableTimes {
  /** `find` for every beginning and every end of some serial numbers. */
  readonly find: readonly number[];
  /** `indicesOf` for serial numbers that are there, and as many that are not. */
  readonly indicesOf: readonly number[];
  /** Finding the entries of a serial number, loading and verifying them. */
  readonly match: readonly number[];
  /** Every entry, by format. */
  readonly plan: Readonly<Record<string, readonly number[]>>;
  readonly entries: number;
}

const SERIALS = 100;
const PLANS = 5;

async function readStored(): Promise<ManifestFile> {
  const store = await openManifestStore();
  const files = await store.files();
  const [file] = files;
  const [source, columns] = file === undefined ? [null, null] : await Promise.all([store.source(file.id), store.columns(file.id)]);
  if (file === undefined || files.length > 1 || source === null || columns === null)
    throw new Error(`${files.length} files are stored, or one that was not read`);
  const believed = { anchors: [MICROCHIP_ANCHOR], signers: MICROCHIP_MANIFEST_SIGNERS }; // the order's own, in this build
  return { fileName: file.fileName, source, table: EntryTable.from(columns), believed };
}

const time = (work: () => unknown): number => {
  const startedMs = performance.now();
  work();
  return performance.now() - startedMs;
};

function* refsOf(file: ManifestFile): Generator<EntryRef> {
  for (let index = 0; index < file.table.count; index++) yield { file, index };
}

async function measure(): Promise<TableTimes> {
  const file = await readStored();
  const { table } = file;
  const serials = Array.from({ length: SERIALS }, (_, number) => table.uniqueId(Math.floor((number * table.count) / SERIALS)) ?? '');
  const needles = serials.flatMap((serial) => [2, 4, 6, 9, 12, 18].flatMap((length) => [serial.slice(0, length), serial.slice(-length)]));
  const unknown = serials.map((serial) => serial.replace(/^0123/, '0124'));
  const match: number[] = [];
  for (const serial of serials) {
    const startedMs = performance.now();
    const entries = await Promise.all(table.indicesOf(serial).map((index) => loadEntry(file, index)));
    match.push(performance.now() - startedMs);
    if (entries.length !== 1 || entries[0]?.problem !== null) throw new Error(`${serial} does not match`);
  }
  return {
    find: needles.map((needle) => time(() => table.find(needle))),
    indicesOf: [...serials, ...unknown].map((serial) => time(() => table.indicesOf(serial))),
    match,
    plan: Object.fromEntries(
      EXPORT_FORMATS.map((format) => [format, Array.from({ length: PLANS }, () => time(() => planExport(refsOf(file), format, 'leave-out')))]),
    ),
    entries: table.count,
  };
}

Object.assign(globalThis, { measureTable: measure });
