/** The door of chip: the ATECC608 as the data sheet has it. */
export {
  CHIP_STATUS,
  CONFIG_OFFSET,
  EXECUTION_TIME_MS,
  I2C_ADDRESS,
  OPCODE,
  SIZE,
  SLOT_SIZE,
  TNGLORA_SLOT,
  TNGTLS_SLOT,
  UNLOCKED,
  WAKE_ANSWER,
  WORD_ADDRESS,
  ZONE,
} from './map.ts';
export type { ChipPacket, ChipResult, ChipTransport, TransportFault } from './transport.ts';
export type { ChipReading, ChipSilence, Possession, SlotReading } from './reading.ts';
export { parseAnswer } from './packet.ts';
export type { ChipAnswer, ChipErrorCode } from './packet.ts';
export { genKeyPublic, info, nonceToMessageDigestBuffer, random, read, signMessageDigestBuffer } from './commands.ts';
export type { ReadableZone } from './commands.ts';
export { readChip } from './read-chip.ts';
export type { ReadChipOptions, ReadProgress } from './read-chip.ts';
export { parseConfigZone } from './config-zone.ts';
export type { ConfigZone, LockState } from './config-zone.ts';
export { checkSerialNumber, formatSerialNumber, serialNumberSuffix } from './serial-number.ts';
export type { SerialNumberFault } from './serial-number.ts';
export { modelOf } from './model.ts';
export type { ChipModel } from './model.ts';
