/**
 * ESP Web Tools manifests: one pack per build.
 * Floor: board. Fetches nothing: parts must be among the files, never on another host.
 * Reference: ESP Web Tools 10.4 (f9d1c4e), src/const.ts (Manifest, Build) and src/util/manifest.ts.
 */
import type { JsonValue } from '../../../formats/index.ts';
import type { RawPart } from '../find-table.ts';
import { JsonFields } from './json-fields.ts';
import { knownChip, type PackInput } from '../make-pack.ts';
import type { Pack } from '../pack.ts';
import { resolveFile, type SourceFiles } from './source-files.ts';

const MAX_BUILDS = 64;
const MAX_PARTS = 64;

/** One build, not yet read: its files may be missing while another's are there. */
export interface ManifestBuild {
  /** For telling builds apart: chip family, and "cdc" or "uart" where a chip has both. */
  readonly label: string;
  /** @throws pack-field, pack-path, pack-file-missing, pack-chip-unknown */
  read(): PackInput;
}

/** True for JSON that means to be a manifest. */
export const looksLikeManifest = (json: JsonValue): boolean => json instanceof Map && json.has('builds');

/** The builds of the manifest in `file`, in their order. @throws pack-field */
export function manifestBuilds(files: SourceFiles, file: string, json: JsonValue): readonly ManifestBuild[] {
  const manifest = new JsonFields(file, '', json);
  const name = [manifest.optionalText('name') ?? file, manifest.optionalText('version') ?? ''].join(' ').trim();
  const erase = eraseOf(manifest);
  return manifest.objects('builds', MAX_BUILDS).map((build) => {
    const family = build.text('chipFamily');
    const serialType = build.optionalText('serialType');
    return {
      label: serialType === null ? family : `${family} (${serialType})`,
      read: () => ({
        name: serialType === null ? name : `${name} (${serialType})`,
        label: file,
        chip: knownChip(family, file),
        flashSizeBytes: null,
        erase,
        parts: build.objects('parts', MAX_PARTS).map((part) => readPart(files, file, part)),
        warnings: [],
      }),
    };
  });
}

function readPart(files: SourceFiles, file: string, part: JsonFields): RawPart {
  const offset = part.offset('offset');
  const { path, bytes } = resolveFile(files, file, part.text('path'));
  return { name: path, offset, bytes };
}

/** A new installation erases everything unless the manifest leaves it to the person. `new_install_skip_erase` is its older name. */
function eraseOf(manifest: JsonFields): Pack['erase'] {
  for (const name of ['new_install_prompt_erase', 'new_install_skip_erase']) {
    const value = manifest.value(name);
    if (value !== undefined && typeof value !== 'boolean') manifest.refuse(name);
    if (value === true) return 'what-is-written';
  }
  return 'whole-chip';
}
