/**
 * `ts-yields`: first-pass and final yield of the runs that were found, by day, plan, slot, station; why runs did not pass; what was measured.
 * Floor: ui. Emits `records`. Bars are SVG, because the page's policy forbids inline styles.
 */
import { LitElement, html, nothing, svg, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { Yield, YieldGroup } from '../../bench/index.ts';
import { emit } from '../events.ts';
import { factText } from '../facts.ts';
import { count } from '../format.ts';
import { tick } from '../look/icons.ts';
import { sheet } from '../look/sheet.ts';
import { recordsWords } from '../strings/en-records.ts';
import { recordsStyles } from './records-styles.ts';
import type { MeasuredView, WorkView, YieldsView } from './records-view.ts';
import { phaseName, reasonOfCode, slotName } from './run-words.ts';
import { percent } from './times.ts';
import './ts-histogram.ts';
import { yieldsStyles } from './yields-styles.ts';

const w = recordsWords.yields;
const GROUPS: readonly (YieldGroup | 'phase')[] = ['day', 'plan', 'slot', 'phase', 'station'];
const MOST_ROWS = 400;
const MOST_REASONS = 12;

@customElement('ts-yields')
export class TsYields extends LitElement {
  static override styles = [sheet, recordsStyles, yieldsStyles];

  /** Null until they were counted. */
  @property({ attribute: false }) yields: YieldsView | null = null;
  @property({ attribute: false }) measured: MeasuredView | null = null;
  @property({ attribute: false }) work: WorkView | null = null;
  @state() private group: YieldGroup | 'phase' = 'day';

  #bar(part: number, whole: number, kind: string): TemplateResult {
    return html`<svg class="bar ${kind}" viewBox="0 0 100 6" preserveAspectRatio="none" aria-hidden="true">
      <rect class="rest" width="100" height="6" />
      ${svg`<rect class="part" width=${whole === 0 ? 0 : (100 * part) / whole} height="6" />`}
    </svg>`;
  }

  #big(name: string, text: string, part: number, whole: number): TemplateResult {
    return html`<div class="big" data-yield=${name}>
      <span>${name}</span><b>${percent(part, whole)}</b>${this.#bar(part, whole, '')}<small>${count(part)} / ${count(whole)} ${text}</small>
    </div>`;
  }

  #name(name: string): string {
    return this.group === 'slot' ? slotName(name) : this.group === 'phase' ? phaseName(name) : factText(name, 80);
  }

  #rows(rows: readonly (Yield & { readonly name: string })[]): TemplateResult {
    const name = w.groups[this.group];
    return html`<div class="table rows" tabindex="0" role="region" aria-label="${w.title}: ${name}">
      <table role="table">
        <thead role="rowgroup">
          <tr role="row">
            <th role="columnheader" scope="col">${name}</th>
            <th role="columnheader" scope="col" class="right">${w.units}</th>
            <th role="columnheader" scope="col" class="right">${w.first}</th>
            <th role="columnheader" scope="col" class="wide"><span class="sr">${w.firstText}</span></th>
            <th role="columnheader" scope="col" class="right">${w.final}</th>
          </tr>
        </thead>
        <tbody role="rowgroup">
          ${rows.slice(0, MOST_ROWS).map(
            (row) =>
              html`<tr role="row" data-yield-row=${factText(row.name, 80)}>
                <td role="cell">${row.name === '' ? w.noName : this.#name(row.name)}</td>
                <td role="cell" class="right">${count(row.units)}</td>
                <td role="cell" class="right"><b>${percent(row.passedFirst, row.units)}</b></td>
                <td role="cell" class="wide">${this.#bar(row.passedFirst, row.units, '')}</td>
                <td role="cell" class="right">${percent(row.passedLast, row.units)}</td>
              </tr>`,
          )}
        </tbody>
      </table>
    </div>`;
  }

  #odd({ odd }: YieldsView): TemplateResult | typeof nothing {
    if (odd === null) return nothing;
    const slot = slotName(odd.slot);
    const text = odd.times === null ? w.oddAlone(slot, odd.failed) : w.odd(slot, odd.times.toFixed(odd.times < 10 ? 1 : 0).replace(/\.0$/, ''));
    return html`<p class="line warning" data-odd-slot=${odd.slot}>${tick('unmeasured')}<span>${text}</span></p>`;
  }

  #pareto({ reasons }: YieldsView): TemplateResult {
    const { paretoColumns: columns } = w;
    const all = reasons.reduce((sum, { runs }) => sum + runs, 0);
    let soFar = 0;
    return html`<section class="card">
      <h2>${w.pareto}</h2>
      ${
        reasons.length === 0
          ? html`<p class="quiet">${w.paretoNone}</p>`
          : html`<div class="table" tabindex="0" role="region" aria-label=${w.pareto}>
              <table role="table">
                <thead role="rowgroup">
                  <tr role="row">
                    <th role="columnheader" scope="col">${columns.reason}</th>
                    <th role="columnheader" scope="col">${columns.phase}</th>
                    <th role="columnheader" scope="col" class="right">${columns.runs}</th>
                    <th role="columnheader" scope="col" class="wide"><span class="sr">${columns.runs}</span></th>
                    <th role="columnheader" scope="col" class="right">${columns.share}</th>
                  </tr>
                </thead>
                <tbody role="rowgroup">
                  ${reasons.slice(0, MOST_REASONS).map(({ reason, phase, runs }) => {
                    soFar += runs;
                    return html`<tr role="row" data-reason=${factText(reason, 80)}>
                      <td role="cell">${reason === '' ? w.noName : reasonOfCode(reason, false).replaceAll('`', '')}</td>
                      <td role="cell">${phase === '' ? '' : phaseName(phase)}</td>
                      <td role="cell" class="right">${count(runs)}</td>
                      <td role="cell" class="wide">${this.#bar(runs, reasons[0]?.runs ?? runs, 'plain')}</td>
                      <td role="cell" class="right">${percent(soFar, all)}</td>
                    </tr>`;
                  })}
                </tbody>
              </table>
            </div>`
      }
    </section>`;
  }

  #measurements(): TemplateResult {
    const { measured, work } = this;
    return html`<section class="card">
      <h2>${w.measurements}</h2>
      ${
        measured === null
          ? html`<p class="quiet">${w.measurementsText}</p>
              <div class="buttons">
                <button type="button" class="btn" data-action="measure" ?disabled=${work !== null} @click=${() => emit(this, 'records', { act: 'measure' })}>
                  ${w.measure}
                </button>
              </div>`
          : measured.names.length === 0
            ? html`<p class="quiet">${w.noMeasurements}</p>`
            : html`<label class="field choice"
                  >${w.measurement}<select
                    data-choice="measurement"
                    @change=${(event: Event) => emit(this, 'records', { act: 'choose-measurement', name: (event.target as HTMLSelectElement).value })}
                  >
                    ${measured.names.map((name) => html`<option value=${name} ?selected=${name === measured.chosen}>${factText(name, 120)}</option>`)}
                  </select></label
                ><ts-histogram .measured=${measured}></ts-histogram>`
      }
    </section>`;
  }

  override render(): TemplateResult {
    const { yields } = this;
    if (yields === null) return html`<p class="quiet" role="status">${w.counting}</p>`;
    const { total, counted, leftOut } = yields;
    return html`<section class="card" data-yields=${total.units}>
        <h2>${w.title}</h2>
        ${this.#odd(yields)}
        ${
          total.units === 0
            ? html`<p class="quiet">${w.nothing}</p>`
            : html`<div class="bigs">
                  ${this.#big(w.first, w.firstText, total.passedFirst, total.units)} ${this.#big(w.final, w.finalText, total.passedLast, total.units)}
                </div>
                <div class="buttons" role="group" aria-label=${w.by}>
                  ${GROUPS.map(
                    (group) =>
                      html`<button
                        type="button"
                        class="btn small"
                        data-group=${group}
                        aria-pressed=${group === this.group ? 'true' : 'false'}
                        @click=${() => {
                          this.group = group;
                        }}
                      >
                        ${w.groups[group]}
                      </button>`,
                  )}
                </div>
                ${this.#rows(yields.groups[this.group])}`
        }
        <label class="check"
          ><input
            type="checkbox"
            data-count-all
            .checked=${counted === 'all'}
            @change=${(event: Event) => emit(this, 'records', { act: 'count-yields', counted: (event.target as HTMLInputElement).checked ? 'all' : 'production' })}
          />${w.all}</label
        >
        ${leftOut === 0 ? nothing : html`<p class="quiet">${counted === 'all' ? w.leftOutStopped(leftOut) : w.leftOut(leftOut)}</p>`}
      </section>
      ${this.#pareto(yields)} ${this.#measurements()}`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'ts-yields': TsYields;
  }
}
