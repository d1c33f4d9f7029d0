/**
 * An ESP firmware image as the ROM boots it: header, segments, checksum, appended SHA-256.
 * Floor: formats. Knows no board and computes no SHA-256: it says which bytes the appended one is over, and the caller checks.
 * Reference: Espressif esptool documentation, "Firmware Image Format"; esp_image_format.h of ESP-IDF.
 */
import { TouchstoneError, type Facts } from '../base/index.ts';

/** `image-short`: the bytes end before the image does. `image-magic`: not an image (E9 expected). `image-header`: a header field out of its range.
 * `image-segment`: a segment whose length is unaligned or too long, or (parseEspImage) that is empty or loaded to an unaligned address.
 * `image-entry`: the entry point lies in no segment. `image-checksum`: the one-byte checksum is wrong. `image-trailing`: bytes after the end. */
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
  /** esp_chip_id_t; esp-chips.ts has the names. */
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
/** ESP_IMAGE_FLASH_SIZE_MAX: 1 MB to 128 MB. */
const FLASH_SIZES = 8;

const bad = (code: ImageErrorCode, facts: Facts): TouchstoneError => new TouchstoneError<ImageErrorCode>(code, facts);

/** An image and how far it goes; what follows it in the file is not looked at. */
export interface FoundImage {
  readonly image: EspImage;
  /** With checksum and appended SHA-256. */
  readonly length: number;
}

/** Reads a whole image and nothing more. @throws image-short, image-magic, image-header, image-segment, image-entry, image-checksum, image-trailing */
export function parseEspImage(bytes: Uint8Array): EspImage {
  const { image, length } = readEspImage(bytes);
  if (bytes.length > length) throw bad('image-trailing', { bytes: bytes.length - length });
  for (const [segment, { address, data }] of image.segments.entries())
    if (data.length === 0 || address % 4 !== 0) throw bad('image-segment', { segment, address, length: data.length });
  return image;
}

/** Reads the image that `bytes` begin with: a part of a larger file, or an image with padding or a signature behind it. Segments may be
 * empty (bootloaders of ESP-IDF 2) or loaded to odd addresses (data in RTC memory), as the ROM and the bootloader take them. @throws image-short, image-magic, image-header, image-segment, image-entry, image-checksum */
export function readEspImage(bytes: Uint8Array): FoundImage {
  if (bytes.length < HEADER_BYTES) throw bad('image-short', { wanted: HEADER_BYTES, length: bytes.length });
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  if (view.getUint8(0) !== MAGIC) throw bad('image-magic', { seen: view.getUint8(0) });
  const count = view.getUint8(1);
  const spiMode = view.getUint8(2);
  const hashFlag = view.getUint8(23);
  if (count === 0 || count > MAX_SEGMENTS) throw bad('image-header', { field: 'segments', seen: count });
  if (spiMode >= SPI_MODES) throw bad('image-header', { field: 'spi-mode', seen: spiMode });
  if (hashFlag > 1) throw bad('image-header', { field: 'hash', seen: hashFlag });

  const { segments, end } = readSegments(bytes, HEADER_BYTES, count);
  // The checksum is the last byte of a 16-byte block; the padding before it is not looked at by the ROM.
  const hashedBytes = (end + 16) & ~15;
  const length = hashedBytes + (hashFlag === 1 ? SHA256_BYTES : 0);
  if (bytes.length < length) throw bad('image-short', { wanted: length, length: bytes.length });
  checkChecksum(segments, view.getUint8(hashedBytes - 1));
  const entry = view.getUint32(4, true);
  checkEntry(segments, entry);
  const image = {
    entry,
    chipId: view.getUint16(12, true),
    spiMode,
    flashSizeCode: view.getUint8(3) >> 4,
    flashFrequencyCode: view.getUint8(3) & 0x0f,
    segments,
    hashedBytes,
    sha256: hashFlag === 1 ? bytes.slice(hashedBytes, length) : null,
  };
  return { image, length };
}

/** Flash size in bytes that the header's code stands for (not on the ESP8266); null for codes that stand for none. */
export function flashSizeOfCode(flashSizeCode: number): number | null {
  return flashSizeCode < FLASH_SIZES ? 2 ** (20 + flashSizeCode) : null;
}

/** `count` segments from `offset` on, and where they end. @throws image-short, image-segment */
export function readSegments(bytes: Uint8Array, start: number, count: number): { readonly segments: readonly ImageSegment[]; readonly end: number } {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const segments: ImageSegment[] = [];
  let offset = start;
  for (let index = 0; index < count; index++) {
    if (bytes.length < offset + SEGMENT_HEADER_BYTES) throw bad('image-short', { segment: index, wanted: offset + SEGMENT_HEADER_BYTES, length: bytes.length });
    const address = view.getUint32(offset, true);
    const length = view.getUint32(offset + 4, true);
    offset += SEGMENT_HEADER_BYTES;
    if (length % 4 !== 0 || address + length > 0x1_0000_0000) throw bad('image-segment', { segment: index, address, length });
    if (bytes.length < offset + length) throw bad('image-short', { segment: index, wanted: offset + length, length: bytes.length });
    segments.push({ address, data: bytes.slice(offset, offset + length), offset });
    offset += length;
  }
  return { segments, end: offset };
}

/** XOR over all data, begun at 0xEF. @throws image-checksum */
export function checkChecksum(segments: readonly ImageSegment[], seen: number): void {
  let checksum = CHECKSUM_SEED;
  for (const { data } of segments) for (const byte of data) checksum ^= byte;
  if (seen !== checksum) throw bad('image-checksum', { wanted: checksum, seen });
}

/** @throws image-entry */
export function checkEntry(segments: readonly ImageSegment[], entry: number): void {
  if (!segments.some((segment) => entry >= segment.address && entry < segment.address + segment.data.length)) throw bad('image-entry', { entry });
}
