/**
 * The entries that stay out of a script, as lines of plain text.
 * Floor: trust. Names come from files: whatever is not printable ASCII is replaced, so that no line can become two.
 */
import type { LeftOutEntry, LeftOutReason } from './plan.ts';

const WHY: Readonly<Record<LeftOutReason, string>> = {
  unverified: 'not verified',
  'no-certificate': 'no certificate inside',
  'registration-id': 'the common name has characters that DPS does not list for registration ids',
  demo: 'a demo chip: its private key is public',
  repeated: 'the same chip a second time',
  disagree: 'two verified entries give this chip different certificates',
};
const LONGEST = 128;

/** Printable ASCII, cut. */
export const plainLine = (text: string): string => text.slice(0, LONGEST).replace(/[^\x20-\x7e]/g, '?');

/** One line an entry: serial number, common name when it is known, reason. */
export const leftOutLines = (leftOut: readonly LeftOutEntry[]): readonly string[] =>
  leftOut.map(({ reason, entry }) => {
    const name = entry.certificates === null ? '' : ` "${plainLine(entry.certificates.commonName)}"`;
    return `${entry.uniqueId?.toUpperCase() ?? `entry ${entry.index + 1}`}${name}: ${WHY[reason]}`;
  });
