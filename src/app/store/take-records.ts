/**
 * Records of other stations out of the shared store: what is right is merged, what is not is counted, and what is known here is not asked for.
 * Floor: app. Knows no screen. What was merged before somebody stopped it stays.
 */
import { loadStation, type RecordStore, type RunRecord, type RunSummary } from '../../bench/index.ts';
import type { SharedStore } from '../../cloud/index.ts';

const MERGED_AT_ONCE = 32;

export interface TakeOrder {
  readonly store: SharedStore;
  readonly records: Pick<RecordStore, 'merge' | 'head' | 'summaries'>;
  readonly signal: AbortSignal;
  readonly progress: (taken: Taken) => void;
  /** For whoever shows records. */
  readonly recorded: (row: RunSummary) => Promise<void>;
}

export interface Taken {
  readonly stations: number;
  readonly records: number;
  /** Not what a record is, altered, or another one than the one that is here. */
  readonly refused: number;
}

/** A text of the store as the record of its place; null when it is none. */
export async function readShared(text: string, place?: { readonly chain: string; readonly number: number }): Promise<RunRecord | null> {
  const { readRecord } = await loadStation();
  try {
    const record = await readRecord(JSON.parse(text));
    if ('why' in record) return null;
    return place === undefined || (record.link.chain === place.chain && record.link.number === place.number) ? record : null;
  } catch {
    return null;
  }
}

/** @throws record-store, cloud-…, store-… */
export async function takeRecords({ store, records, signal, progress, recorded }: TakeOrder): Promise<Taken> {
  const { summarize } = await loadStation();
  const known = new Map<string, number>();
  for (const { chain, number } of await records.summaries()) known.set(chain, Math.max(known.get(chain) ?? 0, number));
  const own = (await records.head())?.chain ?? null;
  let taken: Taken = { stations: 0, records: 0, refused: 0 };
  for (const chain of await store.chains(signal)) {
    if (chain === own) continue;
    taken = { ...taken, stations: taken.stations + 1 };
    let batch: RunRecord[] = [];
    const merge = async (): Promise<void> => {
      if (batch.length === 0) return;
      const { added, other } = await records.merge(batch);
      taken = { ...taken, records: taken.records + added, refused: taken.refused + other };
      for (const record of batch) await recorded(summarize(record));
      batch = [];
      progress(taken);
    };
    for await (const { number, text } of store.recordsAfter(chain, known.get(chain) ?? 0, signal)) {
      const record = await readShared(text, { chain, number });
      if (record === null) taken = { ...taken, refused: taken.refused + 1 };
      else batch.push(record);
      if (batch.length >= MERGED_AT_ONCE) await merge();
    }
    await merge();
    progress(taken);
  }
  return taken;
}
