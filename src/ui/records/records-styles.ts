/** What the parts of the records screen share: sections, tables, lines that say something, fields. Floor: ui. */
import { css } from 'lit';
import { progressStyles } from '../look/screen.ts';

export const recordsStyles = css`
  ${progressStyles}
  :host {
    min-width: 0;
  }
  h2 {
    font-size: 15px;
    line-height: 22px;
    font-weight: 600;
  }
  h3 {
    font-size: 13px;
    line-height: 20px;
    font-weight: 600;
  }
  .card {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: var(--s-3);
    align-content: start;
    padding: var(--s-4);
    border: 1px solid var(--line);
    border-radius: var(--r-2);
    background: var(--stone-1);
    box-shadow: var(--shadow);
    min-width: 0;
  }
  .quiet {
    max-width: 80ch;
    color: var(--ink-2);
    font-size: 13px;
    text-wrap: pretty;
    overflow-wrap: anywhere;
  }
  .buttons {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: var(--s-2);
  }
  .line {
    display: grid;
    grid-template-columns: 20px minmax(0, 1fr);
    gap: 2px 10px;
    overflow-wrap: anywhere;
    text-wrap: pretty;
  }
  .warning {
    padding: 10px 12px;
    border: 1px solid color-mix(in oklab, var(--warn) 40%, var(--line));
    border-radius: var(--r-2);
    background: var(--warn-soft);
  }
  .problem {
    padding: 10px 12px;
    border: 1px solid color-mix(in oklab, var(--fail) 40%, var(--line));
    border-radius: var(--r-2);
    background: var(--fail-soft);
  }
  .field {
    display: grid;
    gap: 4px;
    min-width: 0;
    color: var(--ink-2);
    font-size: 13px;
  }
  .field input,
  .field select {
    min-height: 34px;
    width: 100%;
    min-width: 0;
    color: var(--ink);
  }
  .table {
    position: relative;
    overflow: auto;
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
    overflow-wrap: anywhere;
  }
  tr:last-child td {
    border-bottom: 0;
  }
  .right {
    text-align: right;
  }
`;
