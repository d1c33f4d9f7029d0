/**
 * What may happen to single requests of the loader on their way there, and to their answers on the way back.
 * Floor: sim. Counts and decides; loader.ts does it.
 */

/** `request-lost`: it never arrives. `request-spoilt`: a bit of its data flips. `request-cut`: its end is lost, and the
 * next delimiter ends it.
 * `answer-lost`: done, but nobody hears of it. `answer-late`: it comes four seconds late. */
export type LoaderAccident = 'request-lost' | 'request-spoilt' | 'request-cut' | 'answer-lost' | 'answer-late';

export interface LoaderMischief {
  readonly operation: number;
  /** Which request of this operation, counted from 1 since the fault was set; 0: every one. */
  readonly nth: number;
  readonly accident: LoaderAccident;
}

export class MischiefMaker {
  #rules: readonly LoaderMischief[] = [];
  readonly #counts = new Map<number, number>();

  /** Begins to count anew. */
  set(rules: readonly LoaderMischief[]): void {
    this.#rules = rules;
    this.#counts.clear();
  }

  /** What happens to the next request of this operation. */
  next(operation: number): LoaderAccident | null {
    const count = (this.#counts.get(operation) ?? 0) + 1;
    this.#counts.set(operation, count);
    return this.#rules.find((rule) => rule.operation === operation && (rule.nth === 0 || rule.nth === count))?.accident ?? null;
  }
}
