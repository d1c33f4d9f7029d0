/** How the rows of entries look. Floor: ui. The heights of rows are told to the window of rows. */
import { css, unsafeCSS } from 'lit';

export const ROW_PX = 40;
export const TALL_ROW_PX = 72;
export const NARROW_PX = 820;
/** Height of the list at most. */
export const MOST_PX = 400;

export const listStyles = css`
  .columns,
  .row {
    display: grid;
    grid-template-columns: 18px 224px minmax(100px, 3fr) minmax(100px, 3fr) minmax(0, 6fr);
    gap: 0 var(--s-4);
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
  .row[aria-selected='true'] {
    background: var(--accent-soft);
  }
  .viewport:focus-visible .row.active {
    outline: 2px solid var(--focus);
    outline-offset: -3px;
    border-radius: var(--r-1);
  }
  /* what can be pressed is larger than what is drawn */
  .box {
    position: relative;
    display: grid;
    place-items: center;
    width: 18px;
    height: 18px;
    border: 1px solid var(--control);
    border-radius: var(--r-1);
    background: var(--stone-1);
    color: var(--accent-ink);
  }
  .box::after {
    content: '';
    position: absolute;
    inset: -11px -9px -11px -17px;
  }
  .row:hover .box:hover {
    border-color: var(--accent);
  }
  [aria-selected='true'] .box {
    border-color: var(--accent);
    background: var(--accent);
  }
  .box .icon {
    width: 14px;
    height: 14px;
    stroke-width: 2.4;
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
  [aria-selected='true'] .unread {
    color: var(--ink-2);
  }
  .part,
  .file,
  .verdict > span {
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .row .part,
  .row .file {
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
  @media (max-width: 1100px) {
    .columns,
    .row {
      grid-template-columns: 18px 224px minmax(100px, 2fr) minmax(0, 3fr);
    }
    .file {
      display: none;
    }
  }
  @media (max-width: ${unsafeCSS(NARROW_PX)}px) {
    .columns {
      display: none;
    }
    .row {
      grid-template: auto auto / 20px minmax(0, 1fr) auto;
      align-content: center;
      gap: 4px var(--s-3);
      height: ${unsafeCSS(TALL_ROW_PX)}px;
    }
    .box {
      grid-row: span 2;
      width: 20px;
      height: 20px;
    }
    .box::after {
      inset: -26px -10px -26px -17px;
    }
    .serial {
      grid-column: 2 / -1;
    }
    .verdict {
      grid-area: 2 / 2;
      font-size: 13px;
    }
    .part {
      grid-area: 2 / 3;
      max-width: 44vw;
      font-size: 12px;
    }
    .wrong .part {
      display: none; /* the reason needs the room */
    }
    .wrong .verdict {
      grid-column: 2 / -1;
    }
  }
  @media (max-width: 360px) {
    .part {
      display: none;
    }
  }
`;
