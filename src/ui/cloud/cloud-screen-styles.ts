/** How the cloud screen lays out its parts: what it does, the steps, the records; stripes and a mark while the EMULATOR is on. Floor: ui. */
import { css } from 'lit';

export const screenParts = css`
  .screen {
    max-width: 1180px;
  }
  h1:focus-visible {
    outline-offset: 4px;
  }
  .steps {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: var(--s-3);
  }
  .points {
    display: grid;
    grid-template-columns: repeat(3, minmax(0, 1fr));
    gap: var(--s-4) var(--s-6);
    padding: var(--s-4) 0 var(--s-3);
    border-top: 1px solid var(--line);
  }
  .points p {
    color: var(--ink-2);
    text-wrap: pretty;
  }
  .emulator {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: var(--s-2) var(--s-3);
    padding: 10px var(--s-4);
    border: 1px solid var(--line-strong);
    border-radius: var(--r-2);
    background: repeating-linear-gradient(-45deg, transparent 0 9px, var(--hatch) 9px 18px) var(--stone-1);
  }
  .emulator p {
    flex: 1;
    min-width: 220px;
    text-wrap: pretty;
  }
  @media (max-width: 820px) {
    .points {
      grid-template-columns: minmax(0, 1fr);
      gap: var(--s-3);
    }
  }
`;
