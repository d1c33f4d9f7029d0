/**
 * `ts-station-full`: one slot in full: phases with their measurements and limits, reasons, and its own log.
 * Floor: ui. Emits `station`.
 */
import { LitElement, css, html, nothing, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { Measurement, PhasePicture, StationSlotPicture } from '../../bench/index.ts';
import type { LogView } from '../app-view.ts';
import { emit } from '../events.ts';
import { factText } from '../facts.ts';
import { seconds } from '../format.ts';
import { tick, type TickName } from '../look/icons.ts';
import { rich } from '../look/rich.ts';
import { sheet } from '../look/sheet.ts';
import { stationWords as w } from '../strings/en-station.ts';
import { limitText } from './limit-text.ts';
import { reasonLine } from './reason-words.ts';
import type { SlotBoard } from './station-view.ts';
import './ts-station-slot.ts';
import './ts-virtual-board.ts';

const TICKS: Readonly<Record<PhasePicture['state'], TickName>> = {
  waiting: 'waiting',
  running: 'running',
  pass: 'pass',
  fail: 'fail',
  error: 'unmeasured',
  skip: 'waiting',
};

@customElement('ts-station-full')
export class TsStationFull extends LitElement {
  static override styles = [
    sheet,
    css`
      :host {
        display: grid;
        grid-row: 2;
        grid-template-columns: minmax(280px, 380px) minmax(0, 1fr);
        grid-template-rows: minmax(0, 1fr) minmax(160px, 32%);
        gap: var(--s-3);
        min-height: 0;
        padding: var(--s-3);
      }
      .left {
        display: grid;
        grid-template-rows: auto 220px auto;
        gap: var(--s-3);
        align-content: start;
        min-height: 0;
        overflow: auto;
      }
      .back {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: var(--s-3);
      }
      .phases {
        overflow: auto;
        padding: var(--s-4) var(--s-5);
        border: 1px solid var(--line);
        border-radius: var(--r-3);
        background: var(--stone-1);
      }
      h2 {
        display: flex;
        align-items: center;
        gap: var(--s-2);
        margin-top: var(--s-3);
        font-size: 14px;
        font-weight: 600;
      }
      h2:first-child {
        margin-top: 0;
      }
      h2 .time {
        margin-left: auto;
        color: var(--ink-3);
        font-weight: 450;
        font-variant-numeric: tabular-nums;
      }
      table {
        width: 100%;
        border-collapse: collapse;
        font-size: 13px;
      }
      td {
        padding: 2px 8px 2px 28px;
        border-bottom: 1px solid var(--line);
        overflow-wrap: anywhere;
      }
      td + td {
        padding-left: 0;
      }
      tr td:last-child {
        color: var(--ink-3);
      }
      td.out {
        color: var(--fail);
        font-weight: 600;
      }
      p.reason {
        padding-left: 28px;
        color: var(--ink-2);
      }
      ts-log {
        grid-column: 1 / -1;
        min-height: 0;
        border: 1px solid var(--line);
        border-radius: var(--r-3);
        overflow: hidden;
      }
      @media (max-width: 820px) {
        :host {
          grid-template-columns: minmax(0, 1fr);
          grid-template-rows: auto auto 300px;
          min-height: auto;
        }
      }
    `,
  ];

  @property({ attribute: false }) slotView: StationSlotPicture | null = null;
  @property({ attribute: false }) shift: 'on' | 'off' = 'off';
  /** The virtual board of this slot. */
  @property({ attribute: false }) board: SlotBoard | null = null;
  @property({ attribute: false }) log: LogView | null = null;
  /** Changes with every line. */
  @property({ attribute: false }) version = 0;

  #measurement(row: Measurement): TemplateResult {
    const value = row.value === null ? '–' : `${measured(row.value)} ${row.unit === '1' ? '' : row.unit}`.trim(); // 1: a count
    return html`<tr>
      <td>${row.name}</td>
      <td class=${row.outcome === 'fail' || row.outcome === 'unset' ? 'out' : ''}><code>${value}</code></td>
      <td>${row.limits.map(limitText).join(', ')}</td>
    </tr>`;
  }

  #phase(phase: PhasePicture, root: 'microchip' | 'demo'): TemplateResult {
    const rows = phase.measurements.filter(({ value, outcome, limits }) => value !== null || outcome === 'unset' || limits.length > 0);
    return html`<h2>${tick(TICKS[phase.state])}<span>${phase.name}</span><span class="time">${phase.elapsedMs === 0 ? '' : seconds(phase.elapsedMs)}</span></h2>
      ${phase.details.map((detail) => html`<p class="reason">${rich(reasonLine(detail, root).what)}</p>`)}
      ${
        rows.length === 0
          ? nothing
          : html`<table>
              <tbody>
                ${rows.map((row) => this.#measurement(row))}
              </tbody>
            </table>`
      }`;
  }

  override render(): TemplateResult | typeof nothing {
    const view = this.slotView;
    if (view === null) return nothing;
    const root = view.port?.kind === 'virtual' ? 'demo' : 'microchip';
    return html`<div class="left">
        <div class="back">
          <button type="button" class="btn" data-action="close-slot" @click=${() => emit(this, 'station', { act: 'close-slot' })}>
            ${w.close} <kbd>Esc</kbd>
          </button>
          <p>${view.record === null ? w.notRecorded : w.recordNumber(view.record.number)}</p>
        </div>
        <ts-station-slot .slotView=${view} .shift=${this.shift} .keys=${'here'} place="full"></ts-station-slot>
        ${this.board === null ? nothing : html`<ts-virtual-board .number=${view.number} .board=${this.board}></ts-virtual-board>`}
      </div>
      <div class="phases">${view.run === null ? html`<p>${w.noMeasurements}</p>` : view.run.phases.map((phase) => this.#phase(phase, root))}</div>
      ${this.log === null ? nothing : html`<ts-log .log=${this.log} .version=${this.version}></ts-log>`}`;
  }
}

/** Six digits say more than any clock here knows. */
const measured = (value: NonNullable<Measurement['value']>): string => (typeof value === 'number' ? String(Number(value.toPrecision(6))) : factText(value));

declare global {
  interface HTMLElementTagNameMap {
    'ts-station-full': TsStationFull;
  }
}
