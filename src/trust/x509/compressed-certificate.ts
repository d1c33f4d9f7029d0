/**
 * Compressed certificates: 72 bytes of a slot in, what they say out.
 * Floor: trust. Knows no names and no keys: rebuild.ts puts those around it. Believes nothing: the signature decides.
 * Reference: Microchip DS20006367A (ATECC Compressed Certificate Definition) section 2; format versions 1 and 2 as in cryptoauthlib.
 */
import { concat, type Facts } from '../../base/index.ts';
import { SIZE } from '../../chip/index.ts';
import { sha256 } from '../crypto.ts';

/** Where the serial number of the certificate comes from: SHA-256 over the public key or the chip's serial number, and the dates. */
type SerialSource = 'public-key' | 'chip-serial';

/** What the 72 bytes say; names and keys are not among it. */
export interface CompressedCertificate {
  /** r ‖ s, 64 bytes. */
  readonly signature: Uint8Array;
  /** The three bytes as they enter the serial number. */
  readonly encodedDates: Uint8Array;
  readonly notBeforeMs: number;
  /** Null: no expiry. */
  readonly notAfterMs: number | null;
  /** Four upper-case hex digits, as in the signer's common name. */
  readonly signerId: string;
  /** Not covered by the signature: hints. */
  readonly templateId: number;
  readonly chainId: number;
  readonly serialSource: SerialSource;
}

/**
 * `compressed-length`: not 72 bytes. `compressed-dates`: no such day or hour, no such day in the year of expiry, or issued after 2049.
 * `compressed-format`: a format version above 2. `compressed-serial-source`: not computed from key or serial, so it cannot be rebuilt.
 */
export type CompressedFault = 'compressed-length' | 'compressed-dates' | 'compressed-format' | 'compressed-serial-source';

const SERIAL_SOURCES: Readonly<Record<number, SerialSource>> = { 0xa: 'public-key', 0xb: 'chip-serial' };
const MAX_FORMAT_VERSION = 2;
/** All templates write notBefore as UTCTime (RFC 5280 section 4.1.2.5.1). */
const LAST_UTC_TIME_YEAR = 2049;
const SERIAL_BYTES = 16;

/** Reads 72 bytes; bytes that are no compressed certificate are a result. */
export function parseCompressedCertificate(bytes: Uint8Array): CompressedCertificate | { readonly fault: CompressedFault; readonly facts: Facts } {
  if (bytes.length !== SIZE.CompressedCertificate) return { fault: 'compressed-length', facts: { bytes: bytes.length } };
  const at = (offset: number): number => bytes[offset] as number;
  const formatVersion = at(70) & 0x0f;
  const sourceNibble = at(70) >> 4;
  const serialSource = SERIAL_SOURCES[sourceNibble];
  if (formatVersion > MAX_FORMAT_VERSION) return { fault: 'compressed-format', facts: { formatVersion } };
  if (serialSource === undefined) return { fault: 'compressed-serial-source', facts: { serialSource: sourceNibble } };

  const dates = (at(64) << 16) | (at(65) << 8) | at(66);
  const higherYearBits = formatVersion === 0 ? 0 : at(71); // bits 7:6 issue year, 5:4 years to expiry; reserved in format 0
  const year = 2000 + ((dates >> 19) | ((higherYearBits >> 6) << 5));
  const [month, day, hour] = [(dates >> 15) & 15, (dates >> 10) & 31, (dates >> 5) & 31];
  const expireYears = (dates & 31) | (((higherYearBits >> 4) & 3) << 5);
  const notBeforeMs = timeOf(year, month, day, hour);
  const notAfterMs = expireYears === 0 ? null : timeOf(year + expireYears, month, day, hour);
  if (year > LAST_UTC_TIME_YEAR || Number.isNaN(notBeforeMs) || Number.isNaN(notAfterMs))
    return { fault: 'compressed-dates', facts: { year, month, day, hour, expireYears } };

  return {
    signature: bytes.slice(0, 64),
    encodedDates: bytes.slice(64, 67),
    notBeforeMs,
    notAfterMs,
    signerId: ((at(67) << 8) | at(68)).toString(16).toUpperCase().padStart(4, '0'),
    templateId: at(69) >> 4,
    chainId: at(69) & 0x0f,
    serialSource,
  };
}

/** Sixteen bytes with the top bits 01, so that they are a positive INTEGER of full length (DS20006367A section 2.2.4). */
export async function certificateSerial(certificate: CompressedCertificate, publicKey: Uint8Array, chipSerial: Uint8Array): Promise<Uint8Array> {
  const subject = certificate.serialSource === 'public-key' ? publicKey : chipSerial;
  const serial = (await sha256(concat(subject, certificate.encodedDates))).slice(0, SERIAL_BYTES);
  serial[0] = ((serial[0] as number) & 0x7f) | 0x40;
  return serial;
}

/** NaN when there is no such day or hour. 29 February plus years may be none: the definition does not say what then. */
function timeOf(year: number, month: number, day: number, hour: number): number {
  const date = new Date(Date.UTC(year, month - 1, day, hour));
  return date.getUTCMonth() === month - 1 && date.getUTCDate() === day && date.getUTCHours() === hour && day > 0 ? date.getTime() : Number.NaN;
}
