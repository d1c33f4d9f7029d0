/**
 * A pack as plain files for one zip, and back; the zip itself is made in app.
 * Floor: board. What a pack file says is never believed: every part is hashed and checked again.
 * Reference: docs/packs.md, "Kept packs".
 */
import { isJsonObject, type JsonValue } from '../../formats/index.ts';
import type { Facts } from '../../base/index.ts';
import type { RawPart } from './find-table.ts';
import { JsonFields } from './sources/json-fields.ts';
import { knownChip, makePack, SOURCE_WARNINGS } from './make-pack.ts';
import { packError, type Pack, type PackWarning } from './pack.ts';
import { sha256Hex } from './sha256.ts';
import { resolveFile, type SourceFile, type SourceFiles } from './sources/source-files.ts';

const FORMAT = 'touchstone-pack';
const VERSION = 1;
const FILE = 'pack.json';
const MAX_PARTS = 64;
const MAX_WARNINGS = 256;

/** `pack.json` first, then one file a part. */
export function packToFiles(pack: Pack): readonly SourceFile[] {
  const parts = pack.parts.map((part) => ({ ...part, file: `parts/0x${part.offset.toString(16)}.bin` }));
  const description = {
    format: FORMAT,
    version: VERSION,
    name: pack.name,
    chip: pack.chip,
    flashSizeBytes: pack.flashSizeBytes,
    erase: pack.erase,
    fingerprint: pack.fingerprint,
    parts: parts.map(({ file, name, offset, bytes, sha256, kind }) => ({ file, name, offset, bytes: bytes.length, sha256, kind })),
    warnings: pack.warnings.filter(({ code }) => SOURCE_WARNINGS.includes(code)),
  };
  const json = new TextEncoder().encode(`${JSON.stringify(description, null, 2)}\n`);
  return [{ path: FILE, bytes: json }, ...parts.map(({ file, bytes }) => ({ path: file, bytes }))];
}

/** True for JSON that `packToFiles` may have written. */
export const looksLikePackFile = (json: JsonValue): boolean => isJsonObject(json) && json.get('format') === FORMAT;

/** Reads the pack that `file` describes. @throws pack-version, pack-field, pack-path, pack-file-missing, pack-part-hash, pack-fingerprint, and what makePack refuses */
export async function readPackFile(files: SourceFiles, file: string, json: JsonValue): Promise<Pack> {
  const fields = new JsonFields(file, '', json);
  const version = fields.whole('version');
  if (version !== VERSION) throw packError('pack-version', { seen: version, wanted: VERSION });
  const erase = fields.text('erase');
  if (erase !== 'what-is-written' && erase !== 'whole-chip') return fields.refuse('erase');
  const parts: RawPart[] = [];
  for (const part of fields.objects('parts', MAX_PARTS)) parts.push(await readPart(files, file, part));
  const chip = fields.value('chip') === null ? null : knownChip(fields.text('chip'), file);
  const flashSizeBytes = fields.value('flashSizeBytes') === null ? null : fields.whole('flashSizeBytes');
  const name = fields.text('name');
  const pack = await makePack({ name, label: name, chip, flashSizeBytes, erase, parts, warnings: readWarnings(fields) });
  const wanted = fields.text('fingerprint');
  if (pack.fingerprint !== wanted) throw packError('pack-fingerprint', { seen: pack.fingerprint, wanted });
  return pack;
}

async function readPart(files: SourceFiles, file: string, part: JsonFields): Promise<RawPart> {
  const { bytes } = resolveFile(files, file, part.text('file'));
  const name = part.text('name');
  const wanted = part.text('sha256');
  const seen = await sha256Hex(bytes);
  if (seen !== wanted || bytes.length !== part.whole('bytes')) throw packError('pack-part-hash', { name, seen, wanted, bytes: bytes.length });
  return { name, offset: part.whole('offset'), bytes };
}

/** Only codes that a source gives: the others are found again. */
function readWarnings(fields: JsonFields): readonly PackWarning[] {
  const list = fields.value('warnings');
  if (!Array.isArray(list) || list.length > MAX_WARNINGS) return fields.refuse('warnings');
  return list.map((item: JsonValue) => {
    const code = isJsonObject(item) ? SOURCE_WARNINGS.find((known) => known === item.get('code')) : undefined;
    const facts = isJsonObject(item) ? item.get('facts') : undefined;
    return code === undefined || !isJsonObject(facts) ? fields.refuse('warnings') : { code, facts: plainFacts(fields, facts) };
  });
}

function plainFacts(fields: JsonFields, facts: ReadonlyMap<string, JsonValue>): Facts {
  return Object.fromEntries(
    [...facts].map(([name, value]) =>
      typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? [name, value] : fields.refuse('warnings'),
    ),
  );
}
