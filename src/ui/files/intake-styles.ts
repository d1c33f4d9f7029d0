/** How the place where files come in looks. Floor: ui. The height is the same with and without a progress bar. */
import { css } from 'lit';

export const intakeStyles = css`
  .face {
    height: 100px;
    padding: 0 var(--s-4);
    border: 1.5px dashed var(--line-strong);
    border-radius: var(--r-2);
  }
  .drop {
    display: flex;
    align-items: center;
    gap: var(--s-3);
  }
  .drop .icon {
    width: 24px;
    height: 24px;
    color: var(--ink-2);
  }
  .text {
    flex: 1;
    min-width: 0;
  }
  .kinds {
    color: var(--ink-2);
    font-size: 13px;
  }
  .buttons {
    display: flex;
    gap: var(--s-2);
  }
  .reading {
    display: grid;
    grid-template-columns: minmax(0, 1fr) auto auto;
    gap: 8px var(--s-4);
    align-items: center;
    align-content: center;
    border-style: solid;
    border-color: var(--line);
    background: var(--stone-1);
    box-shadow: var(--shadow);
    font-variant-numeric: tabular-nums;
  }
  .what {
    overflow: hidden;
    font-weight: 550;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .file {
    color: var(--ink-2);
    white-space: nowrap;
  }
  progress,
  .figures {
    grid-column: 1 / -1;
  }
  .reading progress::-webkit-progress-value {
    transition: none; /* a new file begins at its beginning */
  }
  .figures {
    display: grid;
    grid-template-columns: minmax(0, 2fr) minmax(0, 3fr) minmax(0, 3fr) minmax(0, 4fr);
    gap: 0 var(--s-4);
    height: 20px;
    color: var(--ink-2);
    font-size: 13px;
    white-space: nowrap;
  }
  .figures span {
    overflow: hidden;
    text-overflow: ellipsis;
  }
  .figures :last-child {
    text-align: right;
  }
  @media (max-width: 820px) {
    .face {
      height: 164px;
    }
    .drop {
      flex-wrap: wrap;
      align-content: center;
    }
    .text {
      flex-basis: calc(100% - 48px);
    }
    .buttons {
      flex: 1 1 100%;
    }
    .buttons .btn {
      flex: 1;
      padding: 0 4px;
    }
    .reading {
      grid-template-columns: minmax(0, 1fr) auto;
    }
    .what {
      grid-column: 1 / -1;
    }
    .figures {
      grid-template-columns: minmax(0, 2fr) minmax(0, 3fr);
      height: 40px;
    }
    .figures :nth-child(even) {
      text-align: right;
    }
  }
`;
