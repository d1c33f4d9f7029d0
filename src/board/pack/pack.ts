/**
 * What a firmware pack is: product firmware with its offsets and hashes, checked before anybody flashes it.
 * Floor: board. Types and the error only; knows no sources (from-files.ts), no checks (checks.ts), no board.
 * Reference: docs/packs.md.
 */
import { TouchstoneError, type Facts } from '../../base/index.ts';
import type { AppDescriptor, Partition } from '../../formats/index.ts';

/**
 * Why files are no pack, or a pack is refused; every one carries its numbers (offsets and sizes in bytes) in the facts.
 *
 * The files: `pack-nothing`: no file that firmware could come from (`files`). `pack-too-large`: `bytes` or `count` over `limit`.
 * `pack-path`: a `path` that names nothing inside the drop (`reason`: "empty", "long", "characters", "url", "absolute", "climbs": out of it).
 * `pack-file-twice`: two files of one `path`. `pack-file-missing`: `file` names `path`, and it is not there.
 * `pack-json`: `file` is no JSON (`reason`: "utf8" or a JsonFault with `line` and `column`). `pack-field`: `field` of `file` is missing or
 * not what it should be. `pack-offset-missing`: nothing says where `name` goes; `suggest` where it is custom, when there is one.
 * `pack-chip-unknown`: `name` is for a chip that has no known name (`seen`: a name, or the number in the image's header).
 *
 * The parts: `pack-part-empty` (`name`). `pack-alignment`: `offset` of `name` is no multiple of `align`, or beyond 4 GiB. `pack-overlap`:
 * two parts claim the same bytes. `pack-sector`: two parts share a flash sector, so that writing one erases some of the other (both: `name`,
 * `offset`, `end`, `other`, `otherOffset`, `otherEnd`). `pack-flash-size`: `name` ends at `end`, the flash at `flashBytes`. `pack-image`: an
 * image is damaged (`name`, `offset` in the flash, `reason` an ImageErrorCode). `pack-image-hash`: its appended SHA-256 is another (`name`,
 * `offset`, `seen`, `wanted`). `pack-chip`: image `name` is for `seen`, the others or the description say `wanted`.
 *
 * The partitions: `pack-table`: the partition table at `offset` is damaged (`reason` a PartitionErrorCode, `row`). `pack-table-alignment`:
 * `partition` at `offset` is no multiple of `align`. `pack-table-overlap`: `partition` overlaps `other`. `pack-table-flash`: `partition` ends
 * at `end`, the flash at `flashBytes`. `pack-partition-size`: `name` of `bytes` at `offset` runs over the end of `partition` of `partitionBytes`.
 *
 * NVS: `pack-nvs-none`: no table, or no such partition in it. `pack-nvs-size`: `bytes` for a `partition` of `partitionBytes`.
 *
 * Kept packs: `pack-version`: written by another version of this page (`seen`, `wanted`). `pack-part-hash`: a part's bytes are not
 * the ones listed (`name`, `seen`, `wanted`). `pack-fingerprint`: the whole is not the one named (`seen`, `wanted`).
 */
export type PackErrorCode =
  | 'pack-nothing'
  | 'pack-too-large'
  | 'pack-path'
  | 'pack-file-twice'
  | 'pack-file-missing'
  | 'pack-json'
  | 'pack-field'
  | 'pack-offset-missing'
  | 'pack-chip-unknown'
  | 'pack-part-empty'
  | 'pack-alignment'
  | 'pack-overlap'
  | 'pack-sector'
  | 'pack-flash-size'
  | 'pack-image'
  | 'pack-image-hash'
  | 'pack-chip'
  | 'pack-table'
  | 'pack-table-alignment'
  | 'pack-table-overlap'
  | 'pack-table-flash'
  | 'pack-partition-size'
  | 'pack-nvs-none'
  | 'pack-nvs-size'
  | 'pack-version'
  | 'pack-part-hash'
  | 'pack-fingerprint';

/**
 * What a person should know of a pack that may be flashed all the same.
 *
 * From the source: `offset-assumed`: nothing said where `name` goes, `offset` is custom. `file-unused`: `name` was among the files, and
 * nothing refers to it. `encrypted-part`: the description wants `name` encrypted while it is written, which is not done here.
 *
 * From the checks: `chip-untold`: nothing tells the chip. `no-table`: no partition table among the parts, so places were not checked.
 * `no-bootloader`: an application, but no bootloader: it starts only where there is one. `no-app`: a table, and nothing at its application partitions. `bootloader-place`: a bootloader (`name`) at
 * `offset`, where the chip's ROM looks at `wanted`. `app-place`: an application (`name`, `offset`) at no application partition.
 * `not-an-image`: what stands (`name`, `offset`) at the application partition `partition` is no image: encrypted, perhaps.
 * `outside-partitions`: `name` at `offset` belongs to no partition. `not-sector-aligned`: writing `name` at `offset` erases what is before
 * it in its sector. `image-no-hash`: only a one-byte checksum guards the image (`name`, `offset`). `flash-size-differs`: the images are built for
 * a flash of `seen`, the description says `wanted`. `partition-unaligned`: `partition` at `offset` begins within a sector.
 * `otadata-untouched`: firmware may be started from `slots` partitions, and which one is not among the parts: a used board may start an old one.
 * `nvs-keys`: the table has a partition for NVS keys: firmware that encrypts its settings cannot read plain ones.
 */
export type PackWarningCode =
  | 'offset-assumed'
  | 'file-unused'
  | 'encrypted-part'
  | 'chip-untold'
  | 'no-table'
  | 'no-bootloader'
  | 'no-app'
  | 'bootloader-place'
  | 'app-place'
  | 'not-an-image'
  | 'outside-partitions'
  | 'not-sector-aligned'
  | 'image-no-hash'
  | 'flash-size-differs'
  | 'partition-unaligned'
  | 'otadata-untouched'
  | 'nvs-keys';

export interface PackWarning {
  readonly code: PackWarningCode;
  readonly facts: Facts;
}

/** What a part is, told from its bytes and, where these say nothing, from its place. */
export type PackPartKind = 'bootloader' | 'partition-table' | 'app' | 'otadata' | 'nvs' | 'merged' | 'data';

/** Bytes for one place in the flash. */
export interface PackPart {
  readonly offset: number;
  readonly bytes: Uint8Array;
  /** Of `bytes`; 64 hex digits, lower case. */
  readonly sha256: string;
  readonly kind: PackPartKind;
  /** The file's name as it came: hostile text. */
  readonly name: string;
  /** What the application says of itself (in a merged part: the first application in it); hostile, but printable. */
  readonly app: AppDescriptor | null;
  readonly imageChecked: 'checksum-and-hash' | 'checksum' | 'not-an-image';
}

/** Product firmware, whole and checked. Only `makePack` and what builds on it make one. */
export interface Pack {
  /** For people: a project's or a file's name; hostile text. */
  readonly name: string;
  /** As in ESP Web Tools' chipFamily, for example "ESP32-C3"; null when it cannot be told and the person has to say. */
  readonly chip: string | null;
  /** What the firmware expects, not what the board has. */
  readonly flashSizeBytes: number | null;
  /** Ascending by offset, none overlapping, none sharing a flash sector. */
  readonly parts: readonly PackPart[];
  /** Of the partition table among the parts. */
  readonly partitions: readonly Partition[] | null;
  readonly erase: 'what-is-written' | 'whole-chip';
  /** SHA-256 (hex) over chip, offsets and SHA-256 of the parts: the same bytes for the same places have the same fingerprint. */
  readonly fingerprint: string;
  readonly warnings: readonly PackWarning[];
}

/** A refusal with its numbers. */
export function packError(code: PackErrorCode, facts: Facts, cause?: unknown): TouchstoneError<PackErrorCode> {
  return new TouchstoneError<PackErrorCode>(code, facts, cause);
}
