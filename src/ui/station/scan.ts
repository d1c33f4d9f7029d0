/**
 * What a scanner types, told apart from what a hand types.
 * Floor: ui. Knows no slots. A scanner that acts as a keyboard types a line and ends it with Enter (CR), Tab, CR LF or LF (which some send as Ctrl+J);
 * at most 120 ms lie between two of its keys. Slower than that it cannot be told from a hand: its keys do nothing, and it is said.
 */
/** A scanner's keys come some milliseconds apart, over a slow radio up to this. */
const GAP_MS = 120;
/** A key that stands alone by so much means itself; the events of a scan may come late to a busy page, their own times tell the truth. */
const ALONE_MS = 200;
/** A bundle that nothing ends for so long was no scan. */
const NO_END_MS = 700;
/** CR LF are two ends of one line. */
const SECOND_END_MS = 100;
const LONGEST = 200;
const SHORTEST = 3;

export interface ScanEars {
  /** A line, without its end. */
  readonly scanned: (text: string) => void;
  /** A key that was no scan after all. */
  readonly pressed: (key: string) => void;
  /** Keys that came too slowly for a scanner and too fast for single keys, or whose line has no end. */
  readonly unclear: (keys: string) => void;
}

/** Collects keys into scans. */
export class ScanReader {
  readonly #ears: ScanEars;
  #keys: string[] = [];
  #lastMs = Number.NEGATIVE_INFINITY;
  /** When the last line ended. */
  #endMs = Number.NEGATIVE_INFINITY;
  /** The key before this one was so near that this one does not stand alone. */
  #isTyped = false;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(ears: ScanEars) {
    this.#ears = ears;
  }

  /** One key with its time in milliseconds; true when it was taken. */
  key(key: string, atMs: number): boolean {
    if (key === 'Enter' || key === 'Tab') return this.#end(key, atMs);
    if (key.length !== 1) return false;
    const gapMs = atMs - this.#lastMs;
    if (gapMs > GAP_MS) {
      this.#letGo(gapMs);
      this.#isTyped = gapMs < ALONE_MS;
    }
    if (key === ' ' && this.#keys.length === 0 && !this.#isTyped) {
      this.#ears.pressed(key); // no scan begins with it, and a hand may be fast
      return true;
    }
    this.#keys.push(key);
    this.#lastMs = atMs;
    this.#wait();
    return true;
  }

  /** True while a scan is coming in: what comes now belongs to it, wherever the focus is. */
  isReading(atMs: number): boolean {
    return this.#keys.length > 1 && atMs - this.#lastMs <= GAP_MS;
  }

  /** True when an end that comes now is the second one of a line. */
  hasJustEnded(atMs: number): boolean {
    return this.#keys.length === 0 && atMs - this.#endMs <= SECOND_END_MS;
  }

  /** A line ended elsewhere, in a field: a second end of it means nothing. */
  ended(atMs: number): void {
    this.#endMs = atMs;
  }

  /** Nothing is waited for any more. */
  stop(): void {
    clearTimeout(this.#timer);
    this.#keys = [];
  }

  #end(key: 'Enter' | 'Tab', atMs: number): boolean {
    if (this.hasJustEnded(atMs)) return true;
    const text = this.#keys.join('');
    const gapMs = atMs - this.#lastMs;
    if (text.length >= SHORTEST && gapMs <= GAP_MS) {
      this.stop();
      this.#endMs = atMs;
      this.#ears.scanned(text.slice(0, LONGEST));
      return true;
    }
    if (key === 'Tab') return false;
    this.#letGo(gapMs);
    this.#ears.pressed('Enter');
    return true;
  }

  /** First it may be a key alone, then a line without an end. */
  #wait(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      if (this.#keys.length === 1) this.#letGo(ALONE_MS);
      else this.#timer = setTimeout(() => this.#letGo(NO_END_MS), NO_END_MS - ALONE_MS);
    }, ALONE_MS);
  }

  /** What stood alone was a key; everything else that nothing ended is unclear. */
  #letGo(gapMs: number): void {
    clearTimeout(this.#timer);
    const keys = this.#keys.join('');
    this.#keys = [];
    if (keys === '') return;
    if (keys.length === 1 && !this.#isTyped && gapMs >= ALONE_MS) this.#ears.pressed(keys);
    else this.#ears.unclear(keys);
  }
}
