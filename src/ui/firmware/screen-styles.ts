/** How the firmware screen lays out its parts: sources, packs, the chosen one beside its board. Floor: ui. */
import { css } from 'lit';

export const screenParts = css`
  .screen {
    max-width: 1180px;
  }
  .drop {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: var(--s-3);
    padding: 14px var(--s-4);
    border: 1.5px dashed var(--line-strong);
    border-radius: var(--r-2);
    color: var(--ink-2);
  }
  .drop > span {
    flex: 1;
    min-width: 200px;
  }
  .url {
    display: grid;
    grid-template-columns: minmax(0, 420px) auto;
    gap: var(--s-2);
    align-items: end;
    justify-content: start;
  }
  .url .btn {
    min-height: 34px;
  }
  .reading {
    color: var(--ink-2);
    overflow-wrap: anywhere;
  }
  .refused {
    display: grid;
    gap: var(--s-2);
  }
  .problem .code {
    color: var(--ink-3);
  }
  .place {
    display: flex;
    gap: var(--s-2);
    margin-top: 4px;
  }
  .place input {
    width: 130px;
    font-family: var(--mono);
  }
  .packs {
    display: grid;
    grid-template-columns: repeat(auto-fill, minmax(min(260px, 100%), 1fr));
    gap: var(--s-3);
  }
  .pack,
  .none {
    display: grid;
    gap: 2px;
    align-content: start;
    padding: var(--s-3) var(--s-4);
    border: 1px solid var(--line-strong);
    border-radius: var(--r-2);
    background: var(--stone-1);
    text-align: left;
    min-width: 0;
  }
  .none {
    border-style: dashed;
    background: none;
  }
  .pack {
    cursor: pointer;
  }
  .pack b,
  .none b {
    font-weight: 600;
    overflow-wrap: anywhere;
  }
  .pack span {
    color: var(--ink-2);
    font-size: 13px;
  }
  .pack:hover:not(:disabled) {
    border-color: var(--accent);
  }
  .pack[aria-pressed='true'] {
    border-color: var(--accent);
    box-shadow: inset 0 0 0 1px var(--accent);
  }
  .pack:disabled {
    background: var(--stone-2);
    color: var(--ink-3);
    cursor: default;
  }
  .work {
    display: grid;
    grid-template-columns: minmax(0, 1fr) 380px;
    gap: var(--s-4);
    align-items: start;
  }
  ts-flash {
    grid-area: 1 / 2;
    min-width: 0;
  }
  .detail {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    grid-area: 1 / 1;
    gap: var(--s-4);
    min-width: 0;
  }
  .work.alone {
    grid-template-columns: minmax(0, 480px);
  }
  .alone ts-flash {
    grid-area: auto;
  }
  @media (max-width: 1100px) {
    .work {
      grid-template-columns: minmax(0, 1fr);
    }
    ts-flash,
    .detail {
      grid-area: auto;
    }
  }
`;
