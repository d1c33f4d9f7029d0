/**
 * Files as a drop, a folder or a zip gives them: paths made plain, tricks refused, sizes bounded.
 * Floor: board. Reads no folder and no zip (app does) and knows nothing of what is in the files.
 * Reference: docs/packs.md, "What may be dropped".
 */
import { packError } from '../pack.ts';

export interface SourceFile {
  /** As it came; "/" or "\" between folders. */
  readonly path: string;
  readonly bytes: Uint8Array;
}

/** All files of one drop by their plain paths. */
export type SourceFiles = ReadonlyMap<string, Uint8Array>;

/** For one pack. */
export const MAX_PACK_BYTES = 64 * 1024 * 1024;
/** For one drop, which may hold packs for several chips. */
const MAX_FILES_BYTES = 4 * MAX_PACK_BYTES;
const MAX_FILES = 4096;
const MAX_PATH_LENGTH = 512;

/** Whether a file of a large build folder is worth handing in at all: the page need not read the objects and archives beside it. */
export function isPackFile(path: string): boolean {
  return /\.(?:bin|json)$/i.test(path);
}

/** Makes paths plain and refuses what is none, what comes twice and what is too much. @throws pack-path, pack-file-twice, pack-too-large */
export function indexFiles(files: readonly SourceFile[]): SourceFiles {
  if (files.length > MAX_FILES) throw packError('pack-too-large', { count: files.length, limit: MAX_FILES });
  const bytes = files.reduce((sum, file) => sum + file.bytes.length, 0);
  if (bytes > MAX_FILES_BYTES) throw packError('pack-too-large', { bytes, limit: MAX_FILES_BYTES });
  const index = new Map<string, Uint8Array>();
  for (const file of files) {
    const path = plainPath(file.path);
    if (index.has(path)) throw packError('pack-file-twice', { path });
    index.set(path, file.bytes);
  }
  return index;
}

/** A path below the drop's folder, "/" between its names, without "." and empty names. @throws pack-path */
export function plainPath(path: string): string {
  return namesOf(path, path, []).join('/');
}

/** The last name of a path. */
export const baseName = (path: string): string => path.slice(path.lastIndexOf('/') + 1);

/** What is before the last name, with its "/"; empty at the top. */
export const folderOf = (path: string): string => path.slice(0, path.lastIndexOf('/') + 1);

/**
 * The file that `reference`, written in `file`, means: from the folder of `file`, percent signs taken as they are, else as in a URL; else
 * right beside `file`, as when single files were dropped instead of their folder. "../" may go up, but never out of the drop.
 * @throws pack-path, pack-file-missing
 */
export function resolveFile(files: SourceFiles, file: string, reference: string): { readonly path: string; readonly bytes: Uint8Array } {
  const folder = folderOf(file);
  const above = folder.split('/').filter((name) => name !== '');
  const found = [reference, percentDecoded(reference)].map((path) => namesOf(path, reference, above).join('/'));
  for (const path of [...found, ...found.map((name) => folder + baseName(name))]) {
    const bytes = files.get(path);
    if (bytes !== undefined) return { path, bytes };
  }
  throw packError('pack-file-missing', { file, path: reference });
}

/** Where `reference`, written in `file`, points to. @throws pack-path */
export const resolvePath = (file: string, reference: string): string => namesOf(reference, reference, plainPath(file).split('/').slice(0, -1)).join('/');

/** The names of `path` behind those of `above`; ".." takes one of them away, where there is one. */
function namesOf(path: string, shown: string, above: readonly string[]): readonly string[] {
  const bad = (reason: string): never => {
    throw packError('pack-path', { path: shown.slice(0, MAX_PATH_LENGTH), reason });
  };
  if (path.length > MAX_PATH_LENGTH) bad('long');
  if (/[\u0000-\u001f\u007f]/.test(path)) bad('characters');
  const slashed = path.replaceAll('\\', '/');
  if (slashed.startsWith('/') || /^[A-Za-z]:/.test(slashed)) bad('absolute');
  if (/^[A-Za-z][A-Za-z0-9+.-]+:/.test(slashed)) bad('url');
  const names = [...above];
  for (const name of slashed.split('/')) {
    if (name === '' || name === '.') continue;
    if (name !== '..') names.push(name);
    else if (names.pop() === undefined) bad('climbs');
  }
  return names.length === 0 || /(?:^|\/)\.{0,2}$/.test(slashed) ? bad('empty') : names;
}

function percentDecoded(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}
