/** Fixed pictures of the shared store for the gallery: its card, the files in it, its line on the bench. Floor: test support. */
import type { SharedFilesView, StoreView } from '../../../src/ui/index.ts';

const HOSTILE_STATION = 'SZX-L2-FCT03 <img src=x onerror=alert(1)>';
const MOVED = {
  station: HOSTILE_STATION,
  at: '2026-11-23T07:41:09.120Z',
  chip: '0123A23F29F9366A01',
  mac: '24:6F:28:AA:BB:CC',
  number: 1_207,
  slot: null,
} as const;

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
    { book: 'passed', unit: 'chip', id: '0123A23F29F9366A01', number: 411, demo: false, result: 'other', look: 'new', holder: MOVED },
    {
      ...{ book: 'seen', unit: 'chip', id: '0123A23F29F9366A01', number: 411, demo: false, result: 'other', look: 'none' },
      holder: { ...MOVED, number: null, slot: 7 },
    },
    { book: 'seen', unit: 'chip', id: '0123A23F29F9366B01', number: 410, demo: false, result: 'won', look: 'none', holder: null },
    { book: 'passed', unit: 'board', id: '24:6F:28:00:17:2A', number: 410, demo: false, result: 'won', look: 'none', holder: null },
    {
      book: 'passed',
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

const SHA = (digit: string): string => `${digit}7`.repeat(32);
const AT = Date.parse('2026-11-23T08:12:00Z');
const IDLE = { state: 'idle' } as const;

export const IN_STEP: StoreView = { ...REFUSED, state: 'in-step', waiting: 0, problem: null, nextInS: null, claims: [], taking: { state: 'idle' } };
export const OFFLINE_LINE: StoreView = { ...IN_STEP, state: 'offline', waiting: 3, problem: { code: 'cloud-unreachable', facts: {} } };
export const REFUSED_LINE: StoreView = REFUSED;

export const SHARED_FILES: SharedFilesView = {
  plans: {
    state: 'done',
    more: 12,
    rows: [
      {
        fingerprint: SHA('a'),
        atMs: AT,
        name: 'TNG-sensor',
        version: '3.2',
        phases: ['check-chip', 'match-manifest', 'flash-pack', 'judge-log'],
        problem: null,
      },
      {
        fingerprint: SHA('b'),
        atMs: AT,
        name: '<img src=x onerror=alert(1)> with a name that is as long as a name of a plan may be, eighty',
        version: '1',
        phases: ['check-chip'],
        problem: null,
      },
      { fingerprint: SHA('c'), atMs: AT, name: '', version: '', phases: [], problem: { code: 'store-altered', facts: { name: `plans/${SHA('c')}.json` } } },
    ],
  },
  manifests: {
    state: 'done',
    more: 0,
    rows: [
      { fingerprint: SHA('1'), atMs: AT, bytes: 4_120_331, fileName: 'Order 8812347-3 TNGTLS.json', step: IDLE },
      { fingerprint: SHA('2'), atMs: AT, bytes: 212_004_120, fileName: null, step: { state: 'running' } },
      { fingerprint: SHA('3'), atMs: AT, bytes: 80_412, fileName: 'Order 8812350-1.json', step: { state: 'done' } },
      {
        ...{ fingerprint: SHA('4'), atMs: AT, bytes: 80_000, fileName: 'Order 8812351-1.json' },
        step: { state: 'failed', code: 'store-altered', facts: { name: `manifests/${SHA('4')}.json` } },
      },
    ],
  },
  shares: [{ id: 2, step: { state: 'running' } }],
};

export const SIGNED_OUT_FILES: SharedFilesView = {
  plans: { state: 'failed', code: 'sign-in-needed', facts: {} },
  manifests: { state: 'failed', code: 'cloud-unreachable', facts: { host: 'touchstonefactory.blob.core.windows.net', route: 'service' } },
  shares: [],
};
