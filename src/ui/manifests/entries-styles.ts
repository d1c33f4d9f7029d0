/** How the list of entries looks. Floor: ui. The heights of rows are told to the window of rows. */
import { css, unsafeCSS } from 'lit';

export const ROW_PX = 40;
export const TALL_ROW_PX = 72;
export const NARROW_PX = 820;

export const entriesStyles = css`
  section {
    border: 1px solid var(--line);
    border-radius: var(--r-2);
    background: var(--stone-1);
    box-shadow: var(--shadow);
    overflow: clip;
  }
  .bar {
    display: flex;
    align-items: center;
    gap: var(--s-3);
    padding: 12px var(--s-4);
  }
  h2 {
    font-size: 15px;
    line-height: 22px;
    font-weight: 600;
  }
  .find {
    flex: 1;
  }
  .find input {
    width: 100%;
    min-height: 38px;
    padding: 0 12px;
    border-radius: var(--r-2);
    font-family: var(--mono);
  }
  input::placeholder {
    color: var(--ink-3);
    font-family: var(--sans);
    opacity: 1;
  }
  .count {
    color: var(--ink-2);
    font-size: 13px;
    font-variant-numeric: tabular-nums;
    white-space: nowrap;
  }
  .columns,
  .row {
    display: grid;
    grid-template-columns: 236px minmax(120px, 220px) minmax(0, 1fr);
    gap: 0 var(--s-5);
    align-items: center;
    padding: 0 var(--s-4);
  }
  .columns {
    height: 28px;
    border-top: 1px solid var(--line);
    background: var(--stone-2);
    color: var(--ink-3);
    font-size: 12px;
  }
  .viewport {
    position: relative;
    height: var(--list);
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
    cursor: pointer;
  }
  .row:hover {
    background: var(--stone-2);
  }
  .viewport:focus-visible .row[aria-selected='true'] {
    background: var(--accent-soft);
  }
  .serial i {
    font-style: normal;
  }
  .serial i + i {
    margin-left: 0.8ch;
  }
  .unread {
    color: var(--ink-3);
  }
  .part,
  .verdict > span {
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .part {
    color: var(--ink-2);
  }
  .verdict {
    display: flex;
    align-items: center;
    gap: var(--s-2);
    min-width: 0;
  }
  .verdict .tick {
    width: 16px;
    height: 16px;
  }
  .none {
    min-height: calc(var(--list) + 29px); /* the list and its columns */
    padding: var(--s-4);
    border-top: 1px solid var(--line);
    color: var(--ink-2);
  }
  @media (max-width: ${unsafeCSS(NARROW_PX)}px) {
    .bar {
      flex-wrap: wrap;
    }
    h2 {
      flex: 1;
    }
    .find {
      order: 3;
      flex: 1 1 100%;
    }
    .find input {
      min-height: 44px;
    }
    .columns {
      display: none;
    }
    .row {
      grid-template: auto auto / minmax(0, 1fr) auto;
      align-content: center;
      gap: 4px var(--s-3);
      height: ${unsafeCSS(TALL_ROW_PX)}px;
    }
    .part {
      justify-self: end;
      max-width: 40vw;
      font-size: 12px;
    }
    .verdict {
      grid-column: 1 / -1;
      font-size: 13px;
    }
  }
`;
