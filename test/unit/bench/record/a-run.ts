/** Runs for tests: complete, plain, and different where a test says so. */
import { RECORD_FORMAT, type PhaseRecord, type RunDraft } from '../../../../src/bench/record/record.ts';

export const START_MS = Date.UTC(2026, 10, 23, 8, 0, 0);

export function aPhase(change: Partial<PhaseRecord> = {}): PhaseRecord {
  return {
    name: 'check',
    kind: 'check-chip',
    outcome: 'pass',
    startMs: START_MS,
    endMs: START_MS + 1_400,
    attempts: 1,
    measurements: [
      { name: 'time', unit: 's', limits: [{ kind: 'range', max: 5 }], outcome: 'pass', value: 1.4, setMs: START_MS + 1_400 },
      { name: 'verdict', unit: '', limits: [{ kind: 'equals', value: 'genuine-matched' }], outcome: 'pass', value: 'genuine-matched', setMs: START_MS + 1_400 },
    ],
    attachments: [],
    details: [],
    ...change,
  };
}

export function aRun(change: Partial<RunDraft> = {}): RunDraft {
  return {
    format: RECORD_FORMAT,
    id: '00000000-0000-4000-8000-000000000001',
    station: 'SZX-L1-FCT01',
    slot: 1,
    operator: 'Mei',
    workOrder: 'WO-17',
    label: '',
    purpose: 'production',
    virtual: false,
    startMs: START_MS,
    endMs: START_MS + 2_000,
    outcome: 'pass',
    details: [],
    plan: { name: 'Check only', version: '1', fingerprint: 'ab'.repeat(32) },
    pack: null,
    versions: { page: '0.1.0', firmware: '1.0.0', build: 'cafe' },
    board: { chipName: 'ESP32', revision: 'v3.0', mac: '24:0a:c4:00:00:01', flashSizeBytes: 4_194_304 },
    chip: { serialNumber: '0123A23F29F9366A01', model: 'ATECC608B', commonName: 'sn0123A23F29F9366A01', deviceCertificate: null, signerCertificate: null },
    entry: null,
    enrolment: null,
    phases: [aPhase()],
    log: [{ atMs: 12, source: 'board', text: 'boot: ok' }],
    logDropped: 0,
    ...change,
  };
}
