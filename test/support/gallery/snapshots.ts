/**
 * Fixed slots, proofs, manifests and logs for the gallery.
 * Floor: test support. The facts are written as trust and board write them; the serial number and certificates are made up.
 */
import type { Facts, Proof } from '../../../src/base/index.ts';
import {
  PROOF_IDS,
  type LogLine,
  type ManifestSnapshot,
  type ProofId,
  type SlotSnapshot,
  type StepId,
  type StepSnapshot,
  type VerdictKind,
} from '../../../src/bench/index.ts';
import { EMPTY_SLOT, EMPTY_VIEW, type LogView } from '../../../src/ui/app-view.ts';

const SERIAL = '0123A23F29F9366A01';

const KEY = 'd330b8b2ede4d502df48b54a2f29cc79f901e594fd6bf92deb6d187ac77f2dbbb160279a4a20a7e6e3507f973aad43919bef2d1c99b29c153323dfcd99106769';
const IMAGE = 'f0a1d5fdd4ac2ff2b0c4a2c4b6a2b2b8a5d1e0c4e1c7b1a6a0d9a4c3c2b1f0e9';
const DEVICE = {
  sha256: '7b19c3d5a0e4f6128d9b3c5e7f1a2b4c6d8e0f1a2b3c4d5e6f708192a3b4e02d',
  signerSha256: 'ec4e5db63bd91b6ff5f38516eb9121aa3af23be103c7f47b2badef96af84deeb',
};

/** What a genuine chip shows, proof by proof. */
const GENUINE: Readonly<Record<ProofId, readonly [seen: Facts, wanted: Facts]>> = {
  'board-identified': [{ chipName: 'ESP32-D0WD-V3', revision: '3.1', mac: '24:0A:C4:11:22:33', flashSizeBytes: 4_194_304 }, { chipName: 'ESP32' }],
  'firmware-expected': [
    { version: '1.0.0', buildId: '8c1f2e40', place: 'ram', mac: '24:0A:C4:11:22:33', sha256: IMAGE, bytes: 61_240 },
    { version: '1.0.0', buildId: '8c1f2e40', place: 'ram', mac: '24:0A:C4:11:22:33', sha256: IMAGE },
  ],
  'chip-answers': [{ address: '0x35', revision: '00006003', model: 'ATECC608B' }, {}],
  'zones-locked': [
    { configZone: 'locked', dataZone: 'locked', lockBytes: '00 00' },
    { configZone: 'locked', dataZone: 'locked' },
  ],
  'serial-well-formed': [{ serialNumber: SERIAL }, { prefix: '0123', suffix: '01' }],
  'signer-chain': [
    { signer: 'Crypto Authentication Signer 2C00', root: 'Crypto Authentication Root CA 002', origin: 'microchip', notAfter: '2049-12-14T20:00:00Z' },
    {},
  ],
  'device-chain': [
    {
      commonName: `sn${SERIAL}`,
      signer: 'Crypto Authentication Signer 2C00',
      template: 'tngtls-3',
      bytes: 547,
      keyFrom: 'chip',
      notBefore: '2020-11-11T04:00:00Z',
      notAfter: '2048-11-11T04:00:00Z',
    },
    {},
  ],
  'key-in-certificate': [{ publicKey: KEY }, { publicKey: KEY }],
  possession: [{ challenge: '9f2c4b1a77d0e35519c8a2f60b4d8e9137a5c6f2e8d1b0947c3a5e6f80912b41', slot: 0 }, {}],
  'in-manifest': [
    {
      serialNumber: SERIAL,
      manifests: 3,
      entries: 12_408,
      fileName: 'order-4711.json',
      entry: 1204,
      matches: 1,
      partNumber: 'ATECC608B-TNGTLS',
      groupId: '359SCE55NV38H3CB',
    },
    {},
  ],
  'entry-signature': [
    {
      fileName: 'order-4711.json',
      entry: 1204,
      signer: 'Manifest Signer 005',
      origin: 'microchip',
      signerNotAfter: '9999-12-31T23:59:59Z',
      signerExpired: false,
      unverified: 0,
    },
    {},
  ],
  'entry-equals-chip': [
    { ...DEVICE, publicKey: KEY },
    { ...DEVICE, publicKey: KEY },
  ],
};

/** The same, as a demo chip shows it. */
const DEMO: Partial<typeof GENUINE> = {
  'signer-chain': [{ signer: 'DEMO Signer D001', root: 'DEMO Root CA', origin: 'demo', notAfter: '2057-01-01T00:00:00Z' }, {}],
  'in-manifest': [{ serialNumber: SERIAL, manifests: 1, entries: 3, fileName: 'demo-manifest.json', entry: 1, matches: 1 }, {}],
  'entry-signature': [{ fileName: 'demo-manifest.json', entry: 1, signer: 'DEMO Manifest Signer', origin: 'demo', unverified: 0 }, {}],
};

type Change = { readonly outcome: 'fail' | 'unmeasured'; readonly reason: string; readonly seen?: Facts; readonly wanted?: Facts };

/** Twelve proofs: genuine but for the changes. */
export function proofs(changes: Partial<Record<ProofId, Change>> = {}, origin: 'microchip' | 'demo' = 'microchip'): readonly Proof<ProofId>[] {
  return PROOF_IDS.map((id): Proof<ProofId> => {
    const [seen, wanted] = (origin === 'demo' ? DEMO[id] : undefined) ?? GENUINE[id];
    const change = changes[id];
    return change === undefined
      ? { id, outcome: 'pass', seen, wanted }
      : { id, outcome: change.outcome, reason: change.reason, seen: change.seen ?? {}, wanted: change.wanted ?? (change.outcome === 'fail' ? wanted : {}) };
  });
}

const AFTER_CHIP: readonly ProofId[] = PROOF_IDS.slice(PROOF_IDS.indexOf('zones-locked'));
/** Everything that needs the chip was not measured. */
export const unread = (): Partial<Record<ProofId, Change>> => Object.fromEntries(AFTER_CHIP.map((id) => [id, { outcome: 'unmeasured', reason: 'not-read' }]));

const TIMES: Readonly<Record<StepId, number>> = {
  'find-board': 412,
  'load-firmware': 604,
  'flash-firmware': 3210,
  'start-firmware': 118,
  'read-chip': 497,
  prove: 186,
};

/** The steps of a run that stands at `at`; null: all done. */
export function steps(
  path: 'ram' | 'flash',
  at: StepId | null,
  end: 'running' | 'failed' = 'running',
  progress?: StepSnapshot['progress'],
): readonly StepSnapshot[] {
  const ids: readonly StepId[] = ['find-board', path === 'ram' ? 'load-firmware' : 'flash-firmware', 'start-firmware', 'read-chip', 'prove'];
  const now = at === null ? ids.length : ids.indexOf(at);
  return ids.map((id, index): StepSnapshot => {
    if (index < now) return { id, state: 'done', elapsedMs: TIMES[id] };
    if (index > now) return { id, state: 'waiting', elapsedMs: 0 };
    return { id, state: end, elapsedMs: Math.round(TIMES[id] * 0.6), ...(progress === undefined ? {} : { progress }) };
  });
}

const BOARD = {
  chipName: 'ESP32-D0WD-V3',
  revision: '3.1',
  mac: '24:0A:C4:11:22:33',
  flashSizeBytes: 4 * 1024 * 1024,
  flashTouched: false,
  baudRate: 921600,
} as const;
const CHIP = { serialNumber: SERIAL, model: 'ATECC608B', address: 0x35, commonName: `sn${SERIAL}` } as const;

export const REAL: SlotSnapshot = { ...EMPTY_SLOT, phase: 'ready', port: { kind: 'real', usbVendorId: 0x10c4, usbProductId: 0xea60 } };
export const VIRTUAL: SlotSnapshot = { ...EMPTY_SLOT, phase: 'ready', port: { kind: 'virtual' } };

/** A slot under way. */
export const runningAt = (slot: SlotSnapshot, path: 'ram' | 'flash', at: StepId, progress?: StepSnapshot['progress']): SlotSnapshot => ({
  ...slot,
  phase: 'running',
  path,
  steps: steps(path, at, 'running', progress),
  board: at === 'find-board' ? null : { ...BOARD, flashTouched: path === 'flash' },
  chip: at === 'prove' ? CHIP : null,
});

/** A judged slot. */
export function judged(slot: SlotSnapshot, kind: VerdictKind, list: readonly Proof<ProofId>[], chip: SlotSnapshot['chip'] = CHIP): SlotSnapshot {
  const countOf = (outcome: string): number => list.filter((proof) => proof.outcome === outcome).length;
  const verdict = {
    kind,
    demo: slot.port?.kind === 'virtual',
    passed: countOf('pass'),
    failed: countOf('fail'),
    unmeasured: countOf('unmeasured'),
    elapsedMs: 1817,
    path: 'ram',
  } as const;
  return { ...slot, phase: 'done', path: 'ram', steps: steps('ram', null), board: BOARD, chip, proofs: list, verdict };
}

/** A slot whose run ended in a fault of the bench. */
export const faulty = (slot: SlotSnapshot, code: string, facts: Facts, at: StepId): SlotSnapshot => ({
  ...slot,
  phase: 'failed',
  path: 'ram',
  steps: steps('ram', at, 'failed'),
  board: at === 'find-board' ? null : BOARD,
  fault: { code, facts },
});

const SIGNERS = {
  log1: { name: 'Log Signer 001', origin: 'microchip', notBefore: '2019-01-22T00:27:42Z', notAfter: '2019-07-22T00:27:42Z' },
  log2: { name: 'Log Signer 002', origin: 'microchip', notBefore: '2019-07-15T20:05:09Z', notAfter: '2024-07-15T20:05:09Z' },
  manifest5: { name: 'Manifest Signer 005', origin: 'microchip', notBefore: '2024-03-07T01:32:28Z', notAfter: '9999-12-31T23:59:59Z' },
  own: { name: 'Acme Provisioning Signer 01', origin: 'own', notBefore: '2025-01-01T00:00:00Z', notAfter: '2045-01-01T00:00:00Z' },
  demo: { name: 'DEMO Manifest Signer', origin: 'demo', notBefore: '2025-01-01T00:00:00Z', notAfter: '9999-12-31T23:59:59Z' },
} as const;

/** A file in which everything holds; `change` says what is otherwise. */
export function manifestOf(id: number, fileName: string, entries: number, change: Partial<ManifestSnapshot> = {}): ManifestSnapshot {
  return {
    id,
    fileName,
    sizeBytes: entries * 3572,
    entries,
    verified: entries,
    failed: 0,
    withoutCertificates: 0,
    demo: false,
    signers: [{ ...SIGNERS.manifest5, entries }],
    partNumbers: [{ name: 'ATECC608B-TNGTLSU-B', entries }],
    models: [{ name: 'ATECC608B', entries }],
    versions: [{ name: '1', entries }],
    firstProvisioned: '2025-11-11T04:12:53.773Z',
    lastProvisioned: '2025-11-12T19:40:02.114Z',
    duplicates: { same: 0, different: 0, otherFiles: [] },
    storage: 'kept',
    problems: [],
    ...change,
  };
}

export const MANIFESTS: readonly ManifestSnapshot[] = [
  manifestOf(1, 'order-4711.json', 8000),
  manifestOf(2, 'ATECC608A-MAHDA-T-2020-11.json', 4396, {
    verified: 4392,
    failed: 4,
    signers: [
      { ...SIGNERS.log2, entries: 4196 },
      { ...SIGNERS.log1, entries: 196 },
    ],
    partNumbers: [
      { name: 'ATECC608A-MAHDA-T', entries: 4196 },
      { name: 'ATECC608A-MAHDA-S', entries: 196 },
      { name: '<b>`=cmd`</b>\u202etxt', entries: 4 },
    ],
    models: [{ name: 'ATECC608A', entries: 4396 }],
    firstProvisioned: '2019-06-30T22:01:11Z',
    lastProvisioned: '2020-11-11T04:12:53Z',
    storage: 'not-kept',
    problems: [
      { index: 811, uniqueId: '0123f2408ea1fcf201', reason: 'entry-signature', facts: {} },
      { index: 2077, uniqueId: '01237ac9ee10b4d101', reason: 'unknown-signer', facts: {} },
      { index: 2078, uniqueId: null, reason: 'entry-json', facts: { why: 'duplicate', offset: 7_412_004 } },
      { index: 4395, uniqueId: null, reason: 'entry-of-the-third-kind', facts: { at: 98211, byte: '0x00' } },
    ],
  }),
  manifestOf(3, 'ATECC608C-MAH22.v2.json', 12, {
    withoutCertificates: 12,
    versions: [{ name: '2', entries: 12 }],
    partNumbers: [{ name: 'ATECC608C-MAH22', entries: 12 }],
  }),
];

/** Chips that stand in two files: most of them alike, three not. */
export const DUPLICATES: readonly ManifestSnapshot[] = [
  manifestOf(1, 'order-4711.json', 8000, { duplicates: { same: 12, different: 0, otherFiles: ['order-4711 (1).json'] } }),
  manifestOf(2, 'order-4711 (1).json', 15, {
    duplicates: {
      same: 12,
      different: 3,
      otherFiles: ['order-4711.json', 'corrected-by-hand-with-a-very-long-name-that-somebody-gave-it-in-a-hurry-2026-10-31.json'],
    },
  }),
  manifestOf(3, 'corrected-by-hand-with-a-very-long-name-that-somebody-gave-it-in-a-hurry-2026-10-31.json', 3, {
    signers: [{ ...SIGNERS.own, entries: 3 }],
    duplicates: { same: 0, different: 3, otherFiles: ['order-4711 (1).json'] },
  }),
];

/** Many files, some with something to look at. */
export const manyManifests = (files: number): readonly ManifestSnapshot[] =>
  Array.from({ length: files }, (_, index) => {
    const entries = 400 + ((index * 7919) % 1900);
    const id = index + 1;
    const name = `MCHP-${4_702_110 + index * 13}-ATECC608B-TNGTLSU-B-${String(1 + (index % 12)).padStart(2, '0')}.json`;
    if (index % 17 === 4) return manifestOf(id, name, entries, { verified: entries - 2, failed: 2 });
    if (index % 23 === 6) return manifestOf(id, name, entries, { withoutCertificates: entries });
    if (index % 29 === 8) return manifestOf(id, name, entries, { duplicates: { same: 5, different: 0, otherFiles: ['order.json'] } });
    if (index === 11) return manifestOf(id, name, entries, { duplicates: { same: 0, different: 3, otherFiles: ['order.json'] } });
    return manifestOf(id, name, entries);
  });

export const DEMO_MANIFEST: ManifestSnapshot = manifestOf(9, 'touchstone-demo-manifest.json', 3, {
  demo: true,
  signers: [{ ...SIGNERS.demo, entries: 3 }],
  storage: 'not-kept',
});

const SAID: readonly (readonly [number, LogLine['source'], string])[] = [
  [0, 'page', 'check-ram'],
  [212, 'board', 'ets Jul 29 2019 12:21:46'],
  [216, 'board', 'rst:0x1 (POWERON_RESET),boot:0x3 (DOWNLOAD_BOOT(UART0/UART1/SDIO_REI_REO_V2))'],
  [218, 'board', 'waiting for download'],
  [1124, 'board', 'touchstone bench 1.0.0 esp32 build 8c1f2e40'],
  [1130, 'board', 'i2c sda=16 scl=17 100 kHz'],
];

/** A log of the gallery began at noon, and has no place for regular expressions but this. */
const FIXED = { beganMs: Date.UTC(2026, 4, 4, 12), matcher: EMPTY_VIEW.log.matcher };

/** The log of one good check. */
export const LOG: LogView = { ...FIXED, version: 1, count: SAID.length, line: (index) => lineOf(SAID[index], index) };

/** A board that asks for a password. */
export const PROMPT_LOG: LogView = (() => {
  const lines: typeof SAID = [...SAID.slice(1, 3), [900, 'board', 'wifi> connect Hall 2'], [1_200, 'board', 'Password: ']];
  const line = (index: number): LogLine | undefined => lineOf(lines[index], index);
  return { ...FIXED, version: 1, count: lines.length, line, openLine: () => line(lines.length - 1) };
})();

/** Text that would like to be more than text. */
export const HOSTILE_LOG: LogView = (() => {
  const lines: typeof SAID = [
    [0, 'board', '<img src=x onerror=alert(1)><script>alert(2)</script>'],
    [3, 'board', '\u001b[31mred?\u001b[0m \u001b]0;title\u0007 bell\u0007 null\u0000 backspace\b\b\b'],
    [9, 'board', 'user\u202etxt.exe\u202c and zero\u200bwidth'],
    [12, 'broken', 'frame-crc 37'],
    [13, 'board', 'long '.repeat(1500)],
  ];
  return { ...FIXED, version: 1, count: lines.length, line: (index: number) => lineOf(lines[index], index) };
})();

function lineOf(said: (typeof SAID)[number] | undefined, number: number): LogLine | undefined {
  return said === undefined ? undefined : { number, atMs: said[0], source: said[1], text: said[2] };
}

/** A log of many lines that grows by itself: for looking at smoothness. */
export function bigLog(count: number): LogView {
  return {
    ...FIXED,
    version: count,
    count,
    line: (index) =>
      index < 0 || index >= count
        ? undefined
        : {
            number: index,
            atMs: index * 3,
            source: index % 97 === 0 ? 'page' : 'board',
            text: `I (${index * 3}) wifi: line ${index} of a long evening, state ${(index * 7919) % 1000}`,
          },
  };
}

const ESP_LINES: readonly string[] = [
  'ets Jul 29 2019 12:21:46',
  '',
  'rst:0x1 (POWERON_RESET),boot:0x13 (SPI_FAST_FLASH_BOOT)',
  '\u001b[0;32mI (29) boot: ESP-IDF v5.3.1 2nd stage bootloader\u001b[0m',
  '\u001b[0;32mI (33) boot: chip revision: v3.1\u001b[0m',
  '\u001b[0;32mI (48) qio_mode: Enabling default flash chip QIO\u001b[0m',
  "\u001b[0;33mW (412) wifi: Haven't to connect to a suitable AP now!\u001b[0m",
  '\u001b[0;32mI (590) wifi:new:<6,0>, old:<1,0>, ap:<255,255>, sta:<6,0>, prof:1\u001b[0m',
  'I (1623) esp_netif_handlers: sta ip: 192.168.4.17, mask: 255.255.255.0, gw: 192.168.4.1',
  "\u001b[0;31mE (1873) esp-tls: couldn't get hostname for :global.azure-devices-provisioning.net:\u001b[0m",
  'E (1874) transport_base: Failed to open a new connection: 32769',
  'W (2101) app: retrying in 2 s',
  '\u001b[1;35mbold magenta\u001b[22m magenta\u001b[36m cyan\u001b[34m blue\u001b[90m grey\u001b[38;5;208m orange\u001b[38;2;200;200;210m near white\u001b[7;8m inverse and hidden\u001b[0m plain',
  'D (2204) app: heap 182344, stack 3120',
  'V (2205) app: tick',
];

/** What an ESP-IDF application says, over and over. */
export function espLog(count: number): LogView {
  return {
    ...FIXED,
    version: count,
    count,
    line: (index) =>
      index < 0 || index >= count ? undefined : { number: index, atMs: index * 41, source: 'board', text: ESP_LINES[index % ESP_LINES.length] ?? '' },
  };
}

/** With the bench's own notes among it. */
export function monitorLog(): LogView {
  const notes = new Map([
    [0, 'monitor-open 115200'],
    [17, 'monitor-reset'],
    [33, 'monitor-sent wifi <b>scan</b>'],
  ]);
  const log = espLog(48);
  return {
    ...log,
    line: (index) => {
      const line = log.line(index);
      const note = notes.get(index);
      return line === undefined || note === undefined ? line : { ...line, source: 'page', text: note };
    },
  };
}
