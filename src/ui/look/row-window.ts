/**
 * A long list of which only the visible rows exist: a pool of elements that are moved, not made.
 * Floor: ui. Knows no content: the owner fills a row when it comes into view. Draws at most once a frame.
 * Browsers cut an element at about 17 to 33 million pixels: a longer list stays below that and is scrolled in larger steps.
 */

/** A transform is a 32-bit float, exact to one pixel up to 2^24. */
const TRACK_MAX_PX = 15_000_000;

/** How long the track is, and how many pixels of the list one pixel of scrolling moves. */
export function trackOf(count: number, rowPx: number, viewPx: number): { readonly heightPx: number; readonly stride: number } {
  const allPx = count * rowPx;
  if (allPx <= TRACK_MAX_PX || viewPx >= TRACK_MAX_PX) return { heightPx: allPx, stride: 1 };
  return { heightPx: TRACK_MAX_PX, stride: (allPx - viewPx) / (TRACK_MAX_PX - viewPx) };
}

/** Rows kept ready above and below the visible ones. */
const SPARE_ROWS = 4;

export interface RowWindowOptions {
  /** Height of every row in pixels; it may change with the width of the page. */
  readonly rowPx: () => number;
  readonly newRow: () => HTMLElement;
  /** Puts the content of this place into a row. */
  readonly fill: (row: HTMLElement, place: number) => void;
}

export class RowWindow {
  readonly #viewport: HTMLElement;
  readonly #track: HTMLElement;
  readonly #options: RowWindowOptions;
  readonly #rows: HTMLElement[] = [];
  #count = 0;
  #frame = 0;

  constructor(viewport: HTMLElement, track: HTMLElement, options: RowWindowOptions) {
    this.#viewport = viewport;
    this.#track = track;
    this.#options = options;
    viewport.addEventListener('scroll', () => this.#schedule(), { passive: true });
  }

  /** Shows this many rows from the next frame on, and fills the visible ones anew. */
  show(count: number): void {
    this.#count = count;
    this.#schedule();
  }

  /** Scrolls as little as is needed to see a row. */
  reveal(place: number): void {
    const rowPx = this.#options.rowPx();
    const { scrollTop, clientHeight } = this.#viewport;
    const { stride } = trackOf(this.#count, rowPx, clientHeight);
    const topPx = scrollTop * stride;
    if (place * rowPx < topPx) this.#viewport.scrollTop = (place * rowPx) / stride;
    else if ((place + 1) * rowPx > topPx + clientHeight) this.#viewport.scrollTop = ((place + 1) * rowPx - clientHeight) / stride;
    this.#schedule();
  }

  /** Rows that fit into the window. */
  get pageRows(): number {
    return Math.max(1, Math.floor(this.#viewport.clientHeight / this.#options.rowPx()) - 1);
  }

  stop(): void {
    cancelAnimationFrame(this.#frame);
    this.#frame = 0;
  }

  #schedule(): void {
    if (this.#frame === 0) this.#frame = requestAnimationFrame(() => this.#draw());
  }

  #draw(): void {
    this.#frame = 0;
    const rowPx = this.#options.rowPx();
    const { clientHeight } = this.#viewport;
    const { heightPx, stride } = trackOf(this.#count, rowPx, clientHeight);
    this.#track.style.height = `${heightPx}px`;
    const { scrollTop } = this.#viewport; // after the height: it may have been too far down
    const topPx = scrollTop * stride;
    const first = Math.max(0, Math.floor(topPx / rowPx) - SPARE_ROWS);
    const wanted = Math.min(this.#count, Math.ceil(clientHeight / rowPx) + 2 * SPARE_ROWS);
    while (this.#rows.length < wanted) {
      const row = this.#options.newRow();
      this.#track.append(row);
      this.#rows.push(row);
    }
    const pool = this.#rows.length;
    for (let place = first; place < first + pool; place++) {
      const row = this.#rows[place % pool] as HTMLElement;
      row.hidden = place >= this.#count;
      if (row.hidden) continue;
      row.style.transform = `translateY(${place * rowPx - topPx + scrollTop}px)`;
      this.#options.fill(row, place);
    }
  }
}
