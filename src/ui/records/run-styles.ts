/** How one run in full looks. Floor: ui. */
import { css } from 'lit';

export const runStyles = css`
  dialog > .head h2 {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 4px var(--s-3);
    font-size: 18px;
    line-height: 26px;
  }
  dialog > .head .buttons {
    margin-top: var(--s-2);
  }
  .tag {
    padding: 0 7px;
    border: 1px solid var(--line-strong);
    border-radius: var(--r-1);
    color: var(--ink-2);
    font-size: 12px;
    line-height: 18px;
    font-weight: 600;
  }
  section {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: var(--s-2);
  }
  .why {
    display: grid;
    gap: var(--s-2);
  }
  .why small {
    display: block;
    color: var(--ink-2);
    font-size: 13px;
  }
  td.out {
    color: var(--fail);
    font-weight: 600;
  }
  th.phase {
    padding-top: var(--s-3);
    color: var(--ink-2);
    font-size: 13px;
    font-weight: 600;
    white-space: normal;
  }
  .tick-cell {
    width: 28px;
  }
  td .tick {
    width: 16px;
    height: 16px;
  }
  .log summary {
    cursor: pointer;
  }
  .log summary h3 {
    display: inline;
  }
  pre {
    max-height: 320px;
    margin: var(--s-2) 0 0;
    padding: var(--s-3);
    border: 1px solid var(--line);
    border-radius: var(--r-2);
    background: var(--stone-2);
    font: 12px/18px var(--mono);
    overflow: auto;
  }
  dl {
    display: grid;
    grid-template-columns: minmax(130px, max-content) minmax(0, 1fr);
    gap: 4px var(--s-5);
    font-size: 13px;
  }
  dt {
    color: var(--ink-3);
  }
  dd {
    overflow-wrap: anywhere;
  }
  @media (max-width: 820px) {
    dl {
      grid-template-columns: minmax(0, 1fr);
      gap: 0;
    }
    dd {
      margin-bottom: 6px;
    }
  }
`;
