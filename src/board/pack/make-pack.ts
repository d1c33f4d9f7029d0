/**
 * Parts in, a checked pack out: the only way a pack comes into being.
 * Floor: board. Knows no sources; each of them describes what it found as a PackInput.
 * Reference: docs/packs.md, "Checks" and "Fingerprint".
 */
import { chipByName } from '../../formats/index.ts';
import { arrangeParts, sectorWarnings } from './check-parts.ts';
import { checkPlaces } from './check-places.ts';
import { checkTable } from './check-table.ts';
import { findTable, type RawPart } from './find-table.ts';
import type { ImageFacts } from './inspect-image.ts';
import { inspectPart, type InspectedPart } from './inspect-part.ts';
import { packError, type Pack, type PackPart, type PackWarning, type PackWarningCode } from './pack.ts';
import { sha256Hex } from './sha256.ts';

export interface PackInput {
  /** Null: the application's own name, else `label`. */
  readonly name: string | null;
  /** What the source calls it: a folder or a file. */
  readonly label: string;
  /** What the description claims; null when it claims nothing. */
  readonly chip: string | null;
  readonly flashSizeBytes: number | null;
  readonly erase: Pack['erase'];
  readonly parts: readonly RawPart[];
  /** Of the source. */
  readonly warnings: readonly PackWarning[];
}

/** Codes that come from a source and cannot be found again from the parts. */
export const SOURCE_WARNINGS: readonly PackWarningCode[] = ['offset-assumed', 'file-unused', 'encrypted-part', 'flash-size-differs'];

/** Checks everything and hashes every part. @throws the parts' and partitions' codes of PackErrorCode */
export async function makePack(input: PackInput): Promise<Pack> {
  const raw = arrangeParts(input.parts);
  const table = findTable(raw);
  const inspected: InspectedPart[] = [];
  for (const part of raw) inspected.push(await inspectPart(part, table));
  const images = inspected.flatMap((part) => part.images);
  const chip = agreedChip(images, input.chip);
  const builtFor = builtForFlash(inspected);
  const flashBytes = builtFor ?? input.flashSizeBytes;
  const warnings = [
    ...input.warnings,
    ...(chip === null ? [{ code: 'chip-untold', facts: {} } as const] : []),
    ...(builtFor !== null && input.flashSizeBytes !== null && builtFor !== input.flashSizeBytes
      ? [{ code: 'flash-size-differs', facts: { seen: builtFor, wanted: input.flashSizeBytes } } as const]
      : []),
    ...sectorWarnings(raw),
    ...(table === null ? [] : checkTable(table, flashBytes)),
    ...checkPlaces({ parts: inspected, table, chip, flashBytes, erase: input.erase }),
  ];
  const parts = inspected.map(partOf);
  return {
    name: input.name ?? appName(parts) ?? input.label,
    chip,
    flashSizeBytes: flashBytes,
    parts,
    partitions: table?.partitions ?? null,
    erase: input.erase,
    fingerprint: await fingerprintOf(chip, parts),
    warnings,
  };
}

/** The same pack for a chip that only the person could tell. @throws pack-chip when the images say another, pack-chip-unknown */
export async function withChip(pack: Pack, chip: string): Promise<Pack> {
  return makePack({
    ...pack,
    label: pack.name,
    chip: knownChip(chip, pack.name),
    warnings: pack.warnings.filter(({ code }) => SOURCE_WARNINGS.includes(code)),
  });
}

/** The chip's one spelling. @throws pack-chip-unknown */
export function knownChip(chip: string, name: string): string {
  const known = chipByName(chip);
  if (known === null) throw packError('pack-chip-unknown', { name, seen: chip });
  return known.name;
}

/** One line for the chip and one a part, each ended by LF; offsets in hex without leading zeros. */
async function fingerprintOf(chip: string | null, parts: readonly PackPart[]): Promise<string> {
  const lines = [chip ?? 'any', ...parts.map(({ offset, sha256 }) => `${offset.toString(16)} ${sha256}`)];
  return sha256Hex(new TextEncoder().encode(lines.map((line) => `${line}\n`).join('')));
}

function agreedChip(images: readonly ImageFacts[], claimed: string | null): string | null {
  const wanted = claimed ?? images[0]?.chip ?? null;
  const other = images.find((image) => image.chip !== wanted);
  if (other !== undefined && wanted !== null) throw packError('pack-chip', { name: other.name, offset: other.offset, seen: other.chip, wanted });
  return wanted;
}

/** The bootloader's header is the one that counts: it sets the flash up. */
function builtForFlash(parts: readonly InspectedPart[]): number | null {
  const withImages = parts.filter((part) => part.images.length > 0);
  const bootloader = withImages.find((part) => part.kind === 'bootloader' || part.kind === 'merged');
  return (bootloader ?? withImages[0])?.images[0]?.flashSizeBytes ?? null;
}

/** Null where the descriptor is not the application's own: Arduino links one that was built with its libraries. */
function appName(parts: readonly PackPart[]): string | null {
  const app = parts.find((part) => part.app !== null)?.app ?? null;
  return app === null || app.projectName.endsWith('arduino-lib-builder') ? null : `${app.projectName} ${app.version}`.trim();
}

function partOf({ offset, bytes, sha256, kind, name, app, imageChecked }: InspectedPart): PackPart {
  return { offset, bytes, sha256, kind, name, app, imageChecked };
}
