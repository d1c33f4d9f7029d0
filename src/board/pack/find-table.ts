/**
 * Where the partition table is: a part of its own, or inside a merged binary.
 * Floor: board. Reads the table; whether its rows make sense is judged by check-table.ts.
 * Reference: ESP-IDF CONFIG_PARTITION_TABLE_OFFSET (0x8000 unless changed, a whole sector).
 */
import { TouchstoneError, type Facts } from '../../base/index.ts';
import { looksLikePartitionTable, parsePartitionTable, type Partition } from '../../formats/index.ts';
import { packError } from './pack.ts';

/** Bytes for a place, not yet looked at. */
export interface RawPart {
  readonly offset: number;
  readonly bytes: Uint8Array;
  readonly name: string;
}

export interface FoundTable {
  readonly part: RawPart;
  /** In the flash. */
  readonly offset: number;
  readonly partitions: readonly Partition[];
}

export const SECTOR_BYTES = 0x1000;
export const CUSTOM_TABLE_OFFSET = 0x8000;
/** A merged binary is searched up to here. */
const LAST_TABLE_OFFSET = 0x40000;

/** A sector for the table, one for a signature behind it. */
const MAX_TABLE_FILE = 2 * SECTOR_BYTES;

/** True for a part that is a table and nothing else. */
export const isTablePart = (bytes: Uint8Array): boolean => bytes.length <= MAX_TABLE_FILE && looksLikePartitionTable(bytes);

/** The table among `parts` (ascending), or inside one of them; null when there is none. @throws pack-table */
export function findTable(parts: readonly RawPart[]): FoundTable | null {
  const own = parts.find(({ bytes }) => isTablePart(bytes));
  if (own !== undefined) return { part: own, offset: own.offset, partitions: readTable(own.name, own.offset, own.bytes) };
  for (const part of parts) {
    const found = tableInside(part);
    if (found !== null) return found;
  }
  return null;
}

/** The table in a binary that begins before it, or with it; null when there is none. @throws pack-table */
export function tableInside(part: RawPart): FoundTable | null {
  const first = Math.max(CUSTOM_TABLE_OFFSET, Math.ceil(part.offset / SECTOR_BYTES) * SECTOR_BYTES);
  for (let offset = first; offset <= LAST_TABLE_OFFSET && offset < part.offset + part.bytes.length; offset += SECTOR_BYTES) {
    const bytes = part.bytes.subarray(offset - part.offset, offset - part.offset + SECTOR_BYTES);
    if (!looksLikePartitionTable(bytes)) continue;
    try {
      return { part, offset, partitions: parsePartitionTable(bytes) };
    } catch (error) {
      // anywhere else these two bytes may be anything
      if (offset === CUSTOM_TABLE_OFFSET) throw tableError(part.name, offset, error);
    }
  }
  return null;
}

/** Reads a part that is a table. @throws pack-table */
export function readTable(name: string, offset: number, bytes: Uint8Array): readonly Partition[] {
  try {
    return parsePartitionTable(bytes);
  } catch (error) {
    throw tableError(name, offset, error);
  }
}

function tableError(name: string, offset: number, error: unknown): unknown {
  if (!(error instanceof TouchstoneError)) return error;
  const facts: Facts = error.facts;
  return packError('pack-table', { ...facts, file: name, offset, reason: error.code }, error);
}
