/**
 * What whoever shared a manifest calls it: a small file beside it in the shared store, because the manifest's own name there is its SHA-256.
 * Floor: app. Pure. Nobody can check such a name, so that it is a help to find a file and never a proof of anything; what is read is made harmless first.
 */
import { isJsonObject, parseJson } from '../../formats/index.ts';
import { harmlessName } from '../manifests/harmless-names.ts';

const FORMAT = 'touchstone-name/1';
const LONGEST = 255;

/** The file beside a manifest. */
export const manifestNameText = (fileName: string): string => JSON.stringify({ format: FORMAT, fileName: fileName.slice(0, LONGEST) });

/** Null for anything that is not exactly such a file, or that no system would call a file. */
export function readManifestName(bytes: Uint8Array): string | null {
  try {
    const json = parseJson(new TextDecoder('utf-8', { fatal: true }).decode(bytes), 2);
    if (!isJsonObject(json) || json.size !== 2 || json.get('format') !== FORMAT) return null;
    const fileName = json.get('fileName');
    if (typeof fileName !== 'string' || fileName === '' || fileName.length > LONGEST) return null;
    return harmlessName(fileName);
  } catch {
    return null;
  }
}
