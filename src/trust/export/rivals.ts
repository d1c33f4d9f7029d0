/**
 * Entries that bring a certificate for the same chip: which of them may be written.
 * Floor: trust. Compares content tags. A verified entry is better than one that is not; between equals that differ nobody but a person can say which is right.
 */
import type { EntryColumns } from '../manifest/columns.ts';
import { KeyNumbers } from '../manifest/key-numbers.ts';

/** What is known of a chip's entries of one rank: the first one's tag, and whether another one differs. */
class Rank {
  readonly #tags: Uint32Array;
  /** 0: none, 1: all the same, 2: they differ. */
  readonly #states: Uint8Array;

  constructor(entries: number) {
    this.#tags = new Uint32Array(2 * entries);
    this.#states = new Uint8Array(entries);
  }

  add(chip: number, { contentTags }: EntryColumns, index: number): void {
    const [high, low] = [contentTags[2 * index] as number, contentTags[2 * index + 1] as number];
    if (this.#states[chip] === 0) {
      this.#states[chip] = 1;
      this.#tags[2 * chip] = high;
      this.#tags[2 * chip + 1] = low;
    } else if (!this.#isFirst(chip, high, low)) this.#states[chip] = 2;
  }

  isEmpty(chip: number): boolean {
    return this.#states[chip] === 0;
  }

  differs(chip: number): boolean {
    return this.#states[chip] === 2;
  }

  /** True when all of this rank are the same as this entry. */
  agreesWith(chip: number, { contentTags }: EntryColumns, index: number): boolean {
    return this.#states[chip] === 1 && this.#isFirst(chip, contentTags[2 * index] as number, contentTags[2 * index + 1] as number);
  }

  #isFirst(chip: number, high: number, low: number): boolean {
    return this.#tags[2 * chip] === high && this.#tags[2 * chip + 1] === low;
  }
}

export class Rivals {
  readonly #chips: KeyNumbers;
  readonly #verified: Rank;
  readonly #unverified: Rank;
  readonly #taken: Uint8Array;

  /** For at most so many entries. */
  constructor(entries: number) {
    this.#chips = new KeyNumbers(9, entries);
    this.#verified = new Rank(entries);
    this.#unverified = new Rank(entries);
    this.#taken = new Uint8Array(entries);
  }

  /** Must be called for every entry before any is judged; gives the chip's number. */
  add(columns: EntryColumns, index: number): number {
    const chip = this.#chips.number(columns.uniqueIds, 9 * index);
    (columns.problems[index] === 0 ? this.#verified : this.#unverified).add(chip, columns, index);
    return chip;
  }

  /** Why the entry stays behind another one; null when it does not. */
  judge(chip: number, columns: EntryColumns, index: number): 'disagree' | 'repeated' | null {
    const isVerified = columns.problems[index] === 0;
    if (!isVerified && !this.#verified.isEmpty(chip)) return this.#verified.agreesWith(chip, columns, index) ? 'repeated' : 'disagree';
    if ((isVerified ? this.#verified : this.#unverified).differs(chip)) return 'disagree';
    return this.#taken[chip] === 1 ? 'repeated' : null;
  }

  /** The entry goes in: the next one for this chip is a repetition. */
  take(chip: number): void {
    this.#taken[chip] = 1;
  }
}
