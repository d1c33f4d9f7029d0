/**
 * Items of a file gathered into batches.
 * Floor: trust. Copies bytes, because those of a splitter are gone with its next push. Verifies nothing.
 */
import type { JsonArrayItem } from '../../formats/index.ts';
import type { EntryBatch } from './batch.ts';

/** About 70 entries: a hundredth of a second for one core, and two signatures each under way at once. */
const BATCH_BYTES = 256 * 1024;
/** So that a file of two million zeros is not one batch. */
const BATCH_ENTRIES = 1024;

export class BatchCutter {
  /** Of the batch that is being filled: its bytes, which go away with it, and three numbers an entry. */
  #bytes = new Uint8Array(0);
  readonly #starts = new Uint32Array(BATCH_ENTRIES + 1);
  readonly #offsets = new Uint32Array(BATCH_ENTRIES);
  readonly #lengths = new Uint32Array(BATCH_ENTRIES);
  #count = 0;
  #first = 0;

  /** Takes an item along; gives the batch that was full before it. */
  add({ offset, length, bytes }: JsonArrayItem): EntryBatch | null {
    const filled = this.#starts[this.#count] as number;
    const full = this.#count === BATCH_ENTRIES || filled + (bytes?.length ?? 0) > BATCH_BYTES ? this.cut() : null;
    if (this.#count === 0) this.#bytes = new Uint8Array(BATCH_BYTES);
    const at = this.#starts[this.#count] as number;
    if (bytes !== null) this.#bytes.set(bytes, at);
    this.#offsets[this.#count] = offset;
    this.#lengths[this.#count] = length;
    this.#starts[++this.#count] = at + (bytes?.length ?? 0);
    return full;
  }

  /** What was gathered; null when that is nothing. */
  cut(): EntryBatch | null {
    const count = this.#count;
    if (count === 0) return null;
    const batch = {
      first: this.#first,
      bytes: this.#bytes.subarray(0, this.#starts[count]),
      starts: this.#starts.slice(0, count + 1),
      offsets: this.#offsets.slice(0, count),
      lengths: this.#lengths.slice(0, count),
    };
    this.#first += count;
    this.#count = 0;
    return batch;
  }
}
