/** How the shell lays out its screens. Floor: ui. */
import { css } from 'lit';

export const appStyles = css`
  :host {
    display: grid;
    grid-template: 52px auto minmax(0, 1fr) / 76px minmax(0, 1fr);
    height: 100dvh;
  }
  header {
    grid-column: 1 / -1;
    display: flex;
    align-items: center;
    gap: var(--s-3);
    padding-right: var(--s-4);
    border-bottom: 1px solid var(--line);
    background: var(--stone-1);
    white-space: nowrap;
  }
  .mark {
    flex: none;
    width: 26px;
    height: 26px;
    margin: 0 25px;
  }
  .word {
    flex: 1;
    font-size: 15px;
    font-weight: 650;
    letter-spacing: -0.01em;
  }
  .pill {
    display: inline-flex;
    align-items: center;
    gap: 6px;
    min-height: 28px;
    padding: 0 12px;
    border: 1px solid var(--line);
    border-radius: 99px;
    background: var(--stone-1);
    color: var(--ink-2);
    font-size: 13px;
  }
  button.pill {
    cursor: pointer;
  }
  button.pill:hover {
    border-color: var(--accent);
  }
  .pill code {
    font: 600 13px/20px var(--sans);
    font-variant-numeric: tabular-nums;
    color: var(--ink);
  }
  ts-rail {
    grid-row: 2 / 4;
    border-right: 1px solid var(--line);
    background: var(--stone-1);
  }
  ts-virtual-panel {
    grid-area: 2 / 2;
  }
  main {
    position: relative;
    grid-area: 3 / 2;
    display: grid;
    grid-template-rows: minmax(0, 1fr) auto;
    min-width: 0;
    min-height: 0;
    outline: none;
  }
  .foot {
    display: flex;
    flex-direction: column;
    height: clamp(148px, 20vh, 300px);
  }
  .foot ts-log {
    flex: 1;
    min-height: 0;
  }
  .scroll {
    position: relative; /* what is placed inside stays inside: else the page itself could be scrolled */
    overflow: auto;
    min-height: 0;
  }
  /* what they say to a screen reader must not lie below the page */
  ts-announcer,
  ts-recordings,
  ts-notices,
  ts-drop {
    position: absolute;
    top: 0;
  }
  .skip {
    position: absolute;
    left: 84px;
    top: -60px;
    z-index: 40;
  }
  .skip:focus {
    top: 7px;
  }
  @media (max-width: 820px) {
    :host {
      grid-template: 48px auto minmax(0, 1fr) 57px / minmax(0, 1fr); /* the rail and its line */
    }
    .mark {
      margin: 0 0 0 var(--s-4);
    }
    .pill {
      font-size: 12px;
      padding: 0 9px;
    }
    ts-rail {
      grid-area: 4 / 1;
      border: 0;
      border-top: 1px solid var(--line);
    }
    ts-virtual-panel {
      grid-area: 2 / 1;
    }
    main {
      grid-area: 3 / 1;
      display: block;
      overflow: auto;
    }
    .scroll {
      overflow: visible;
    }
    .foot {
      height: 300px;
    }
    ts-log-room {
      min-height: 100%;
    }
  }
  @media (max-width: 480px) {
    [data-pill='virtual'],
    .files {
      display: none;
    }
  }
`;
