/** Tools of a run that are played: a board that can be found and checked without a wire. */
import type { BytePort } from '../../../../src/base/index.ts';
import type { BoardSession, FirmwareImage } from '../../../../src/board/index.ts';
import { LogBook } from '../../../../src/bench/log-book.ts';
import { parsePlan } from '../../../../src/bench/plan/parse-plan.ts';
import type { Plan } from '../../../../src/bench/plan/plan.ts';
import type { RunTools } from '../../../../src/bench/run/phase.ts';
import type { PlanRunOptions } from '../../../../src/bench/run/plan-run.ts';
import type { RunPicture } from '../../../../src/bench/run/picture.ts';
import { systemClock } from '../../../../src/link/index.ts';
import type { ChipProof } from '../../../../src/trust/index.ts';

export const MAC = '24:0A:C4:11:22:33';
export const SERIAL = '0123A23F29F9366A01';
export const EPOCH_MS = Date.UTC(2026, 10, 23, 8);

const CHIP_PROOFS = ['chip-answers', 'zones-locked', 'serial-well-formed', 'signer-chain', 'device-chain', 'key-in-certificate', 'possession'] as const;
const ENTRY_PROOFS = ['in-manifest', 'entry-signature', 'entry-equals-chip'] as const;

export const proof = (id: string, change: Partial<ChipProof> = {}): ChipProof => ({ id, outcome: 'pass', seen: {}, wanted: {}, ...change }) as ChipProof;
export const allProofs = (): readonly ChipProof[] => [
  ...CHIP_PROOFS.map((id) => proof(id)),
  ...ENTRY_PROOFS.map((id) => proof(id, id === 'in-manifest' ? { seen: { fileName: 'order.json', entry: 7, partNumber: 'ATECC608A-TNGTLSS' } } : {})),
];

export interface Played {
  readonly tools: RunTools;
  /** Changed by a test before or during a run. */
  readonly board: { mac: string; proofs: readonly ChipProof[]; open: () => Promise<void> };
}

export function playedTools(change: Partial<RunTools> = {}): Played {
  const board: Played['board'] = { mac: MAC, proofs: allProofs(), open: () => Promise.resolve() };
  const hello = { firmwareVersion: '1.2.3', buildId: 'aabbccdd', startedFrom: 'ram' };
  const session = () =>
    ({
      baudRate: 921_600,
      identify: () => Promise.resolve({ chip: 'ESP32', chipName: 'ESP32-D0WD-V3', revision: '3.1', mac: board.mac, flashSizeBytes: 4_194_304 }),
      startFromRam: () => Promise.resolve({ hello: { ...hello, mac: board.mac }, baudRate: 921_600 }),
      bench: { configureI2c: () => Promise.resolve() },
      close: () => Promise.resolve(),
    }) as unknown as BoardSession;
  const tools: RunTools = {
    check: {
      nowMs: () => performance.now(),
      openBoard: async () => {
        await board.open();
        return session();
      },
      firmware: () =>
        Promise.resolve({ name: 'bench.bin', version: '1.2.3', buildId: 'aabbccdd', sha256: '00'.repeat(32), bytes: 10 } as unknown as FirmwareImage),
      readChip: () => Promise.resolve({} as never),
      proveChip: () =>
        Promise.resolve({
          proofs: board.proofs,
          certificates: null,
          chip: { serialNumber: SERIAL, model: 'ATECC608B', address: 0x35, commonName: `sn${SERIAL}` },
          demo: false,
        }),
    },
    clock: systemClock,
    epochMs: () => EPOCH_MS,
    seenBefore: () => Promise.resolve([]),
    pack: () => Promise.reject(new Error('no pack in this test')),
    settings: () => Promise.resolve(null),
    rates: null,
    resetBoard: () => Promise.resolve(),
    enrol: () => Promise.reject(new Error('no cloud in this test')),
    readState: () => Promise.reject(new Error('no cloud in this test')),
    ask: () => Promise.resolve('yes'),
    print: () => Promise.resolve(),
    ...change,
  };
  return { tools, board };
}

export const planOf = (...phases: readonly object[]): Plan => parsePlan(JSON.stringify({ format: 'touchstone-plan/1', name: 'Test', phases }));

export interface Staged extends PlanRunOptions {
  readonly shown: RunPicture[];
  readonly stop: AbortController;
}

export function staged(plan: Plan, tools: RunTools, change: Partial<PlanRunOptions> = {}): Staged {
  const shown: RunPicture[] = [];
  const stop = new AbortController();
  return {
    plan,
    planFingerprint: 'ff'.repeat(32),
    head: {
      id: 'run-1',
      station: 'S1',
      slot: 3,
      operator: 'Mei',
      workOrder: 'WO-1',
      label: '',
      purpose: 'production',
      versions: { page: '0.1.0', firmware: '1.2.3', build: 'aabbccdd' },
    },
    port: { identity: { kind: 'real', usbVendorId: 0x10c4, usbProductId: 0xea60 } } as unknown as BytePort,
    pins: { sda: 16, scl: 17, clockKHz: 100 },
    fastestBaudRate: 921_600,
    log: new LogBook(() => performance.now()),
    tools,
    signal: stop.signal,
    show: (picture) => shown.push(picture),
    shown,
    stop,
    ...change,
  };
}
