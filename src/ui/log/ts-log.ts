/**
 * `ts-log`: what the board and the bench say, live: follow or pause, filter, save, clear, count.
 * Floor: ui. Asks its `LogView` for the lines it shows; the text of a board is hostile and stays text. Emits `save-log`, `clear-log`.
 */
import { LitElement, html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import { EMPTY_VIEW, type LogView } from '../app-view.ts';
import { emit } from '../events.ts';
import { sheet } from '../look/sheet.ts';
import { t } from '../strings/index.ts';
import { LogFilter } from './log-filter.ts';
import { LogWindow } from './log-window.ts';
import { logStyles } from './log-styles.ts';

@customElement('ts-log')
export class TsLog extends LitElement {
  static override styles = [sheet, logStyles];

  @property({ attribute: false }) log: LogView = EMPTY_VIEW.log;
  /** The log's version, so that a log that changes inside is drawn again. */
  @property({ attribute: false }) version = 0;

  @state() private mode: 'follow' | 'paused' = 'follow';
  /** Number of the last line when following stopped. */
  @state() private pausedAt = -1;
  @query('.viewport') private readonly viewport!: HTMLElement;
  @query('.track') private readonly track!: HTMLElement;
  @query('input') private readonly input!: HTMLInputElement;
  readonly #filter = new LogFilter();
  #window: LogWindow | null = null;
  readonly #resized = new ResizeObserver(() => this.#window?.show(this.log, this.mode));

  /** Puts the cursor into the filter. */
  focusFilter(): void {
    this.input.focus();
    this.input.select();
  }

  override disconnectedCallback(): void {
    this.#window?.stop();
    this.#resized.disconnect();
    super.disconnectedCallback();
  }

  override connectedCallback(): void {
    super.connectedCallback();
    if (this.#window !== null) this.#resized.observe(this.viewport);
  }

  override firstUpdated(): void {
    this.#window = new LogWindow(this.viewport, this.track, this.log, this.#filter, (at) => this.#setMode(at === 'end' ? 'follow' : 'paused'));
    this.#resized.observe(this.viewport);
  }

  override willUpdate(changed: PropertyValues): void {
    if (changed.has('log') || changed.has('version')) this.#filter.update(this.log);
  }

  override updated(): void {
    this.#window?.show(this.log, this.mode);
  }

  #lastNumber(): number {
    return this.log.line(this.log.count - 1)?.number ?? -1;
  }

  #setMode(mode: 'follow' | 'paused'): void {
    if (mode === this.mode) return;
    this.mode = mode;
    this.pausedAt = this.#lastNumber();
  }

  /** Lines stand still while text is being marked; a mere click lets them go on. */
  #hold(): void {
    if (this.mode === 'paused') return;
    this.#setMode('paused');
    const root = this.renderRoot as ShadowRoot & { getSelection?(): Selection | null };
    const released = (): void => {
      const selection = root.getSelection?.() ?? document.getSelection();
      if (selection === null || selection.isCollapsed) this.#setMode('follow');
    };
    window.addEventListener('pointerup', released, { once: true });
  }

  #search(): void {
    this.#filter.setNeedle(this.input.value);
    this.#filter.update(this.log);
    this.requestUpdate();
  }

  #onFilterKey(event: KeyboardEvent): void {
    if (event.key !== 'Escape') return;
    event.preventDefault();
    if (this.input.value === '') return this.input.blur();
    this.input.value = '';
    this.#search();
  }

  override render(): TemplateResult {
    const total = this.log.count;
    const shown = this.#filter.count(this.log);
    const isFiltered = this.#filter.needle !== '';
    const added = this.mode === 'paused' && !isFiltered ? Math.max(0, this.#lastNumber() - this.pausedAt) : 0;
    const isPaused = this.mode === 'paused';
    return html`<section aria-labelledby="title">
      <div class="bar">
        <h2 id="title">${t.log.title}</h2>
        <button type="button" class="btn small" data-action="pause-log" @click=${() => this.#setMode(isPaused ? 'follow' : 'paused')}>
          ${isPaused ? t.log.follow : t.log.pause}
        </button>
        <button type="button" class="btn small" data-action="save-log" ?disabled=${total === 0} @click=${() => emit(this, 'save-log', {})}>
          ${t.log.save}
        </button>
        <button type="button" class="btn small" data-action="clear-log" ?disabled=${total === 0} @click=${() => emit(this, 'clear-log', {})}>
          ${t.log.clear}
        </button>
        <span class="count" data-log-count=${total}>${isFiltered ? t.log.linesOf(shown, total) : t.log.lines(total)}</span>
        <label class="filter"
          ><span class="sr">${t.log.filter}</span
          ><input
            type="search"
            placeholder=${t.log.filter}
            spellcheck="false"
            autocomplete="off"
            aria-keyshortcuts="/"
            @input=${() => this.#search()}
            @keydown=${(event: KeyboardEvent) => this.#onFilterKey(event)}
          /><kbd aria-hidden="true">${t.shell.keys.slash}</kbd></label
        >
      </div>
      <div class="viewport" role="group" aria-label=${t.log.linesLabel} tabindex="0" @selectstart=${() => this.#hold()}>
        <div class="track"></div>
        ${total === 0 ? html`<p class="empty">${t.log.empty}</p>` : shown === 0 ? html`<p class="empty">${t.log.noMatch}</p>` : nothing}
      </div>
      ${added > 0 ? html`<button type="button" class="btn small jump" data-action="follow-log" @click=${() => this.#setMode('follow')}>${t.log.newLines(added)}</button>` : nothing}
    </section>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'ts-log': TsLog;
  }
}
