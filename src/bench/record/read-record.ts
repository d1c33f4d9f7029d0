/**
 * A record from foreign JSON, strictly: every member is looked at, unknown ones are refused, and the hash must hold.
 * Floor: bench. Knows no files and no store; what it gives is made anew, member by member. Reference: record.ts; docs/records.md.
 */
import { isWhole } from './chain.ts';
import type { Limit, MeasuredValue, Measurement } from './measurement.ts';
import { MEASUREMENT_OUTCOMES, OUTCOMES, PHASE_OUTCOMES } from './outcome.ts';
import {
  RECORD_FORMAT,
  type Attachment,
  type ChainLink,
  type OutcomeDetail,
  type PhaseRecord,
  type RecordedFirmware,
  type RunPurpose,
  type RunRecord,
} from './record.ts';
import { RecordMembers, WrongForm } from './record-members.ts';

/** `format`: another format or version of it. `shape`: a member is missing, unknown or not of its form. `hash`: it was altered after it was written. */
export type RecordFault = { readonly why: 'format'; readonly seen: string } | { readonly why: 'shape'; readonly path: string } | { readonly why: 'hash' };

const ID = /^[A-Za-z0-9-]{1,64}$/;
const HASH = /^[0-9a-f]{64}$/;
const MD5 = /^[0-9a-f]{32}$/;
const MAC = /^[0-9A-Fa-f]{2}(:[0-9A-Fa-f]{2}){5}$/;
const SERIAL = /^[0-9A-F]{18}$/;
const CODE = /^[A-Za-z0-9-]{1,80}$/;
const PURPOSES: readonly RunPurpose[] = ['production', 'golden', 'dry-run'];
/** What people type. */
const SHORT = 200;
const LONG = 4_000;
const MOST_TEXT = 1_000_000;
const MOST_PHASES = 64;
const MOST_MEASUREMENTS = 64;
const MOST_DETAILS = 200;
const MOST_FACTS = 64;
const MOST_PARTS = 64;
const MOST_LOG = 20_000;
const MOST_SLOT = 0xffff;

/** Reads what `JSON.parse` gave. */
export async function readRecord(value: unknown): Promise<RunRecord | RecordFault> {
  try {
    const seen = (value as { readonly format?: unknown } | null)?.format;
    if (typeof seen === 'string' && seen !== RECORD_FORMAT) return { why: 'format', seen: seen.slice(0, 60) };
    const record = readMembers(value);
    return (await isWhole(record)) ? record : { why: 'hash' };
  } catch (error) {
    if (error instanceof WrongForm) return { why: 'shape', path: error.path.slice(0, 120) };
    throw error;
  }
}

const MEMBERS: readonly (keyof RunRecord)[] = [
  'format',
  'id',
  'station',
  'slot',
  'operator',
  'workOrder',
  'label',
  'purpose',
  'virtual',
  'startMs',
  'endMs',
  'outcome',
  'details',
  'plan',
  'pack',
  'versions',
  'firmware',
  'board',
  'chip',
  'entry',
  'enrolment',
  'phases',
  'log',
  'logDropped',
  'link',
];

function readMembers(value: unknown): RunRecord {
  const run = new RecordMembers(value, '', MEMBERS);
  return {
    format: run.oneOf('format', [RECORD_FORMAT]),
    id: run.text('id', 64, ID),
    station: run.text('station', SHORT),
    slot: run.whole('slot', 1, MOST_SLOT),
    operator: run.text('operator', SHORT),
    workOrder: run.text('workOrder', SHORT),
    label: run.text('label', SHORT),
    purpose: run.oneOf('purpose', PURPOSES),
    virtual: run.flag('virtual'),
    startMs: run.time('startMs'),
    endMs: run.time('endMs'),
    outcome: run.oneOf('outcome', OUTCOMES),
    details: run.list('details', MOST_DETAILS, readDetail),
    plan: readPlan(run.value('plan'), 'plan'),
    pack: run.orNull('pack', readPack),
    versions: readVersions(run.value('versions'), 'versions'),
    ...(run.has('firmware') ? { firmware: readFirmware(run.value('firmware'), 'firmware') } : {}),
    board: run.orNull('board', readBoard),
    chip: run.orNull('chip', readChip),
    entry: run.orNull('entry', readEntry),
    enrolment: run.orNull('enrolment', readEnrolment),
    phases: run.list('phases', MOST_PHASES, readPhase),
    log: run.list('log', MOST_LOG, readLine),
    logDropped: run.whole('logDropped', 0, Number.MAX_SAFE_INTEGER),
    link: readLink(run.value('link'), 'link'),
  };
}

function readLink(value: unknown, path: string): ChainLink {
  const link = new RecordMembers(value, path, ['chain', 'number', 'previous', 'hash']);
  return {
    chain: link.text('chain', 64, ID),
    number: link.whole('number', 1, Number.MAX_SAFE_INTEGER),
    previous: link.text('previous', 64, HASH),
    hash: link.text('hash', 64, HASH),
  };
}

function readPlan(value: unknown, path: string): RunRecord['plan'] {
  const plan = new RecordMembers(value, path, ['name', 'version', 'fingerprint']);
  return { name: plan.text('name', SHORT), version: plan.text('version', SHORT), fingerprint: plan.text('fingerprint', 64, HASH) };
}

function readPack(value: unknown, path: string): NonNullable<RunRecord['pack']> {
  const pack = new RecordMembers(value, path, ['name', 'fingerprint']);
  return { name: pack.text('name', SHORT), fingerprint: pack.text('fingerprint', 128, CODE) };
}

function readVersions(value: unknown, path: string): RunRecord['versions'] {
  const versions = new RecordMembers(value, path, ['page', 'firmware', 'build']);
  return { page: versions.text('page', SHORT), firmware: versions.textOrNull('firmware', SHORT), build: versions.textOrNull('build', SHORT) };
}

function readFirmware(value: unknown, path: string): RecordedFirmware {
  const firmware = new RecordMembers(value, path, ['bench', 'flash']);
  return { bench: firmware.orNull('bench', readBench), flash: firmware.list('flash', MOST_PARTS, readPart) };
}

function readBench(value: unknown, path: string): NonNullable<RecordedFirmware['bench']> {
  const bench = new RecordMembers(value, path, ['version', 'build', 'place', 'sha256', 'md5']);
  return {
    version: bench.text('version', SHORT),
    build: bench.text('build', SHORT),
    place: bench.text('place', SHORT),
    sha256: bench.text('sha256', 64, HASH),
    md5: bench.textOrNull('md5', 32, MD5),
  };
}

function readPart(value: unknown, path: string): RecordedFirmware['flash'][number] {
  const part = new RecordMembers(value, path, ['name', 'offset', 'bytes', 'md5', 'how']);
  return {
    name: part.text('name', LONG),
    offset: part.whole('offset', 0, Number.MAX_SAFE_INTEGER),
    bytes: part.whole('bytes', 0, Number.MAX_SAFE_INTEGER),
    md5: part.textOrNull('md5', 32, MD5),
    how: part.oneOf('how', ['written', 'same']),
  };
}

function readBoard(value: unknown, path: string): NonNullable<RunRecord['board']> {
  const board = new RecordMembers(value, path, ['chipName', 'revision', 'mac', 'flashSizeBytes']);
  return {
    chipName: board.text('chipName', SHORT),
    revision: board.textOrNull('revision', SHORT),
    mac: board.textOrNull('mac', 17, MAC),
    flashSizeBytes: board.whole('flashSizeBytes', 0, Number.MAX_SAFE_INTEGER),
  };
}

function readChip(value: unknown, path: string): NonNullable<RunRecord['chip']> {
  const chip = new RecordMembers(value, path, ['serialNumber', 'model', 'commonName', 'deviceCertificate', 'signerCertificate']);
  return {
    serialNumber: chip.text('serialNumber', 18, SERIAL),
    model: chip.text('model', SHORT),
    commonName: chip.textOrNull('commonName', SHORT),
    deviceCertificate: chip.textOrNull('deviceCertificate', 64, HASH),
    signerCertificate: chip.textOrNull('signerCertificate', 64, HASH),
  };
}

function readEntry(value: unknown, path: string): NonNullable<RunRecord['entry']> {
  const entry = new RecordMembers(value, path, ['fileName', 'index']);
  return { fileName: entry.text('fileName', LONG), index: entry.whole('index', 0, Number.MAX_SAFE_INTEGER) };
}

function readEnrolment(value: unknown, path: string): NonNullable<RunRecord['enrolment']> {
  const enrolment = new RecordMembers(value, path, ['service', 'idScope', 'registrationId']);
  return { service: enrolment.text('service', SHORT), idScope: enrolment.text('idScope', SHORT), registrationId: enrolment.text('registrationId', SHORT) };
}

function readDetail(value: unknown, path: string): OutcomeDetail {
  const detail = new RecordMembers(value, path, ['code', 'facts']);
  const facts = detail.value('facts');
  if (typeof facts !== 'object' || facts === null || Array.isArray(facts)) throw new WrongForm(`${path}.facts`);
  const members = Object.entries(facts as Readonly<Record<string, unknown>>);
  if (members.length > MOST_FACTS) throw new WrongForm(`${path}.facts`);
  return {
    code: detail.text('code', 80, CODE),
    facts: Object.fromEntries(members.map(([name, fact]) => [name, readMeasured(fact, `${path}.facts.${name.slice(0, 40)}`)])),
  };
}

function readMeasured(value: unknown, path: string): MeasuredValue {
  if (typeof value === 'boolean' || (typeof value === 'number' && Number.isFinite(value))) return value;
  if (typeof value === 'string' && value.length <= MOST_TEXT) return value;
  throw new WrongForm(path);
}

function readPhase(value: unknown, path: string): PhaseRecord {
  const phase = new RecordMembers(value, path, ['name', 'kind', 'outcome', 'startMs', 'endMs', 'attempts', 'measurements', 'attachments', 'details']);
  return {
    name: phase.text('name', SHORT),
    kind: phase.text('kind', 80, CODE),
    outcome: phase.oneOf('outcome', PHASE_OUTCOMES),
    startMs: phase.time('startMs'),
    endMs: phase.time('endMs'),
    attempts: phase.whole('attempts', 0, 1_000),
    measurements: phase.list('measurements', MOST_MEASUREMENTS, readMeasurement),
    attachments: phase.list('attachments', MOST_MEASUREMENTS, readAttachment),
    details: phase.list('details', MOST_DETAILS, readDetail),
  };
}

function readMeasurement(value: unknown, path: string): Measurement {
  const row = new RecordMembers(value, path, ['name', 'unit', 'limits', 'outcome', 'value', 'setMs']);
  return {
    name: row.text('name', SHORT),
    unit: row.text('unit', SHORT),
    limits: row.list('limits', MOST_MEASUREMENTS, readLimit),
    outcome: row.oneOf('outcome', MEASUREMENT_OUTCOMES),
    value: row.orNull('value', readMeasured),
    setMs: row.value('setMs') === null ? null : row.time('setMs'),
  };
}

function readLimit(value: unknown, path: string): Limit {
  const kind = (value as { readonly kind?: unknown } | null)?.kind;
  switch (kind) {
    case 'range': {
      const range = new RecordMembers(value, path, ['kind', 'min', 'max']);
      const end = (name: string): number => {
        const given = range.value(name);
        if (typeof given !== 'number' || !Number.isFinite(given)) throw new WrongForm(range.pathOf(name));
        return given;
      };
      return { kind, ...(range.has('min') ? { min: end('min') } : {}), ...(range.has('max') ? { max: end('max') } : {}) };
    }
    case 'equals':
      return { kind, value: readMeasured(new RecordMembers(value, path, ['kind', 'value']).value('value'), `${path}.value`) };
    case 'one-of':
      return { kind, values: new RecordMembers(value, path, ['kind', 'values']).list('values', MOST_MEASUREMENTS, readMeasured) };
    default:
      throw new WrongForm(`${path}.kind`);
  }
}

function readAttachment(value: unknown, path: string): Attachment {
  const attachment = new RecordMembers(value, path, ['name', 'mimeType', 'text']);
  return { name: attachment.text('name', SHORT), mimeType: attachment.text('mimeType', SHORT), text: attachment.text('text', MOST_TEXT) };
}

function readLine(value: unknown, path: string): RunRecord['log'][number] {
  const line = new RecordMembers(value, path, ['atMs', 'source', 'text']);
  return { atMs: line.whole('atMs', 0, Number.MAX_SAFE_INTEGER), source: line.text('source', SHORT), text: line.text('text', MOST_TEXT) };
}
