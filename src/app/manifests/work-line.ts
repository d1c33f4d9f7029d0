/**
 * Work that is done one piece after the other, some of which a person may cancel.
 * Floor: app. Knows no work. What fails is told, and the next piece begins.
 */

export interface WorkLineTools {
  /** A piece of work threw. */
  readonly failed: (error: unknown) => void;
  /** Nothing is waiting any more. */
  readonly resting: () => Promise<void>;
}

/** Work that was stopped and does not end is left behind after this long: a disk may never answer. */
const GRACE_MS = 5_000;

interface Import {
  readonly name: string;
  state: 'waiting' | 'running';
}

export class WorkLine {
  readonly #tools: WorkLineTools;
  readonly #imports = new Set<Import>();
  #last: Promise<void> = Promise.resolve();
  #waiting = 0;
  #imported = new AbortController();
  #life = new AbortController();

  constructor(tools: WorkLineTools) {
    this.#tools = tools;
  }

  /** Settles when everything that was added so far is through. */
  get settled(): Promise<void> {
    return this.#last;
  }

  /** Adds work that only the end of everything stops: see `stop`. */
  add(work: (signal: AbortSignal) => Promise<void>): Promise<void> {
    const { signal } = this.#life;
    this.#waiting++;
    this.#last = this.#last
      .then(() => untilStopped(work(signal), signal))
      .catch((error: unknown) => this.#tools.failed(error))
      .then(async () => {
        this.#waiting--;
        if (this.#waiting === 0) await this.#tools.resting();
      })
      .catch((error: unknown) => this.#tools.failed(error));
    return this.#last;
  }

  /** Adds work that can be cancelled; when that happened before its turn, it is called with a signal that says so. */
  addImport(name: string, work: (signal: AbortSignal) => Promise<void>): Promise<void> {
    const { signal } = this.#imported;
    const entry: Import = { name, state: 'waiting' };
    this.#imports.add(entry);
    return this.add(async () => {
      entry.state = 'running';
      try {
        await untilStopped(work(signal), signal);
      } finally {
        this.#imports.delete(entry);
      }
    });
  }

  /** The import that is running or would be next; null when there is none that could be cancelled. */
  get import(): Readonly<Import> | null {
    const [first] = this.#imports;
    return first ?? null;
  }

  /** Cancels all imports that were added so far. */
  cancelImports(reason: Error): void {
    this.#imports.clear();
    this.#imported.abort(reason);
    this.#imported = new AbortController();
  }

  /** Stops everything that was added so far. */
  stop(reason: Error): void {
    this.cancelImports(reason);
    this.#life.abort(reason);
    this.#life = new AbortController();
  }
}

/** Waits for work; when it was stopped, a little and no longer. What is left behind sees by its signal that it counts no more. */
function untilStopped(work: Promise<void>, signal: AbortSignal): Promise<void> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let leave: () => void = () => undefined;
  const left = new Promise<void>((resolve) => {
    leave = () => {
      timer = setTimeout(resolve, GRACE_MS);
    };
  });
  if (signal.aborted) leave();
  signal.addEventListener('abort', leave, { once: true });
  return Promise.race([work, left]).finally(() => {
    clearTimeout(timer);
    signal.removeEventListener('abort', leave);
  });
}
