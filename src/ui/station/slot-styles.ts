/**
 * The look of one slot among many: its outcome fills it, and its word is as large as the slot allows, so that it is read from across the room.
 * Floor: ui. `--em` is the width of the longest word in em (fit-word.ts). Letter heights are measured by test/e2e/station-views.test.ts.
 */
import { css } from 'lit';
import { denseStyles } from './slot-styles-dense.ts';

export const slotStyles = css`
  :host {
    container-type: size;
    min-width: 0;
    min-height: 132px;
  }
  .slot {
    --pad: clamp(7px, 5cqmin, 20px);
    --wide: calc((100cqw - 2 * var(--pad) - 4px) / var(--em, 5));
    display: grid;
    grid-template: auto minmax(0, 1fr) minmax(0, auto) / minmax(0, 1fr);
    gap: clamp(2px, 1.5cqh, 8px);
    height: 100%;
    padding: var(--pad);
    border: 1px solid var(--line);
    border-radius: var(--r-3);
    background: var(--stone-1);
    overflow: hidden;
  }
  .slot[aria-current='true'] {
    outline: 3px solid var(--focus);
    outline-offset: 2px;
  }
  header {
    position: relative;
    display: flex;
    align-items: center;
    gap: var(--s-2);
    min-height: min(19cqmin, 76px);
    color: var(--ink-3);
    font-size: 13px;
    line-height: 18px;
    white-space: nowrap;
  }
  header b {
    color: var(--ink-2);
    font-size: clamp(20px, min(18cqw, 18cqh), 90px);
    line-height: 1;
    font-weight: 650;
    font-variant-numeric: tabular-nums;
    letter-spacing: -0.02em;
  }
  header b small {
    font-size: 13px;
    font-weight: 500;
    letter-spacing: 0;
    margin-right: 5px;
  }
  header .time {
    margin-left: auto;
    font-variant-numeric: tabular-nums;
  }
  .running header .time {
    color: var(--ink);
    font-size: clamp(13px, 7cqmin, 26px);
    font-weight: 600;
  }
  header button {
    min-height: 24px;
    padding: 0 2px;
    border: 0;
    border-radius: var(--r-1);
    background: none;
    color: inherit;
    font-size: 12px;
    text-decoration: underline;
    text-underline-offset: 3px;
    cursor: pointer;
  }
  .seal {
    width: clamp(26px, min(20cqw, 20cqh), 84px);
    height: clamp(26px, min(20cqw, 20cqh), 84px);
    flex: none;
    fill: none;
    stroke: currentColor;
    stroke-width: 5.5;
    stroke-linecap: round;
    stroke-linejoin: round;
  }
  .big {
    display: grid;
    gap: clamp(6px, 3cqh, 14px);
    align-self: center;
    min-width: 0;
    font-size: clamp(14px, min(var(--wide), 22cqh), 180px);
    line-height: 1.02;
    font-weight: 720;
    letter-spacing: -0.02em;
  }
  .pass .big,
  .aborted .big {
    font-size: clamp(14px, min(var(--wide), 32cqh), 180px);
  }
  .quiet .big {
    color: var(--ink-3);
    font-size: clamp(14px, min(var(--wide), 12cqh), 44px);
    font-weight: 600;
    letter-spacing: -0.01em;
  }
  .running .big {
    font-size: clamp(14px, min(var(--wide), 14cqh), 56px);
    font-weight: 600;
    line-height: 1.1;
  }
  .asks .big {
    color: var(--accent);
    font-size: clamp(14px, min(var(--wide), 15cqh), 64px);
    font-weight: 600;
  }
  .slot progress {
    height: clamp(8px, 3.4cqh, 16px);
  }
  .why {
    min-height: min(40px, 26cqh);
    overflow: hidden;
    font-size: clamp(12px, 4.4cqmin, 16px);
    line-height: 1.3;
  }
  .why p,
  .why label {
    display: -webkit-box;
    -webkit-box-orient: vertical;
    -webkit-line-clamp: 3;
    font-weight: 580;
    overflow: hidden;
    overflow-wrap: anywhere;
    text-wrap: balance;
  }
  .why p.mono {
    font-size: min(1em, calc((100cqw - 2 * var(--pad) - 6px) / 10.4)); /* a MAC in one line */
  }
  .why .act,
  .hint {
    display: -webkit-box;
    -webkit-box-orient: vertical;
    -webkit-line-clamp: 3;
    overflow: hidden;
    overflow-wrap: break-word;
  }
  .hint {
    color: var(--ink-2);
  }
  .why .row {
    display: flex;
    align-items: center;
    gap: var(--s-2);
    padding: 6px 2px 2px; /* room for the ring of the focus */
  }
  .why input {
    flex: 1;
    width: 100%;
    min-width: 0;
    max-width: 260px;
  }
  .pass,
  .fail {
    border-color: transparent;
    color: var(--stone-1);
  }
  .pass {
    background: var(--pass);
  }
  /* corners cut off and a second line inside: not by its colour alone is it told from a pass */
  .fail {
    border-radius: clamp(12px, 7cqmin, 26px);
    corner-shape: bevel;
    background: var(--fail);
    box-shadow:
      inset 0 0 0 3px var(--fail),
      inset 0 0 0 5px color-mix(in oklab, var(--stone-1) 62%, var(--fail));
  }
  .fail.seen {
    border: 2px solid var(--fail);
    background: var(--fail-soft);
    color: var(--fail);
    box-shadow: none;
  }
  .pass header,
  .pass header b,
  .fail header,
  .fail header b {
    color: inherit;
  }
  .error,
  .timeout,
  .aborted {
    border: 3px dashed var(--warn);
    background: var(--warn-soft);
    color: var(--warn);
  }
  .error header b,
  .timeout header b,
  .aborted header b,
  .error header,
  .timeout header,
  .aborted header {
    color: inherit;
  }
  .aborted {
    border-style: dotted;
  }
  .asks {
    border: 3px solid var(--accent);
  }
  .asks .seal {
    color: var(--accent);
  }
  .quiet {
    border-style: dashed;
    background: var(--stone-2);
  }
  .fail .btn,
  .pass .btn {
    border-color: currentColor;
    background: transparent;
    color: inherit;
  }
  .fail :focus-visible,
  .pass :focus-visible {
    outline-color: currentColor;
  }
  .fail kbd,
  .pass kbd {
    opacity: 1;
  }
  .alarm {
    display: -webkit-box;
    -webkit-box-orient: vertical;
    -webkit-line-clamp: 3;
    margin-top: 4px;
    padding: 0 8px;
    border-block: 3px solid var(--warn); /* no padding: a line that is left out must not be seen in it */
    border-radius: var(--r-1);
    background: var(--warn);
    color: var(--stone-1);
    font-weight: 600;
    overflow: hidden;
  }
  .hatched {
    background-image: repeating-linear-gradient(135deg, var(--hatch) 0 8px, transparent 8px 16px);
    background-size: 100% 10px;
    background-repeat: no-repeat;
  }
  :host([place='full']) header button {
    display: none;
  }
  ${denseStyles}
  /* no backgrounds there: lines, shapes and words remain */
  @media (forced-colors: active) {
    .pass {
      border: 3px solid CanvasText;
    }
    .fail,
    .fail.seen {
      border: 9px double CanvasText;
    }
    .alarm {
      border: 2px solid CanvasText;
    }
    .slot progress {
      border: 1px solid CanvasText;
    }
    progress::-webkit-progress-value {
      background: Highlight;
      forced-color-adjust: none;
    }
  }
`;
