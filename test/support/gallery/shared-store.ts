/** Fixed pictures of the shared store's card for the gallery: open, because somebody is needed. Floor: test support. */
import type { StoreView } from '../../../src/ui/index.ts';

const HOSTILE_STATION = 'SZX-L2-FCT03 <img src=x onerror=alert(1)>';
const MOVED = { station: HOSTILE_STATION, at: '2026-11-23T07:41:09.120Z', chip: '0123A23F29F9366A01', mac: '24:6F:28:AA:BB:CC', number: 1_207 } as const;

const REFUSED: StoreView = {
  place: { endpoint: 'https://touchstonefactory.blob.core.windows.net', container: 'line-1' },
  from: 'site',
  state: 'refused',
  waiting: 1_284,
  problem: {
    code: 'store-role',
    facts: {
      host: 'touchstonefactory.blob.core.windows.net',
      container: 'line-1',
      status: 403,
      detail: 'AuthorizationPermissionMismatch: This request is not authorized to perform this operation using this permission.',
    },
  },
  nextInS: 240,
  test: { state: 'idle' },
  taking: { state: 'done', stations: 3, records: 20_411, refused: 1 },
  claims: [
    { unit: 'chip', id: '0123A23F29F9366A01', number: 411, demo: false, result: 'other', look: 'new', holder: MOVED },
    { unit: 'board', id: '24:6F:28:00:17:2A', number: 410, demo: false, result: 'won', look: 'none', holder: null },
    {
      unit: 'chip',
      id: '0123DE4D0A11CE0101',
      number: 409,
      demo: true,
      result: 'same-unit',
      look: 'none',
      holder: { ...MOVED, station: 'SZX-L1-FCT01', number: 12 },
    },
  ],
  pageOrigin: 'https://bench.example.test',
};

export const SHARED_STORES: Readonly<Record<string, StoreView>> = {
  'shared-store-refused': REFUSED,
  'shared-store-offline': {
    ...REFUSED,
    state: 'offline',
    waiting: 1,
    problem: { code: 'cloud-unreachable', facts: { host: 'touchstonefactory.blob.core.windows.net', route: 'service' } },
    taking: { state: 'idle' },
  },
};
