/**
 * One image: whole, undamaged, and what it says of itself.
 * Floor: board. Knows no places and no partitions.
 * Reference: formats/esp-image.ts, formats/esp8266-image.ts, formats/app-descriptor.ts.
 */
import { toHex, TouchstoneError, type Facts } from '../../base/index.ts';
import {
  chipOfImageId,
  flashSizeOfCode,
  hasBootloaderDescriptor,
  readAppDescriptor,
  readEsp8266Image,
  readEspImage,
  type AppDescriptor,
  type FoundImage,
} from '../../formats/index.ts';
import { packError } from './pack.ts';
import { sha256Hex } from './sha256.ts';

export interface ImageFacts {
  /** Of the file it is in. */
  readonly name: string;
  /** In the flash. */
  readonly offset: number;
  readonly length: number;
  readonly chip: string;
  readonly flashSizeBytes: number | null;
  readonly app: AppDescriptor | null;
  /** "unknown": it does not say, so its place has to. */
  readonly role: 'app' | 'bootloader' | 'unknown';
  readonly checked: 'checksum-and-hash' | 'checksum';
}

/** True for bytes that an image would begin with: from here on they must be one. */
export const beginsLikeImage = (bytes: Uint8Array): boolean => bytes[0] === 0xe9;

/** Reads the image that `bytes` begin with, whatever follows it. @throws pack-image, pack-image-hash, pack-chip-unknown */
export async function inspectImage(name: string, offset: number, bytes: Uint8Array): Promise<ImageFacts> {
  let found: FoundImage;
  try {
    found = readEspImage(bytes);
  } catch (error) {
    const old = inspectEsp8266(name, offset, bytes);
    if (old !== null) return old;
    const facts: Facts = error instanceof TouchstoneError ? error.facts : {};
    throw packError('pack-image', { ...facts, name, offset, reason: error instanceof TouchstoneError ? error.code : 'unreadable' }, error);
  }
  const { image, length } = found;
  if (image.sha256 !== null) {
    const wanted = toHex(image.sha256);
    const seen = await sha256Hex(bytes.subarray(0, image.hashedBytes));
    if (seen !== wanted) throw packError('pack-image-hash', { name, offset, seen, wanted });
  }
  const chip = chipOfImageId(image.chipId);
  if (chip === null) throw packError('pack-chip-unknown', { name, seen: image.chipId });
  const first = image.segments[0]?.data ?? new Uint8Array(0);
  const app = readAppDescriptor(first);
  return {
    name,
    offset,
    length,
    chip: chip.name,
    flashSizeBytes: flashSizeOfCode(image.flashSizeCode),
    app,
    role: app !== null ? 'app' : hasBootloaderDescriptor(first) ? 'bootloader' : 'unknown',
    checked: image.sha256 === null ? 'checksum' : 'checksum-and-hash',
  };
}

/** The same, null for what is no image or a damaged one: for places where an image would be a surprise. */
export async function inspectImageIfAny(name: string, offset: number, bytes: Uint8Array): Promise<ImageFacts | null> {
  try {
    return await inspectImage(name, offset, bytes);
  } catch (error) {
    if (error instanceof TouchstoneError) return null;
    throw error;
  }
}

function inspectEsp8266(name: string, offset: number, bytes: Uint8Array): ImageFacts | null {
  try {
    const { length, flashSizeBytes } = readEsp8266Image(bytes);
    return { name, offset, length, chip: 'ESP8266', flashSizeBytes, app: null, role: 'unknown', checked: 'checksum' };
  } catch (error) {
    if (error instanceof TouchstoneError) return null;
    throw error;
  }
}
