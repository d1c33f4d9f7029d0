/**
 * Where the certificate of a chip stands in an archive.
 * Floor: trust. The layout `certs/<uniqueId>.pem` is what scripts in use expect. Whatever was checked before is checked here again: this becomes a file name.
 */
import { TouchstoneError } from '../../base/index.ts';

/** `export-unique-id`: a serial number that is not 18 lower-case hex digits would become a file name (fact `length`). It is a fault of this page. */
export type ExportErrorCode = 'export-unique-id';

/** `certs/0123….pem`. @throws export-unique-id */
export function certificatePath(uniqueId: string): string {
  if (!/^[0-9a-f]{18}$/.test(uniqueId)) throw new TouchstoneError<ExportErrorCode>('export-unique-id', { length: uniqueId.length });
  return `certs/${uniqueId}.pem`;
}
