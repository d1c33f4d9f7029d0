/**
 * The manifest files in folders that were dropped or chosen: what is .json or .zip, from top to bottom, in the order of their paths.
 * Floor: ui. Reads names only, never contents. A folder is somebody else's: its depth and its number of files are bounded, and so is every wait.
 * Reference: File and Directory Entries API, sections 7.2 to 7.4 (`readEntries` gives a part at a time, and an empty one at the end).
 */

/** What was found; `skipped` counts the files that are neither, cannot be read or are too many. */
export interface FolderFiles {
  readonly files: readonly File[];
  readonly skipped: number;
}

/** Files taken, and folders inside each other, at most. */
export const FOLDER_MAX_FILES = 20_000;
export const FOLDER_MAX_DEPTH = 20;
/** Files looked at, at most: somebody may drop a whole disk. */
const LOOKED_MAX = 200_000;
/** A network drive may never answer. */
const ANSWER_MS = 10_000;

/** True for what is read from a folder; names that begin with `._` are macOS's own notes about a file. */
export const isManifestName = (name: string): boolean => /\.(?:json|zip)$/i.test(name) && !name.startsWith('._');

interface Found {
  readonly path: string;
  readonly file: File;
}

/** What a folder chooser gave: browsers list all files below the folder, with `webkitRelativePath`. */
export function filesOfFolder(list: Iterable<File>): FolderFiles {
  const found: Found[] = [];
  let all = 0;
  for (const file of list) {
    all++;
    const path = file.webkitRelativePath === '' ? file.name : file.webkitRelativePath;
    if (isManifestName(file.name) && path.split('/').length - 1 <= FOLDER_MAX_DEPTH) found.push({ path, file });
  }
  return taken(found, all);
}

/** Walks through dropped folders; `onLook` is told now and then how many files were looked at. */
export async function readFolders(folders: readonly FileSystemDirectoryEntry[], onLook: (looked: number) => void): Promise<FolderFiles> {
  const found: Found[] = [];
  const waiting = folders.map((folder) => ({ folder, depth: 1 }));
  let all = 0;
  for (let next = waiting.shift(); next !== undefined && all < LOOKED_MAX; next = waiting.shift()) {
    const { folder, depth } = next;
    for await (const part of partsOf(folder)) {
      const folders = part.filter((entry): entry is FileSystemDirectoryEntry => entry.isDirectory);
      if (depth < FOLDER_MAX_DEPTH) waiting.push(...folders.map((inner) => ({ folder: inner, depth: depth + 1 })));
      all += part.length - folders.length;
      const wanted = part.filter((entry): entry is FileSystemFileEntry => entry.isFile && isManifestName(entry.name));
      found.push(...(await Promise.all(wanted.map(fileOf))).flat());
      onLook(all);
      if (all >= LOOKED_MAX) break;
    }
  }
  return taken(found, all);
}

function taken(found: readonly Found[], all: number): FolderFiles {
  const order = new Intl.Collator('en', { numeric: true });
  const files = [...found].sort((one, other) => order.compare(one.path, other.path)).slice(0, FOLDER_MAX_FILES);
  return { files: files.map(({ file }) => file), skipped: all - files.length };
}

/** A folder's content, part by part; it ends early when the folder cannot be read further. */
async function* partsOf(folder: FileSystemDirectoryEntry): AsyncGenerator<readonly FileSystemEntry[]> {
  const reader = folder.createReader();
  for (;;) {
    const part = await answer<readonly FileSystemEntry[]>((resolve, reject) => {
      reader.readEntries(resolve, reject);
    }, []);
    if (part.length === 0) return;
    yield part;
  }
}

const fileOf = (entry: FileSystemFileEntry): Promise<readonly Found[]> =>
  answer<readonly Found[]>((resolve, reject) => {
    entry.file((file) => {
      resolve([{ path: entry.fullPath, file }]);
    }, reject);
  }, []);

/** What is answered in time; `otherwise` after an error or a long silence. */
async function answer<Value>(ask: (resolve: (value: Value) => void, reject: (error: unknown) => void) => void, otherwise: Value): Promise<Value> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  try {
    return await new Promise<Value>((resolve, reject) => {
      timer = setTimeout(reject, ANSWER_MS);
      ask(resolve, reject);
    });
  } catch {
    return otherwise;
  } finally {
    clearTimeout(timer);
  }
}
