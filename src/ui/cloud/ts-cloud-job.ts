/**
 * `ts-cloud-job`: a job of enrolling while it runs, waits, rests or has ended; or one of an earlier visit.
 * Floor: ui. Emits `cloud`. Its size stays as it is while numbers change.
 */
import { LitElement, css, html, nothing, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { emit } from '../events.ts';
import { factText } from '../facts.ts';
import { count } from '../format.ts';
import { icon, tick, type TickName } from '../look/icons.ts';
import { rich } from '../look/rich.ts';
import { progressStyles } from '../look/screen.ts';
import { sheet } from '../look/sheet.ts';
import { cloudWords } from '../strings/cloud.ts';
import { problemBox, problemLine, remedyList } from './cloud-problem.ts';
import { cloudStyles } from './cloud-styles.ts';
import type { CloudAction, JobRow, JobView } from './cloud-view.ts';
import { dayTime } from './times.ts';

const words = cloudWords.job;
const TICKS: Readonly<Record<JobRow['state'], TickName>> = { pending: 'waiting', enrolled: 'pass', same: 'pass', failed: 'fail' };
/** What can be done to a job. */
type JobAct = Extract<CloudAction['act'], `${string}-job` | 'put-job-away' | 'retry-failed' | 'save-job-results'>;

@customElement('ts-cloud-job')
export class TsCloudJob extends LitElement {
  static override styles = [
    sheet,
    progressStyles,
    cloudStyles,
    css`
      section {
        padding: var(--s-4);
        border: 1px solid var(--line);
        border-radius: var(--r-2);
        background: var(--stone-2);
      }
      .head {
        display: flex;
        flex-wrap: wrap;
        align-items: baseline;
        gap: 2px var(--s-3);
      }
      .head h2,
      .head h3 {
        font-size: 15px;
        line-height: 22px;
      }
      .head span {
        color: var(--ink-2);
        font-variant-numeric: tabular-nums;
      }
      .figures {
        display: grid;
        grid-template-columns: repeat(4, minmax(0, 1fr));
        gap: var(--s-2);
      }
      @media (max-width: 820px) {
        .figures {
          grid-template-columns: repeat(2, minmax(0, 1fr));
        }
      }
      .figures b {
        display: block;
        font-size: 21px;
        line-height: 26px;
        font-weight: 600;
        font-variant-numeric: tabular-nums;
      }
      .figures span {
        color: var(--ink-2);
        font-size: 13px;
      }
      .figures .bad b {
        color: var(--fail);
      }
      .pace {
        min-height: 20px;
        color: var(--ink-2);
        font-variant-numeric: tabular-nums;
      }
      .list {
        max-height: 300px;
      }
      @media (min-width: 821px) {
        td:nth-child(3) {
          min-width: 220px;
        }
      }
      .act {
        width: 1%;
      }
      .remedies {
        background: var(--stone-1);
      }
    `,
  ];

  @property({ attribute: false }) job!: JobView;
  /** `earlier`: of another visit. `elsewhere`: of another visit, and its service is not the chosen one. */
  @property({ attribute: false }) kind: 'now' | 'earlier' | 'elsewhere' = 'now';

  #button(act: JobAct, label: string, weight: 'go' | '' = '', lock: 'free' | 'held' = 'free'): TemplateResult {
    return html`<button type="button" class="btn ${weight}" data-action=${act} ?disabled=${lock === 'held'} @click=${() => emit(this, 'cloud', { act })}>
      ${label}
    </button>`;
  }

  #buttons({ state, failed }: JobView): TemplateResult {
    const isEnded = state === 'done' || state === 'cancelled';
    if (this.kind !== 'now' || state === 'interrupted') {
      return html`${this.#button('resume-job', words.resume, 'go', this.kind === 'elsewhere' ? 'held' : 'free')}
      ${this.#button('save-job-results', words.save)}${this.#button('put-job-away', words.putAway)}`;
    }
    if (isEnded) {
      return html`${failed > 0 ? this.#button('retry-failed', words.retry(failed), 'go') : nothing}
      ${this.#button('save-job-results', words.save)}${this.#button('put-job-away', words.putAway)}`;
    }
    return html`${state === 'paused' ? this.#button('resume-job', words.resume, 'go') : this.#button('pause-job', words.pause)}
    ${this.#button('cancel-job', words.cancel)}`;
  }

  #pace({ state, perMinute, secondsLeft, waitingFor, total, enrolled, same, failed }: JobView): TemplateResult {
    if (waitingFor !== null && (state === 'waiting' || state === 'running')) {
      return html`<p class="note" data-waiting=${factText(waitingFor.code, 64)}>${icon('info')}<span>${problemLine(waitingFor)}</span></p>`;
    }
    if (waitingFor !== null && state === 'paused') return problemBox(waitingFor); // it stopped by itself: somebody has to do something
    if (state === 'done' || state === 'cancelled') return html`<p class="pace">${words.ended(enrolled, same, failed)}</p>`;
    if (state !== 'running') return html`<p class="pace">${words.notLost}</p>`;
    const parts = [perMinute === null ? '' : words.rate(perMinute), secondsLeft === null ? '' : words.left(secondsLeft), total > 20 ? words.notLost : ''];
    return html`<p class="pace">${parts.filter((part) => part !== '').join(' · ')}</p>`;
  }

  #row(row: JobRow): TemplateResult {
    const id = factText(row.registrationId, 128);
    const isThere = row.state === 'enrolled' || row.state === 'same';
    return html`<tr role="row" data-job-row=${row.index} data-state=${row.state}>
      <td role="cell" class="mono wide">${factText(row.serialNumber, 40)}</td>
      <td role="cell" class="mono">${id}</td>
      <td role="cell">
        <span class="note">${tick(TICKS[row.state])}<span>${row.code === '' ? words.rowStates[row.state] : problemLine(row)}</span></span>
      </td>
      <td role="cell" class="act">
        ${
          isThere || row.code === 'enrol-other-certificate'
            ? html`<button
                type="button"
                class="btn small"
                data-action="watch-row"
                aria-label=${words.watch(id)}
                @click=${() => emit(this, 'cloud', { act: 'watch', registrationId: row.registrationId })}
              >
                ${words.watchShort}
              </button>`
            : nothing
        }
      </td>
    </tr>`;
  }

  #table({ rows, total }: JobView): TemplateResult | typeof nothing {
    if (rows.length === 0) return nothing;
    const { columns } = cloudWords.enrol;
    return html`<div class="list" role="region" tabindex="0" aria-label=${words.table}>
        <table role="table">
          <thead role="rowgroup">
            <tr role="row">
              <th role="columnheader" scope="col" class="wide">${columns.serial}</th>
              <th role="columnheader" scope="col">${columns.id}</th>
              <th role="columnheader" scope="col">${columns.result}</th>
              <th role="columnheader" scope="col"><span class="sr">${words.watchShort}</span></th>
            </tr>
          </thead>
          <tbody role="rowgroup">
            ${rows.map((row) => this.#row(row))}
          </tbody>
        </table>
      </div>
      ${rows.length < total ? html`<p class="quiet">${words.firstRows(rows.length, total)}</p>` : nothing}
      ${remedyList(rows.filter(({ state }) => state === 'failed'))}`;
  }

  #figures(job: JobView): TemplateResult {
    const keys = ['enrolled', 'same', 'failed', 'pending'] as const;
    return html`<div class="figures">
      ${keys.map((key) => html`<div class=${key === 'failed' && job.failed > 0 ? 'bad' : ''} data-figure=${key}><b>${count(job[key])}</b><span>${words.counts[key]}</span></div>`)}
    </div>`;
  }

  override render(): TemplateResult {
    const { job } = this;
    const done = job.total - job.pending;
    const isEarlier = this.kind !== 'now';
    const name = factText(job.serviceName, 64);
    return html`<section class="stack" aria-label=${words.titles[job.state]} data-job=${job.state} data-job-kind=${this.kind}>
      <div class="head">
        ${isEarlier ? html`<h2>${words.unfinished}</h2>` : html`<h3>${words.titles[job.state]}</h3>`}
        <span>${words.of(done, job.total)}</span><span>${rich(words.where(name, factText(job.idScope, 40)))}</span>
      </div>
      ${
        isEarlier
          ? html`<p class="said">
              ${words.unfinishedText(done, job.total, dayTime(job.startedMs))} ${this.kind === 'elsewhere' ? rich(words.unfinishedElsewhere(name)) : nothing}
            </p>`
          : html`<progress aria-label=${words.progress} max=${Math.max(1, job.total)} .value=${done}></progress> ${job.total > 1 ? this.#figures(job) : nothing}
              ${this.#pace(job)}`
      }
      <div class="buttons">${this.#buttons(job)}</div>
      ${isEarlier ? nothing : this.#table(job)}
    </section>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'ts-cloud-job': TsCloudJob;
  }
}
