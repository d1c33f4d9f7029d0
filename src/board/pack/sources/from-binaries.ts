/**
 * Files without a description: their places from the person, from their names, or from what they are.
 * Floor: board. Knows which files belong together already (from-files.ts).
 * Reference: docs/packs.md, "Places that nothing says"; ESP-IDF defaults (table at 0x8000); esp-chips.ts for bootloaders.
 */
import { chipByName, type Partition } from '../../../formats/index.ts';
import { roleOf, type BinaryRole } from './binary-role.ts';
import { bootSlots } from '../check-table.ts';
import { CUSTOM_TABLE_OFFSET, readTable, SECTOR_BYTES, type RawPart } from '../find-table.ts';
import { inspectImage } from '../inspect-image.ts';
import { packError, type PackWarning } from '../pack.ts';
import { baseName } from './source-files.ts';

/** What a person said about files that say nothing themselves. */
export interface GivenPlaces {
  /** For firmware whose description names no chip. */
  readonly chip?: string;
  /** Offsets by path, spelled as `pack-offset-missing` names it. */
  readonly offsets?: ReadonlyMap<string, number>;
}

export interface BinaryFile {
  readonly path: string;
  readonly bytes: Uint8Array;
  readonly role: BinaryRole;
  /** From the person or the file's name; null when neither says. */
  readonly place: number | null;
}

const CUSTOM_APP_OFFSET = 0x10000;
const FOR_PARTITIONS: readonly BinaryRole[] = ['otadata', 'nvs', 'file-system'];
const IN_NAME = /(?:^|[^0-9a-z])0x([0-9a-f]{1,8})(?![0-9a-z])/gi;

/** What a file is and where it goes, as far as it can be told without the others. */
export function describeBinary(path: string, bytes: Uint8Array, given: GivenPlaces): BinaryFile {
  return { path, bytes, role: roleOf(path, bytes), place: given.offsets?.get(path) ?? offsetInName(baseName(path)) };
}

/** "app_0x10000.bin" → 0x10000; null when no or several offsets stand in the name. */
export function offsetInName(name: string): number | null {
  const found = new Set(Array.from(name.matchAll(IN_NAME), (match) => Number.parseInt(match[1] ?? '', 16)));
  const [offset] = found;
  return found.size === 1 && offset !== undefined ? offset : null;
}

/** Places for files that make one pack. Files for partitions that the table does not have are left out, with a warning.
 * @throws pack-offset-missing, pack-table, pack-image, pack-image-hash, pack-chip-unknown */
export async function placeBinaries(files: readonly BinaryFile[]): Promise<{ readonly parts: readonly RawPart[]; readonly warnings: readonly PackWarning[] }> {
  const table = files.find(({ role }) => role === 'partition-table');
  const partitions = table === undefined ? [] : readTable(table.path, table.place ?? CUSTOM_TABLE_OFFSET, table.bytes);
  const warnings: PackWarning[] = [];
  const parts: RawPart[] = [];
  for (const file of files) {
    const name = file.path;
    const offset = file.place ?? (await customPlace(file, partitions));
    if (offset === null && table !== undefined && FOR_PARTITIONS.includes(file.role)) warnings.push({ code: 'file-unused', facts: { name } });
    else if (offset === null) throw packError('pack-offset-missing', { name });
    // without a table the place of an application is a guess, and a wrong one erases something else
    else if (file.place === null && file.role === 'app' && table === undefined) throw packError('pack-offset-missing', { name, suggest: offset });
    else parts.push({ name, offset, bytes: file.bytes });
  }
  const atCustom = partitions.some((row) => row.offset === CUSTOM_TABLE_OFFSET + SECTOR_BYTES);
  if (table?.place === null && !atCustom) warnings.push({ code: 'offset-assumed', facts: { name: table.path, offset: CUSTOM_TABLE_OFFSET } });
  return { parts, warnings };
}

async function customPlace({ role, path, bytes }: BinaryFile, partitions: readonly Partition[]): Promise<number | null> {
  const data = (...subtypes: readonly string[]): number | null =>
    partitions.find((row) => row.type === 1 && subtypes.includes(row.subtypeName))?.offset ?? null;
  switch (role) {
    case 'whole':
      return 0;
    case 'partition-table':
      return CUSTOM_TABLE_OFFSET;
    case 'bootloader':
      return chipByName((await inspectImage(path, 0, bytes)).chip)?.bootloaderOffset ?? null;
    case 'app':
      return partitions.length === 0 ? CUSTOM_APP_OFFSET : (bootSlots(partitions)[0]?.offset ?? null);
    case 'otadata':
      return data('ota');
    case 'nvs':
      return data('nvs');
    case 'file-system':
      return data('spiffs', 'littlefs', 'fat');
    case 'unknown':
      return null;
  }
}
