/** What the dialogs share: a sheet over the page, the whole page on a narrow screen. Floor: ui. */
import { css } from 'lit';

export const dialogStyles = css`
  dialog {
    width: min(860px, calc(100vw - 48px));
    max-height: calc(100dvh - 48px);
    padding: 0;
    border: 1px solid var(--line);
    border-radius: var(--r-3);
    background: var(--stone-1);
    color: var(--ink);
    box-shadow: var(--lift);
    overflow: auto;
    overscroll-behavior: contain;
  }
  dialog::backdrop {
    background: light-dark(rgb(27 28 31 / 38%), rgb(0 0 0 / 62%));
  }
  dialog > .head {
    position: sticky;
    top: 0;
    z-index: 1;
    display: flex;
    align-items: flex-start;
    gap: var(--s-4);
    padding: var(--s-4) var(--s-5);
    border-bottom: 1px solid var(--line);
    background: var(--stone-1);
  }
  dialog > .head > div {
    flex: 1;
    min-width: 0;
  }
  dialog > .body {
    display: grid;
    gap: var(--s-5);
    padding: var(--s-5);
  }
  @media (max-width: 820px) {
    dialog {
      width: 100vw;
      max-width: none;
      height: 100dvh;
      max-height: none;
      border: 0;
      border-radius: 0;
    }
    dialog > .head,
    dialog > .body {
      padding: var(--s-4);
    }
  }
`;

/** Opens or closes a dialog so that it is as it should be; opening anew would throw. */
export function setDialog(dialog: HTMLDialogElement, state: 'open' | 'closed'): void {
  if (state === 'open' && !dialog.open) dialog.showModal();
  if (state === 'closed' && dialog.open) dialog.close();
}
