/**
 * The commands that read a chip and let it prove itself, as packets with time limits.
 * Floor: chip. Knows addresses, modes and times of the ATECC608. Nothing here can change a chip: packet.ts has no opcode for it,
 * GenKey is only ever asked for a public key (mode 0) and Nonce only fills the message digest buffer, which sleep clears.
 * Reference: ATECC608A-TNGTLS data sheet DS40002112B section 4.4; cryptoauthlib's table of execution times.
 */
import { TouchstoneError } from '../base/index.ts';
import { EXECUTION_TIME_MS, SIZE, SLOT_SIZE, ZONE } from './map.ts';
import { encodeCommand, type ChipErrorCode, type ReadingCommand } from './packet.ts';
import type { ChipPacket } from './transport.ts';

/** On top of the longest execution time: the chip's clock, clock stretching and the polling interval are not exact. */
const SLACK_MS = 50;

/** Modes (param1), data sheet section 4.4. */
const INFO_REVISION = 0x00;
const NONCE_PASS_THROUGH_TO_MESSAGE_DIGEST_BUFFER = 0x43;
const GENKEY_PUBLIC = 0x00;
const SIGN_EXTERNAL_FROM_MESSAGE_DIGEST_BUFFER = 0xa0;

/** Zones that Read may be asked for. */
export type ReadableZone = 'config' | 'otp' | 'data';
const ZONE_NUMBER: Readonly<Record<ReadableZone, number>> = { config: ZONE.Config, otp: ZONE.OTP, data: ZONE.Data };

function packet(command: ReadingCommand, param1: number, param2: number, data?: Uint8Array): ChipPacket {
  return { bytes: encodeCommand(command, param1, param2, data), timeLimitMs: EXECUTION_TIME_MS[command] + SLACK_MS };
}

/** Info(revision): the chip answers 4 bytes. */
export const info = (): ChipPacket => packet('Info', INFO_REVISION, 0);

/** Read of 4 or 32 bytes at an address made by `configAddress` or `dataAddress`. */
export function read(zone: ReadableZone, address: number, size: 4 | 32): ChipPacket {
  return packet('Read', ZONE_NUMBER[zone] | (size === SIZE.Block ? ZONE.ReadBlock : 0), address);
}

/** Random: 32 bytes. */
export const random = (): ChipPacket => packet('Random', 0, 0);

/** Nonce, pass-through: puts a 32-byte digest where Sign takes it from; the chip answers status 00. @throws chip-argument */
export function nonceToMessageDigestBuffer(digest: Uint8Array): ChipPacket {
  if (digest.length !== SIZE.Digest) throw new TouchstoneError<ChipErrorCode>('chip-argument', { command: 'Nonce', dataBytes: digest.length });
  return packet('Nonce', NONCE_PASS_THROUGH_TO_MESSAGE_DIGEST_BUFFER, 0, digest);
}

/** GenKey(public): X ‖ Y of the private key in `slot`, 64 bytes. Makes no new key. @throws chip-argument */
export const genKeyPublic = (slot: number): ChipPacket => packet('GenKey', GENKEY_PUBLIC, keySlot(slot));

/** Sign(external): r ‖ s over the message digest buffer with the private key in `slot`, 64 bytes. @throws chip-argument */
export const signMessageDigestBuffer = (slot: number): ChipPacket => packet('Sign', SIGN_EXTERNAL_FROM_MESSAGE_DIGEST_BUFFER, keySlot(slot));

/** Address of a word (4 bytes) in the configuration or OTP zone. `offset` is a multiple of 4. */
export const configAddress = (offset: number): number => ((offset >> 5) << 3) | ((offset >> 2) & 7);

/** Address of a word (4 bytes) in a data slot. `offset` is a multiple of 4. */
export const dataAddress = (slot: number, offset: number): number => ((offset >> 5) << 8) | (slot << 3) | ((offset >> 2) & 7);

function keySlot(slot: number): number {
  if (!Number.isInteger(slot) || slot < 0 || slot >= SLOT_SIZE.length) throw new TouchstoneError<ChipErrorCode>('chip-argument', { command: 'slot', slot });
  return slot;
}
