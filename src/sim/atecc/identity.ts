/**
 * Who a virtual chip is: serial number, public data, configuration zone; and the key that signs for it.
 * Floor: sim. Knows no commands. The zones are written down here from the data sheet, not taken from the code under test.
 * Reference: ATECC608A-TNGTLS data sheet DS40002112B, table 2-3 (configuration zone), section 2.2 (slots).
 */
import { TouchstoneError, fromHex } from '../../base/index.ts';
import { SIZE, SLOT_SIZE } from '../../chip/map.ts';
import type { SimErrorCode } from '../errors.ts';

/** Signs digests as the chip's primary private key would; the key itself stays outside this room. */
export interface Signer {
  /** X ‖ Y, 64 bytes. */
  readonly publicKey: Uint8Array;
  /** r ‖ s, 64 bytes, over a digest of 32 bytes. */
  sign(digest: Uint8Array): Uint8Array | Promise<Uint8Array>;
}

/** What is public about a chip. */
export interface ChipIdentity {
  /** 9 bytes. */
  readonly serialNumber: Uint8Array;
  /** Info(0), 4 bytes. */
  readonly revision: Uint8Array;
  /** 64 bytes. */
  readonly otp: Uint8Array;
  /** Slots that can be read in clear, by number. Shorter contents are filled up with zeros; absent slots answer 0F. */
  readonly slots: Readonly<Record<number, Uint8Array>>;
  /** Bytes of the configuration zone that differ from TNGTLS, by offset. */
  readonly config?: Readonly<Record<number, number>>;
}

/** A chip that can be soldered to the board. */
export interface ChipPersona {
  readonly identity: ChipIdentity;
  readonly signer: Signer;
}

/** An identity file taken apart; the private key is for whoever makes the signer. */
export interface IdentityFile {
  readonly identity: ChipIdentity;
  readonly publicKey: Uint8Array;
  readonly privateKey: Uint8Array;
}

const REVISION_608B = '00006003';

/** Reads the JSON of an identity file: all byte strings in hex. @throws sim-identity */
export function parseIdentity(json: unknown): IdentityFile {
  if (typeof json !== 'object' || json === null) throw new TouchstoneError<SimErrorCode>('sim-identity', { field: 'file' });
  const record = json as Readonly<Record<string, unknown>>;
  const slotRecord = record['slots'];
  if (typeof slotRecord !== 'object' || slotRecord === null) throw new TouchstoneError<SimErrorCode>('sim-identity', { field: 'slots' });
  const slots: Record<number, Uint8Array> = {};
  for (const [name, value] of Object.entries(slotRecord)) {
    const slot = Number(name);
    const size = SLOT_SIZE[slot];
    const content = bytesOf(`slots.${name}`, value);
    if (size === undefined || content.length > size)
      throw new TouchstoneError<SimErrorCode>('sim-identity', { field: `slots.${name}`, length: content.length });
    slots[slot] = content;
  }
  const identity: ChipIdentity = {
    serialNumber: bytesOf('serialNumber', record['serialNumber'], SIZE.SerialNumber),
    revision: bytesOf('revision', record['revision'] ?? REVISION_608B, 4),
    otp: bytesOf('otp', record['otp'], SIZE.OtpZone),
    slots,
  };
  return { identity, publicKey: bytesOf('publicKey', record['publicKey'], SIZE.PublicKey), privateKey: bytesOf('privateKey', record['privateKey'], 32) };
}

function bytesOf(field: string, value: unknown, length?: number): Uint8Array {
  const bad = (cause?: unknown): TouchstoneError => new TouchstoneError<SimErrorCode>('sim-identity', { field }, cause);
  if (typeof value !== 'string') throw bad();
  let bytes: Uint8Array;
  try {
    bytes = fromHex(value);
  } catch (cause) {
    throw bad(cause);
  }
  if (length !== undefined && bytes.length !== length) throw bad();
  return bytes;
}

/** Configuration zone of a locked ATECC608-TNGTLS in rows of 16; the serial number (bytes 0–3 and 8–12) is filled in. */
const TNGTLS_CONFIG = [
  '00000000000060020000000000010100',
  '6a000001850082008520852085208f8f', // from 16: I2C address, ChipMode; from 20: SlotConfig, two bytes a slot
  '8f0faf8f0f0f8f0f0f8f0f8f0f8f0000',
  '0000af8fffffffff00000000ffffffff', // from 52: the two counters
  '00000000000000000069760000000000',
  '0000000000000000ffff0e6000000000', // 86: LockValue, LockConfig (00: locked), SlotLocked, ChipOptions
  '530053007300730073001c007c003c00', // KeyConfig, two bytes a slot
  '3c001a001c0010001c003c003c001c00',
].join('');

/** The same of a chip that leaves Microchip without Trust&GO: nothing locked (55), address 60. */
const BLANK_CONFIG = [
  '00000000000060020000000000010100',
  'c0000000832087208f20c48f8f8f8f8f',
  '9f8faf8f000000000000000000000000',
  '0000af8fffffffff00000000ffffffff',
  '00000000000000000000000000000000',
  '0000000000005555ffff000000000000',
  '3300330033001c001c001c001c001c00',
  '3c003c003c003c003c003c003c001c00',
].join('');

/** The 128 bytes of a chip's configuration zone. */
export function configZone(identity: ChipIdentity, form: 'tngtls' | 'blank'): Uint8Array {
  const config = fromHex(form === 'tngtls' ? TNGTLS_CONFIG : BLANK_CONFIG);
  config.set(identity.serialNumber.subarray(0, 4), 0);
  config.set(identity.serialNumber.subarray(4, 9), 8);
  if (form === 'tngtls') for (const [offset, byte] of Object.entries(identity.config ?? {})) config[Number(offset)] = byte;
  return config;
}
