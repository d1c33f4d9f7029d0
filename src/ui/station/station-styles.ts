/** The look of the bench with slots: a bar above, the grid, a line of figures below. Nothing scrolls on a wide screen. Floor: ui. */
import { css, unsafeCSS } from 'lit';

/** A style attribute would be an inline style, which the page's policy forbids. */
const COLUMNS = unsafeCSS(
  [2, 3, 4, 6, 8].map((columns) => `.grid[data-columns='${columns}'] { grid-template-columns: repeat(${columns}, minmax(0, 1fr)); }`).join('\n'),
);

export const stationStyles = css`
  :host {
    display: grid;
    grid-template-rows: auto minmax(0, 1fr) auto;
    height: 100%;
    min-height: 0;
  }
  .bar,
  .foot {
    display: flex;
    align-items: center;
    gap: var(--s-2) var(--s-4);
    min-height: 52px;
    padding: 6px var(--s-4);
    background: var(--stone-1);
    color: var(--ink-2);
    flex-wrap: wrap;
  }
  .bar {
    border-bottom: 1px solid var(--line);
  }
  .foot {
    min-height: 40px;
    border-top: 1px solid var(--line);
    font-size: 13px;
  }
  .bar .grow,
  .foot .grow {
    flex: 1;
  }
  .bar .buttons {
    flex-wrap: nowrap;
    margin-left: auto;
  }
  .bar b {
    color: var(--ink);
    font-weight: 600;
  }
  .bar .fact {
    white-space: nowrap;
    overflow: hidden;
    text-overflow: ellipsis;
    max-width: 26ch;
  }
  .bar .fact small {
    margin-right: 4px;
    color: var(--ink-3);
  }
  .beginning {
    display: flex;
    align-items: center;
    justify-content: space-between;
    flex-wrap: wrap;
    gap: var(--s-2) var(--s-4);
    padding: 10px var(--s-4);
    border-bottom: 1px solid var(--line);
    background: var(--accent-soft);
  }
  .golden,
  .problem {
    display: flex;
    align-items: center;
    gap: var(--s-3);
    padding: 8px var(--s-4);
    background: var(--warn-soft);
    color: var(--warn);
    font-weight: 600;
  }
  .problem {
    font-weight: 500;
  }
  .middle {
    display: grid;
    grid-template-rows: auto minmax(0, 1fr);
    min-height: 0;
    overflow: auto;
    outline: none;
  }
  .grid {
    grid-row: 2;
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    grid-auto-rows: minmax(132px, 1fr);
    gap: var(--s-3);
    min-height: 0;
    padding: var(--s-3);
  }
  .grid.many {
    grid-auto-rows: minmax(120px, 1fr);
    gap: var(--s-2);
    padding: var(--s-2);
  }
  form.shift {
    display: grid;
    gap: var(--s-4);
    max-width: 520px;
  }
  form label {
    display: grid;
    gap: 4px;
  }
  .buttons {
    display: flex;
    gap: var(--s-2);
    flex-wrap: wrap;
  }
  ${COLUMNS}
  @media (max-width: 820px) {
    .grid[data-columns] {
      grid-template-columns: repeat(auto-fill, minmax(150px, 1fr));
      grid-auto-rows: 176px;
    }
    .middle {
      display: block;
    }
    .foot .keys {
      display: none;
    }
  }
`;
