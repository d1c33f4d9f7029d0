/** What the screens beside the bench share: a column of sections under one headline, and the bar of progress. Floor: ui. */
import { css } from 'lit';

export const progressStyles = css`
  progress {
    appearance: none;
    display: block;
    width: 100%;
    height: 8px;
    border: 0;
    border-radius: 9px;
    overflow: hidden;
    background: var(--accent-soft);
  }
  progress::-webkit-progress-bar {
    background: var(--accent-soft);
  }
  progress::-webkit-progress-value {
    background: var(--accent);
    border-radius: 9px;
    transition: width 0.18s linear;
  }
  progress::-moz-progress-bar {
    background: var(--accent);
  }
`;

export const screenStyles = css`
  ${progressStyles}
  .screen {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: var(--s-4);
    max-width: 1080px;
    margin: 0 auto;
    padding: var(--s-6) var(--s-5);
    padding-bottom: 160px; /* what stands last can be scrolled out from under messages in the corner */
  }
  h1 {
    font-size: 25px;
    line-height: 32px;
    font-weight: 640;
    letter-spacing: -0.017em;
  }
  .lead,
  .part p,
  .empty p {
    max-width: 75ch;
    color: var(--ink-2);
    text-wrap: pretty;
  }
  h2 {
    font-size: 15px;
    line-height: 22px;
    font-weight: 600;
  }
  h3 {
    margin-bottom: 4px;
    font-size: 14px;
    font-weight: 600;
  }
  .part {
    display: grid;
    gap: var(--s-3);
    margin-top: var(--s-3);
    padding-top: var(--s-5);
    border-top: 1px solid var(--line);
  }
  .part h2 + p {
    margin-top: -8px;
  }
  @media (max-width: 820px) {
    .screen {
      padding: var(--s-4);
      padding-bottom: 160px;
    }
  }
`;
