/**
 * Fixed pictures of the records for the gallery: opening, none, many, one in full, yields, chain and storage, labels.
 * Floor: test support.
 */
import { PROOF_IDS, type RunRecord, type RunSummary } from '../../../src/bench/index.ts';
import { histogramOf } from '../../../src/bench/station-room.ts';
import type { RecordsView } from '../../../src/ui/index.ts';
import { HOSTILE_TEXT } from './cloud-facts.ts';

const CHAIN = '5d0c8b1e-2f5b-4c52-9a0e-0d8a9c1f7e21';
const OTHER = 'a91f3c77-0b0f-4b7e-8a36-61d0a2f4b9c0';
const AT = Date.UTC(2026, 10, 23, 8, 12);
const DAY_MS = 86_400_000;
const hex = (value: number): string => value.toString(16).toUpperCase().padStart(6, '0');
const REASONS = ['log-not-reached', 'not-in-manifest', 'measurement-outside', 'link-timeout'] as const;

function row(place: number): RunSummary {
  const outcome = place % 9 === 2 ? 'fail' : place % 23 === 5 ? 'error' : place % 31 === 7 ? 'aborted' : place % 41 === 9 ? 'timeout' : 'pass';
  return {
    id: `00000000-0000-4000-8000-${String(place).padStart(12, '0')}`,
    chain: place % 5 === 0 ? OTHER : CHAIN,
    number: 12_408 - place,
    startMs: AT - place * 180_000 - 24_000,
    endMs: AT - place * 180_000,
    outcome,
    purpose: place === 6 ? 'golden' : place === 7 ? 'dry-run' : 'production',
    virtual: place === 4,
    slot: (place % 8) + 1,
    station: 'SZX-L1-FCT01',
    operator: place === 3 ? HOSTILE_TEXT : 'Mei Lin',
    workOrder: 'WO-2217',
    plan: 'Flash, check and enrol',
    planFingerprint: 'ab'.repeat(32),
    packFingerprint: 'cd'.repeat(32),
    mac: `24:0A:C4:${(hex(place).match(/../g) ?? []).join(':')}`,
    serialNumber: place === 8 ? '' : `0123${hex(place)}9F366A01`,
    reason: outcome === 'pass' || outcome === 'aborted' ? '' : (REASONS[place % 4] ?? ''),
    phase: outcome === 'pass' ? '' : 'Boot and connect',
    label: '',
    phases: outcome === 'pass' ? 'ppppp' : 'pppfs',
  };
}

const FILTER: RecordsView['list']['filter'] = {
  text: '',
  outcome: '',
  purpose: '',
  fromDay: '',
  toDay: '',
  plan: '',
  station: '',
  slot: 0,
  operator: '',
  workOrder: '',
};
const CHOICES: RecordsView['list']['choices'] = {
  plans: ['Check only', 'Flash, check and enrol'],
  stations: ['SZX-L1-FCT01', 'SZX-L1-FCT02'],
  slots: [1, 2, 3, 4, 5, 6, 7, 8],
  operators: ['Mei Lin', 'Tomas'],
  workOrders: ['WO-2216', 'WO-2217'],
};
const NOTHING: RecordsView = {
  state: 'ready',
  list: {
    version: 1,
    total: 0,
    found: 0,
    row: () => undefined,
    outcomes: { pass: 0, fail: 0, error: 0, timeout: 0, aborted: 0 },
    filter: FILTER,
    choices: { plans: [], stations: [], slots: [], operators: [], workOrders: [] },
  },
  opened: null,
  yields: null,
  measured: null,
  work: null,
  said: null,
  verified: null,
  imported: null,
  space: { state: 'enough', persisted: 'yes', usedBytes: 312_400_000, quotaBytes: 10 * 1024 ** 3 },
  freeing: null,
  labels: null,
  problem: null,
};
const MANY: RecordsView = {
  ...NOTHING,
  list: {
    version: 2,
    total: 12_408,
    found: 12_408,
    row: (place) => (place < 12_408 ? row(place) : undefined),
    outcomes: { pass: 11_204, fail: 940, error: 201, timeout: 41, aborted: 22 },
    filter: FILTER,
    choices: CHOICES,
  },
};

const phase = (name: string, kind: string, from: number, to: number, change: Partial<RunRecord['phases'][number]> = {}): RunRecord['phases'][number] => ({
  name,
  kind,
  outcome: 'pass',
  startMs: AT + from,
  endMs: AT + to,
  attempts: 1,
  measurements: [],
  attachments: [],
  details: [],
  ...change,
});
const number = (name: string, unit: string, value: number | null, max?: number): RunRecord['phases'][number]['measurements'][number] => ({
  name,
  unit,
  limits: max === undefined ? [] : [{ kind: 'range', max }],
  outcome: value === null ? 'unset' : max !== undefined && value > max ? 'fail' : 'pass',
  value,
  setMs: value === null ? null : AT,
});
const RECORD: RunRecord = {
  format: 'touchstone-run/1',
  id: '7f1c3d5e-91ab-4f0e-8a57-3c1d5e7f9b02',
  station: 'SZX-L1-FCT01',
  slot: 5,
  operator: 'Mei Lin',
  workOrder: 'WO-2217',
  label: '0123A23F29F9366A01',
  purpose: 'production',
  virtual: false,
  startMs: AT,
  endMs: AT + 61_400,
  outcome: 'fail',
  details: [{ code: 'log-not-reached', facts: { step: 'Wi-Fi', wanted: 'connected', withinMs: 30_000 } }],
  plan: { name: 'Flash, check and enrol', version: '3', fingerprint: 'ab'.repeat(32) },
  pack: { name: 'valve 2.4.1', fingerprint: 'cd'.repeat(32) },
  versions: { page: '0.1.0', firmware: '1.0.0', build: '8c1f2e40' },
  firmware: {
    bench: { version: '1.0.0', build: '8c1f2e40', place: 'ram', sha256: '5e'.repeat(32), md5: null },
    flash: [
      { name: 'bootloader.bin', offset: 0x1000, bytes: 26_368, md5: '3d'.repeat(16), how: 'same' },
      { name: 'partitions.bin', offset: 0x8000, bytes: 3_072, md5: '4e'.repeat(16), how: 'same' },
      { name: 'nvs.bin', offset: 0x9000, bytes: 24_576, md5: null, how: 'written' },
      { name: 'valve.bin', offset: 0x10000, bytes: 1_572_864, md5: '5f'.repeat(16), how: 'written' },
    ],
  },
  board: { chipName: 'ESP32-D0WD-V3', revision: '3.1', mac: '24:0A:C4:11:22:33', flashSizeBytes: 4_194_304 },
  chip: {
    serialNumber: '0123A23F29F9366A01',
    model: 'ATECC608B',
    commonName: 'sn0123A23F29F9366A01',
    deviceCertificate: 'ef'.repeat(32),
    signerCertificate: '12'.repeat(32),
  },
  entry: { fileName: 'MCHP-4702123-ATECC608B-TNGTLSU-B-02.json', index: 7_311 },
  enrolment: null,
  phases: [
    phase('Identify the board', 'identify-board', 0, 2_100, { measurements: [number('time', 's', 2.1), { ...number('chip', '', 0), value: 'ESP32-D0WD-V3' }] }),
    phase('Check the chip', 'check-chip', 2_100, 4_900, { measurements: [number('proofs-passed', '1', 9), number('time', 's', 2.8, 5)] }),
    phase('Flash the pack', 'flash-pack', 4_900, 30_800, { attempts: 2, measurements: [number('bytes-written', 'By', 1_572_864), number('time', 's', 25.9)] }),
    phase('Boot and connect', 'judge-log', 30_800, 61_400, {
      outcome: 'fail',
      measurements: [number('time-to-wifi', 's', 31.2, 10), number('time-to-connected', 's', null, 30), number('crashes', '1', 0, 0)],
      attachments: [{ name: 'log.txt', mimeType: 'text/plain', text: 'I (312) wifi: …'.repeat(80) }],
      details: [{ code: 'log-not-reached', facts: {} }],
    }),
    phase('Enrol in Azure', 'enrol', 61_400, 61_400, { outcome: 'skip', attempts: 0 }),
  ],
  log: [
    { atMs: 31_010, source: 'board', text: 'I (312) wifi: station started' },
    { atMs: 34_080, source: 'board', text: `W (3382) ${HOSTILE_TEXT}` },
  ],
  logDropped: 118,
  link: { chain: CHAIN, number: 12_406, previous: '9a'.repeat(32), hash: '7b'.repeat(32) },
};
const PROOFS = PROOF_IDS.map((id) => ({
  id,
  outcome: id === 'in-manifest' ? ('unmeasured' as const) : ('pass' as const),
  ...(id === 'in-manifest' ? { reason: 'no-manifest' } : {}),
  seen: id === 'board-identified' ? { chipName: 'ESP32-D0WD-V3', revision: '3.1', mac: '24:0A:C4:11:22:33', flashSizeBytes: 4_194_304 } : {},
  wanted: {},
}));
const OPENED: RecordsView['opened'] = {
  record: RECORD,
  proofs: [{ phase: 'Check the chip', proofs: PROOFS }],
  integrity: 'whole',
  previous: { chain: CHAIN, number: 12_001 },
  next: null,
  nth: 2,
  of: 2,
};

const group = (count: number, nameOf: (index: number) => string): NonNullable<RecordsView['yields']>['groups']['day'] =>
  Array.from({ length: count }, (_, index) => ({ name: nameOf(index), units: 480 - index * 3, passedFirst: 448 - index * 5, passedLast: 470 - index * 4 }));
const YIELDS: RecordsView['yields'] = {
  counted: 'production',
  total: { units: 11_902, passedFirst: 11_020, passedLast: 11_640 },
  groups: {
    day: group(30, (index) => new Date(AT - index * DAY_MS).toISOString().slice(0, 10)),
    plan: group(2, (index) => ['Flash, check and enrol', 'Check only'][index] ?? ''),
    slot: group(8, (index) => `SZX-L1-FCT01 ${index + 1}`),
    phase: group(4, (index) => ['Identify the board', 'Check the chip', 'Flash the pack', 'Boot and connect'][index] ?? ''),
    station: group(2, (index) => `SZX-L1-FCT0${index + 1}`),
  },
  odd: { slot: 'SZX-L1-FCT01 5', times: 4.1, failed: 212, units: 1_480 },
  reasons: [
    { reason: 'log-not-reached', phase: 'Boot and connect', runs: 512 },
    { reason: 'link-timeout', phase: 'Identify the board', runs: 244 },
    { reason: 'not-in-manifest', phase: 'Match with the manifest', runs: 101 },
    { reason: 'a-code-that-nobody-foresaw', phase: 'Check the chip', runs: 12 },
  ],
  leftOut: 214,
};
const MEASURED: RecordsView['measured'] = {
  names: ['Boot and connect · time-to-connected', 'Check the chip · time'],
  chosen: 'Check the chip · time',
  unit: 's',
  histogram: {
    count: 11_902,
    min: 1.9,
    max: 4.6,
    mean: 2.71,
    median: 2.6,
    deviation: 0.38,
    cpk: 2.01,
    low: null,
    high: 5,
    from: 1.8,
    width: 0.2,
    below: 0,
    above: 0,
    bars: [40, 310, 1_220, 2_804, 3_011, 2_210, 1_204, 611, 301, 122, 44, 15, 7, 3],
  },
};
type Limits = Parameters<typeof histogramOf>[1];
const measuredOf = (values: readonly number[], limits: Limits, unit = 's'): RecordsView['measured'] => ({
  names: ['Check the chip · time'],
  chosen: 'Check the chip · time',
  unit,
  histogram: histogramOf(values, limits),
});
/** About 2.7, as evenly as a sine is; the same at every look. */
const bell = (count: number): readonly number[] => Array.from({ length: count }, (_, index) => 2.7 + 0.4 * Math.sin(index * 1.7) * Math.sin(index * 0.31));
const HISTOGRAMS: Readonly<Record<string, RecordsView['measured']>> = {
  one: measuredOf([2.4], [{ kind: 'range', max: 5 }]),
  equal: measuredOf([2.4, 2.4, 2.4, 2.4], [{ kind: 'range', min: 1, max: 5 }]),
  'no-limit': measuredOf(bell(300), []),
  'far-value': measuredOf([...bell(300), 240], [{ kind: 'range', max: 5 }]),
  'far-limits': measuredOf(bell(300), [{ kind: 'range', min: 0, max: 5_000 }]),
  'all-outside': measuredOf(bell(300), [{ kind: 'range', min: 0.1, max: 1 }]),
  huge: measuredOf(bell(100_000), [{ kind: 'range', min: 2, max: 3 }]),
  bytes: measuredOf([0, 1_572_864, 1_572_864, 26_368], [], 'By'),
  none: { names: ['Check the chip · time'], chosen: 'Check the chip · time', unit: 's', histogram: null },
};

const LABEL: NonNullable<RecordsView['labels']>['drawn'] = {
  format: 'touchstone-label/1',
  name: 'default',
  width: 50,
  height: 25,
  elements: [
    { kind: 'datamatrix', x: 2, y: 2, size: 13, content: '0123A23F29F9366A01' },
    { kind: 'text', x: 17, y: 2, size: 2.6, content: 'PASS  2026-01-31', weight: 'bold' },
    { kind: 'text', x: 17, y: 6, size: 2.4, content: '0123A23F29F9366A01', weight: 'normal' },
    { kind: 'code128', x: 2, y: 17, size: 6, width: 46, content: '24:0A:C4:00:00:01' },
  ],
};
const LABELS: RecordsView['labels'] = {
  templates: [
    { name: 'default', origin: 'built-in' },
    { name: 'carton', origin: 'own' },
  ],
  chosen: 'default',
  version: 1,
  text: JSON.stringify(LABEL, null, 2),
  drawn: LABEL,
  problem: null,
};

export const RECORDS: Readonly<Record<string, RecordsView>> = {
  'records-opening': { ...NOTHING, state: 'opening' },
  'records-unavailable': { ...NOTHING, state: 'unavailable', problem: { code: 'record-store', facts: { why: 'unavailable', detail: 'InvalidStateError' } } },
  'records-none': NOTHING,
  'records-many': { ...MANY, said: { kind: 'saved', fileName: 'touchstone-records-2026-11-23-0812.csv', records: 12_408, files: 1 } },
  'records-low': { ...MANY, space: { ...NOTHING.space, state: 'low', persisted: 'no', usedBytes: 9.8 * 1024 ** 3 } },
  'records-filtered': {
    ...MANY,
    list: { ...MANY.list, found: 3, filter: { ...FILTER, text: '24:0a', outcome: 'fail' }, outcomes: { pass: 0, fail: 3, error: 0, timeout: 0, aborted: 0 } },
  },
  'records-nothing-found': { ...MANY, list: { ...MANY.list, found: 0, filter: { ...FILTER, text: 'nobody' }, outcomes: NOTHING.list.outcomes } },
  'records-working': { ...MANY, work: { kind: 'export', done: 4_120, total: 12_408, unit: 'records' } },
  'records-opened': { ...MANY, opened: OPENED },
  'records-opened-altered': {
    ...MANY,
    opened: { ...OPENED, integrity: 'altered', record: { ...RECORD, outcome: 'pass', virtual: true, details: [] }, previous: null, nth: 1, of: 1 },
  },
  'records-yields': { ...MANY, yields: YIELDS },
  'records-yields-measured': { ...MANY, yields: YIELDS, measured: MEASURED },
  'records-yields-none': { ...MANY, yields: { ...YIELDS, total: { units: 0, passedFirst: 0, passedLast: 0 }, odd: null, reasons: [] } },
  ...Object.fromEntries(Object.entries(HISTOGRAMS).map(([name, measured]) => [`records-histogram-${name}`, { ...MANY, yields: YIELDS, measured }])),
  'records-keeping': MANY,
  'records-whole': {
    ...MANY,
    verified: {
      atMs: AT,
      records: 12_408,
      chains: 2,
      own: CHAIN,
      breaks: [],
      breaksFound: 0,
      checkpoints: [{ chain: CHAIN, number: 4_000, hash: '00'.repeat(32), exportedMs: AT }],
    },
  },
  'records-broken': {
    ...MANY,
    space: { ...NOTHING.space, state: 'low', persisted: 'no', usedBytes: 9.8 * 1024 ** 3 },
    verified: {
      atMs: AT,
      records: 12_408,
      chains: 2,
      own: CHAIN,
      breaks: [
        { kind: 'altered', chain: CHAIN, number: 57 },
        { kind: 'missing', chain: CHAIN, from: 91, to: 94 },
        { kind: 'torn', chain: CHAIN, number: 120 },
        { kind: 'cut', chain: OTHER, from: 880, to: 912 },
      ],
      breaksFound: 4,
      checkpoints: [],
    },
    imported: {
      files: ['line-2.jsonl', HOSTILE_TEXT],
      added: 1_204,
      same: 12,
      other: 1,
      refused: [
        { file: 'line-2.jsonl', line: 7, fault: { why: 'hash' } },
        { file: 'line-2.jsonl', line: 9, fault: { why: 'shape', path: 'phases[2].startMs' } },
        { file: HOSTILE_TEXT, line: 1, fault: { why: 'json' } },
      ],
      refusedFound: 3,
      ended: 'whole',
    },
  },
  'records-freeing': {
    ...MANY,
    freeing: { records: 6_204, fileName: 'touchstone-records-2026-11-23-0812-oldest.jsonl', bytes: 144_000_000, unsent: 0, asked: 'no' },
  },
  'records-freeing-unsent': {
    ...MANY,
    freeing: { records: 6_204, fileName: 'touchstone-records-2026-11-23-0812-oldest.jsonl', bytes: 144_000_000, unsent: 311, asked: 'yes' },
  },
  'records-labels': { ...MANY, labels: LABELS },
  'records-labels-wrong': { ...MANY, labels: { ...LABELS, text: '{', drawn: null, problem: { code: 'label-json', facts: {} } } },
};

const YIELDS_TAB = ['ts-records', '[data-tab="yields"]'];
const KEEPING_TAB = ['ts-records', '[data-tab="keeping"]'];
/** What somebody has pressed in these states. */
export const RECORDS_PRESSED: Readonly<Record<string, readonly string[]>> = {
  'records-yields': YIELDS_TAB,
  ...Object.fromEntries(Object.keys(HISTOGRAMS).map((name) => [`records-histogram-${name}`, YIELDS_TAB])),
  'records-yields-measured': YIELDS_TAB,
  'records-yields-none': YIELDS_TAB,
  'records-keeping': KEEPING_TAB,
  'records-whole': KEEPING_TAB,
  'records-broken': KEEPING_TAB,
  'records-freeing': KEEPING_TAB,
  'records-freeing-unsent': KEEPING_TAB,
  'records-filtered': ['ts-records', 'ts-run-filter', 'summary'],
};
