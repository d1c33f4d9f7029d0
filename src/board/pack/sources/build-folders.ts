/**
 * Build folders of PlatformIO and Arduino: files that belong together by their names.
 * Floor: board. Picks files and says what they are; from-binaries.ts places them.
 * Reference: PlatformIO `.pio/build/<env>/` (bootloader.bin, partitions.bin, firmware.bin); Arduino "Export compiled binary"
 * (X.ino.bin, X.ino.bootloader.bin, X.ino.partitions.bin); boot_app0.bin of the Arduino core's tools.
 */
import type { BinaryRole } from './binary-role.ts';
import type { BinaryFile } from './from-binaries.ts';
import { baseName, folderOf, type SourceFiles } from './source-files.ts';

export interface BuildFolder {
  /** The environment's folder, or the sketch. */
  readonly label: string;
  readonly files: readonly BinaryFile[];
  /** Binaries beside them that nothing refers to. */
  readonly unused: readonly string[];
}

const EXTRAS: readonly (readonly [name: string, role: BinaryRole])[] = [
  ['boot_app0.bin', 'otadata'],
  ['ota_data_initial.bin', 'otadata'],
  ['spiffs.bin', 'file-system'],
  ['littlefs.bin', 'file-system'],
  ['fatfs.bin', 'file-system'],
  ['ffat.bin', 'file-system'],
];

/** All sets of bootloader, table and application that stand in one folder. */
export function findBuildFolders(files: SourceFiles): readonly BuildFolder[] {
  const folders: BuildFolder[] = [];
  for (const path of files.keys()) {
    const prefix = /^((?:.*\.)?)bootloader\.bin$/i.exec(baseName(path))?.[1];
    if (prefix === undefined) continue;
    const found = folderAround(files, path, prefix);
    if (found !== null) folders.push(found);
  }
  return folders;
}

/** `prefix` is empty for PlatformIO and "sketch.ino." for Arduino. */
function folderAround(files: SourceFiles, bootloader: string, prefix: string): BuildFolder | null {
  const folder = folderOf(bootloader);
  const table = `${folder}${prefix}partitions.bin`;
  const app = prefix === '' ? `${folder}firmware.bin` : `${folder}${prefix}bin`;
  const found: BinaryFile[] = [];
  const add = (path: string | undefined, role: BinaryRole): void => {
    const bytes = path === undefined ? undefined : files.get(path);
    if (path !== undefined && bytes !== undefined) found.push({ path, bytes, role, place: null });
  };
  add(bootloader, 'bootloader');
  add(table, 'partition-table');
  add(app, 'app');
  if (found.length < 3) return null;
  // one file for the choice of slot and one file system: the folder's own before a single one elsewhere in the drop
  for (const [name, role] of EXTRAS) {
    if (found.some((file) => file.role === role)) continue;
    const elsewhere = [...files.keys()].filter((path) => baseName(path) === name);
    add(files.has(folder + name) ? folder + name : elsewhere.length === 1 ? elsewhere[0] : undefined, role);
  }
  const used = new Set(found.map((file) => file.path));
  const unused = [...files.keys()].filter((path) => folderOf(path) === folder && /\.bin$/i.test(path) && !used.has(path));
  return { label: prefix === '' ? baseName(folder.slice(0, -1)) : prefix.slice(0, -1), files: found, unused };
}
