/**
 * `ts-run-list`: the runs that were found, newest first, as a list of which only the visible rows exist.
 * Floor: ui. Emits `records` (open-run). Here is only which row the keys are at.
 * Reference: WAI-ARIA Authoring Practices, listbox with aria-activedescendant.
 */
import { LitElement, html, nothing, render, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, property, query } from 'lit/decorators.js';
import type { RunSummary } from '../../bench/index.ts';
import { emit } from '../events.ts';
import { factText } from '../facts.ts';
import { serialGroups } from '../format.ts';
import { RowWindow } from '../look/row-window.ts';
import { sheet } from '../look/sheet.ts';
import { recordsWords as w } from '../strings/en-records.ts';
import { markStyles, outcomeMark } from './outcome-mark.ts';
import type { RunListView } from './records-view.ts';
import { NARROW_PX, ROW_PX, TALL_ROW_PX, runListStyles } from './run-list-styles.ts';
import { reasonOfCode, unitText } from './run-words.ts';
import { shortTime } from './times.ts';

/** Of the window's height; the list takes the rest of the page. */
const SHARE = 0.62;
const LEAST_PX = 240;

@customElement('ts-run-list')
export class TsRunList extends LitElement {
  static override styles = [sheet, markStyles, runListStyles];

  @property({ attribute: false }) list: RunListView | null = null;
  @query('.viewport') private readonly viewport!: HTMLElement;
  @query('.track') private readonly track!: HTMLElement;
  readonly #narrow = matchMedia(`(max-width: ${NARROW_PX}px)`);
  readonly #resized = new ResizeObserver(() => this.#window?.show(this.list?.found ?? 0));
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

  protected override firstUpdated(): void {
    this.#window = new RowWindow(this.viewport, this.track, {
      rowPx: () => (this.#narrow.matches ? TALL_ROW_PX : ROW_PX),
      newRow: () => this.#newRow(),
      fill: (row, place) => this.#fill(row, place),
    });
    this.#resized.observe(this.viewport);
  }

  protected override updated(changed: PropertyValues<this>): void {
    const before = changed.get('list');
    const { list } = this;
    if (list === null) return;
    if (before !== undefined && before !== null && before.filter !== list.filter) {
      this.#active = 0;
      this.viewport.scrollTop = 0;
    }
    const newer = runsAbove(before ?? null, list);
    if (this.#active > 0) this.#active += newer;
    this.#active = Math.max(0, Math.min(this.#active, list.found - 1));
    const rowPx = this.#narrow.matches ? TALL_ROW_PX : ROW_PX;
    const most = Math.max(LEAST_PX, Math.floor(window.innerHeight * SHARE));
    this.style.setProperty('--list', `${Math.max(rowPx, Math.min(list.total * rowPx, most)) - 1}px`);
    this.#window?.show(list.found);
    if (newer > 0 && this.viewport.scrollTop > 0) this.viewport.scrollTop += newer * rowPx; // what somebody reads stays where it is
  }

  #newRow(): HTMLElement {
    const row = document.createElement('div');
    row.className = 'row';
    row.id = `row-${this.#nextRow++}`;
    row.setAttribute('role', 'option');
    return row;
  }

  #fill(element: HTMLElement, place: number): void {
    const row = this.list?.row(place);
    if (row === undefined) return;
    const isActive = place === this.#active;
    element.dataset['place'] = String(place);
    element.dataset['run'] = row.id;
    element.setAttribute('aria-setsize', String(this.list?.found ?? 0));
    element.setAttribute('aria-posinset', String(place + 1));
    element.setAttribute('aria-selected', String(isActive));
    element.classList.toggle('active', isActive);
    if (isActive) this.viewport.setAttribute('aria-activedescendant', element.id);
    render(rowTemplate(row), element);
  }

  #open(place: number): void {
    const row = this.list?.row(place);
    if (row === undefined) return;
    this.#moveTo(place);
    emit(this, 'records', { act: 'open-run', chain: row.chain, number: row.number });
  }

  #moveTo(place: number): void {
    this.#active = Math.max(0, Math.min(place, (this.list?.found ?? 0) - 1));
    this.#window?.reveal(this.#active);
  }

  #clicked(event: MouseEvent): void {
    const path = event.composedPath().filter((target) => target instanceof HTMLElement);
    const place = Number(path.find((element) => element.dataset['place'] !== undefined)?.dataset['place'] ?? NaN);
    if (!Number.isNaN(place)) this.#open(place);
  }

  #onKey(event: KeyboardEvent): void {
    const page = this.#window?.pageRows ?? 1;
    const steps: Readonly<Record<string, number>> = { ArrowDown: 1, ArrowUp: -1, PageDown: page, PageUp: -page, Home: -Infinity, End: Infinity };
    const step = steps[event.key];
    if (step !== undefined) this.#moveTo(this.#active + step);
    else if (event.key === 'Enter') this.#open(this.#active);
    else return;
    event.preventDefault();
  }

  override render(): TemplateResult {
    const { columns } = w;
    return html`<div class="columns" aria-hidden="true">
        <span>${columns.when}</span><span>${columns.outcome}</span><span>${columns.unit}</span><span>${columns.slot}</span
        ><span class="plan">${columns.plan}</span><span class="who">${columns.who}</span><span>${columns.why}</span>
      </div>
      <div
        class="viewport"
        role="listbox"
        aria-label=${w.list}
        aria-describedby="keys"
        tabindex="0"
        data-run-count=${this.list?.found ?? 0}
        @click=${(event: MouseEvent) => this.#clicked(event)}
        @keydown=${(event: KeyboardEvent) => this.#onKey(event)}
      >
        <div class="track" role="none"></div>
      </div>
      <p class="sr" id="keys">${w.keys}</p>`;
  }
}

/** Runs that were recorded meanwhile and stand above those of before; 0 where something else has changed. */
function runsAbove(before: RunListView | null, { filter, found, row }: RunListView): number {
  if (before === null || before.filter !== filter || before.found === 0) return 0;
  const newer = found - before.found;
  return newer > 0 && row(newer)?.id === before.row(0)?.id ? newer : 0;
}

function rowTemplate(row: RunSummary): TemplateResult {
  const unit = unitText(row);
  const parts = row.serialNumber === '' ? [unit] : serialGroups(factText(unit, 40));
  const tag = row.virtual ? html`<b class="demo">${w.demo}</b>` : row.purpose === 'production' ? nothing : html`<b class="tag">${w.purposes[row.purpose]}</b>`;
  const why = reasonOfCode(row.reason, row.virtual).replaceAll('`', '');
  return html`<span class="when">${shortTime(row.endMs)}</span><span class="outcome">${outcomeMark(row.outcome)}</span
    ><span class="unit ${unit === '' ? 'unknown' : 'mono'}">${unit === '' ? w.noUnit : parts.map((part) => html`<i>${part}</i>`)}</span
    ><span class="slot">${w.slot(row.slot)}</span><span class="plan" title=${factText(row.plan, 80)}>${factText(row.plan, 80)}</span
    ><span class="who">${factText(row.operator, 60)}</span><span class="why" title=${why}>${tag}${why}</span>`;
}

declare global {
  interface HTMLElementTagNameMap {
    'ts-run-list': TsRunList;
  }
}
