/**
 * Which entries are selected: by file and position, so that searching, filtering and reading again do not change it.
 * Floor: app. Pure; knows no entries.
 */

interface Marks {
  readonly marks: Uint8Array;
  count: number;
}

export class EntrySelection {
  readonly #files = new Map<number, Marks>();

  /** Takes the files as they are now. Marks of others are kept for those in `kept`: they may be put back. */
  setFiles(files: readonly { readonly id: number; readonly count: number }[], kept: number | null): void {
    const ids = new Set(files.map(({ id }) => id));
    for (const id of [...this.#files.keys()]) if (!ids.has(id) && id !== kept) this.#files.delete(id);
    for (const { id, count } of files) {
      const known = this.#files.get(id);
      if (known !== undefined && known.marks.length !== count) this.#files.delete(id); // another file than it was
    }
  }

  has(id: number, index: number): boolean {
    return this.#files.get(id)?.marks[index] === 1;
  }

  /** How many of a file. */
  countOf(id: number): number {
    return this.#files.get(id)?.count ?? 0;
  }

  /** `entries` is how many the file has. */
  set(id: number, entries: number, index: number, state: 'on' | 'off'): void {
    let file = this.#files.get(id);
    if (file === undefined) {
      if (state === 'off') return;
      file = { marks: new Uint8Array(entries), count: 0 };
      this.#files.set(id, file);
    }
    const mark = state === 'on' ? 1 : 0;
    file.count += mark - (file.marks[index] ?? 0);
    file.marks[index] = mark;
  }

  clear(): void {
    this.#files.clear();
  }
}
