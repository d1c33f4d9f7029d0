/** How the records screen lays out its parts: title and tools, tabs, what is under way. Floor: ui. */
import { css } from 'lit';

export const screenParts = css`
  .screen {
    max-width: 1240px;
  }
  .top {
    display: grid;
    grid-template-columns: minmax(0, 1fr) auto;
    gap: var(--s-3) var(--s-5);
    align-items: start;
  }
  .tools {
    position: relative;
  }
  .tools .icon {
    width: 16px;
    height: 16px;
  }
  .menu {
    inset: auto;
    width: min(380px, calc(100vw - 32px));
    margin: 6px 0;
    padding: var(--s-2);
    border: 1px solid var(--line);
    border-radius: var(--r-2);
    background: var(--stone-1);
    color: var(--ink);
    box-shadow: var(--lift);
    position-area: bottom span-left;
    position-try-fallbacks: flip-block;
  }
  .menu p {
    padding: 6px 10px;
  }
  .menu button {
    display: grid;
    width: 100%;
    min-height: 44px;
    padding: 8px 10px;
    border: 0;
    border-radius: 6px;
    background: none;
    text-align: left;
    cursor: pointer;
  }
  .menu button:hover,
  .menu button:focus-visible {
    background: var(--accent-soft);
  }
  .menu small {
    color: var(--ink-2);
    font-size: 12.5px;
  }
  .tabs {
    display: flex;
    gap: var(--s-4);
    border-bottom: 1px solid var(--line);
    overflow-x: auto;
    overflow-y: hidden;
  }
  .tabs button {
    display: inline-flex;
    align-items: center;
    gap: 6px;
    min-height: 42px;
    padding: 0 2px;
    border: 0;
    border-bottom: 3px solid transparent;
    background: none;
    color: var(--ink-2);
    font-weight: 550;
    white-space: nowrap;
    cursor: pointer;
  }
  .tabs button[aria-selected='true'] {
    border-color: var(--accent);
    color: var(--ink);
  }
  .tabs button:focus-visible {
    outline-offset: -3px;
  }
  .tabs .tick {
    width: 16px;
    height: 16px;
  }
  .panel {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: var(--s-4);
  }
  .work {
    display: grid;
    grid-template-columns: auto auto minmax(60px, 1fr) auto;
    gap: var(--s-2) var(--s-4);
    align-items: center;
    padding: 10px var(--s-4);
    border: 1px solid var(--line-strong);
    border-radius: var(--r-2);
    background: var(--stone-1);
    font-variant-numeric: tabular-nums;
  }
  .said {
    color: var(--ink-2);
  }
  @media (max-width: 820px) {
    .top {
      grid-template-columns: minmax(0, 1fr);
    }
    .work {
      grid-template-columns: minmax(0, 1fr) auto;
    }
    .work progress {
      grid-column: 1 / -1;
      grid-row: 2;
    }
    .work .btn {
      grid-column: 1 / -1;
    }
  }
`;
