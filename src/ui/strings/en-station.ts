/**
 * The English words of a bench with slots: states readable from three metres, reasons with the one thing to do.
 * Floor: ui. Between backticks stands what is set in monospace. Loaded with that bench only.
 */
import type { LabelErrorCode, PlanErrorCode, RecordStoreErrorCode, RunErrorCode, StationErrorCode } from '../../bench/index.ts';
import type { BindingTrust, PhaseKind, ProofId, RunPurpose, SlotState } from '../../bench/index.ts';
import type { FactReader } from '../facts.ts';
import type { ScanMeaning } from '../station/station-view.ts';

/** One word each, as large as the slot allows. */
const states: Readonly<Record<SlotState, string>> = {
  unbound: 'No port',
  empty: 'Plug in a board',
  ready: 'Ready',
  running: 'Running',
  pass: 'PASS',
  fail: 'FAIL',
  error: 'ERROR',
  timeout: 'TIMEOUT',
  aborted: 'ABORTED',
};

const phases: Readonly<Record<PhaseKind, { readonly name: string; readonly doing: string }>> = {
  'identify-board': { name: 'Identify the board', doing: 'Finding board' },
  'check-chip': { name: 'Check the chip', doing: 'Checking chip' },
  'match-manifest': { name: 'Match with the manifest', doing: 'Matching' },
  'flash-pack': { name: 'Flash the pack', doing: 'Flashing' },
  'write-settings': { name: 'Write settings', doing: 'Writing settings' },
  'judge-log': { name: 'Boot and judge the log', doing: 'Waiting for the log' },
  enrol: { name: 'Enrol in Azure', doing: 'Enrolling' },
  'read-state': { name: 'Read the state back', doing: 'Waiting for Azure' },
  'serial-command': { name: 'Run a serial command', doing: 'Waiting for the answer' },
  'ask-operator': { name: 'Ask the operator', doing: 'Your answer, please' },
  'print-label': { name: 'Print a label', doing: 'Printing' },
};

const purposes: Readonly<Record<RunPurpose, string>> = { production: 'Production', golden: 'Golden board', 'dry-run': 'Dry run' };

const trust: Readonly<Record<BindingTrust, string>> = {
  taught: 'taught',
  'only-one': 'came back, and can be no other slot’s',
  mac: 'confirmed by the MAC of its board',
  guess: 'not certain: several slots missed a port of this kind at once',
};

const scanned: Readonly<Record<ScanMeaning['kind'], string>> = {
  operator: 'Operator',
  'work-order': 'Work order',
  slot: 'Slot',
  start: 'Start',
  stop: 'Stop',
  acknowledge: 'Acknowledge',
  yes: 'Yes',
  no: 'No',
  label: 'Label',
  end: 'End of the shift',
};

/** What it means for a board that a proof does not hold: read in a second. */
const notHeld: Readonly<Record<ProofId, string>> = {
  'board-identified': 'No ESP32 answers',
  'firmware-expected': 'Other bench firmware answers',
  'chip-answers': 'The chip does not answer',
  'zones-locked': 'The chip is not locked',
  'serial-well-formed': 'The serial number is not well formed',
  'signer-chain': 'The signer is not genuine',
  'device-chain': 'The certificate is not genuine',
  'key-in-certificate': 'Key and certificate differ',
  possession: 'The chip has not its private key',
  'in-manifest': 'The chip is on no loaded manifest',
  'entry-signature': 'The manifest entry is not signed',
  'entry-equals-chip': 'Chip and manifest differ',
};

interface Reason {
  readonly what: string;
  /** The one thing to do. */
  readonly action: string;
}

type Reasons<Code extends string> = Readonly<Record<Code, (fact: FactReader) => Reason>>;
/** What the rooms of plans and slots throw; without words it does not compile. Labels are read on the records screen, which has words for it. */
type Thrown =
  RunErrorCode | PlanErrorCode | RecordStoreErrorCode | StationErrorCode | Extract<LabelErrorCode, 'label-unknown' | 'label-code' | 'label-not-printed'>;

/** Why a manifest could not be had, and what to do. */
const noManifest = (why: string): string =>
  ({
    'no-store': 'Load it on the Manifests screen.',
    'not-there': 'The shared store has none of this name: share it at a station that has it, or load it on the Manifests screen.',
    several: 'More than one goes by this name: name it in the plan by its SHA-256 and .json, as the store does.',
    'store-altered': 'What the shared store has under its fingerprint was altered, and was not taken. Load the right file on the Manifests screen.',
    'shared-not-taken': 'What the shared store has under this name is no manifest that this page takes. See the Manifests screen.',
    'sign-in-needed': 'Nobody is signed in to the shared store: sign in on the Cloud screen, or load it on the Manifests screen.',
  })[why] ?? `The shared store could not be asked (${why}): see its card on the Cloud screen, or load the file on the Manifests screen.`;

/** Reasons that only a plan gives; those of chips, cables, manifests and flashing have their words elsewhere. */
const reasons: Reasons<Thrown> & Reasons<string> = {
  'unit-passed-before': (fact) => ({
    what: `Already passed ${dayAndTime(fact('at'))}: nothing was done again`,
    action: 'Take the board out.',
  }),
  'unit-retest': (fact) => ({
    what: `Seen before: ${fact('outcome') ?? 'tested'} ${dayAndTime(fact('at'))}${fact('station') === undefined ? '' : ` at station “${fact('station') ?? ''}”`}`,
    action: 'Nothing to do.',
  }),
  'unit-claimed': (fact) => ({
    what: `Claimed for all stations ${dayAndTime(fact('at'))}${fact('chip') === undefined ? '' : `, chip \`${fact('chip') ?? ''}\``}${fact('board') === undefined ? '' : `, board \`${fact('board') ?? ''}\``}, in \`${fact('store') ?? 'the shared store'}\``,
    action: 'Nothing to do.',
  }),
  'unit-swapped-chip': (fact) => ({
    what: `Swapped chip: ${before(fact, 'this board had', 'claimed this board with chip', 'another chip')}`,
    action: 'Put the board aside and call the engineer.',
  }),
  'unit-same-chip-other-board': (fact) => ({
    what: `Clone or moved chip: ${before(fact, 'it was on board', 'claimed it on board', 'another board')}`,
    action: 'Put the board aside and call the engineer.',
  }),
  'flash-other-chip': (fact) => ({
    what: `Another board: \`${fact('seen') ?? ''}\`, wanted \`${fact('wanted') ?? ''}\``,
    action: 'Put the board aside: wrong part.',
  }),
  'flash-size-differs': (fact) => ({
    what: `The flash holds ${megabytes(fact('seen'))}, wanted ${megabytes(fact('wanted'))}`,
    action: 'Put the board aside: wrong part.',
  }),
  'label-missing': () => ({ what: 'No label was scanned', action: 'Scan the label of this board.' }),
  'label-other': (fact) => ({
    what: `The label says \`${fact('seen') ?? ''}\`, the board says \`${fact('wanted') ?? ''}\``,
    action: 'Put the right label on, or put the board aside.',
  }),
  'wrong-lot': (fact) => ({ what: `The chip belongs to another order: \`${fact('seen') ?? ''}\``, action: 'Put the board aside: wrong lot.' }),
  'wrong-part': (fact) => ({ what: `Another part: \`${fact('seen') ?? ''}\`, wanted \`${fact('wanted') ?? ''}\``, action: 'Put the board aside: wrong part.' }),
  'measurement-outside': (fact) => ({ what: `${fact('measurement') ?? 'A measurement'} is out of its limits: \`${fact('value') ?? ''}\``, action: 'Red bin.' }),
  'measurement-unset': (fact) => ({ what: `${fact('measurement') ?? 'A measurement'} was not made`, action: 'Run the board again.' }),
  'not-measured': () => ({ what: 'Nothing was measured', action: 'Check the fixture, then run the board again.' }),
  'log-silent': (fact) => ({ what: `The firmware said nothing for \`${seconds(fact('withinMs'))}\``, action: 'Red bin, or check the supply.' }),
  'log-not-reached': (fact) => ({
    what: `Stopped at “${fact('step') ?? ''}”; wanted “${fact('wanted') ?? ''}” in \`${seconds(fact('withinMs'))}\``,
    action: 'Read the log to see why.',
  }),
  'command-no-answer': (fact) => ({ what: `No answer like \`${fact('expect') ?? ''}\``, action: 'Run the board again; then red bin.' }),
  'operator-said-no': (fact) => ({ what: `You answered no: ${fact('question') ?? ''}`, action: 'Red bin.' }),
  'state-other': (fact) => ({ what: `Azure says “${fact('seen') ?? ''}”`, action: 'Read the log to see why.' }),
  'state-not-reached': () => ({ what: 'Azure did not assign the board in time', action: 'Read the log to see why.' }),
  'shift-no-manifest': (fact) => ({
    what: `The plan names the manifest \`${fact('fileName') ?? ''}\`, and it is not here`,
    action: noManifest(fact('why') ?? ''),
  }),
  'run-no-pack': () => ({ what: 'The pack of this plan is not here', action: 'Choose it on the Firmware screen.' }),
  'run-no-settings': () => ({ what: 'No settings are loaded for this plan', action: 'Load them on the Firmware screen.' }),
  'store-not-asked': (fact) => ({
    what: `The shared store could not be asked whether this unit was elsewhere${fact('why') === undefined ? '' : ` (\`${fact('why') ?? ''}\`)`}`,
    action: 'Nothing to do. Look at the shared store on the Cloud screen when there is time.',
  }),
  'run-other-board': (fact) => ({ what: `Another board is in the slot now: \`${fact('seen') ?? ''}\``, action: 'Leave a board in until its verdict.' }),
  'run-phase-timeout': (fact) => ({ what: `It took longer than \`${seconds(fact('limitMs'))}\``, action: 'Replug the board and start it again.' }),
  'run-no-service': () => ({ what: 'No provisioning service is open', action: 'Sign in and choose one on the Cloud screen.' }),
  'run-no-certificate': () => ({ what: 'The certificate of the chip was not proven', action: 'Red bin.' }),
  'record-store': () => ({ what: 'The run could not be recorded, so it does not count', action: 'Free disk space, then run the board again.' }),
  'flash-not-started': () => ({ what: 'Written and verified, but the firmware does not start', action: 'Open the slot to read its log.' }),
  'flash-not-verifiable': () => ({ what: 'Written, and nothing could be read back', action: 'Put the board aside: it is protected.' }),
  'label-unknown': (fact) => ({ what: `The label “${fact('name') ?? ''}” is not here`, action: 'Load it: Records, Labels.' }),
  'label-not-printed': () => ({ what: 'The browser did not begin to print', action: 'Look whether printing is forbidden here, then run the board again.' }),
  'label-code': (fact) => ({ what: `A code cannot hold \`${fact('content') ?? ''}\``, action: 'Change the label: Records, Labels.' }),
  'plan-size': () => ({ what: 'The plan is too long', action: 'A plan is at most 256 KB.' }),
  'plan-json': () => ({ what: 'The plan is no JSON', action: 'Export one from here and start from that.' }),
  'plan-shape': (fact) => ({ what: `The plan has something wrong at \`${fact('path') ?? 'its top'}\``, action: 'Correct that place and load it again.' }),
  'plan-format': (fact) => ({ what: `The plan has the format \`${fact('seen') ?? ''}\``, action: `This page reads \`${fact('wanted') ?? ''}\`.` }),
  'plan-order': (fact) => ({ what: `The phase “${fact('phase') ?? ''}” needs “${fact('needs') ?? ''}” before it`, action: 'Put the phases in order.' }),
  'shift-not-locked': () => ({ what: 'That is locked during a shift', action: 'Unlock first.' }),
  'shift-is-on': () => ({ what: 'Not while a shift goes on', action: 'End the shift first.' }),
  'pin-wrong': () => ({ what: 'That is not the PIN', action: 'Try again, or ask your supervisor.' }),
  'scan-form': (fact) => ({ what: `That is no label of this product: \`${fact('seen') ?? ''}\``, action: 'Scan the board’s own label.' }),
  'slot-not-certain': (fact) => ({
    what: `Not certain that this was slot ${fact('slot') ?? ''}${fact('boardOf') === undefined ? '' : `: the board was in slot ${fact('boardOf') ?? ''} before`}`,
    action: 'Take the board out; teach the slots anew when there is time.',
  }),
  'slot-runs': (fact) => ({ what: `Slot ${fact('slot') ?? ''} is running`, action: 'Wait for its verdict, then swap.' }),
  'port-is-taught': (fact) => ({ what: `That port is slot ${fact('slot') ?? ''}’s already`, action: 'Choose another one, or plug the next board in.' }),
  'scan-unclear': (fact) => ({
    what: `That came too slowly for a scan, or without an end: \`${fact('seen') ?? ''}\``,
    action: 'Scan again; set the scanner to end every line with Enter and to wait for nothing between keys.',
  }),
  'no-free-slot': () => ({ what: 'No board waits for a label', action: 'Plug a board in, or choose its slot first.' }),
};

/** Where it was before. A run that another station only claimed may be going on now: who, first of all, because a slot shows three lines. */
function before(fact: FactReader, had: string, claimed: string, otherwise: string): string {
  const what = `\`${fact('before') ?? otherwise}\``;
  const station = fact('station');
  if (station === undefined) return `${had} ${what}`;
  const slot = fact('slot') ?? '0';
  const who = `station “${station}”${slot === '0' ? '' : `, slot ${slot},`}`;
  const when = dayAndTime(fact('at'));
  return fact('outcome') === undefined ? `${who} ${claimed} ${what} ${when}` : `${had} ${what} at ${who} ${when}`;
}

const seconds = (ms: string | undefined): string => (ms === undefined ? '' : `${Math.round(Number(ms) / 100) / 10} s`);
const megabytes = (bytes: string | undefined): string => (bytes === undefined ? 'another size' : `\`${Number(bytes) / 1_048_576} MB\``);
const dayAndTime = (iso: string | undefined): string =>
  iso === undefined ? 'before' : `on ${new Date(iso).toLocaleString('en-GB', { dateStyle: 'medium', timeStyle: 'short' })}`;

export const stationWords = {
  states,
  phases,
  purposes,
  trust,
  scanned,
  reasons,
  notHeld,
  title: 'Bench',
  slot: (number: number): string => `Slot ${number}`,
  secondsLeft: (left: number): string => `${left} s left`,
  step: (index: number, of: number): string => `step ${index} of ${of}`,
  attempt: (attempt: number): string => `try ${attempt}`,
  last: (state: string): string => `Last: ${state}`,
  takeOut: 'Take the board out.',
  plugNext: 'Plug in the next board.',
  startAgain: 'Enter starts it again.',
  slotWord: 'Slot',
  yourAnswer: 'Answer',
  labelHint: 'Scan the label of this board.',
  waitsFor: { label: 'Scan label', golden: 'Waits' },
  waitsForGolden: 'For the golden board to pass. If this is it, press Enter.',
  startHint: 'Enter starts it.',
  emptyHint: 'It starts by itself.',
  offHint: 'Start the shift, and it starts by itself.',
  taughtHint: 'Teach its port in Set up.',
  beginning: {
    title: 'No slot knows its port yet.',
    text: 'Teach them by plugging the boards in, slot 1 first. Without hardware: virtual boards show how a shift goes.',
  },
  board: {
    title: 'Virtual board',
    lies: (board: number): string => `Board \`${board}\` of the tray`,
    liesWith: (board: number, chip: number | 'demo'): string =>
      chip === 'demo' ? `Board \`${board}\`, a chip not of the tray` : `Board \`${board}\` with the chip of \`${chip}\``,
    part: 'Another choice puts the next board in',
    pull: 'Pull the cable',
    next: 'Next board',
    same: 'Same again',
    guard: 'Duplicate guard',
    'moved-chip': 'Moved chip',
    'swapped-chip': 'Swapped chip',
    hints: {
      next: 'Plugs in the next board of the tray',
      same: 'Plugs in the board that was just taken out',
      'moved-chip': 'Puts in the next board, with a chip that passed on another one in this shift',
      'swapped-chip': 'Puts in this board again, with another chip',
      none: 'Once a board has passed in this shift',
    },
  },
  acknowledge: 'Acknowledge',
  acknowledgeHint: 'Space or scan DO:ACKNOWLEDGE',
  start: 'Start',
  stop: 'Stop',
  open: 'Open',
  close: 'Back to all slots',
  alarm: (number: number, failures: number): string => `Check the pogo pins of slot ${number}: ${failures} failures in a row`,
  notProven: (title: string): string => `Not proven: ${title.slice(0, 1).toLowerCase()}${title.slice(1)}`,
  alarmDone: 'Checked',
  golden: { 'shift-start': 'A golden board is due before the shift: put it in any slot', hours: 'A golden board is due: put it in any slot' },
  yes: 'Yes',
  no: 'No',
  answer: 'Answer',
  toolbar: {
    label: 'Shift',
    plan: 'Plan',
    station: 'Station',
    operator: 'Operator',
    workOrder: 'Work order',
    start: 'Start shift',
    end: 'End shift',
    setUp: 'Set up',
    lock: 'Lock',
    unlock: 'Unlock',
    locked: 'locked',
    purpose: 'Runs count as',
    noPack: 'no pack chosen',
    pack: (name: string): string => `pack ${name}`,
  },
  setUp: {
    title: 'Set up this bench',
    lead: 'Once for a bench. During a shift it is locked.',
    slots: 'Slots',
    noSlots: 'None: step by step',
    station: 'Station',
    stationHint: 'Factory, line and station in one word, for example SZX-L1-FCT01. It stands in every record.',
    ports: 'Which port is which slot',
    portsLead:
      'Press Teach, then plug the boards in one after the other, slot 1 first. A port that the browser was never allowed to use has to be chosen once. Web Serial gives no serial numbers: a port that comes back is known for certain while one slot at a time misses one; else the first MAC that is read back tells.',
    teach: 'Teach from slot 1',
    teachThis: 'Teach',
    teaching: (number: number): string => `Plug in the board of slot ${number}, or choose its port`,
    choosePort: 'Choose port',
    stopTeaching: 'Stop teaching',
    doubts: {
      title: 'Slots that are not certain',
      other: (number: number, other: number): string =>
        `The board that was in slot ${other} is in slot ${number}. If it was not moved, the slots changed places.`,
      both: (number: number, other: number): string =>
        `The boards of slots ${number} and ${other} are in each other’s place. If they were not moved, the slots changed places.`,
      swap: (number: number, other: number): string => `Swap slots ${number} and ${other}`,
      moved: 'It was moved',
      bothMoved: 'They were moved',
      more: (count: number): string => `And ${count} more like it. If a whole hub was pulled, teach the slots anew.`,
    },
    plans: 'Plans',
    plansLead: 'A plan says what is done with every board and what it must measure. Plans are files; docs/plans.md tells their form.',
    loadPlan: 'Load plan',
    savePlan: 'Save',
    removePlan: 'Remove',
    editPlan: 'Edit',
    usePlan: 'Use',
    builtIn: 'comes with this page',
    own: 'loaded here',
    wantsPack: 'flashes the chosen pack',
    sounds: 'Sounds',
    soundsOn: 'on',
    soundsOff: 'off',
    virtual: 'Dry run',
    virtualLead: 'Puts a virtual board into every slot. Everything is run; records say DEMO and count in no yield.',
    virtualOn: 'Put virtual boards in',
    virtualOff: 'Take them out',
    pin: 'PIN',
    pinHint: 'Four digits or more. It keeps hands off by mistake; it is no protection against people who mean it.',
    done: 'Done',
  },
  unlockTitle: 'Unlock the settings',
  start0: {
    title: 'Start the shift',
    lead: 'Scan or type. Boards that are plugged in begin by themselves.',
    operator: 'Operator',
    operatorHint: 'The badge, or a name. It stands in every record.',
    workOrder: 'Work order',
    workOrderHint: 'May stay empty.',
    go: 'Start',
  },
  today: (units: number): string => `Today \`${units}\` ${units === 1 ? 'board' : 'boards'}`,
  firstPass: (percent: string): string => `First pass \`${percent}\``,
  finalPass: (percent: string): string => `Final \`${percent}\``,
  scannedAs: (kind: string, text: string): string => `${kind}: \`${text}\``,
  keys: '`Space` acknowledges · `Enter` starts the chosen slot · arrows choose · `Esc` stops it',
  demo: 'DEMO',
  measurements: 'Measurements',
  noMeasurements: 'No measurement yet',
  limits: 'Limits',
  value: 'Value',
  phaseColumn: 'Phase',
  recordNumber: (number: number): string => `Record ${number}`,
  spaceLow: 'Little room is left for records: open Records and free space before the shift ends',
  notRecorded: 'Not recorded yet',
} as const;
