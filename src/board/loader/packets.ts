/**
 * Requests to the loader and its answers, as bytes.
 * Floor: board. Pure; knows the frame and the checksum, no operation's meaning and no time.
 * Reference: Espressif's serial protocol: `00 op len16 check32 data`, answered by `01 op len16 value32 data status`; SLIP around both.
 */
import { encodeSlip } from '../../formats/index.ts';

/** Operation codes that the page uses; those from D0 exist in the stub only. */
export const LOADER = {
  flashBegin: 0x02,
  flashData: 0x03,
  memBegin: 0x05,
  memEnd: 0x06,
  memData: 0x07,
  sync: 0x08,
  writeRegister: 0x09,
  readRegister: 0x0a,
  spiSetParams: 0x0b,
  spiAttach: 0x0d,
  changeBaudRate: 0x0f,
  deflateBegin: 0x10,
  deflateData: 0x11,
  deflateEnd: 0x12,
  flashMd5: 0x13,
  securityInfo: 0x14,
  eraseFlash: 0xd0,
} as const;

const HEADER_BYTES = 8;
const REQUEST = 0x00;
const ANSWER = 0x01;
const CHECKSUM_START = 0xef;

export interface LoaderAnswer {
  readonly operation: number;
  readonly value: number;
  /** Data and, behind it, the status: two bytes of the stub and of an ESP8266, four of every other ROM. */
  readonly body: Uint8Array;
}

/** Little-endian words, as the loader's commands want them. */
export function words(...values: readonly number[]): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(values.length * 4);
  const view = new DataView(bytes.buffer);
  for (const [index, value] of values.entries()) view.setUint32(index * 4, value, true);
  return bytes;
}

/** A request ready for the wire. `checksum` counts for blocks of data only. */
export function encodeRequest(operation: number, data: Uint8Array, checksum = 0): Uint8Array<ArrayBuffer> {
  const content = new Uint8Array(HEADER_BYTES + data.length);
  const view = new DataView(content.buffer);
  content[0] = REQUEST;
  content[1] = operation;
  view.setUint16(2, data.length, true);
  view.setUint32(4, checksum, true);
  content.set(data, HEADER_BYTES);
  return encodeSlip(content);
}

/** A block of data for MEM_DATA, FLASH_DATA and FLASH_DEFL_DATA, ready for the wire. */
export function encodeBlock(operation: number, block: Uint8Array, sequence: number): Uint8Array<ArrayBuffer> {
  const data = new Uint8Array(16 + block.length);
  data.set(words(block.length, sequence, 0, 0));
  data.set(block, 16);
  let checksum = CHECKSUM_START;
  for (const byte of block) checksum ^= byte;
  return encodeRequest(operation, data, checksum);
}

/** Takes a packet apart; null when it is no answer (the stub's greeting, the rest of a broken packet). */
export function parseAnswer(packet: Uint8Array): LoaderAnswer | null {
  if (packet.length < HEADER_BYTES + 2 || packet[0] !== ANSWER) return null;
  const view = new DataView(packet.buffer, packet.byteOffset, packet.length);
  if (view.getUint16(2, true) !== packet.length - HEADER_BYTES) return null;
  return { operation: packet[1] ?? 0, value: view.getUint32(4, true), body: packet.subarray(HEADER_BYTES) };
}

/** How many bytes of data an answer has: the largest of `possible` that leaves room for a status behind it; 0 when there are none. */
export function dataLength({ body }: LoaderAnswer, possible: readonly number[]): number {
  return Math.max(0, ...possible.filter((bytes) => body.length >= bytes + 2));
}

/** The status behind the data: null when all is well, else the loader's error byte. A refusal comes without the data. */
export function refusal(answer: LoaderAnswer, possible: readonly number[] = []): number | null {
  const at = dataLength(answer, possible);
  return answer.body[at] === 0 && (at > 0 || possible.length === 0) ? null : (answer.body[at + 1] ?? 0);
}
