/**
 * What a scanner types, told apart from what a hand types.
 * Floor: ui. Knows no slots. A scanner that acts as a keyboard types a line faster than anybody and ends it with Enter.
 */
/** Hands leave more than this between two keys; scanners some milliseconds. */
const GAP_MS = 60;
/** A key that nothing follows for so long was a key; the events of a scan may come late to a busy page, their own times tell the truth. */
const ALONE_MS = 120;
const LONGEST = 200;
const SHORTEST = 3;

/** Collects keys into scans. `pressed` is told of a single key that was no scan after all. */
export class ScanReader {
  readonly #scanned: (text: string) => void;
  readonly #pressed: (key: string) => void;
  #keys: string[] = [];
  #lastMs = Number.NEGATIVE_INFINITY;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(scanned: (text: string) => void, pressed: (key: string) => void) {
    this.#scanned = scanned;
    this.#pressed = pressed;
  }

  /** One key with its time in milliseconds; true when it was taken. */
  key(key: string, atMs: number): boolean {
    if (key === 'Enter') return this.#enter(atMs);
    if (key.length !== 1) return false;
    if (atMs - this.#lastMs > GAP_MS) this.#letGo();
    if (key === ' ' && this.#keys.length === 0) {
      this.#pressed(key); // no scan begins with it, and a hand may be fast
      return true;
    }
    this.#keys.push(key);
    this.#lastMs = atMs;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#alone(), ALONE_MS);
    return true;
  }

  /** True while a scan is coming in: what comes now belongs to it, wherever the focus is. */
  isReading(atMs: number): boolean {
    return this.#keys.length > 1 && atMs - this.#lastMs <= GAP_MS;
  }

  /** Nothing is waited for any more. */
  stop(): void {
    clearTimeout(this.#timer);
    this.#keys = [];
  }

  #enter(atMs: number): boolean {
    const text = this.#keys.join('');
    if (text.length < SHORTEST || atMs - this.#lastMs > GAP_MS) {
      this.#letGo();
      this.#pressed('Enter');
      return true;
    }
    this.stop();
    this.#scanned(text.slice(0, LONGEST));
    return true;
  }

  #alone(): void {
    if (this.#keys.length === 1) this.#letGo();
  }

  /** What came alone was a key; what came as a bundle without an end was a broken scan, and is dropped. */
  #letGo(): void {
    clearTimeout(this.#timer);
    const [only, ...more] = this.#keys;
    this.#keys = [];
    if (only !== undefined && more.length === 0) this.#pressed(only);
  }
}
