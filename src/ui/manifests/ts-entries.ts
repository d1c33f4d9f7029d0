/**
 * `ts-entries`: the entries of all manifests: a search field and a list of which only the visible rows exist.
 * Floor: ui. Emits `find-entries`, `open-entry`, `plan-export`. A scanner types and presses Enter: if it is one chip, its entry is opened at once.
 * Reference: WAI-ARIA Authoring Practices, listbox with aria-activedescendant.
 */
import { LitElement, html, nothing, render, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, property, query } from 'lit/decorators.js';
import { emit } from '../events.ts';
import { factText } from '../facts.ts';
import { serialGroups } from '../format.ts';
import { tick } from '../look/icons.ts';
import { rich } from '../look/rich.ts';
import { RowWindow } from '../look/row-window.ts';
import { sheet } from '../look/sheet.ts';
import { entryWords as words } from '../strings/late.ts';
import { NO_ENTRIES, type EntriesView, type EntryRow } from './entries-view.ts';
import { NARROW_PX, ROW_PX, TALL_ROW_PX, entriesStyles } from './entries-styles.ts';
import { verdictShape, verdictWords } from './entry-verdict.ts';

@customElement('ts-entries')
export class TsEntries extends LitElement {
  static override styles = [sheet, entriesStyles];

  @property({ attribute: false }) entries: EntriesView = NO_ENTRIES;
  @query('input') private readonly input!: HTMLInputElement;
  @query('.viewport') private readonly viewport!: HTMLElement;
  @query('.track') private readonly track!: HTMLElement;
  readonly #narrow = matchMedia(`(max-width: ${NARROW_PX}px)`);
  readonly #resized = new ResizeObserver(() => this.#window?.show(this.entries.count));
  #window: RowWindow | null = null;
  /** The row that the arrow keys are at. */
  #active = 0;
  #nextRow = 0;

  override connectedCallback(): void {
    super.connectedCallback();
    if (this.#window !== null) this.#resized.observe(this.viewport);
  }

  override disconnectedCallback(): void {
    this.#window?.stop();
    this.#resized.disconnect();
    super.disconnectedCallback();
  }

  override firstUpdated(): void {
    this.input.value = this.entries.text;
    this.#window = new RowWindow(this.viewport, this.track, {
      rowPx: () => (this.#narrow.matches ? TALL_ROW_PX : ROW_PX),
      newRow: () => this.#newRow(),
      fill: (row, place) => this.#fill(row, place),
    });
    this.#resized.observe(this.viewport);
  }

  override updated(changed: PropertyValues<this>): void {
    const before = changed.get('entries');
    if (before !== undefined && before.text !== this.entries.text) {
      this.#active = 0;
      this.viewport.scrollTop = 0;
    }
    this.#active = Math.max(0, Math.min(this.#active, this.entries.count - 1));
    // as high as all entries need, so that the page stands still while somebody types
    this.style.setProperty('--list', `${Math.min(this.entries.total * (this.#narrow.matches ? TALL_ROW_PX : ROW_PX), MOST_PX) - 1}px`);
    this.#window?.show(this.entries.count);
  }

  #newRow(): HTMLElement {
    const row = document.createElement('div');
    row.className = 'row';
    row.id = `row-${this.#nextRow++}`;
    row.setAttribute('role', 'option');
    return row;
  }

  #fill(element: HTMLElement, place: number): void {
    const row = this.entries.row(place);
    if (row === undefined) return;
    const isActive = place === this.#active;
    element.dataset['place'] = String(place);
    element.dataset['entry'] = row.uniqueId ?? '';
    element.setAttribute('aria-setsize', String(this.entries.count));
    element.setAttribute('aria-posinset', String(place + 1));
    element.setAttribute('aria-selected', String(isActive));
    if (isActive) this.viewport.setAttribute('aria-activedescendant', element.id);
    render(rowTemplate(row), element);
  }

  #open(place: number): void {
    const row = this.entries.row(place);
    if (row === undefined) return;
    this.#moveTo(place);
    emit(this, 'open-entry', { manifestId: row.manifestId, index: row.index });
  }

  #moveTo(place: number): void {
    this.#active = Math.max(0, Math.min(place, this.entries.count - 1));
    this.#window?.reveal(this.#active);
  }

  #clicked(event: Event): void {
    const row = event.composedPath().find((target) => target instanceof HTMLElement && target.dataset['place'] !== undefined);
    if (row instanceof HTMLElement) this.#open(Number(row.dataset['place']));
  }

  #onListKey(event: KeyboardEvent): void {
    const page = this.#window?.pageRows ?? 1;
    const steps: Readonly<Record<string, number>> = { ArrowDown: 1, ArrowUp: -1, PageDown: page, PageUp: -page, Home: -Infinity, End: Infinity };
    const step = steps[event.key];
    if (step !== undefined) this.#moveTo(Math.max(0, Math.min(this.#active + step, this.entries.count - 1)));
    else if (event.key === 'Enter' || event.key === ' ') this.#open(this.#active);
    else return;
    event.preventDefault();
  }

  #onSearchKey(event: KeyboardEvent): void {
    if (event.key === 'Enter' && this.#isOneChip() && this.entries.text === this.input.value) {
      this.input.select(); // the next scan replaces this one
      this.#open(0);
    } else if ((event.key === 'ArrowDown' || event.key === 'Enter') && this.entries.count > 0) this.viewport.focus();
    else if (event.key === 'Escape' && this.input.value !== '') {
      this.input.value = '';
      this.#find();
    } else return;
    event.preventDefault();
  }

  /** One chip may be in several files; more rows than this are not looked at. */
  #isOneChip(): boolean {
    const { count } = this.entries;
    const serials = new Set(Array.from({ length: Math.min(count, 8) }, (_, place) => this.entries.row(place)?.uniqueId));
    return count > 0 && count <= 8 && serials.size === 1;
  }

  #find(): void {
    emit(this, 'find-entries', { text: this.input.value });
  }

  override render(): TemplateResult {
    const { count, total, text } = this.entries;
    const isSearch = text.trim() !== '';
    return html`<section aria-labelledby="title">
      <div class="bar">
        <h2 id="title">${words.title}</h2>
        <label class="find"
          ><span class="sr">${words.find}</span
          ><input
            type="search"
            placeholder=${words.placeholder}
            spellcheck="false"
            autocomplete="off"
            autocapitalize="off"
            @input=${() => this.#find()}
            @keydown=${(event: KeyboardEvent) => this.#onSearchKey(event)}
        /></label>
        <span class="count" role="status" data-entry-count=${count}>${isSearch ? words.countOf(count, total) : words.countAll(total)}</span>
        <button
          type="button"
          class="btn"
          data-action="export"
          ?disabled=${count === 0}
          @click=${() => emit(this, 'plan-export', { format: 'pem', scope: isSearch ? 'found' : 'all', unverified: 'leave-out' })}
        >
          ${words.openExport}
        </button>
      </div>
      <div class="columns" aria-hidden="true" ?hidden=${count === 0}>
        <span>${words.columns.serial}</span><span>${words.columns.part}</span><span>${words.columns.verdict}</span>
      </div>
      <div
        class="viewport"
        role="listbox"
        aria-label=${words.list}
        tabindex="0"
        ?hidden=${count === 0}
        @click=${(event: Event) => this.#clicked(event)}
        @keydown=${(event: KeyboardEvent) => this.#onListKey(event)}
      >
        <div class="track" role="none"></div>
      </div>
      ${count === 0 ? html`<p class="none">${words.noMatch}</p>` : nothing}
    </section>`;
  }
}

/** Height of the list at most. */
const MOST_PX = 400;

function rowTemplate(row: EntryRow): TemplateResult {
  return html`<span class="serial ${row.uniqueId === null ? 'unread' : 'mono'}"
      >${row.uniqueId === null ? words.noSerial : serialGroups(factText(row.uniqueId)).map((group) => html`<i>${group}</i>`)}</span
    ><span class="part">${row.partNumber === null ? nothing : factText(row.partNumber, 60)}</span
    ><span class="verdict"
      >${tick(verdictShape(row))}<span>${rich(verdictWords(row))}</span>${row.demo ? html`<b class="demo">${words.demo}</b>` : nothing}</span
    >`;
}

declare global {
  interface HTMLElementTagNameMap {
    'ts-entries': TsEntries;
  }
}
