/**
 * `ts-run-filter`: which runs are looked for, and how many of each outcome were found.
 * Floor: ui. Emits `records` (filter). What is typed waits a moment for the next letter.
 */
import { LitElement, css, html, nothing, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { Outcome, RunFilter } from '../../bench/index.ts';
import { emit } from '../events.ts';
import { factText } from '../facts.ts';
import { count } from '../format.ts';
import { icon } from '../look/icons.ts';
import { rich } from '../look/rich.ts';
import { sheet } from '../look/sheet.ts';
import { recordsWords } from '../strings/en-records.ts';
import { markStyles, outcomeTick } from './outcome-mark.ts';
import { recordsStyles } from './records-styles.ts';
import type { RunListView } from './records-view.ts';

const w = recordsWords.filter;
const TYPING_MS = 200;
const OUTCOMES: readonly Outcome[] = ['pass', 'fail', 'error', 'timeout', 'aborted'];
const PURPOSES = ['production', 'golden', 'dry-run', 'demo'] as const;
const ANY: RunFilter = { text: '', outcome: '', purpose: '', fromDay: '', toDay: '', plan: '', station: '', slot: 0, operator: '', workOrder: '' };

@customElement('ts-run-filter')
export class TsRunFilter extends LitElement {
  static override styles = [
    sheet,
    recordsStyles,
    markStyles,
    css`
      :host {
        display: grid;
        grid-template-columns: minmax(0, 1fr);
        gap: var(--s-3);
      }
      .first {
        display: grid;
        grid-template-columns: minmax(220px, 1fr) auto;
        gap: var(--s-2) var(--s-4);
        align-items: end;
      }
      .outcomes {
        display: flex;
        flex-wrap: wrap;
        gap: 6px;
      }
      .outcomes button {
        display: inline-flex;
        align-items: center;
        gap: 6px;
        min-height: 34px;
        padding: 0 10px;
        border: 1px solid var(--line-strong);
        border-radius: var(--r-2);
        background: var(--stone-1);
        cursor: pointer;
        font-size: 13px;
        font-variant-numeric: tabular-nums;
      }
      .outcomes button[aria-pressed='true'] {
        border-color: var(--accent);
        background: var(--accent-soft);
      }
      .outcomes .tick {
        width: 16px;
        height: 16px;
      }
      .more {
        display: grid;
        grid-template-columns: repeat(auto-fill, minmax(150px, 1fr));
        gap: var(--s-2) var(--s-3);
        padding-top: var(--s-3);
      }
      summary {
        display: flex;
        align-items: center;
        gap: 6px;
        width: fit-content;
        list-style: none;
        color: var(--accent);
        font-size: 13px;
        font-weight: 550;
        cursor: pointer;
      }
      summary .icon {
        width: 16px;
        height: 16px;
      }
      details[open] summary .icon {
        transform: rotate(90deg);
      }
      .found {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: var(--s-2) var(--s-3);
        color: var(--ink-2);
        font-size: 13px;
      }
      @media (max-width: 820px) {
        .first {
          grid-template-columns: minmax(0, 1fr);
        }
        .outcomes button {
          min-height: 44px;
        }
      }
    `,
  ];

  @property({ attribute: false }) list: RunListView | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;

  override disconnectedCallback(): void {
    clearTimeout(this.#timer);
    super.disconnectedCallback();
  }

  #set(change: Partial<RunFilter>): void {
    clearTimeout(this.#timer);
    emit(this, 'records', { act: 'filter', filter: change });
  }

  #typed(text: string): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#set({ text: text.slice(0, 100) }), TYPING_MS);
  }

  #choice(
    name: 'plan' | 'station' | 'operator' | 'workOrder' | 'purpose',
    options: readonly string[],
    chosen: string,
    nameOf?: (option: string) => string,
  ): TemplateResult {
    const all = chosen === '' || options.includes(chosen) ? options : [...options, chosen];
    return html`<label class="field"
      >${w[name]}<select data-filter=${name} @change=${(event: Event) => this.#set({ [name]: (event.target as HTMLSelectElement).value })}>
        <option value="" ?selected=${chosen === ''}>${w.any}</option>
        ${all.map((option) => html`<option value=${option} ?selected=${option === chosen}>${nameOf?.(option) ?? factText(option, 60)}</option>`)}
      </select></label
    >`;
  }

  #day(name: 'fromDay' | 'toDay', label: string, value: string): TemplateResult {
    return html`<label class="field"
      >${label}<input
        type="date"
        data-filter=${name}
        .value=${value}
        @change=${(event: Event) => this.#set({ [name]: (event.target as HTMLInputElement).value })}
    /></label>`;
  }

  #more({ filter, choices }: RunListView): TemplateResult {
    return html`<details>
      <summary>${icon('chevron')}${w.more}</summary>
      <div class="more">
        ${this.#day('fromDay', w.from, filter.fromDay)} ${this.#day('toDay', w.to, filter.toDay)} ${this.#choice('plan', choices.plans, filter.plan)}
        <label class="field"
          >${w.slot}<select data-filter="slot" @change=${(event: Event) => this.#set({ slot: Number((event.target as HTMLSelectElement).value) })}>
            <option value="0" ?selected=${filter.slot === 0}>${w.any}</option>
            ${choices.slots.map((slot) => html`<option value=${slot} ?selected=${slot === filter.slot}>${slot}</option>`)}
          </select></label
        >
        ${this.#choice('operator', choices.operators, filter.operator)} ${this.#choice('workOrder', choices.workOrders, filter.workOrder)}
        ${this.#choice('station', choices.stations, filter.station)}
        ${this.#choice('purpose', PURPOSES, filter.purpose, (option) => recordsWords.purposes[option as (typeof PURPOSES)[number]])}
      </div>
    </details>`;
  }

  override render(): TemplateResult | typeof nothing {
    const { list } = this;
    if (list === null) return nothing;
    const { filter, outcomes } = list;
    const isAny = (Object.keys(ANY) as (keyof RunFilter)[]).every((name) => filter[name] === ANY[name]);
    return html`<div class="first" role="search" aria-label=${w.label}>
        <label class="field"
          >${w.search}<input
            type="search"
            data-filter="text"
            autocomplete="off"
            spellcheck="false"
            maxlength="100"
            .value=${filter.text}
            @input=${(event: Event) => this.#typed((event.target as HTMLInputElement).value)}
        /></label>
        <div class="outcomes" role="group" aria-label=${w.outcome}>
          ${OUTCOMES.map(
            (outcome) =>
              html`<button
                type="button"
                data-outcome=${outcome}
                aria-pressed=${filter.outcome === outcome ? 'true' : 'false'}
                @click=${() => this.#set({ outcome: filter.outcome === outcome ? '' : outcome })}
              >
                ${outcomeTick(outcome)}<b>${recordsWords.outcomes[outcome]}</b><span>${count(outcomes[outcome])}</span>
              </button>`,
          )}
        </div>
      </div>
      ${this.#more(list)}
      <div class="found">
        <span role="status">${rich(recordsWords.found(list.found, list.total))}</span>
        ${
          isAny
            ? nothing
            : html`<button type="button" class="link" data-action="reset-filter" @click=${() => emit(this, 'records', { act: 'filter', filter: ANY })}>
                ${w.reset}
              </button>`
        }
      </div>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'ts-run-filter': TsRunFilter;
  }
}
