/**
 * `ts-log`: what the board and the bench say, live: follow or pause, filter, save, clear, count; in the log room also search, levels, tags
 * and times. Lines are selected and copied as lines, in view or not.
 * Floor: ui. Asks its `LogView` for the lines it shows; the text of a board is hostile and stays text. Emits `save-log`, `clear-log`.
 */
import { LitElement, html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import { EMPTY_VIEW, type LogView } from '../app-view.ts';
import { emit } from '../events.ts';
import { sheet } from '../look/sheet.ts';
import { t } from '../strings/index.ts';
import { logWords } from '../strings/late.ts';
import { LinePointer } from './line-pointer.ts';
import { choiceBar, searchBar, type LogChange, type LogChoices } from './log-bars.ts';
import { NO_FILTER } from './log-filter.ts';
import { LogLines } from './log-lines.ts';
import { logStyles } from './log-styles.ts';
import { LogWindow } from './log-window.ts';

/** What was chosen in the room stays when another screen is looked at. */
let roomChoices: LogChoices = { filter: NO_FILTER, search: { text: '', kind: 'text' }, times: 'host', form: 'relative' };
const COPIED_MS = 1600;

@customElement('ts-log')
export class TsLog extends LitElement {
  static override styles = [sheet, logStyles];

  @property({ attribute: false }) log: LogView = EMPTY_VIEW.log;
  /** The log's version, so that a log that changes inside is drawn again. */
  @property({ attribute: false }) version = 0;
  /** `panel`: on the bench, with little above the lines. `room`: the log room. */
  @property({ reflect: true }) layout: 'panel' | 'room' = 'panel';
  /** A file that is looked at is neither saved nor cleared. */
  @property({ attribute: false }) origin: 'live' | 'file' = 'live';
  @property({ attribute: false }) choices: LogChoices = { ...roomChoices, filter: NO_FILTER };

  @state() private mode: 'follow' | 'paused' = 'follow';
  @state() private copied: 'no' | 'yes' = 'no';
  /** Number of the last line when following stopped. */
  @state() private pausedAt = -1;
  @query('.viewport') private readonly viewport!: HTMLElement;
  @query('.track') private readonly track!: HTMLElement;
  @query('.filter input') private readonly filterInput!: HTMLInputElement;
  @query('.search input') private readonly searchInput!: HTMLInputElement | null;
  readonly #lines = new LogLines(() => {
    this.#window?.refill();
    this.requestUpdate();
  });
  #window: LogWindow | null = null;
  #more: 'done' | 'more' = 'done';
  #copiedTimer: ReturnType<typeof setTimeout> | undefined;
  readonly #resized = new ResizeObserver(() => this.#window?.resized());

  /** Puts the cursor into the filter. */
  focusFilter(): void {
    this.filterInput.focus();
    this.filterInput.select();
  }

  /** Puts the cursor into the search, where there is one. */
  focusSearch(): void {
    this.searchInput?.focus();
    this.searchInput?.select();
  }

  /** Shows the line with this number, or the one nearest to it, and marks it; a filter that hides it is taken away. */
  showLine(number: number): void {
    const line = this.log.line(number - (this.log.line(0)?.number ?? 0));
    if (line !== undefined && this.#lines.numberAt(this.#lines.rowOf(number)) !== number) this.choices = { ...this.choices, filter: NO_FILTER };
    this.#lines.current = number;
    this.#setMode('paused');
    this.requestUpdate();
    void this.updateComplete.then(() => {
      this.#window?.reveal(number);
      this.#window?.refill();
    });
  }

  override connectedCallback(): void {
    super.connectedCallback();
    if (this.#window !== null) this.#resized.observe(this.viewport);
  }

  override disconnectedCallback(): void {
    this.#window?.stop();
    this.#lines.search.stop();
    clearTimeout(this.#copiedTimer);
    this.#resized.disconnect();
    super.disconnectedCallback();
  }

  override firstUpdated(): void {
    const { viewport } = this;
    const shown = new LogWindow(viewport, this.track, {
      count: () => this.#lines.count,
      numberAt: (row) => this.#lines.numberAt(row),
      rowOf: (number) => this.#lines.rowOf(number),
      fill: (row, place) => this.#lines.fill(row, place),
      onEnd: (at) => this.#setMode(at === 'end' ? 'follow' : 'paused'),
    });
    this.#window = shown;
    let wasFollowing = false;
    new LinePointer({
      viewport,
      selection: this.#lines.selection,
      numberAtHeight: (clientY) => shown.numberAtHeight(clientY),
      scrollBy: (px) => shown.scrollBy(px),
      changed: () => this.requestUpdate(),
      hold: () => {
        wasFollowing = this.mode === 'follow';
        this.#setMode('paused');
      },
      released: (what) => {
        const isMarked = !(window.getSelection()?.isCollapsed ?? true);
        if (what === 'click' && wasFollowing && !isMarked) this.#setMode('follow');
      },
    });
    this.#resized.observe(viewport);
  }

  override willUpdate(changed: PropertyValues): void {
    if (!this.hasUpdated) {
      if (this.layout === 'room' && !changed.has('choices')) this.choices = roomChoices;
    }
    if (changed.has('choices') || !this.hasUpdated) this.#choose(changed.get('choices') as LogChoices | undefined);
    if (changed.has('log')) {
      this.#window?.refill();
      this.mode = 'follow';
    }
    const wasLooking = this.#more === 'more' || this.#lines.search.state === 'looking';
    this.#more = this.#lines.look(this.log, this.layout === 'room' ? 'all' : 'without-tags');
    if (wasLooking) this.#window?.refill();
  }

  override updated(): void {
    this.#window?.show(this.mode);
    if (this.#more === 'more') requestAnimationFrame(() => this.requestUpdate());
  }

  /** Takes the choices over where they differ from the ones before. */
  #choose(before: LogChoices | undefined): void {
    const { filter, search, times, form } = this.choices;
    if (this.layout === 'room' && this.hasUpdated) roomChoices = this.choices;
    if (filter !== before?.filter) this.#lines.setFilter(filter);
    if (search !== before?.search) this.#lines.setSearch(search);
    this.#lines.setTimes(times, form);
    this.#window?.refill();
  }

  readonly #change = ({ filter, search, ...times }: LogChange): void => {
    const { choices } = this;
    this.choices = {
      ...choices,
      ...times,
      filter: filter === undefined ? choices.filter : { ...choices.filter, ...filter },
      search: search === undefined ? choices.search : { ...choices.search, ...search },
    };
  };

  #setMode(mode: 'follow' | 'paused'): void {
    if (mode === this.mode) return;
    this.mode = mode;
    this.pausedAt = this.#lines.lastNumber;
  }

  /** To the next line that was found, or the one before. */
  readonly #step = (to: 'next' | 'previous'): void => {
    const from = this.#window?.numberAtHeight(this.viewport.getBoundingClientRect().top) ?? 0;
    const number = this.#lines.step(to, from);
    if (number === undefined) return;
    this.#setMode('paused');
    this.#window?.show('paused');
    this.#window?.reveal(number);
    this.requestUpdate();
  };

  async #copy(): Promise<void> {
    try {
      await navigator.clipboard.writeText(this.#lines.selectedText());
    } catch {
      return; // a browser that refuses leaves the text to be selected by hand
    }
    this.copied = 'yes';
    clearTimeout(this.#copiedTimer);
    this.#copiedTimer = setTimeout(() => {
      this.copied = 'no';
    }, COPIED_MS);
  }

  #onFilterKey(event: KeyboardEvent): void {
    if (event.key !== 'Escape') return;
    event.preventDefault();
    if (this.filterInput.value === '') return this.filterInput.blur();
    this.filterInput.value = '';
    this.#change({ filter: { text: '' } });
  }

  #onKey(event: KeyboardEvent): void {
    if (event.key === 'F3' && this.layout === 'room') {
      event.preventDefault();
      this.#step(event.shiftKey ? 'previous' : 'next');
    } else if ((event.ctrlKey || event.metaKey) && event.key === 'f' && this.layout === 'room') {
      event.preventDefault();
      this.focusSearch();
    }
  }

  #onLinesKey(event: KeyboardEvent): void {
    const { selection } = this.#lines;
    const control = event.ctrlKey || event.metaKey;
    if (control && event.key === 'a') this.#lines.selectAll();
    else if (control && event.key === 'c' && !selection.isEmpty && (window.getSelection()?.isCollapsed ?? true)) void this.#copy();
    else if (event.key === 'Escape' && !selection.isEmpty) selection.clear();
    else return;
    event.preventDefault();
    this.requestUpdate();
  }

  #buttons(total: number): TemplateResult {
    const isPaused = this.mode === 'paused';
    const isRoom = this.layout === 'room';
    const pause = html`<button type="button" class="btn small" data-action="pause-log" @click=${() => this.#setMode(isPaused ? 'follow' : 'paused')}>
      ${isPaused ? logWords.follow : logWords.pause}
    </button>`;
    if (this.origin === 'file') return pause;
    return html`${pause}
      <button type="button" class="btn small" data-action="save-log" ?disabled=${total === 0} @click=${() => emit(this, 'save-log', { format: 'text' })}>
        ${isRoom ? logWords.saveText : logWords.save}
      </button>
      ${
        isRoom
          ? html`<button
              type="button"
              class="btn small"
              data-action="save-log-json"
              ?disabled=${total === 0}
              @click=${() => emit(this, 'save-log', { format: 'json' })}
            >
              ${logWords.saveJson}
            </button>`
          : nothing
      }
      <button type="button" class="btn small" data-action="clear-log" ?disabled=${total === 0} @click=${() => emit(this, 'clear-log', {})}>
        ${logWords.clear}
      </button>`;
  }

  #filterField(): TemplateResult {
    return html`<label class="filter"
      ><span class="sr">${logWords.filter}</span
      ><input
        type="search"
        placeholder=${logWords.filter}
        spellcheck="false"
        autocomplete="off"
        aria-keyshortcuts="/"
        .value=${this.choices.filter.text}
        @input=${() => this.#change({ filter: { text: this.filterInput.value } })}
        @keydown=${(event: KeyboardEvent) => this.#onFilterKey(event)}
      /><kbd aria-hidden="true">${t.shell.keys.slash}</kbd></label
    >`;
  }

  #selected(): TemplateResult | typeof nothing {
    const lines = this.#lines.selectedCount;
    if (lines === 0) return nothing;
    return html`<button type="button" class="btn small" data-action="copy-lines" data-selected=${lines} @click=${() => this.#copy()}>
        ${this.copied === 'yes' ? logWords.copied : logWords.copy}
      </button>
      <span class="selected-count" role="status">${logWords.selected(lines)}</span>`;
  }

  override render(): TemplateResult {
    const total = this.log.count;
    const shown = this.#lines.count;
    const { isOn } = this.#lines.filter;
    const added = this.mode === 'paused' && !isOn ? Math.max(0, this.#lines.lastNumber - this.pausedAt) : 0;
    const empty = this.choices.filter.text === '' ? logWords.noneShown : logWords.noMatch;
    return html`<section aria-labelledby="title" @keydown=${(event: KeyboardEvent) => this.#onKey(event)}>
      <div class="bar">
        <h2 id="title" class=${this.layout === 'room' ? 'sr' : ''}>${logWords.title}</h2>
        ${this.#buttons(total)} ${this.#selected()}
        <span class="count" data-log-count=${total} data-log-shown=${shown}>${isOn ? logWords.linesOf(shown, total) : logWords.lines(total)}</span>
        ${this.#filterField()}
      </div>
      ${
        this.layout === 'room'
          ? html`<div class="bar second">
              ${choiceBar(this.choices, this.#lines.tags, this.#change)} ${searchBar(this.choices.search, this.#lines, this.#change, this.#step)}
            </div>`
          : nothing
      }
      <div class="viewport" role="group" aria-label=${logWords.linesLabel} tabindex="0" @keydown=${(event: KeyboardEvent) => this.#onLinesKey(event)}>
        <div class="track"></div>
        ${total === 0 ? html`<p class="empty">${logWords.empty}</p>` : shown === 0 ? html`<p class="empty">${empty}</p>` : nothing}
      </div>
      ${added > 0 ? html`<button type="button" class="btn small jump" data-action="follow-log" @click=${() => this.#setMode('follow')}>${logWords.newLines(added)}</button>` : nothing}
    </section>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'ts-log': TsLog;
  }
}
