/**
 * Keeps the screen on while a shift goes on.
 * Floor: app. A browser takes the lock away when the page is hidden, so it is asked for again when the page is seen again.
 * Reference: Screen Wake Lock API (W3C) section 7.
 */

/** What is needed of the page. */
export interface AwakePage {
  readonly request: () => Promise<{ release(): Promise<void> }>;
  readonly isHidden: () => boolean;
  readonly onVisibility: (listener: () => void) => () => void;
}

const thisPage: AwakePage = {
  request: () => navigator.wakeLock.request('screen'),
  isHidden: () => document.hidden,
  onVisibility: (listener) => {
    document.addEventListener('visibilitychange', listener);
    return () => document.removeEventListener('visibilitychange', listener);
  },
};

export class Awake {
  readonly #page: AwakePage;
  #stopListening: (() => void) | null = null;
  #lock: { release(): Promise<void> } | null = null;

  constructor(page: AwakePage = thisPage) {
    this.#page = page;
  }

  /** From now on; asking twice is asking once. A browser that refuses stops nobody: the screen is only dark. */
  async hold(): Promise<void> {
    this.#stopListening ??= this.#page.onVisibility(() => void this.#ask());
    await this.#ask();
  }

  async release(): Promise<void> {
    this.#stopListening?.();
    this.#stopListening = null;
    await this.#lock?.release().catch(() => undefined);
    this.#lock = null;
  }

  async #ask(): Promise<void> {
    if (this.#page.isHidden()) {
      this.#lock = null; // the browser took it away
      return;
    }
    const request = async (): Promise<{ release(): Promise<void> }> => this.#page.request(); // a page that is not secure has no such thing at all
    const lock = await request().catch(() => null);
    if (lock === null) return;
    const before = this.#lock;
    if (this.#stopListening !== null) this.#lock = lock;
    await (this.#stopListening === null ? lock : before)?.release().catch(() => undefined); // never two at once: a forgotten one would keep the screen on
  }
}
