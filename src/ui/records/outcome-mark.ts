/** An outcome as shape and word: never by colour alone. Floor: ui. */
import { css, html, type TemplateResult } from 'lit';
import type { Outcome, PhaseOutcome } from '../../bench/index.ts';
import { tick, type TickName } from '../look/icons.ts';
import { recordsWords as w } from '../strings/en-records.ts';

const TICKS: Readonly<Record<Outcome | PhaseOutcome, TickName>> = {
  pass: 'pass',
  fail: 'fail',
  error: 'unmeasured',
  timeout: 'unmeasured',
  aborted: 'waiting',
  skip: 'waiting',
};

export const outcomeTick = (outcome: Outcome | PhaseOutcome): TemplateResult => tick(TICKS[outcome]);

export const outcomeMark = (outcome: Outcome): TemplateResult =>
  html`<span class="mark o-${outcome}">${outcomeTick(outcome)}<b>${w.outcomes[outcome]}</b></span>`;

export const markStyles = css`
  .mark {
    display: flex;
    align-items: center;
    gap: 6px;
    white-space: nowrap;
  }
  .mark b {
    font-weight: 600;
    letter-spacing: 0.01em;
  }
  .mark .tick {
    width: 16px;
    height: 16px;
  }
  .o-pass b {
    color: var(--pass);
  }
  .o-fail b {
    color: var(--fail);
  }
  .o-error b,
  .o-timeout b {
    color: var(--warn);
  }
  .o-aborted b {
    color: var(--ink-3);
  }
`;
