/** How the head of the list of entries looks. Floor: ui. The rows: entry-list-styles.ts. */
import { css, unsafeCSS } from 'lit';
import { NARROW_PX } from './entry-list-styles.ts';

export const entriesStyles = css`
  :host {
    scroll-margin: var(--s-3);
  }
  section {
    border: 1px solid var(--line);
    border-radius: var(--r-2);
    background: var(--stone-1);
    box-shadow: var(--shadow);
    overflow: clip;
  }
  .bar,
  .tools {
    display: flex;
    align-items: center;
    gap: var(--s-3);
    padding: 12px var(--s-4);
  }
  .tools {
    gap: var(--s-2) var(--s-3);
    min-height: 40px;
    padding: 0 var(--s-4) 10px;
    font-size: 13px;
    font-variant-numeric: tabular-nums;
  }
  h2 {
    font-size: 15px;
    line-height: 22px;
    font-weight: 600;
  }
  .find {
    flex: 1;
  }
  .find input {
    width: 100%;
    min-height: 38px;
    padding: 0 12px;
    border-radius: var(--r-2);
    font-family: var(--mono);
  }
  input::placeholder {
    color: var(--ink-3);
    font-family: var(--sans);
    opacity: 1;
  }
  .count {
    color: var(--ink-2);
    font-size: 13px;
    font-variant-numeric: tabular-nums;
    white-space: nowrap;
  }
  label[for] {
    cursor: pointer;
  }
  input:disabled + label {
    color: var(--ink-3);
    cursor: default;
  }
  [type='checkbox'] {
    flex: none;
    width: 18px;
    height: 18px;
    margin: 0 4px 0 0; /* stands above those of the rows, as its text above theirs */
    accent-color: var(--accent);
  }
  .chosen {
    font-weight: 600;
  }
  .gap {
    flex: 1;
  }
  select {
    min-width: 0;
    width: 220px;
    background: var(--stone-1);
    text-overflow: ellipsis;
  }
  .none {
    min-height: 120px;
    padding: var(--s-4);
    border-top: 1px solid var(--line);
    color: var(--ink-2);
  }
  @media (max-width: ${unsafeCSS(NARROW_PX)}px) {
    .bar,
    .tools {
      flex-wrap: wrap;
    }
    .count {
      flex: 1;
      min-width: 0;
      text-align: right;
      white-space: normal;
    }
    .find {
      order: 3;
      flex: 1 1 100%;
    }
    .find input {
      min-height: 44px;
    }
    .tools {
      gap: 4px var(--s-3);
      min-height: 108px; /* with and without a selection */
      padding-bottom: 12px;
    }
    [type='checkbox'] {
      width: 20px;
      height: 20px;
      margin: 0;
    }
    label[for] {
      padding: 12px 0;
    }
    .chosen:not(:empty) {
      flex: 1;
    }
    .gap {
      flex: 1 1 100%;
    }
    select {
      flex: 1 1 40%;
      width: auto;
    }
  }
`;
