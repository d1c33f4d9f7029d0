/** How the log room is laid out. Floor: ui. */
import { css } from 'lit';

export const roomStyles = css`
  :host {
    display: grid;
    grid-template: auto minmax(0, 1fr) auto / minmax(0, 1fr) clamp(340px, 29vw, 430px);
    height: 100%;
    min-height: 0;
    background: var(--stone-1);
  }
  .port {
    grid-column: 1 / -1;
  }
  ts-log {
    grid-area: 2 / 1;
  }
  ts-connect {
    grid-area: 2 / 2 / 4;
    border-left: 1px solid var(--line);
  }
  .port,
  .send {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 6px;
    padding: 8px var(--s-4);
    background: var(--stone-1);
  }
  .send {
    border-top: 1px solid var(--line);
  }
  .state {
    display: flex;
    align-items: center;
    gap: 8px;
    margin-right: auto;
    min-height: 28px;
  }
  .state [role='status'] {
    color: var(--ink-2);
  }
  .lamp {
    width: 9px;
    height: 9px;
    flex: none;
    border: 1.5px solid var(--ink-3);
    border-radius: 50%;
  }
  .lamp.open {
    border-color: var(--accent);
    background: var(--accent);
  }
  .lamp.opening,
  .lamp.waiting {
    border-color: var(--accent);
    border-style: dashed;
  }
  .port select,
  .send select,
  .rate {
    font-size: 13px;
  }
  .rate {
    width: 110px;
  }
  .check {
    display: inline-flex;
    align-items: center;
    gap: 6px;
    margin-left: 6px;
    font-size: 13px;
    color: var(--ink-2);
  }
  .send [data-field='send'] {
    flex: 1 1 240px;
    min-width: 0;
    font: 13px/19px var(--mono);
  }
  .asked {
    color: var(--ink-2);
    font-size: 13px;
  }
  .asked:empty {
    display: none;
  }
  input::placeholder {
    color: var(--ink-3);
    opacity: 1;
  }
  input:disabled {
    border-color: var(--line);
  }
  @media (max-width: 1080px) {
    :host {
      grid-template: auto auto minmax(0, 1fr) auto / minmax(0, 1fr);
    }
    ts-connect {
      grid-area: 2 / 1;
      border: 0;
    }
    ts-log {
      grid-area: 3 / 1;
    }
  }
  @media (max-width: 820px) {
    :host {
      height: auto;
      min-height: 100%;
    }
    .state {
      flex: 1 1 100%;
    }
    .check {
      min-height: 44px;
    }
    ts-log {
      min-height: 640px; /* the page scrolls rather than leave the lines no room */
    }
  }
`;
