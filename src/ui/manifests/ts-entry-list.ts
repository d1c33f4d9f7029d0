/**
 * `ts-entry-list`: the entries that were found, as a list of which only the visible rows exist; rows can be opened and selected.
 * Floor: ui. Emits `open-entry`, `select-entries`. The selection is app's; here is only which row the keys are at, and where a range began.
 * Reference: WAI-ARIA Authoring Practices, listbox with aria-activedescendant and several choices.
 */
import { LitElement, html, nothing, render, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, property, query } from 'lit/decorators.js';
import { emit } from '../events.ts';
import { factText } from '../facts.ts';
import { serialGroups } from '../format.ts';
import { icon, tick } from '../look/icons.ts';
import { rich } from '../look/rich.ts';
import { RowWindow } from '../look/row-window.ts';
import { sheet } from '../look/sheet.ts';
import { entryWords as words } from '../strings/late.ts';
import { NO_ENTRIES, type EntriesView, type EntryRow } from './entries-view.ts';
import { MOST_PX, NARROW_PX, ROW_PX, TALL_ROW_PX, listStyles } from './entry-list-styles.ts';
import { verdictShape, verdictWords } from './entry-verdict.ts';

type Extent = 'one' | 'range';

@customElement('ts-entry-list')
export class TsEntryList extends LitElement {
  static override styles = [sheet, listStyles];

  @property({ attribute: false }) entries: EntriesView = NO_ENTRIES;
  @query('.viewport') private readonly viewport!: HTMLElement;
  @query('.track') private readonly track!: HTMLElement;
  readonly #narrow = matchMedia(`(max-width: ${NARROW_PX}px)`);
  readonly #resized = new ResizeObserver(() => this.#window?.show(this.entries.count));
  #window: RowWindow | null = null;
  /** The row that the arrow keys are at. */
  #active = 0;
  /** Where a range begins, and what was done there. */
  #anchor: { readonly place: number; readonly state: 'on' | 'off' } | null = null;
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
    this.#window = new RowWindow(this.viewport, this.track, {
      rowPx: () => (this.#narrow.matches ? TALL_ROW_PX : ROW_PX),
      newRow: () => this.#newRow(),
      fill: (row, place) => this.#fill(row, place),
    });
    this.#resized.observe(this.viewport);
  }

  override updated(changed: PropertyValues<this>): void {
    const before = changed.get('entries');
    if (before !== undefined && isOther(before, this.entries)) {
      this.#active = 0;
      this.#anchor = null;
      this.viewport.scrollTop = 0;
    }
    this.#active = Math.max(0, Math.min(this.#active, this.entries.count - 1));
    // as high as all entries need, so that the page stands still while somebody types
    this.style.setProperty('--list', `${Math.min(this.entries.total * (this.#narrow.matches ? TALL_ROW_PX : ROW_PX), MOST_PX) - 1}px`);
    this.#window?.show(this.entries.count);
  }

  /** Puts the keyboard on the list. */
  override focus(): void {
    this.viewport.focus();
  }

  /** Opens the entry of a row. */
  open(place: number): void {
    const row = this.entries.row(place);
    if (row === undefined) return;
    this.#moveTo(place);
    emit(this, 'open-entry', { manifestId: row.manifestId, index: row.index });
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
    element.setAttribute('aria-selected', String(row.selected));
    element.classList.toggle('active', isActive);
    element.classList.toggle('wrong', row.reason !== null);
    if (isActive) this.viewport.setAttribute('aria-activedescendant', element.id);
    render(rowTemplate(row), element);
  }

  #moveTo(place: number): void {
    this.#active = Math.max(0, Math.min(place, this.entries.count - 1));
    this.#window?.reveal(this.#active);
  }

  /** One row changes its state; a range takes the state of where it began. */
  #select(place: number, extent: Extent): void {
    const row = this.entries.row(place);
    if (row === undefined) return;
    this.#moveTo(place);
    const anchor = this.#anchor;
    if (extent === 'range' && anchor !== null) {
      emit(this, 'select-entries', { from: Math.min(anchor.place, place), to: Math.max(anchor.place, place), state: anchor.state });
      return;
    }
    const state = row.selected ? 'off' : 'on';
    this.#anchor = { place, state };
    emit(this, 'select-entries', { from: place, to: place, state });
  }

  #clicked(event: MouseEvent): void {
    const path = event.composedPath().filter((target) => target instanceof HTMLElement);
    const place = Number(path.find((element) => element.dataset['place'] !== undefined)?.dataset['place'] ?? NaN);
    if (Number.isNaN(place)) return;
    const isBox = path.some((element) => element.dataset['select'] !== undefined);
    if (event.shiftKey) this.#select(place, 'range');
    else if (isBox || event.ctrlKey || event.metaKey) this.#select(place, 'one');
    else this.open(place);
  }

  #onKey(event: KeyboardEvent): void {
    const page = this.#window?.pageRows ?? 1;
    const steps: Readonly<Record<string, number>> = { ArrowDown: 1, ArrowUp: -1, PageDown: page, PageUp: -page, Home: -Infinity, End: Infinity };
    const step = steps[event.key];
    const isCommand = event.ctrlKey || event.metaKey;
    if (step !== undefined) this.#moveTo(this.#active + step);
    else if (event.key === 'Enter') this.open(this.#active);
    else if (event.key === ' ') this.#select(this.#active, event.shiftKey ? 'range' : 'one');
    else if (event.key.toLowerCase() === 'a' && isCommand) emit(this, 'select-entries', { from: 0, to: this.entries.count - 1, state: 'on' });
    else return;
    event.preventDefault();
  }

  override render(): TemplateResult {
    const { columns } = words;
    return html`<div class="columns" aria-hidden="true">
        <span></span><span>${columns.serial}</span><span>${columns.part}</span><span class="file">${columns.file}</span><span>${columns.verdict}</span>
      </div>
      <div
        class="viewport"
        role="listbox"
        aria-label=${words.list}
        aria-describedby="keys"
        aria-multiselectable="true"
        tabindex="0"
        @click=${(event: MouseEvent) => this.#clicked(event)}
        @mousedown=${(event: MouseEvent) => {
          if (event.shiftKey) event.preventDefault(); // a range of rows, not of letters
        }}
        @keydown=${(event: KeyboardEvent) => this.#onKey(event)}
      >
        <div class="track" role="none"></div>
      </div>
      <p class="sr" id="keys">${words.keys}</p>`;
  }
}

/** True when other rows stand at the places. */
const isOther = (a: EntriesView, b: EntriesView): boolean =>
  a.text !== b.text || a.filter.verdict !== b.filter.verdict || a.filter.manifestId !== b.filter.manifestId || a.total !== b.total;

function rowTemplate(row: EntryRow): TemplateResult {
  return html`<span class="box" data-select>${row.selected ? icon('check') : nothing}</span
    ><span class="serial ${row.uniqueId === null ? 'unread' : 'mono'}"
      >${row.uniqueId === null ? words.noSerial : serialGroups(factText(row.uniqueId)).map((group) => html`<i>${group}</i>`)}</span
    ><span class="part">${row.partNumber === null ? nothing : factText(row.partNumber, 60)}</span
    ><span class="file" title=${factText(row.fileName)}>${factText(row.fileName, 80)}</span
    ><span class="verdict"
      >${tick(verdictShape(row))}<span>${rich(verdictWords(row))}</span>${row.demo ? html`<b class="demo">${words.demo}</b>` : nothing}</span
    >`;
}

declare global {
  interface HTMLElementTagNameMap {
    'ts-entry-list': TsEntryList;
  }
}
