/**
 * The image that the ROM finds in flash at 0x1000: segments, checksum, hash.
 * Floor: sim. Pure; knows no memory and no console.
 * Reference: Espressif, "Firmware image format"; checksum is the XOR of all segment bytes from 0xEF.
 */
import { sha256 } from '@noble/hashes/sha2.js';

const MAGIC = 0xe9;
const HEADER_BYTES = 24;
const MOST_SEGMENTS = 16;
const CHECKSUM_START = 0xef;
const HASH_BYTES = 32;

interface ImageSegment {
  readonly address: number;
  readonly bytes: Uint8Array;
}

export interface BootImage {
  readonly entry: number;
  /** SPI mode byte and the byte of size and speed, as in the header. */
  readonly mode: number;
  readonly sizeAndSpeed: number;
  readonly wpPin: number;
  readonly segments: readonly ImageSegment[];
  readonly checksum: { readonly seen: number; readonly wanted: number };
  /** Absent when the header says that no hash was appended. */
  readonly hash?: { readonly seen: Uint8Array; readonly wanted: Uint8Array };
}

const word = (bytes: Uint8Array, at: number): number =>
  ((bytes[at] ?? 0xff) | ((bytes[at + 1] ?? 0xff) << 8) | ((bytes[at + 2] ?? 0xff) << 16) | ((bytes[at + 3] ?? 0xff) << 24)) >>> 0;

/** Reads the image at `offset`; a number is the first word of what is no image. */
export function readBootImage(flash: Uint8Array, offset: number): BootImage | number {
  const count = flash[offset + 1] ?? 0xff;
  if (flash[offset] !== MAGIC || count === 0 || count > MOST_SEGMENTS) return word(flash, offset);
  const segments: ImageSegment[] = [];
  let checksum = CHECKSUM_START;
  let at = offset + HEADER_BYTES;
  for (let index = 0; index < count; index++) {
    const length = word(flash, at + 4);
    if (length > flash.length - at - 8) return word(flash, at);
    const bytes = flash.slice(at + 8, at + 8 + length);
    for (const byte of bytes) checksum ^= byte;
    segments.push({ address: word(flash, at), bytes });
    at += 8 + length;
  }
  const end = at + 16 - ((at - offset) % 16); // the checksum is the last byte of a block of sixteen
  const image = {
    entry: word(flash, offset + 4),
    mode: flash[offset + 2] ?? 0,
    sizeAndSpeed: flash[offset + 3] ?? 0,
    wpPin: flash[offset + 8] ?? 0,
    segments,
    checksum: { seen: flash[end - 1] ?? 0, wanted: checksum },
  };
  if (flash[offset + 23] !== 1) return image;
  return { ...image, hash: { seen: flash.slice(end, end + HASH_BYTES), wanted: sha256(flash.subarray(offset, end)) } };
}
