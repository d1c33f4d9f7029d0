/**
 * Notices that the person closed the sign-in window, which the library does not.
 * Floor: cloud. Reference: HTML standard, "browsing context group switch due to opener policy": a page with Cross-Origin-Opener-Policy in that window
 * makes it look closed from here at once. So a window counts as closed only while this page has the focus as well, and for a while;
 * if it was a mistake, an answer that comes later still counts (entra-sign-in.ts).
 */
import type { Clock } from '../../base/index.ts';

const LOOK_MS = 250;
const SURE_MS = 2_500;

export interface WatchedWindow {
  readonly closed: boolean;
}

export interface WindowWatchTools {
  readonly clock: Clock;
  /** Whether this page has the focus. */
  readonly hasFocus: () => boolean;
}

/** Resolves when the window seems to have been closed by the person; never, once `stop` is aborted. */
export async function untilClosed(tools: WindowWatchTools, opened: WatchedWindow, stop: AbortSignal): Promise<void> {
  const { clock, hasFocus } = tools;
  let sinceMs: number | null = null;
  while (!stop.aborted) {
    if (!opened.closed || !hasFocus()) sinceMs = null;
    else if ((sinceMs ??= clock.nowMs()) + SURE_MS <= clock.nowMs()) return;
    await clock.sleep(LOOK_MS, stop).catch(() => undefined);
  }
  await new Promise<never>(() => undefined);
}
