/**
 * Fixed packs, settings and flashings for the gallery.
 * Floor: test support. Facts are written as board and bench write them; hashes and addresses are made up.
 */
import type { FlashPartSnapshot, FlashSnapshot, FlashStepId, StepState } from '../../../src/bench/index.ts';
import type { FirmwareView, OpenedPack, PackCard, SettingsRow } from '../../../src/ui/index.ts';

const hash = (seed: string): string => seed.repeat(16).slice(0, 64);
const PRINT = hash('9c1f04be');

const CARDS: readonly PackCard[] = [
  { fingerprint: hash('51aa'), name: 'touchstone-bench 1.0.0', chip: 'ESP32', bytes: 61_240, parts: 1, warnings: 0, origin: 'bundled' },
  { fingerprint: PRINT, name: 'valve 1.4.0', chip: 'ESP32', bytes: 1_073_152, parts: 4, warnings: 2, origin: 'kept' },
  {
    fingerprint: hash('77e0'),
    name: 'greenhouse-with-a-rather-long-project-name 12.0.3-rc1',
    chip: 'ESP32-C3',
    bytes: 902_144,
    parts: 4,
    warnings: 0,
    origin: 'here',
  },
];

const app = (projectName: string, version: string): NonNullable<OpenedPack['parts'][number]['app']> => ({
  projectName,
  version,
  time: '12:03:55',
  date: 'Nov 22 2026',
  idfVersion: 'v5.4.1',
  elfSha256: hash('ab'),
  secureVersion: 0,
});

const row = (name: string, typeName: string, subtypeName: string, offset: number, size: number, encrypted = false) => ({
  name,
  type: typeName === 'app' ? 0 : 1,
  subtype: 0,
  typeName,
  subtypeName,
  offset,
  size,
  encrypted,
  readOnly: false,
});

const PACK: OpenedPack = {
  fingerprint: PRINT,
  name: 'valve 1.4.0',
  chip: 'ESP32',
  bytes: 1_073_152,
  origin: 'kept',
  flashSizeBytes: 4_194_304,
  eraseMs: 10_000,
  parts: [
    { offset: 0x1000, size: 26_624, sha256: hash('0b1c'), kind: 'bootloader', name: 'bootloader/bootloader.bin', app: null, imageChecked: 'checksum-and-hash' },
    {
      offset: 0x8000,
      size: 3_072,
      sha256: hash('77aa'),
      kind: 'partition-table',
      name: 'partition_table/partition-table.bin',
      app: null,
      imageChecked: 'not-an-image',
    },
    { offset: 0xe000, size: 8_192, sha256: hash('3d'), kind: 'otadata', name: 'ota_data_initial.bin', app: null, imageChecked: 'not-an-image' },
    { offset: 0x10000, size: 1_035_264, sha256: hash('f00d'), kind: 'app', name: 'valve.bin', app: app('valve', '1.4.0'), imageChecked: 'checksum-and-hash' },
  ],
  partitions: [
    row('nvs', 'data', 'nvs', 0x9000, 0x5000),
    row('otadata', 'data', 'ota', 0xe000, 0x2000),
    row('app0', 'app', 'ota_0', 0x10000, 0x140000),
    row('app1', 'app', 'ota_1', 0x150000, 0x140000),
    row('storage', 'data', 'littlefs', 0x290000, 0x160000, true),
  ],
  warnings: [
    { code: 'nvs-keys', facts: {} },
    { code: 'file-unused', facts: { name: 'storage <old>.bin' } },
  ],
};

const NO_SETTINGS: FirmwareView['settings'] = {
  use: 'off',
  partitions: [{ name: 'nvs', size: 0x5000 }],
  partition: 'nvs',
  rows: [],
  table: null,
  problem: null,
  needs: [],
  held: 'open',
};

export const NO_PACK: FirmwareView = {
  packs: CARDS.slice(0, 1),
  pack: null,
  lock: 'unlocked',
  removed: null,
  reading: null,
  refused: [],
  erase: 'what-is-written',
  rewrite: 'skip-same',
  settings: { ...NO_SETTINGS, partitions: [], partition: '' },
  chips: ['ESP8266', 'ESP32', 'ESP32-S3', 'ESP32-C3'],
  encodings: ['u8', 'u16', 'string', 'hex2bin'],
};

export const PACK_CHOSEN: FirmwareView = { ...NO_PACK, packs: CARDS, pack: PACK, settings: NO_SETTINGS };

export const PACK_CHIPLESS: FirmwareView = {
  ...PACK_CHOSEN,
  pack: { ...PACK, chip: null, partitions: null, flashSizeBytes: null, warnings: [{ code: 'chip-untold', facts: {} }] },
};

export const PACK_REFUSED: FirmwareView = {
  ...NO_PACK,
  refused: [
    {
      label: 'ESP32-S3',
      code: 'pack-overlap',
      facts: { name: 'app.bin', offset: 0x10000, end: 0x164000, other: 'assets.bin', otherOffset: 0x150000, otherEnd: 0x180000 },
    },
    { label: '', code: 'pack-offset-missing', facts: { name: 'firmware.bin', suggest: 0x10000 } },
    { label: '', code: 'pack-url-foreign', facts: { host: 'example.com' } },
    { label: '<b>x</b>.bin', code: 'pack-image-hash', facts: { name: '<b>x</b>.bin', offset: 0, seen: hash('12'), wanted: hash('34') } },
  ],
  reading: 'build.zip',
};

const setting = (key: string, value: string, secret: SettingsRow['secret'] = 'plain', namespace = 'wifi'): SettingsRow => ({
  namespace,
  key,
  encoding: 'string',
  value,
  secret,
});
export const PACK_SETTINGS: FirmwareView = {
  ...PACK_CHOSEN,
  settings: {
    ...NO_SETTINGS,
    use: 'on',
    rows: [
      setting('ssid', 'Hall 2'),
      setting('password', 'correct horse', 'secret'),
      setting('registration', '{cn}', 'plain', 'dps'),
      setting('a-key-of-sixteen', 'x'),
    ],
    problem: { code: 'nvs-key', facts: { namespace: 'wifi', key: 'a-key-of-sixteen', reason: 'length' } },
    needs: ['cn'],
  },
};
export const PACK_LOCKED: FirmwareView = {
  ...PACK_CHOSEN,
  lock: 'locked',
  erase: 'whole-chip',
  removed: { fingerprint: hash('aa55'), name: 'greenhouse 11.9.0' },
  settings: { ...NO_SETTINGS, use: 'on', held: 'held', rows: [setting('ssid', 'Hall 2'), setting('password', 'correct horse', 'secret')] },
};
/** Opened again: what the lock holds is here, the secrets are not. */
export const PACK_WANTS: FirmwareView = {
  ...PACK_CHOSEN,
  lock: 'locked',
  settings: { ...NO_SETTINGS, use: 'on', problem: { code: 'settings-not-kept', facts: {} } },
};
export const PACK_TABLE: FirmwareView = {
  ...PACK_CHOSEN,
  settings: { ...NO_SETTINGS, use: 'on', table: { rows: 4_812, identifiedBy: ['cn', 'mac'], next: 1 }, needs: ['mac', 'cn'] },
};

const STEPS: readonly FlashStepId[] = ['find-board', 'prepare-board', 'compare-flash', 'write-flash', 'start-firmware'];
const steps = (at: number, state: StepState = 'running'): FlashSnapshot['steps'] =>
  STEPS.map((id, index) => ({ id, state: index < at ? 'done' : index === at ? state : 'waiting', elapsedMs: index > at ? 0 : 400 + index * 1_310 }));

const parts = (change: (index: number) => Partial<FlashPartSnapshot>): readonly FlashPartSnapshot[] =>
  PACK.parts.map(({ offset, size, name }, index) => ({
    offset,
    bytes: size,
    name,
    content: 'pack',
    state: 'waiting',
    doneBytes: 0,
    md5: null,
    skipped: false,
    verified: null,
    attempts: 0,
    ...change(index),
  }));
const done = (index: number): Partial<FlashPartSnapshot> => ({
  state: 'done',
  skipped: index < 2,
  verified: 'md5',
  md5: hash('4e0a').slice(0, 32),
  attempts: index < 2 ? 0 : index === 3 ? 2 : 1,
});

const START: FlashSnapshot = {
  phase: 'running',
  portKind: 'real',
  packName: PACK.name,
  fingerprint: PRINT,
  steps: steps(0),
  board: null,
  parts: parts(() => ({})),
  pace: null,
  outcome: null,
  summary: null,
  fault: null,
};
const BOARD: FlashSnapshot['board'] = {
  chip: 'ESP32',
  chipName: 'ESP32-D0WD-V3',
  revision: '3.1',
  features: [],
  mac: '24:0A:C4:11:22:33',
  crystalMHz: 40,
  flashId: 0x164020,
  flashSizeBytes: 4_194_304,
  security: { secureBoot: false, flashEncrypted: false, secureDownload: false },
  connection: 'bridge',
};

export const FLASHING: FlashSnapshot = {
  ...START,
  board: BOARD,
  steps: steps(3),
  parts: parts((index) => (index < 3 ? done(index) : { state: 'writing', doneBytes: 412_672 })),
  pace: { doneBytes: 450_560, totalBytes: 1_073_152, bytesPerSecond: 118_400, secondsLeft: 5.4, baudRate: 921_600 },
};
const SUMMARY: NonNullable<FlashSnapshot['summary']> = {
  verified: true,
  erased: 'what-is-written',
  eraseMs: 0,
  writer: 'stub',
  baudRate: 921_600,
  lostRates: [],
  elapsedMs: 11_240,
  started: { outcome: 'started', firstLine: 'I (312) main: valve 1.4.0, built Nov 22 2026', afterMs: 412, by: 'firmware', resetSeen: true },
};
export const FLASH_DONE: FlashSnapshot = { ...FLASHING, phase: 'done', steps: steps(5), parts: parts(done), pace: null, outcome: 'proved', summary: SUMMARY };
export const FLASH_NOT_STARTED: FlashSnapshot = {
  ...FLASH_DONE,
  steps: steps(4, 'failed'),
  portKind: 'virtual',
  outcome: 'not-started',
  summary: {
    ...SUMMARY,
    lostRates: [{ baudRate: 921_600, reason: 'silent' }],
    baudRate: 460_800,
    started: { outcome: 'firmware-boot-loop', facts: { reason: 'invalid-header', line: 'invalid header: 0xffffffff', resets: 1 } },
  },
};
export const FLASH_UNVERIFIABLE: FlashSnapshot = {
  ...FLASH_DONE,
  outcome: 'not-verifiable',
  parts: parts((index) => ({ ...done(index), skipped: false, verified: 'not-verifiable', md5: null, attempts: 1 })),
  summary: { ...SUMMARY, verified: false, writer: 'rom', baudRate: 115_200, elapsedMs: 103_000 },
};
export const FLASH_FAILED: FlashSnapshot = {
  ...START,
  phase: 'failed',
  board: BOARD,
  steps: steps(1, 'failed'),
  fault: { code: 'board-wrong-chip', facts: { seen: 'ESP32', wanted: 'ESP32-C3' } },
};
export const FLASH_STOPPED: FlashSnapshot = { ...FLASHING, phase: 'aborted', pace: null, steps: steps(3, 'failed') };
