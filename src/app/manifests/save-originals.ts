/**
 * All files of the shelf as they came, in one zip.
 * Floor: app. Knows no entries; the archive is made of the files themselves (zip/write-stored.ts).
 */
import type { Facts } from '../../base/index.ts';
import { uniqueNames } from './harmless-names.ts';
import { refusalOf } from './intake.ts';
import type { ShelfFile } from './shelf-file.ts';
import { writeStored } from './zip/write-stored.ts';

export interface SaveTools {
  readonly save: (fileName: string, content: Blob) => void;
  readonly notice: (code: string, facts?: Facts) => void;
}

const ARCHIVE = 'touchstone-manifests.zip';

/** Saves every file but the demo's; `now` is written into the archive. Says so, or why not. */
export async function saveOriginals(files: readonly ShelfFile[], now: Date, { save, notice }: SaveTools): Promise<void> {
  const originals = files.filter(({ origin }) => origin === 'person').map(({ manifest }) => manifest);
  if (originals.length === 0) return;
  const names = uniqueNames(originals.map(({ fileName }) => fileName));
  try {
    const items = originals.map(({ source }, place) => ({ name: names[place] as string, source }));
    save(ARCHIVE, await writeStored(items, now, new AbortController().signal));
    notice('files-saved', { fileName: ARCHIVE, files: originals.length });
  } catch (error) {
    const { code, facts } = refusalOf(ARCHIVE, error);
    notice(code, facts);
  }
}
