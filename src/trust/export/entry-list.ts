/**
 * Many entries of many files as a packed list: eight bytes an entry.
 * Floor: trust. Knows places only; nothing is loaded.
 */
import type { EntryRef, ManifestFile } from '../manifest/manifest-file.ts';

/** A list that grows at its end; entries are asked for one by one. */
export class EntryList implements Iterable<EntryRef> {
  readonly #files: ManifestFile[] = [];
  readonly #numbers = new Map<ManifestFile, number>();
  #fileOf = new Uint32Array(64);
  #indexOf = new Uint32Array(64);
  #length = 0;
  /** Of the file that was added to last: mostly it is the next one too. */
  #number = -1;

  get length(): number {
    return this.#length;
  }

  add(file: ManifestFile, index: number): void {
    if (this.#length === this.#fileOf.length) {
      this.#fileOf = grown(this.#fileOf);
      this.#indexOf = grown(this.#indexOf);
    }
    if (this.#files[this.#number] !== file) this.#number = this.#numberOf(file);
    this.#fileOf[this.#length] = this.#number;
    this.#indexOf[this.#length] = index;
    this.#length++;
  }

  #numberOf(file: ManifestFile): number {
    const number = this.#numbers.get(file) ?? this.#files.push(file) - 1;
    this.#numbers.set(file, number);
    return number;
  }

  /** The file of the entry at `position`. @throws RangeError */
  file(position: number): ManifestFile {
    const file = position < this.#length ? this.#files[this.#fileOf[position] as number] : undefined;
    if (file === undefined) throw new RangeError(`no entry at ${position}`);
    return file;
  }

  /** Its index in that file. */
  index(position: number): number {
    return this.#indexOf[position] as number;
  }

  *[Symbol.iterator](): Generator<EntryRef> {
    for (let position = 0; position < this.#length; position++) yield { file: this.file(position), index: this.index(position) };
  }
}

function grown(words: Uint32Array): Uint32Array<ArrayBuffer> {
  const twice = new Uint32Array(words.length * 2);
  twice.set(words);
  return twice;
}
