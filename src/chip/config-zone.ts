/**
 * Configuration zone of the ATECC608: 128 bytes in, a typed picture out.
 * Floor: chip. Knows nothing about ports or commands; read-chip.ts fetches the bytes. Judges nothing.
 * Reference: ATECC608A-TNGTLS data sheet DS40002112B table 2-3.
 */
import { TouchstoneError, concat } from '../base/index.ts';
import { CONFIG_OFFSET, SIZE, UNLOCKED } from './map.ts';
import type { ChipErrorCode } from './packet.ts';

/** 00 is locked, 55 is not; the chip writes nothing else, so anything else is a broken or false zone. */
export type LockState = 'locked' | 'unlocked' | 'undefined';

/** The zone's fields that somebody here looks at. */
export interface ConfigZone {
  /** Nine bytes. */
  readonly serialNumber: Uint8Array;
  /** Four bytes; says the family, not the model. */
  readonly revNum: Uint8Array;
  /** False: the single-wire interface. */
  readonly i2cEnabled: boolean;
  /** 7-bit address at which the chip answers, UserExtraAdd considered. */
  readonly i2cAddress: number;
  readonly chipMode: { readonly alternateAddress: boolean; readonly ttlLevels: boolean; readonly longWatchdog: boolean; readonly clockDivider: number };
  /** Data and OTP zones. */
  readonly lockValue: LockState;
  /** Configuration zone. */
  readonly lockConfig: LockState;
  /** Slots that were locked one by one, in order. */
  readonly lockedSlots: readonly number[];
}

/** Reads the whole zone. @throws chip-length */
export function parseConfigZone(bytes: Uint8Array): ConfigZone {
  if (bytes.length !== SIZE.ConfigZone)
    throw new TouchstoneError<ChipErrorCode>('chip-length', { zone: 'config', bytes: bytes.length, wanted: SIZE.ConfigZone });
  const at = (offset: number): number => bytes[offset] as number;
  const mode = at(CONFIG_OFFSET.ChipMode);
  const chipMode = { alternateAddress: (mode & 1) !== 0, ttlLevels: (mode & 2) !== 0, longWatchdog: (mode & 4) !== 0, clockDivider: mode >> 3 };
  const userExtraAdd = at(CONFIG_OFFSET.UserExtraAdd);
  const slotLocked = at(CONFIG_OFFSET.SlotLocked) | (at(CONFIG_OFFSET.SlotLocked + 1) << 8);
  return {
    serialNumber: joinSerialNumber(bytes),
    revNum: bytes.slice(CONFIG_OFFSET.RevNum, CONFIG_OFFSET.SerialNumber4),
    i2cEnabled: (at(CONFIG_OFFSET.I2CEnable) & 1) !== 0,
    i2cAddress: (chipMode.alternateAddress && userExtraAdd !== 0 ? userExtraAdd : at(CONFIG_OFFSET.I2CAddress)) >> 1,
    chipMode,
    lockValue: lockState(at(CONFIG_OFFSET.LockValue)),
    lockConfig: lockState(at(CONFIG_OFFSET.LockConfig)),
    lockedSlots: Array.from({ length: 16 }, (_, slot) => slot).filter((slot) => (slotLocked & (1 << slot)) === 0),
  };
}

/** Joins the serial number's two halves (bytes 0-3 and 8-12); the revision lies between them. */
function joinSerialNumber(bytes: Uint8Array): Uint8Array {
  const { SerialNumber0: first, SerialNumber4: second } = CONFIG_OFFSET;
  return concat(bytes.subarray(first, first + 4), bytes.subarray(second, second + 5));
}

function lockState(byte: number): LockState {
  if (byte === 0x00) return 'locked';
  return byte === UNLOCKED ? 'unlocked' : 'undefined';
}
