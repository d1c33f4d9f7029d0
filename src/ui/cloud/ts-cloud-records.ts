/**
 * `ts-cloud-records`: what was enrolled, disabled or deleted from this browser, newest first.
 * Floor: ui. Emits `cloud` to watch one again, to save them, and, once they are saved and after a question, to delete them here. Folded until somebody asks.
 */
import { LitElement, css, html, nothing, type TemplateResult } from 'lit';
import { customElement, property, query } from 'lit/decorators.js';
import { emit } from '../events.ts';
import { factText } from '../facts.ts';
import { icon } from '../look/icons.ts';
import { rich } from '../look/rich.ts';
import { sheet } from '../look/sheet.ts';
import { cloudWords } from '../strings/cloud.ts';
import { cloudStyles } from './cloud-styles.ts';
import type { CloudView, EnrolRecord } from './cloud-view.ts';
import './ts-confirm.ts';
import type { TsConfirm } from './ts-confirm.ts';
import { dayTime } from './times.ts';

const words = cloudWords.records;
/** The record of every chip has them all; here stand the newest. */
const SHOWN = 100;

@customElement('ts-cloud-records')
export class TsCloudRecords extends LitElement {
  static override styles = [
    sheet,
    cloudStyles,
    css`
      summary h2 {
        font-size: 15px;
      }
      .list {
        max-height: 420px;
      }
      .demo {
        font-size: 10px;
      }
      .act {
        width: 1%;
      }
    `,
  ];

  @property({ attribute: false }) records: readonly EnrolRecord[] = [];
  @property({ attribute: false }) saved: CloudView['recordsSaved'] = null;
  @query('ts-confirm') private readonly confirm!: TsConfirm;
  @property({ attribute: false }) watching: 'possible' | 'not-now' = 'not-now';

  #row(record: EnrolRecord): TemplateResult {
    const id = factText(record.registrationId, 128);
    const isGone = record.result === 'deleted';
    const service = factText(record.serviceName, 64);
    const who = factText(record.who, 120);
    const mark = record.emulator ? html` <span class="demo">${cloudWords.emulator.mark}</span>` : nothing;
    return html`<tr role="row" data-record=${factText(record.id, 64)}>
      <td role="cell">${dayTime(record.atMs)}</td>
      <td role="cell">
        <span class="mono">${id}</span
        >${record.deviceId === record.registrationId ? nothing : html`<small>${rich(words.by(factText(record.deviceId, 128)))}</small>`}
      </td>
      <td role="cell">
        ${words.results[record.result]}${mark}${record.verdict === 'overridden' ? html`<small>${words.overridden}</small>` : nothing}<small class="slim"
          >${service}<br />${who}</small
        >
      </td>
      <td role="cell" class="wide">${service}<small>${factText(record.idScope, 40)}</small></td>
      <td role="cell" class="wide">${who}</td>
      <td role="cell" class="act">
        ${
          isGone || this.watching === 'not-now'
            ? nothing
            : html`<button
                type="button"
                class="btn small"
                data-action="watch-record"
                aria-label=${cloudWords.job.watch(id)}
                @click=${() => emit(this, 'cloud', { act: 'watch', registrationId: record.registrationId })}
              >
                ${cloudWords.job.watchShort}
              </button>`
        }
      </td>
    </tr>`;
  }

  override render(): TemplateResult | typeof nothing {
    const { records } = this;
    if (records.length === 0) return nothing;
    const { columns } = words;
    return html`<details data-records=${records.length}>
      <summary>
        ${icon('chevron')}
        <h2>${words.title}</h2>
        <span>${words.count(records.length)}</span>
      </summary>
      <div class="inside">
        <p class="quiet">${words.text} ${records.length > SHOWN ? words.first(SHOWN, records.length) : nothing}</p>
        <div class="list" role="region" tabindex="0" aria-label=${words.title}>
          <table role="table">
            <thead role="rowgroup">
              <tr role="row">
                ${[columns.when, columns.chip, columns.what].map((column) => html`<th role="columnheader" scope="col">${column}</th>`)}
                ${[columns.service, columns.who].map((column) => html`<th role="columnheader" scope="col" class="wide">${column}</th>`)}
                <th role="columnheader" scope="col"><span class="sr">${cloudWords.job.watchShort}</span></th>
              </tr>
            </thead>
            <tbody role="rowgroup">
              ${records.slice(0, SHOWN).map((record) => this.#row(record))}
            </tbody>
          </table>
        </div>
        <div class="buttons">
          <button type="button" class="btn small" data-action="save-records" @click=${() => emit(this, 'cloud', { act: 'save-records' })}>${words.save}</button>
          ${
            this.saved === null || this.saved === undefined
              ? nothing
              : html`<button type="button" class="btn small" data-action="delete-records" @click=${() => this.confirm.ask()}>${words.drop}</button>
                  <span role="status" data-saved=${this.saved.count}>${rich(words.saved(this.saved.count, factText(this.saved.fileName, 80)))}</span>`
          }
        </div>
        <ts-confirm .question=${words.confirm} @ts-confirmed=${() => emit(this, 'cloud', { act: 'delete-records' })}></ts-confirm>
      </div>
    </details>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'ts-cloud-records': TsCloudRecords;
  }
}
