/** Manifests for the tests of exports: one test authority, as many chips as wanted, read as the page reads them. */
import { unzipSync } from 'fflate';
import { EntryTable, type EntryColumns, type EntryRef, type ExportFile, type ManifestFile } from '../../../src/trust/index.ts';
import { TestAuthority, entryOf, fileOf, headerOf, payloadOf, testChip, testManifestSigner, type Json, type TestChip } from './authority.ts';
import { readAll, type ReadAll } from './read-all.ts';

export const authority = new TestAuthority('export');
export const by = testManifestSigner('export');
const stranger = testManifestSigner('export stranger');
export const options = { signers: [by.signer], anchors: [authority.anchor] };

const chips = new Map<number, TestChip>();

/** The nth chip, always the same one: its serial number ends in n and 01. */
export function chip(number: number): TestChip {
  const made = chips.get(number) ?? testChip(authority, `0123${number.toString(16).padStart(12, '0')}01`, `export ${number}`);
  chips.set(number, made);
  return made;
}
export const entry = (of: TestChip, change: Json = {}): object => entryOf({ ...payloadOf(of), ...change }, by);
export const strangeEntry = (of: TestChip): object => entryOf(payloadOf(of), stranger, headerOf(stranger));
/** Version 2: no keys, no certificates. */
export const bareEntry = (of: TestChip, change: Json = {}): object => entry(of, { ...change, version: 2, publicKeySet: undefined });

/** A chip of the first years, whose certificate says "… ATECC". */
export function legacyChip(number: number, commonName?: string): TestChip {
  const plain = chip(number);
  return { ...plain, device: authority.device(plain.key, commonName ?? `${plain.serialNumber.toUpperCase()} ATECC`, null) };
}

export const read = (...entries: readonly unknown[]): Promise<ReadAll> => readAll('orders.json', fileOf(...entries), options);

/** All entries of files, or those from `start` on. */
export const refs = (file: ManifestFile, start = 0): readonly EntryRef[] =>
  Array.from({ length: file.table.count - start }, (_, index) => ({ file, index: start + index }));

/** A file that says of itself that it holds its first entry many times, each with a serial number of its own: for columns only, none can be loaded. */
export function manyOf(file: ManifestFile, count: number): ManifestFile {
  const first = file.table.columns;
  const many = <Numbers extends Uint8Array | Uint16Array | Uint32Array>(make: (length: number) => Numbers, column: Numbers): Numbers => {
    const width = column.length / first.count;
    const made = make(count * width);
    for (let index = 0; index < count; index++) made.set(column.subarray(0, width), index * width);
    return made;
  };
  const [bytes, shorts, words] = [(n: number) => new Uint8Array(n), (n: number) => new Uint16Array(n), (n: number) => new Uint32Array(n)];
  const columns: EntryColumns = {
    ...first,
    count,
    starts: many(words, first.starts),
    lengths: many(words, first.lengths),
    uniqueIds: many(bytes, first.uniqueIds),
    marks: many(bytes, first.marks),
    versions: many(bytes, first.versions),
    problems: many(shorts, first.problems),
    signers: many(shorts, first.signers),
    partNumbers: many(shorts, first.partNumbers),
    models: many(shorts, first.models),
    names: many(shorts, first.names),
    contentTags: many(words, first.contentTags),
    entryTags: many(words, first.entryTags),
  };
  for (let index = 0; index < count; index++) {
    for (let byte = 0; byte < 6; byte++) columns.uniqueIds[9 * index + 2 + byte] = Math.floor(index / 256 ** (5 - byte));
    columns.entryTags[2 * index] = index + 1;
  }
  return { ...file, table: EntryTable.from(columns) };
}

export async function bytesOf(file: ExportFile | undefined): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  for await (const chunk of file?.chunks() ?? []) parts.push(chunk);
  return new Uint8Array(Buffer.concat(parts));
}
export const textOf = async (file: ExportFile | undefined): Promise<string> => new TextDecoder('utf-8', { fatal: true }).decode(await bytesOf(file));

/** Name → text of an archive. */
export async function unzipped(file: ExportFile | undefined): Promise<ReadonlyMap<string, string>> {
  const files = unzipSync(await bytesOf(file));
  return new Map(Object.entries(files).map(([name, bytes]) => [name, new TextDecoder().decode(bytes)]));
}
