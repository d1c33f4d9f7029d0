/**
 * Command blocks out, answer blocks in: count, content, the chip's own CRC.
 * Floor: chip. Knows the packet, not what commands mean (commands.ts) nor I2C (the firmware adds the word address).
 * Reference: ATECC608A-TNGTLS data sheet DS40002112B sections 4.1 to 4.3.
 */
import { TouchstoneError, concat } from '../base/index.ts';
import { OPCODE } from './map.ts';

/**
 * `chip-length`: an answer whose count byte and size disagree or that is out of 4…155, or a zone of another size than the chip has.
 * `chip-crc`: the answer's CRC is wrong. `chip-argument`: a command was asked for with a value that the chip does not have.
 */
export type ChipErrorCode = 'chip-length' | 'chip-crc' | 'chip-argument';

/** Commands that leave a chip as it was. Write, Lock, UpdateExtra, PrivWrite, DeriveKey are not among them and cannot be encoded. */
const READING_OPCODES = { Info: OPCODE.Info, Read: OPCODE.Read, Random: OPCODE.Random, Nonce: OPCODE.Nonce, GenKey: OPCODE.GenKey, Sign: OPCODE.Sign } as const;

/** Name of a command that this house can send. */
export type ReadingCommand = keyof typeof READING_OPCODES;

const OVERHEAD_BYTES = 7;
const MAX_BLOCK_BYTES = 155;
const MIN_ANSWER_BYTES = 4;
const CRC_BYTES = 2;

/** CRC-16 of the chip: polynomial 0x8005, initial 0, bits of each byte from the lowest; 16 bits. */
export function chipCrc(bytes: Uint8Array): number {
  let crc = 0;
  for (const byte of bytes) {
    for (let mask = 1; mask < 0x100; mask <<= 1) {
      const dataBit = (byte & mask) === 0 ? 0 : 1;
      const crcBit = crc >> 15;
      crc = (crc << 1) & 0xffff;
      if (dataBit !== crcBit) crc ^= 0x8005;
    }
  }
  return crc;
}

/** One command block from count to CRC. @throws chip-argument */
export function encodeCommand(command: ReadingCommand, param1: number, param2: number, data: Uint8Array = new Uint8Array(0)): Uint8Array<ArrayBuffer> {
  const count = OVERHEAD_BYTES + data.length;
  const opcode = Object.hasOwn(READING_OPCODES, command) ? READING_OPCODES[command] : undefined;
  if (opcode === undefined || !isUnsigned(param1, 0xff) || !isUnsigned(param2, 0xffff) || count > MAX_BLOCK_BYTES) {
    throw new TouchstoneError<ChipErrorCode>('chip-argument', { command, param1, param2, dataBytes: data.length });
  }
  const block = concat(Uint8Array.of(count, opcode, param1, param2 & 0xff, param2 >> 8), data);
  const crc = chipCrc(block);
  return concat(block, Uint8Array.of(crc & 0xff, crc >> 8));
}

/** What a chip answered: bytes, or one status byte. A one-byte answer is always a status. */
export type ChipAnswer = { readonly data: Uint8Array<ArrayBuffer> } | { readonly status: number };

/** Reads an answer from count to CRC. @throws chip-length, chip-crc */
export function parseAnswer(answer: Uint8Array): ChipAnswer {
  const count = answer[0] ?? 0;
  if (count !== answer.length || count < MIN_ANSWER_BYTES || count > MAX_BLOCK_BYTES) {
    throw new TouchstoneError<ChipErrorCode>('chip-length', { count, bytes: answer.length });
  }
  const end = count - CRC_BYTES;
  const seen = (answer[end] as number) | ((answer[end + 1] as number) << 8);
  const wanted = chipCrc(answer.subarray(0, end));
  if (seen !== wanted) throw new TouchstoneError<ChipErrorCode>('chip-crc', { seen, wanted });
  return count === MIN_ANSWER_BYTES ? { status: answer[1] as number } : { data: answer.slice(1, end) };
}

function isUnsigned(value: number, highest: number): boolean {
  return Number.isInteger(value) && value >= 0 && value <= highest;
}
