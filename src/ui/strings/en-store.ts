/**
 * The English words of the shared store's card. Floor: ui. Loaded with the cloud screen.
 */
import type { ClaimRow, StoreState, StoreView } from '../store/store-view.ts';

const states: Readonly<Record<StoreState, string>> = {
  off: 'Not used',
  starting: 'Looking',
  'in-step': 'Everything is sent',
  sending: 'Sending',
  waiting: 'Waiting for the store',
  offline: 'Store not reached',
  'signed-out': 'Nobody is signed in',
  refused: 'Needs somebody',
};

const from: Readonly<Record<StoreView['from'], string>> = {
  site: 'Whoever runs this page has set this store, in config.json beside it. What you save here counts in this browser only.',
  browser: 'Kept in this browser.',
  none: '',
};

const results: Readonly<Record<ClaimRow['book'], Readonly<Record<ClaimRow['result'], string>>>> = {
  seen: {
    won: 'Claimed here first',
    'same-unit': 'The same unit was seen before',
    other: 'Another unit has it',
    unread: 'What stands there is no claim',
  },
  passed: {
    won: 'Passed here first',
    'same-unit': 'The same unit passed before',
    other: 'Another unit passed with it',
    unread: 'What stands there is no claim',
  },
};

const records = (count: number): string => (count === 1 ? '1 record' : `${count.toLocaleString('en')} records`);

export const storeWords = {
  title: 'Shared store',
  lead: 'For more than one station: records, and which chip was where, in a container of your own Azure Storage. Without it everything works in this browser alone.',
  states,
  from,
  waiting: (count: number): string => `${records(count)} to send`,
  next: (inS: number): string => `next try within ${inS < 90 ? `${Math.max(1, inS)} s` : `${Math.round(inS / 60)} min`}`,
  unreached: (host: string): string =>
    `No answer from ${host}: the network is down, or the account does not let this page in. Test says which. It is tried again by itself.`,
  busy: 'The store, or this browser’s disk, is busy. It is tried again by itself.',
  kept: 'Every run is recorded in this browser first, so nothing is lost meanwhile.',
  endpoint: 'Blob endpoint',
  endpointHint: 'https://NAME.blob.core.windows.net',
  container: 'Container',
  containerHint: 'touchstone',
  save: 'Use this store',
  forget: 'Stop using it',
  test: 'Test',
  testing: 'Testing',
  passed: 'Reads and writes: this store can be used.',
  sendNow: 'Send now',
  take: 'Fetch records of other stations',
  taking: 'Fetching',
  taken: (count: number, stations: number, refused: number): string =>
    `${records(count)} fetched from ${stations === 1 ? '1 other station' : `${stations} other stations`}${refused === 0 ? '.' : `; ${refused} refused: altered, or no record.`} They count on the Records screen now.`,
  consent: 'Give consent',
  administrator: 'For the administrator: container, role, CORS rule',
  administratorText: 'Once for an account. Nobody needs a key: who writes, and when, is known by the sign-in. Nothing is ever changed or deleted by this page.',
  containerCommand: 'Make the container',
  roleCommand: 'Give a person the role Storage Blob Data Contributor',
  corsCommand: 'Let this page in (CORS)',
  copy: (what: string): string => `Copy: ${what}`,
  claims: 'Claims',
  claimsText: 'A unit is claimed for all stations before anything is done to it, and once more when it passes. The first claim counts.',
  lookedAt: 'I have looked at these',
  columns: { unit: 'Unit', result: 'Result', first: 'Who was first' },
  units: { chip: 'Chip', board: 'Board' } as const,
  results,
  ours: (number: number): string => `this station, record ${number}`,
  theirs: (station: string, at: string, place: string): string => `${station}, ${at}${place}`,
  inRecord: (number: number): string => `, record ${number}`,
  inSlot: (slot: number): string => `, slot ${slot}`,
  had: (unit: ClaimRow['unit'], id: string): string => (unit === 'chip' ? `on board ${id}` : `with chip ${id}`),
  demo: 'DEMO',
  say: (state: StoreState, waiting: number): string => `Shared store: ${states[state].toLowerCase()}${waiting > 0 ? `, ${records(waiting)} to send` : ''}.`,
};
