/** What the parts of the cloud screen share, on top of the cards and tables of the firmware screen: facts, notes, forms, problems. Floor: ui. */
import { css } from 'lit';
import { firmwareStyles } from '../firmware/firmware-styles.ts';

export const cloudStyles = css`
  ${firmwareStyles}
  :host {
    min-width: 0;
  }
  .stack {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: var(--s-4);
    align-content: start;
  }
  .tight {
    gap: var(--s-2);
  }
  .said {
    color: var(--ink-2);
    max-width: 75ch;
    text-wrap: pretty;
    overflow-wrap: anywhere;
  }
  .facts {
    display: grid;
    grid-template-columns: max-content minmax(0, 1fr);
    gap: 4px var(--s-5);
    align-items: start;
  }
  .facts dt {
    color: var(--ink-3);
    font-size: 13px;
  }
  .facts dd {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 2px var(--s-2);
    min-width: 0;
    overflow-wrap: anywhere;
  }
  .facts ts-copy {
    margin: -4px 0;
  }
  .note {
    display: grid;
    grid-template-columns: 16px minmax(0, 1fr);
    gap: 2px 10px;
    overflow-wrap: anywhere;
    text-wrap: pretty;
  }
  .note .tick,
  .note .icon {
    width: 16px;
    height: 16px;
    margin-top: 2px;
  }
  .note .icon {
    color: var(--warn);
  }
  .facts dd.note {
    display: flex;
    flex-wrap: nowrap;
    gap: var(--s-2);
  }
  .facts dd.note .tick {
    margin-top: 0;
  }
  ts-confirm {
    display: contents; /* its dialog lies over the page: it takes no place in a column */
  }
  .facts small,
  .note small,
  td small {
    display: block;
    color: var(--ink-2);
    font-size: 13px;
    line-height: 18px;
    overflow-wrap: anywhere;
  }
  td {
    overflow-wrap: anywhere;
  }
  .problem > .tick {
    grid-row: 1;
  }
  .problem > :not(.tick) {
    grid-column: 2;
  }
  .problem .buttons {
    padding-top: 6px;
  }
  .problem .code {
    color: var(--ink-3);
  }
  .fields {
    display: grid;
    grid-template-columns: repeat(auto-fit, minmax(min(260px, 100%), 1fr));
    gap: var(--s-3) var(--s-4);
    align-items: start;
  }
  .field small {
    color: var(--ink-3);
    font-size: 12.5px;
    line-height: 17px;
    text-wrap: pretty;
  }
  .field textarea {
    width: 100%;
    min-height: 62px;
    padding: 7px 8px;
    border: 1px solid var(--control);
    border-radius: 6px;
    background: var(--stone-2);
    color: var(--ink);
    font: 12.5px/18px var(--mono);
    resize: vertical;
  }
  .field .wrong,
  .wrong {
    color: var(--fail);
    font-weight: 550;
  }
  [aria-invalid='true'] {
    border-color: var(--fail) !important;
  }
  .command {
    display: grid;
    grid-template-columns: minmax(0, 1fr) auto;
    gap: var(--s-2);
    align-items: start;
    padding: 6px 6px 6px 12px;
    border: 1px solid var(--line);
    border-radius: var(--r-2);
    background: var(--stone-2);
  }
  .command code {
    padding: 4px 0;
    font-size: 12.5px;
    line-height: 19px;
    overflow-wrap: anywhere;
  }
  details > summary {
    display: flex;
    align-items: center;
    gap: 6px;
    width: fit-content;
    max-width: 100%;
    color: var(--ink-2);
    cursor: pointer;
    list-style: none;
  }
  details > summary::-webkit-details-marker {
    display: none;
  }
  summary .icon {
    width: 16px;
    height: 16px;
    transition: transform 0.12s;
  }
  [open] > summary .icon {
    transform: rotate(90deg);
  }
  .inside {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: var(--s-3);
    padding-top: var(--s-3);
  }
  .remedies {
    display: grid;
    gap: 4px;
    padding: 12px var(--s-4);
    border-radius: var(--r-2);
    background: var(--stone-2);
    font-size: 13px;
  }
  .remedies dl {
    display: grid;
    gap: 6px;
  }
  .remedies dt {
    font-weight: 550;
  }
  .remedies dd {
    color: var(--ink-2);
    text-wrap: pretty;
  }
  .list {
    overflow: auto;
    border: 1px solid var(--line);
    border-radius: var(--r-2);
    background: var(--stone-1);
  }
  .list th,
  .list td {
    padding-left: var(--s-3);
  }
  .list th {
    position: sticky;
    top: 0;
    background: var(--stone-1);
  }
  .slim {
    display: none !important;
  }
  @media (max-width: 820px) {
    .list table,
    .list tbody {
      display: block;
      min-width: 0;
    }
    .list thead,
    .list .wide {
      display: none;
    }
    .list tr {
      display: grid;
      grid-template-columns: minmax(0, 1fr) auto;
      gap: 2px var(--s-3);
      padding: 10px var(--s-3);
    }
    .list tr + tr {
      border-top: 1px solid var(--line);
    }
    .list td {
      grid-column: 1;
      padding: 0;
      border: 0;
    }
    .list td.mono {
      white-space: normal;
    }
    .list td.act {
      grid-area: 1 / 2 / span 3;
    }
    .slim {
      display: block !important;
    }
    details > summary {
      min-height: 44px;
    }
    .facts {
      grid-template-columns: minmax(0, 1fr);
      gap: 0;
    }
    .facts dd {
      padding-bottom: 6px;
    }
    .buttons .btn {
      flex: 1 1 auto;
      padding-block: 8px;
      white-space: normal;
    }
  }
`;
