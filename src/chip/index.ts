/** The door of chip: the ATECC608 as the data sheet has it. */
export { CHIP_STATUS, CONFIG_OFFSET, EXECUTION_TIME_MS, I2C_ADDRESS, OPCODE, SIZE, SLOT_SIZE, TNGLORA_SLOT, TNGTLS_SLOT, UNLOCKED, WAKE_ANSWER, WORD_ADDRESS, ZONE } from './map.ts';
export type { ChipPacket, ChipResult, ChipTransport, TransportFault } from './transport.ts';
export type { ChipReading, ChipSilence, Possession, SlotReading } from './reading.ts';
