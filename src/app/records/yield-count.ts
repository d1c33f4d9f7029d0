/**
 * Yields of the runs that are found, counted again when these change. A busy bench brings a run before the last count has ended: they are counted one after the
 * other, with a rest between, and not at all while nobody looks.
 * Floor: app. Knows no screen.
 */
import type { RecordStore, RunSummary } from '../../bench/index.ts';
import type { YieldsView } from '../../ui/index.ts';
import { yieldsOf } from './look-through.ts';

/** The bench has the processor meanwhile. */
const REST_MS = 500;

export interface YieldCountTools {
  readonly rows: () => Iterable<RunSummary>;
  /** Null until it is open. */
  readonly store: () => Pick<RecordStore, 'get'> | null;
  readonly isShown: () => boolean;
  readonly show: (yields: YieldsView | null) => void;
  readonly failed: (error: unknown) => void;
}

export class YieldCount {
  readonly #tools: YieldCountTools;
  /** What is counted; null while nobody asked. */
  #counted: YieldsView['counted'] | null = null;
  #state: 'rests' | 'counts' | 'stale' = 'rests';

  constructor(tools: YieldCountTools) {
    this.#tools = tools;
  }

  /** Somebody looks: counts now, and again with every change from now on. */
  look(counted: YieldsView['counted']): void {
    this.#counted = counted;
    this.changed();
  }

  /** Other runs are found. */
  changed(): void {
    if (this.#counted === null) return;
    if (this.#state === 'rests') void this.#count();
    else this.#state = 'stale';
  }

  async #count(): Promise<void> {
    const { rows, store, isShown, show, failed } = this.#tools;
    try {
      do {
        this.#state = 'counts';
        const [counted, open] = [this.#counted, store()];
        if (counted === null || open === null) return;
        if (!isShown()) {
          this.#counted = null; // counted when somebody looks again
          return show(null);
        }
        show(await yieldsOf(rows(), counted, open));
        if (this.#isStale) await new Promise((resolve) => setTimeout(resolve, REST_MS));
      } while (this.#isStale);
    } catch (error) {
      failed(error);
    } finally {
      this.#state = 'rests';
    }
  }

  get #isStale(): boolean {
    return this.#state === 'stale';
  }
}
