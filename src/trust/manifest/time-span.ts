/**
 * The earliest and the latest of many times.
 * Floor: trust. Compares instants and keeps them as they were written; a text that is no time is passed over.
 * Reference: RFC 3339 section 5.6, which ECMA-262 section 21.4.1.32 (Date.parse) includes.
 */
export class TimeSpan {
  #firstMs = Infinity;
  #lastMs = -Infinity;
  #first: string | null = null;
  #last: string | null = null;

  get first(): string | null {
    return this.#first;
  }

  get last(): string | null {
    return this.#last;
  }

  /** Of one instant in two writings the one that sorts first is kept, so that it makes no difference in which order they come. */
  add(time: string): void {
    const timeMs = Date.parse(time); // NaN is neither less nor more
    if (timeMs < this.#firstMs || (timeMs === this.#firstMs && time < (this.#first ?? ''))) {
      this.#firstMs = timeMs;
      this.#first = time;
    }
    if (timeMs > this.#lastMs || (timeMs === this.#lastMs && time < (this.#last ?? ''))) {
      this.#lastMs = timeMs;
      this.#last = time;
    }
  }
}
