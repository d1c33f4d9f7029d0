/** The log of the slot that is shown in full, as a window. Floor: app. One window for one log, so that what was scrolled to stays. */
import type { LogBook } from '../../bench/index.ts';
import type { LogView } from '../../ui/index.ts';
import { logView } from '../log-view.ts';

const views = new WeakMap<LogBook, LogView>();

/** Null for a slot that is not there. */
export function openedLog(log: LogBook | undefined): LogView | null {
  if (log === undefined) return null;
  const view = views.get(log) ?? logView(log);
  views.set(log, view);
  return view;
}
