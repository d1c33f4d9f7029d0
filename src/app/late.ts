/**
 * A room that is loaded when somebody first needs it; one that did not come over a bad line is asked for again with the next thing that is done.
 * Floor: app.
 */
export class Late<Room> {
  readonly #load: () => Promise<Room>;
  #room: Promise<Room> | null = null;

  constructor(load: () => Promise<Room>) {
    this.#load = load;
  }

  /** Null while nobody has needed it. */
  get begun(): Promise<Room> | null {
    return this.#room;
  }

  /** Who asks first is served first; all get the same one. Rejects with what loading rejects with. */
  get(): Promise<Room> {
    this.#room ??= this.#load().catch((error: unknown) => {
      this.#room = null;
      throw error;
    });
    return this.#room;
  }
}
