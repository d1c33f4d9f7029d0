/**
 * esp_app_desc_t and esp_bootloader_desc_t: what an ESP-IDF image says of itself, at the start of its first segment.
 * Floor: formats. Knows no images: it is handed the segment's bytes. Every text in it is hostile and comes out printable.
 * Reference: ESP-IDF components/esp_app_format/include/esp_app_desc.h; components/esp_bootloader_format/include/esp_bootloader_desc.h.
 */
import { toHex } from '../base/index.ts';
import { printable } from './printable.ts';

export interface AppDescriptor {
  readonly projectName: string;
  readonly version: string;
  /** As the compiler wrote them, for example "12:03:55" and "Nov 22 2026". */
  readonly time: string;
  readonly date: string;
  readonly idfVersion: string;
  /** 64 hex digits; all zeros when the build left it out. */
  readonly elfSha256: string;
  /** For anti-rollback. */
  readonly secureVersion: number;
}

const APP_MAGIC = 0xabcd5432;
const APP_BYTES = 256;
const BOOTLOADER_MAGIC = 80;
const BOOTLOADER_BYTES = 80;

const text = (bytes: Uint8Array, offset: number, length: number): string => printable(bytes.subarray(offset, offset + length)).text;

/** Reads the descriptor at the start of `segment`; null when there is none (a bootloader, an ESP8266, firmware without ESP-IDF). */
export function readAppDescriptor(segment: Uint8Array): AppDescriptor | null {
  if (segment.length < APP_BYTES) return null;
  const view = new DataView(segment.buffer, segment.byteOffset, APP_BYTES);
  if (view.getUint32(0, true) !== APP_MAGIC) return null;
  return {
    secureVersion: view.getUint32(4, true),
    version: text(segment, 16, 32),
    projectName: text(segment, 48, 32),
    time: text(segment, 80, 16),
    date: text(segment, 96, 16),
    idfVersion: text(segment, 112, 32),
    elfSha256: toHex(segment.subarray(144, 176)),
  };
}

/** True when `segment` starts with the description that bootloaders carry since ESP-IDF 5.1; false says nothing of older ones. */
export function hasBootloaderDescriptor(segment: Uint8Array): boolean {
  if (segment.length < BOOTLOADER_BYTES || segment[0] !== BOOTLOADER_MAGIC) return false;
  const idfVersion = printable(segment.subarray(8, 40));
  const dateTime = printable(segment.subarray(40, 64));
  return idfVersion.text !== '' && !idfVersion.changed && dateTime.text !== '' && !dateTime.changed;
}
