/** How an enrollment under watch looks: a line of stages, two columns of facts, buttons. Floor: ui. */
import { css } from 'lit';

export const watchStyles = css`
  .find {
    display: grid;
    grid-template-columns: minmax(0, 360px) auto auto;
    gap: var(--s-2);
    align-items: end;
    justify-content: start;
  }
  .find .btn {
    min-height: 34px;
  }
  .name {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 4px var(--s-3);
  }
  .name .mono {
    font-size: 17px;
    line-height: 24px;
    overflow-wrap: anywhere;
  }
  .line {
    display: grid;
    grid-auto-flow: column;
    grid-auto-columns: minmax(0, 1fr);
  }
  .line li {
    position: relative;
    display: grid;
    justify-items: start;
    gap: 4px;
    padding: 34px var(--s-3) 0 0;
  }
  .line li::before {
    content: '';
    position: absolute;
    top: 12px;
    left: 0;
    right: 0;
    border-top: 2px solid var(--line-strong);
  }
  .line li:last-child::before {
    display: none;
  }
  .line .past::before {
    border-color: var(--pass);
  }
  .line .dot {
    position: absolute;
    top: 0;
    left: 0;
    display: grid;
    place-items: center;
    width: 26px;
    height: 26px;
    border-radius: 50%;
    background: var(--stone-1);
  }
  .line .tick {
    width: 24px;
    height: 24px;
  }
  .line b {
    font-weight: 600;
  }
  .line .ahead b {
    color: var(--ink-3);
    font-weight: 500;
  }
  .line small {
    color: var(--ink-2);
    font-size: 13px;
    font-variant-numeric: tabular-nums;
  }
  .told {
    min-height: 40px;
    padding: 10px var(--s-4);
    border-radius: var(--r-2);
    background: var(--stone-2);
    overflow-wrap: anywhere;
  }
  .told.assigned {
    background: var(--pass-soft);
  }
  .told.failed,
  .told.mismatch {
    background: var(--fail-soft);
  }
  .told.disabled,
  .told.unknown {
    background: var(--warn-soft);
  }
  .told b {
    font-weight: 600;
  }
  .told p + p {
    color: var(--ink-2);
  }
  .two {
    display: grid;
    grid-template-columns: minmax(0, 1fr) minmax(0, 1fr);
    gap: var(--s-4) var(--s-6);
  }
  .two h3 {
    margin-bottom: 6px;
  }
  .poll {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: var(--s-2) var(--s-3);
    min-height: 28px;
    color: var(--ink-2);
    font-variant-numeric: tabular-nums;
  }
  .poll span {
    min-width: 140px;
  }
  .acts {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: var(--s-2);
    padding-top: var(--s-4);
    border-top: 1px solid var(--line);
  }
  .acts .demo {
    margin-left: var(--s-3);
  }
  @media (max-width: 820px) {
    .two {
      grid-template-columns: minmax(0, 1fr);
    }
    .find {
      grid-template-columns: minmax(0, 1fr);
    }
    .find .btn {
      min-height: 44px;
    }
    .acts .btn {
      flex: 1 1 40%;
    }
    .acts .demo {
      flex: 1 1 100%;
      margin: var(--s-2) 0 0;
      text-align: center;
    }
  }
`;
