/** How a file looks in the list of files, closed and open. Floor: ui. */
import { css } from 'lit';

export const manifestStyles = css`
  :host {
    content-visibility: auto;
    contain-intrinsic-size: auto 45px;
  }
  article {
    position: relative;
    border-top: 1px solid var(--line);
  }
  summary {
    min-height: 44px;
    cursor: pointer;
    list-style: none;
  }
  summary::-webkit-details-marker {
    display: none;
  }
  summary:hover {
    background: var(--stone-2);
  }
  summary:focus-visible {
    outline-offset: -2px;
  }
  summary .icon {
    width: 16px;
    height: 16px;
    color: var(--ink-2);
    transition: transform 0.12s;
  }
  [open] summary .icon {
    transform: rotate(90deg);
  }
  .name {
    display: flex;
    align-items: center;
    gap: var(--s-2);
    min-width: 0;
  }
  h3 {
    margin: 0;
    overflow: hidden;
    font-size: 14px;
    font-weight: 550;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  [open] summary {
    padding-block: 6px;
  }
  [open] h3 {
    overflow-wrap: anywhere;
    white-space: normal;
  }
  .flag {
    flex: none;
    padding: 0 6px;
    border: 1px solid var(--control);
    border-radius: var(--r-1);
    color: var(--ink-2);
    font-size: 11.5px;
    line-height: 18px;
  }
  .by {
    overflow: hidden;
    color: var(--ink-2);
    font-size: 13px;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .remove {
    position: absolute;
    top: 8px;
    right: var(--s-4);
  }
  .body {
    display: grid;
    gap: var(--s-4);
    padding: var(--s-2) var(--s-4) var(--s-4) 40px;
  }
  dl > div {
    display: grid;
    grid-template-columns: 128px minmax(0, 1fr);
    gap: 0 var(--s-4);
    padding: 6px 0;
    border-top: 1px solid var(--line);
  }
  dl > div:first-child {
    border: 0;
  }
  dt,
  .quiet,
  .more {
    color: var(--ink-2);
  }
  dd {
    overflow-wrap: anywhere;
    text-wrap: pretty;
    font-variant-numeric: tabular-nums;
  }
  .tally {
    display: inline-block;
    margin-right: var(--s-4);
  }
  .tally b {
    margin-left: 2px;
    color: var(--ink-2);
    font-weight: 400;
  }
  .signer {
    display: grid;
    grid-template-columns: minmax(0, 4fr) minmax(0, 6fr) minmax(0, 2fr);
    gap: 0 var(--s-4);
  }
  .line {
    display: flex;
    gap: var(--s-2);
  }
  .line .tick {
    width: 16px;
    height: 16px;
    margin-top: 2px;
  }
  .wrong b {
    color: var(--fail);
    font-weight: 600;
  }
  .hint {
    color: var(--ink-2);
    text-wrap: pretty;
  }
  .buttons {
    display: flex;
    flex-wrap: wrap;
    gap: var(--s-2);
  }
  h4 {
    margin: 0;
    font-size: 14px;
    line-height: 20px;
    font-weight: 600;
  }
  ol {
    max-height: 320px;
    margin-top: calc(8px - var(--s-4));
    overflow: auto;
    border-top: 1px solid var(--line);
    font-size: 13px;
  }
  li {
    display: grid;
    grid-template-columns: 90px 210px minmax(0, 1fr);
    gap: 2px 14px;
    padding: 5px 0;
    border-bottom: 1px solid var(--line);
    overflow-wrap: anywhere;
  }
  li span:first-child {
    color: var(--ink-3);
    font-variant-numeric: tabular-nums;
  }
  .serial i {
    font-style: normal;
  }
  .serial i + i {
    margin-left: 0.8ch;
  }
  @media (max-width: 820px) {
    :host {
      contain-intrinsic-size: auto 71px;
    }
    summary.columns {
      padding: 10px var(--s-4) 12px;
    }
    summary .name {
      min-height: 24px;
    }
    summary .number:not(.none) {
      order: 1;
    }
    summary .by,
    summary .number.none {
      display: none;
    }
    .remove {
      display: none;
    }
    details[open] + .remove {
      display: flex;
      position: static;
      width: calc(100% - 2 * var(--s-4));
      margin: 0 var(--s-4) var(--s-4);
    }
    .body {
      padding-left: var(--s-4);
    }
    .buttons .btn {
      flex: 1 1 40%;
    }
    dl > div,
    .signer {
      grid-template-columns: minmax(0, 1fr);
    }
    .signer + * {
      margin-top: var(--s-2);
    }
    dt {
      font-size: 12.5px;
    }
    li {
      grid-template-columns: 90px minmax(0, 1fr);
    }
    li span:last-child {
      grid-column: 1 / -1;
    }
  }
`;
