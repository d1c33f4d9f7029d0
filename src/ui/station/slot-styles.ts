/** The look of one slot among many: its outcome fills it, so that it is read from across the room. Floor: ui. */
import { css } from 'lit';

export const slotStyles = css`
  :host {
    container-type: size;
    min-width: 0;
    min-height: 132px;
  }
  .slot {
    display: grid;
    grid-template: auto minmax(36px, 1fr) minmax(0, auto) / minmax(0, 1fr);
    gap: 4px;
    height: 100%;
    padding: clamp(8px, 5cqmin, 16px) clamp(10px, 5cqmin, 20px);
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
    display: flex;
    align-items: baseline;
    gap: var(--s-2);
    color: var(--ink-3);
    font-size: 13px;
    line-height: 18px;
    white-space: nowrap;
    overflow: hidden;
  }
  header b {
    color: var(--ink-2);
    font-weight: 600;
  }
  header .time {
    margin-left: auto;
    font-variant-numeric: tabular-nums;
  }
  header button {
    min-height: 24px;
    padding: 0 6px;
    border: 0;
    border-radius: var(--r-1);
    background: none;
    color: inherit;
    font-size: 12px;
    text-decoration: underline;
    text-underline-offset: 3px;
    cursor: pointer;
  }
  .big {
    display: flex;
    align-items: center;
    gap: 0.28em;
    min-width: 0;
    align-self: center;
    font-size: clamp(18px, min(17cqw, 26cqh), 84px);
    line-height: 1;
    font-weight: 720;
    letter-spacing: -0.02em;
    white-space: nowrap;
  }
  .big .seal {
    width: 1.1em;
    height: 1.1em;
    flex: none;
    fill: none;
    stroke: currentColor;
    stroke-width: 5;
    stroke-linecap: round;
    stroke-linejoin: round;
  }
  .error .big {
    font-size: clamp(16px, min(14.5cqw, 26cqh), 80px);
  }
  .timeout .big,
  .aborted .big {
    font-size: clamp(15px, min(11.5cqw, 22cqh), 64px);
  }
  .quiet .big {
    color: var(--ink-3);
    font-size: clamp(15px, min(8cqw, 14cqh), 26px);
    font-weight: 550;
    letter-spacing: 0;
    white-space: normal;
  }
  .running .big {
    display: grid;
    gap: 10px;
    font-size: clamp(15px, min(8.4cqw, 15cqh), 30px);
    font-weight: 600;
    line-height: 1.12;
    white-space: normal;
  }
  .why {
    min-height: 40px;
    overflow: hidden;
    font-size: 13px;
    line-height: 18px;
  }
  .why p {
    font-size: 14px;
    font-weight: 550;
    text-wrap: balance;
    overflow-wrap: anywhere;
    display: -webkit-box;
    -webkit-box-orient: vertical;
    -webkit-line-clamp: 2;
    overflow: hidden;
  }
  .why .act {
    opacity: 0.92;
  }
  .why .row {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: var(--s-2);
    margin-top: 4px;
  }
  .why input {
    width: 100%;
    max-width: 220px;
  }
  .pass,
  .fail {
    border-color: transparent;
    color: var(--stone-1);
  }
  .pass {
    background: var(--pass);
  }
  .fail {
    background: var(--fail);
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
    border: 2px dashed var(--warn);
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
  .quiet {
    border-style: dashed;
    background: var(--stone-2);
  }
  .gone .big {
    opacity: 0.82;
  }
  .fail .btn,
  .pass .btn {
    border-color: currentColor;
    background: transparent;
    color: inherit;
  }
  .fail kbd,
  .pass kbd {
    opacity: 1;
  }
  .alarm {
    padding: 4px 8px;
    border-radius: var(--r-1);
    background: var(--warn);
    color: var(--stone-1);
    font-weight: 600;
    display: -webkit-box;
    -webkit-box-orient: vertical;
    -webkit-line-clamp: 3;
    overflow: hidden;
  }
  .hatched {
    background-image: repeating-linear-gradient(135deg, var(--hatch) 0 8px, transparent 8px 16px);
    background-size: 100% 10px;
    background-repeat: no-repeat;
  }
  .hint {
    color: var(--ink-2);
  }
  :host([place='full']) header button {
    display: none;
  }
  @container (min-height: 240px) {
    .why p {
      -webkit-line-clamp: 4;
    }
  }
  @container (max-width: 210px) {
    header .time,
    .row kbd {
      display: none;
    }
    header button {
      margin-left: auto;
    }
    .why p {
      font-size: 13px;
    }
  }
  @container (max-height: 200px) {
    .why:has(.row) .act {
      display: none;
    }
    .why p,
    .alarm {
      -webkit-line-clamp: 2;
    }
    .alarm {
      padding: 2px 6px;
      font-size: 12px;
      line-height: 15px;
    }
    .hint {
      display: -webkit-box;
      -webkit-box-orient: vertical;
      -webkit-line-clamp: 2;
      overflow: hidden;
    }
    .row .btn {
      min-height: 28px;
    }
    .why input {
      min-height: 28px;
      padding-block: 2px;
    }
    .why form.row {
      flex-wrap: nowrap;
      align-items: end;
    }
  }
  @container (max-height: 150px) {
    .why .act {
      display: none;
    }
    .why {
      min-height: 18px;
    }
    .why p,
    .hint {
      -webkit-line-clamp: 1;
    }
  }
`;
