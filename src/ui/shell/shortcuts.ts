/**
 * Which event a key means at this moment; null when none.
 * Floor: ui. Knows keys and phases, no elements. A key acts only when the button with its hint could be pressed.
 */
import type { CheckPath } from '../../bench/index.ts';
import { SCREENS, type AppView, type Screen } from '../app-view.ts';

/** What a key stands for. */
export type KeyMeaning =
  | { readonly act: 'check'; readonly path: CheckPath }
  | { readonly act: 'cancel' | 'try-virtual' | 'filter' }
  | { readonly act: 'navigate'; readonly screen: Screen };

/** True when a check may be started: a port is there and nothing is running. */
export const canCheck = (view: Pick<AppView, 'slot' | 'pending'>): boolean =>
  view.slot.port !== null && view.pending === null && view.slot.phase !== 'running' && view.slot.phase !== 'lost' && view.slot.phase !== 'empty';

/** The meaning of an unmodified key; Escape works even when the single-key shortcuts are off. */
export function keyMeaning(key: string, view: AppView): KeyMeaning | null {
  const onBench = view.screen === 'bench';
  if (key === 'Escape')
    return (onBench && view.slot.phase === 'running') || (view.screen === 'firmware' && view.pending === 'flash') ? { act: 'cancel' } : null;
  if (view.shortcuts === 'off') return null;
  const screen = /^[1-9]$/.test(key) ? SCREENS[Number(key) - 1] : undefined;
  if (screen !== undefined) return { act: 'navigate', screen };
  if (key === '/' && (onBench || view.screen === 'log')) return { act: 'filter' };
  if (!onBench) return null;
  switch (key.toLowerCase()) {
    case 'c':
      return canCheck(view) ? { act: 'check', path: 'ram' } : null;
    case 'f':
      return canCheck(view) ? { act: 'check', path: 'flash' } : null;
    case 'v':
      return view.slot.phase === 'empty' && view.pending === null && !view.virtual.active ? { act: 'try-virtual' } : null;
    default:
      return null;
  }
}
