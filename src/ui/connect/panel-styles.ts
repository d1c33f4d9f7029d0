/** How the panel beside the log is laid out; on a narrow page it is a strip that unfolds. Floor: ui. */
import { css } from 'lit';

export const panelStyles = css`
  :host {
    min-height: 0;
    background: var(--stone-1);
  }
  section {
    display: grid;
    grid-template-rows: auto minmax(0, 1fr);
    height: 100%;
    min-height: 0;
  }
  .headline {
    display: grid;
    grid-template-columns: 20px minmax(0, 1fr) auto;
    gap: 2px var(--s-2);
    align-items: center;
    min-height: 38px;
    padding: 5px var(--s-4);
    border-top: 1px solid var(--line);
    border-bottom: 1px solid var(--line);
  }
  h2 {
    font-size: 14px;
    line-height: 19px;
    font-weight: 620;
  }
  .full {
    display: none;
  }
  .time {
    font: 13px/20px var(--mono);
    color: var(--ink-2);
    white-space: nowrap;
  }
  .retries {
    grid-column: 2 / -1;
    color: var(--ink-2);
    font-size: 12.5px;
  }
  .fold {
    display: none;
  }
  .means {
    position: relative; /* what is said to a screen reader only stays inside */
    display: grid;
    align-content: start;
    gap: var(--s-3);
    padding: var(--s-3) var(--s-4) var(--s-4);
    overflow: auto;
    overscroll-behavior: contain;
  }
  .means:focus-visible {
    outline-offset: -2px;
  }
  .origin {
    display: grid;
    justify-items: start;
    gap: 6px;
    padding: 8px var(--s-3);
    border: 1px solid var(--line);
    border-radius: var(--r-2);
    background: repeating-linear-gradient(-45deg, transparent 0 9px, var(--hatch) 9px 18px);
    font-size: 13px;
    overflow-wrap: anywhere;
  }
  .note {
    color: var(--ink-2);
    font-size: 13px;
    text-wrap: pretty;
  }
  .starts {
    display: grid;
    gap: 4px;
    color: var(--ink-2);
    font-size: 12.5px;
  }
  .starts select {
    width: 100%;
    color: var(--ink);
    font-size: 13px;
  }
  .boots li {
    display: flex;
    flex-wrap: wrap;
    gap: 0 var(--s-2);
    padding: 3px 0;
    font-size: 12.5px;
  }
  .crashes ts-crash {
    margin-top: var(--s-2);
  }
  ts-knowledge {
    padding-top: var(--s-3);
    border-top: 1px solid var(--line);
  }
  @media (max-width: 1080px) {
    section {
      display: block;
      height: auto;
    }
    .headline {
      grid-template-columns: 20px minmax(0, 1fr) auto auto;
    }
    .retries {
      grid-column: 2 / 4;
      grid-row: 2;
    }
    .fold {
      display: inline-flex;
      grid-column: 4;
      grid-row: 1;
    }
    .means {
      max-height: 56vh;
      border-bottom: 1px solid var(--line);
    }
    :host([data-steps='hidden']) .full {
      display: inline;
    }
    :host([data-steps='hidden']) .short {
      display: none;
    }
    :host([data-steps='hidden']) .means {
      display: none;
    }
  }
  @media (max-width: 820px) {
    .means {
      max-height: none; /* the page scrolls */
      overflow: visible;
    }
  }
`;
