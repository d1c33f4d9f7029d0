/**
 * The record of enrolments as a table (RFC 4180), newest first.
 * Floor: app. Holds what was done, never an answer of a service.
 */
import { csvLine } from '../../formats/index.ts';
import type { EnrolRecord } from '../../ui/index.ts';

const COLUMNS: Readonly<Record<string, (record: EnrolRecord) => string>> = {
  when: ({ atMs }) => new Date(atMs).toISOString(),
  serial_number: ({ serialNumber }) => serialNumber,
  registration_id: ({ registrationId }) => registrationId,
  device_id: ({ deviceId }) => deviceId,
  result: ({ result }) => result,
  verdict: ({ verdict }) => verdict,
  service: ({ serviceName }) => serviceName,
  id_scope: ({ idScope }) => idScope,
  who: ({ who }) => who,
  emulator: ({ emulator }) => (emulator ? 'emulator' : ''),
};

/** The whole table, in the order given. */
export function enrolmentsCsv(records: Iterable<EnrolRecord>): string {
  const rows = [csvLine(Object.keys(COLUMNS))];
  for (const record of records) rows.push(csvLine(Object.values(COLUMNS).map((cell) => cell(record))));
  return rows.join('');
}
