/**
 * The lines of the log that can be seen, and only those: a pool of rows that are moved, not made.
 * Floor: ui. Writes text nodes, never HTML; draws at most once a frame. Measured against other ways: a list made by hand stays
 * smooth at 50,000 lines and 230 KB/s where a general virtual list does not.
 */
import type { LogLine } from '../../bench/index.ts';
import type { LogView } from '../app-view.ts';
import { logTime } from '../format.ts';
import { t } from '../strings/index.ts';
import { lineWords } from './line-words.ts';
import type { LogFilter } from './log-filter.ts';

/** Height of a line in pixels; log rows never wrap. */
const ROW_PX = 19;
/** Rows kept ready above and below the visible ones. */
const SPARE_ROWS = 6;
/** Nearer to the end than this counts as at the end. */
const END_PX = 6;

interface Row {
  readonly element: HTMLElement;
  readonly time: Text;
  readonly source: Text;
  readonly text: Text;
  /** What it shows; undefined when parked. */
  line: LogLine | undefined;
  place: number;
}

export class LogWindow {
  readonly #viewport: HTMLElement;
  readonly #track: HTMLElement;
  readonly #rows: Row[] = [];
  readonly #filter: LogFilter;
  readonly #onEnd: (at: 'end' | 'above') => void;
  #log: LogView;
  #frame = 0;
  /** Where this file has scrolled to: a scroll event at that place is no wish of the person. */
  #ownTop = 0;
  /** Rows in the track as it stands. */
  #drawn = 0;
  #following = true;
  #firstNumber = 0;

  /** `onEnd` is told when the person scrolls to the end or away from it. */
  constructor(viewport: HTMLElement, track: HTMLElement, log: LogView, filter: LogFilter, onEnd: (at: 'end' | 'above') => void) {
    this.#viewport = viewport;
    this.#track = track;
    this.#log = log;
    this.#filter = filter;
    this.#onEnd = onEnd;
    viewport.addEventListener('scroll', () => this.#scrolled(), { passive: true });
  }

  /** Shows this log from the next frame on. */
  show(log: LogView, mode: 'follow' | 'paused'): void {
    this.#log = log;
    this.#following = mode === 'follow';
    this.#schedule();
  }

  stop(): void {
    cancelAnimationFrame(this.#frame);
    this.#frame = 0;
  }

  #schedule(): void {
    if (this.#frame === 0) this.#frame = requestAnimationFrame(() => this.#draw());
  }

  #scrolled(): void {
    const { scrollTop, clientHeight } = this.#viewport;
    const atEnd = this.#drawn * ROW_PX - scrollTop - clientHeight < END_PX;
    if (scrollTop !== this.#ownTop && atEnd !== this.#following) {
      this.#following = atEnd;
      this.#onEnd(atEnd ? 'end' : 'above');
    }
    this.#schedule();
  }

  #draw(): void {
    this.#frame = 0;
    const count = this.#filter.count(this.#log);
    this.#drawn = count;
    this.#track.style.height = `${count * ROW_PX}px`;
    this.#keepPlace();
    if (this.#following) this.#scrollTo(count * ROW_PX);
    const first = Math.max(0, Math.floor(this.#viewport.scrollTop / ROW_PX) - SPARE_ROWS);
    const visible = Math.ceil(this.#viewport.clientHeight / ROW_PX) + 2 * SPARE_ROWS;
    while (this.#rows.length < visible) this.#rows.push(this.#newRow());
    const pool = this.#rows.length;
    for (let place = first; place < first + pool; place++) this.#fill(this.#rows[place % pool] as Row, place, count);
  }

  /** Old lines were dropped while somebody reads: the lines under the eye stay where they are. */
  #keepPlace(): void {
    const firstNumber = this.#log.line(0)?.number ?? 0;
    const gone = firstNumber - this.#firstNumber;
    this.#firstNumber = firstNumber;
    if (!this.#following && gone > 0 && this.#filter.needle === '') this.#scrollTo(this.#viewport.scrollTop - gone * ROW_PX);
  }

  #scrollTo(top: number): void {
    this.#viewport.scrollTop = top;
    this.#ownTop = this.#viewport.scrollTop;
  }

  #fill(row: Row, place: number, count: number): void {
    const line = place < count ? this.#log.line(this.#filter.indexOf(place, this.#log)) : undefined;
    if (line === undefined) {
      row.element.hidden = true;
      row.line = undefined;
      return;
    }
    if (row.place !== place) {
      row.place = place;
      row.element.style.transform = `translateY(${place * ROW_PX}px)`;
    }
    if (row.line === line) return;
    row.line = line;
    row.element.hidden = false;
    row.element.className = `line ${line.source}`;
    row.time.data = logTime(line.atMs);
    row.source.data = line.source === 'board' ? '' : t.log.source[line.source];
    row.text.data = lineWords(line);
  }

  #newRow(): Row {
    const element = document.createElement('div');
    element.dataset['logLine'] = '';
    element.hidden = true;
    const cells = ['time', 'source', 'text'].map((name) => {
      const cell = document.createElement('span');
      cell.className = name;
      const text = document.createTextNode('');
      cell.append(text);
      element.append(cell);
      return text;
    }) as [Text, Text, Text];
    this.#track.append(element);
    return { element, time: cells[0], source: cells[1], text: cells[2], line: undefined, place: -1 };
  }
}
