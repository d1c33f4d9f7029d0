/**
 * Selecting lines with a mouse or pen: click, shift-click, drag over rows that come into view only then.
 * Floor: ui. Inside one row the browser's own selection of text stays; as soon as another row is reached, whole lines are meant.
 * A finger scrolls, as everywhere.
 */
import type { LineSelection } from './line-selection.ts';

export interface LinePointerOptions {
  readonly viewport: HTMLElement;
  readonly selection: LineSelection;
  readonly numberAtHeight: (clientY: number) => number | undefined;
  readonly scrollBy: (px: number) => void;
  /** What is selected changed. */
  readonly changed: () => void;
  /** Lines should stand still while something is selected; `released` ends that when nothing was dragged. */
  readonly hold: () => void;
  readonly released: (what: 'click' | 'drag') => void;
}

/** Pixels a frame for each pixel that the pointer is outside. */
const SCROLL_SHARE = 0.4;

export class LinePointer {
  readonly #options: LinePointerOptions;
  #start: number | undefined;
  #dragging = false;
  #clientY = 0;
  #frame = 0;

  constructor(options: LinePointerOptions) {
    this.#options = options;
    const { viewport } = options;
    viewport.addEventListener('pointerdown', (event) => this.#down(event));
    viewport.addEventListener('pointermove', (event) => this.#move(event));
    viewport.addEventListener('pointerup', () => this.#up());
    viewport.addEventListener('pointercancel', () => this.#up());
  }

  #down(event: PointerEvent): void {
    const { viewport, selection, hold, changed, numberAtHeight } = this.#options;
    const box = viewport.getBoundingClientRect();
    const onBar = event.clientX - box.left > viewport.clientWidth || event.clientY - box.top > viewport.clientHeight;
    if (event.button !== 0 || event.pointerType === 'touch' || onBar) return;
    const number = numberAtHeight(event.clientY);
    if (number === undefined) return;
    hold();
    this.#start = number;
    this.#dragging = false;
    if (!event.shiftKey) return;
    event.preventDefault();
    window.getSelection()?.removeAllRanges();
    this.#dragging = true;
    selection.extend(number);
    changed();
  }

  #move(event: PointerEvent): void {
    const { viewport, selection, changed, numberAtHeight } = this.#options;
    if (this.#start === undefined) return;
    if ((event.buttons & 1) === 0) return this.#up();
    this.#clientY = event.clientY;
    const number = numberAtHeight(event.clientY);
    if (number === undefined || (!this.#dragging && number === this.#start)) return;
    if (!this.#dragging) {
      this.#dragging = true;
      window.getSelection()?.removeAllRanges();
      viewport.classList.add('selecting');
      viewport.setPointerCapture(event.pointerId);
      selection.start(this.#start);
    }
    selection.extend(number);
    changed();
    if (this.#frame === 0) this.#frame = requestAnimationFrame(() => this.#pull());
  }

  /** The pointer is above or below the lines: they come to it. */
  #pull(): void {
    this.#frame = 0;
    if (this.#start === undefined || !this.#dragging) return;
    const { viewport, selection, changed, numberAtHeight, scrollBy } = this.#options;
    const { top, bottom } = viewport.getBoundingClientRect();
    const outside = Math.min(0, this.#clientY - top) + Math.max(0, this.#clientY - bottom);
    if (outside === 0) return;
    scrollBy(outside * SCROLL_SHARE);
    const number = numberAtHeight(Math.max(top + 1, Math.min(bottom - 1, this.#clientY)));
    if (number !== undefined) selection.extend(number);
    changed();
    this.#frame = requestAnimationFrame(() => this.#pull());
  }

  #up(): void {
    if (this.#start === undefined) return;
    const { viewport, selection, changed, released } = this.#options;
    if (!this.#dragging && (window.getSelection()?.isCollapsed ?? true)) selection.start(this.#start);
    this.#start = undefined;
    viewport.classList.remove('selecting');
    changed();
    released(this.#dragging ? 'drag' : 'click');
    this.#dragging = false;
  }
}
