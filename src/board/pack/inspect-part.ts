/**
 * What each part is, told from its bytes and, where they say nothing, from its place.
 * Floor: board. Images in it are whole and undamaged, or the part is refused; whether it may stand there is judged by check-places.ts.
 * Reference: docs/packs.md, "What a part is".
 */
import { chipByName, type Partition } from '../../formats/index.ts';
import { isTablePart, type FoundTable, type RawPart } from './find-table.ts';
import { beginsLikeImage, inspectImage, inspectImageIfAny, type ImageFacts } from './inspect-image.ts';
import { packError, type PackPart, type PackPartKind } from './pack.ts';
import { sha256Hex } from './sha256.ts';

export interface InspectedPart extends PackPart {
  /** Those that this chip is to run, ascending. */
  readonly images: readonly ImageFacts[];
  /** One in a data partition: misplaced, or the firmware of a second chip. */
  readonly stray: ImageFacts | null;
}

const OTADATA_BYTES = 0x2000;
const DATA_KINDS: Readonly<Record<string, PackPartKind>> = { nvs: 'nvs', ota: 'otadata' };

export const endOf = (part: { readonly offset: number; readonly bytes: Uint8Array }): number => part.offset + part.bytes.length;

/** Of things to be flashed; rows for the bootloader and the table itself only describe what is there anyway. */
export const isApp = (partition: Partition): boolean => partition.type === 0;
export const isData = (partition: Partition): boolean => partition.type === 1;
/** The first row of its type that `offset` lies in. */
export const partitionAt = (partitions: readonly Partition[], offset: number): Partition | null =>
  partitions.find((row) => (isApp(row) || isData(row) || row.type > 3) && offset >= row.offset && offset < row.offset + row.size) ?? null;

/** @throws pack-image, pack-image-hash, pack-chip-unknown, pack-partition-size (of an image inside a merged binary) */
export async function inspectPart(part: RawPart, table: FoundTable | null): Promise<InspectedPart> {
  const merged = table !== null && table.part === part && !isTablePart(part.bytes);
  const { images, stray } = merged ? { images: await imagesInMerged(part, table), stray: null } : await imagesInPart(part, table);
  return {
    ...part,
    sha256: await sha256Hex(part.bytes),
    kind: merged ? 'merged' : kindOf(part, images[0] ?? null, table?.partitions ?? []),
    app: images.find((image) => image.app !== null)?.app ?? null,
    imageChecked: images.length === 0 ? 'not-an-image' : images.every((image) => image.checked === 'checksum-and-hash') ? 'checksum-and-hash' : 'checksum',
    images,
    stray,
  };
}

async function imagesInPart({ name, offset, bytes }: RawPart, table: FoundTable | null): Promise<Pick<InspectedPart, 'images' | 'stray'>> {
  if (isTablePart(bytes)) return { images: [], stray: null };
  const partition = partitionAt(table?.partitions ?? [], offset);
  // a file system may begin with any byte
  if (partition !== null && !isApp(partition)) return { images: [], stray: await inspectImageIfAny(name, offset, bytes) };
  // images of the ESP8266's second boot loader begin with a byte of their own
  const image = beginsLikeImage(bytes) ? await inspectImage(name, offset, bytes) : await inspectImageIfAny(name, offset, bytes);
  return { images: image === null ? [] : [image], stray: null };
}

/** A bootloader before the table, and whatever stands at application partitions. */
async function imagesInMerged(part: RawPart, table: FoundTable): Promise<readonly ImageFacts[]> {
  const bootloader = await bootloaderInMerged(part, table.offset);
  const images = bootloader === null ? [] : [bootloader];
  for (const { name, offset, size } of table.partitions.filter(isApp)) {
    const bytes = part.bytes.subarray(Math.max(0, offset - part.offset));
    if (offset < part.offset || !beginsLikeImage(bytes)) continue;
    const image = await inspectImage(part.name, offset, bytes);
    if (image.length > size) throw packError('pack-partition-size', { name: part.name, offset, bytes: image.length, partition: name, partitionBytes: size });
    images.push(image);
  }
  return images.sort((a, b) => a.offset - b.offset);
}

/** The first place where some chip's ROM looks that has a whole image; when none has, a damaged one is the reason. */
async function bootloaderInMerged(part: RawPart, tableOffset: number): Promise<ImageFacts | null> {
  const places = [0, 0x1000, 0x2000].filter((offset) => offset >= part.offset && beginsLikeImage(part.bytes.subarray(offset - part.offset)));
  const at = (offset: number): Uint8Array => part.bytes.subarray(offset - part.offset, tableOffset - part.offset);
  for (const offset of places) {
    const image = await inspectImageIfAny(part.name, offset, at(offset));
    if (image !== null) return image;
  }
  return places[0] === undefined ? null : inspectImage(part.name, places[0], at(places[0]));
}

function kindOf({ name, offset, bytes }: RawPart, image: ImageFacts | null, partitions: readonly Partition[]): PackPartKind {
  if (isTablePart(bytes)) return 'partition-table';
  const partition = partitionAt(partitions, offset);
  // whatever stands in a data partition is data, also the firmware of a second chip
  if (partition !== null && !isApp(partition)) return (isData(partition) ? DATA_KINDS[partition.subtypeName] : undefined) ?? 'data';
  if (image === null) return /boot_app0|ota_data/i.test(name) && bytes.length === OTADATA_BYTES ? 'otadata' : 'data';
  if (image.role !== 'unknown') return image.role;
  const atRom = image.chip !== 'ESP8266' && chipByName(image.chip)?.bootloaderOffset === offset;
  return atRom && partition === null ? 'bootloader' : 'app';
}
