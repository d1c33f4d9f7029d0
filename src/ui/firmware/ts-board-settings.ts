/**
 * `ts-board-settings`: values for single boards: a small form, or a table pasted or loaded as CSV.
 * Floor: ui. Emits `firmware`. Secrets are password fields; what is shown is chosen per row and forgotten with the page.
 */
import { LitElement, css, html, nothing, type TemplateResult } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import type { NvsEncoding } from '../../formats/index.ts';
import { advise } from '../advice.ts';
import { emit } from '../events.ts';
import { icon, tick } from '../look/icons.ts';
import { rich } from '../look/rich.ts';
import { sheet } from '../look/sheet.ts';
import { firmwareWords as words } from '../strings/late.ts';
import type { FirmwareView, SettingsRow, SettingsView } from './firmware-view.ts';
import { firmwareStyles } from './firmware-styles.ts';

/** A CSV of this size has settings for some hundred thousand boards. */
const MAX_CSV_BYTES = 16 * 1024 * 1024;

@customElement('ts-board-settings')
export class TsBoardSettings extends LitElement {
  static override styles = [
    sheet,
    firmwareStyles,
    css`
      .tick-box {
        display: flex;
        align-items: center;
        gap: 10px;
        min-height: 28px;
      }
      input[type='checkbox'] {
        width: 18px;
        height: 18px;
        margin: 0;
        accent-color: var(--accent);
      }
      .row {
        display: grid;
        grid-template-columns: minmax(0, 1fr) minmax(0, 1fr) 96px minmax(0, 1.6fr) auto auto;
        gap: var(--s-2);
        align-items: end;
      }
      .row:not(:first-of-type) .field > span:first-child {
        position: absolute;
        width: 1px;
        height: 1px;
        overflow: hidden;
        clip-path: inset(50%);
      }
      .value {
        display: flex;
        gap: 4px;
      }
      .value input {
        min-width: 0;
        flex: 1;
      }
      .value .btn,
      .row > .btn {
        min-height: 34px;
      }
      .row > .btn .icon {
        width: 14px;
        height: 14px;
      }
      .lock {
        display: flex;
        align-items: center;
        gap: 6px;
        min-height: 34px;
        color: var(--ink-2);
        font-size: 13px;
      }
      textarea {
        width: 100%;
        min-height: 96px;
        padding: 8px;
        border: 1px solid var(--control);
        border-radius: 6px;
        background: var(--stone-2);
        color: inherit;
        font: 12.5px/18px var(--mono);
        resize: vertical;
      }
      fieldset {
        display: grid;
        grid-template-columns: minmax(0, 1fr);
        gap: var(--s-3);
        min-width: 0;
        margin: 0;
        padding: 0;
        border: 0;
      }
      details {
        display: grid;
      }
      summary {
        color: var(--accent);
        font-weight: 550;
        cursor: pointer;
      }
      .csv {
        display: grid;
        gap: var(--s-2);
        padding-top: var(--s-2);
      }
      @media (max-width: 820px) {
        .row {
          grid-template-columns: 1fr 1fr;
          padding-bottom: var(--s-3);
          border-bottom: 1px solid var(--line);
        }
        .row:not(:first-of-type) .field > span:first-child {
          position: static;
          width: auto;
          height: auto;
          clip-path: none;
        }
        .tick-box,
        .lock,
        summary {
          min-height: 44px;
          align-content: center;
        }
      }
    `,
  ];

  @property({ attribute: false }) settings!: SettingsView;
  @property({ attribute: false }) lock: FirmwareView['lock'] = 'unlocked';
  @property({ attribute: false }) encodings: readonly NvsEncoding[] = [];
  /** Rows whose secrets are shown. */
  @state() private revealed: ReadonlySet<number> = new Set();
  @query('textarea') private readonly pasted!: HTMLTextAreaElement;
  @query('input[type=file]') private readonly chooser!: HTMLInputElement;

  #set(index: number, change: Partial<SettingsRow>): void {
    emit(this, 'firmware', { act: 'set-rows', rows: this.settings.rows.map((row, place) => (place === index ? { ...row, ...change } : row)) });
  }

  #add(): void {
    const namespace = this.settings.rows.at(-1)?.namespace ?? '';
    emit(this, 'firmware', { act: 'set-rows', rows: [...this.settings.rows, { namespace, key: '', encoding: 'string', value: '', secret: 'plain' }] });
  }

  #remove(index: number): void {
    this.revealed = new Set();
    emit(this, 'firmware', { act: 'set-rows', rows: this.settings.rows.filter((_row, place) => place !== index) });
  }

  #reveal(index: number): void {
    this.revealed = new Set(this.revealed.has(index) ? [...this.revealed].filter((place) => place !== index) : [...this.revealed, index]);
  }

  #load(text: string): void {
    this.revealed = new Set();
    this.pasted.value = '';
    emit(this, 'firmware', { act: 'load-settings', text });
  }

  async #loadFile(): Promise<void> {
    const [file] = this.chooser.files ?? [];
    this.chooser.value = '';
    if (file !== undefined && file.size <= MAX_CSV_BYTES) this.#load(await file.text());
  }

  #text(index: number, name: 'namespace' | 'key', row: SettingsRow): TemplateResult {
    return html`<label class="field"
      ><span>${words.rowColumns[name]}</span>
      <input
        data-row=${index}
        data-field=${name}
        maxlength="15"
        autocomplete="off"
        spellcheck="false"
        .value=${row[name]}
        @change=${(event: Event) => this.#set(index, { [name]: (event.currentTarget as HTMLInputElement).value })}
      />
    </label>`;
  }

  #row(row: SettingsRow, index: number): TemplateResult {
    const isHidden = row.secret === 'secret' && !this.revealed.has(index);
    const key = row.key === '' ? words.rowColumns.value : row.key;
    return html`<div class="row">
      ${this.#text(index, 'namespace', row)}${this.#text(index, 'key', row)}
      <label class="field"
        ><span>${words.rowColumns.encoding}</span>
        <select
          data-row=${index}
          data-field="encoding"
          @change=${(event: Event) => this.#set(index, { encoding: (event.currentTarget as HTMLSelectElement).value as NvsEncoding })}
        >
          ${this.encodings.map((encoding) => html`<option value=${encoding} .selected=${encoding === row.encoding}>${encoding}</option>`)}
        </select>
      </label>
      <label class="field"
        ><span>${words.rowColumns.value}</span>
        <span class="value">
          <input
            type=${isHidden ? 'password' : 'text'}
            data-row=${index}
            data-field="value"
            autocomplete=${row.secret === 'secret' ? 'new-password' : 'off'}
            spellcheck="false"
            .value=${row.value}
            @change=${(event: Event) => this.#set(index, { value: (event.currentTarget as HTMLInputElement).value })}
          />
          ${
            row.secret === 'plain'
              ? nothing
              : html`<button
                  type="button"
                  class="btn small"
                  aria-label=${isHidden ? words.revealLabel(key) : words.hideLabel(key)}
                  @click=${() => this.#reveal(index)}
                >
                  ${isHidden ? words.reveal : words.hide}
                </button>`
          }
        </span>
      </label>
      <label class="lock">
        <input
          type="checkbox"
          aria-label=${words.secretLabel(key)}
          .checked=${row.secret === 'secret'}
          @change=${(event: Event) => this.#set(index, { secret: (event.currentTarget as HTMLInputElement).checked ? 'secret' : 'plain' })}
        />${words.rowColumns.secret}
      </label>
      <button type="button" class="btn small" aria-label=${words.removeRow(row.key)} @click=${() => this.#remove(index)}>${icon('cross')}</button>
    </div>`;
  }

  #form(): TemplateResult {
    const { rows, table, problem, partitions, partition } = this.settings;
    const advice = problem === null ? null : advise(problem.code, problem.facts);
    return html`${
        partitions.length < 2
          ? nothing
          : html`<label class="field"
              ><span>${words.partitionLabel}</span>
              <select
                data-nvs-partition
                @change=${(event: Event) => emit(this, 'firmware', { act: 'set-partition', partition: (event.currentTarget as HTMLSelectElement).value })}
              >
                ${partitions.map(({ name }) => html`<option value=${name} .selected=${name === partition}>${name}</option>`)}
              </select>
            </label>`
      }
      ${table === null ? rows.map((row, index) => this.#row(row, index)) : html`<p data-settings-table>${words.table(table.rows, table.identifiedBy, table.next)}</p>`}
      ${rows.length === 0 && table === null ? html`<p class="quiet">${words.settingsEmpty}</p>` : nothing}
      ${
        advice === null || problem === null
          ? nothing
          : html`<div class="problem" role="alert" data-settings-problem=${problem.code}>
              ${tick('fail')}<strong>${rich(advice.what)}</strong>${advice.seen === undefined ? nothing : html`<p>${rich(advice.seen)}</p>`}
              <p>${rich(advice.remedy)}</p>
            </div>`
      }
      <div class="buttons">
        ${table === null ? html`<button type="button" class="btn small" data-action="add-setting" @click=${() => this.#add()}>${words.addRow}</button>` : nothing}
        ${
          rows.length === 0 && table === null
            ? nothing
            : html`<button type="button" class="btn small" data-action="clear-settings" @click=${() => emit(this, 'firmware', { act: 'clear-settings' })}>
                ${words.clear}
              </button>`
        }
      </div>
      <p class="quiet">${rich(words.placeholders)}</p>
      <details>
        <summary>${words.csv}</summary>
        <div class="csv">
          <p class="quiet">${rich(words.csvText)}</p>
          <textarea aria-label=${words.csvLabel} autocomplete="off" spellcheck="false"></textarea>
          <input type="file" data-settings-file hidden accept=".csv,text/csv" @change=${() => this.#loadFile()} />
          <div class="buttons">
            <button type="button" class="btn small" data-action="load-settings" @click=${() => this.#load(this.pasted.value)}>${words.csvLoad}</button>
            <button type="button" class="btn small" @click=${() => this.chooser.click()}>${words.csvFile}</button>
          </div>
        </div>
      </details>`;
  }

  /** What the lock has to do with it. */
  #lockNote(isPossible: boolean): TemplateResult | typeof nothing {
    if (this.lock === 'unlocked' || !isPossible) return nothing;
    const { held } = this.settings;
    return html`<p class="held" data-held=${held === 'held' ? 'settings' : 'wanted'}>
      ${icon('info')}<span>${held === 'held' ? words.lockedHere : words.lockWants}</span>
    </p>`;
  }

  override render(): TemplateResult {
    const { use, partitions, held } = this.settings;
    const isPossible = partitions.length > 0;
    return html`<article class="card">
      <h2>${words.settings}</h2>
      <p class="quiet">${isPossible ? words.settingsText : words.settingsNone}</p>
      ${this.#lockNote(isPossible)}
      ${
        isPossible
          ? html`<label class="tick-box">
              <input
                type="checkbox"
                data-use-settings
                ?disabled=${this.lock === 'locked'}
                .checked=${use === 'on'}
                @change=${(event: Event) => emit(this, 'firmware', { act: 'use-settings', use: (event.currentTarget as HTMLInputElement).checked ? 'on' : 'off' })}
              />${words.settingsOn}
            </label>`
          : nothing
      }
      ${isPossible && use === 'on' ? html`<fieldset ?disabled=${held === 'held'}>${this.#form()}</fieldset>` : nothing}
    </article>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'ts-board-settings': TsBoardSettings;
  }
}
