/**
 * A small list of listeners: add, remove, tell.
 * Floor: link. Knows nothing of what is told.
 */

/** Listeners in the order they came. One that throws does not keep the others from hearing. */
export class Listeners<T> {
  readonly #listeners = new Set<(value: T) => void>();

  /** Returns the function that removes the listener again. */
  add(listener: (value: T) => void): () => void {
    const own = (value: T): void => {
      listener(value);
    };
    this.#listeners.add(own);
    return () => {
      this.#listeners.delete(own);
    };
  }

  tell(value: T): void {
    for (const listener of [...this.#listeners]) {
      try {
        listener(value);
      } catch (error) {
        // A listener's fault is the page's, not the wire's: report it as uncaught and go on moving bytes.
        queueMicrotask(() => {
          throw error;
        });
      }
    }
  }
}
