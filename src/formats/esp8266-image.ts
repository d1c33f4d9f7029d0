/**
 * Images of the ESP8266, as far as they can be told for certain: loaded by its ROM (E9), or by a boot loader in flash (EA before E9).
 * Floor: formats. They name no chip and carry no hash: only a whole image with a right checksum and an entry in its own code counts.
 * Reference: esptool bb72741, bin_image.py (ESP8266ROMFirmwareImage, ESP8266V2FirmwareImage) and targets/esp8266.py (FLASH_SIZES).
 */
import { TouchstoneError } from '../base/index.ts';
import { checkChecksum, checkEntry, readSegments, type ImageErrorCode } from './esp-image.ts';

export interface Esp8266Image {
  readonly form: 'rom' | 'second-boot';
  readonly entry: number;
  readonly flashSizeBytes: number | null;
  /** Up to and including the checksum; what follows is not looked at. */
  readonly length: number;
}

const ROM_MAGIC = 0xe9;
const SECOND_BOOT_MAGIC = 0xea;
/** Where a segment count would be. */
const SECOND_BOOT_CONSTANT = 4;
const HEADER_BYTES = 8;
const MAX_SEGMENTS = 16;
const KILOBYTE = 1024;
/** Upper nibble of byte 3; 5 and 6 are 2 MB and 4 MB split another way. */
const FLASH_KILOBYTES: Readonly<Record<number, number>> = { 0: 512, 1: 256, 2: 1024, 3: 2048, 4: 4096, 5: 2048, 6: 4096, 8: 8192, 9: 16384 };

const bad = (code: ImageErrorCode, facts = {}): never => {
  throw new TouchstoneError<ImageErrorCode>(code, facts);
};

/** Reads the image that `bytes` begin with. @throws image-short, image-magic, image-header, image-segment, image-entry, image-checksum */
export function readEsp8266Image(bytes: Uint8Array): Esp8266Image {
  const form = bytes[0] === SECOND_BOOT_MAGIC ? 'second-boot' : 'rom';
  let start = 0;
  if (form === 'second-boot') {
    if (bytes[1] !== SECOND_BOOT_CONSTANT) bad('image-header', { field: 'segments', seen: bytes[1] ?? 0 });
    start = readSegments(bytes, HEADER_BYTES, 1).end; // code that runs from flash: no checksum over it
  }
  if (bytes.length < start + HEADER_BYTES) bad('image-short', { wanted: start + HEADER_BYTES, length: bytes.length });
  const view = new DataView(bytes.buffer, bytes.byteOffset + start, HEADER_BYTES);
  if (view.getUint8(0) !== ROM_MAGIC) bad('image-magic', { seen: view.getUint8(0) });
  const count = view.getUint8(1);
  if (count === 0 || count > MAX_SEGMENTS) bad('image-header', { field: 'segments', seen: count });
  const { segments, end } = readSegments(bytes, start + HEADER_BYTES, count);
  const length = (end + 16) & ~15;
  if (bytes.length < length) bad('image-short', { wanted: length, length: bytes.length });
  checkChecksum(segments, bytes[length - 1] as number);
  const entry = view.getUint32(4, true);
  checkEntry(segments, entry);
  const kilobytes = FLASH_KILOBYTES[view.getUint8(3) >> 4];
  return { form, entry, flashSizeBytes: kilobytes === undefined ? null : kilobytes * KILOBYTE, length };
}
