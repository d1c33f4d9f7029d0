/**
 * Whether every part stands where it can work.
 * Floor: board. Has the table and what the parts are; knows no board: its real flash size is checked when it is there.
 * Reference: docs/packs.md, "Checks".
 */
import { chipByName, type Partition } from '../../formats/index.ts';
import { bootSlots } from './check-table.ts';
import type { FoundTable } from './find-table.ts';
import type { ImageFacts } from './inspect-image.ts';
import { endOf, isApp, isData, partitionAt, type InspectedPart } from './inspect-part.ts';
import { packError, type Pack, type PackWarning } from './pack.ts';

interface Places {
  readonly parts: readonly InspectedPart[];
  readonly table: FoundTable | null;
  readonly chip: string | null;
  readonly flashBytes: number | null;
  readonly erase: Pack['erase'];
}

/** @throws pack-flash-size, pack-partition-size; what may be is in the warnings. */
export function checkPlaces({ parts, table, chip, flashBytes, erase }: Places): readonly PackWarning[] {
  const warnings: PackWarning[] = [];
  for (const part of parts) {
    if (flashBytes !== null && endOf(part) > flashBytes)
      throw packError('pack-flash-size', { name: part.name, offset: part.offset, end: endOf(part), flashBytes });
    warnings.push(...part.images.flatMap((image) => imageWarnings(image, part, table?.partitions ?? null)));
    if (part.stray?.role === 'app' && part.stray.chip === chip) warnings.push({ code: 'app-place', facts: { name: part.name, offset: part.offset } });
    if (table !== null && part.kind !== 'merged' && part.kind !== 'partition-table') warnings.push(...partitionWarnings(part, table.partitions));
  }
  if (chip !== 'ESP8266') warnings.push(...startWarnings(parts, table, erase));
  return warnings;
}

function imageWarnings(image: ImageFacts, part: InspectedPart, partitions: readonly Partition[] | null): readonly PackWarning[] {
  const { name, offset, role } = image;
  const warnings: PackWarning[] = [];
  if (image.checked === 'checksum' && image.chip !== 'ESP8266') warnings.push({ code: 'image-no-hash', facts: { name, offset } });
  if (role === 'app' && partitions !== null && partitionAt(partitions, offset)?.offset !== offset)
    warnings.push({ code: 'app-place', facts: { name, offset } });
  const wanted = chipByName(image.chip)?.bootloaderOffset ?? offset;
  const bootloader = role === 'bootloader' || (role === 'unknown' && part.kind === 'merged' && image === part.images[0]);
  if (bootloader && offset !== wanted && !isBootloaderRow(partitions, offset)) warnings.push({ code: 'bootloader-place', facts: { name, offset, wanted } });
  return warnings;
}

/** ESP-IDF can keep a second bootloader. */
const isBootloaderRow = (partitions: readonly Partition[] | null, offset: number): boolean =>
  partitions?.some((row) => row.type === 2 && row.offset === offset) ?? false;

function partitionWarnings(part: InspectedPart, partitions: readonly Partition[]): readonly PackWarning[] {
  const { name, offset } = part;
  const partition = partitionAt(partitions, offset);
  if (partition === null) {
    const toldOtherwise = part.kind === 'bootloader' || part.images.some((image) => image.role === 'app');
    return toldOtherwise ? [] : [{ code: 'outside-partitions', facts: { name, offset } }];
  }
  if (endOf(part) > partition.offset + partition.size)
    throw packError('pack-partition-size', { name, offset, bytes: part.bytes.length, partition: partition.name, partitionBytes: partition.size });
  if (isApp(partition) && part.images.length === 0) return [{ code: 'not-an-image', facts: { name, offset, partition: partition.name } }];
  return [];
}

/** Will it start? */
function startWarnings(parts: readonly InspectedPart[], table: FoundTable | null, erase: Pack['erase']): readonly PackWarning[] {
  const warnings: PackWarning[] = [];
  if (table === null) warnings.push({ code: 'no-table', facts: {} });
  const bootloader = parts.some((part) => part.kind === 'bootloader' || part.images.some(isAtRom));
  if (!bootloader && parts.some((part) => part.kind === 'app' || part.kind === 'merged')) warnings.push({ code: 'no-bootloader', facts: {} });
  const started = parts.flatMap((part) => part.images).some((image) => !isAtRom(image));
  if (table !== null && !started) warnings.push({ code: 'no-app', facts: {} });
  const slots = bootSlots(table?.partitions ?? []).length;
  const otadata = table?.partitions.find((row) => isData(row) && row.subtypeName === 'ota');
  const untouched = otadata !== undefined && !parts.some((part) => part.offset < otadata.offset + otadata.size && endOf(part) > otadata.offset);
  if (untouched && slots > 1 && erase === 'what-is-written') warnings.push({ code: 'otadata-untouched', facts: { slots } });
  return warnings;
}

const isAtRom = (image: ImageFacts): boolean => chipByName(image.chip)?.bootloaderOffset === image.offset;
