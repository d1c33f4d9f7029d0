/** A build folder as files, a store in memory, and files as a drop gives them. Test support of the firmware room. */
import type { KeptChoice, PackStore } from '../../../src/app/firmware/pack-store.ts';
import { packsFromFiles, type Pack, type SourceFile } from '../../../src/board/index.ts';
import { app, bootloader, esp8266, FACTORY, file, json, NVS, table } from '../board/pack-fixtures.ts';

export const BUILD: readonly SourceFile[] = [
  file(
    'build/flasher_args.json',
    json({ flash_files: { '0x1000': 'bootloader.bin', '0x8000': 'table.bin', '0x10000': 'app.bin' }, extra_esptool_args: { chip: 'esp32' } }),
  ),
  file('build/bootloader.bin', bootloader()),
  file('build/table.bin', table(NVS, FACTORY)),
  file('build/app.bin', app()),
];
export const OTHER: readonly SourceFile[] = [file('other.bin', esp8266())];

export const asBlob = (bytes: Uint8Array): Blob => new Blob([new Uint8Array(bytes)]);

export class MemoryStore implements PackStore {
  readonly zips = new Map<string, Uint8Array>();
  kept: KeptChoice = { fingerprint: null, lock: 'unlocked', erase: 'what-is-written', rewrite: 'skip-same', settings: 'off' };
  fingerprints = (): Promise<readonly string[]> => Promise.resolve([...this.zips.keys()]);
  read = (fingerprint: string): Promise<Blob> => Promise.resolve(asBlob(this.zips.get(fingerprint) ?? new Uint8Array()));
  write = (fingerprint: string, zip: Uint8Array): Promise<void> => Promise.resolve(void this.zips.set(fingerprint, zip));
  remove = (fingerprint: string): Promise<void> => Promise.resolve(void this.zips.delete(fingerprint));
  choice = (): Promise<KeptChoice> => Promise.resolve(this.kept);
  keepChoice = (choice: KeptChoice): Promise<void> => Promise.resolve(void (this.kept = choice));
}

export const buildPack = async (): Promise<Pack> => (await packsFromFiles(BUILD)).packs[0] as Pack;

/** Node's File has no folder. */
export function asFile(path: string, bytes: Uint8Array): File {
  const made = new File([new Uint8Array(bytes)], path.slice(path.lastIndexOf('/') + 1));
  Object.defineProperty(made, 'webkitRelativePath', { value: path.includes('/') ? path : '' });
  return made;
}
