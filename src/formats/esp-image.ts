/**
 * An ESP firmware image as the ROM boots it: header, segments, checksum, appended SHA-256.
 * Floor: formats. Knows no board and computes no SHA-256: it says which bytes the appended one is over, and the caller checks.
 * Reference: Espressif esptool documentation, "Firmware Image Format"; esp_image_format.h of ESP-IDF.
 */
import { TouchstoneError, type Facts } from '../base/index.ts';

/** `image-short`: the bytes end before the image does. `image-magic`: not an image (E9 expected). `image-header`: a header field out of its range.
 * `image-segment`: a segment that is empty, unaligned or too long. `image-entry`: the entry point lies in no segment.
 * `image-checksum`: the one-byte checksum is wrong. `image-trailing`: bytes after the end. */
export type ImageErrorCode = 'image-short' | 'image-magic' | 'image-header' | 'image-segment' | 'image-entry' | 'image-checksum' | 'image-trailing';

export interface ImageSegment {
  /** Where it is loaded. */
  readonly address: number;
  readonly data: Uint8Array;
  /** Position of `data` in the image. */
  readonly offset: number;
}

export interface EspImage {
  readonly entry: number;
  /** esp_chip_id_t: 0 = ESP32, 5 = ESP32-C3. */
  readonly chipId: number;
  /** 0 QIO, 1 QOUT, 2 DIO, 3 DOUT, 4 fast read, 5 slow read. */
  readonly spiMode: number;
  /** Upper nibble of byte 3: flash size as a power of two from 1 MB. */
  readonly flashSizeCode: number;
  /** Lower nibble of byte 3. */
  readonly flashFrequencyCode: number;
  readonly segments: readonly ImageSegment[];
  /** Bytes up to and including the checksum: what the appended SHA-256 is over. */
  readonly hashedBytes: number;
  /** The appended SHA-256 (32 bytes), or null when the header says there is none. */
  readonly sha256: Uint8Array | null;
}

const MAGIC = 0xe9;
const HEADER_BYTES = 24;
const SEGMENT_HEADER_BYTES = 8;
/** ESP_IMAGE_MAX_SEGMENTS. */
const MAX_SEGMENTS = 16;
const CHECKSUM_SEED = 0xef;
const SHA256_BYTES = 32;
const SPI_MODES = 6;

const bad = (code: ImageErrorCode, facts: Facts): TouchstoneError => new TouchstoneError<ImageErrorCode>(code, facts);

/** Reads a whole image and nothing more. @throws image-short, image-magic, image-header, image-segment, image-entry, image-checksum, image-trailing */
export function parseEspImage(bytes: Uint8Array): EspImage {
  if (bytes.length < HEADER_BYTES) throw bad('image-short', { wanted: HEADER_BYTES, length: bytes.length });
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  if (view.getUint8(0) !== MAGIC) throw bad('image-magic', { seen: view.getUint8(0) });
  const count = view.getUint8(1);
  const spiMode = view.getUint8(2);
  const hashFlag = view.getUint8(23);
  if (count === 0 || count > MAX_SEGMENTS) throw bad('image-header', { field: 'segments', seen: count });
  if (spiMode >= SPI_MODES) throw bad('image-header', { field: 'spi-mode', seen: spiMode });
  if (hashFlag > 1) throw bad('image-header', { field: 'hash', seen: hashFlag });

  const { segments, end } = readSegments(bytes, view, count);
  // The checksum is the last byte of a 16-byte block; the padding before it is not looked at by the ROM.
  const hashedBytes = (end + 16) & ~15;
  const total = hashedBytes + (hashFlag === 1 ? SHA256_BYTES : 0);
  if (bytes.length < total) throw bad('image-short', { wanted: total, length: bytes.length });
  const checksum = segments.reduce((sum, segment) => segment.data.reduce((state, byte) => state ^ byte, sum), CHECKSUM_SEED);
  if (view.getUint8(hashedBytes - 1) !== checksum) throw bad('image-checksum', { wanted: checksum, seen: view.getUint8(hashedBytes - 1) });
  if (bytes.length > total) throw bad('image-trailing', { bytes: bytes.length - total });

  const entry = view.getUint32(4, true);
  if (!segments.some((segment) => entry >= segment.address && entry < segment.address + segment.data.length)) throw bad('image-entry', { entry });
  return {
    entry,
    chipId: view.getUint16(12, true),
    spiMode,
    flashSizeCode: view.getUint8(3) >> 4,
    flashFrequencyCode: view.getUint8(3) & 0x0f,
    segments,
    hashedBytes,
    sha256: hashFlag === 1 ? bytes.slice(hashedBytes, total) : null,
  };
}

function readSegments(bytes: Uint8Array, view: DataView, count: number): { readonly segments: readonly ImageSegment[]; readonly end: number } {
  const segments: ImageSegment[] = [];
  let offset = HEADER_BYTES;
  for (let index = 0; index < count; index++) {
    if (bytes.length < offset + SEGMENT_HEADER_BYTES) throw bad('image-short', { segment: index, wanted: offset + SEGMENT_HEADER_BYTES, length: bytes.length });
    const address = view.getUint32(offset, true);
    const length = view.getUint32(offset + 4, true);
    offset += SEGMENT_HEADER_BYTES;
    if (length === 0 || length % 4 !== 0 || address % 4 !== 0 || address + length > 0x1_0000_0000)
      throw bad('image-segment', { segment: index, address, length });
    if (bytes.length < offset + length) throw bad('image-short', { segment: index, wanted: offset + length, length: bytes.length });
    segments.push({ address, data: bytes.slice(offset, offset + length), offset });
    offset += length;
  }
  return { segments, end: offset };
}
