/**
 * Which files a description needs: for a page that has its URL only and must fetch the rest.
 * Floor: board. Fetches nothing.
 * Reference: from-manifest.ts, from-flasher-args.ts.
 */
import { looksLikeFlasherArgs } from './from-flasher-args.ts';
import { looksLikeManifest } from './from-manifest.ts';
import { JsonFields, readJson } from './json-fields.ts';
import { resolvePath, type SourceFile } from './source-files.ts';

const MAX_ITEMS = 64;

/** Paths from the top of the drop (for a URL: of its host), each once; none for a file that describes nothing.
 * @throws pack-json, pack-field, pack-path */
export function filesNamedBy({ path, bytes }: SourceFile): readonly string[] {
  const json = readJson(path, bytes);
  const fields = (): JsonFields => new JsonFields(path, '', json);
  const references = looksLikeManifest(json) ? namedByManifest(fields()) : looksLikeFlasherArgs(json) ? namedByFlasherArgs(fields()) : [];
  return [...new Set(references.map((reference) => resolvePath(path, reference)))];
}

const namedByManifest = (manifest: JsonFields): readonly string[] =>
  manifest.objects('builds', MAX_ITEMS).flatMap((build) => build.objects('parts', MAX_ITEMS).map((part) => part.text('path')));

function namedByFlasherArgs(args: JsonFields): readonly string[] {
  const files = args.object('flash_files');
  return files.names.map((place) => files.text(place));
}
