/**
 * Records as a table: a run is a row, a measurement is a column.
 * Floor: bench. Knows no files. The columns are known only when every record was seen, so records are gone through twice.
 * Reference: RFC 4180.
 */
import { csvLine } from '../../formats/index.ts';
import { reasonOf } from './record.ts';
import type { RunRecord } from './record.ts';

const COLUMNS: Readonly<Record<string, (record: RunRecord) => string | number>> = {
  record: ({ id }) => id,
  started: ({ startMs }) => new Date(startMs).toISOString(),
  seconds: ({ startMs, endMs }) => ((endMs - startMs) / 1000).toFixed(3),
  outcome: ({ outcome }) => outcome,
  reason: ({ outcome, details }) => (outcome === 'pass' ? '' : (reasonOf(details)?.code ?? '')),
  purpose: ({ purpose, virtual }) => (virtual ? `${purpose} (demo)` : purpose),
  station: ({ station }) => station,
  slot: ({ slot }) => slot,
  operator: ({ operator }) => operator,
  work_order: ({ workOrder }) => workOrder,
  label: ({ label }) => label,
  mac: ({ board }) => board?.mac ?? '',
  chip_serial: ({ chip }) => chip?.serialNumber ?? '',
  common_name: ({ chip }) => chip?.commonName ?? '',
  plan: ({ plan }) => plan.name,
  plan_version: ({ plan }) => plan.version,
  plan_fingerprint: ({ plan }) => plan.fingerprint,
  pack_fingerprint: ({ pack }) => pack?.fingerprint ?? '',
  page_version: ({ versions }) => versions.page,
  firmware_version: ({ versions }) => versions.firmware ?? '',
  firmware_build: ({ versions }) => versions.build ?? '',
  firmware_sha256: ({ firmware }) => firmware?.bench?.sha256 ?? '',
  on_chip_md5: ({ firmware }) => (firmware?.flash ?? []).map(({ offset, md5 }) => `0x${offset.toString(16)}:${md5 ?? 'not-read-back'}`).join(' '),
  device_certificate: ({ chip }) => chip?.deviceCertificate ?? '',
  signer_certificate: ({ chip }) => chip?.signerCertificate ?? '',
  manifest: ({ entry }) => entry?.fileName ?? '',
  manifest_entry: ({ entry }) => (entry === null ? '' : entry.index),
  chain: ({ link }) => link.chain,
  number: ({ link }) => link.number,
  hash: ({ link }) => link.hash,
};

type Records = () => AsyncIterable<RunRecord> | Iterable<RunRecord>;

const columnOf = (phase: string, measurement: string, unit: string): string => `${phase}.${measurement}${unit === '' ? '' : ` [${unit}]`}`;

/** Name → value of every measurement of a record, and the outcome of every phase. */
function measuredIn(record: RunRecord): ReadonlyMap<string, string> {
  const cells = new Map<string, string>();
  for (const { name: phase, outcome, measurements } of record.phases) {
    cells.set(phase, outcome);
    for (const { name, unit, value } of measurements) cells.set(columnOf(phase, name, unit), value === null ? '' : String(value));
  }
  return cells;
}

/** A header and one line a record, in pieces. */
export async function* recordCsv(records: Records): AsyncGenerator<string, void, undefined> {
  const measured = new Set<string>();
  for await (const record of records()) for (const name of measuredIn(record).keys()) measured.add(name);
  const names = [...measured];
  yield csvLine([...Object.keys(COLUMNS), ...names]);
  for await (const record of records()) {
    const cells = measuredIn(record);
    yield csvLine([...Object.values(COLUMNS).map((cell) => String(cell(record))), ...names.map((name) => cells.get(name) ?? '')]);
  }
}
