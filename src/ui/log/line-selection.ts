/**
 * Which lines are selected: a stretch from one line's number to another's, whether or not those lines are in view.
 * Floor: ui. Pure; knows no elements.
 */

export class LineSelection {
  #anchor = -1;
  #focus = -1;

  get isEmpty(): boolean {
    return this.#anchor < 0;
  }

  /** First and last number. */
  get range(): { readonly from: number; readonly to: number } | null {
    return this.isEmpty ? null : { from: Math.min(this.#anchor, this.#focus), to: Math.max(this.#anchor, this.#focus) };
  }

  has(number: number): boolean {
    return !this.isEmpty && number >= Math.min(this.#anchor, this.#focus) && number <= Math.max(this.#anchor, this.#focus);
  }

  /** A new selection begins and ends here. */
  start(number: number): void {
    this.#anchor = number;
    this.#focus = number;
  }

  /** The selection now reaches to here; without one it begins here. */
  extend(number: number): void {
    if (this.isEmpty) this.#anchor = number;
    this.#focus = number;
  }

  clear(): void {
    this.#anchor = -1;
    this.#focus = -1;
  }
}
