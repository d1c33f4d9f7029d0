/**
 * Bench frames: channel, operation, request id, payload, CRC.
 * Floor: formats. Knows nothing of the meaning of operations (board/protocol.ts) or of the wire (frame-splitter.ts).
 * Reference: docs/protocol.md section 2.
 */
import { concat } from '../base/index.ts';
import { crc16 } from './crc16.ts';
import { encodeSlip } from './slip.ts';

const HEADER_BYTES = 4;
const CRC_BYTES = 2;
/** Longest content between two delimiters, before escaping, that a receiver keeps. */
export const FRAME_MAX_CONTENT = 1032;

export interface Frame {
  /** 0x80 commands, 0x81 events, 0x82–0x8F byte streams. */
  readonly channel: number;
  /** Bit 7 is set in an answer. */
  readonly operation: number;
  /** 0…65535. */
  readonly requestId: number;
  readonly payload: Uint8Array;
}

/** Why a content between two delimiters is not a frame. */
export type FrameFault = 'short' | 'channel' | 'crc';

/** The bytes on the wire, delimiters included. */
export function encodeFrame(frame: Frame): Uint8Array<ArrayBuffer> {
  const body = concat(Uint8Array.of(frame.channel, frame.operation, frame.requestId & 0xff, frame.requestId >> 8), frame.payload);
  const crc = crc16(body);
  return encodeSlip(concat(body, Uint8Array.of(crc & 0xff, crc >> 8)));
}

/** Reads one unescaped content. A broken frame is a result, not an error: lines are noisy. */
export function parseFrame(content: Uint8Array): Frame | FrameFault {
  if (content.length < HEADER_BYTES + CRC_BYTES) return 'short';
  const channel = content[0] as number;
  if ((channel & 0xf0) !== 0x80) return 'channel';
  const end = content.length - CRC_BYTES;
  const crc = (content[end] as number) | ((content[end + 1] as number) << 8);
  if (crc !== crc16(content.subarray(0, end))) return 'crc';
  return {
    channel,
    operation: content[1] as number,
    requestId: (content[2] as number) | ((content[3] as number) << 8),
    payload: content.slice(HEADER_BYTES, end),
  };
}
