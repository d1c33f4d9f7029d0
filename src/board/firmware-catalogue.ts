/**
 * The prebuilt firmware that comes with the page: its catalogue, and whether an image is the one that is named there.
 * Floor: board. Fetches nothing: whoever has the bytes hands them in. Knows images (formats) and WebCrypto's SHA-256.
 * Reference: public/firmware/catalogue.json, written by the firmware build.
 */
import { equalBytes, toHex, TouchstoneError, type Facts } from '../base/index.ts';
import { parseEspImage, type EspImage } from '../formats/index.ts';

/** `firmware-catalogue`: the catalogue is not what the build writes. `firmware-missing`: it names no such image, or the file is not there.
 * `firmware-hash`: the bytes are not the ones in the catalogue; both digests or lengths in the facts.
 * `firmware-image`: the bytes are, but they are no image for this chip. */
export type FirmwareErrorCode = 'firmware-catalogue' | 'firmware-missing' | 'firmware-hash' | 'firmware-image';

/** One line of the catalogue. */
export interface CatalogueEntry {
  /** Of the file, next to the catalogue. */
  readonly name: string;
  /** "major.minor.patch". */
  readonly version: string;
  readonly chip: 'esp32';
  readonly chipId: number;
  /** Where it goes in flash. */
  readonly offset: number;
  readonly entry: number;
  readonly bytes: number;
  /** Of the image file; 64 hex digits, lower case. */
  readonly sha256: string;
  /** Of the sources it was built from. */
  readonly sourceHash: string;
  /** Eight hex digits: what banner and hello say. */
  readonly buildId: string;
  readonly compiler: string;
}

/** An image whose bytes were checked against the catalogue: the only kind that is loaded or flashed. */
export interface FirmwareImage extends CatalogueEntry {
  readonly data: Uint8Array;
  readonly image: EspImage;
}

const FORMAT = 1;
const HEX64 = /^[0-9a-f]{64}$/;
const LARGEST_IMAGE = 4 * 1024 * 1024;

const bad = (code: FirmwareErrorCode, facts: Facts, cause?: unknown): TouchstoneError => new TouchstoneError<FirmwareErrorCode>(code, facts, cause);

type Check = (value: unknown) => boolean;
const text =
  (pattern: RegExp): Check =>
  (value) =>
    typeof value === 'string' && pattern.test(value);
const whole =
  (least: number, most: number): Check =>
  (value) =>
    Number.isInteger(value) && (value as number) >= least && (value as number) <= most;

const FIELDS: Readonly<Record<keyof CatalogueEntry, Check>> = {
  name: text(/^[a-z0-9][a-z0-9.-]{0,63}$/),
  version: text(/^\d{1,3}\.\d{1,3}\.\d{1,3}$/),
  chip: text(/^esp32$/),
  chipId: whole(0, 0),
  offset: whole(0x1000, 0x1000), // where the ROM of the ESP32 looks
  entry: whole(0x40000000, 0x500fffff),
  bytes: whole(64, LARGEST_IMAGE),
  sha256: text(HEX64),
  sourceHash: text(HEX64),
  buildId: text(/^[0-9a-f]{8}$/),
  compiler: text(/^[ -~]{1,200}$/),
};

/** Reads parsed JSON; refuses what the build would not have written. @throws firmware-catalogue */
export function parseCatalogue(json: unknown): readonly CatalogueEntry[] {
  const { format, images } = fieldsOf(json, ['format', 'images'], 'catalogue');
  if (format !== FORMAT) throw bad('firmware-catalogue', { field: 'format', wanted: FORMAT });
  if (!Array.isArray(images) || images.length === 0) throw bad('firmware-catalogue', { field: 'images' });
  const entries = images.map((image: unknown, index) => parseEntry(image, index));
  if (new Set(entries.map((entry) => entry.name)).size !== entries.length) throw bad('firmware-catalogue', { field: 'name', reason: 'twice' });
  return entries;
}

function parseEntry(json: unknown, index: number): CatalogueEntry {
  const fields = fieldsOf(json, Object.keys(FIELDS), `images[${String(index)}]`);
  for (const [field, check] of Object.entries(FIELDS)) {
    if (!check(fields[field])) throw bad('firmware-catalogue', { field: `images[${String(index)}].${field}` });
  }
  return fields as unknown as CatalogueEntry;
}

function fieldsOf(json: unknown, names: readonly string[], where: string): Readonly<Record<string, unknown>> {
  if (typeof json !== 'object' || json === null || Array.isArray(json)) throw bad('firmware-catalogue', { field: where });
  const found = Object.keys(json);
  const odd = found.find((name) => !names.includes(name)) ?? names.find((name) => !found.includes(name));
  if (odd !== undefined) throw bad('firmware-catalogue', { field: `${where}.${odd}` });
  return { ...json };
}

/** The first image for that chip. @throws firmware-missing */
export function findFirmware(entries: readonly CatalogueEntry[], chip: string): CatalogueEntry {
  const entry = entries.find((candidate) => candidate.chip === chip);
  if (entry === undefined) throw bad('firmware-missing', { chip });
  return entry;
}

/** Makes sure that `data` is the very image of the entry; null stands for a file that is not there.
 * @throws firmware-missing, firmware-hash, firmware-image */
export async function checkFirmware(entry: CatalogueEntry, data: Uint8Array | null): Promise<FirmwareImage> {
  const { name } = entry;
  if (data === null) throw bad('firmware-missing', { name });
  if (data.length !== entry.bytes) throw bad('firmware-hash', { name, bytes: data.length, wantedBytes: entry.bytes });
  const seen = toHex(await sha256(data));
  if (seen !== entry.sha256) throw bad('firmware-hash', { name, seen, wanted: entry.sha256 });
  const image = parsed(name, data);
  if (image.chipId !== entry.chipId) throw bad('firmware-image', { name, chipId: image.chipId, wanted: entry.chipId });
  if (image.entry !== entry.entry) throw bad('firmware-image', { name, entry: image.entry, wanted: entry.entry });
  if (image.sha256 !== null && !equalBytes(image.sha256, await sha256(data.subarray(0, image.hashedBytes))))
    throw bad('firmware-image', { name, reason: 'appended-sha256' });
  return { ...entry, data, image };
}

function parsed(name: string, data: Uint8Array): EspImage {
  try {
    return parseEspImage(data);
  } catch (error) {
    throw bad('firmware-image', { name, reason: error instanceof TouchstoneError ? error.code : 'unreadable' }, error);
  }
}

async function sha256(bytes: Uint8Array): Promise<Uint8Array> {
  return new Uint8Array(await crypto.subtle.digest('SHA-256', new Uint8Array(bytes)));
}
