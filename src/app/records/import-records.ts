/**
 * Records of other stations, from JSON lines: what is right is merged, what is not is counted and named.
 * Floor: app. Knows no screen. A line is taken whole or not at all.
 */
import type { CancelSignal } from '../../base/index.ts';
import { loadStation, type ChainHead, type RecordStore, type RunRecord } from '../../bench/index.ts';
import type { ImportedRecordsView as ImportView } from '../../ui/index.ts';
import { Pace } from '../manifests/pace.ts';

const MERGED_AT_ONCE = 64;
const REFUSED_KEPT = 200;

export interface ImportOrder {
  readonly files: readonly File[];
  readonly store: Pick<RecordStore, 'merge'>;
  readonly signal: CancelSignal;
  /** Bytes read so far, of all files. */
  readonly progress: (bytes: number) => void;
}

/** Heads that came with the records; those of this browser's own chain are not for others to tell. */
export interface Imported {
  readonly view: ImportView;
  readonly heads: readonly ChainHead[];
}

/** Takes the files in. What was merged before somebody stopped it stays. @throws record-store; a DOMException when a file cannot be read */
export async function importRecords({ files, store, signal, progress }: ImportOrder): Promise<Imported> {
  const { readRecordLines } = await loadStation();
  const counts = { added: 0, same: 0, other: 0, refusedFound: 0 };
  const refused: ImportView['refused'][number][] = [];
  const heads: ChainHead[] = [];
  let batch: RunRecord[] = [];
  let bytes = 0;
  const merge = async (): Promise<void> => {
    if (batch.length === 0) return;
    const { added, same, other } = await store.merge(batch);
    counts.added += added;
    counts.same += same;
    counts.other += other;
    batch = [];
  };
  const pace = new Pace();
  for (const file of files) {
    const chunks = bytesOf(file, (read) => progress((bytes += read)));
    for await (const line of readRecordLines(chunks)) {
      if (signal.aborted) break;
      if (line.kind === 'record') batch.push(line.record);
      else if (line.kind === 'heads') heads.push(...line.heads);
      else {
        counts.refusedFound += 1;
        if (refused.length < REFUSED_KEPT) refused.push({ file: file.name, line: line.line, fault: line.fault });
      }
      if (batch.length >= MERGED_AT_ONCE) await merge();
      await pace.breathe();
    }
    await merge();
    if (signal.aborted) break;
  }
  return { view: { ...counts, refused, files: files.map(({ name }) => name), ended: signal.aborted ? 'stopped' : 'whole' }, heads };
}

async function* bytesOf(file: File, read: (bytes: number) => void): AsyncGenerator<Uint8Array, void, undefined> {
  const reader = file.stream().getReader();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      read(value.length);
      yield value;
    }
  } finally {
    await reader.cancel().catch(() => undefined);
  }
}
