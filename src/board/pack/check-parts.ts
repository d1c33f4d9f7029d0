/**
 * Whether parts can lie in one flash at all: aligned, apart from each other, not too much.
 * Floor: board. Looks at offsets and lengths only.
 * Reference: the ROM loader writes words and erases sectors of 4096 bytes (esptool documentation, "Write Binary Data to Flash").
 */
import { SECTOR_BYTES, type RawPart } from './find-table.ts';
import { packError, type PackWarning } from './pack.ts';
import { endOf } from './inspect-part.ts';
import { MAX_PACK_BYTES } from './sources/source-files.ts';

const ALIGN_BYTES = 4;
const ADDRESS_SPACE = 0x1_0000_0000;
const MAX_PARTS = 64;

/** The parts in ascending order. @throws pack-nothing, pack-too-large, pack-part-empty, pack-alignment, pack-overlap, pack-sector */
export function arrangeParts(parts: readonly RawPart[]): readonly RawPart[] {
  if (parts.length === 0) throw packError('pack-nothing', { files: 0 });
  if (parts.length > MAX_PARTS) throw packError('pack-too-large', { count: parts.length, limit: MAX_PARTS });
  const total = parts.reduce((sum, part) => sum + part.bytes.length, 0);
  if (total > MAX_PACK_BYTES) throw packError('pack-too-large', { bytes: total, limit: MAX_PACK_BYTES });
  for (const part of parts) {
    const { name, offset } = part;
    if (part.bytes.length === 0) throw packError('pack-part-empty', { name });
    if (!Number.isInteger(offset) || offset < 0 || offset % ALIGN_BYTES !== 0 || endOf(part) > ADDRESS_SPACE)
      throw packError('pack-alignment', { name, offset, align: ALIGN_BYTES });
  }
  const sorted = [...parts].sort((a, b) => a.offset - b.offset);
  for (const [index, part] of sorted.entries()) {
    const next = sorted[index + 1];
    if (next !== undefined) checkNeighbours(part, next);
  }
  return sorted;
}

function checkNeighbours(part: RawPart, next: RawPart): void {
  const facts = { name: next.name, offset: next.offset, end: endOf(next), other: part.name, otherOffset: part.offset, otherEnd: endOf(part) };
  if (endOf(part) > next.offset) throw packError('pack-overlap', facts);
  if (Math.floor((endOf(part) - 1) / SECTOR_BYTES) === Math.floor(next.offset / SECTOR_BYTES)) throw packError('pack-sector', facts);
}

/** Parts that do not begin at a sector. */
export function sectorWarnings(parts: readonly RawPart[]): readonly PackWarning[] {
  return parts.filter(({ offset }) => offset % SECTOR_BYTES !== 0).map(({ name, offset }) => ({ code: 'not-sector-aligned', facts: { name, offset } }));
}
