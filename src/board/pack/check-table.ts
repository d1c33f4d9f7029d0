/**
 * Whether a partition table makes sense: rows aligned, apart from each other, within the flash.
 * Floor: board. Knows nothing of the parts that will stand in the partitions.
 * Reference: ESP-IDF gen_esp32part.py 1.5 (verify) and flash_partitions.c (esp_partition_table_verify: the bootloader's own check).
 */
import type { Partition } from '../../formats/index.ts';
import { SECTOR_BYTES, type FoundTable } from './find-table.ts';
import { isApp } from './inspect-part.ts';
import { packError, type PackWarning } from './pack.ts';

/** Pages of the MMU: applications run from flash through it. */
const APP_ALIGN = 0x10000;

/** @throws pack-table-alignment, pack-table-overlap, pack-table-flash; what may be is in the warnings. */
export function checkTable(table: FoundTable, flashBytes: number | null): readonly PackWarning[] {
  const warnings: PackWarning[] = [];
  for (const { name, offset, size, ...row } of table.partitions) {
    if (row.type === 0 && offset % APP_ALIGN !== 0) throw packError('pack-table-alignment', { partition: name, offset, align: APP_ALIGN });
    if (offset % SECTOR_BYTES !== 0) warnings.push({ code: 'partition-unaligned', facts: { partition: name, offset } });
    if (flashBytes !== null && offset + size > flashBytes) throw packError('pack-table-flash', { partition: name, offset, end: offset + size, flashBytes });
  }
  checkOverlaps(table);
  if (table.partitions.some((row) => row.type === 1 && row.subtypeName === 'nvs_keys')) warnings.push({ code: 'nvs-keys', facts: {} });
  return warnings;
}

/** Rows of types bootloader and partition_table describe what is there anyway and are left out. */
function checkOverlaps({ partitions, offset }: FoundTable): void {
  const rows = partitions.filter((row) => row.type !== 2 && row.type !== 3).map((row) => ({ name: row.name, offset: row.offset, end: row.offset + row.size }));
  rows.push({ name: '(partition table)', offset, end: offset + SECTOR_BYTES });
  rows.sort((a, b) => a.offset - b.offset);
  for (const [index, row] of rows.entries()) {
    const next = rows[index + 1];
    if (next === undefined || row.end <= next.offset) continue;
    throw packError('pack-table-overlap', { partition: next.name, offset: next.offset, other: row.name, otherOffset: row.offset, otherEnd: row.end });
  }
}

/** Applications the bootloader may choose from, the one of a new board first: factory, else ota_0. The test one is started by a pin only. */
export function bootSlots(partitions: readonly Partition[]): readonly Partition[] {
  const rank = (row: Partition): number => (row.subtypeName === 'factory' ? -1 : row.subtype);
  return partitions.filter((row) => isApp(row) && /^(?:factory|ota_\d+)$/.test(row.subtypeName)).sort((a, b) => rank(a) - rank(b));
}
