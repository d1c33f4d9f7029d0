/**
 * The English words of the records screen: runs, yields, verify, import, storage, labels.
 * Floor: ui. Between backticks stands what is set in monospace. Loaded with that screen only.
 */
import type { ChainBreak, LineFault, Outcome, RunPurpose, YieldGroup } from '../../bench/index.ts';
import type { FactReader } from '../facts.ts';
import { count, size } from '../format.ts';
import type { RecordFormat, WorkView } from '../records/records-view.ts';

const runs = (value: number): string => `${count(value)} ${value === 1 ? 'run' : 'runs'}`;
const records = (value: number): string => `${count(value)} ${value === 1 ? 'record' : 'records'}`;
const units = (value: number): string => `${count(value)} ${value === 1 ? 'unit' : 'units'}`;
const chainName = (chain: string, own: string | null): string => (chain === own ? 'this station' : `chain \`${chain.slice(0, 8)}\``);

const outcomes: Readonly<Record<Outcome, string>> = { pass: 'PASS', fail: 'FAIL', error: 'ERROR', timeout: 'TIMEOUT', aborted: 'ABORTED' };
const purposes: Readonly<Record<RunPurpose | 'demo', string>> = {
  production: 'Production',
  golden: 'Golden board',
  'dry-run': 'Dry run',
  demo: 'Virtual board (DEMO)',
};
const groups: Readonly<Record<YieldGroup | 'phase', string>> = { day: 'Day', plan: 'Plan', slot: 'Slot', phase: 'Phase', station: 'Station' };
const formats: Readonly<Record<RecordFormat, { readonly name: string; readonly hint: string }>> = {
  jsonl: { name: 'JSON lines', hint: 'The records as they are, with the chain’s head. Can be imported on another station.' },
  openhtf: { name: 'OpenHTF JSON', hint: 'One file per run, in a zip.' },
  csv: { name: 'CSV', hint: 'One row per run, one column per measurement.' },
  junit: { name: 'JUnit XML', hint: 'One suite per run, one case per phase.' },
};
const working: Readonly<Record<WorkView['kind'], string>> = {
  export: 'Writing the export',
  import: 'Importing',
  verify: 'Verifying the chain',
  measure: 'Collecting measurements',
  free: 'Exporting the oldest records',
};

/** What is wrong with a line of an import. */
function lineFault(fault: LineFault): string {
  switch (fault.why) {
    case 'too-long':
      return 'The line is longer than 16 MB';
    case 'utf-8':
      return 'It is no text in UTF-8';
    case 'json':
      return 'It is no JSON';
    case 'format':
      return `It has the format \`${fault.seen}\``;
    case 'shape':
      return `Something is wrong at \`${fault.path === '' ? 'its top' : fault.path}\``;
    case 'hash':
      return 'It was altered after it was written: its hash does not hold';
  }
}

/** What is wrong with a chain, and where. */
function chainBreak(one: ChainBreak, own: string | null): string {
  const where = chainName(one.chain, own);
  switch (one.kind) {
    case 'altered':
      return `Altered: record \`${one.number}\` of ${where} is not what was written`;
    case 'torn':
      return `Torn: record \`${one.number}\` of ${where} does not continue the one before it`;
    case 'doubled':
      return `Doubled: the number \`${one.number}\` of ${where} stands more than once`;
    case 'replaced':
      return `Replaced: another record \`${one.number}\` of ${where} was seen before`;
    case 'missing':
      return `Missing: ${span(one.from, one.to)} of ${where}`;
    case 'cut':
      return `Cut off: ${span(one.from, one.to)} of ${where} ${one.from === one.to ? 'was seen before and is' : 'were seen before and are'} not here`;
  }
}

const span = (from: number, to: number): string => (from === to ? `record \`${from}\`` : `records \`${from}\` to \`${to}\``);

/** Reasons in a list, where their numbers are not at hand; those that read well without them stand elsewhere. */
const shortReasons: Readonly<Record<string, string>> = {
  'unit-passed-before': 'Already passed before',
  'unit-retest': 'Seen before',
  'unit-claimed': 'Claimed for all stations',
  'slot-not-certain': 'Not certain which slot it was',
  'unit-swapped-chip': 'Swapped chip',
  'unit-same-chip-other-board': 'Clone or moved chip',
  'label-other': 'The label is of another board',
  'wrong-lot': 'Wrong lot',
  'wrong-part': 'Wrong part',
  'measurement-outside': 'A measurement is out of its limits',
  'measurement-unset': 'A measurement was not made',
  'log-silent': 'The firmware said nothing',
  'log-not-reached': 'The log stopped short of what was wanted',
  'command-no-answer': 'No such answer to the command',
  'operator-said-no': 'The operator said no',
  'state-other': 'Azure says something else',
  'run-other-board': 'Another board was put into the slot',
  'run-phase-timeout': 'A phase took too long',
  'store-not-asked': 'The shared store could not be asked',
  'label-unknown': 'The label of the plan is not here',
  'label-code': 'A code of the label cannot hold its content',
  'label-not-printed': 'The label was not printed',
  unexpected: 'Something unexpected',
};

interface ProblemWords {
  readonly what: string;
  readonly action: string;
}

const STORE: Readonly<Record<string, ProblemWords>> = {
  unavailable: { what: 'The browser does not let this page keep anything', action: 'Leave private browsing, or allow site data, then load the page again.' },
  quota: { what: 'The browser has no room left for records', action: 'Free space below, then try again.' },
  timeout: { what: 'The browser’s database did not answer', action: 'Close other tabs of this page, then try again.' },
};

const problems: Readonly<Record<string, (fact: FactReader) => ProblemWords>> = {
  'record-store': (fact) => STORE[fact('why') ?? ''] ?? { what: 'The browser’s database failed', action: 'Load the page again.' },
  'record-gone': (fact) => ({ what: `Record \`${fact('number') ?? ''}\` is not here any more`, action: 'It is in the export that was made before.' }),
  'label-size': () => ({ what: 'The label is too long', action: 'A label is at most 64 KB.' }),
  'label-json': () => ({ what: 'The label is no JSON', action: 'Look for a missing comma or quote.' }),
  'label-format': (fact) => ({ what: `The label has the format \`${fact('seen') ?? ''}\``, action: `This page reads \`${fact('wanted') ?? ''}\`.` }),
  'label-shape': (fact) => ({ what: `Something is wrong at \`${fact('path') ?? 'its top'}\``, action: 'docs/records.md tells what may stand there.' }),
  'label-unknown': (fact) => ({ what: `The label “${fact('name') ?? ''}” is not here`, action: 'Load it, or choose another one.' }),
  'label-code': (fact) => ({ what: `No such code can hold \`${fact('content') ?? ''}\``, action: 'Shorten it, or choose another kind of code.' }),
  'label-not-printed': () => ({ what: 'The browser did not begin to print', action: 'Try another browser, or look whether printing is forbidden here.' }),
  'not-remembered': () => ({ what: 'The browser does not let this page keep it', action: 'Save it as a file.' }),
};

export const recordsWords = {
  title: 'Records',
  lead: 'One record per run, kept in this browser before its verdict was shown. Each names the one before it, so that a missing or altered record shows.',
  opening: 'Opening the records',
  unavailable: 'Records cannot be kept in this browser',
  empty: 'No run yet',
  emptyText: 'Runs on a bench with slots are recorded here; one slot is enough (Settings). Records of other stations can be imported.',
  tabs: { runs: 'Runs', yields: 'Yields', keeping: 'Chain and storage' },
  tabsLabel: 'Parts of the records',
  import: 'Import',
  export: 'Export',
  labels: 'Labels',
  exportWhat: (found: number, total: number): string => (found === total ? `All ${runs(found)}` : `The ${runs(found)} that were found`),
  formats,
  working,
  stop: 'Stop',
  progress: (done: number, total: number): string => (total === 0 ? count(done) : `\`${count(Math.min(done, total))}\` of \`${count(total)}\``),
  progressBytes: (done: number, total: number): string => `\`${size(Math.min(done, total))}\` of \`${size(total)}\``,
  said: {
    saved: (fileName: string, value: number, files: number): string =>
      files > 1 ? `${runs(value)} saved in \`${files}\` files, beginning with \`${fileName}\`` : `${runs(value)} saved as \`${fileName}\``,
    freed: (value: number): string => `${records(value)} taken away; a checkpoint says up to where`,
    stopped: 'Stopped',
    printed: 'The label was handed to the printer',
  },
  problems,
  shortReasons,
  outcomes,
  purposes,
  filter: {
    label: 'Which runs',
    search: 'Serial number, MAC, label or record id',
    outcome: 'Outcome',
    purpose: 'Counts as',
    plan: 'Plan',
    station: 'Station',
    slot: 'Slot',
    operator: 'Operator',
    workOrder: 'Work order',
    from: 'From',
    to: 'To',
    any: 'any',
    more: 'More filters',
    reset: 'Show all',
  },
  list: 'Runs, newest first',
  keys: 'Arrow keys move, Enter opens.',
  columns: { when: 'Ended', outcome: 'Outcome', unit: 'Unit', slot: 'Slot', plan: 'Plan', who: 'Operator', why: 'Why' },
  found: (found: number, total: number): string =>
    found === total ? `\`${count(total)}\` ${total === 1 ? 'run' : 'runs'}` : `\`${count(found)}\` of \`${count(total)}\` runs`,
  nothingFound: 'No run is like that.',
  noUnit: 'unknown unit',
  slot: (number: number): string => `Slot ${number}`,
  slotOf: (slot: string, station: string): string => `Slot ${slot} of ${station}`,
  demo: 'DEMO',
  run: {
    title: (number: number): string => `Record ${count(number)}`,
    nth: (nth: number, of: number): string => (of === 1 ? 'The only run of this unit' : `Run \`${nth}\` of \`${of}\` of this unit`),
    previous: 'Earlier run',
    next: 'Later run',
    close: 'Close',
    print: 'Print label',
    took: 'took',
    timeline: 'Phases',
    proofs: 'Why',
    log: 'Log',
    logDropped: (lines: number): string => `${count(lines)} earlier lines were not kept`,
    noLog: 'Nothing was logged',
    facts: 'About this run',
    chain: 'Place in the chain',
    whole: 'Its hash holds: it is as it was written.',
    altered: 'Its hash does not hold: it was altered after it was written.',
    attachments: 'Attachments',
    save: 'Save',
    places: (place: string): string => (place === 'ram' ? 'from RAM' : 'from flash'),
    notReadBack: 'not read back',
    written: { written: 'written', same: 'was there already' },
    attempts: (attempts: number): string => (attempts > 1 ? ` · ${attempts} tries` : ''),
    skipped: 'not run',
    columns: { measurement: 'Measurement', value: 'Value', limits: 'Limits', outcome: 'Outcome' },
    unset: 'not measured',
    fields: {
      started: 'Started',
      ended: 'Ended',
      station: 'Station',
      slot: 'Slot',
      operator: 'Operator',
      workOrder: 'Work order',
      label: 'Scanned label',
      purpose: 'Counts as',
      board: 'Board',
      mac: 'MAC',
      chip: 'Chip',
      serial: 'Serial number',
      commonName: 'Common name',
      deviceCertificate: 'Device certificate (SHA-256)',
      signerCertificate: 'Signer certificate (SHA-256)',
      entry: 'Manifest entry',
      enrolment: 'Enrolled as',
      plan: 'Plan',
      planFingerprint: 'Plan fingerprint',
      pack: 'Pack',
      packFingerprint: 'Pack fingerprint',
      versions: 'Page, bench firmware, build',
      bench: 'Bench firmware that ran',
      benchHash: 'Its image (SHA-256)',
      benchOnChip: 'In the flash (MD5 by the board)',
      onChip: (offset: string): string => `On the chip at ${offset} (MD5 by the board)`,
      id: 'Record id',
      chain: 'Chain',
      previous: 'Hash before it',
      hash: 'Its hash',
    },
  },
  yields: {
    title: 'Yields',
    counting: 'Counting',
    nothing: 'No run that was found counts in a yield.',
    first: 'First pass',
    final: 'Final',
    units: 'Units',
    unitsOf: units,
    by: 'By',
    groups,
    noName: '(none)',
    firstText: 'units that passed at their first run',
    finalText: 'units that passed at their last run',
    all: 'Count golden boards, dry runs and demo boards too',
    leftOut: (value: number): string => `${runs(value)} left out: golden boards, dry runs, demo boards, and what somebody stopped.`,
    leftOutStopped: (value: number): string => `${runs(value)} left out: stopped by somebody.`,
    odd: (slot: string, times: string): string => `${slot} fails ${times} times as often as the others: check its fixture, cable and pogo pins.`,
    oddAlone: (slot: string, failed: number): string => `All ${failed} failures are in one place, ${slot}: check its fixture, cable and pogo pins.`,
    pareto: 'Why runs did not pass',
    paretoNone: 'Every run that counts passed.',
    paretoColumns: { reason: 'Reason', phase: 'Phase', runs: 'Runs', share: 'All so far' },
    measurements: 'Measurements',
    measurementsText: 'Collects every number that was measured in the runs that were found. With many runs this takes a while.',
    measure: 'Collect measurements',
    measurement: 'Measurement',
    noMeasurements: 'No number was measured in these runs.',
    histogram: (name: string): string => `How often ${name} took which value`,
    figures: { count: 'Values', min: 'Least', median: 'Median', mean: 'Mean', max: 'Most', deviation: 'σ', limits: 'Limits', cpk: 'Cpk' },
    noLimit: 'none',
    below: (value: number, least: string): string =>
      `${count(value)} ${value === 1 ? 'value lies' : 'values lie'} too far below to be drawn, down to ${least}.`,
    above: (value: number, most: string): string => `${count(value)} ${value === 1 ? 'value lies' : 'values lie'} too far above to be drawn, up to ${most}.`,
    limitFar: 'A limit lies too far away to be drawn.',
    tooFarApart: 'These values lie too far apart to be drawn.',
    runsAxis: 'runs',
  },
  keeping: {
    verifyTitle: 'Is the chain whole?',
    verifyText:
      'Recomputes every hash and looks for what is missing, altered, torn, doubled or cut off. The newest record that was ever seen is remembered apart, so that a cut shows.',
    verify: 'Verify',
    whole: (value: number, chains: number): string =>
      `Whole: ${records(value)} in ${chains === 1 ? 'one chain' : `\`${chains}\` chains`}, none missing, none altered.`,
    broken: (value: number, found: number): string => `${count(found)} ${found === 1 ? 'thing is' : 'things are'} wrong in ${records(value)}.`,
    brokenAction:
      'Import an export that still has what is missing or cut off. What is altered, torn, doubled or replaced was changed outside this page: compare it with an export, and keep that export.',
    foreign: 'A chain of another station has gaps when only a part of its records was imported.',
    moreBreaks: (value: number): string => `and ${count(value)} more`,
    chainBreak,
    checkpoint: (number: number, chain: string, own: string | null, day: string): string =>
      `Up to record \`${count(number)}\` of ${chainName(chain, own)}: exported and taken away on ${day}.`,
    checkpoints: 'Checkpoints',
    importTitle: 'Import',
    importText: 'JSON lines that another station exported. Every line is checked, and its hash must hold; a record that is here already stays.',
    imported: (added: number, same: number): string => `${records(added)} taken in, ${records(same)} were here already.`,
    importOther: (value: number): string =>
      `Not taken: ${records(value)} whose place in the chain is taken by another record. Verify the chain on both stations.`,
    importStopped: 'Stopped before the end: what was read until then was taken in.',
    importRefused: (value: number): string => `${count(value)} ${value === 1 ? 'line was' : 'lines were'} refused.`,
    line: (line: number): string => `line ${count(line)}`,
    lineFault,
    moreLines: (value: number): string => `and ${count(value)} more`,
    spaceTitle: 'Storage',
    space: (used: number, quota: number): string => `${size(used)} used by this page, ${size(Math.max(0, quota - used))} left`,
    spaceLabel: 'Storage used by this page',
    spaceUnknown: 'This browser does not say how much room there is.',
    low: 'Little room is left. Free space before the next shift: a run that cannot be recorded does not count.',
    persisted: {
      yes: 'The browser promised to keep the records.',
      no: 'The browser may clear the records when the disk gets full. Export them, or ask it to keep them.',
      unknown: 'The browser does not say whether it keeps the records.',
    },
    ask: 'Ask the browser to keep them',
    freeTitle: 'Free space',
    freeText:
      'The oldest records are exported as JSON lines first, then taken away. A checkpoint keeps their end, so that the chain still verifies. Boards that were tested only in those runs are not recognised any more, until the file is imported again.',
    freeMost: 'Oldest records',
    free: 'Export the oldest',
    saved: (fileName: string, value: number, bytes: number): string => `${records(value)} are in \`${fileName}\` (${size(bytes)}).`,
    confirm: 'Look whether that file is where it should be. Taking the records away cannot be undone here.',
    takeAway: (value: number): string => `The file is there: take ${records(value)} away`,
    keepAll: 'Keep them',
    unsent: (value: number): string =>
      `${records(value)} among them ${value === 1 ? 'was' : 'were'} not sent to the shared store yet. Once taken away, other stations will never see ${value === 1 ? 'it' : 'them'}.`,
    sendFirst: 'Send them first',
    unsentAsked: (value: number): string =>
      `Still not sent: ${records(value)}. Other stations will never see ${value === 1 ? 'it' : 'them'}; the file that was saved will be all there is.`,
    takeAwayUnsent: (value: number): string => `Not sent, all the same: take ${records(value)} away`,
  },
  labelEditor: {
    title: 'Labels',
    lead: 'Printed by a plan’s phase “print a label”, or from a record. Lengths are millimetres. For printing without a dialog start Chrome with `--kiosk-printing`.',
    choose: 'Label',
    builtIn: 'comes with this page',
    own: 'kept here',
    edit: 'The label as JSON',
    add: 'Add',
    kinds: { text: 'Text', qr: 'QR code', datamatrix: 'Data Matrix', code128: 'Code 128' },
    placeholders: 'In a content:',
    preview: 'Preview, with a sample board',
    size: (width: number, height: number): string => `${width} × ${height} mm`,
    failed: (kinds: string): string => `Cannot be drawn: ${kinds}`,
    keep: 'Keep',
    save: 'Save as file',
    load: 'Load file',
    remove: 'Remove',
    print: 'Print a sample',
    close: 'Close',
  },
} as const;
