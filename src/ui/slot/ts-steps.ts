/**
 * `ts-steps`: the steps of a check with their times; before a check, the steps it will take.
 * Floor: ui. Draws what it is given and decides nothing.
 */
import { LitElement, css, html, nothing, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { StepId, StepSnapshot, StepState } from '../../bench/index.ts';
import { seconds } from '../format.ts';
import { tick, type TickName } from '../look/icons.ts';
import { sheet } from '../look/sheet.ts';
import { t } from '../strings/index.ts';

const TICK: Readonly<Record<StepState, TickName>> = { waiting: 'waiting', running: 'running', done: 'pass', failed: 'fail' };

/** What is shown while bench has not laid out the steps yet. */
const PLANNED: readonly StepId[] = ['find-board', 'load-firmware', 'start-firmware', 'read-chip', 'prove'];

@customElement('ts-steps')
export class TsSteps extends LitElement {
  static override styles = [
    sheet,
    css`
      li {
        display: grid;
        grid-template-columns: 20px 1fr auto;
        gap: 10px;
        align-items: center;
        min-height: 34px;
        position: relative;
        color: var(--ink-3);
      }
      li:not(:last-child)::after {
        content: '';
        position: absolute;
        left: 9.5px;
        top: 28px;
        height: 12px;
        width: 1px;
        background: var(--line-strong);
      }
      li.done {
        color: var(--ink);
      }
      li.running,
      li.failed {
        color: var(--ink);
        font-weight: 550;
      }
      time,
      .part {
        color: var(--ink-3);
        font-size: 12px;
        font-weight: 400;
        font-variant-numeric: tabular-nums;
      }
    `,
  ];

  @property({ attribute: false }) steps: readonly StepSnapshot[] = [];
  /** A step that was under way when the run ended does not go on turning. */
  @property({ attribute: false }) pace: 'going' | 'ended' = 'going';

  #step(step: StepSnapshot): TemplateResult {
    const { progress } = step;
    const isCut = step.state === 'running' && this.pace === 'ended';
    const part =
      step.state === 'running' && progress !== undefined && progress.totalBytes > 0
        ? `${Math.floor((100 * progress.doneBytes) / progress.totalBytes)} %`
        : null;
    return html`<li class=${step.state} data-step=${step.id} data-state=${step.state} aria-current=${step.state === 'running' ? 'step' : 'false'}>
      ${tick(isCut ? 'unmeasured' : TICK[step.state])}<span>${t.steps[step.id][isCut ? 'failed' : step.state]}</span>
      ${step.state === 'waiting' ? nothing : part === null ? html`<time>${seconds(step.elapsedMs)}</time>` : html`<span class="part">${part}</span>`}
    </li>`;
  }

  override render(): TemplateResult {
    const steps: readonly StepSnapshot[] = this.steps.length > 0 ? this.steps : PLANNED.map((id) => ({ id, state: 'waiting', elapsedMs: 0 }));
    return html`<h2 class="sr">${t.actions.stepsLabel}</h2>
      <ol>
        ${steps.map((step) => this.#step(step))}
      </ol>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'ts-steps': TsSteps;
  }
}
