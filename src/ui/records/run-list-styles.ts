/** How the rows of runs look. Floor: ui. The heights of rows are told to the window of rows. */
import { css, unsafeCSS } from 'lit';

export const ROW_PX = 40;
export const TALL_ROW_PX = 76;
export const NARROW_PX = 820;

export const runListStyles = css`
  :host {
    border: 1px solid var(--line);
    border-radius: var(--r-2);
    background: var(--stone-1);
    box-shadow: var(--shadow);
    overflow: hidden;
  }
  .columns,
  .row {
    display: grid;
    grid-template-columns: 128px 112px 196px 76px minmax(90px, 1.2fr) minmax(70px, 0.8fr) minmax(0, 2.4fr);
    gap: 0 var(--s-3);
    align-items: center;
    padding: 0 var(--s-4);
  }
  .columns {
    height: 30px;
    background: var(--stone-2);
    color: var(--ink-3);
    font-size: 12px;
  }
  .viewport {
    position: relative;
    height: var(--list, 200px);
    overflow: auto;
    overflow-anchor: none;
    contain: strict;
    border-top: 1px solid var(--line);
  }
  .viewport:focus-visible {
    outline-offset: -2px;
  }
  .track {
    position: relative;
    margin-top: -1px; /* the first row's line is the window's own */
    overflow: clip;
  }
  .row {
    position: absolute;
    inset: 0 0 auto;
    height: ${unsafeCSS(ROW_PX)}px;
    border-top: 1px solid var(--line);
    font-size: 13px;
    cursor: pointer;
  }
  .row:hover {
    background: var(--stone-2);
  }
  .viewport:focus-visible .row.active {
    outline: 2px solid var(--focus);
    outline-offset: -3px;
    border-radius: var(--r-1);
  }
  .row > span {
    min-width: 0;
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .when,
  .slot {
    font-variant-numeric: tabular-nums;
  }
  .when,
  .plan,
  .who,
  .why {
    color: var(--ink-2);
  }
  .unit i {
    font-style: normal;
  }
  .unit i + i {
    margin-left: 0.6ch;
  }
  .unknown {
    color: var(--ink-3);
  }
  .row .demo,
  .row .tag {
    margin-right: 6px;
    font-size: 10px;
    line-height: 16px;
  }
  .tag {
    padding: 0 6px;
    border: 1px solid var(--line-strong);
    border-radius: var(--r-1);
    color: var(--ink-2);
    font-weight: 600;
  }
  @media (max-width: 1180px) {
    .columns,
    .row {
      grid-template-columns: 128px 112px 190px 64px minmax(0, 1fr);
    }
    .plan,
    .who {
      display: none;
    }
  }
  @media (max-width: ${unsafeCSS(NARROW_PX)}px) {
    .columns {
      display: none;
    }
    .row {
      grid-template: auto auto auto / minmax(0, 1fr) auto;
      align-content: center;
      gap: 1px var(--s-3);
      height: ${unsafeCSS(TALL_ROW_PX)}px;
    }
    .outcome {
      grid-area: 1 / 1;
    }
    .when {
      grid-area: 1 / 2;
    }
    .unit {
      grid-area: 2 / 1;
    }
    .slot {
      grid-area: 2 / 2;
      text-align: right;
    }
    .why {
      grid-area: 3 / 1 / auto / span 2;
    }
  }
`;
