/**
 * What a file without a description is meant for: by its bytes, else by the names that PlatformIO and Arduino use.
 * Floor: board. Gives roles; from-binaries.ts turns them into places.
 * Reference: PlatformIO platform-espressif32 4ed1943, builder; arduino-esp32 platform.txt (upload of bootloader, partitions, boot_app0).
 */
import { hasBootloaderDescriptor, readAppDescriptor, readEsp8266Image, readEspImage } from '../../../formats/index.ts';
import { isTablePart, tableInside, type RawPart } from '../find-table.ts';
import { beginsLikeImage } from '../inspect-image.ts';
import { TouchstoneError } from '../../../base/index.ts';
import { baseName } from './source-files.ts';

/** `whole`: what begins at 0 and needs nothing beside it (a merged binary; an ESP8266's firmware). */
export type BinaryRole = 'bootloader' | 'partition-table' | 'app' | 'otadata' | 'nvs' | 'file-system' | 'whole' | 'unknown';

/** Never throws: a damaged file is refused later, with its numbers. */
export function roleOf(path: string, bytes: Uint8Array): BinaryRole {
  if (isTablePart(bytes)) return 'partition-table';
  if (isMerged({ name: path, offset: 0, bytes })) return 'whole';
  const name = baseName(path).toLowerCase();
  if (beginsLikeImage(bytes)) return imageRole(name, bytes);
  if (/boot_app0|ota_data/.test(name)) return 'otadata';
  if (/(?:^|[_.-])nvs(?:[_.-]|$)/.test(name)) return 'nvs';
  if (/^(?:spiffs|littlefs|fatfs|ffat)\.bin$/.test(name)) return 'file-system';
  return 'unknown';
}

function imageRole(name: string, bytes: Uint8Array): BinaryRole {
  const first = quietly(() => readEspImage(bytes))?.image.segments[0]?.data;
  if (first === undefined) return quietly(() => readEsp8266Image(bytes)) === null ? 'unknown' : 'whole';
  if (readAppDescriptor(first) !== null) return 'app';
  if (hasBootloaderDescriptor(first) || name.includes('bootloader')) return 'bootloader';
  return name === 'firmware.bin' || name.endsWith('.ino.bin') ? 'app' : 'unknown';
}

function isMerged(part: RawPart): boolean {
  try {
    return tableInside(part) !== null;
  } catch (error) {
    if (error instanceof TouchstoneError) return true; // a table that is damaged
    throw error;
  }
}

function quietly<Value>(read: () => Value): Value | null {
  try {
    return read();
  } catch (error) {
    if (error instanceof TouchstoneError) return null;
    throw error;
  }
}
