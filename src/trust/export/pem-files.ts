/**
 * Certificates as PEM files, one a chip, named by its serial number.
 * Floor: trust. Knows verified entries only; the layout `certs/<uniqueId>.pem` is what scripts in use expect.
 * Reference: RFC 7468 section 5; RFC 8446 section 4.4.2 for the order of a chain (leaf first).
 */
import { TouchstoneError } from '../../base/index.ts';
import { encodePem } from '../../formats/index.ts';
import type { CertifiedEntry } from './plan.ts';
import type { ZipItem } from './zip.ts';

/** `export-unique-id`: a serial number that is not 18 lower-case hex digits would become a file name (fact `length`). It is a fault of this page. */
export type ExportErrorCode = 'export-unique-id';

/** `certs/0123….pem`. @throws export-unique-id */
export function certificatePath(uniqueId: string): string {
  if (!/^[0-9a-f]{18}$/.test(uniqueId)) throw new TouchstoneError<ExportErrorCode>('export-unique-id', { length: uniqueId.length });
  return `certs/${uniqueId}.pem`;
}

/** The leaf as PEM. */
export const leafPem = ({ certificates }: CertifiedEntry): string => encodePem('CERTIFICATE', certificates.device);

/** One file an entry. @throws export-unique-id */
export function* pemFiles(entries: Iterable<CertifiedEntry>, content: 'leaf' | 'chain'): Generator<ZipItem> {
  for (const entry of entries) {
    const signer = content === 'chain' ? encodePem('CERTIFICATE', entry.certificates.signer) : '';
    yield { name: certificatePath(entry.uniqueId), text: `${leafPem(entry)}${signer}` };
  }
}
