/**
 * Styles that every element shares: controls, keys, code, ticks, what only a screen reader reads.
 * Floor: ui. Sizes and colours are the tokens of tokens.css.
 */
import { css } from 'lit';

export const sheet = css`
  *,
  *::before,
  *::after {
    box-sizing: border-box;
  }
  :host {
    display: block;
  }
  [hidden] {
    display: none !important;
  }
  h1,
  h2,
  h3,
  p,
  ol,
  ul,
  dl,
  dd {
    margin: 0;
    padding: 0;
  }
  ol,
  ul {
    list-style: none;
  }
  :focus-visible {
    outline: 2px solid var(--focus);
    outline-offset: 2px;
    border-radius: var(--r-1);
  }
  button,
  select,
  input {
    font: inherit;
    color: inherit;
  }
  code,
  .mono {
    font-family: var(--mono);
    font-variant-numeric: tabular-nums;
    font-size: 0.93em;
  }
  .btn {
    display: inline-flex;
    align-items: center;
    justify-content: center;
    gap: var(--s-2);
    min-height: 38px;
    padding: 0 14px;
    border: 1px solid var(--line-strong);
    border-radius: var(--r-2);
    background: var(--stone-1);
    color: var(--ink);
    font-weight: 550;
    white-space: nowrap;
    cursor: pointer;
  }
  .btn:hover:not(:disabled) {
    border-color: var(--accent);
  }
  .btn:active:not(:disabled) {
    background: var(--accent-soft);
  }
  .btn.go {
    border-color: transparent;
    background: var(--accent);
    color: var(--accent-ink);
  }
  .btn.go:hover:not(:disabled) {
    background: var(--accent-deep);
  }
  .btn.small {
    min-height: 28px;
    padding: 0 10px;
    border-radius: 6px;
    font-size: 12.5px;
    font-weight: 500;
  }
  .btn:disabled {
    background: var(--stone-2);
    border-color: var(--line);
    color: var(--ink-3);
    cursor: default;
  }
  .link {
    padding: 0;
    border: 0;
    background: none;
    color: var(--accent);
    font-weight: 550;
    text-decoration: underline;
    text-underline-offset: 3px;
    text-decoration-thickness: 1px;
    cursor: pointer;
  }
  kbd {
    min-width: 20px;
    padding: 0 5px;
    border: 1px solid currentColor;
    border-radius: var(--r-1);
    font: 11px/16px var(--mono);
    text-align: center;
    opacity: 0.72;
  }
  select,
  input:not([type='checkbox']) {
    min-height: 28px;
    padding: 0 8px;
    border: 1px solid var(--control);
    border-radius: 6px;
    background: var(--stone-2);
  }
  .icon {
    width: 20px;
    height: 20px;
    flex: none;
    stroke: currentColor;
    fill: none;
    stroke-width: 1.6;
    stroke-linecap: round;
    stroke-linejoin: round;
  }
  .tick {
    width: 20px;
    height: 20px;
    flex: none;
    fill: none;
    stroke: var(--line-strong);
    stroke-width: 2;
    stroke-linecap: round;
    stroke-linejoin: round;
  }
  .tick .body {
    stroke: none;
  }
  .tick .ring {
    stroke-width: 1.5;
  }
  .tick.pass {
    stroke: var(--pass);
  }
  .tick.pass .body {
    fill: color-mix(in oklab, var(--pass) 15%, var(--stone-1));
  }
  .tick.fail {
    stroke: var(--stone-1);
  }
  .tick.fail .body {
    fill: var(--fail);
  }
  .tick.unmeasured {
    stroke: var(--warn);
  }
  .tick.unmeasured .ring {
    stroke-dasharray: 3.5 3.2;
    stroke-linecap: butt;
  }
  .tick.running .arc {
    stroke: var(--accent);
    transform-origin: 10px 10px;
    animation: turn 1s linear infinite;
  }
  @keyframes turn {
    to {
      transform: rotate(1turn);
    }
  }
  .demo {
    padding: 0 7px;
    border-radius: var(--r-1);
    background: var(--ink);
    color: var(--stone-1);
    font-size: 11px;
    line-height: 18px;
    font-weight: 700;
    letter-spacing: 0.09em;
  }
  .sr {
    position: absolute;
    width: 1px;
    height: 1px;
    margin: -1px;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
  }
  @media (max-width: 820px), (pointer: coarse) {
    .btn,
    .btn.small,
    select,
    input:not([type='checkbox']) {
      min-height: 44px;
    }
    kbd {
      display: none;
    }
  }
  @media (prefers-reduced-motion: reduce) {
    * {
      animation: none !important;
      transition: none !important;
    }
  }
`;
