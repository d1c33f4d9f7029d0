/**
 * Records in the browser's database: appended, read, never changed; the oldest can be taken away once they were exported, and a checkpoint says up to where.
 * Floor: bench; idb enters here only. Knows no screen. A record, its page of summaries and the chain's head are written in one transaction that the browser
 * has to bring to the disk before it says done (`durability: 'strict'`), so that a power cut leaves all of it or nothing.
 * Reference: Indexed Database API 3.0 (W3C) sections 2.7 and 4.9. A transaction ends when nothing is asked of it, so the hash is made before it begins, and the
 * head is compared inside: another tab may have appended meanwhile.
 */
import { openDB, type DBSchema, type IDBPDatabase } from 'idb';
import { TouchstoneError, isTouchstoneError } from '../../base/index.ts';
import { emptyChain, linkRecord, type ChainHead } from './chain.ts';
import type { RunDraft, RunRecord } from './record.ts';
import { EMPTY_PAGE, PAGE_ROWS, appended, pageOf, rowsOf, summarize, type RunSummary, type SummaryPage } from './summary.ts';

/** `record-store`: the browser does not read or write its disk; facts `why`: "unavailable", "quota", "timeout", "failed"; `detail`. */
export type RecordStoreErrorCode = 'record-store';

/** The last record of a chain that was taken away. */
export interface Checkpoint extends ChainHead {
  /** When the records up to it were exported: milliseconds of the Unix epoch. */
  readonly exportedMs: number;
}

/** What became of records of other stations. `other`: the place in the chain or the id is taken by another record, or the record would stand before us in our own chain. */
export interface MergeReport {
  readonly added: number;
  readonly same: number;
  readonly other: number;
}

interface Schema extends DBSchema {
  records: { key: [string, number]; value: RunRecord; indexes: { id: string; serialNumber: string; mac: string } };
  pages: { key: number; value: SummaryPage };
  /** The newest record of this browser's own chain stands under `own`. */
  heads: { key: 'own'; value: ChainHead };
  checkpoints: { key: string; value: Checkpoint };
}

const NAME = 'touchstone-records';
const VERSION = 2;
const LIMIT_MS = 30_000;
/** A hundred thousand records are taken away in one transaction. */
const DROP_LIMIT_MS = 300_000;
/** Other tabs that write at the same moment: each try means one of them got ahead. */
const TRIES = 50;
const READ_AT_ONCE = 64;
const STORES = ['records', 'pages', 'heads'] as const;

export class RecordStore {
  readonly #database: IDBPDatabase<Schema>;

  private constructor(database: IDBPDatabase<Schema>) {
    this.#database = database;
  }

  /** Opens the database, and makes it at the first visit. @throws record-store */
  static async open(name = NAME): Promise<RecordStore> {
    const opening = openDB<Schema>(name, VERSION, {
      upgrade: (database, from) => {
        database.createObjectStore('checkpoints', { keyPath: 'chain' });
        if (from > 0) return;
        const records = database.createObjectStore('records', { keyPath: ['link.chain', 'link.number'] });
        records.createIndex('id', 'id', { unique: true });
        records.createIndex('serialNumber', 'chip.serialNumber');
        records.createIndex('mac', 'board.mac');
        database.createObjectStore('pages');
        database.createObjectStore('heads');
      },
      blocking: (_current, _blocked, event) => {
        (event.target as IDBDatabase).close();
      },
    });
    return new RecordStore(await told(opening));
  }

  /** Writes a run behind the last one. Resolves when it is on the disk; a run that is there already is given back as it is. @throws record-store, canonical-value */
  async append(draft: RunDraft): Promise<RunRecord> {
    for (let attempt = 0; attempt < TRIES; attempt++) {
      const known = await told(this.#database.getFromIndex('records', 'id', draft.id));
      if (known !== undefined) return known;
      const head = (await told(this.#database.get('heads', 'own'))) ?? emptyChain(crypto.randomUUID());
      const record = await linkRecord(draft, head);
      if ((await told(this.#write(record, head))) === 'written') return record;
    }
    throw failure('failed', 'heads');
  }

  /** Takes records of other stations as they are; those that are here already stay. @throws record-store */
  async merge(records: readonly RunRecord[]): Promise<MergeReport> {
    return told(this.#merge(records));
  }

  /** The newest of this browser's own chain; null before the first run. */
  async head(): Promise<ChainHead | null> {
    return (await told(this.#database.get('heads', 'own'))) ?? null;
  }

  /** Everything a list needs, oldest first. */
  async summaries(): Promise<readonly RunSummary[]> {
    return (await this.pages()).flatMap(rowsOf);
  }

  /** Likewise in the columns they are stored in; no row is made. */
  async pages(): Promise<readonly SummaryPage[]> {
    return told(this.#database.getAll('pages'));
  }

  /** How many records there are. */
  async count(): Promise<number> {
    return told(this.#database.count('records'));
  }

  async checkpoints(): Promise<readonly Checkpoint[]> {
    return told(this.#database.getAll('checkpoints'));
  }

  /** Takes the records of these chains away up to these numbers and leaves a checkpoint for each. What they were is in an export by now. How many went. @throws record-store */
  async dropUntil(until: ReadonlyMap<string, number>, exportedMs: number): Promise<number> {
    return told(this.#dropUntil(until, exportedMs), DROP_LIMIT_MS);
  }

  /** Makes the summaries anew from the records, where somebody has changed one without the other. How many there are. @throws record-store */
  async renewPages(): Promise<number> {
    return told(this.#renewPages(), DROP_LIMIT_MS);
  }

  async get(chain: string, number: number): Promise<RunRecord | null> {
    return (await told(this.#database.get('records', [chain, number]))) ?? null;
  }

  /** Runs in which this chip or this board was seen, in the order of their chains. */
  async seenBefore(serialNumber: string | null, mac: string | null): Promise<readonly RunRecord[]> {
    const chips = serialNumber === null ? [] : await told(this.#database.getAllFromIndex('records', 'serialNumber', serialNumber));
    const boards = mac === null ? [] : await told(this.#database.getAllFromIndex('records', 'mac', mac));
    return [...new Map([...chips, ...boards].map((record) => [record.id, record])).values()];
  }

  /** These records in this order, some at a time; those that are not there are passed over. */
  async *some(places: Iterable<{ readonly chain: string; readonly number: number }>): AsyncGenerator<RunRecord, void, undefined> {
    let wanted: [string, number][] = [];
    for (const { chain, number } of places) {
      wanted.push([chain, number]);
      if (wanted.length < READ_AT_ONCE) continue;
      yield* await this.#read(wanted);
      wanted = [];
    }
    yield* await this.#read(wanted);
  }

  /** All records, chain by chain, ascending; some at a time, so that memory stays flat. */
  async *all(): AsyncGenerator<RunRecord, void, undefined> {
    let range: IDBKeyRange | null = null;
    for (;;) {
      const some: readonly RunRecord[] = await told(this.#database.getAll('records', range, READ_AT_ONCE));
      yield* some;
      const last = some.at(-1);
      if (last === undefined || some.length < READ_AT_ONCE) return;
      range = IDBKeyRange.lowerBound([last.link.chain, last.link.number], true);
    }
  }

  async #read(keys: readonly [string, number][]): Promise<readonly RunRecord[]> {
    const records = this.#database.transaction('records').store;
    return (await told(Promise.all(keys.map((key) => records.get(key))))).filter((record) => record !== undefined);
  }

  close(): void {
    this.#database.close();
  }

  async #write(record: RunRecord, head: ChainHead): Promise<'written' | 'overtaken'> {
    const change = this.#database.transaction(STORES, 'readwrite', { durability: 'strict' });
    change.done.catch(() => undefined); // what went wrong is thrown by the request itself
    const current = await change.objectStore('heads').get('own');
    if ((current?.hash ?? head.hash) !== head.hash || (current === undefined && head.number > 0)) {
      await change.done;
      return 'overtaken';
    }
    const { chain, number, hash } = record.link;
    await change.objectStore('records').add(record);
    await change.objectStore('heads').put({ chain, number, hash }, 'own');
    await addRows(change.objectStore('pages'), [summarize(record)]);
    await change.done;
    return 'written';
  }

  async #merge(records: readonly RunRecord[]): Promise<MergeReport> {
    const change = this.#database.transaction(STORES, 'readwrite', { durability: 'strict' });
    change.done.catch(() => undefined);
    const own = await change.objectStore('heads').get('own');
    const report = { added: 0, same: 0, other: 0 };
    const rows: RunSummary[] = [];
    for (const record of records) {
      const { chain, number, hash } = record.link;
      const here = (await change.objectStore('records').get([chain, number])) ?? (await change.objectStore('records').index('id').get(record.id));
      if (here !== undefined) {
        report[here.link.hash === hash ? 'same' : 'other'] += 1;
        continue;
      }
      if (own?.chain === chain && number > own.number) {
        report.other += 1; // its place is the next run's: taken, no run could be recorded any more
        continue;
      }
      await change.objectStore('records').add(record);
      rows.push(summarize(record));
      report.added += 1;
    }
    await addRows(change.objectStore('pages'), rows);
    await change.done;
    return report;
  }

  async #renewPages(): Promise<number> {
    const change = this.#database.transaction(['records', 'pages'], 'readwrite', { durability: 'strict' });
    change.done.catch(() => undefined);
    const pages = change.objectStore('pages');
    await pages.clear();
    let count = 0;
    let range: IDBKeyRange | null = null;
    for (let key = 1; ; key++) {
      const some: readonly RunRecord[] = await change.objectStore('records').getAll(range, PAGE_ROWS);
      const last = some.at(-1);
      if (last === undefined) break;
      await pages.put(pageOf(some.map(summarize)), key);
      count += some.length;
      range = IDBKeyRange.lowerBound([last.link.chain, last.link.number], true);
    }
    await change.done;
    return count;
  }

  async #dropUntil(until: ReadonlyMap<string, number>, exportedMs: number): Promise<number> {
    const change = this.#database.transaction(['records', 'pages', 'checkpoints'], 'readwrite', { durability: 'strict' });
    change.done.catch(() => undefined);
    const gone = new Map<string, number>();
    for (const [chain, number] of until) {
      const last = await change.objectStore('records').get([chain, number]);
      if (last === undefined) continue; // another tab took it away meanwhile
      gone.set(chain, number);
      const before = await change.objectStore('checkpoints').get(chain);
      if ((before?.number ?? 0) < number) await change.objectStore('checkpoints').put({ chain, number, hash: last.link.hash, exportedMs });
      await change.objectStore('records').delete(IDBKeyRange.bound([chain, 0], [chain, number]));
    }
    const pages = change.objectStore('pages');
    const rows = (await pages.getAll()).flatMap(rowsOf);
    const kept = rows.filter(({ chain, number }) => number > (gone.get(chain) ?? 0));
    await pages.clear();
    for (let first = 0; first < kept.length; first += PAGE_ROWS) await pages.put(pageOf(kept.slice(first, first + PAGE_ROWS)), first / PAGE_ROWS + 1);
    await change.done;
    return rows.length - kept.length;
  }
}

interface Pages {
  openCursor(query: null, direction: 'prev'): Promise<{ readonly key: number; readonly value: SummaryPage } | null>;
  put(page: SummaryPage, key: number): Promise<number>;
}

/** Behind the last row; a full page is followed by a new one. */
async function addRows(pages: Pages, rows: readonly RunSummary[]): Promise<void> {
  if (rows.length === 0) return;
  const last = await pages.openCursor(null, 'prev');
  const isFull = last === null || last.value.count >= PAGE_ROWS;
  let key = last === null ? 1 : isFull ? last.key + 1 : last.key;
  let page = isFull ? EMPTY_PAGE : last.value;
  for (let first = 0; first < rows.length; key++) {
    const some = rows.slice(first, first + PAGE_ROWS - page.count);
    const [only] = some;
    page = some.length === 1 && only !== undefined ? appended(page, only) : pageOf([...rowsOf(page), ...some]);
    await pages.put(page, key);
    first += some.length;
    page = EMPTY_PAGE;
  }
}

const failure = (why: string, detail: string, cause?: unknown): TouchstoneError<RecordStoreErrorCode> =>
  new TouchstoneError('record-store', { why, detail }, cause);

/** A request of the database with a deadline, its failure in our words. */
async function told<T>(work: Promise<T>, limitMs = LIMIT_MS): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => {
      reject(failure('timeout', String(limitMs)));
    }, limitMs);
  });
  try {
    return await Promise.race([work, late]);
  } catch (error) {
    if (isTouchstoneError(error)) throw error;
    const name = error instanceof Error ? error.name : 'unknown';
    throw failure(name === 'QuotaExceededError' ? 'quota' : name === 'InvalidStateError' ? 'unavailable' : 'failed', name, error);
  } finally {
    clearTimeout(timer);
  }
}
