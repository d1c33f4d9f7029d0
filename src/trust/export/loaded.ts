/**
 * The entries of an export, loaded a few at a time: those that stand together in a file with one look at it.
 * Floor: trust. Each is verified again on the way; one that is no longer what it was when its file was read stops the export.
 */
import { TouchstoneError } from '../../base/index.ts';
import type { ManifestEntry } from '../entry/entry.ts';
import { loadEntries } from '../manifest/load-entry.ts';
import type { ManifestErrorCode, ManifestFile } from '../manifest/manifest-file.ts';
import type { EntryList } from './entry-list.ts';

/** Some entries of one file that stand together. */
interface Run {
  readonly file: ManifestFile;
  readonly indices: readonly number[];
}

/** A hundredth of a second of verifying, so that the page can draw in between. */
const RUN_ENTRIES = 64;
const RUN_BYTES = 512 * 1024;

/** Entries `from` up to `to` of the list, in order. @throws manifest-read */
export async function* loadedEntries(list: EntryList, from = 0, to = list.length): AsyncGenerator<ManifestEntry> {
  for (const { file, indices } of runsOf(list, from, to)) {
    for (const entry of await loadEntries(file, indices)) {
      const { index } = entry;
      if ((entry.problem === null) !== (file.table.verdict(index) !== 'unverified') || entry.uniqueId !== file.table.uniqueId(index)) {
        throw new TouchstoneError<ManifestErrorCode>('manifest-read', { fileName: file.fileName, offset: file.table.columns.starts[index] ?? 0 });
      }
      yield entry;
    }
  }
}

/** Cuts the list into runs: ascending in one file, and not far from each other. */
export function* runsOf(list: EntryList, from = 0, to = list.length): Generator<Run> {
  let run: { file: ManifestFile; indices: number[] } | null = null;
  for (let position = from; position < to; position++) {
    const [file, index] = [list.file(position), list.index(position)];
    if (run !== null && run.file === file && run.indices.length < RUN_ENTRIES && isNear(file, run.indices, index)) {
      run.indices.push(index);
      continue;
    }
    if (run !== null) yield run;
    run = { file, indices: [index] };
  }
  if (run !== null) yield run;
}

function isNear({ table }: ManifestFile, indices: readonly number[], next: number): boolean {
  const { starts, lengths } = table.columns;
  const first = starts[indices[0] ?? next] as number;
  return next > (indices.at(-1) ?? next) && (starts[next] as number) + (lengths[next] as number) - first <= RUN_BYTES;
}
