/** English words for the shared store in one line, on the bench and on the records screen. Floor: ui. */
import { count } from '../format.ts';
import type { StoreState } from '../store/store-view.ts';

const NOW: Readonly<Record<Exclude<StoreState, 'off'>, { readonly waiting: (records: string) => string; readonly none: string }>> = {
  starting: { waiting: (records) => `${records} to send`, none: 'looking' },
  'in-step': { waiting: (records) => `${records} to send`, none: 'everything sent' },
  sending: { waiting: (records) => `sending ${records}`, none: 'everything sent' },
  waiting: { waiting: (records) => `${records} waiting · busy`, none: 'busy' },
  offline: { waiting: (records) => `${records} waiting · offline`, none: 'offline' },
  'signed-out': { waiting: (records) => `${records} waiting · signed out`, none: 'signed out' },
  refused: { waiting: (records) => `${records} not sent`, none: 'needs somebody' },
};

export const storeLineWords = {
  name: 'Store',
  hint: 'Shared store: open its card on the Cloud screen',
  now: (state: StoreState, waiting: number): string => (state === 'off' ? '' : waiting > 0 ? NOW[state].waiting(count(waiting)) : NOW[state].none),
  say: 'Shared store: records are not sent until somebody has looked at its card.',
} as const;
