/**
 * The lines of the log that can be seen, and only those: a pool of rows that are moved, not made.
 * Floor: ui. Writes text nodes, never HTML; draws at most once a frame. Measured against other ways: a list made by hand stays
 * smooth at 50,000 lines and 230 KB/s where a general virtual list does not. What a row shows is the owner's (`fill`); where a list of
 * a million rows stands in a track that browsers bear is scroll-map.ts.
 */
import { LogRow } from './log-row.ts';
import { scrollOf, scrolled, trackPx, type ScrollSize } from './scroll-map.ts';

/** Height of a line in pixels; log rows never wrap. */
export const ROW_PX = 19;
/** Space above the first and below the last line together (log-styles.ts). */
const PADDING_PX = 12;
/** Rows kept ready above and below the visible ones. */
const SPARE_ROWS = 6;
/** Nearer to the end than this counts as at the end. */
const END_PX = 6;
/** The bar shows that there is more so often while following. */
const STILL_MS = 500;

export interface LogWindowOptions {
  /** Rows to show now. */
  readonly count: () => number;
  /** Number of the line in a row, and the row of a line: rows move when old lines are dropped or the filter changes, numbers do not. */
  readonly numberAt: (row: number) => number | undefined;
  readonly rowOf: (number: number) => number;
  readonly fill: (row: LogRow, place: number) => void;
  /** The person scrolled to the end, or away from it. */
  readonly onEnd: (at: 'end' | 'above') => void;
}

export class LogWindow {
  readonly #viewport: HTMLElement;
  readonly #track: HTMLElement;
  readonly #options: LogWindowOptions;
  readonly #rows: LogRow[] = [];
  #frame = 0;
  #trackPx = 0;
  #windowPx = 0;
  #size: ScrollSize = { listPx: 0, windowPx: 0 };
  #top = 0;
  #scroll = 0;
  /** What the browser was told, or said. */
  #applied = 0;
  /** The line at the upper edge, and how far it is above it: what stays under the eye. */
  #anchor = { number: -1, abovePx: 0 };
  #following = true;
  /** Which row of the pool the first place has, and the number of the line there. */
  #turn = { row: 0, number: 0 };
  /** While following a list that grows, track and scroll stand still: to move them costs more than all the text. They go to the true end now and then. */
  #still: { readonly count: number; readonly timer: ReturnType<typeof setTimeout> } | null = null;

  constructor(viewport: HTMLElement, track: HTMLElement, options: LogWindowOptions) {
    this.#viewport = viewport;
    this.#track = track;
    this.#options = options;
    this.resized();
    viewport.addEventListener('scroll', () => this.#scrolled(), { passive: true });
    viewport.addEventListener('scrollend', () => this.#settle(), { passive: true });
  }

  /** Shows what there is, now: the owner updates once a frame, and to wait for the next one would lay the page out twice in each. */
  show(mode: 'follow' | 'paused'): void {
    this.#following = mode === 'follow';
    cancelAnimationFrame(this.#frame);
    this.#draw();
  }

  /** The rows show something else: all are filled anew. */
  refill(): void {
    for (const row of this.#rows) row.number = -1;
    this.#schedule();
  }

  resized(): void {
    this.#endStill();
    this.#windowPx = Math.max(0, this.#viewport.clientHeight - PADDING_PX);
    this.#schedule();
  }

  stop(): void {
    this.#endStill();
    cancelAnimationFrame(this.#frame);
    this.#frame = 0;
  }

  /** Number of the line at a height of the page, or of the nearest; undefined when there is none. */
  numberAtHeight(clientY: number): number | undefined {
    const { top } = this.#viewport.getBoundingClientRect();
    const row = Math.floor((clientY - top - PADDING_PX / 2 + this.#top) / ROW_PX);
    return this.#options.numberAt(Math.max(0, Math.min(this.#options.count() - 1, row)));
  }

  /** Scrolls by so much. */
  scrollBy(px: number): void {
    this.#place(this.#top + px);
    this.#keepAnchor();
    this.#schedule();
  }

  /** Scrolls so that a line is seen, in the middle if it was not. */
  reveal(number: number): void {
    this.#measure();
    const top = this.#options.rowOf(number) * ROW_PX;
    if (top < this.#top || top + ROW_PX > this.#top + this.#windowPx) this.#place(top - this.#windowPx / 2);
    this.#keepAnchor();
    this.#schedule();
  }

  #schedule(): void {
    if (this.#frame === 0) this.#frame = requestAnimationFrame(() => this.#draw());
  }

  #scrolled(): void {
    const { scrollTop } = this.#viewport;
    if (scrollTop !== this.#applied) {
      this.#top = scrolled({ top: this.#top, scroll: this.#applied }, scrollTop, this.#size);
      this.#scroll = scrollTop;
      this.#applied = scrollTop;
      this.#keepAnchor();
      const atEnd = this.#size.listPx - this.#top - this.#windowPx < END_PX;
      if (atEnd !== this.#following) {
        this.#following = atEnd;
        this.#options.onEnd(atEnd ? 'end' : 'above');
      }
    }
    this.#schedule();
  }

  /** The scrolling has come to rest: the bar shows where the list really is. */
  #settle(): void {
    if (this.#following || Math.abs(scrollOf(this.#top, this.#size) - this.#scroll) < 1) return;
    this.#place(this.#top);
    this.#schedule();
  }

  #draw(): void {
    this.#frame = 0;
    if (this.#windowPx === 0) this.#windowPx = Math.max(0, this.#viewport.clientHeight - PADDING_PX);
    if (!this.#following) {
      this.#endStill();
      this.#measure();
      this.#toAnchor();
    } else if (!this.#followStill()) {
      this.#measure();
      this.#place(this.#size.listPx);
    }
    const count = this.#options.count();
    const first = Math.max(0, Math.floor(this.#top / ROW_PX) - (this.#following ? 0 : SPARE_ROWS)); // who follows is not scrolling
    const wanted = Math.ceil(this.#windowPx / ROW_PX) + 2 * SPARE_ROWS;
    while (this.#rows.length < wanted) {
      const row = new LogRow();
      this.#track.append(row.element);
      this.#rows.push(row);
    }
    const pool = this.#rows.length;
    this.#turnTo(this.#options.numberAt(first) ?? first, pool);
    for (let place = first; place < first + pool; place++) {
      const row = this.#rows[(this.#turn.row + place - first) % pool] as LogRow;
      if (place >= count) row.hide();
      else {
        row.moveTo(this.#scroll + place * ROW_PX - this.#top);
        this.#options.fill(row, place);
      }
    }
    this.#applyScroll();
  }

  /** A line keeps its row while others come and go: rows are taken by number where numbers go on one by one. Where no line stays, no row moves. */
  #turnTo(number: number, pool: number): void {
    const by = number - this.#turn.number;
    const row = Math.abs(by) >= pool ? this.#turn.row : this.#turn.row + by + pool;
    this.#turn = { row: row % pool, number };
  }

  /** Shows the end of the list where the track stands, if it only grew since. */
  #followStill(): boolean {
    const count = this.#options.count();
    const still = this.#still;
    if (still !== null && count >= still.count) {
      this.#size = { listPx: count * ROW_PX, windowPx: this.#windowPx };
      this.#top = Math.max(0, this.#size.listPx - this.#windowPx);
      this.#keepAnchor();
      return true;
    }
    this.#endStill();
    const timer = setTimeout(() => {
      this.#still = null;
      this.#schedule();
    }, STILL_MS);
    this.#still = { count, timer };
    return false;
  }

  #endStill(): void {
    clearTimeout(this.#still?.timer);
    this.#still = null;
  }

  #measure(): void {
    const listPx = this.#options.count() * ROW_PX;
    this.#size = { listPx, windowPx: this.#windowPx };
    const px = trackPx(this.#size);
    if (px === this.#trackPx) return;
    this.#trackPx = px;
    this.#track.style.height = `${px}px`;
  }

  /** Back to the line under the eye, wherever it is now. */
  #toAnchor(): void {
    const { number, abovePx } = this.#anchor;
    if (number < 0) return this.#place(this.#top);
    const top = this.#options.rowOf(number) * ROW_PX + abovePx;
    if (Math.abs(top - this.#top) >= 1) this.#place(top);
  }

  #keepAnchor(): void {
    const row = Math.max(0, Math.floor(this.#top / ROW_PX));
    this.#anchor = { number: this.#options.numberAt(row) ?? -1, abovePx: this.#top - row * ROW_PX };
  }

  /** Where the list and its track stand from now on; the browser is told by `#applyScroll`. */
  #place(top: number): void {
    this.#scroll = Math.round(scrollOf(top, this.#size));
    this.#top = Math.max(0, Math.min(top, this.#size.listPx - this.#windowPx));
    if (this.#following) this.#keepAnchor();
  }

  /** To set a place makes the browser lay out everything: so it is done once a frame, when all else is written. A place that the browser rounds
   * or cuts off is taken over: rows are drawn from where the track really stands, so the list is exact all the same. */
  #applyScroll(): void {
    if (this.#scroll === this.#applied) return;
    this.#viewport.scrollTop = this.#scroll;
    const { scrollTop } = this.#viewport;
    this.#applied = scrollTop;
    if (scrollTop === this.#scroll) return;
    this.#scroll = scrollTop;
    this.#schedule();
  }
}
