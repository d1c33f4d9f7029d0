/**
 * A list of listeners that may take their time.
 * Test support. Knows nothing of what is told.
 */

/** Called with every event; a returned promise holds up the teller until the event is dealt with. */
export type Listener<T> = (event: T) => void | Promise<void>;

export class Listeners<T> {
  readonly #all = new Set<Listener<T>>();

  /** Adds a listener and returns a function that removes it. */
  add(listener: Listener<T>): () => void {
    const own: Listener<T> = (event) => listener(event); // the same function may listen twice
    this.#all.add(own);
    return () => void this.#all.delete(own);
  }

  /** Tells everyone. Returns a promise only when someone takes time, so that a stream is not slowed down for nothing. */
  tell(event: T): Promise<void> | undefined {
    const pending: Promise<void>[] = [];
    for (const listener of [...this.#all]) {
      const taken = listener(event);
      if (taken !== undefined) pending.push(taken);
    }
    return pending.length === 0 ? undefined : Promise.all(pending).then(() => undefined);
  }
}
