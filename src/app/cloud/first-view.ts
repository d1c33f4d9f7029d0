/**
 * The cloud screen's view before anything was asked, and the order of the administrator's tests.
 * Floor: app. Plain values. Not taken from ui: what comes through its door is loaded before the first screen.
 */
import type { CloudView, SetupTestId } from '../../ui/index.ts';

export const TEST_ORDER: readonly SetupTestId[] = [
  'application',
  'redirect',
  'permission-arm',
  'permission-dps',
  'permission-hub',
  'role-arm',
  'role-dps-read',
  'role-dps-write',
  'role-hub',
];

export const FIRST_VIEW: CloudView = {
  setup: { settings: { clientId: '', tenant: '', cloud: 'public', proxy: '' }, from: 'none', redirectUri: '', tests: [], siteProblem: null },
  emulator: 'none',
  session: 'starting',
  account: null,
  sessionProblem: null,
  subscriptions: { state: 'idle' },
  subscriptionId: null,
  services: { state: 'idle' },
  serviceId: null,
  reach: { state: 'idle', tries: [] },
  chip: null,
  entries: { count: 0, selected: false },
  choices: { deviceId: '{cn}', allocationPolicy: 'hashed', hubs: [], tags: '' },
  preview: { state: 'idle', source: 'entries' },
  job: null,
  unfinished: null,
  watch: null,
  records: [],
};
