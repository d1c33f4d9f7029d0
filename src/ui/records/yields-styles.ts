/** How yields, reasons and measurements look. Floor: ui. */
import { css } from 'lit';

export const yieldsStyles = css`
  :host {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: var(--s-4);
  }
  .bigs {
    display: grid;
    grid-template-columns: repeat(2, minmax(0, 1fr));
    gap: var(--s-4);
  }
  .big {
    display: grid;
    gap: 4px;
    color: var(--ink-2);
    font-size: 13px;
  }
  .big b {
    color: var(--ink);
    font-size: 30px;
    line-height: 36px;
    font-weight: 640;
    letter-spacing: -0.02em;
    font-variant-numeric: tabular-nums;
  }
  .big small {
    font-size: 12px;
  }
  .bar {
    display: block;
    width: 100%;
    height: 8px;
    border-radius: 4px;
  }
  .bar .rest {
    fill: var(--line);
  }
  .bar .part {
    fill: var(--ink-2);
  }
  td .bar {
    min-width: 90px;
    margin-top: 6px;
  }
  .rows {
    max-height: 420px;
  }
  .rows thead th {
    position: sticky;
    top: 0;
    background: var(--stone-1);
  }
  td.right,
  th.right {
    width: 1%;
    white-space: nowrap;
  }
  td.wide,
  th.wide {
    width: 42%;
  }
  .btn[aria-pressed='true'] {
    border-color: var(--accent);
    background: var(--accent-soft);
  }
  .check {
    display: flex;
    align-items: center;
    gap: var(--s-2);
    min-height: 28px;
    font-size: 13px;
  }
  .choice {
    max-width: 420px;
  }
  @media (max-width: 820px) {
    td.wide,
    th.wide {
      display: none;
    }
    .bigs {
      grid-template-columns: minmax(0, 1fr);
    }
  }
`;
