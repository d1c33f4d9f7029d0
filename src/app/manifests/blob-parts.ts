/**
 * Bytes as they come, handed to the browser in pieces that it may keep on its disk, so that a large file does not lie in the heap.
 * Floor: app. Knows no files.
 */

const PART_BYTES = 4 * 1024 * 1024;

export class BlobParts {
  readonly #whole: Blob[] = [];
  #part: Uint8Array<ArrayBuffer>[] = [];
  #partBytes = 0;

  add(chunk: Uint8Array<ArrayBuffer>): void {
    this.#part.push(chunk);
    this.#partBytes += chunk.length;
    if (this.#partBytes < PART_BYTES) return;
    this.#whole.push(new Blob(this.#part));
    this.#part = [];
    this.#partBytes = 0;
  }

  /** Everything that was added. */
  blob(mediaType = ''): Blob {
    return new Blob([...this.#whole, ...this.#part], { type: mediaType });
  }
}
