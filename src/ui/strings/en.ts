/**
 * The English words of the shell and the bench; facts come in as arguments.
 * Floor: ui. Knows no elements. Between backticks stands what is set in monospace (look/rich.ts).
 * Other tables of this language are listed in late.ts.
 */
import type { CheckPath, StepId, VerdictKind } from '../../bench/index.ts';
import type { Screen, SerialSupport, VirtualFaultId } from '../app-view.ts';
import { address, count, seconds, size } from '../format.ts';

const plural = (value: number, one: string, many: string): string => `${count(value)} ${value === 1 ? one : many}`;
const howLoaded = (path: CheckPath): string => (path === 'ram' ? 'flash untouched' : 'bench firmware in flash');

const screens: Readonly<Record<Screen, string>> = {
  bench: 'Bench',
  manifests: 'Manifests',
  firmware: 'Firmware',
  log: 'Log',
  cloud: 'Cloud',
  records: 'Records',
  settings: 'Settings',
};

const steps: Readonly<
  Record<StepId, { readonly waiting: string; readonly running: string; readonly done: string; readonly failed: string; readonly title: string }>
> = {
  'find-board': { waiting: 'Find board', running: 'Finding board', done: 'Board found', failed: 'Board not found', title: 'Finding the board' },
  'load-firmware': {
    waiting: 'Load firmware to RAM',
    running: 'Loading firmware',
    done: 'Firmware in RAM',
    failed: 'Firmware not loaded',
    title: 'Loading the bench firmware into RAM',
  },
  'flash-firmware': {
    waiting: 'Write firmware to flash',
    running: 'Writing firmware',
    done: 'Firmware in flash',
    failed: 'Firmware not written',
    title: 'Writing the bench firmware to flash',
  },
  'start-firmware': {
    waiting: 'Start firmware',
    running: 'Starting firmware',
    done: 'Firmware answers',
    failed: 'Firmware is silent',
    title: 'Starting the bench firmware',
  },
  'read-chip': { waiting: 'Read chip', running: 'Reading chip', done: 'Chip read', failed: 'Chip not read', title: 'Reading the chip' },
  prove: { waiting: 'Prove and match', running: 'Proving and matching', done: 'Proved and matched', failed: 'Not proved', title: 'Proving and matching' },
};

const verdicts: Readonly<Record<VerdictKind, { readonly word: string; readonly title: string; readonly say: string }>> = {
  'genuine-matched': { word: 'PASS', title: 'Genuine, and on your manifest', say: '' },
  'genuine-unmatched': { word: 'NOT MATCHED', title: 'Genuine, not matched', say: 'Load the manifest that came with the order.' },
  'contradicts-manifest': { word: 'FAIL', title: 'The manifest says otherwise', say: 'The chip is genuine, but its manifest entry does not hold for it.' },
  'not-genuine': { word: 'FAIL', title: 'Not genuine', say: 'Do not ship this board. Keep the log with it.' },
  'not-measured': { word: 'NOT MEASURED', title: 'Not measured', say: 'This says nothing about the chip yet.' },
};

const virtualFaults: Readonly<Record<VirtualFaultId, string>> = {
  genuine: 'Genuine chip',
  'chip-absent': 'No chip on the bus',
  'sda-stuck': 'SDA stuck low',
  'no-wake': 'Chip does not wake',
  'wrong-address-36': 'Chip at address 0x36',
  'wrong-address-60': 'Chip at address 0x60',
  'crc-noise': 'Noisy bus',
  'chip-stops-answering': 'Chip stops answering',
  'blank-unlocked': 'Blank, unlocked chip',
  'replayed-dump': 'Copy of a chip (replayed dump)',
  'other-ca': 'Certificate of another CA',
  'line-noise': 'Noise on the serial line',
  'self-reset': 'Board resets itself',
  'cable-pulled': 'Cable pulled in mid-check',
};

const serialSupport: Readonly<Record<SerialSupport, { readonly what: string; readonly remedy: string } | null>> = {
  ok: null,
  unsupported: {
    what: 'This browser cannot reach a serial port',
    remedy: 'Open this page in Chrome or Edge on a computer, or in another browser with Web Serial. The virtual bench works here as well.',
  },
  insecure: {
    what: 'This page was not opened securely',
    remedy: 'Browsers give out serial ports only over https or on localhost. Open the page’s https address. The virtual bench works here as well.',
  },
  blocked: {
    what: 'Serial ports are blocked here',
    remedy:
      'A policy of this computer, or the site that embeds this page, forbids them. Ask who looks after it to allow serial ports for this site. The virtual bench works here as well.',
  },
};

export const en = {
  name: 'Touchstone',
  screens,
  steps,
  verdicts,
  virtualFaults,
  serialSupport,
  shell: {
    skip: 'Skip to content',
    screensLabel: 'Screens',
    pillFiles: (files: number): string => `\`${count(files)}\` ${files === 1 ? 'manifest' : 'manifests'} ·`,
    pillEntries: (total: number): string => `\`${count(total)}\` ${total === 1 ? 'entry' : 'entries'}`,
    noManifests: 'No manifest loaded',
    openingManifests: 'Manifests',
    importing: (file: number, files: number, percent: number): string =>
      files === 1 ? `Reading \`${percent}\` %` : `Reading \`${count(file)}\` of \`${count(files)}\``,
    virtualPill: 'Virtual bench',
    drop: 'Drop to load',
    dropFirmware: 'Firmware: a build folder, a zip, a manifest or binaries. It is read in this page and goes nowhere but onto your board.',
    dropLog: 'A log that was saved earlier, or the build’s ELF file. Manifests go to their shelf. They are read in this page and go nowhere else.',
    dropHint: 'Manifests, zips or folders, one or many. They are read in this page and go nowhere else.',
    looking: 'Looking through the folder',
    looked: (files: number): string => `${plural(files, 'file', 'files')} so far`,
    noticesLabel: 'Messages',
    dismiss: 'Dismiss',
    undo: 'Undo',
    removed: (fileName: string): string => `Removed ${fileName}`,
    keys: { c: 'C', f: 'F', v: 'V', escape: 'Esc', slash: '/' },
  },
  welcome: {
    title: 'Is this chip what its maker says it is?',
    lead: 'Touchstone reads the ATECC608 on an ESP32 board, has it sign a fresh challenge, and follows every certificate back to Microchip’s root. It believes nothing it has not checked.',
    virtualTitle: 'No board at hand?',
    virtualText:
      'A virtual board runs the very firmware that real boards get, with a demo chip to check and a dozen ways for it to go wrong. It works offline and says DEMO everywhere.',
    tryVirtual: 'Try the virtual bench',
    boardTitle: 'A board on a USB cable?',
    boardText: 'The browser asks once which port it is. The check runs from RAM, and flash stays as it is.',
    connect: 'Connect board',
    connecting: 'Connecting',
    starting: 'Starting',
    knownPorts: 'Ports you allowed before',
    otherPort: 'Other port',
    useIt: (bridge: string): string => `Connect ${bridge}`,
    unknownBridge: 'Serial port',
    wiring: 'Wiring',
    wiringHint: (sda: number, scl: number): string => `SDA ${sda}, SCL ${scl}, with pull-ups to 3.3 V`,
    wiringAlt: (sda: number, scl: number): string => `Wiring: ESP32 pin ${sda} to SDA, pin ${scl} to SCL, 3.3 V to VCC, ground to GND.`,
    changePins: 'Other pins',
    stepsTitle: 'What you will see',
    threeSteps: [
      { title: 'The board is found', text: 'Its model, MAC address and flash size. The bench firmware is loaded into RAM.' },
      { title: 'The chip is read', text: 'Serial number, configuration and certificates, and a signature made just now.' },
      { title: 'Twelve proofs, one verdict', text: 'Each proof says what was seen and what was wanted, and what to do if they differ.' },
    ],
    manifestLead: 'A manifest from your order?',
    manifestText: 'Drop it anywhere on this page, or',
    chooseFiles: 'choose files',
  },
  board: {
    title: 'Board',
    none: 'Board not read yet',
    unknown: '–',
    revision: 'Revision',
    mac: 'MAC',
    flash: 'Flash',
    flashValue: (bytes: number, state: 'touched' | 'untouched'): string => (state === 'touched' ? `${size(bytes)}, written` : `${size(bytes)}, untouched`),
    bridge: 'Bridge',
    bridgeValue: (name: string, baudRate: number | null): string => (baudRate === null ? name : `${name}, ${baudRate}`),
    virtualBridge: 'virtual',
    pins: 'Chip pins',
    pinsValue: (sda: number, scl: number): string => `SDA ${sda} · SCL ${scl}`,
    disconnect: 'Disconnect',
  },
  actions: {
    label: 'Actions',
    stepsLabel: 'Steps',
    checkRam: 'Check chip',
    checkRamHint: 'flash untouched',
    checkFlash: 'Flash and check',
    checkFlashHint: 'overwrites flash',
    cancel: 'Cancel',
    again: 'Check again',
  },
  banner: {
    runningTitle: 'Starting the check',
    ready: {
      word: 'READY',
      title: 'Ready to check',
      text: 'The bench firmware runs from RAM. Nothing on the board is changed until you choose Flash and check.',
    },
    readyVirtual: {
      word: 'READY',
      title: 'The virtual board is ready',
      text: 'Press Check chip. Then choose what else to put on the bench, and see how it is found out.',
    },
    step: 'STEP',
    doNotHold: (titles: readonly string[]): string =>
      `Does not hold: ${titles.slice(0, 3).join('; ')}${titles.length > 3 ? `; and ${titles.length - 3} more` : ''}.`,
    bytes: (done: number, total: number): string => `${size(done)} of ${size(total)}`,
    aborted: { word: 'STOPPED', title: 'Stopped', text: 'You cancelled the check. Nothing was judged; check again whenever you like.' },
    lost: { word: 'NO CABLE', title: 'The cable came out', text: 'Nothing is lost. Plug the board in again, or plug in the next one: it starts clean.' },
    unplugged: 'The board is unplugged. Plug in the next one when you like.',
    faultWord: 'ERROR',
    faultNote: 'A fault of the bench: it says nothing about the chip.',
    code: (code: string): string => `Code \`${code}\``,
    tally: (passed: number, failed: number, unmeasured: number): string => {
      const total = passed + failed + unmeasured;
      const rest = [failed > 0 ? `${failed} ${failed === 1 ? 'fails' : 'fail'}` : '', unmeasured > 0 ? `${unmeasured} not measured` : ''].filter(
        (part) => part !== '',
      );
      return [`${passed} of ${total} proofs hold`, ...rest].join(', ');
    },
    took: (elapsedMs: number, path: CheckPath): string => `${seconds(elapsedMs)}, ${howLoaded(path)}`,
    demo: 'DEMO',
    demoNote: 'DEMO: says nothing about any real chip.',
    chooseManifest: 'Choose manifest',
    copy: 'Copy serial number',
    copied: 'Copied',
    model: (model: string, at: number): string => `${model} at ${address(at)}`,
  },
  proofs: {
    title: 'Proofs',
    region: 'Verdict and proofs',
    seen: 'Seen',
    wanted: 'Wanted',
    remedy: 'What to do',
    facts: 'Raw facts',
    noFacts: 'No raw facts were recorded.',
    reason: 'Reason',
    notYet: 'Not checked yet',
    outcome: { pass: 'Holds', fail: 'Fails', unmeasured: 'Not measured', waiting: 'Waiting' },
    fact: (name: string): string =>
      name
        .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
        .replace(/[-_]/g, ' ')
        .toLowerCase(),
  },
  virtual: {
    label: 'Virtual bench',
    demo: 'DEMO',
    note: 'Virtual board, demo chip, demo root. Nothing here counts for a real board.',
    onTheBench: 'On the bench',
    unplug: 'Unplug',
    plug: 'Plug in',
    leave: 'Leave',
    leaveLabel: 'Leave the virtual bench',
    groups: { chip: 'Chip', wiring: 'Wiring and bus', forgery: 'Not what it seems', cable: 'Board and cable' },
  },
  say: {
    step: (name: string, step: number, total: number): string => `${name}. Step ${step} of ${total}.`,
    verdict: (word: string, title: string, tally: string, demo: string): string => [demo, word, title, tally].filter((part) => part !== '').join('. '),
  },
};
