/**
 * Room for new records: the oldest are exported first, and taken away when somebody says that the file is there.
 * Floor: app. Holds between the two what was exported, and nothing else is taken away.
 */
import { loadStation, type ChainHead, type RecordStore, type RunRecord, type RunSummary } from '../../bench/index.ts';
import { exportRecords, type ExportedFile } from './export-records.ts';

export interface FreeOrder {
  readonly store: RecordStore;
  /** All runs, oldest first. */
  readonly rows: Iterable<RunSummary>;
  readonly most: number;
  readonly name: string;
  readonly signal: AbortSignal;
  readonly step: () => void;
}

export class FreeSpace {
  #exported: { readonly until: ReadonlyMap<string, number>; readonly atMs: number } | null = null;

  /** The oldest records as JSON lines, with the heads that they end at: the file by itself is whole. @throws the signal's reason, record-store */
  async export({ store, rows, most, name, signal, step }: FreeOrder): Promise<{ readonly file: ExportedFile; readonly records: number }> {
    const { oldestOf } = await loadStation();
    this.#exported = null;
    const until = oldestOf(rows, Math.max(1, most));
    const heads: ChainHead[] = [];
    for (const [chain, number] of until) {
      const last = await store.get(chain, number);
      if (last !== null) heads.push({ chain, number, hash: last.link.hash });
    }
    const whole = new Map(heads.map(({ chain, number }) => [chain, number]));
    let records = 0;
    const counted = (): void => {
      records += 1;
      step();
    };
    const [file] = await exportRecords({ format: 'jsonl', name, records: () => upTo(store, whole), heads, signal, step: counted });
    if (file === undefined) throw new Error('nothing was written');
    this.#exported = { until: whole, atMs: Date.now() };
    return { file, records };
  }

  /** How many of this chain's records that are to go stand behind record `sent`. */
  behind(chain: string, sent: number): number {
    return Math.max(0, (this.#exported?.until.get(chain) ?? 0) - sent);
  }

  /** Takes away what was exported last. How many went. @throws record-store */
  async takeAway(store: RecordStore): Promise<number> {
    const exported = this.#exported;
    this.#exported = null;
    return exported === null ? 0 : store.dropUntil(exported.until, exported.atMs);
  }

  forget(): void {
    this.#exported = null;
  }
}

async function* upTo(store: RecordStore, until: ReadonlyMap<string, number>): AsyncGenerator<RunRecord, void, undefined> {
  for await (const record of store.all()) if (record.link.number <= (until.get(record.link.chain) ?? 0)) yield record;
}
