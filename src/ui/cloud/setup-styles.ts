/** How the administrator's page looks: a numbered guide, and under each step its test. Floor: ui. */
import { css } from 'lit';

export const setupStyles = css`
  .page {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: var(--s-4);
    width: 100%;
    max-width: 860px;
    margin: 0 auto;
  }
  .top {
    display: grid;
    justify-items: start;
    gap: 6px;
  }
  .top h1 {
    margin-top: var(--s-2);
    outline-offset: 4px;
  }
  .guide {
    display: grid;
    gap: var(--s-5);
    counter-reset: step;
  }
  .guide > li {
    position: relative;
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: var(--s-2);
    padding-left: 42px;
    counter-increment: step;
  }
  .guide > li::before {
    content: counter(step);
    position: absolute;
    top: 0;
    left: 0;
    display: grid;
    place-items: center;
    width: 26px;
    height: 26px;
    border: 1.5px solid var(--ink-3);
    border-radius: 50%;
    font-size: 13px;
    font-weight: 600;
  }
  .guide h3 {
    margin: 0;
    font-size: 15px;
    line-height: 26px;
  }
  .guide p {
    color: var(--ink-2);
    text-wrap: pretty;
  }
  .rows {
    display: grid;
    border: 1px solid var(--line);
    border-radius: var(--r-2);
    background: var(--stone-1);
  }
  .row {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: var(--s-2);
    padding: var(--s-3) var(--s-4);
  }
  .row + .row {
    border-top: 1px solid var(--line);
  }
  .row > div:first-child b {
    display: block;
    font-weight: 600;
    overflow-wrap: anywhere;
  }
  .row > div:first-child span {
    color: var(--ink-2);
    font-size: 13px;
    overflow-wrap: anywhere;
  }
  .test {
    display: grid;
    grid-template-columns: 20px minmax(0, 1fr) auto;
    gap: 0 10px;
    align-items: start;
  }
  .test > .tick {
    margin-top: 4px;
  }
  .test > div {
    padding-top: 4px;
  }
  .test b {
    font-weight: 550;
  }
  .test span {
    margin-left: 10px;
    color: var(--ink-2);
  }
  .test p {
    margin-top: 2px;
    font-size: 13px;
    overflow-wrap: anywhere;
  }
  .test strong {
    color: var(--ink);
    font-weight: 600;
  }
  .codes {
    padding-top: var(--s-2);
  }
  .codes dd {
    display: block;
    max-width: 75ch;
  }
  .command pre {
    margin: 0;
    padding: 4px 0;
    font: 12.5px/19px var(--mono);
    overflow: auto;
  }
  @media (max-width: 820px) {
    .guide > li {
      padding-left: 0;
    }
    .guide h3 {
      padding-left: 36px;
    }
    .command {
      grid-template-columns: minmax(0, 1fr);
      padding: 8px 12px;
    }
    .test {
      grid-template-columns: 20px minmax(0, 1fr);
      gap: var(--s-2) 10px;
    }
    .test > .btn {
      grid-column: 2;
      justify-self: start;
    }
    .test span {
      display: block;
      margin-left: 0;
    }
  }
`;
