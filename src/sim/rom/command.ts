/**
 * Requests and replies of the serial loader, before and after SLIP.
 * Floor: sim. Pure; knows no command's meaning.
 * Reference: Espressif, "Serial protocol" (esptool documentation): `00 op len16 chk32 data`, answered by `01 op len16 value32 data status`.
 */

/** Operation codes; those from D0 exist in the stub only. */
// prettier-ignore
export const LOADER_OP = {
  FLASH_BEGIN: 0x02, FLASH_DATA: 0x03, FLASH_END: 0x04, MEM_BEGIN: 0x05, MEM_END: 0x06, MEM_DATA: 0x07, SYNC: 0x08, WRITE_REG: 0x09, READ_REG: 0x0a,
  SPI_SET_PARAMS: 0x0b, SPI_ATTACH: 0x0d, CHANGE_BAUDRATE: 0x0f, FLASH_DEFL_BEGIN: 0x10, FLASH_DEFL_DATA: 0x11, FLASH_DEFL_END: 0x12,
  SPI_FLASH_MD5: 0x13, ERASE_FLASH: 0xd0, ERASE_REGION: 0xd1, READ_FLASH: 0xd2, RUN_USER_CODE: 0xd3,
} as const;

/** Who answers: the ROM (four status bytes) or the stub that was loaded (two). */
export type LoaderKind = 'rom' | 'stub';

/** Error bytes of both; the ROM's list is short. */
const LOADER_ERROR: Readonly<Record<LoaderFault, Readonly<Record<LoaderKind, number>>>> = {
  message: { rom: 0x05, stub: 0xc0 },
  refused: { rom: 0x06, stub: 0xc6 },
  checksum: { rom: 0x07, stub: 0xc1 },
  inflate: { rom: 0x0b, stub: 0xc7 },
  'too-much': { rom: 0x06, stub: 0xc9 },
  range: { rom: 0x06, stub: 0xc4 },
  flash: { rom: 0x08, stub: 0xc4 },
};

/** Why a request was not carried out. */
export type LoaderFault = 'message' | 'refused' | 'checksum' | 'inflate' | 'too-much' | 'range' | 'flash';

export interface LoaderRequest {
  readonly op: number;
  readonly checksum: number;
  readonly data: Uint8Array;
}

export interface LoaderReply {
  readonly fault?: LoaderFault;
  readonly value?: number;
  readonly data?: Uint8Array;
  /** Cycles of work before the reply, and after it before the next request is looked at. */
  readonly before?: number;
  readonly after?: number;
  /** Done when the reply's last byte has left. */
  readonly then?: () => void;
}

/** Little-endian word `index` of a request's data, 0 beyond its end. */
export function wordOf(data: Uint8Array, index: number): number {
  const at = index * 4;
  return ((data[at] ?? 0) | ((data[at + 1] ?? 0) << 8) | ((data[at + 2] ?? 0) << 16) | ((data[at + 3] ?? 0) << 24)) >>> 0;
}

/** Takes a packet apart; null when it is none (both loaders keep silent then). */
export function parseRequest(content: Uint8Array): LoaderRequest | null {
  if (content.length < 8 || content[0] !== 0x00) return null;
  const length = (content[2] ?? 0) | ((content[3] ?? 0) << 8);
  if (content.length !== 8 + length) return null;
  return { op: content[1] ?? 0, checksum: content[4] ?? 0, data: content.slice(8) };
}

/** The bytes of a reply, before SLIP. */
export function encodeReply(kind: LoaderKind, op: number, reply: LoaderReply): number[] {
  const error = reply.fault === undefined ? 0 : LOADER_ERROR[reply.fault][kind];
  const status = [error === 0 ? 0 : 1, error, ...(kind === 'rom' ? [0, 0] : [])];
  const data = [...(error === 0 ? (reply.data ?? []) : []), ...status];
  const value = reply.value ?? 0;
  return [0x01, op, data.length & 0xff, data.length >> 8, value & 0xff, (value >>> 8) & 0xff, (value >>> 16) & 0xff, value >>> 24, ...data];
}

/** The block inside a data command, once its length and checksum are right. */
export function dataBlock(request: LoaderRequest): Uint8Array | LoaderFault {
  const block = request.data.subarray(16);
  if (request.data.length < 16 || wordOf(request.data, 0) !== block.length) return 'message';
  const sum = block.reduce((xor, byte) => xor ^ byte, 0xef);
  return sum === request.checksum ? block : 'checksum';
}
