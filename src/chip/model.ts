/**
 * From the revision that Info gives to the name of the part.
 * Floor: chip. Knows only Info's four bytes: RevNum in the configuration zone does not tell the models apart.
 * Reference: 608A and 608B data sheets, Info command (00 00 60 02, 00 00 60 03). No document at hand prints the 608C's value.
 */

/** Name of the part, or that it is none. */
export type ChipModel = 'ATECC608A' | 'ATECC608B' | 'ATECC608C or later (not verified)' | 'not an ATECC608';

/** Name by revision; everything else than 00 00 60 02… is no ATECC608. */
export function modelOf(revision: Uint8Array): ChipModel {
  const [first, second, family, step] = revision;
  if (revision.length !== 4 || first !== 0 || second !== 0 || family !== 0x60 || step === undefined || step < 0x02) return 'not an ATECC608';
  if (step === 0x02) return 'ATECC608A';
  return step === 0x03 ? 'ATECC608B' : 'ATECC608C or later (not verified)';
}
