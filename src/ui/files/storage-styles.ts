/** How what the browser keeps looks. Floor: ui. */
import { css } from 'lit';

export const storageStyles = css`
  .part b {
    color: var(--ink);
    font-weight: 600;
    font-variant-numeric: tabular-nums;
  }
  .space {
    display: grid;
    gap: 6px;
    font-variant-numeric: tabular-nums;
  }
  meter {
    display: block;
    width: 100%;
    height: 8px;
    border: 0;
    border-radius: 9px;
    background: var(--accent-soft);
    appearance: none;
    overflow: hidden;
  }
  /* Chromium puts a thin bar beside the middle; this one is the whole of it */
  meter::-webkit-meter-inner-element {
    position: relative;
    display: block;
    height: 8px;
  }
  meter::-webkit-meter-bar {
    position: absolute;
    inset: 0;
    height: 8px;
    border: 0;
    border-radius: 9px;
    background: var(--accent-soft);
  }
  meter::-webkit-meter-optimum-value {
    border-radius: 9px;
    background: var(--accent);
  }
  meter::-webkit-meter-suboptimum-value,
  meter::-webkit-meter-even-less-good-value {
    border-radius: 9px;
    background: var(--warn);
  }
  meter::-moz-meter-bar {
    background: var(--accent);
  }
  meter:-moz-meter-sub-optimum::-moz-meter-bar {
    background: var(--warn);
  }
  .line {
    display: flex;
    gap: var(--s-2);
  }
  .part .line {
    color: var(--ink);
  }
  .line .tick {
    width: 16px;
    height: 16px;
    margin-top: 2px;
  }
  .buttons {
    display: flex;
    flex-wrap: wrap;
    gap: var(--s-2);
  }
  dialog {
    width: min(560px, calc(100vw - 48px));
  }
  dialog h2 {
    font-size: 19px;
    line-height: 26px;
  }
  .part dialog p {
    color: var(--ink);
  }
  dialog > .body {
    gap: var(--s-3);
  }
  .body .buttons {
    margin-top: var(--s-3);
  }
  .body .buttons span {
    flex: 1;
  }
  .btn.final {
    border-color: transparent;
    background: var(--ink);
    color: var(--stone-1);
  }
  @media (max-width: 820px) {
    .buttons .btn {
      flex: 1 1 40%;
    }
    dialog {
      width: calc(100vw - 32px);
      height: fit-content;
      border: 1px solid var(--line);
      border-radius: var(--r-3);
    }
    .body .buttons span {
      display: none;
    }
    .body [data-action='save-all-files'] {
      flex-basis: 100%;
    }
  }
`;
