/**
 * A record as OpenHTF writes it, for tools that read OpenHTF: exactly the members, in their shapes, that OutputToJSON writes.
 * Floor: bench. Knows no files. What OpenHTF has no member for stands in `metadata`, which is free there.
 * Reference: OpenHTF (google/openhtf efec5c7, 2026-07): core/test_record.py and core/measurements.py (`as_base_types`), core/phase_executor.py
 * (`PhaseExecutionOutcome`), output/callbacks/json_factory.py (attachments carry their bytes in base64 and a SHA-1), util/units.py, util/validators.py.
 */
import { toBase64, toHex } from '../../base/index.ts';
import type { Limit, MeasuredValue, Measurement } from './measurement.ts';
import type { PhaseRecord, RunRecord } from './record.ts';

type Json = Readonly<Record<string, unknown>>;

interface OpenHtfRecord {
  readonly dut_id: string | null;
  readonly start_time_millis: number;
  readonly end_time_millis: number;
  readonly outcome: string;
  readonly outcome_details: readonly { readonly code: string; readonly description: string }[];
  readonly marginal: null;
  readonly metadata: Json;
  readonly phases: readonly Json[];
  readonly subtests: readonly never[];
  readonly branches: readonly never[];
  readonly diagnosers: readonly never[];
  readonly diagnoses: readonly never[];
  readonly log_records: readonly Json[];
  readonly station_id: string;
  readonly code_info: Json;
}

const PHASE_WORDS: Readonly<Record<PhaseRecord['outcome'], string>> = { pass: 'PASS', fail: 'FAIL', error: 'ERROR', skip: 'SKIP' };
const LEVEL_INFO = 20; // Python's logging.INFO

/** UCUM → OpenHTF's UnitDescriptor, whose codes are UN/ECE Recommendation 20. */
const UNITS: Readonly<Record<string, Json>> = {
  s: { name: 'second [unit of time]', code: 'SEC', suffix: 's' },
  ms: { name: 'millisecond', code: 'C26', suffix: 'ms' },
  By: { name: 'byte', code: 'AD', suffix: 'byte' },
  'By/s': { name: 'byte per second', code: 'P93', suffix: 'byte/s' },
  Bd: { name: 'baud', code: 'J38', suffix: 'Bd' },
  '1': { name: 'No dimension', code: 'NDL', suffix: null },
};
const unitOf = (unit: string): Json => (Object.hasOwn(UNITS, unit) ? (UNITS[unit] ?? {}) : { name: unit, code: null, suffix: unit });

/** What Python's re.escape puts a backslash before. */
const ESCAPED = /[()[\]{}?*+\-|^$\\.&~# \t\n\r\v\f]/g;
const python = (value: MeasuredValue): string => (typeof value === 'boolean' ? (value ? 'True' : 'False') : String(value));
const literal = (value: MeasuredValue): string => python(value).replace(ESCAPED, '\\$&');

/** As OpenHTF's validators print themselves: in_range, equals, and matches_regex for texts. */
function validatorText(limit: Limit): string {
  switch (limit.kind) {
    case 'range': {
      if (limit.min !== undefined && limit.min === limit.max) return `x == ${limit.min}`;
      const low = limit.min === undefined ? '' : `${limit.min} <= `;
      const high = limit.max === undefined ? '' : ` <= ${limit.max}`;
      return `${low}x${high}`;
    }
    case 'equals':
      return typeof limit.value === 'string' ? `'x' matches /^${literal(limit.value)}$/` : `x == ${python(limit.value)}`;
    case 'one-of':
      return `'x' matches /^(${limit.values.map(literal).join('|')})$/`;
  }
}

function measurement({ name, outcome, limits, unit, value }: Measurement): Json {
  return {
    name,
    outcome: outcome.toUpperCase(),
    ...(limits.length === 0 ? {} : { validators: limits.map(validatorText) }),
    ...(unit === '' ? {} : { units: unitOf(unit) }),
    ...(value === null ? {} : { measured_value: value }),
  };
}

async function attachment(mimeType: string, text: string): Promise<Json> {
  const bytes = new TextEncoder().encode(text);
  const sha1 = toHex(new Uint8Array(await crypto.subtle.digest('SHA-1', bytes))); // OpenHTF's own choice; it proves nothing
  return { mimetype: mimeType, sha1, data: toBase64(bytes) };
}

/** What the phase gave back: null means that its time ran out, an exception that the bench broke. A measurement outside its limits fails a phase that went on. */
function phaseResult({ outcome, details }: PhaseRecord): unknown {
  switch (outcome) {
    case 'pass':
      return 'CONTINUE';
    case 'skip':
      return 'SKIP';
    case 'fail':
      return details.every(({ code }) => code.startsWith('measurement-')) ? 'CONTINUE' : 'FAIL_AND_CONTINUE';
    case 'error': {
      const [detail] = details;
      if (detail?.code === 'run-phase-timeout') return null;
      return { exc_type: detail?.code ?? '', exc_val: description(detail?.facts ?? {}), exc_tb: '' };
    }
  }
}

async function phase(one: PhaseRecord, index: number): Promise<Json> {
  const attachments = await Promise.all(one.attachments.map(async ({ name, mimeType, text }) => [name, await attachment(mimeType, text)] as const));
  return {
    measurements: Object.fromEntries(one.measurements.map((row) => [row.name, measurement(row)])),
    options: {
      name: one.name,
      timeout_s: null,
      run_if: null,
      requires_state: false,
      force_repeat: false,
      repeat_on_measurement_fail: false,
      repeat_on_timeout: false,
      repeat_limit: null,
      run_under_pdb: false,
      phase_name_case: 'KEEP',
      stop_on_measurement_fail: false,
    },
    diagnosers: [],
    subtest_name: null,
    start_time_millis: one.startMs,
    end_time_millis: one.endMs,
    attachments: Object.fromEntries(attachments),
    diagnosis_results: [],
    failure_diagnosis_results: [],
    result: { phase_result: phaseResult(one) },
    outcome: PHASE_WORDS[one.outcome],
    marginal: null,
    descriptor_id: index,
    name: one.name,
    codeinfo: { name: one.kind, docstring: null, sourcecode: '' },
  };
}

const description = (facts: Readonly<Record<string, unknown>>): string =>
  Object.entries(facts)
    .map(([name, value]) => `${name}: ${String(value)}`)
    .join(', ');

/** Ready for `JSON.stringify`. */
export async function toOpenHtf(record: RunRecord): Promise<OpenHtfRecord> {
  const { plan, pack, versions, firmware, board, chip, entry, enrolment, link } = record;
  return {
    dut_id: chip?.serialNumber ?? board?.mac ?? null,
    start_time_millis: record.startMs,
    end_time_millis: record.endMs,
    outcome: record.outcome.toUpperCase(),
    outcome_details: record.details.map(({ code, facts }) => ({ code, description: description(facts) })),
    marginal: null,
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
      firmware: firmware ?? null,
      manifest_entry: entry,
      enrolment,
      attempts: Object.fromEntries(record.phases.map(({ name, attempts }) => [name, attempts])),
      log_dropped: record.logDropped,
      record_id: record.id,
      chain: link,
    },
    phases: await Promise.all(record.phases.map(phase)),
    subtests: [],
    branches: [],
    diagnosers: [],
    diagnoses: [],
    log_records: record.log.map(({ atMs, source, text }) => ({
      level: LEVEL_INFO,
      logger_name: source,
      source,
      lineno: 0,
      timestamp_millis: record.startMs + atMs,
      message: text,
    })),
    station_id: record.station,
    code_info: { name: 'touchstone', docstring: null, sourcecode: '' },
  };
}

/** As OpenHTF names its files, without what a file system minds: `{dut_id}.{test_name}.{start_time_millis}.json`. */
export function openHtfFileName(record: RunRecord): string {
  const dut = record.chip?.serialNumber ?? record.board?.mac ?? 'unknown';
  return `${dut}.${record.plan.name}.${record.startMs}.json`.replace(/[^A-Za-z0-9._-]+/g, '-');
}
