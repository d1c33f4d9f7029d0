/**
 * How the log looks. Floor: ui. Row height here (19 px) and ROW_PX in log-window.ts are the same number, and so are the paddings.
 * The inks are a board's own colours, kept apart from the colours of outcomes: whatever a board prints in them is no verdict.
 */
import { css } from 'lit';

export const logStyles = css`
  :host {
    --ink-red: light-dark(#9d3a45, #eb9ba2);
    --ink-green: light-dark(#41683c, #a3c99e);
    --ink-yellow: light-dark(#75590f, #d6bf80);
    --ink-blue: light-dark(#2f5c9c, #9bbaea);
    --ink-magenta: light-dark(#7d3f86, #d3a6db);
    --ink-cyan: light-dark(#1e656f, #8bc7cf);
    --found: light-dark(#ffe7a3, #57470f);
  }
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
  .second {
    flex-wrap: wrap;
    padding: 6px var(--s-4);
  }
  :host([layout='room']) section {
    grid-template-rows: 38px auto minmax(0, 1fr);
  }
  .second select,
  .second input {
    min-height: 26px;
    font-size: 13px;
  }
  [data-choice='tag'] {
    max-width: 160px;
  }
  .search {
    display: flex;
    align-items: center;
    gap: 4px;
    margin-left: auto;
  }
  .search input {
    width: 220px;
  }
  .search input[aria-invalid='true'] {
    border-color: var(--warn);
  }
  .toggle[aria-pressed='true'] {
    border-color: var(--accent);
    background: var(--accent-soft);
    color: var(--ink);
  }
  .arrow {
    padding: 0 5px;
  }
  .arrow .icon {
    width: 15px;
    height: 15px;
    transform: rotate(90deg);
  }
  .arrow.up .icon {
    transform: rotate(-90deg);
  }
  .found-count {
    min-width: 96px;
    padding-left: 4px;
    color: var(--ink-2);
    font-size: 12.5px;
    font-variant-numeric: tabular-nums;
  }
  .selected-count {
    color: var(--ink-2);
    font-size: 12.5px;
    font-variant-numeric: tabular-nums;
    white-space: nowrap;
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
    inset: 0 0 auto;
    height: 19px;
    padding: 0 var(--s-2);
    white-space: pre;
    contain: layout style;
  }
  .line.selected {
    background: var(--accent-soft);
  }
  .line.current {
    box-shadow: inset 3px 0 var(--accent);
  }
  .selecting {
    user-select: none;
  }
  .time,
  .source {
    color: var(--ink-3);
    font-variant-numeric: tabular-nums;
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
  .level-E .text,
  .text .red {
    color: var(--ink-red);
  }
  .level-W .text,
  .text .yellow {
    color: var(--ink-yellow);
  }
  .text .green {
    color: var(--ink-green);
  }
  .text .blue {
    color: var(--ink-blue);
  }
  .text .magenta {
    color: var(--ink-magenta);
  }
  .text .cyan {
    color: var(--ink-cyan);
  }
  .text .grey {
    color: var(--ink-3);
  }
  .text .bold {
    font-weight: 700;
  }
  .text .found {
    border-radius: 2px;
    background: var(--found);
    color: var(--ink);
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
    .bar select,
    .bar input {
      min-height: 44px;
    }
    :host([layout='room']) section {
      grid-template-rows: auto auto minmax(0, 1fr);
    }
    .second select {
      flex: 1 1 40%;
    }
    .search {
      flex: 1 1 100%;
      flex-wrap: wrap;
      margin: 0;
    }
    .search input {
      flex: 1;
      min-width: 120px;
    }
    .found-count {
      flex: 1 1 100%;
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
  }
`;
