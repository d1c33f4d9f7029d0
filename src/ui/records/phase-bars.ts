/**
 * The phases of a run on one line of time. Floor: ui. SVG attributes, because the page's policy forbids inline styles.
 */
import { css, html, svg, type TemplateResult } from 'lit';
import type { RunRecord } from '../../bench/index.ts';
import { seconds } from '../format.ts';
import { recordsWords } from '../strings/en-records.ts';
import { outcomeTick } from './outcome-mark.ts';
import { phaseName } from './run-words.ts';

const w = recordsWords.run;
/** Of the drawing; it is stretched to the width that there is. */
const WIDTH = 1000;
const LEAST = 3;

/** A row a phase: name, bar, how long. */
export function phaseBars({ phases, startMs, endMs }: RunRecord): TemplateResult {
  const wholeMs = Math.max(1, endMs - startMs, ...phases.map((phase) => phase.endMs - startMs));
  const at = (atMs: number): number => Math.min(WIDTH, Math.max(0, ((atMs - startMs) / wholeMs) * WIDTH));
  return html`<ol class="bars">
    ${phases.map((phase) => {
      const from = Math.min(WIDTH - LEAST, at(phase.startMs));
      const width = Math.max(LEAST, at(phase.endMs) - from);
      const isRun = phase.attempts > 0;
      return html`<li data-phase-outcome=${phase.outcome}>
        ${outcomeTick(phase.outcome)}<span class="name">${phaseName(phase.name)}</span>
        <svg viewBox="0 0 ${WIDTH} 10" preserveAspectRatio="none" aria-hidden="true">
          ${svg`<rect class="whole" x="0" y="4" width=${WIDTH} height="2" />`}
          ${isRun ? svg`<rect class="bar b-${phase.outcome}" x=${from} y="0" width=${width} height="10" />` : null}
        </svg>
        <span class="time">${isRun ? seconds(phase.endMs - phase.startMs) : w.skipped}${w.attempts(phase.attempts)}</span>
      </li>`;
    })}
  </ol>`;
}

export const barStyles = css`
  .bars {
    display: grid;
    gap: 6px;
  }
  .bars li {
    display: grid;
    grid-template-columns: 16px minmax(110px, 210px) minmax(0, 1fr) 124px;
    gap: var(--s-3);
    align-items: center;
  }
  .bars .tick {
    width: 16px;
    height: 16px;
  }
  .bars .name {
    overflow-wrap: anywhere;
  }
  .bars svg:not(.tick) {
    width: 100%;
    height: 12px;
  }
  .bars .whole {
    fill: var(--line);
  }
  .bars .bar {
    fill: var(--ink-3);
  }
  .bars .b-pass {
    fill: var(--pass);
  }
  .bars .b-fail {
    fill: var(--fail);
  }
  .bars .b-error {
    fill: var(--warn);
  }
  .bars .time {
    color: var(--ink-2);
    font-size: 13px;
    text-align: right;
    font-variant-numeric: tabular-nums;
  }
  @media (max-width: 820px) {
    .bars li {
      grid-template-columns: 16px minmax(0, 1fr) auto;
    }
    .bars svg:not(.tick) {
      grid-column: 2 / -1;
      grid-row: 2;
    }
  }
`;
