/**
 * A bench with slots in every state that a person on the line can meet, as plain values.
 * Floor: test support. Restates what app would say; runs nothing.
 */
import type { RunPurpose, StationPicture, StationSlotPicture } from '../../../src/bench/index.ts';
import type { StationView } from '../../../src/ui/index.ts';

type Slot = Partial<StationSlotPicture>;

const MAC = '24:0A:C4:11:22:34';
const SERIAL = '0123A23F29F9366A01';
const BOARD = { chipName: 'ESP32-D0WD-V3', revision: '3.1', mac: MAC, flashSizeBytes: 4_194_304 };
const CHIP = { serialNumber: SERIAL, model: 'ATECC608B', commonName: `sn${SERIAL}`, deviceCertificate: null, signerCertificate: null };
const PORT = { kind: 'real', usbVendorId: 0x10c4, usbProductId: 0xea60, trust: 'taught', boardOf: null } as const;

type Run = NonNullable<StationSlotPicture['run']>;
type Phase = Run['phases'][number];

const phase = (name: string, kind: Phase['kind'], state: Phase['state'], more: Partial<Phase> = {}): Phase => ({
  name,
  kind,
  state,
  attempt: state === 'waiting' || state === 'skip' ? 0 : 1,
  elapsedMs: state === 'waiting' || state === 'skip' ? 0 : 2400,
  measurements: [],
  details: [],
  ...more,
});
const measured = (name: string, value: number | string, unit = '', more: Partial<Phase['measurements'][number]> = {}): Phase['measurements'][number] => ({
  name,
  unit,
  limits: [],
  outcome: 'pass',
  value,
  setMs: 1_764_000_000_000,
  ...more,
});
const CHECKED = [
  measured('verdict', 'genuine-matched', '', { limits: [{ kind: 'one-of', values: ['genuine-matched', 'genuine-unmatched'] }] }),
  measured('serial-number', SERIAL),
  measured('proofs-passed', 12, '1'),
  measured('baud-rate', 921_600, 'Bd'),
  measured('time', 1.2034, 's', { limits: [{ kind: 'range', max: 3 }] }),
];

const run = (phases: Run['phases'], more: Partial<Run> = {}): Run => ({
  state: 'done',
  outcome: null,
  details: [],
  phases,
  board: BOARD,
  chip: CHIP,
  check: null,
  flash: null,
  elapsedMs: 11_240,
  ...more,
});
const DONE = run([
  phase('check', 'check-chip', 'pass', { measurements: CHECKED }),
  phase('match', 'match-manifest', 'pass'),
  phase('flash', 'flash-pack', 'pass'),
]);

const slotOf = (number: number, slot: Slot): StationSlotPicture => ({
  number,
  state: 'empty',
  port: PORT,
  presence: slot.state === undefined || slot.state === 'empty' ? 'out' : 'in',
  run: null,
  record: null,
  mustAcknowledge: false,
  details: [],
  secondsLeft: null,
  failuresInARow: 0,
  alarm: false,
  label: '',
  waitsFor: null,
  question: null,
  runs: 4,
  passed: 3,
  ...slot,
});

const ended = (state: Slot['state'], details: StationSlotPicture['details'] = [], more: Slot = {}): Slot => ({
  state: state ?? 'pass',
  run: DONE,
  record: { chain: 'c', number: 4711, id: 'r' },
  details,
  mustAcknowledge: state === 'fail' || state === 'error' || state === 'timeout',
  ...more,
});

const PASS = ended('pass');
const AGAIN = ended('pass', [{ code: 'unit-passed-before', facts: { at: '2026-11-23T08:12:00.000Z' } }]);
const FAIL = ended('fail', [{ code: 'not-in-manifest', facts: { proof: 'in-manifest', outcome: 'fail', serialNumber: SERIAL } }]);
const LONG = ended('fail', [
  {
    code: 'a-code-that-nobody-has-words-for',
    facts: { step: 'registering', proof: '', message: 'a reason that nobody has words for, and that is longer than the slot is wide' },
  },
]);
const ERROR = ended('error', [{ code: 'port-lost', facts: {} }], { presence: 'out' });
const TIMEOUT = ended('timeout', [{ code: 'run-phase-timeout', facts: { limitMs: 30_000 } }]);
const ABORTED = ended('aborted');
const FLASHING: Slot = {
  state: 'running',
  secondsLeft: 9,
  run: run([phase('check', 'check-chip', 'pass'), phase('match', 'match-manifest', 'pass'), phase('flash', 'flash-pack', 'running')], {
    state: 'running',
    flash: {
      phase: 'running',
      portKind: 'real',
      packName: 'sensor 3.2',
      fingerprint: 'ab'.repeat(32),
      steps: [],
      board: null,
      parts: [],
      pace: { baudRate: 921_600, doneBytes: 980_000, totalBytes: 1_572_864, bytesPerSecond: 90_000, secondsLeft: 7 },
      outcome: null,
      summary: null,
      fault: null,
    },
  }),
};
const CHECKING: Slot = {
  state: 'running',
  run: run([phase('check', 'check-chip', 'running', { attempt: 2 }), phase('match', 'match-manifest', 'waiting')], { state: 'running', chip: null }),
};
const ASKING: Slot = {
  state: 'running',
  run: run([phase('lamp', 'ask-operator', 'running')], { state: 'running' }),
  question: { question: 'Is the green lamp on?', answer: 'yes-no' },
};
const TYPING: Slot = { ...ASKING, question: { question: 'Weight of the board in grams', answer: 'number' } };
const ALARM = ended('fail', [{ code: 'not-in-manifest', facts: { proof: 'in-manifest', outcome: 'fail' } }], {
  alarm: true,
  failuresInARow: 3,
  mustAcknowledge: false,
});
const REFUSED = ended('fail', [{ code: 'connect-wifi-password', facts: { step: 'wifi', status: '401', message: 'certificate not found' } }]);
const seen = (slot: Slot, presence: 'in' | 'out'): Slot => ({ ...slot, mustAcknowledge: false, presence });
const demo = (slot: Slot): Slot => ({ ...slot, port: { kind: 'virtual', usbVendorId: null, usbProductId: null, trust: 'taught', boardOf: null } });
const READY: Slot = { state: 'ready' };
const LABEL: Slot = { state: 'ready', waitsFor: 'label' };
const GOLDEN: Slot = { state: 'ready', waitsFor: 'golden' };

const PLAN = 'ff'.repeat(32);
const picture = (slots: readonly Slot[], more: Partial<StationPicture> = {}): StationPicture => ({
  shift: 'on',
  operator: '0815',
  workOrder: '4711-B',
  purpose: 'production',
  plan: { name: 'TNG-sensor', version: '3.2', fingerprint: PLAN },
  goldenDue: null,
  slots: slots.map((slot, index) => slotOf(index + 1, slot)),
  ...more,
});

const view = (slots: readonly Slot[], more: Partial<StationView> = {}, shift: Partial<StationPicture> = {}): StationView => ({
  picture: picture(slots, shift),
  stationName: 'SZX-L1-FCT01',
  teaching: null,
  plans: [
    {
      fingerprint: PLAN,
      name: 'TNG-sensor',
      version: '3.2',
      description: 'Checks the chip, flashes the product and waits for its first line.',
      origin: 'own',
      phases: [
        { name: 'check', kind: 'check-chip' },
        { name: 'match', kind: 'match-manifest' },
        { name: 'flash', kind: 'flash-pack' },
      ],
      wantsPack: true,
    },
    {
      fingerprint: 'ee'.repeat(32),
      name: 'Check the chip',
      version: '1',
      description: '',
      origin: 'built-in',
      phases: [{ name: 'check', kind: 'check-chip' }],
      wantsPack: false,
    },
  ],
  planFingerprint: PLAN,
  packName: 'sensor 3.2',
  lock: 'unlocked',
  hasPin: false,
  sounds: 'on',
  selected: 1,
  opened: null,
  openedLog: null,
  today: { units: 412, passedFirst: 405, passedLast: 410, runs: 431 },
  problem: null,
  scanned: null,
  virtual: false,
  boards: [],
  draft: null,
  space: 'enough',
  ...more,
});

/** A plan that is being edited: its form as bench gives it, cut short, and a limit that cannot be. */
const EDITED: NonNullable<StationView['draft']> = {
  text: JSON.stringify({
    format: 'touchstone-plan/1',
    name: 'TNG-sensor',
    version: '3.3',
    guards: { alarmAfter: 3 },
    phases: [
      {
        kind: 'check-chip',
        name: 'check',
        limits: {
          time: [
            { kind: 'range', max: 5 },
            { kind: 'range', min: 'none' },
          ],
          verdict: [{ kind: 'one-of', values: ['genuine-matched', 'genuine-unmatched'] }],
        },
      },
      { kind: 'ask-operator', name: 'lamp', settings: { question: 'Is the green lamp on?' } },
    ],
  }),
  fingerprint: 'ff'.repeat(32),
  changes: 'unsaved',
  problem: { code: 'plan-shape', facts: { path: 'phases[0].limits.time[1].min' } },
  form: {
    guards: [
      { name: 'duplicate', type: 'choice', choices: ['stop', 'ask', 'note'] },
      { name: 'alarmAfter', type: 'whole', choices: [] },
    ],
    common: [
      { name: 'name', type: 'text', choices: [] },
      { name: 'attempts', type: 'whole', choices: [] },
      { name: 'timeoutMs', type: 'whole', choices: [] },
      { name: 'atFailure', type: 'choice', choices: ['stop', 'go-on'] },
    ],
    kinds: [
      {
        kind: 'check-chip',
        settings: [{ name: 'path', type: 'choice', choices: ['ram', 'flash'] }],
        measurements: [
          { name: 'verdict', unit: '', type: 'text' },
          { name: 'proofs-passed', unit: '1', type: 'number' },
          { name: 'time', unit: 's', type: 'number' },
        ],
        least: {},
      },
      {
        kind: 'ask-operator',
        settings: [
          { name: 'question', type: 'text', choices: [] },
          { name: 'answer', type: 'choice', choices: ['yes-no', 'text', 'number'] },
        ],
        measurements: [{ name: 'answer', unit: '', type: 'text' }],
        least: {},
      },
    ],
  },
};

const MIXED = [PASS, FLASHING, FAIL, {}, CHECKING, ERROR, AGAIN, TIMEOUT] as const;
const off = { shift: 'off', operator: '', workOrder: '', plan: null } as const;
const DRY: RunPurpose = 'golden';

/** Name → what the bench shows. */
export const STATIONS: Readonly<Record<string, StationView>> = {
  'line-new': view(
    Array.from({ length: 8 }, () => ({ state: 'unbound', port: null, presence: 'out' }) as const),
    { stationName: '', plans: view([]).plans.slice(1), planFingerprint: 'ee'.repeat(32) },
    off,
  ),
  'line-ready': view(
    Array.from({ length: 8 }, () => READY),
    {},
    off,
  ),
  'line-1': view([FAIL]),
  'line-8': view(MIXED, { scanned: { text: 'WO:4711-B', meaning: 'work-order' }, selected: 3 }),
  'line-questions': view([ASKING, TYPING, ALARM, LABEL, { label: SERIAL }, LONG, ABORTED, READY]),
  'line-editor': view(
    Array.from({ length: 8 }, () => READY),
    { draft: EDITED },
    off,
  ),
  'line-golden': view([GOLDEN, GOLDEN, CHECKING, {}], {}, { goldenDue: 'shift-start', purpose: DRY }),
  'line-after': view([
    seen(FAIL, 'in'),
    seen(FAIL, 'out'),
    seen(PASS, 'out'),
    seen(ERROR, 'out'),
    seen(TIMEOUT, 'in'),
    seen(REFUSED, 'in'),
    REFUSED,
    { ...ALARM, mustAcknowledge: true },
  ]),
  'line-demo': view([PASS, FLASHING, FAIL, ASKING, CHECKING, ERROR, TYPING, LABEL].map(demo), { virtual: true }, { purpose: 'dry-run' }),
  'line-32-demo': view(
    Array.from({ length: 32 }, (_, index) => demo([PASS, FLASHING, FAIL, ASKING, CHECKING, ERROR, TYPING, LABEL, seen(FAIL, 'out')][index % 9] ?? {})),
    { virtual: true },
    { purpose: 'dry-run' },
  ),
  'line-not-certain': view([
    { ...PASS, details: [{ code: 'slot-not-certain', facts: { slot: 1, boardOf: 2 } }], port: { ...PORT, trust: 'guess', boardOf: 2 } },
    { ...FAIL, port: { ...PORT, trust: 'guess', boardOf: 1 } },
    { ...PASS, port: { ...PORT, trust: 'mac' } },
    { ...CHECKING, port: { ...PORT, trust: 'guess', boardOf: 3 } },
  ]),
  'line-locked': view([PASS, FAIL], { lock: 'locked', hasPin: true, problem: { code: 'shift-not-locked', facts: {} } }),
  'line-32': view(
    Array.from({ length: 32 }, (_, index) => MIXED[index % MIXED.length] ?? {}),
    { selected: 12 },
  ),
  'line-32-questions': view(
    Array.from({ length: 32 }, (_, index) => [ASKING, ALARM, LABEL, LONG, ABORTED, TYPING, GOLDEN, READY][index % 8] ?? {}),
    {},
  ),
  'line-16': view(Array.from({ length: 16 }, (_, index) => MIXED[(index * 3) % MIXED.length] ?? {})),
  'line-opened': view(
    [
      ended('fail', FAIL.details, {
        run: run([
          phase('check', 'check-chip', 'pass', { measurements: CHECKED }),
          phase('match', 'match-manifest', 'fail', { details: FAIL.details ?? [] }),
          phase('flash', 'flash-pack', 'skip'),
        ]),
      }),
      PASS,
    ],
    { opened: 1 },
  ),
};
