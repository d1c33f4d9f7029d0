/**
 * Serial numbers that stand more than once, in one file or in several.
 * Floor: trust. Compares columns only. Entries with certificates are held against each other, and those without; one with and one without do not contradict.
 * Reference: content-tag.ts for what "different" means.
 */
import { MARK, type EntryColumns } from './columns.ts';
import { KeyNumbers } from './key-numbers.ts';
import type { ManifestFile } from './manifest-file.ts';

/** Entries of one file whose serial number stands once more, there or elsewhere. */
export interface FileDuplicates {
  /** Nothing in the others contradicts: same certificates and key, or none to compare. */
  readonly same: number;
  /** At least one other has different content. */
  readonly different: number;
  /** Indices of the files where the others are, ascending; its own when they are in the same file. */
  readonly others: readonly number[];
}

/** For each file; in one pass over all entries and one over those that are repeated. */
export function findDuplicates(files: readonly ManifestFile[]): readonly FileDuplicates[] {
  const groups = new Groups(files.map(({ table }) => table.columns));
  const found = files.map(() => ({ same: 0, different: 0, others: new Set<number>() }));
  for (const members of groups.repeated()) {
    const differs = [differences(members, 0), differences(members, MARK.certificates)] as const;
    const places = new Map<number, number>();
    for (const { file } of members) places.set(file, (places.get(file) ?? 0) + 1);
    for (const { file, columns, index } of members) {
      const own = found[file];
      if (own === undefined) continue;
      if (differs[kindOf(columns, index) === 0 ? 0 : 1]) own.different++;
      else own.same++;
    }
    for (const [file, entries] of places) for (const other of places.keys()) if (other !== file || entries > 1) found[file]?.others.add(other);
  }
  return found.map(({ same, different, others }) => ({ same, different, others: [...others].sort((a, b) => a - b) }));
}

interface Member {
  readonly file: number;
  readonly columns: EntryColumns;
  readonly index: number;
}

const kindOf = ({ marks }: EntryColumns, index: number): number => (marks[index] as number) & MARK.certificates;

/** True when two of one kind have different tags; then each of them has another that differs. */
function differences(members: readonly Member[], kind: number): boolean {
  let first: Member | null = null;
  for (const member of members) {
    if (kindOf(member.columns, member.index) !== kind) continue;
    if (first === null) first = member;
    else if ([0, 1].some((word) => tagWord(member, word) !== tagWord(first as Member, word))) return true;
  }
  return false;
}

const tagWord = ({ columns, index }: Member, word: number): number => columns.contentTags[2 * index + word] as number;

/** Entries by serial number: lists linked through one array, so that a million entries are a few megabytes. */
class Groups {
  readonly #files: readonly EntryColumns[];
  readonly #starts: readonly number[];
  readonly #fileOf: Uint32Array;
  readonly #lastOf: Int32Array;
  readonly #before: Int32Array;

  constructor(files: readonly EntryColumns[]) {
    this.#files = files;
    let total = 0;
    this.#starts = files.map(({ count }) => (total += count) - count);
    const serials = new KeyNumbers(9, total);
    this.#fileOf = new Uint32Array(total);
    this.#lastOf = new Int32Array(total).fill(-1);
    this.#before = new Int32Array(total).fill(-1);
    for (const [file, { count, marks, uniqueIds }] of files.entries()) {
      for (let index = 0; index < count; index++) {
        if (((marks[index] as number) & MARK.uniqueId) === 0) continue;
        const serial = serials.number(uniqueIds, 9 * index);
        const entry = (this.#starts[file] as number) + index;
        this.#fileOf[entry] = file;
        this.#before[entry] = this.#lastOf[serial] as number;
        this.#lastOf[serial] = entry;
      }
    }
  }

  /** The members of every group of two and more, in order. */
  *repeated(): Generator<readonly Member[]> {
    for (const last of this.#lastOf) {
      if (last < 0) return;
      if ((this.#before[last] as number) < 0) continue;
      const members: Member[] = [];
      for (let entry = last; entry >= 0; entry = this.#before[entry] as number) members.push(this.#member(entry));
      yield members.reverse();
    }
  }

  #member(entry: number): Member {
    const file = this.#fileOf[entry] as number;
    return { file, columns: this.#files[file] as EntryColumns, index: entry - (this.#starts[file] as number) };
  }
}
