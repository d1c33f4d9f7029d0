/**
 * Bodies for the bulk request of Azure's Device Provisioning Service.
 * Floor: trust. Sends nothing. Registration id and device id are the certificate's common name as written.
 * Reference: Azure DPS REST 2021-10-01, "Bulk device enrollment operation with maximum of 10 enrollments".
 */
import type { CertifiedEntry } from './certified.ts';
import { leftOutLines, unverifiedLines } from './left-out.ts';
import { leafPem, listFile } from './pem-files.ts';
import type { LeftOut } from './plan.ts';
import type { ZipItem } from './zip.ts';

const ENROLLMENTS_A_REQUEST = 10;

/** One JSON file for every ten entries, and lists of those that stay out and of those that are not verified, when there are any. */
export async function* bulkFiles(entries: AsyncIterable<CertifiedEntry>, leftOut: readonly LeftOut[]): AsyncGenerator<ZipItem> {
  const unverified: string[] = [];
  let [ten, written]: [object[], number] = [[], 0];
  for await (const entry of entries) {
    ten.push(enrollment(entry));
    unverified.push(...unverifiedLines([entry]));
    if (ten.length < ENROLLMENTS_A_REQUEST) continue;
    yield requestFile(++written, ten);
    ten = [];
  }
  if (ten.length > 0) yield requestFile(++written, ten);
  yield* listFile('left-out.txt', leftOutLines(leftOut));
  yield* listFile('unverified.txt', unverified);
}

const requestFile = (number: number, enrollments: readonly object[]): ZipItem => ({
  name: `dps-bulk/enrollments-${String(number).padStart(5, '0')}.json`,
  text: `${JSON.stringify({ mode: 'create', enrollments }, null, 2)}\n`,
});

const enrollment = (entry: CertifiedEntry): object => ({
  registrationId: entry.commonName,
  deviceId: entry.commonName,
  attestation: { type: 'x509', x509: { clientCertificates: { primary: { certificate: leafPem(entry) } } } },
  provisioningStatus: 'enabled',
});
