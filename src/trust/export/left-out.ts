/**
 * Entries that stay out of an export, or go in although they are not verified, as lines of plain text.
 * Floor: trust. Names come from files: whatever is not printable ASCII is replaced, so that no line can become two.
 */
import type { EntryRef } from '../manifest/manifest-file.ts';
import type { CertifiedEntry } from './certified.ts';
import type { LeftOut, LeftOutReason } from './plan.ts';

const WHY: Readonly<Record<LeftOutReason, string>> = {
  unverified: 'not verified',
  'no-certificate': 'no certificate inside',
  'registration-id': 'the common name has characters that DPS does not list for registration ids',
  demo: 'a demo chip: its private key is public',
  repeated: 'the same chip a second time',
  disagree: 'another entry gives this chip a different certificate',
  unreadable: 'cannot be read as JSON',
};
const LONGEST = 128;

/** Printable ASCII, cut. */
export const plainLine = (text: string): string => text.slice(0, LONGEST).replace(/[^\x20-\x7e]/g, '?');

/** One line an entry: serial number, common name when it is known, reason. */
export const leftOutLines = (leftOut: readonly LeftOut[]): readonly string[] =>
  leftOut.flatMap(({ reason, entries }) => Array.from(entries, (ref) => `${nameOf(ref)}: ${WHY[reason]}`));

/** One line an entry that is in the export although it has a problem. */
export const unverifiedLines = (entries: readonly Pick<CertifiedEntry, 'uniqueId' | 'commonName' | 'problem'>[]): readonly string[] =>
  entries.flatMap(({ uniqueId, commonName, problem }) =>
    problem === null ? [] : [`${uniqueId.toUpperCase()} "${plainLine(commonName)}": not verified (${problem})`],
  );

function nameOf({ file: { table }, index }: EntryRef): string {
  const commonName = table.commonName(index);
  return `${table.uniqueId(index)?.toUpperCase() ?? `entry ${index + 1}`}${commonName === null ? '' : ` "${plainLine(commonName)}"`}`;
}
