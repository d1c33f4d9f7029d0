/**
 * Bodies for the bulk request of Azure's Device Provisioning Service.
 * Floor: trust. Sends nothing. Registration id and device id are the certificate's common name as written.
 * Reference: Azure DPS REST 2021-10-01, "Bulk device enrollment operation with maximum of 10 enrollments".
 */
import { leftOutLines } from './left-out.ts';
import { leafPem } from './pem-files.ts';
import type { CertifiedEntry, LeftOutEntry } from './plan.ts';
import type { ZipItem } from './zip.ts';

const ENROLLMENTS_A_REQUEST = 10;

/** One JSON file for every ten entries, and a list of those that stay out when there are any. */
export function* bulkFiles(entries: readonly CertifiedEntry[], leftOut: readonly LeftOutEntry[]): Generator<ZipItem> {
  for (let start = 0; start < entries.length; start += ENROLLMENTS_A_REQUEST) {
    const enrollments = entries.slice(start, start + ENROLLMENTS_A_REQUEST).map(enrollment);
    const number = String(start / ENROLLMENTS_A_REQUEST + 1).padStart(5, '0');
    yield { name: `dps-bulk/enrollments-${number}.json`, text: `${JSON.stringify({ mode: 'create', enrollments }, null, 2)}\n` };
  }
  if (leftOut.length > 0) yield { name: 'left-out.txt', text: `${leftOutLines(leftOut).join('\n')}\n` };
}

const enrollment = (entry: CertifiedEntry): object => ({
  registrationId: entry.certificates.commonName,
  deviceId: entry.certificates.commonName,
  attestation: { type: 'x509', x509: { clientCertificates: { primary: { certificate: leafPem(entry) } } } },
  provisioningStatus: 'enabled',
});
