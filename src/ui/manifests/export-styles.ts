/** How the export looks. Floor: ui. */
import { css } from 'lit';

export const exportStyles = css`
  dialog {
    width: min(680px, calc(100vw - 48px));
  }
  h2 {
    font-size: 19px;
    line-height: 26px;
    font-weight: 600;
  }
  .preview p + h3 {
    margin-top: var(--s-3);
  }
  h3 {
    font-size: 13px;
    font-weight: 600;
  }
  fieldset {
    display: grid;
    gap: var(--s-2);
    min-width: 0;
    margin: 0;
    padding: 0;
    border: 0;
  }
  legend {
    margin-bottom: var(--s-2);
    padding: 0;
    font-weight: 600;
  }
  .formats {
    grid-template-columns: 1fr 1fr;
  }
  .formats label {
    align-items: flex-start;
    padding: 10px 12px;
    border: 1px solid var(--line);
    border-radius: var(--r-2);
  }
  .formats label:has(:checked) {
    border-color: var(--accent);
    background: var(--accent-soft);
  }
  .formats b {
    display: block;
    font-weight: 550;
  }
  label {
    display: flex;
    align-items: center;
    gap: 10px;
    cursor: pointer;
  }
  label input {
    flex: none;
    width: 16px;
    height: 16px;
    min-height: 0 !important;
    margin: 2px 0 0;
    accent-color: var(--accent);
  }
  small {
    display: block;
    color: var(--ink-2);
    font-size: 13px;
    line-height: 18px;
    overflow-wrap: anywhere;
  }
  .insist {
    display: grid;
    gap: var(--s-3);
  }
  .check {
    align-items: flex-start;
  }
  .check:has(:disabled) {
    color: var(--ink-2);
    cursor: default;
  }
  .warning {
    display: flex;
    gap: var(--s-3);
    padding: 12px var(--s-4);
    border-radius: var(--r-2);
    background: var(--fail-soft);
  }
  .warning b {
    color: var(--fail);
    font-weight: 600;
  }
  .preview {
    padding: 12px var(--s-4);
    border-radius: var(--r-2);
    background: var(--stone-2);
  }
  .preview li {
    display: flex;
    gap: 10px;
    margin-top: 6px;
  }
  .preview .tick {
    width: 16px;
    height: 16px;
    margin-top: 2px;
  }
  .foot {
    position: sticky;
    bottom: 0;
    display: flex;
    align-items: center;
    justify-content: flex-end;
    gap: var(--s-3);
    padding: var(--s-4) var(--s-5);
    border-top: 1px solid var(--line);
    background: var(--stone-1);
  }
  .taken {
    flex: 1;
    font-weight: 550;
    font-variant-numeric: tabular-nums;
  }
  .writing {
    flex: 1;
    display: grid;
    gap: 6px;
    min-width: 0;
    color: var(--ink-2);
    font-size: 13px;
    font-variant-numeric: tabular-nums;
    overflow-wrap: anywhere;
  }
  @media (max-width: 820px) {
    dialog {
      width: 100vw;
    }
    .formats {
      grid-template-columns: 1fr;
    }
    .scope label,
    .check {
      min-height: 44px;
    }
    .scope label,
    .check {
      align-items: center;
    }
    .foot {
      flex-wrap: wrap;
      padding: var(--s-3) var(--s-4);
    }
    .taken,
    .writing {
      flex-basis: 100%;
    }
  }
`;
