/** The look of the plan editor. Nothing moves while something is typed: room for what may be said is always there. Floor: ui. */
import { css } from 'lit';

export const planEditorStyles = css`
  h2 {
    font-size: 18px;
    font-weight: 620;
  }
  h3 {
    font-size: 14px;
    font-weight: 600;
  }
  .fields {
    display: grid;
    grid-template-columns: repeat(auto-fill, minmax(180px, 1fr));
    gap: var(--s-3);
  }
  label {
    display: grid;
    gap: 4px;
    align-content: start;
    min-width: 0;
    color: var(--ink-2);
    font-size: 13px;
  }
  input,
  select {
    width: 100%;
    min-width: 0;
  }
  .row {
    display: flex;
    align-items: center;
    flex-wrap: wrap;
    gap: var(--s-2);
  }
  .phase {
    padding: var(--s-3) 0;
    border-top: 1px solid var(--line);
  }
  .phase > .row > summary,
  .phase > .row b {
    flex: 1;
  }
  details > summary {
    padding: 6px 0;
    cursor: pointer;
  }
  .inner {
    display: grid;
    gap: var(--s-3);
    padding: var(--s-2) 0 var(--s-3);
  }
  .head p {
    min-height: 20px; /* nothing moves when something is said */
  }
  .head .kept {
    color: var(--ink-2);
    font-size: 13px;
  }
  label > small {
    min-height: 16px;
    font-size: 12px;
    line-height: 16px;
  }
  b small {
    margin-left: 6px;
    color: var(--ink-3);
    font-weight: 450;
  }
  [aria-invalid='true'] {
    border: 2px solid var(--fail);
  }
  .limits li {
    display: grid;
    grid-template-columns: minmax(120px, 190px) minmax(0, 1fr);
    gap: 2px var(--s-3);
    padding: 6px 0 8px;
    border-top: 1px solid var(--line);
  }
  .measured {
    padding-top: 22px;
    overflow-wrap: anywhere;
  }
  .measured small {
    color: var(--ink-3);
  }
  .row:has(> label) {
    align-items: end;
  }
  .limit {
    display: grid;
    grid-template-columns: 132px repeat(2, minmax(0, 1fr)) 76px;
    gap: var(--s-2);
    align-items: start;
  }
  .limit .btn {
    margin-top: 22px;
  }
  .limit > label:nth-child(2):nth-last-child(-n + 2):not(:nth-last-child(2):has(+ label)) {
    grid-column: 2 / 4;
  }
  .limit .btn {
    grid-column: 4;
  }
  @media (max-width: 820px) {
    .limits li {
      grid-template-columns: minmax(0, 1fr);
    }
    .measured {
      padding-top: 0;
      font-weight: 550;
    }
    .limit {
      grid-template-columns: repeat(2, minmax(0, 1fr));
    }
    .limit > label:first-child,
    .limit .btn {
      grid-column: 1 / -1;
      margin-top: 0;
    }
  }
  .wrong,
  b small.wrong {
    color: var(--fail);
    font-weight: 550;
  }
  textarea {
    width: 100%;
    min-height: 260px;
    font: 12px/18px var(--mono);
  }
`;
