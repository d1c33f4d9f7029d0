/**
 * Batches under way: a few at once, joined in the order in which they came.
 * Floor: trust. Knows no file and no splitter. Who cancels is obeyed at once: what is still being verified is forgotten.
 */
import type { CancelSignal } from '../../base/index.ts';
import type { BatchColumns, BatchVerifier, EntryBatch } from './batch.ts';
import { ColumnStore } from './column-store.ts';

interface UnderWay {
  readonly columns: Promise<BatchColumns>;
  readonly offsets: Uint32Array;
  readonly lengths: Uint32Array;
}

export interface WindowOptions {
  readonly verify: BatchVerifier;
  readonly batchesInFlight: number;
  /** Told after every batch that was joined: entries so far, and where in the file the last of them ends. */
  readonly onJoined: (entries: number, endOffset: number) => void;
  readonly signal: CancelSignal | undefined;
}

export class BatchWindow {
  readonly #options: WindowOptions;
  readonly #store = new ColumnStore();
  readonly #underWay: UnderWay[] = [];
  readonly #cancelled: Promise<never>;
  #forget: () => void = () => undefined;

  constructor(options: WindowOptions) {
    this.#options = options;
    this.#cancelled = new Promise((_, reject: (reason: unknown) => void) => {
      const cancel = (): void => reject(options.signal?.reason);
      options.signal?.addEventListener('abort', cancel, { once: true });
      this.#forget = () => options.signal?.removeEventListener('abort', cancel);
    });
    this.#cancelled.catch(() => undefined);
  }

  /** Begins with a batch as soon as there is room. @throws what the verifier throws; the signal's reason */
  async add(batch: EntryBatch): Promise<void> {
    while (this.#underWay.length >= this.#options.batchesInFlight) await this.#joinFirst();
    const { offsets, lengths } = batch;
    const own = { offsets: offsets.slice(), lengths: lengths.slice() }; // the verifier may transfer the batch's
    const columns = this.#options.verify(batch);
    columns.catch(() => undefined); // told by joinFirst, unless another one was first
    this.#underWay.push({ columns, ...own });
  }

  /** Waits for all, and gives the columns. @throws as add */
  async finish(): Promise<ReturnType<ColumnStore['finish']>> {
    while (this.#underWay.length > 0) await this.#joinFirst();
    return this.#store.finish();
  }

  /** Must be called at the end, good or bad. */
  close(): void {
    this.#forget();
  }

  async #joinFirst(): Promise<void> {
    const [first] = this.#underWay;
    if (first === undefined) return;
    const columns = await Promise.race([first.columns, this.#cancelled]);
    if (this.#options.signal?.aborted) throw this.#options.signal.reason;
    this.#underWay.shift();
    this.#store.join(columns, first.offsets, first.lengths);
    this.#options.onJoined(this.#store.count, (first.offsets.at(-1) ?? 0) + (first.lengths.at(-1) ?? 0));
  }
}
