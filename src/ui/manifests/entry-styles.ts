/** How an open entry looks. Floor: ui. */
import { css } from 'lit';

export const entryStyles = css`
  h2 {
    font-size: 19px;
    line-height: 26px;
    font-weight: 600;
  }
  h2.mono {
    font-size: 19px;
  }
  h2 i {
    display: inline-block;
    margin-right: 0.7ch;
    font-style: normal;
  }
  h3 {
    margin-bottom: 6px;
    font-size: 14px;
    font-weight: 600;
  }
  .where {
    color: var(--ink-2);
    font-size: 13px;
    overflow-wrap: anywhere;
  }
  .verdict {
    display: flex;
    gap: var(--s-3);
    padding: 12px var(--s-4);
    border-radius: var(--r-2);
    background: var(--pass-soft);
  }
  .verdict.no-certificate {
    background: var(--warn-soft);
  }
  .verdict.unverified {
    background: var(--fail-soft);
  }
  .verdict:has(.unmeasured) {
    background: var(--warn-soft);
  }
  .verdict b {
    font-weight: 600;
  }
  .verdict p {
    color: var(--ink-2);
    text-wrap: pretty;
  }
  dl,
  ol {
    border-top: 1px solid var(--line);
  }
  dl > div,
  li {
    display: grid;
    gap: 0 var(--s-4);
    padding: 6px 0;
    border-bottom: 1px solid var(--line);
  }
  dl > div {
    grid-template-columns: 180px minmax(0, 1fr);
  }
  dt {
    color: var(--ink-2);
  }
  dd,
  .seen {
    overflow-wrap: anywhere;
  }
  li {
    grid-template-columns: 16px 288px minmax(0, 1fr);
    gap: 0 10px;
  }
  li .tick {
    width: 16px;
    height: 16px;
    margin-top: 2px;
  }
  .seen {
    color: var(--ink-2);
  }
  [data-outcome='fail'] .seen {
    color: var(--ink);
  }
  .row {
    display: flex;
    align-items: center;
    justify-content: space-between;
    margin-bottom: 8px;
  }
  .row h3 {
    margin: 0;
  }
  summary {
    display: flex;
    align-items: center;
    gap: 6px;
    padding: 8px 0;
    color: var(--ink-2);
    cursor: pointer;
    list-style: none;
  }
  summary::-webkit-details-marker {
    display: none;
  }
  summary .icon {
    width: 16px;
    height: 16px;
    transition: transform 0.12s;
  }
  [open] > summary .icon {
    transform: rotate(90deg);
  }
  pre {
    max-height: 320px;
    margin: 0 0 var(--s-3);
    padding: 10px 14px;
    border: 1px solid var(--line);
    border-radius: var(--r-2);
    background: var(--stone-2);
    font: 12.5px/19px var(--mono);
    overflow: auto;
  }
  pre.wrap {
    white-space: pre-wrap;
    overflow-wrap: anywhere;
  }
  @media (max-width: 820px) {
    dl > div {
      grid-template-columns: minmax(0, 1fr);
    }
    dt {
      font-size: 12.5px;
    }
    li {
      grid-template-columns: 16px minmax(0, 1fr);
    }
    .seen {
      grid-column: 2;
    }
    summary {
      min-height: 44px;
    }
    h2.mono {
      font-size: 17px;
    }
  }
`;
