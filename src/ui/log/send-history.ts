/**
 * Lines that were sent, to be sent again: up is older, down is newer, and what was being written is not lost.
 * Floor: ui. Pure.
 */

const KEPT = 100;

export class SendHistory {
  #lines: string[] = [];
  #at = 0;
  #draft = '';

  /** Notes a line that was sent; the same line twice in a row is one. */
  add(line: string): void {
    if (line !== '' && line !== this.#lines.at(-1)) this.#lines = [...this.#lines, line].slice(-KEPT);
    this.#at = this.#lines.length;
    this.#draft = '';
  }

  /** The line before the one shown; `shown` itself when there is none. */
  older(shown: string): string {
    if (this.#at === 0) return shown;
    if (this.#at === this.#lines.length) this.#draft = shown;
    return this.#lines[--this.#at] ?? shown;
  }

  /** The line after the one shown; after the last, what was being written. */
  newer(shown: string): string {
    if (this.#at >= this.#lines.length) return shown;
    this.#at++;
    return this.#lines[this.#at] ?? this.#draft;
  }
}
