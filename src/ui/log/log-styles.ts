/** How the log looks. Floor: ui. Row height here (19 px) and ROW_PX in log-window.ts are the same number. */
import { css } from 'lit';

export const logStyles = css`
  section {
    position: relative;
    display: grid;
    grid-template-rows: 38px minmax(0, 1fr);
    height: 100%;
    border-top: 1px solid var(--line);
    background: var(--stone-1);
  }
  .bar {
    display: flex;
    align-items: center;
    gap: 6px;
    padding: 0 var(--s-4);
    border-bottom: 1px solid var(--line);
  }
  h2 {
    margin-right: 6px;
    font-size: 14px;
    font-weight: 600;
  }
  .bar .btn.small {
    min-height: 26px;
    color: var(--ink-2);
  }
  .bar .btn:disabled {
    color: var(--ink-3);
  }
  [data-action='pause-log'] {
    min-width: 68px;
  }
  .count {
    flex: 1;
    padding-right: var(--s-2);
    text-align: right;
    color: var(--ink-2);
    font-size: 12.5px;
    font-variant-numeric: tabular-nums;
    white-space: nowrap;
  }
  .filter {
    position: relative;
    display: flex;
    align-items: center;
  }
  .filter input {
    width: 220px;
    min-height: 26px;
    padding-right: 30px;
    font-size: 13px;
  }
  input::-webkit-search-cancel-button {
    display: none;
  }
  input::placeholder {
    color: var(--ink-3);
    opacity: 1;
  }
  .filter kbd {
    position: absolute;
    right: 6px;
    color: var(--ink-2);
    pointer-events: none;
  }
  .viewport {
    position: relative;
    overflow: auto;
    overflow-anchor: none;
    contain: strict;
    padding: 6px 0;
    font: 12.5px/19px var(--mono);
    color: var(--ink);
  }
  .viewport:focus-visible {
    outline-offset: -2px;
  }
  .track {
    position: relative;
  }
  .line {
    position: absolute;
    inset: 0 auto auto 0;
    display: flex;
    height: 19px;
    min-width: 100%;
    padding-right: var(--s-4);
    white-space: pre;
    will-change: transform;
  }
  .time {
    flex: 0 0 76px;
    padding-right: 14px;
    text-align: right;
    color: var(--ink-3);
    font-variant-numeric: tabular-nums;
    user-select: none;
  }
  .source {
    flex: 0 0 56px;
    color: var(--ink-3);
    user-select: none;
  }
  .page .text {
    color: var(--ink-2);
  }
  .broken .source {
    color: var(--warn);
  }
  .broken .text {
    color: var(--ink-2);
  }
  .empty {
    position: absolute;
    inset: 10px var(--s-4) auto;
    color: var(--ink-3);
    font: 13px/20px var(--sans);
  }
  .jump {
    position: absolute;
    bottom: 10px;
    left: 50%;
    transform: translateX(-50%);
    border-radius: 99px;
    border-color: var(--accent);
    color: var(--accent);
    box-shadow: var(--lift);
  }
  @media (max-width: 820px) {
    section {
      grid-template-rows: auto minmax(0, 1fr);
    }
    .bar {
      flex-wrap: wrap;
      padding: 8px var(--s-4);
    }
    .bar .btn.small,
    .filter input {
      min-height: 44px;
    }
    .count {
      flex: 1 1 60px;
      padding: 0;
    }
    .filter {
      flex: 1 1 100%;
    }
    .filter input {
      width: 100%;
    }
    .time {
      flex-basis: 68px;
      padding-right: 10px;
    }
    .source {
      flex-basis: 50px;
    }
  }
`;
