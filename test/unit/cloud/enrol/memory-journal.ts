/**
 * A journal that outlives the job: what was marked stays, whatever happens to who marked it.
 * Test support.
 */
import type { JobChange, JobHeader, JobJournal } from '../../../../src/cloud/index.ts';

export class MemoryJournal implements JobJournal {
  readonly marks: (readonly JobChange[])[] = [];
  readonly ends: string[] = [];
  begun = 0;
  /** Given: the next writes fail with it. */
  fault: Error | null = null;

  async begin(header: JobHeader): Promise<void> {
    await this.#write(() => {
      this.begun += header.total > 0 ? 1 : 0;
    });
  }

  async mark(_jobId: string, changes: readonly JobChange[]): Promise<void> {
    await this.#write(() => this.marks.push(structuredClone(changes)));
  }

  async end(_jobId: string, state: 'done' | 'cancelled'): Promise<void> {
    await this.#write(() => this.ends.push(state));
  }

  async *load(): AsyncGenerator<readonly JobChange[]> {
    for (const changes of this.marks) {
      await Promise.resolve();
      yield changes;
    }
  }

  /** The latest change of every entry. */
  latest(): ReadonlyMap<number, JobChange> {
    return new Map(this.marks.flat().map((change) => [change.index, change]));
  }

  isSent(id: string): boolean {
    return this.marks.flat().some(({ registrationId, state }) => state === 'sent' && registrationId.toLowerCase() === id);
  }

  async #write(work: () => void): Promise<void> {
    await Promise.resolve();
    if (this.fault !== null) throw this.fault;
    work();
  }
}
