/**
 * ESP-IDF build folders: `flasher_args.json` says which file goes where.
 * Floor: board. Does what esptool would with "keep": the images' own flash settings stay.
 * Reference: ESP-IDF components/esptool_py/flasher_args.json.in (1021229).
 */
import type { JsonValue } from '../../../formats/index.ts';
import type { RawPart } from '../find-table.ts';
import { JsonFields, parseOffset } from './json-fields.ts';
import { knownChip, type PackInput } from '../make-pack.ts';
import { packError, type PackWarning } from '../pack.ts';
import { resolveFile, type SourceFiles } from './source-files.ts';

const MAX_PARTS = 64;
const UNITS: Readonly<Record<string, number>> = { KB: 1024, MB: 1024 * 1024 };

/** True for JSON that means to be ESP-IDF's. */
export const looksLikeFlasherArgs = (json: JsonValue): boolean => json instanceof Map && json.has('flash_files');

/** @throws pack-field, pack-path, pack-file-missing, pack-chip-unknown, pack-too-large */
export function readFlasherArgs(files: SourceFiles, file: string, json: JsonValue): PackInput {
  const args = new JsonFields(file, '', json);
  const places = args.object('flash_files');
  if (places.names.length > MAX_PARTS) throw packError('pack-too-large', { count: places.names.length, limit: MAX_PARTS });
  const parts: readonly RawPart[] = places.names.map((place) => {
    const { path, bytes } = resolveFile(files, file, places.text(place));
    return { name: path, offset: parseOffset(place) ?? places.refuse(place), bytes };
  });
  const chip = args.has('extra_esptool_args') ? args.object('extra_esptool_args').optionalText('chip') : null;
  return {
    name: null,
    label: file,
    chip: chip === null || chip === 'auto' ? null : knownChip(chip, file),
    flashSizeBytes: args.has('flash_settings') ? parseFlashSize(args.object('flash_settings').optionalText('flash_size') ?? 'keep') : null,
    erase: 'what-is-written',
    parts,
    warnings: encryptedParts(args),
  };
}

/** "4MB", "512KB"; "detect" and "keep" say nothing. */
function parseFlashSize(text: string): number | null {
  const [, digits, unit] = /^(\d{1,4})(KB|MB)$/.exec(text) ?? [];
  return digits === undefined || unit === undefined ? null : Number(digits) * (UNITS[unit] ?? 1);
}

/** Every image has an entry of its own beside `flash_files`, under a name of its own. */
function encryptedParts(args: JsonFields): readonly PackWarning[] {
  const warnings: PackWarning[] = [];
  for (const name of args.names) {
    const value = args.value(name);
    if (!(value instanceof Map) || !value.has('encrypted')) continue;
    const encrypted = value.get('encrypted');
    const path = value.get('file');
    if (encrypted === true || encrypted === 'true') warnings.push({ code: 'encrypted-part', facts: { name: typeof path === 'string' ? path : name } });
  }
  return warnings;
}
