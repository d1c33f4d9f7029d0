/** The parts that may lie on a virtual bench, by id. Floor: ui. Their words are in strings, what they do is in app. */

/** What may be put on the virtual bench, in the order of its list. */
export const VIRTUAL_FAULT_IDS = [
  'genuine',
  'chip-absent',
  'sda-stuck',
  'no-wake',
  'wrong-address-36',
  'wrong-address-60',
  'crc-noise',
  'chip-stops-answering',
  'blank-unlocked',
  'replayed-dump',
  'other-ca',
  'line-noise',
  'self-reset',
  'cable-pulled',
] as const;
export type VirtualFaultId = (typeof VIRTUAL_FAULT_IDS)[number];
