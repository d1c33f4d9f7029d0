/**
 * Serial numbers: nine bytes, unique in the family.
 * Floor: chip. Knows the fixed bytes, not whether such a chip was ever made.
 * Reference: ATECC608A-TNGTLS data sheet DS40002112B section 2.1 (SN[0:1] = 01 23, SN[8] = 01; TNGLORA's end in 27).
 */
import { toHex } from '../base/index.ts';
import { I2C_ADDRESS, SIZE } from './map.ts';

/** Which fixed byte is not right. */
export type SerialNumberFault = 'serial-length' | 'serial-prefix' | 'serial-suffix';

/** Last byte that a chip at this 7-bit address must have. */
export const serialNumberSuffix = (address: number): number => (address === I2C_ADDRESS.TNGLORA ? 0x27 : 0x01);

/** Null when well-formed. */
export function checkSerialNumber(serialNumber: Uint8Array, address: number): SerialNumberFault | null {
  if (serialNumber.length !== SIZE.SerialNumber) return 'serial-length';
  if (serialNumber[0] !== 0x01 || serialNumber[1] !== 0x23) return 'serial-prefix';
  return serialNumber[SIZE.SerialNumber - 1] === serialNumberSuffix(address) ? null : 'serial-suffix';
}

/** Upper-case hex in groups of four for the eye: 0123 A23F 29F9 366A 01. */
export function formatSerialNumber(serialNumber: Uint8Array): string {
  return (
    toHex(serialNumber)
      .toUpperCase()
      .match(/.{1,4}/g)
      ?.join(' ') ?? ''
  );
}
