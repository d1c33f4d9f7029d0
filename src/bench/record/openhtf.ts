/**
 * A record as OpenHTF writes it, for tools that read OpenHTF.
 * Floor: bench. Knows no files. Outcomes become upper case, measurements become members by name, validators become texts as OpenHTF prints them.
 * Reference: OpenHTF core/test_record.py and output/callbacks/json_factory.py (attachments carry their bytes in base64 and a SHA-1).
 */
import { toBase64, toHex } from '../../base/index.ts';
import type { Limit, Measurement } from './measurement.ts';
import type { PhaseRecord, RunRecord } from './record.ts';

interface OpenHtfRecord {
  readonly dut_id: string | null;
  readonly station_id: string;
  readonly start_time_millis: number;
  readonly end_time_millis: number;
  readonly outcome: string;
  readonly outcome_details: readonly { readonly code: string; readonly description: string }[];
  readonly metadata: Readonly<Record<string, unknown>>;
  readonly phases: readonly Readonly<Record<string, unknown>>[];
  readonly log_records: readonly Readonly<Record<string, unknown>>[];
  readonly subtests: readonly never[];
  readonly branches: readonly never[];
  readonly checkpoints: readonly never[];
  readonly diagnoses: readonly never[];
  readonly diagnosers: readonly never[];
  readonly marginal: boolean;
}

const PHASE_WORDS: Readonly<Record<PhaseRecord['outcome'], string>> = { pass: 'PASS', fail: 'FAIL', error: 'ERROR', skip: 'SKIP' };
const LEVEL_INFO = 20; // Python's logging.INFO

/** As OpenHTF's validators print themselves: `0 <= x <= 3`, `x <= 3`, `'x' matches /…/` has no counterpart here. */
function validatorText(limit: Limit): string {
  switch (limit.kind) {
    case 'range': {
      const low = limit.min === undefined ? '' : `${limit.min} <= `;
      const high = limit.max === undefined ? '' : ` <= ${limit.max}`;
      return `${low}x${high}`;
    }
    case 'equals':
      return `x is equal to ${JSON.stringify(limit.value)}`;
    case 'one-of':
      return `x in ${JSON.stringify(limit.values)}`;
  }
}

function measurement({ name, outcome, limits, unit, value, setMs }: Measurement): Readonly<Record<string, unknown>> {
  return {
    name,
    outcome: outcome.toUpperCase(),
    validators: limits.map(validatorText),
    ...(unit === '' ? {} : { units: unit }),
    ...(value === null ? {} : { measured_value: value, set_time_millis: setMs }),
    allow_fail: false,
    marginal: false,
  };
}

async function attachment(mimeType: string, text: string): Promise<Readonly<Record<string, unknown>>> {
  const bytes = new TextEncoder().encode(text);
  const sha1 = toHex(new Uint8Array(await crypto.subtle.digest('SHA-1', bytes))); // OpenHTF's own choice; it proves nothing
  return { mimetype: mimeType, sha1, data: toBase64(bytes) };
}

async function phase(one: PhaseRecord): Promise<Readonly<Record<string, unknown>>> {
  const attachments = await Promise.all(one.attachments.map(async ({ name, mimeType, text }) => [name, await attachment(mimeType, text)] as const));
  return {
    name: one.name,
    codeinfo: { name: one.kind, docstring: null, sourcecode: '' },
    descriptor_id: 0,
    start_time_millis: one.startMs,
    end_time_millis: one.endMs,
    outcome: PHASE_WORDS[one.outcome],
    measurements: Object.fromEntries(one.measurements.map((row) => [row.name, measurement(row)])),
    attachments: Object.fromEntries(attachments),
    options: { name: one.name, repeat_limit: one.attempts },
    diagnosers: [],
    diagnosis_results: [],
    failure_diagnosis_results: [],
    subtest_name: null,
    marginal: false,
  };
}

const description = (facts: Readonly<Record<string, unknown>>): string =>
  Object.entries(facts)
    .map(([name, value]) => `${name}: ${String(value)}`)
    .join(', ');

/** Ready for `JSON.stringify`. */
export async function toOpenHtf(record: RunRecord): Promise<OpenHtfRecord> {
  const { plan, pack, versions, board, chip, entry, enrolment, link } = record;
  return {
    dut_id: chip?.serialNumber ?? board?.mac ?? null,
    station_id: record.station,
    start_time_millis: record.startMs,
    end_time_millis: record.endMs,
    outcome: record.outcome.toUpperCase(),
    outcome_details: record.details.map(({ code, facts }) => ({ code, description: description(facts) })),
    metadata: {
      test_name: plan.name,
      test_version: plan.version,
      test_description: '',
      config: { plan_fingerprint: plan.fingerprint, pack, versions, slot: record.slot, purpose: record.purpose, virtual: record.virtual },
      operator: record.operator,
      work_order: record.workOrder,
      label: record.label,
      board,
      chip,
      manifest_entry: entry,
      enrolment,
      record_id: record.id,
      chain: link,
    },
    phases: await Promise.all(record.phases.map(phase)),
    log_records: record.log.map(({ atMs, source, text }) => ({
      level: LEVEL_INFO,
      logger_name: source,
      source,
      lineno: 0,
      timestamp_millis: record.startMs + atMs,
      message: text,
    })),
    subtests: [],
    branches: [],
    checkpoints: [],
    diagnoses: [],
    diagnosers: [],
    marginal: false,
  };
}

/** As OpenHTF names its files, without what a file system minds: `{dut_id}.{test_name}.{start_time_millis}.json`. */
export function openHtfFileName(record: RunRecord): string {
  const dut = record.chip?.serialNumber ?? record.board?.mac ?? 'unknown';
  return `${dut}.${record.plan.name}.${record.startMs}.json`.replace(/[^A-Za-z0-9._-]+/g, '-');
}
