/**
 * What the log element shows of a log: filter, search, selection and times together, and the content of each row.
 * Floor: ui. Knows no elements but the row it fills; the element that owns it says when to look and to draw.
 */
import type { LogLine } from '../../bench/index.ts';
import { EMPTY_VIEW, type LogView } from '../app-view.ts';
import { logWords } from '../strings/late.ts';
import { lineRuns, lineWords } from './line-words.ts';
import { LineScan } from './line-scan.ts';
import { LineSelection } from './line-selection.ts';
import { LogFilter, type FilterWish } from './log-filter.ts';
import { readHead } from './log-head.ts';
import type { LogRow } from './log-row.ts';
import { LogSearch, type SearchWish } from './log-search.ts';
import { boardTime, hostTime, type TimeForm, type TimeSource } from './log-times.ts';
import { piecesOf } from './text-pieces.ts';

/** Of one frame, for looking at lines. */
const LOOK_MS = 8;
/** Tags offered for the filter. */
const MAX_TAGS = 100;

/** Columns are characters of the monospace face: to lay out boxes in every row would cost more than all the rest of a row. */
const TIME_CHARACTERS = 9;
const SOURCE_CHARACTERS = 8;
const column = (time: string): string => `${time.padStart(TIME_CHARACTERS)}  `;

export class LogLines {
  readonly filter = new LogFilter();
  readonly search: LogSearch;
  readonly selection = new LineSelection();
  readonly #tagScan = new LineScan();
  readonly #tags = new Set<string>();
  #log: LogView = EMPTY_VIEW.log;
  #times: TimeSource = 'host';
  #form: TimeForm = 'relative';
  /** Number of the line that the search stands at; -1: nowhere yet. */
  current = -1;

  constructor(changed: () => void) {
    this.search = new LogSearch(changed);
  }

  get log(): LogView {
    return this.#log;
  }

  /** Tags seen so far, in the order of the alphabet. */
  get tags(): readonly string[] {
    return [...this.#tags].sort();
  }

  get count(): number {
    return this.filter.count(this.#log);
  }

  /** Number of the newest line; -1 when there is none. */
  get lastNumber(): number {
    return this.#log.line(this.#log.count - 1)?.number ?? -1;
  }

  setFilter(wish: FilterWish): void {
    this.filter.setWish(wish);
    this.search.restart();
  }

  setSearch(wish: SearchWish): void {
    this.search.setWish(wish);
    this.current = -1;
  }

  setTimes(times: TimeSource, form: TimeForm): void {
    this.#times = times;
    this.#form = form;
  }

  /** Takes in what is new. Tells whether there is more to look at than fits into a frame. */
  look(log: LogView, parts: 'all' | 'without-tags'): 'done' | 'more' {
    if (log !== this.#log) {
      this.#log = log;
      this.#tags.clear();
      this.selection.clear();
      this.current = -1;
    }
    const dueMs = performance.now() + LOOK_MS;
    const isLate = (): boolean => performance.now() > dueMs;
    let rest = this.filter.update(log, isLate);
    if (rest === 'done') rest = this.search.update(log, (line) => this.filter.passes(line), isLate);
    if (parts === 'all' && rest === 'done') rest = this.#tagScan.update(log, (line) => this.#noteTag(line), isLate);
    return rest;
  }

  numberAt(row: number): number | undefined {
    return this.filter.numberAt(row, this.#log);
  }

  rowOf(number: number): number {
    return this.filter.rowOf(number, this.#log);
  }

  /** The next or previous line found from where the search stands, around the end; undefined when nothing was found. `from`: where it begins. */
  step(to: 'next' | 'previous', from: number): number | undefined {
    const { search } = this;
    if (search.count === 0) return undefined;
    const at = this.current < 0 ? from : this.current;
    const place = search.placeOf(at);
    const isHere = this.current >= 0 && search.at(place) === at;
    const wanted = to === 'next' ? place + (isHere ? 1 : 0) : place - 1;
    const found = search.at((wanted + search.count) % search.count);
    this.current = found ?? -1;
    return found;
  }

  /** Place of the current one among those found, 1 being the first; 0 when the search stands nowhere. */
  get place(): number {
    return this.current >= 0 && this.search.at(this.search.placeOf(this.current)) === this.current ? this.search.placeOf(this.current) + 1 : 0;
  }

  selectAll(): void {
    const [first, last] = [this.numberAt(0), this.numberAt(this.count - 1)];
    if (first === undefined || last === undefined) return;
    this.selection.start(first);
    this.selection.extend(last);
  }

  /** Shown lines that are selected. */
  get selectedCount(): number {
    const range = this.selection.range;
    return range === null ? 0 : Math.max(0, this.rowOf(range.to + 1) - this.rowOf(range.from));
  }

  /** The selected lines as text, as they are shown, without times and colours. */
  selectedText(): string {
    const range = this.selection.range;
    if (range === null) return '';
    const words: string[] = [];
    for (let row = this.rowOf(range.from); row < this.count; row++) {
      const line = this.#lineAt(row);
      if (line === undefined || line.number > range.to) break;
      words.push(lineWords(line));
    }
    return words.join('\n');
  }

  /** Puts the content of a place into a row. */
  fill(row: LogRow, place: number): void {
    const number = this.numberAt(place);
    if (number === undefined) return row.hide();
    if (row.number !== number) {
      const line = this.#lineAt(place);
      if (line === undefined) return row.hide();
      this.#fillNew(row, line, place);
    }
    row.mark([this.selection.has(number) ? 'selected' : '', number === this.current ? 'current' : ''].filter((mark) => mark !== '').join(' '));
  }

  #fillNew(row: LogRow, line: LogLine, place: number): void {
    const head = readHead(line);
    const before = this.#form === 'delta' && place > 0 ? this.#lineAt(place - 1) : undefined;
    const runs = lineRuns(line);
    const isColoured = runs.some((run) => run.ink !== 'plain');
    const words = runs.length === 1 ? (runs[0]?.text ?? '') : runs.map((run) => run.text).join('');
    row.fill({
      number: line.number,
      look: `line ${line.source}${head === null || isColoured ? '' : ` level-${head.level}`}`,
      time:
        (this.#times === 'host' || this.#times === 'both' ? column(hostTime(line, before, this.#form, this.#log.beganMs)) : '') +
        (this.#times === 'board' || this.#times === 'both' ? column(boardTime(head, before === undefined ? null : readHead(before), this.#form)) : ''),
      source: (line.source === 'board' ? '' : logWords.source[line.source]).padEnd(SOURCE_CHARACTERS),
      pieces: piecesOf(runs, this.search.marks(line, words)),
    });
  }

  #lineAt(row: number): LogLine | undefined {
    const number = this.numberAt(row);
    return number === undefined ? undefined : this.#log.line(number - (this.#log.line(0)?.number ?? 0));
  }

  #noteTag(line: LogLine): boolean {
    if (this.#tags.size < MAX_TAGS) {
      const tag = readHead(line)?.tag;
      if (tag !== undefined) this.#tags.add(tag);
    }
    return false;
  }
}
