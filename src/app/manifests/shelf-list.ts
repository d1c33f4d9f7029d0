/**
 * What stands on the shelf and in which order, and what was taken away last.
 * Floor: app. State only: reads and keeps nothing. Every change makes another array.
 */
import type { ShelfFile } from './shelf-file.ts';

export class ShelfList {
  #files: readonly ShelfFile[] = [];
  #removed: { readonly file: ShelfFile; readonly index: number } | null = null;
  #nextId = 1;

  get files(): readonly ShelfFile[] {
    return this.#files;
  }

  /** Null: nothing can be put back. */
  get removed(): ShelfFile | null {
    return this.#removed?.file ?? null;
  }

  has(id: number): boolean {
    return this.#files.some((file) => file.id === id);
  }

  /** Puts a new file behind the others; a kept one before those that were kept after it, because they come in any order when the page starts. */
  insert(file: Omit<ShelfFile, 'id'>): void {
    const { keptId } = file;
    const later = keptId === null ? -1 : this.#files.findIndex((other) => other.keptId !== null && other.keptId > keptId);
    const place = later < 0 ? this.#files.length : later;
    this.#files = [...this.#files.slice(0, place), { ...file, id: this.#nextId++ }, ...this.#files.slice(place)];
  }

  /** Changes files, the one that was taken away too; what stays the same object stays the same. */
  change(make: (file: ShelfFile) => ShelfFile): void {
    const files = this.#files.map(make);
    if (files.some((file, place) => file !== this.#files[place])) this.#files = files;
    if (this.#removed !== null) this.#removed = { ...this.#removed, file: make(this.#removed.file) };
  }

  /** Drops files for good. */
  drop(which: (file: ShelfFile) => boolean): void {
    if (this.#files.some(which)) this.#files = this.#files.filter((file) => !which(file));
  }

  /** Takes one away so that it can be put back; undefined when it is not there. */
  takeAway(id: number): ShelfFile | undefined {
    const index = this.#files.findIndex((file) => file.id === id);
    const file = this.#files[index];
    if (file === undefined) return undefined;
    this.#removed = { file, index };
    this.#files = this.#files.filter((other) => other !== file);
    return file;
  }

  /** Puts back what was taken away last, where it was; undefined when it is another one. */
  putBack(id: number): ShelfFile | undefined {
    if (this.#removed?.file.id !== id) return undefined;
    const { file, index } = this.#removed;
    this.#removed = null;
    this.#files = [...this.#files.slice(0, index), file, ...this.#files.slice(index)];
    return file;
  }

  /** What was taken away can be put back no more. */
  forgetRemoved(): void {
    this.#removed = null;
  }
}
