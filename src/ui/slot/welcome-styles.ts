/** How the first visit looks. Floor: ui. */
import { css } from 'lit';

export const welcomeStyles = css`
  .page {
    display: grid;
    gap: 28px;
    max-width: 980px;
    margin: 0 auto;
    padding: clamp(24px, 6vh, 64px) var(--s-5) var(--s-6);
  }
  h1 {
    font-size: 34px;
    line-height: 42px;
    font-weight: 650;
    letter-spacing: -0.022em;
    text-wrap: balance;
  }
  .promise {
    display: grid;
    grid-template-columns: minmax(0, 1fr) auto;
    gap: 0 var(--s-7);
    align-items: center;
  }
  .stone {
    grid-area: 1 / 2 / span 2;
    width: 148px;
    margin-right: 4px;
  }
  .promise p {
    max-width: 68ch;
    margin-top: 10px;
    color: var(--ink-2);
    font-size: 16px;
    line-height: 25px;
    text-wrap: pretty;
  }
  .ways {
    display: grid;
    grid-template: auto auto 1fr / 1fr 1fr;
    gap: 6px var(--s-4);
  }
  .way {
    grid-row: span 3;
    display: grid;
    grid-template-rows: subgrid;
    padding: 20px 22px 22px;
    border: 1px solid var(--line);
    border-radius: var(--r-3);
    background: var(--stone-1);
    box-shadow: var(--shadow);
  }
  .way h2 {
    font-size: 17px;
    line-height: 24px;
    font-weight: 620;
    letter-spacing: -0.01em;
  }
  .way p {
    color: var(--ink-2);
    text-wrap: pretty;
  }
  .do {
    margin-top: 12px;
  }
  .do .btn {
    width: 100%;
    min-height: 44px;
  }
  .more {
    display: grid;
    grid-template-columns: minmax(0, 1fr) minmax(0, 340px);
    gap: var(--s-7);
    padding: 0 22px;
  }
  .more h2 {
    margin-bottom: 12px;
    font-size: 13px;
    font-weight: 600;
    color: var(--ink-2);
  }
  ol {
    display: grid;
    gap: 14px;
  }
  li {
    display: grid;
    grid-template-columns: 26px 1fr;
    gap: 14px;
  }
  .number {
    display: grid;
    place-items: center;
    width: 26px;
    height: 26px;
    border: 1.5px solid var(--line-strong);
    border-radius: 50%;
    color: var(--ink-2);
    font-size: 13px;
    font-weight: 600;
    font-variant-numeric: tabular-nums;
  }
  h3 {
    font-size: 14px;
    line-height: 24px;
    font-weight: 600;
  }
  li p,
  .hint,
  .files {
    color: var(--ink-2);
    font-size: 13px;
  }
  .hint {
    margin-top: 8px;
  }
  .files {
    padding: 16px 22px 0;
    border-top: 1px solid var(--line);
  }
  .files strong {
    color: var(--ink);
    font-weight: 550;
  }
  @media (max-width: 820px) {
    .page {
      gap: var(--s-5);
      padding: var(--s-5) var(--s-4) var(--s-6);
    }
    h1 {
      font-size: 26px;
      line-height: 32px;
    }
    .promise {
      display: block; /* without the stone there is one column */
    }
    .promise p {
      font-size: 15px;
      line-height: 23px;
    }
    .ways,
    .more {
      grid-template: none / minmax(0, 1fr);
    }
    .way + .way {
      margin-top: 10px;
    }
    .stone {
      display: none;
    }
    .more {
      gap: var(--s-5);
      padding: 0;
    }
    .way {
      padding: 16px;
    }
    .files {
      padding: 16px 0 0;
    }
    .link {
      min-height: 24px;
      padding: 2px 0;
    }
  }
`;
