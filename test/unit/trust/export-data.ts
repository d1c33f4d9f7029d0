/** Manifests for the tests of exports: one test authority, as many chips as wanted, read as the page reads them. */
import { unzipSync } from 'fflate';
import { readManifest, type ExportFile, type Manifest } from '../../../src/trust/index.ts';
import { TestAuthority, entryOf, fileOf, headerOf, payloadOf, testChip, testManifestSigner, type Json, type TestChip } from './authority.ts';

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
export const bareEntry = (of: TestChip): object => entry(of, { version: 2, publicKeySet: undefined });

/** A chip of the first years, whose certificate says "… ATECC". */
export function legacyChip(number: number, commonName?: string): TestChip {
  const plain = chip(number);
  return { ...plain, device: authority.device(plain.key, commonName ?? `${plain.serialNumber.toUpperCase()} ATECC`, null) };
}

export const read = (...entries: readonly unknown[]): Promise<Manifest> => readManifest('orders.json', fileOf(...entries), options);

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
