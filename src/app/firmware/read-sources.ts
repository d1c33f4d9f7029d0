/**
 * From what a person gives (files, folders, an address) to the bytes that packs are made of.
 * Floor: app. Reads and fetches; understands nothing but zips. Fetches from the page's own site only: the page's policy allows no other.
 */
import { TouchstoneError, type Facts } from '../../base/index.ts';
import { filesNamedBy, isPackFile, type SourceFile } from '../../board/index.ts';
import { beginsLikeArchive } from '../manifests/zip/archive.ts';
import { unzipPack } from './pack-zip.ts';

/** `pack-read`: the browser could not read a file (`name`). `pack-too-large`: `bytes` or `count` over `limit`.
 * `pack-url`: no address (`url`). `pack-url-foreign`: an address of another site (`host`). `pack-url-missing`: nothing there, or no answer (`url`, `status`). */
export type PackReadErrorCode = 'pack-read' | 'pack-too-large' | 'pack-url' | 'pack-url-foreign' | 'pack-url-missing';

const MAX_BYTES = 256 * 1024 * 1024;
const MAX_FETCHED_BYTES = 64 * 1024 * 1024;
const MAX_FILES = 4096;
const MAX_DEPTH = 16;
const FETCH_MS = 30_000;

const refuse = (code: PackReadErrorCode, facts: Facts, cause?: unknown): TouchstoneError<PackReadErrorCode> => new TouchstoneError(code, facts, cause);

interface Found {
  readonly path: string;
  readonly file: File;
}

/** Reads a drop: one group of files a zip, and one of all others. @throws pack-read, pack-too-large, zip-invalid, zip-limit */
export async function readDrop(files: readonly File[], entries: readonly FileSystemEntry[]): Promise<readonly (readonly SourceFile[])[]> {
  const found: Found[] = files.map((file) => ({ path: file.webkitRelativePath === '' ? file.name : file.webkitRelativePath, file }));
  for (const entry of entries) await walk(entry, 0, found);
  // a folder is searched for what may be firmware; what a person picked by hand is read whatever its name
  const wanted = found.filter(({ path }) => isPackFile(path) || /\.zip$/i.test(path) || !path.includes('/'));
  const bytes = wanted.reduce((sum, { file }) => sum + file.size, 0);
  if (bytes > MAX_BYTES) throw refuse('pack-too-large', { bytes, limit: MAX_BYTES });
  if (wanted.length > MAX_FILES) throw refuse('pack-too-large', { count: wanted.length, limit: MAX_FILES });
  const loose: SourceFile[] = [];
  const groups: (readonly SourceFile[])[] = [];
  for (const { path, file } of wanted) {
    const group = await read(path, async () => ((await beginsLikeArchive(file)) ? await unzipPack(path, file) : null));
    if (group !== null) groups.push(group);
    else loose.push({ path, bytes: await read(path, async () => new Uint8Array(await file.arrayBuffer())) });
  }
  return loose.length === 0 && groups.length > 0 ? groups : [loose, ...groups];
}

async function read<T>(name: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw error instanceof DOMException ? refuse('pack-read', { name }, error) : error;
  }
}

async function walk(entry: FileSystemEntry, depth: number, found: Found[]): Promise<void> {
  if (found.length > MAX_FILES) throw refuse('pack-too-large', { count: found.length, limit: MAX_FILES });
  const path = entry.fullPath.replace(/^\//, '');
  if (entry.isFile) {
    if (depth > 0 && !isPackFile(path) && !/\.zip$/i.test(path)) return;
    const file = await new Promise<File>((resolve, reject) => (entry as FileSystemFileEntry).file(resolve, reject)).catch((error: unknown) => {
      throw refuse('pack-read', { name: path }, error);
    });
    found.push({ path, file });
  } else if (depth < MAX_DEPTH) {
    const reader = (entry as FileSystemDirectoryEntry).createReader();
    for (;;) {
      // a reader gives at most a hundred at a time, and none at the end
      const some = await new Promise<readonly FileSystemEntry[]>((resolve, reject) => {
        reader.readEntries(resolve, reject);
      }).catch((error: unknown) => {
        throw refuse('pack-read', { name: path }, error);
      });
      if (some.length === 0) return;
      for (const one of some) await walk(one, depth + 1, found);
    }
  }
}

/** Fetches a description and every file that it names, or a single binary or zip. @throws pack-url, pack-url-foreign, pack-url-missing, pack-too-large,
 * zip-invalid, zip-limit, and what filesNamedBy throws */
export async function readUrl(text: string, base: string): Promise<readonly SourceFile[]> {
  const url = parseUrl(text.trim(), base);
  const budget = { leftBytes: MAX_FETCHED_BYTES };
  const content = await fetchBlob(url, budget);
  const path = url.pathname.slice(1) || 'manifest.json';
  if (await beginsLikeArchive(content)) return unzipPack(path, content);
  const first = await sourceOf(path, content);
  if (!/\.json$/i.test(first.path)) return [first];
  const files = [first];
  for (const named of filesNamedBy(first)) files.push(await sourceOf(named, await fetchBlob(new URL(`/${named}`, url), budget)));
  return files;
}

function parseUrl(text: string, base: string): URL {
  let url: URL;
  try {
    if (text === '') throw new TypeError('empty');
    url = new URL(text, base);
  } catch (error) {
    throw refuse('pack-url', { url: text.slice(0, 200) }, error);
  }
  if (url.origin !== new URL(base).origin) throw refuse('pack-url-foreign', { host: url.host || url.protocol });
  return url;
}

const sourceOf = async (path: string, content: Blob): Promise<SourceFile> => ({ path, bytes: new Uint8Array(await content.arrayBuffer()) });

async function fetchBlob(url: URL, budget: { leftBytes: number }): Promise<Blob> {
  const shown = url.pathname.slice(0, 200);
  const over = (): TouchstoneError => refuse('pack-too-large', { bytes: MAX_FETCHED_BYTES - budget.leftBytes, limit: MAX_FETCHED_BYTES });
  let response: Response;
  try {
    response = await fetch(url, { signal: AbortSignal.timeout(FETCH_MS), cache: 'no-cache', redirect: 'error', credentials: 'same-origin' });
    if (!response.ok) throw refuse('pack-url-missing', { url: shown, status: response.status });
    const chunks: Uint8Array<ArrayBuffer>[] = [];
    const reader = response.body?.getReader();
    for (;;) {
      const part = await reader?.read();
      if (part === undefined || part.done) break;
      chunks.push(part.value);
      budget.leftBytes -= part.value.length;
      if (budget.leftBytes < 0) {
        await reader?.cancel();
        throw over();
      }
    }
    return new Blob(chunks);
  } catch (error) {
    throw error instanceof TouchstoneError ? error : refuse('pack-url-missing', { url: shown }, error);
  }
}
