/** How a list of files in the shared store looks, in the set-up of a bench and on the manifests screen. Floor: ui. */
import { css } from 'lit';

export const sharedListStyles = css`
  li {
    display: grid;
    grid-template-columns: minmax(0, 1fr) auto;
    align-items: center;
    gap: 2px var(--s-3);
    padding: 8px 0;
    border-bottom: 1px solid var(--line);
  }
  li > div {
    min-width: 0;
  }
  li b {
    font-weight: 600;
    overflow-wrap: anywhere;
  }
  li small,
  .quiet {
    color: var(--ink-3);
    font-size: 13px;
    line-height: 18px;
  }
  li small {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 0 10px;
  }
  li .said {
    grid-column: 1 / -1;
    color: var(--ink-2);
    font-size: 13px;
    max-width: 75ch;
    text-wrap: pretty;
  }
  .line {
    display: grid;
    grid-template-columns: 16px minmax(0, 1fr);
    gap: 2px 8px;
    align-items: start;
    text-wrap: pretty;
  }
  .line .tick {
    width: 16px;
    height: 16px;
    margin-top: 1px;
  }
  progress {
    width: min(220px, 100%);
  }
`;
