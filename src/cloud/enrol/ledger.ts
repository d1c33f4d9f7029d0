/**
 * What happens to entries, written to the journal first and believed afterwards.
 * Floor: cloud. Knows no service. A journal that fails ends everything: without it a reload could not tell what was sent.
 */
import { TouchstoneError, type Clock } from '../../base/index.ts';
import type { CloudErrorCode } from '../errors.ts';
import type { JobBook } from './job-book.ts';
import type { JobSpeed } from './job-speed.ts';
import type { JobChange, JobHeader, JobJournal } from './journal.ts';

export interface LedgerTools {
  readonly header: JobHeader;
  readonly journal: JobJournal;
  readonly book: JobBook;
  readonly speed: JobSpeed;
  readonly clock: Clock;
  readonly onChange: () => void;
}

/** So many changes in one mark at most: a mark is one record of a database. */
const CHANGES_A_MARK = 1_000;

export class Ledger {
  readonly #tools: LedgerTools;

  constructor(tools: LedgerTools) {
    this.#tools = tools;
  }

  /** @throws enrol-job-kept */
  async begin(): Promise<void> {
    const { journal, header } = this.#tools;
    await kept(() => journal.begin(header));
  }

  /** @throws enrol-job-kept */
  async end(state: 'done' | 'cancelled'): Promise<void> {
    const { journal, header } = this.#tools;
    await kept(() => journal.end(header.id, state));
  }

  /** Writes the changes down, then counts them. @throws enrol-job-kept */
  async mark(changes: readonly JobChange[]): Promise<void> {
    const { journal, header, book, speed, clock, onChange } = this.#tools;
    if (changes.length === 0) return;
    await kept(() => journal.mark(header.id, changes));
    for (const change of changes) book.note(change);
    speed.add(changes.filter(({ state }) => state === 'enrolled' || state === 'same' || state === 'failed').length, clock.nowMs());
    onChange();
  }

  /** Many changes, in marks of bounded size. @throws enrol-job-kept */
  async markAll(changes: Iterable<JobChange>): Promise<void> {
    let some: JobChange[] = [];
    for (const change of changes) {
      some.push(change);
      if (some.length < CHANGES_A_MARK) continue;
      await this.mark(some);
      some = [];
    }
    await this.mark(some);
  }

  /** What was written at earlier visits. @throws enrol-job-kept */
  async load(): Promise<void> {
    const { journal, header, book } = this.#tools;
    await kept(async () => {
      for await (const changes of journal.load(header.id)) for (const change of changes) book.note(change);
    });
  }
}

async function kept(work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    throw new TouchstoneError<CloudErrorCode>('enrol-job-kept', { detail: error instanceof Error ? error.name : '' }, error);
  }
}
