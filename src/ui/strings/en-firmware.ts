/**
 * The English words of the firmware screen: packs, settings, flashing.
 * Floor: ui. Between backticks stands what is set in monospace. Codes have theirs in en-pack-advice.ts and en-flash-advice.ts.
 */
import type { FlashOutcome, FlashPartState, FlashStepId } from '../../bench/index.ts';
import type { PackPartKind } from '../../board/index.ts';
import { count, seconds, size } from '../format.ts';
import type { PackOrigin } from '../firmware/firmware-view.ts';

const kinds: Readonly<Record<PackPartKind, string>> = {
  bootloader: 'Bootloader',
  'partition-table': 'Partition table',
  app: 'Application',
  otadata: 'Choice of slot',
  nvs: 'Settings (NVS)',
  merged: 'Merged binary',
  data: 'Data',
};

const origins: Readonly<Record<PackOrigin, string>> = { bundled: 'comes with this page', kept: 'kept in this browser', here: 'until the page is closed' };

const checked = { 'checksum-and-hash': 'checksum and SHA-256 hold', checksum: 'checksum holds', 'not-an-image': '' } as const;

type StepWords = Readonly<Record<'waiting' | 'running' | 'done' | 'failed', string>>;
const steps: Readonly<Record<FlashStepId, StepWords>> = {
  'find-board': { waiting: 'Find board', running: 'Finding board', done: 'Board found', failed: 'Board not found' },
  'prepare-board': { waiting: 'Prepare board', running: 'Preparing board', done: 'Board ready', failed: 'Board not ready' },
  'erase-chip': { waiting: 'Erase whole chip', running: 'Erasing whole chip', done: 'Chip erased', failed: 'Not erased' },
  'compare-flash': { waiting: 'Compare with flash', running: 'Comparing with flash', done: 'Compared', failed: 'Not compared' },
  'write-flash': { waiting: 'Write and verify', running: 'Writing and verifying', done: 'Written', failed: 'Not written' },
  'start-firmware': { waiting: 'Start firmware', running: 'Waiting for its first line', done: 'Started', failed: 'Start not seen' },
};

const states: Readonly<Record<FlashPartState, string>> = {
  waiting: 'Waiting',
  comparing: 'Comparing',
  writing: 'Writing',
  verifying: 'Verifying',
  done: 'Done',
};

const outcomes: Readonly<Record<FlashOutcome, { readonly word: string; readonly title: string }>> = {
  proved: { word: 'DONE', title: 'Written, verified, started' },
  'start-unsure': { word: 'VERIFIED', title: 'Written and verified; start not fully seen' },
  'not-started': { word: 'NOT STARTED', title: 'Written and verified, but it does not start' },
  'not-verifiable': { word: 'NOT VERIFIABLE', title: 'Written, and nothing read back' },
};

export const firmwareWords = {
  title: 'Firmware',
  lead: 'Your own firmware, checked before a board is there, written at the speed of the wire, and proved by what the chip reads back.',
  drop: 'Drop a build folder, zip, manifest or binaries here, or anywhere on this page',
  files: 'Choose files',
  folder: 'Choose folder',
  urlLabel: 'Manifest or binary on this site',
  urlHint: 'firmware/manifest.json',
  fetch: 'Fetch',
  reading: (name: string): string => `Reading ${name}`,
  loading: 'Looking for kept packs',
  refusedTitle: 'Refused',
  forget: 'Dismiss',
  offsetLabel: (name: string): string => `Place of ${name} in the flash`,
  offsetSet: 'Put it there',
  packs: 'Packs',
  emptyTitle: 'No pack yet',
  emptyText: 'ESP-IDF, PlatformIO and Arduino builds, ESP Web Tools manifests, merged binaries. Read in this page; not uploaded.',
  card: (chip: string | null, bytes: number, parts: number): string =>
    `${chip ?? 'chip not told'} · ${size(bytes)} · ${count(parts)} ${parts === 1 ? 'part' : 'parts'}`,
  origins,
  locked: 'Locked',
  choose: (name: string): string => `Choose ${name}`,
  lock: 'Lock for the line',
  unlock: 'Unlock',
  lockHolds: 'Locked for the line: this pack, what is erased, writing again and the settings. To change any of them, press Unlock.',
  lockedHere: 'Locked for the line. To change it, unlock the pack.',
  lockWants: 'Locked for the line with settings, which went when the page was closed. Enter or load them again; they are locked after the next board.',
  export: 'Export',
  remove: 'Remove',
  chip: 'Chip',
  chipUntold: 'not told',
  tellChip: 'Say which chip',
  flashSize: 'Built for',
  flashSizeValue: (bytes: number): string => `${size(bytes)} of flash`,
  unknown: '–',
  total: 'To write',
  fingerprint: 'Fingerprint',
  copyFingerprint: 'Copy fingerprint',
  copySha: (name: string): string => `Copy SHA-256 of ${name}`,
  parts: 'Parts',
  columns: { offset: 'Offset', size: 'Size', what: 'What it is', sha: 'SHA-256' },
  kinds,
  checked,
  app: (project: string, version: string): string => `${project} ${version}`.trim(),
  built: (idf: string, date: string, time: string): string =>
    [idf === '' ? '' : `ESP-IDF ${idf}`, `${date} ${time}`.trim()].filter((part) => part !== '').join(', '),
  partitions: 'Partitions',
  noPartitions: 'This pack has no partition table.',
  bar: (total: string): string => `The partitions in a flash of ${total}, to scale; filled where this pack writes`,
  partitionColumns: { name: 'Name', type: 'Type', offset: 'Offset', size: 'Size', used: 'Written' },
  used: (bytes: number, room: number): string => (bytes === 0 ? '–' : `${size(bytes)}, ${Math.round((100 * bytes) / room)} %`),
  encrypted: 'encrypted',
  readOnly: 'read-only',
  warnings: 'Worth knowing',
  bytes: (value: number): string => `${count(value)} bytes`,
  size,

  settings: 'Settings for each board',
  settingsText:
    'Values such as Wi-Fi or the DPS id scope, written as an NVS partition in place of the pack’s own. They stay in this page until it is closed: not kept, not exported, not in any record or log.',
  settingsOn: 'Write settings',
  settingsNone: 'This pack has no NVS partition, so it takes no settings.',
  settingsEmpty: 'No values yet: nothing is written.',
  partitionLabel: 'Partition',
  rowColumns: { namespace: 'Namespace', key: 'Key', encoding: 'Type', value: 'Value', secret: 'Secret' },
  addRow: 'Add value',
  removeRow: (key: string): string => `Remove ${key === '' ? 'this value' : key}`,
  reveal: 'Show',
  hide: 'Hide',
  revealLabel: (key: string): string => `Show the value of ${key}`,
  hideLabel: (key: string): string => `Hide the value of ${key}`,
  secretLabel: (key: string): string => `${key} is a secret`,
  placeholders: 'In any value: `{serial}` and `{cn}` of the secure element, `{mac}` of the board.',
  csv: 'From CSV',
  csvText: '`key,type,encoding,value`, or `namespace:key:encoding` with one row per board.',
  csvLabel: 'Settings as CSV',
  csvLoad: 'Use this table',
  csvFile: 'Choose CSV file',
  clear: 'Clear all values',
  table: (rows: number, by: readonly string[], next: number): string =>
    by.length > 0
      ? `A table of ${count(rows)} ${rows === 1 ? 'board' : 'boards'}; each is found by its ${by.join(', ')}.`
      : `A table of ${count(rows)} ${rows === 1 ? 'board' : 'boards'}, taken in order; next is row ${count(next)}.`,

  flashTitle: 'Flash',
  board: 'Board',
  noBoard: 'No board connected',
  virtualBoard: 'Virtual board',
  boardPort: (bridge: string): string => `Board on ${bridge}`,
  disconnect: 'Disconnect',
  tryVirtual: 'Use the virtual board',
  starting: 'Starting',
  eraseTitle: 'Erase',
  eraseWritten: 'Only what is written',
  eraseWrittenText: 'Everything else on the board stays.',
  eraseAll: 'The whole chip',
  eraseAllText: (ms: number): string => `Takes about ${seconds(ms).replace('.0', '')}. Settings, certificates and other firmware on it are gone.`,
  rewrite: 'Write again what is there already',
  flash: 'Flash',
  again: 'Flash again',
  flashing: 'Flashing',
  cancel: 'Cancel',
  whyNot: {
    pack: 'Choose a pack first.',
    board: 'Connect a board first.',
    busy: 'The board is busy.',
    lost: 'The cable came out. Plug the board in again.',
    chip: 'Say first which chip this pack is for.',
    settings: 'The settings cannot be written as they are.',
    needs: (names: readonly string[]): string =>
      `The settings use ${names.map((name) => `\`{${name}}\``).join(' and ')}. Check the chip of this board first, on the bench.`,
  },
  steps,
  notNeeded: 'Nothing to write',
  states,
  partDone: { skipped: 'There already', verified: 'Verified', unverified: 'Not verifiable' },
  partBytes: (done: number, total: number): string => `${size(done)} of ${size(total)}`,
  md5: (hex: string): string => `MD5 \`${hex}\``,
  md5Hidden: 'MD5 equal; not shown, because it has settings in it',
  attempts: (times: number): string => `written ${times} times`,
  left: (secondsLeft: number): string => (secondsLeft < 1 ? 'less than 1 s left' : `about ${seconds(Math.round(secondsLeft) * 1000).replace('.0', '')} left`),
  rate: (bytesPerSecond: number): string => `${size(Math.round(bytesPerSecond))}/s`,
  baud: (rate: number): string => `${count(rate)} baud`,
  progressLabel: 'Progress of flashing',
  partLabel: (name: string): string => `Progress of ${name}`,
  outcomes,
  took: (ms: number, baudRate: number): string => `${seconds(ms)} at ${count(baudRate)} baud`,
  erasedIn: (ms: number): string => `whole chip erased in ${seconds(ms)}`,
  rom: 'written by the chip’s own loader, slowly',
  lostRates: (rates: readonly number[]): string => `given up: ${rates.map((rate) => `${count(rate)} baud`).join(', ')}`,
  firstLine: (ms: number): string => `First line after ${count(Math.round(ms))} ms`,
  secondStage: (ms: number): string => `The bootloader spoke after ${count(Math.round(ms))} ms; the application has not yet`,
  newPort: 'The port went away with the reset, as a chip’s own USB port does. What came back has the same USB ids; its MAC was not read.',
  noResetSeen: 'No reset was seen in the log: it may be the old program that went on talking.',
  notVerifiable: 'This chip lets nothing be read back (secure download mode), so what was written is not proved.',
  stopped: { word: 'STOPPED', title: 'Stopped', text: 'You cancelled. What was being written is incomplete: flash again before the board is used.' },
  stoppedEarly: 'You cancelled before anything was written.',
  failed: 'ERROR',
  lost: {
    word: 'NO CABLE',
    title: 'The cable came out',
    text: 'What was being written is incomplete. Plug the board in and flash again; what is there already is skipped.',
  },
  code: (code: string): string => `Code \`${code}\``,
  demo: 'DEMO',
  packLine: (name: string, fingerprint: string): string => `${name} · \`${fingerprint.slice(0, 8)}…${fingerprint.slice(-8)}\``,
};
