/**
 * `ts-cloud-preview`: what enrolling would do, counted and listed, before anything is done.
 * Floor: ui. Emits `cloud`. Names and ids come from files and from Azure and are hostile text.
 */
import { LitElement, css, html, nothing, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { emit } from '../events.ts';
import { factText } from '../facts.ts';
import { count } from '../format.ts';
import { tick, type TickName } from '../look/icons.ts';
import { sheet } from '../look/sheet.ts';
import { cloudWords } from '../strings/cloud.ts';
import { problemBox, problemLine, remedyList } from './cloud-problem.ts';
import { cloudStyles } from './cloud-styles.ts';
import type { CloudView, PreviewRow, PreviewState, PreviewView } from './cloud-view.ts';
import { EMPTY_CLOUD } from './cloud-view.ts';

const words = cloudWords.enrol;
const TICKS: Readonly<Record<PreviewState, TickName>> = { new: 'pass', same: 'waiting', other: 'fail', impossible: 'fail', unknown: 'unmeasured' };
const STATES = Object.keys(TICKS) as readonly PreviewState[];

@customElement('ts-cloud-preview')
export class TsCloudPreview extends LitElement {
  static override styles = [
    sheet,
    cloudStyles,
    css`
      .counts {
        display: flex;
        flex-wrap: wrap;
        gap: var(--s-2) var(--s-5);
      }
      .counts li {
        display: flex;
        align-items: center;
        gap: 8px;
        color: var(--ink-2);
      }
      .counts b {
        color: var(--ink);
        font-size: 17px;
        font-weight: 600;
        font-variant-numeric: tabular-nums;
      }
      .counts .tick {
        width: 16px;
        height: 16px;
      }
      .list {
        max-height: 360px;
      }
      @media (min-width: 821px) {
        td:last-child {
          min-width: 240px;
        }
      }
    `,
  ];

  @property({ attribute: false }) preview: CloudView['preview'] = EMPTY_CLOUD.preview;
  /** `held`: something stands in the way of starting. */
  @property({ attribute: false }) start: 'free' | 'held' = 'free';

  #row(row: PreviewRow): TemplateResult {
    return html`<tr role="row" data-preview-row=${row.index} data-state=${row.state}>
      <td role="cell" class="mono wide">${factText(row.serialNumber, 40)}</td>
      <td role="cell" class="mono">
        ${factText(row.registrationId, 128)}${row.deviceId === row.registrationId ? nothing : html`<small class="slim">${factText(row.deviceId, 128)}</small>`}
      </td>
      <td role="cell" class="mono wide">${factText(row.deviceId, 128)}</td>
      <td role="cell">
        <span class="note"
          >${tick(TICKS[row.state])}<span>${row.code === '' && row.state !== 'impossible' ? words.willDo[row.state] : problemLine(row)}</span></span
        >
      </td>
    </tr>`;
  }

  #whole({ counts, rows, lookedUp }: PreviewView): TemplateResult {
    const total = STATES.reduce((sum, state) => sum + counts[state], 0);
    const able = counts.new + counts.unknown;
    const label = counts.unknown > 0 ? words.startUnknown(able) : words.start(able);
    return html`<ul class="counts">
        ${STATES.map((state) =>
          counts[state] === 0 && state !== 'new'
            ? nothing
            : html`<li data-count=${state}>
                ${tick(TICKS[state])}<span><b>${count(counts[state])}</b> ${words.previewStates[state]}</span>
              </li>`,
        )}
      </ul>
      <p class="quiet">${words.lookedUp(lookedUp, total)} ${rows.length < total ? words.firstRows(rows.length, total) : nothing}</p>
      <div class="list" role="region" tabindex="0" aria-label=${words.previewTable}>
        <table role="table">
          <thead role="rowgroup">
            <tr role="row">
              <th role="columnheader" scope="col" class="wide">${words.columns.serial}</th>
              <th role="columnheader" scope="col">${words.columns.id}</th>
              <th role="columnheader" scope="col" class="wide">${words.columns.device}</th>
              <th role="columnheader" scope="col">${words.columns.state}</th>
            </tr>
          </thead>
          <tbody role="rowgroup">
            ${rows.map((row) => this.#row(row))}
          </tbody>
        </table>
      </div>
      ${remedyList(rows)}
      <div class="buttons">
        <button
          type="button"
          class="btn go"
          data-action="enrol-entries"
          ?disabled=${able === 0 || this.start === 'held'}
          @click=${() => emit(this, 'cloud', { act: 'enrol', source: 'entries', insist: 'no' })}
        >
          ${able === 0 ? words.nothing : label}
        </button>
      </div>`;
  }

  override render(): TemplateResult | typeof nothing {
    const { preview } = this;
    if (preview.state === 'idle' || preview.source !== 'entries') return nothing;
    return html`<section class="stack" aria-label=${words.previewTitle} data-preview=${preview.state}>
      ${
        preview.state === 'busy'
          ? html`<p class="note" role="status">${tick('running')}<span>${words.previewing}</span></p>`
          : preview.state === 'failed'
            ? problemBox(preview)
            : this.#whole(preview.value)
      }
    </section>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'ts-cloud-preview': TsCloudPreview;
  }
}
