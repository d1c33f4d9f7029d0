/**
 * Every state a person can see, by name.
 * Floor: test support. A state that is not here is not looked at.
 */
import { EMPTY_VIEW, type AppView } from '../../../src/ui/index.ts';
import { EXPORT, EXPORT_LEFT_OUT, EXPORT_UNVERIFIED, EXPORT_WRITING, OPENED, OPENED_BARE, OPENED_FALSE, entriesOf, selectedOf } from './entries.ts';
import { CLOUD, CLOUD_PRESSED } from './cloud.ts';
import * as firmware from './firmware.ts';
import { RECORDS, RECORDS_PRESSED } from './records.ts';
import {
  DEMO_MANIFEST,
  DUPLICATES,
  HOSTILE_LOG,
  PROMPT_LOG,
  LOG,
  MANIFESTS,
  REAL,
  VIRTUAL,
  bigLog,
  espLog,
  faulty,
  judged,
  manyManifests,
  monitorLog,
  proofs,
  runningAt,
  unread,
} from './snapshots.ts';
import { IN_STEP, OFFLINE_LINE, REFUSED_LINE, SHARED_FILES, SHARED_STORES, SIGNED_OUT_FILES } from './shared-store.ts';
import { STATIONS } from './station.ts';
import { CARDS, HOSTILE, TWO_STARTS, understood, understoodRows, understoodUntil } from './understanding.ts';

const versions = { app: '0.1.0', firmware: '1.0.0', build: '8c1f2e40' };
const real: AppView = { ...EMPTY_VIEW, versions, slot: REAL, log: LOG, manifests: MANIFESTS };
const virtual: AppView = {
  ...EMPTY_VIEW,
  versions,
  slot: VIRTUAL,
  log: LOG,
  manifests: [DEMO_MANIFEST],
  virtual: { active: true, faultId: 'genuine', plugged: true },
};
const GB = 1024 ** 3;
const kept: AppView['storage'] = { state: 'ready', persisted: 'yes', files: 3, manifestBytes: 44_321_376, usedBytes: 46_102_000, quotaBytes: 10 * GB };
const empty: AppView['storage'] = { ...kept, persisted: 'unknown', files: 0, manifestBytes: 0, usedBytes: 12_000 };
const onManifests: AppView = { ...real, screen: 'manifests', entries: entriesOf(12_408), storage: kept };
const many: AppView = {
  ...onManifests,
  manifests: manyManifests(120),
  entries: entriesOf(160_204),
  storage: { ...kept, persisted: 'no', files: 120, manifestBytes: 572_248_688, usedBytes: 583_000_000 },
};
const emptyManifests: AppView = { ...EMPTY_VIEW, versions, screen: 'manifests', storage: empty };
const verifying: AppView['importing'] = {
  fileName: 'MCHP-4702123-ATECC608B-TNGTLSU-B-02.json',
  step: 'verifying',
  file: 3,
  files: 12,
  doneBytes: 26_118_144,
  totalBytes: 44_321_376,
  doneEntries: 7312,
  entriesPerSecond: 1893,
};
const REFUSED: AppView['refused'] = (
  [
    ['nothing.json', 'manifest-json', { why: 'end', offset: 0, line: 1, column: 1 }],
    ['letter.json', 'manifest-json', { why: 'character', offset: 0, line: 1, column: 1 }],
    ['order-4710-part.json', 'manifest-json', { why: 'end', offset: 18_204_112, line: 214_003, column: 17 }],
    ['saved-from-an-editor.json', 'manifest-json', { why: 'utf-16', offset: 0 }],
    ['braces.json', 'manifest-shape', {}],
    ['list.json', 'manifest-empty', {}],
    ['huge.json', 'manifest-size', { bytes: 6 * GB, limitBytes: 4 * GB }],
    ['order.zip/<img src=x onerror=alert(1)>\u202egpj.json', 'manifest-read', {}],
    ['secret.zip', 'zip-invalid', { why: 'encrypted' }],
    ['bomb.zip', 'zip-limit', { why: 'bytes', limit: 4 * GB }],
    ['a-file-of-a-kind-that-nobody-foresaw.json', 'flux-capacitor', { gigawatts: 1.21 }],
  ] as const
).map(([fileName, code, facts], index) => ({ id: index + 1, fileName, code, facts }));
const onFirmware: AppView = { ...real, screen: 'firmware', firmware: firmware.PACK_CHOSEN };
const onVirtual = (faultId: AppView['virtual']['faultId'], slot: AppView['slot'], plugged: 'in' | 'out' = 'in'): AppView => ({
  ...virtual,
  slot,
  virtual: { active: true, faultId, plugged: plugged === 'in' },
});

const inRoom: AppView = { ...real, screen: 'log', log: monitorLog(), monitor: { state: 'open', baudRate: 115_200, reconnect: 'on' } };

const ports = [
  { index: 0, usbVendorId: 0x10c4, usbProductId: 0xea60 },
  { index: 1, usbVendorId: 0x1a86, usbProductId: 0x55d4 },
] as const;

const notMatched = proofs({
  'in-manifest': { outcome: 'unmeasured', reason: 'no-manifest', seen: { manifests: 0, entries: 0, demoEntries: 0 } },
  'entry-signature': { outcome: 'unmeasured', reason: 'no-manifest' },
  'entry-equals-chip': { outcome: 'unmeasured', reason: 'no-manifest' },
});

const notListed = proofs({
  'in-manifest': { outcome: 'fail', reason: 'not-in-manifest', seen: { serialNumber: '0123A23F29F9366A01', manifests: 3, entries: 12_408 } },
  'entry-signature': { outcome: 'unmeasured', reason: 'no-entry' },
  'entry-equals-chip': { outcome: 'unmeasured', reason: 'no-entry' },
});

const otherCa = proofs(
  {
    'signer-chain': {
      outcome: 'fail',
      reason: 'signature-unmatched',
      seen: { slot: 12, signerId: '2C00', templateId: 1, tried: 2, compressed: 'ab'.repeat(72) },
    },
    'device-chain': { outcome: 'unmeasured', reason: 'no-signer' },
    'key-in-certificate': { outcome: 'unmeasured', reason: 'no-certificate' },
    possession: { outcome: 'unmeasured', reason: 'no-certificate', seen: { matchesReadKey: true } },
    'in-manifest': { outcome: 'fail', reason: 'not-in-manifest', seen: { manifests: 1, entries: 3 } },
    'entry-signature': { outcome: 'unmeasured', reason: 'no-entry' },
    'entry-equals-chip': { outcome: 'unmeasured', reason: 'no-entry' },
  },
  'demo',
);

const noChip = proofs({ ...unread(), 'chip-answers': { outcome: 'fail', reason: 'no-chip', seen: { step: 'scan', addresses: '0x68' } } });
const copied = proofs({
  possession: { outcome: 'fail', reason: 'signature-wrong', seen: { challenge: '9f2c4b1a77d0e355', slot: 0 } },
  'key-in-certificate': { outcome: 'fail', reason: 'key-differs', seen: { publicKey: '77aa01' }, wanted: { publicKey: 'd330b8' } },
});
const differs = proofs({
  'entry-equals-chip': {
    outcome: 'fail',
    reason: 'device-certificate-differs',
    seen: { sha256: '11aa22bb33cc44dd55ee66ff' },
    wanted: { sha256: '7b19c3d5a0e4f6128d9b3c5e' },
  },
});
const unlocked = proofs({
  ...unread(),
  'zones-locked': { outcome: 'fail', reason: 'config-zone-open', seen: { configZone: 'unlocked', dataZone: 'unlocked', lockBytes: '55 55' } },
  'signer-chain': { outcome: 'fail', reason: 'compressed-dates', seen: { slot: 12 } },
});

export const STATES: Readonly<Record<string, AppView>> = {
  first: { ...EMPTY_VIEW, versions },
  'first-ports': { ...EMPTY_VIEW, versions, grantedPorts: ports, manifests: MANIFESTS },
  'first-starting': { ...EMPTY_VIEW, versions, pending: 'virtual' },
  'first-unsupported': { ...EMPTY_VIEW, versions, serialSupport: 'unsupported' },
  'first-insecure': { ...EMPTY_VIEW, versions, serialSupport: 'insecure' },
  'first-blocked': { ...EMPTY_VIEW, versions, serialSupport: 'blocked' },
  'virtual-ready': { ...virtual, log: EMPTY_VIEW.log },
  'virtual-running': onVirtual('genuine', runningAt(VIRTUAL, 'ram', 'load-firmware', { doneBytes: 24_576, totalBytes: 61_240 })),
  'virtual-pass': onVirtual('genuine', judged(VIRTUAL, 'genuine-matched', proofs({}, 'demo'))),
  'virtual-other-ca': onVirtual('other-ca', judged(VIRTUAL, 'not-genuine', otherCa)),
  'virtual-no-chip': onVirtual('chip-absent', judged(VIRTUAL, 'not-measured', noChip, null)),
  'virtual-lost': onVirtual('cable-pulled', { ...runningAt(VIRTUAL, 'ram', 'read-chip'), phase: 'lost', fault: { code: 'port-lost', facts: {} } }, 'out'),
  ready: { ...real, log: EMPTY_VIEW.log, manifests: [] },
  'running-find': { ...real, slot: runningAt(REAL, 'ram', 'find-board') },
  'running-load': { ...real, slot: runningAt(REAL, 'ram', 'load-firmware', { doneBytes: 24_576, totalBytes: 61_240 }) },
  'running-flash': { ...real, slot: runningAt(REAL, 'flash', 'flash-firmware', { doneBytes: 49_152, totalBytes: 61_240 }) },
  'running-read': { ...real, slot: runningAt(REAL, 'ram', 'read-chip') },
  'running-prove': { ...real, slot: runningAt(REAL, 'ram', 'prove') },
  pass: { ...real, slot: judged(REAL, 'genuine-matched', proofs()) },
  unmatched: { ...real, manifests: [], slot: judged(REAL, 'genuine-unmatched', notMatched) },
  'unmatched-listed': { ...real, slot: judged(REAL, 'genuine-unmatched', notListed) },
  contradicts: { ...real, slot: judged(REAL, 'contradicts-manifest', differs) },
  'not-genuine': { ...real, slot: judged(REAL, 'not-genuine', copied) },
  'virtual-unlocked': onVirtual('blank-unlocked', judged(VIRTUAL, 'not-genuine', unlocked)),
  'not-measured': { ...real, slot: judged(REAL, 'not-measured', noChip, null) },
  'fault-download': {
    ...real,
    slot: faulty(
      REAL,
      'board-no-download-mode',
      { attempts: 6, elapsedMs: 8012, bytesSeen: 412, seen: 'boot-log', bootMode: '0x13', lastLine: 'entry 0x400805e4' },
      'find-board',
    ),
  },
  'fault-busy': { ...real, slot: faulty(REAL, 'port-busy', { heldBy: 'other-program-or-not-permitted', reason: 'NetworkError' }, 'find-board') },
  'fault-unknown': { ...real, slot: faulty(REAL, 'flux-capacitor', { gigawatts: 1.21, line: '<b>`x`</b>' }, 'read-chip'), log: HOSTILE_LOG },
  aborted: { ...real, slot: { ...runningAt(REAL, 'ram', 'read-chip'), phase: 'aborted' } },
  lost: { ...real, slot: { ...runningAt(REAL, 'ram', 'read-chip'), phase: 'lost', fault: { code: 'port-lost', facts: {} } }, grantedPorts: [ports[0]] },
  'pass-unplugged': { ...real, slot: { ...judged(REAL, 'genuine-matched', proofs()), phase: 'lost' }, grantedPorts: [] },
  'log-50000': { ...real, slot: judged(REAL, 'genuine-matched', proofs()), log: bigLog(50_000) },
  'room-no-port': { ...EMPTY_VIEW, versions, screen: 'log' },
  'room-empty': { ...real, screen: 'log', log: EMPTY_VIEW.log },
  room: inRoom,
  'room-waiting': { ...inRoom, slot: { ...REAL, phase: 'lost' }, monitor: { state: 'waiting', baudRate: 250_000, reconnect: 'on' } },
  'room-prompt': { ...inRoom, log: PROMPT_LOG },
  'room-running': { ...inRoom, slot: runningAt(REAL, 'ram', 'read-chip'), monitor: { state: 'off', baudRate: 115_200, reconnect: 'on' } },
  'room-hostile': { ...inRoom, log: HOSTILE_LOG },
  'room-search': { ...inRoom, log: espLog(3_000) },
  'room-filter': { ...inRoom, log: espLog(3_000) },
  'room-times': { ...inRoom, log: espLog(3_000) },
  'room-selected': { ...inRoom, log: espLog(1_000_000) },
  'room-history': inRoom,
  'connect-connected': { ...inRoom, ...understood('seed-success') },
  'connect-running': { ...inRoom, ...understoodUntil('seed-success', 17_200) },
  'connect-stall': { ...inRoom, ...understoodUntil('seed-wifi-silent', 48_000) },
  'connect-chip': { ...inRoom, ...understood('seed-chip-absent') },
  'connect-refused': { ...inRoom, ...understood('azure-freertos-401002') },
  'connect-wifi': { ...inRoom, ...understood('seed-wifi-password') },
  'connect-hub': { ...inRoom, ...understood('seed-hub-refused') },
  'connect-two': { ...inRoom, ...understoodRows(TWO_STARTS) },
  'connect-crash': { ...inRoom, ...understood('esp32-load-prohibited') },
  'connect-crash-elf': { ...inRoom, ...understood('esp32-load-prohibited', { build: 'same' }) },
  'connect-crash-other': { ...inRoom, ...understood('esp32-load-prohibited', { build: 'other' }) },
  'connect-brown-out': { ...inRoom, ...understood('esp32-brown-out') },
  'connect-hostile': { ...inRoom, ...understoodRows(HOSTILE, { build: 'other' }) },
  'connect-untimed': { ...inRoom, ...understood('seed-id-scope', { times: 'unknown' }) },
  'connect-file': {
    ...inRoom,
    understanding: {
      ...understood('seed-success').understanding,
      file: {
        fileName: 'touchstone-240ac4112233-20260518T075220.txt',
        state: 'read',
        dropped: 0,
        log: understood('seed-id-scope').log,
        understood: understood('seed-id-scope').understanding.port,
      },
      rules: { name: 'Our gateway, firmware 3', count: 6, kept: 'kept' },
    },
  },
  'connect-playing': {
    ...inRoom,
    ...understoodUntil('seed-success', 9_000, {
      more: { playing: { id: 'seed-success', title: 'The firmware of the article connects', speed: 10, state: 'playing' } },
    }),
    slot: VIRTUAL,
    virtual: { active: true, faultId: 'genuine', plugged: true },
  },
  'connect-not-taken': {
    ...inRoom,
    ...understood('seed-success', {
      more: {
        refused: {
          what: 'rules',
          fileName: '<b>rules</b>.json',
          code: 'rules-pattern',
          facts: { rule: 3 },
          cause: { code: 'pattern-start', facts: {} },
        },
      },
    }),
  },
  'connect-recordings': { ...virtual, ...understood('seed-success', { more: { recordings: CARDS, choosing: 'yes' } }), slot: VIRTUAL },
  'bench-connecting': { ...real, ...understoodUntil('seed-success', 17_200), slot: judged(REAL, 'genuine-matched', proofs()) },
  'bench-refused': { ...real, ...understood('azure-freertos-401002'), slot: judged(REAL, 'genuine-matched', proofs()) },
  'firmware-no-pack': { ...EMPTY_VIEW, versions, screen: 'firmware', firmware: firmware.NO_PACK },
  'firmware-pack': { ...onFirmware, flashing: null },
  'firmware-locked': { ...onFirmware, firmware: firmware.PACK_LOCKED },
  'firmware-wants': { ...onFirmware, firmware: firmware.PACK_WANTS },
  'firmware-chipless': { ...onFirmware, firmware: firmware.PACK_CHIPLESS },
  'firmware-refused': { ...onFirmware, firmware: firmware.PACK_REFUSED },
  'firmware-settings': { ...onFirmware, firmware: firmware.PACK_SETTINGS },
  'firmware-table': { ...onFirmware, firmware: firmware.PACK_TABLE },
  'firmware-flashing': { ...onFirmware, pending: 'flash', flashing: firmware.FLASHING },
  'firmware-done': { ...onFirmware, flashing: firmware.FLASH_DONE },
  'firmware-not-started': { ...virtual, screen: 'firmware', firmware: firmware.PACK_CHOSEN, flashing: firmware.FLASH_NOT_STARTED },
  'firmware-not-verifiable': { ...onFirmware, flashing: firmware.FLASH_UNVERIFIABLE },
  'firmware-failed': { ...onFirmware, flashing: firmware.FLASH_FAILED },
  'firmware-stopped': { ...onFirmware, flashing: firmware.FLASH_STOPPED },
  'manifests-opening': { ...EMPTY_VIEW, versions, screen: 'manifests' },
  'manifests-empty': emptyManifests,
  'manifests-no-storage': { ...emptyManifests, storage: { ...EMPTY_VIEW.storage, state: 'unavailable' } },
  manifests: {
    ...onManifests,
    removedManifest: { id: 4, fileName: 'order-4710.json' },
    ownSigners: [{ id: 1, commonName: 'Acme Provisioning Signer 01', fingerprint: '571d99841117e3afb34f28886045903fa785cc283dd2e8068e1e5ea4604ce0e3' }],
  },
  'manifest-opened': onManifests,
  'manifests-demo': { ...virtual, screen: 'manifests', entries: entriesOf(3), storage: empty },
  'manifests-found': { ...onManifests, entries: entriesOf(12_408, 4, '01 23') },
  'manifests-one': { ...onManifests, entries: entriesOf(12_408, 1, 'A23F 29F9') },
  'manifests-not-found': { ...onManifests, entries: entriesOf(12_408, 0, 'ffff') },
  'manifests-filter-none': { ...onManifests, entries: entriesOf(12_408, 0, '', { filter: { verdict: 'no-certificate', manifestId: 1 } }) },
  'manifests-many': many,
  'manifests-refused': { ...onManifests, refused: REFUSED },
  'manifests-shared': { ...onManifests, shared: OFFLINE_LINE, sharedFiles: SHARED_FILES },
  'manifests-shared-offline': { ...onManifests, shared: IN_STEP, sharedFiles: SIGNED_OUT_FILES },
  duplicates: { ...onManifests, manifests: DUPLICATES },
  'storage-nearly-full': {
    ...many,
    storage: { ...many.storage, usedBytes: 0.96 * 0.6 * GB, quotaBytes: 0.6 * GB },
  },
  'delete-all': {
    ...many,
    ownSigners: [{ id: 1, commonName: 'Acme Provisioning Signer 01', fingerprint: '571d99841117e3afb34f28886045903fa785cc283dd2e8068e1e5ea4604ce0e3' }],
  },
  'entries-100000': { ...many, entries: entriesOf(100_000) },
  'entries-selected': { ...many, entries: selectedOf(100_000, 8000, 804, { foundSelected: 801, filter: { verdict: 'verified', manifestId: 12 } }) },
  'entries-all-selected': { ...onManifests, entries: selectedOf(12_408, 12_408, 12_408) },
  'entries-million': { ...many, entries: entriesOf(1_000_000) },
  entry: { ...onManifests, openedEntry: OPENED },
  'entry-without': { ...onManifests, openedEntry: OPENED_BARE },
  'entry-unverified': { ...onManifests, openedEntry: OPENED_FALSE },
  export: { ...onManifests, exporting: EXPORT },
  'export-left-out': { ...onManifests, entries: entriesOf(12_408, 412, '0123'), exporting: EXPORT_LEFT_OUT },
  'export-unverified': { ...onManifests, entries: selectedOf(12_408, 412, 37), exporting: EXPORT_UNVERIFIED },
  'export-writing': { ...onManifests, exporting: EXPORT_WRITING },
  importing: { ...onManifests, importing: verifying },
  'importing-first': {
    ...emptyManifests,
    importing: { ...verifying, step: 'unpacking', file: 1, files: 1, fileName: 'all-orders-of-2025.zip', doneEntries: 0, entriesPerSecond: null },
  },
  notices: {
    ...real,
    notices: [
      { id: 1, code: 'manifest-loaded', facts: { fileName: 'order-4712.json', entries: 12408, verified: 12408 } },
      { id: 2, code: 'manifests-loaded', facts: { files: 12, entries: 16_204, verified: 16_202 } },
      { id: 3, code: 'manifests-refused', facts: { files: 6 } },
      { id: 4, code: 'files-passed-over', facts: { files: 4 } },
      { id: 5, code: 'store-failed', facts: { why: 'quota' } },
      { id: 6, code: 'import-cancelled', facts: { fileName: 'order-4713.json' } },
    ],
  },
  settings: { ...real, screen: 'settings' },
  ...Object.fromEntries(
    Object.entries(STATIONS).map(([name, station]) => [name, { ...real, screen: 'bench' as const, slots: station.picture.slots.length, station }]),
  ),
  ...Object.fromEntries(Object.entries(CLOUD).map(([name, cloud]) => [name, { ...real, screen: 'cloud' as const, cloud }])),
  ...Object.fromEntries(
    Object.entries(SHARED_STORES).map(([name, shared]) => [name, { ...real, screen: 'cloud' as const, cloud: CLOUD['cloud-choosing'] ?? null, shared }]),
  ),
  ...Object.fromEntries(Object.entries(RECORDS).map(([name, records]) => [name, { ...real, screen: 'records' as const, records }])),
  'records-unsent': { ...real, screen: 'records', records: RECORDS['records-freeing-unsent'] ?? null, shared: OFFLINE_LINE },
  'line-shared-plans': { ...real, screen: 'bench', slots: 8, station: STATIONS['line-ready'] ?? null, shared: IN_STEP, sharedFiles: SHARED_FILES },
  'line-store-offline': { ...real, screen: 'bench', slots: 8, station: STATIONS['line-8'] ?? null, shared: OFFLINE_LINE },
  'line-store-refused': { ...real, screen: 'bench', slots: 8, station: STATIONS['line-8'] ?? null, shared: REFUSED_LINE },
};

/** What a hand does after a state was drawn: a script for the page, in which `room` is the log room and `lines` the log's root. */
export const HANDS: Readonly<Record<string, string>> = {
  'room-search': `set(lines, '[data-field="search"]', 'wifi'); await frames(20); for (let n = 0; n < 12; n++) lines.querySelector('[data-action="search-next"]').click(); await frames(6);`,
  'room-filter': `pick(lines, '[data-choice="level"]', 'W'); pick(lines, '[data-choice="tag"]', 'wifi'); await frames(6);`,
  'room-times': `pick(lines, '[data-choice="times"]', 'both'); pick(lines, '[data-choice="form"]', 'delta'); await frames(6);`,
  'room-selected': `pick(lines, '[data-choice="form"]', 'relative'); const v = lines.querySelector('.viewport'); v.scrollTop = v.scrollHeight / 2; await frames(4); const b = v.getBoundingClientRect(); point(v, 'pointerdown', b.left + 200, b.top + 60); point(v, 'pointermove', b.left + 210, b.top + 180); point(v, 'pointerup', b.left + 210, b.top + 180); await frames(6);`,
  'room-history': `set(room, '[data-field="send"]', 'wifi scan'); room.querySelector('form').requestSubmit(); set(room, '[data-field="send"]', 'draft'); room.querySelector('[data-field="send"]').dispatchEvent(new KeyboardEvent('keydown', { key: 'ArrowUp' })); await frames(6);`,
};

/** What somebody has pressed in a state, as a way through the elements; the shell begins it. */
export const PRESSED: Readonly<Record<string, readonly string[]>> = {
  ...CLOUD_PRESSED,
  ...RECORDS_PRESSED,
  'manifest-opened': ['ts-manifests', 'ts-files', 'ts-manifest:nth-of-type(2)', 'summary'],
  duplicates: ['ts-manifests', 'ts-files', 'ts-manifest:nth-of-type(2)', 'summary'],
  'line-ready': ['ts-station', '[data-action="set-up"]'],
  'records-unsent': ['ts-records', '[data-tab="keeping"]'],
  'line-shared-plans': ['ts-station', '[data-action="set-up"]'],
  'manifests-shared': ['ts-manifests', 'ts-files', 'ts-manifest:nth-of-type(2)', 'summary'],
  'manifests-shared-offline': ['ts-manifests', 'ts-files', 'ts-manifest:nth-of-type(2)', 'summary'],
  'delete-all': ['ts-manifests', 'ts-storage', '[data-action="delete-all"]'],
};
