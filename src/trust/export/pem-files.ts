/**
 * Certificates as PEM files, one a chip, named by its serial number.
 * Floor: trust. Certificates that are not verified are listed beside them.
 * Reference: RFC 7468 section 5; RFC 8446 section 4.4.2 for the order of a chain (leaf first).
 */
import { encodePem } from '../../formats/index.ts';
import { certificatePath } from './certificate-path.ts';
import type { CertifiedEntry } from './certified.ts';
import { unverifiedLines } from './left-out.ts';
import type { ZipItem } from './zip.ts';

/** The leaf as PEM. */
export const leafPem = ({ device }: CertifiedEntry): string => encodePem('CERTIFICATE', device);

/** The file of one chip. @throws export-unique-id */
export const leafFile = (entry: CertifiedEntry): ZipItem => ({ name: certificatePath(entry.uniqueId), text: leafPem(entry) });

/** One file an entry, and `unverified.txt` when there is something to say. @throws export-unique-id */
export async function* pemFiles(entries: AsyncIterable<CertifiedEntry>, content: 'leaf' | 'chain'): AsyncGenerator<ZipItem> {
  const unverified: string[] = [];
  for await (const entry of entries) {
    const { name, text } = leafFile(entry);
    yield { name, text: content === 'chain' ? `${text}${encodePem('CERTIFICATE', entry.signer)}` : text };
    unverified.push(...unverifiedLines([entry]));
  }
  yield* listFile('unverified.txt', unverified);
}

/** A text file with these lines; none when there are none. */
export function* listFile(name: string, lines: readonly string[]): Generator<ZipItem> {
  if (lines.length > 0) yield { name, text: `${lines.join('\n')}\n` };
}
