/**
 * Serial numbers found in packed columns, whole or by any part of them.
 * Floor: trust. Compares bytes; makes no texts, because every key that is pressed looks through a hundred thousand entries.
 */
import { fromHex } from '../../base/index.ts';
import { MARK, type EntryRows } from './columns.ts';

const SERIAL_BYTES = 9;
const SERIAL_DIGITS = 18;

type Serials = Pick<EntryRows, 'count' | 'uniqueIds' | 'marks'>;

/** Indices whose serial number contains the hex digits, ascending; '' finds all, also entries without one. */
export function findSerials(columns: Serials, needle: string): Uint32Array<ArrayBuffer> {
  const found = new Uint32Array(columns.count);
  if (needle === '') return found.map((_, index) => index);
  if (!/^[0-9a-fA-F]{1,18}$/.test(needle)) return new Uint32Array(0);
  const patterns = [pattern(needle, 0), pattern(needle, 1)];
  let count = 0;
  for (let index = 0; index < columns.count; index++) {
    if (((columns.marks[index] as number) & MARK.uniqueId) === 0) continue;
    if (patterns.some((at) => stands(at, columns.uniqueIds, index * SERIAL_BYTES))) found[count++] = index;
  }
  return found.slice(0, count);
}

/** Indices with exactly this serial number. */
export function serialsEqual(columns: Serials, uniqueId: string): readonly number[] {
  if (!/^[0-9a-fA-F]{18}$/.test(uniqueId)) return [];
  const wanted = fromHex(uniqueId);
  const found: number[] = [];
  for (let index = 0; index < columns.count; index++) {
    const at = index * SERIAL_BYTES;
    let byte = SERIAL_BYTES - 1; // the first bytes are the same in all of them
    while (byte >= 0 && columns.uniqueIds[at + byte] === wanted[byte]) byte--;
    if (byte < 0 && ((columns.marks[index] as number) & MARK.uniqueId) !== 0) found.push(index);
  }
  return found;
}

/** Hex digits that begin at the first or the second half of a byte; a byte that is halfway out counts by a mask. */
interface Pattern {
  readonly bytes: Uint8Array;
  readonly masks: Uint8Array;
  /** At how many bytes it can begin. */
  readonly places: number;
}

function pattern(needle: string, half: 0 | 1): Pattern {
  const length = half + needle.length;
  const even = length % 2 === 0 ? '' : '0';
  return {
    bytes: fromHex(`${'0'.repeat(half)}${needle}${even}`),
    masks: fromHex(`${'0'.repeat(half)}${'f'.repeat(needle.length)}${even}`),
    places: Math.floor((SERIAL_DIGITS - length) / 2) + 1,
  };
}

function stands({ bytes, masks, places }: Pattern, serials: Uint8Array, start: number): boolean {
  const [first, mask] = [bytes[0] as number, masks[0] as number];
  for (let at = start; at < start + places; at++) {
    if (((serials[at] as number) & mask) !== first) continue;
    let index = 1;
    while (index < bytes.length && ((serials[at + index] as number) & (masks[index] as number)) === bytes[index]) index++;
    if (index === bytes.length) return true;
  }
  return false;
}
