/**
 * What a chip says of its own protection, by GET_SECURITY_INFO.
 * Floor: board. Pure: bytes in, facts out. The ESP32 has no such operation: its eFuses say it (efuse.ts). The ESP8266 has no protection.
 * Reference: esptool loader.py, get_security_info: flags 4, flash_crypt_cnt 1, key purposes 7, and but for the S2 chip id 4 and API version 4.
 */
import { isTouchstoneError } from '../../base/index.ts';
import { dataLength, encodeRequest, LOADER } from './packets.ts';
import type { LoaderSession } from './session.ts';

export interface ChipSecurity {
  /** Firmware must be signed. */
  readonly secureBoot: boolean;
  /** What is written plainly is read as garbage. */
  readonly flashEncrypted: boolean;
  /** The loader writes flash but reads nothing back: what was written cannot be verified. */
  readonly secureDownload: boolean;
}

export interface SecurityInfo extends ChipSecurity {
  /** null of the ESP32-S2. */
  readonly chipId: number | null;
}

const NO_BYTES = new Uint8Array(0);
const FULL_BYTES = 20;
const S2_BYTES = 12;
const LENGTHS = [S2_BYTES, FULL_BYTES];
const SECURE_BOOT = 1 << 0;
const SECURE_DOWNLOAD = 1 << 2;

/** Flash encryption is on while an odd number of bits is burned. */
export function oddBits(value: number): boolean {
  return value.toString(2).replaceAll('0', '').length % 2 === 1;
}

/** Takes the 20 or 12 bytes apart; null for any other number. */
export function parseSecurityInfo(data: Uint8Array): SecurityInfo | null {
  if (data.length !== FULL_BYTES && data.length !== S2_BYTES) return null;
  const view = new DataView(data.buffer, data.byteOffset, data.length);
  const flags = view.getUint32(0, true);
  return {
    secureBoot: (flags & SECURE_BOOT) !== 0,
    secureDownload: (flags & SECURE_DOWNLOAD) !== 0,
    flashEncrypted: oddBits(view.getUint8(4)),
    chipId: data.length === FULL_BYTES ? view.getUint32(12, true) : null,
  };
}

/** Asks the loader; null when it does not know the operation. @throws board-loader when it is silent */
export async function readSecurityInfo(session: LoaderSession): Promise<SecurityInfo | null> {
  try {
    const answer = await session.exchange('security-info', encodeRequest(LOADER.securityInfo, NO_BYTES), {
      operation: LOADER.securityInfo,
      dataBytes: LENGTHS,
    });
    return parseSecurityInfo(answer.body.subarray(0, dataLength(answer, LENGTHS)));
  } catch (error) {
    if (isTouchstoneError(error) && error.code === 'board-loader' && error.facts.reason !== 'silent') return null;
    throw error;
  }
}
