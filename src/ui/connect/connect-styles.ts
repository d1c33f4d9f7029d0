/** How timelines and crashes look: rows of a log sheet, and a card for what went wrong. Floor: ui. */
import { css } from 'lit';

export const cardStyles = css`
  .card {
    display: grid;
    gap: 6px;
    padding: var(--s-3);
    border: 1px solid var(--line);
    border-left-width: 3px;
    border-radius: var(--r-2);
    background: var(--stone-1);
    overflow-wrap: anywhere;
  }
  .card.fail {
    border-left-color: var(--fail);
    background: var(--fail-soft);
  }
  .card.warn {
    border-left-color: var(--warn);
    background: var(--warn-soft);
  }
  .card h3 {
    display: flex;
    align-items: flex-start;
    gap: var(--s-2);
    font-size: 14px;
    line-height: 20px;
    font-weight: 620;
  }
  .card p {
    text-wrap: pretty;
  }
  .card .seen,
  .card .times {
    color: var(--ink-2);
    font-size: 13px;
  }
  .card .remedy b {
    font-weight: 620;
  }
  .card ul {
    padding-left: 18px;
    list-style: disc;
    color: var(--ink-2);
    font-size: 13px;
  }
  h4 {
    margin: 4px 0 0;
    font-size: 13px;
    line-height: 18px;
    font-weight: 600;
  }
  dl.facts {
    display: grid;
    grid-template-columns: auto minmax(0, 1fr);
    gap: 0 var(--s-3);
    font-size: 12.5px;
    line-height: 18px;
  }
  dl.facts dt {
    color: var(--ink-2);
  }
  dl.facts dd {
    font-family: var(--mono);
    overflow-wrap: anywhere;
  }
  .to-line {
    padding: 0;
    border: 0;
    background: none;
    color: var(--accent);
    font-size: 13px;
    text-align: start;
    text-decoration: underline;
    text-underline-offset: 3px;
    text-decoration-thickness: 1px;
    cursor: pointer;
  }
  summary {
    width: fit-content;
    color: var(--ink-2);
    font-size: 13px;
    cursor: pointer;
  }
  @media (max-width: 820px), (pointer: coarse) {
    .to-line,
    summary {
      min-height: 44px;
      align-content: center;
    }
  }
`;
