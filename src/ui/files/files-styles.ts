/** How the list of files looks around its rows. Floor: ui. */
import { css } from 'lit';

export const filesStyles = css`
  section {
    border: 1px solid var(--line);
    border-radius: var(--r-2);
    background: var(--stone-1);
    box-shadow: var(--shadow);
    overflow: clip;
  }
  .bar {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: var(--s-2) var(--s-4);
    min-height: 54px;
    padding: 8px var(--s-4);
  }
  h2 {
    flex: 1;
    font-size: 15px;
    line-height: 22px;
    font-weight: 600;
  }
  .bar [type='search'] {
    flex: 0 1 280px;
    min-height: 38px;
    padding: 0 12px;
    border-radius: var(--r-2);
  }
  input::placeholder {
    color: var(--ink-3);
    opacity: 1;
  }
  label {
    display: flex;
    align-items: center;
    gap: var(--s-2);
    font-size: 13px;
    cursor: pointer;
  }
  label:has(:disabled) {
    color: var(--ink-3);
    cursor: default;
  }
  [type='checkbox'] {
    width: 16px;
    height: 16px;
    margin: 0;
    accent-color: var(--accent);
  }
  .heads {
    height: 28px;
    border-top: 1px solid var(--line);
    background: var(--stone-2);
    color: var(--ink-3);
    font-size: 12px;
  }
  .sums {
    min-height: 44px;
    border-top: 1px solid var(--line);
    font-weight: 600;
  }
  .sums b {
    padding-left: 24px; /* below the names */
    font-weight: 600;
  }
  .nothing {
    padding: var(--s-4);
    border-top: 1px solid var(--line);
    color: var(--ink-2);
  }
  .all {
    display: flex;
    width: 100%;
    min-height: 44px;
    border: 0;
    border-top: 1px solid var(--line);
    border-radius: 0;
    background: none;
    color: var(--accent);
  }
  .all:hover {
    background: var(--stone-2);
  }
  .all:focus-visible {
    outline-offset: -2px;
  }
  @media (max-width: 820px) {
    .bar [type='search'] {
      flex: 1 1 100%;
      min-height: 44px;
    }
    label {
      min-height: 44px;
      font-size: 14px;
    }
    .heads {
      display: none;
    }
    .sums {
      padding: 10px var(--s-4) 12px;
    }
    .sums b {
      padding: 0;
    }
    .sums .number {
      font-weight: 550;
    }
    .sums .by,
    .sums .none {
      display: none;
    }
  }
`;
