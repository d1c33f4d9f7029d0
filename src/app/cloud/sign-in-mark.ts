/**
 * A mark in the tab: somebody left the page to sign in, and the page must go on where it was when it comes back.
 * Floor: app. One word and no secret. The page looks for it at its start (main.ts), without the cloud room.
 */

/** Restated in main.ts, which shall not load this room for one word. */
const MARK = 'touchstone.signing-in';

type Tab = () => Pick<Storage, 'setItem' | 'removeItem'>;

export function rememberLeaving(tab: Tab): void {
  try {
    tab().setItem(MARK, '1');
  } catch {
    // then the page comes back to the bench
  }
}

export function forgetLeaving(tab: Tab): void {
  try {
    tab().removeItem(MARK);
  } catch {
    // nothing was put there either
  }
}
