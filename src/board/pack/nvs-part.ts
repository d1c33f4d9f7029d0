/**
 * A pack with settings for one board: a generated NVS partition put where the table says.
 * Floor: board. The bytes come from formats' encodeNvs. A pack made here holds secrets: it is flashed, and never kept or exported.
 * Reference: docs/packs.md, "Settings per board".
 */
import { parseNvs, type Partition } from '../../formats/index.ts';
import type { RawPart } from './find-table.ts';
import { endOf } from './inspect-part.ts';
import { makePack, SOURCE_WARNINGS } from './make-pack.ts';
import { packError, type Pack } from './pack.ts';

/** The name of the generated part. */
const PART_NAME = 'nvs (generated)';

/** The NVS partitions of the pack's table: usually one, named "nvs". */
export function nvsPartitions(pack: Pack): readonly Partition[] {
  return (pack.partitions ?? []).filter((row) => row.type === 1 && row.subtypeName === 'nvs');
}

/** The pack with `nvs` in its partition (of that name, else the first of its kind), instead of what stood there.
 * The bytes must fill the partition: pages left over from before would be read as newer settings.
 * @throws pack-nvs-none, pack-nvs-size, nvs-page, nvs-entry; pack-overlap when a part covers the partition only in part. */
export async function withNvs(pack: Pack, nvs: Uint8Array, partitionName?: string): Promise<Pack> {
  const partition = nvsPartitions(pack).find((row) => partitionName === undefined || row.name === partitionName);
  if (partition === undefined) throw packError('pack-nvs-none', { name: partitionName ?? 'nvs' });
  if (nvs.length !== partition.size) throw packError('pack-nvs-size', { bytes: nvs.length, partition: partition.name, partitionBytes: partition.size });
  parseNvs(nvs);
  const settings: RawPart = { name: PART_NAME, offset: partition.offset, bytes: nvs };
  const parts = pack.parts.filter((part) => !isInside(part, settings)).map((part) => patched(part, settings));
  const covered = parts.some((part) => isInside(settings, part));
  const warnings = pack.warnings.filter(({ code }) => SOURCE_WARNINGS.includes(code));
  return makePack({ ...pack, label: pack.name, parts: covered ? parts : [...parts, settings], warnings });
}

const isInside = (inner: RawPart, outer: RawPart): boolean => inner.offset >= outer.offset && endOf(inner) <= endOf(outer);

/** A merged binary carries the partition inside it. */
function patched(part: RawPart, settings: RawPart): RawPart {
  if (!isInside(settings, part)) return part;
  const bytes = new Uint8Array(part.bytes);
  bytes.set(settings.bytes, settings.offset - part.offset);
  return { ...part, bytes };
}
