/**
 * `ts-timeline`: one start of the board, step by step: state, time, facts; what failed and what to do.
 * Floor: ui. Emits `show-line`. Facts are hostile text.
 */
import { LitElement, css, html, nothing, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { ConnectFailure, ConnectStep, ConnectStepState, ConnectTimeline } from '../../bench/index.ts';
import { emit } from '../events.ts';
import { tick, type TickName } from '../look/icons.ts';
import { rich } from '../look/rich.ts';
import { sheet } from '../look/sheet.ts';
import { connectWords as words } from '../strings/late.ts';
import { factRows, failureWords, goesOn } from './connect-words.ts';
import { cardStyles } from './connect-styles.ts';
import type { UnderstoodLog } from './understanding-view.ts';

const TICKS: Readonly<Record<ConnectStepState, TickName>> = { waiting: 'waiting', running: 'running', done: 'pass', failed: 'fail', unsaid: 'unmeasured' };

@customElement('ts-timeline')
export class TsTimeline extends LitElement {
  static override styles = [
    sheet,
    cardStyles,
    css`
      :host {
        display: grid;
        gap: var(--s-3);
      }
      li {
        display: grid;
        grid-template-columns: 20px minmax(0, 1fr) 62px 62px;
        column-gap: var(--s-2);
        align-items: start;
        min-height: 27px;
        padding: 3px 0;
      }
      li + li {
        border-top: 1px solid var(--line);
      }
      .tick {
        width: 17px;
        height: 17px;
        margin: 1px;
      }
      .name {
        padding: 0;
        border: 0;
        background: none;
        text-align: start;
        font-size: 13.5px;
      }
      button.name {
        cursor: pointer;
      }
      button.name:hover {
        color: var(--accent);
        text-decoration: underline;
        text-underline-offset: 3px;
      }
      [data-state='unsaid'] .tick {
        stroke: var(--ink-3);
      }
      [data-state='waiting'] .name,
      [data-state='unsaid'] .name {
        color: var(--ink-3);
      }
      [aria-current] .name {
        font-weight: 620;
      }
      .time {
        color: var(--ink-2);
        font: 12.5px/20px var(--mono);
        font-variant-numeric: tabular-nums;
        text-align: end;
        white-space: nowrap;
      }
      .head {
        min-height: 0;
        padding: 0;
        color: var(--ink-3);
        font-size: 12px;
        text-align: end;
      }
      .head .first {
        grid-column: 1 / 3;
      }
      dl.facts {
        grid-column: 2 / -1;
      }
      .note {
        color: var(--ink-2);
        font-size: 12.5px;
        line-height: 18px;
      }
      @media (max-width: 820px), (pointer: coarse) {
        button.name {
          min-height: 40px;
        }
        li {
          align-items: center;
        }
      }
    `,
  ];

  @property({ attribute: false }) timeline: ConnectTimeline | null = null;
  /** The log it stands in. */
  @property({ attribute: false }) log: UnderstoodLog | null = null;

  #line(what: string, number: number): TemplateResult {
    return html`<button type="button" class="to-line" data-action="show-line" @click=${() => emit(this, 'show-line', { number })}>
      <span class="sr">${what}: </span>${words.line(number)}
    </button>`;
  }

  #failure(failure: ConnectFailure, state: ConnectTimeline['state']): TemplateResult {
    const { what, seen, remedy } = failureWords(failure);
    const isOver = state !== 'failed';
    const rows = failure.reason === 'firmware-says' ? factRows(failure.facts, words.facts) : [];
    return html`<div class="card ${isOver ? 'warn' : 'fail'}" data-connect-reason=${failure.reason}>
      <h3>${tick(isOver ? 'unmeasured' : 'fail')}<span>${words.steps[failure.step].title}: ${what}</span></h3>
      ${seen === undefined || rows.length > 0 ? nothing : html`<p class="seen">${rich(seen)}</p>`} ${factList(rows)}
      <p class="remedy"><b>${words.whatToDo}:</b> ${rich(remedy)}</p>
      <p class="times">
        ${[words.times(failure.times), isOver ? words.still : ''].filter((part) => part !== '').map((part) => `${part} · `)}${this.#line(what, failure.line)}
      </p>
    </div>`;
  }

  #stall(): TemplateResult | typeof nothing {
    const { log, timeline } = this;
    const stall = log?.stall ?? null;
    if (log === null || stall === null || timeline === null || !goesOn(timeline, log)) return nothing;
    const step = words.steps[stall.step];
    return html`<div class="card warn" data-connect-stall=${stall.step}>
      <h3>${tick('unmeasured')}<span>${words.stall(step.title, stall.forMs)}</span></h3>
      <p>${words.guess} ${step.stall}</p>
    </div>`;
  }

  #step(step: ConnectStep, timeline: ConnectTimeline, log: UnderstoodLog): TemplateResult {
    const { id, state, line } = step;
    const hasTimes = log.times === 'known';
    const isRunning = state === 'running' && goesOn(timeline, log);
    const took = isRunning && step.atMs !== null ? log.nowMs - step.atMs : step.tookMs;
    const reached = timeline.measurements.find((one) => one.id === `time-to-${id}`)?.value;
    const { title } = words.steps[id];
    const facts = state === 'waiting' ? [] : factRows(step.facts, words.facts);
    return html`<li data-connect-step=${id} data-state=${state} aria-current=${id === timeline.at ? 'step' : nothing}>
      ${tick(isRunning || state !== 'running' ? TICKS[state] : 'waiting')}
      ${
        line === null
          ? html`<span class="name">${title}</span>`
          : html`<button
              type="button"
              class="name"
              data-action="show-line"
              title=${words.toLine(title, line)}
              @click=${() => emit(this, 'show-line', { number: line })}
            >
              ${title}
            </button>`
      }
      <span class="time"><span class="sr">${words.states[state]} </span>${hasTimes && took !== null ? words.took(took) : ''}</span>
      <span class="time">${hasTimes && reached !== undefined ? words.at(reached) : ''}</span>
      ${factList(facts)}
    </li>`;
  }

  override render(): TemplateResult | typeof nothing {
    const { timeline, log } = this;
    if (timeline === null || log === null) return nothing;
    return html`${timeline.failure === null ? this.#stall() : this.#failure(timeline.failure, timeline.state)}
      <ol aria-label=${words.title}>
        ${
          log.times === 'known'
            ? html`<li class="head" aria-hidden="true"><span class="first"></span><span>${words.tookHead}</span><span>${words.atHead}</span></li>`
            : nothing
        }
        ${timeline.steps.map((step) => this.#step(step, timeline, log))}
      </ol>
      ${
        log.times === 'unknown'
          ? html`<p class="note">${words.noTimes}</p>`
          : timeline.since === 'first-line'
            ? html`<p class="note">${words.sinceLine}</p>`
            : nothing
      }
      ${
        timeline.overcome.length === 0
          ? nothing
          : html`<details data-overcome=${timeline.overcome.length}>
              <summary>${words.overcome(timeline.overcome.length)}</summary>
              <ul>
                ${timeline.overcome.map((failure) => {
                  const { what } = failureWords(failure);
                  return html`<li class="over">
                    <span class="name">${words.steps[failure.step].title}: ${what} ${words.times(failure.times)}</span>${this.#line(what, failure.line)}
                  </li>`;
                })}
              </ul>
            </details>`
      }`;
  }
}

/** Facts as a list; nothing when there are none. */
export const factList = (rows: readonly (readonly [string, string])[]): TemplateResult | typeof nothing =>
  rows.length === 0
    ? nothing
    : html`<dl class="facts">
        ${rows.map(
          ([name, value]) =>
            html`<dt>${name}</dt>
              <dd>${value}</dd>`,
        )}
      </dl>`;

declare global {
  interface HTMLElementTagNameMap {
    'ts-timeline': TsTimeline;
  }
}
