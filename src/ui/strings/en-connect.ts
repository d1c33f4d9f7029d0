/**
 * English words of the understood connect log: steps, states, guesses, the panel and the recordings.
 * Floor: ui. Why a board fails is en-connect-reasons.ts, crashes are en-crash.ts.
 */
import { count, seconds } from '../format.ts';
import type { StepStateTable, StepTable } from './understanding-tables.ts';

const plural = (value: number, one: string, many: string): string => `${count(value)} ${value === 1 ? one : many}`;

const steps: StepTable = {
  boot: { title: 'Boot', now: 'booting', stall: 'Does the firmware run at all?' },
  'secure-element': { title: 'Secure element', now: 'looking for the secure element', stall: 'Check the chip on the bench: it may hang on the bus.' },
  wifi: {
    title: 'Wi-Fi',
    now: 'joining Wi-Fi',
    stall: 'Some drivers say nothing when there is no access point of that name: check the name, 2.4 GHz and the signal.',
  },
  address: { title: 'Address', now: 'waiting for an address', stall: 'The network gives no address: look at its DHCP server.' },
  time: { title: 'Time', now: 'getting the time', stall: 'The time server does not answer: UDP port 123 may be closed.' },
  'tls-dps': {
    title: 'TLS to provisioning',
    now: 'opening TLS to provisioning',
    stall: 'A firewall may drop port 8883 in silence, or the secure element does not sign.',
  },
  registering: { title: 'Registering', now: 'registering', stall: 'The provisioning service does not answer: look at the network, then reset the board.' },
  assigning: {
    title: 'Assigning',
    now: 'assigning a hub',
    stall: 'Look at the enrollment, and whether a hub is linked to the provisioning service. A service that is asked too often answers late, too.',
  },
  assigned: { title: 'Assigned', now: 'waiting for the hub’s name', stall: 'Look at the enrollment in the provisioning service.' },
  'tls-hub': { title: 'TLS to the hub', now: 'opening TLS to the hub', stall: 'A firewall may allow provisioning but not the hub: both use port 8883.' },
  connected: { title: 'Connected', now: 'connecting to the hub', stall: 'The hub does not answer: look at the device in it.' },
  'first-message': { title: 'First message', now: 'sending the first message', stall: 'The hub has not confirmed it; some firmware does not print that.' },
};

const states: StepStateTable = { waiting: 'waiting', running: 'running', done: 'done', failed: 'failed', unsaid: 'not said' };

/** Facts by the names that the built-in rules give them; others are shown by their own. */
const facts: Readonly<Record<string, string>> = {
  commonName: 'common name',
  ssid: 'network',
  address: 'address',
  now: 'time',
  hub: 'hub',
  deviceId: 'device id',
  host: 'host',
  message: 'message',
  reset: 'reset',
  idf: 'ESP-IDF',
  project: 'project',
  version: 'version',
};

export const connectWords = {
  title: 'Connecting',
  label: 'What the log says',
  empty: 'What the board says about connecting appears here, step by step: secure element, Wi-Fi, provisioning, hub. A crash is explained.',
  nothingYet: 'Nothing about connecting yet',
  steps,
  states,
  facts,
  start: (number: number): string => `Start ${number}`,
  starts: 'Which start of the board',
  lastStart: 'the last one',
  headlines: {
    running: (now: string): string => `Connecting: ${now}`,
    waiting: (title: string): string => `Next: ${title}`,
    connected: 'Connected to the hub',
    accepted: 'Connected, first message accepted',
    stopped: (title: string): string => `Stopped at: ${title}`,
    retrying: (now: string): string => `Trying again: ${now}`,
    ended: (title: string): string => `Ended at: ${title}`,
    crashed: 'Crashed',
    bootFailed: 'Does not start',
  },
  sinceLine: 'Its start was not seen: times count from the first line that was understood.',
  noTimes: 'This file does not say when its lines came, so nothing is said about how long a step took.',
  played: (speed: number): string =>
    speed === 1 ? 'Recording, played at its own pace.' : `Recording, played ${speed} times faster; times are the recording’s.`,
  behind: (lines: number): string => `Reading: ${plural(lines, 'line', 'lines')} to go`,
  took: (ms: number): string => (ms < 50 ? '' : seconds(ms)),
  at: (ms: number): string => seconds(ms),
  tookHead: 'took',
  atHead: 'done at',
  line: (number: number): string => `line ${count(number + 1)}`,
  toLine: (what: string, number: number): string => `${what}: show line ${count(number + 1)}`,
  whatToDo: 'What to do',
  times: (times: number): string => (times <= 1 ? '' : `${count(times)} times`),
  still: 'The board is trying again.',
  stall: (title: string, ms: number): string => `${title} has taken ${seconds(ms)}, which is long`,
  guess: 'A guess; the log says nothing:',
  overcome: (failures: number): string => `${plural(failures, 'failure', 'failures')} before it`,
  retries: (tries: number): string => plural(tries, 'retry', 'retries'),
  show: 'Show steps',
  hide: 'Hide steps',
  toLog: 'Open the log',
  tools: {
    openLog: 'Open a log file',
    play: 'Play a recorded log',
    stop: 'Stop playing',
    build: 'Choose the build’s ELF',
    buildOther: 'Choose another',
    buildNote: 'The ELF file of the running program gives names to the addresses of a crash. It stays in this page until it is closed, and goes nowhere.',
    buildIs: (functions: number): string => `${plural(functions, 'function', 'functions')}, for this session`,
    rules: 'Load your own rules',
    rulesOther: 'Load others',
    rulesNote: 'Rules for your own firmware’s lines, as JSON (docs/connect-rules.md).',
    rulesAre: (rules: number): string => `${plural(rules, 'rule', 'rules')} of your own`,
    kept: 'kept in this browser',
    here: 'not kept: this browser does not allow it',
    remove: 'Remove',
    removeRules: 'Remove your own rules',
    removeBuild: 'Remove the ELF file',
    notTaken: (fileName: string): string => (fileName === '' ? 'Not taken' : `Not taken: ${fileName}`),
    putAway: 'Put away',
  },
  file: {
    reading: (name: string): string => `Reading ${name}`,
    shown: 'A file, not this board:',
    dropped: (lines: number): string => `its first ${plural(lines, 'line is', 'lines are')} not kept`,
    back: 'Back to the board’s log',
  },
  recordings: {
    title: 'Play a recorded log',
    lead: 'The virtual board says it line by line on its serial port. It is a demonstration, and says nothing about a board of yours.',
    leaves: 'The connected board is let go for it.',
    groups: { connect: 'Connecting', crash: 'Crashes' },
    pace: 'Pace',
    paces: { 1: 'as recorded', 10: '10 times faster' },
    play: 'Play',
    close: 'Close',
    loading: 'Loading the list',
    takes: (ms: number): string => seconds(ms),
    busy: 'Something else has the port: wait until it has ended.',
  },
  say: {
    connected: 'Connected to the hub.',
    accepted: 'Connected to the hub. First message accepted.',
    failed: (what: string, remedy: string): string => `${what}. ${remedy}`,
    crashed: (what: string): string => `The board crashed: ${what}.`,
    stall: (title: string): string => `${title} takes long.`,
  },
};
