/**
 * The records screen before anything was read.
 * Floor: app. Plain values.
 */
import type { RunFilter } from '../../bench/index.ts';
import type { RecordsView } from '../../ui/index.ts';

const ANY: RunFilter = { text: '', outcome: '', purpose: '', fromDay: '', toDay: '', plan: '', station: '', slot: 0, operator: '', workOrder: '' };

export const FIRST_VIEW: RecordsView = {
  state: 'opening',
  list: {
    version: 0,
    total: 0,
    found: 0,
    row: () => undefined,
    outcomes: { pass: 0, fail: 0, error: 0, timeout: 0, aborted: 0 },
    filter: ANY,
    choices: { plans: [], stations: [], slots: [], operators: [], workOrders: [] },
  },
  opened: null,
  yields: null,
  measured: null,
  work: null,
  said: null,
  verified: null,
  imported: null,
  space: { state: 'unknown', persisted: 'unknown', usedBytes: null, quotaBytes: null },
  freeing: null,
  labels: null,
  problem: null,
};
