/**
 * The record of enrolments in this browser: who did what to which chip, when, and where.
 * Floor: app. Adds and reads; nothing is ever changed in it, and nothing is deleted that was not saved as a file before.
 */
import type { CloudView } from '../../ui/index.ts';
import type { CloudStore, NewRecord } from './kept-jobs.ts';
import type { Outside } from './outside.ts';
import { enrolmentsCsv } from './enrolments-csv.ts';
import { problemOf, type Problem } from './problem.ts';

export interface RecordDeskTools {
  readonly outside: Pick<Outside, 'openStore' | 'clock' | 'save' | 'now'>;
  readonly show: (view: Partial<Pick<CloudView, 'records' | 'recordsSaved'>>) => void;
  readonly notice: (problem: Problem) => void;
}

const SHOWN = 200;
const SHOWN_EVERY_MS = 500;

export class RecordDesk {
  readonly #tools: RecordDeskTools;
  #store: Promise<CloudStore> | null = null;
  #reading: 'no' | 'soon' = 'no';
  /** The newest record that is in the file that was saved last. */
  #savedUntil: string | null = null;

  constructor(tools: RecordDeskTools) {
    this.#tools = tools;
  }

  /** The place where jobs and records are kept; opened once. @throws store-failed */
  store(): Promise<CloudStore> {
    this.#store ??= this.#tools.outside.openStore().catch((error: unknown) => {
      this.#store = null;
      throw error;
    });
    return this.#store;
  }

  /** Reads the newest and shows them; where nothing can be kept there is nothing to show. */
  async read(): Promise<void> {
    try {
      this.#tools.show({ records: await (await this.store()).records(SHOWN) });
    } catch (error) {
      this.#tools.notice(problemOf(error));
    }
  }

  /** All of them as a table. */
  async save(): Promise<void> {
    const records = await (await this.store()).records(Infinity);
    const [newest] = records;
    if (newest === undefined) return;
    const fileName = `touchstone-enrolments-${new Date(this.#tools.outside.now()).toISOString().slice(0, 10)}.csv`;
    this.#tools.outside.save(fileName, new Blob([enrolmentsCsv(records)], { type: 'text/csv;charset=utf-8' }));
    this.#savedUntil = newest.id;
    this.#tools.show({ recordsSaved: { count: records.length, fileName } });
  }

  /** Deletes what was saved last; what came later stays. */
  async drop(): Promise<void> {
    const until = this.#savedUntil;
    if (until === null) return;
    this.#savedUntil = null;
    await (await this.store()).dropRecords(until);
    this.#tools.show({ recordsSaved: null });
    await this.read();
  }

  /** Somebody wrote records: they are read again soon, many at once. */
  changed(): void {
    if (this.#reading === 'soon') return;
    this.#reading = 'soon';
    void this.#tools.outside.clock.sleep(SHOWN_EVERY_MS).then(() => {
      this.#reading = 'no';
      return this.read();
    });
  }

  async add(record: NewRecord): Promise<void> {
    try {
      await (await this.store()).addRecord(record);
      await this.read();
    } catch (error) {
      this.#tools.notice(problemOf(error));
    }
  }
}
