/**
 * Entries as a table for spreadsheets and scripts.
 * Floor: trust. Certificates of an unverified entry are left blank: nothing in them was believed.
 * Reference: RFC 4180 (CR LF, quotes doubled); OWASP "CSV Injection" for cells that a spreadsheet would run.
 */
import { toHex } from '../../base/index.ts';
import { csvLine } from '../../formats/index.ts';
import { sha1, sha256 } from '../crypto.ts';
import type { ManifestEntry } from '../entry/entry.ts';
import { parseCertificate } from '../x509/certificate.ts';
import { isoTime } from '../x509/chain.ts';
import type { EntryList } from './entry-list.ts';
import { loadedEntries } from './loaded.ts';

const COLUMNS = ['serial', 'common_name', 'part_number', 'sha1', 'sha256', 'not_before', 'not_after', 'verdict'] as const;
/** Rows made at once: enough to keep WebCrypto's threads busy. */
const ROWS_AT_ONCE = 64;
const NO_CERTIFICATE: readonly [string, string, string, string] = ['', '', '', ''];

/** A header and one line an entry. The verdict is `verified`, `verified, no certificate inside`, or `unverified:` and the reason's code. @throws manifest-read */
export async function* csvChunks(entries: EntryList): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  const encoder = new TextEncoder();
  yield encoder.encode(csvLine(COLUMNS));
  let rows: ManifestEntry[] = [];
  for await (const entry of loadedEntries(entries)) {
    if (rows.push(entry) < ROWS_AT_ONCE) continue;
    yield encoder.encode((await Promise.all(rows.map(cellsOf))).map(csvLine).join(''));
    rows = [];
  }
  yield encoder.encode((await Promise.all(rows.map(cellsOf))).map(csvLine).join(''));
}

async function cellsOf({ uniqueId, content, certificates, problem }: ManifestEntry): Promise<readonly string[]> {
  const serial = uniqueId?.toUpperCase() ?? '';
  const verdict = problem !== null ? `unverified: ${problem.reason}` : certificates === null ? 'verified, no certificate inside' : 'verified';
  const ofCertificate = certificates === null ? NO_CERTIFICATE : await certificateCells(certificates.device);
  return [serial, certificates?.commonName ?? '', content?.partNumber ?? '', ...ofCertificate, verdict];
}

async function certificateCells(der: Uint8Array): Promise<readonly [string, string, string, string]> {
  const { notBeforeMs, notAfterMs } = parseCertificate(der);
  return [toHex(await sha1(der)).toUpperCase(), toHex(await sha256(der)).toUpperCase(), isoTime(notBeforeMs), isoTime(notAfterMs)];
}
