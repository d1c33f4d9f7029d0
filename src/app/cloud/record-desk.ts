/**
 * The record of enrolments in this browser: who did what to which chip, when, and where.
 * Floor: app. Adds and reads; nothing is ever changed in it.
 */
import type { CloudView } from '../../ui/index.ts';
import type { CloudStore, NewRecord } from './kept-jobs.ts';
import type { Outside } from './outside.ts';
import { problemOf, type Problem } from './problem.ts';

export interface RecordDeskTools {
  readonly outside: Pick<Outside, 'openStore' | 'clock'>;
  readonly show: (view: Pick<CloudView, 'records'>) => void;
  readonly notice: (problem: Problem) => void;
}

const SHOWN = 200;
const SHOWN_EVERY_MS = 500;

export class RecordDesk {
  readonly #tools: RecordDeskTools;
  #store: Promise<CloudStore> | null = null;
  #reading: 'no' | 'soon' = 'no';

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
