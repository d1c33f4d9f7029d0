/**
 * The journal of one job: what happens while something is being written is written together next, and nobody goes on before it is on the disk.
 * Floor: app. Beside the engine's marks it writes the record of each enrolment, in the same change.
 */
import type { JobChange, JobHeader, JobJournal } from '../../cloud/index.ts';
import type { CloudStore, KeptJob, NewRecord } from './kept-jobs.ts';

export interface JournalTools {
  readonly store: CloudStore;
  readonly job: KeptJob;
  /** Who enrols now. */
  readonly who: () => string;
  readonly now: () => number;
  /** Serial number of an entry, upper case. */
  readonly serialOf: (index: number) => string;
  /** Records were written. */
  readonly recorded: () => void;
}

interface Waiting {
  readonly changes: readonly JobChange[];
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

export class StoredJournal implements JobJournal {
  readonly #tools: JournalTools;
  #waiting: Waiting[] = [];
  #writing = false;

  constructor(tools: JournalTools) {
    this.#tools = tools;
  }

  begin(header: JobHeader): Promise<void> {
    return this.#tools.store.beginJob({ ...this.#tools.job, ...header, state: 'open' });
  }

  mark(_jobId: string, changes: readonly JobChange[]): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ changes, resolve, reject });
      void this.#write();
    });
  }

  end(jobId: string, state: 'done' | 'cancelled'): Promise<void> {
    return this.#tools.store.endJob(jobId, state);
  }

  load(jobId: string): AsyncIterable<readonly JobChange[]> {
    return this.#tools.store.changesOf(jobId);
  }

  async #write(): Promise<void> {
    if (this.#writing) return;
    this.#writing = true;
    while (this.#waiting.length > 0) {
      const batch = this.#waiting;
      this.#waiting = [];
      const changes = batch.flatMap((one) => one.changes);
      const records = changes.flatMap((change) => this.#recordOf(change) ?? []);
      try {
        await this.#tools.store.write(this.#tools.job.id, changes, records);
        for (const { resolve } of batch) resolve();
        if (records.length > 0) this.#tools.recorded();
      } catch (error) {
        for (const { reject } of batch) reject(error);
      }
    }
    this.#writing = false;
  }

  #recordOf({ index, state, registrationId, deviceId }: JobChange): NewRecord | null {
    if (state !== 'enrolled' && state !== 'same') return null;
    const { job, who, now, serialOf } = this.#tools;
    const { serviceName, idScope, emulator, source } = job;
    const verdict = source.kind === 'entries' ? 'manifest' : source.chip.verdict === 'genuine-matched' ? 'pass' : 'overridden';
    return { serialNumber: serialOf(index), registrationId, deviceId, serviceName, idScope, who: who(), atMs: now(), result: state, verdict, emulator };
  }
}
