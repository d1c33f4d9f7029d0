/**
 * The results of a job as a table (RFC 4180), for a spreadsheet.
 * Floor: app. Holds codes and facts, never an answer.
 */
import type { Facts } from '../../base/index.ts';
import { csvLine } from '../../formats/index.ts';

export interface ResultLine {
  readonly serialNumber: string;
  readonly registrationId: string;
  readonly state: string;
  readonly code: string;
  readonly facts: Facts;
}

const HEAD = ['serial_number', 'registration_id', 'result', 'code', 'details'];

const details = (facts: Facts): string =>
  Object.entries(facts)
    .map(([name, value]) => `${name}=${value}`)
    .join('; ');

/** The whole table, in the order given. */
export function resultsCsv(lines: Iterable<ResultLine>): string {
  const rows = [csvLine(HEAD)];
  for (const { serialNumber, registrationId, state, code, facts } of lines) rows.push(csvLine([serialNumber, registrationId, state, code, details(facts)]));
  return rows.join('');
}
