/**
 * Payloads of the bench firmware's commands: values in, bytes out, and back, strictly.
 * Floor: board. Knows no wire and no time (bench-client.ts).
 * Reference: docs/protocol.md sections 3.1, 3.4, 3.7 and 4.
 */
import { concat, toHex } from '../base/index.ts';
import type { ChipPacket, ChipResult, TransportFault } from '../chip/index.ts';
import { protocolError, statusName, type StatusName } from '../link/index.ts';

export interface HelloAnswer {
  readonly protocolVersion: number;
  /** "major.minor.patch". */
  readonly firmwareVersion: string;
  /** Eight hex digits, lower case, as in the banner. */
  readonly buildId: string;
  /** esp_chip_id_t: 0 = ESP32. */
  readonly chipId: number;
  /** "major.minor", or null when not known. */
  readonly chipRevision: string | null;
  /** Six bytes, upper case, with colons. */
  readonly mac: string;
  /** RTC_CNTL_RESET_STATE: 1 power-on, 12 software, … */
  readonly resetReason: number;
  readonly startedFrom: 'flash' | 'ram' | 'unknown';
  readonly largestPayload: number;
  readonly uptimeUs: number;
}

/** The only version this page speaks. */
const PROTOCOL_VERSION = 1;
const HELLO_BYTES = 24;
const SCAN_BYTES = 16;
const FIRST_ADDRESS = 0x08;
const LAST_ADDRESS = 0x77;
/** Six answers of 155 bytes with their heads fit into a payload of 1,024, whatever the chip says; the protocol would allow 32 packets. */
export const PACKETS_PER_REQUEST = 6;
const SHORTEST_ANSWER = 4;
const LONGEST_ANSWER = 155;

const CHIP_FAULTS: readonly StatusName[] = [
  'i2c-sda-low',
  'i2c-scl-low',
  'i2c-no-ack',
  'i2c-data-no-ack',
  'chip-timeout',
  'chip-length',
  'chip-crc',
  'chip-wake',
  'refused',
  'overflow',
];

/** The statuses that speak of the chip or its bus, not of the request. */
export function asChipFault(status: StatusName): TransportFault | null {
  return CHIP_FAULTS.includes(status) ? (status as TransportFault) : null;
}

/** Section 3.1. @throws link-protocol */
export function parseHello(data: Uint8Array): HelloAnswer {
  if (data.length !== HELLO_BYTES) throw protocolError('hello', { length: data.length, wanted: HELLO_BYTES });
  const view = new DataView(data.buffer, data.byteOffset, data.length);
  const at = (offset: number): number => view.getUint8(offset);
  if (at(0) !== PROTOCOL_VERSION) throw protocolError('hello', { version: at(0), wanted: PROTOCOL_VERSION });
  const started = at(17);
  if (started > 2) throw protocolError('hello', { startedFrom: started });
  return {
    protocolVersion: at(0),
    firmwareVersion: `${String(at(1))}.${String(at(2))}.${String(at(3))}`,
    buildId: toHex(data.subarray(4, 8)),
    chipId: at(8),
    chipRevision: at(9) === 0 ? null : `${String(at(9) >> 4)}.${String(at(9) & 15)}`,
    mac: Array.from(data.subarray(10, 16), (byte) => byte.toString(16).toUpperCase().padStart(2, '0')).join(':'),
    resetReason: at(16),
    startedFrom: (['unknown', 'flash', 'ram'] as const)[started] ?? 'unknown',
    largestPayload: view.getUint16(18, true),
    uptimeUs: view.getUint32(20, true),
  };
}

/** Section 3.4: one bit for each address. @throws link-protocol */
export function parseScan(data: Uint8Array): readonly number[] {
  if (data.length !== SCAN_BYTES) throw protocolError('scan', { length: data.length, wanted: SCAN_BYTES });
  const addresses: number[] = [];
  for (let address = 0; address < SCAN_BYTES * 8; address++) {
    if ((((data[address >> 3] ?? 0) >> (address & 7)) & 1) === 0) continue;
    if (address < FIRST_ADDRESS || address > LAST_ADDRESS) throw protocolError('scan', { address });
    addresses.push(address);
  }
  return addresses;
}

/** Section 3.7, the request. */
export function encodePackets(address: number, packets: readonly ChipPacket[]): Uint8Array {
  const parts = packets.map(({ bytes, timeLimitMs }) => concat(Uint8Array.of(timeLimitMs & 0xff, timeLimitMs >> 8, bytes.length), bytes));
  return concat(Uint8Array.of(address, packets.length), ...parts);
}

/** Section 3.7, the answer: as many results as were tried; only the last may be a fault. @throws link-protocol */
export function parseResults(data: Uint8Array, asked: number): readonly ChipResult[] {
  const count = data[0] ?? 0;
  if (count < 1 || count > asked) throw protocolError('execute', { results: count, asked });
  const results: ChipResult[] = [];
  let offset = 1;
  for (let index = 0; index < count; index++) {
    const status = statusName(data[offset], 'execute');
    const length = data[offset + 1];
    if (length === undefined || offset + 2 + length > data.length)
      throw protocolError('execute', { result: index, length: length ?? 'missing', left: data.length - offset });
    const answer = data.slice(offset + 2, offset + 2 + length);
    results.push(parseResult(status, answer, index));
    offset += 2 + length;
  }
  if (offset !== data.length) throw protocolError('execute', { trailing: data.length - offset });
  const broken = results.findIndex((result) => 'fault' in result);
  if (broken >= 0 ? broken !== count - 1 : count !== asked) throw protocolError('execute', { results: count, asked, brokenAt: broken });
  return results;
}

function parseResult(status: StatusName, answer: Uint8Array, index: number): ChipResult {
  if (status === 'ok') {
    const right = answer.length >= SHORTEST_ANSWER && answer.length <= LONGEST_ANSWER && answer[0] === answer.length;
    if (!right) throw protocolError('execute', { result: index, length: answer.length, count: answer[0] ?? 'missing' });
    return { answer };
  }
  const fault = asChipFault(status);
  if (fault === null) throw protocolError('execute', { result: index, status });
  return answer.length === 0 ? { fault } : { fault, answer };
}
