/** What the parts of the firmware screen share: cards, tables, notes. Floor: ui. */
import { css } from 'lit';

export const firmwareStyles = css`
  .card {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: var(--s-3);
    padding: var(--s-4);
    border: 1px solid var(--line);
    border-radius: var(--r-2);
    background: var(--stone-1);
    box-shadow: var(--shadow);
    min-width: 0;
  }
  h2 {
    font-size: 15px;
    line-height: 22px;
    font-weight: 600;
    overflow-wrap: anywhere;
  }
  h3 {
    font-size: 13px;
    line-height: 20px;
    font-weight: 600;
  }
  .quiet {
    color: var(--ink-2);
    font-size: 13px;
    text-wrap: pretty;
    overflow-wrap: anywhere;
  }
  .buttons {
    display: flex;
    flex-wrap: wrap;
    gap: var(--s-2);
  }
  .table {
    position: relative; /* what only a screen reader reads stays inside */
    overflow-x: auto;
  }
  table {
    width: 100%;
    border-collapse: collapse;
    font-size: 13px;
    font-variant-numeric: tabular-nums;
  }
  th {
    padding: 4px var(--s-3) 4px 0;
    border-bottom: 1px solid var(--line);
    color: var(--ink-3);
    font-size: 12px;
    font-weight: 500;
    text-align: left;
    white-space: nowrap;
  }
  td {
    padding: 6px var(--s-3) 6px 0;
    border-bottom: 1px solid var(--line);
    vertical-align: top;
  }
  tr:last-child td {
    border-bottom: 0;
  }
  td.mono {
    white-space: nowrap;
  }
  .name {
    overflow-wrap: anywhere;
  }
  @media (max-width: 820px) {
    table {
      min-width: 520px;
    }
  }
  .field {
    display: grid;
    gap: 4px;
    color: var(--ink-2);
    font-size: 13px;
    min-width: 0;
  }
  .field input,
  .field select {
    min-height: 34px;
    width: 100%;
    color: var(--ink);
  }
  .field :disabled {
    border-color: var(--line);
    color: var(--ink-2);
  }
  .held {
    display: grid;
    grid-template-columns: 20px minmax(0, 1fr);
    gap: 10px;
    color: var(--ink-2);
    font-size: 13px;
  }
  .problem {
    display: grid;
    grid-template-columns: 20px minmax(0, 1fr);
    gap: 2px 10px;
    padding: 10px 12px;
    border: 1px solid color-mix(in oklab, var(--fail) 40%, var(--line));
    border-radius: var(--r-2);
    background: var(--fail-soft);
    overflow-wrap: anywhere;
  }
  .problem > .tick {
    grid-row: span 6;
  }
  .problem p {
    font-size: 13px;
    color: var(--ink-2);
  }
`;
