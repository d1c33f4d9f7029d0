/**
 * `ts-entries`: the entries of all manifests: a search field, filters, the selection and what can be done with it, and the list.
 * Floor: ui. Emits `find-entries`, `filter-entries`, `select-entries`, `clear-selection`, `plan-export`.
 * A scanner types and presses Enter: if it is one chip, its entry is opened at once.
 */
import { LitElement, html, nothing, type TemplateResult } from 'lit';
import { customElement, property, query } from 'lit/decorators.js';
import type { ManifestSnapshot } from '../../bench/index.ts';
import { emit } from '../events.ts';
import { factText } from '../facts.ts';
import { sheet } from '../look/sheet.ts';
import { entryWords as words } from '../strings/late.ts';
import { entriesStyles } from './entries-styles.ts';
import { NO_ENTRIES, type EntriesFilter, type EntriesView, type ExportChoice } from './entries-view.ts';
import type { TsEntryList } from './ts-entry-list.ts';
import './ts-entry-list.ts';

const VERDICTS = Object.keys(words.filter.verdicts) as readonly EntriesFilter['verdict'][];
/** One chip may be in several files; more rows than this are not looked at. */
const FILES_OF_A_CHIP = 8;

@customElement('ts-entries')
export class TsEntries extends LitElement {
  static override styles = [sheet, entriesStyles];

  @property({ attribute: false }) entries: EntriesView = NO_ENTRIES;
  @property({ attribute: false }) files: readonly Pick<ManifestSnapshot, 'id' | 'fileName'>[] = [];
  @query('input[type=search]') private readonly input!: HTMLInputElement;
  @query('ts-entry-list') private readonly list!: TsEntryList;

  override firstUpdated(): void {
    this.input.value = this.entries.text;
  }

  /** Forgets what was looked for and comes into sight: somebody has asked for the entries of a file. */
  beginAnew(): void {
    if (this.input.value !== '') this.#find('');
    this.scrollIntoView({ block: 'start' });
    this.list.focus();
  }

  #find(text = this.input.value): void {
    this.input.value = text;
    emit(this, 'find-entries', { text });
  }

  #filter(change: Partial<EntriesFilter>): void {
    emit(this, 'filter-entries', { ...this.entries.filter, ...change });
  }

  #onSearchKey(event: KeyboardEvent): void {
    if (event.key === 'Enter' && this.#isOneChip() && this.entries.text === this.input.value) {
      this.input.select(); // the next scan replaces this one
      this.list.open(0);
    } else if ((event.key === 'ArrowDown' || event.key === 'Enter') && this.entries.count > 0) this.list.focus();
    else if (event.key === 'Escape' && this.input.value !== '') this.#find('');
    else return;
    event.preventDefault();
  }

  #isOneChip(): boolean {
    const { count } = this.entries;
    const serials = new Set(Array.from({ length: Math.min(count, FILES_OF_A_CHIP) }, (_, place) => this.entries.row(place)?.uniqueId));
    return count > 0 && count <= FILES_OF_A_CHIP && serials.size === 1;
  }

  #isFound(): boolean {
    const { text, filter } = this.entries;
    return text.trim() !== '' || filter.verdict !== 'all' || filter.manifestId !== null;
  }

  #export(): void {
    const scope: ExportChoice['scope'] = this.entries.selected > 0 ? 'selected' : this.#isFound() ? 'found' : 'all';
    emit(this, 'plan-export', { format: 'pem', scope, unverified: 'leave-out' });
  }

  #bar(): TemplateResult {
    const { count, total } = this.entries;
    return html`<div class="bar">
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
      <span class="count" role="status" data-entry-count=${count}>${this.#isFound() ? words.countOf(count, total) : words.countAll(total)}</span>
      <button type="button" class="btn" data-action="export" ?disabled=${count === 0 && this.entries.selected === 0} @click=${() => this.#export()}>
        ${words.openExport}
      </button>
    </div>`;
  }

  #selection(): TemplateResult {
    const { count, selected, foundSelected } = this.entries;
    const isAll = count > 0 && foundSelected === count;
    const label = this.#isFound() ? words.selectFound(count) : words.selectAll(count);
    return html`<input
        type="checkbox"
        id="all"
        data-action="select-found"
        aria-label=${label}
        .checked=${isAll}
        .indeterminate=${foundSelected > 0 && !isAll}
        ?disabled=${count === 0}
        @change=${(event: Event) => emit(this, 'select-entries', { from: 0, to: count - 1, state: (event.target as HTMLInputElement).checked ? 'on' : 'off' })}
      />
      <label for="all" ?hidden=${selected > 0}>${label}</label>
      <span class="chosen" role="status" data-selected=${selected}>${selected === 0 ? nothing : words.selected(selected, selected - foundSelected)}</span>
      <button type="button" class="btn small" data-action="clear-selection" ?hidden=${selected === 0} @click=${() => emit(this, 'clear-selection', {})}>
        ${words.clear}
      </button>`;
  }

  #filters(): TemplateResult {
    const { verdict, manifestId } = this.entries.filter;
    const { verdicts, allFiles, byVerdict, byFile } = words.filter;
    const changed = (event: Event): string => (event.target as HTMLSelectElement).value;
    return html`<select
        data-filter="verdict"
        aria-label=${byVerdict}
        @change=${(event: Event) => this.#filter({ verdict: changed(event) as EntriesFilter['verdict'] })}
      >
        ${VERDICTS.map((value) => html`<option value=${value} .selected=${value === verdict}>${verdicts[value]}</option>`)}
      </select>
      <select
        data-filter="file"
        aria-label=${byFile}
        ?hidden=${this.files.length < 2 && manifestId === null}
        @change=${(event: Event) => this.#filter({ manifestId: changed(event) === '' ? null : Number(changed(event)) })}
      >
        <option value="" .selected=${manifestId === null}>${allFiles}</option>
        ${this.files.map(({ id, fileName }) => html`<option value=${id} .selected=${id === manifestId}>${factText(fileName, 60)}</option>`)}
      </select>`;
  }

  override render(): TemplateResult {
    const { count, text } = this.entries;
    return html`<section aria-labelledby="title">
      ${this.#bar()}
      <div class="tools">${this.#selection()}<span class="gap"></span>${this.#filters()}</div>
      <ts-entry-list .entries=${this.entries} ?hidden=${count === 0}></ts-entry-list>
      ${
        count === 0
          ? html`<p class="none">
              ${text.trim() === '' ? words.noneOfFilter : words.noMatch}
              ${
                this.entries.filter.verdict === 'all' && this.entries.filter.manifestId === null
                  ? nothing
                  : html`<button type="button" class="link" data-action="clear-filter" @click=${() => this.#filter({ verdict: 'all', manifestId: null })}>
                      ${words.clearFilter}
                    </button>`
              }
            </p>`
          : nothing
      }
    </section>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'ts-entries': TsEntries;
  }
}
