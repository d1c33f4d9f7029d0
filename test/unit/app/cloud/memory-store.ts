/** A place to keep jobs and records in memory; it can be slow, and it can refuse. Test support. */
import { TouchstoneError } from '../../../../src/base/index.ts';
import type { JobChange } from '../../../../src/cloud/index.ts';
import type { CloudStore, KeptJob, NewRecord } from '../../../../src/app/cloud/kept-jobs.ts';
import type { EnrolRecord } from '../../../../src/ui/index.ts';

export class MemoryCloudStore implements CloudStore {
  readonly jobs = new Map<string, KeptJob>();
  readonly written: { readonly jobId: string; readonly changes: readonly JobChange[] }[] = [];
  readonly kept: EnrolRecord[] = [];
  /** Told before each write; may wait or throw. */
  beforeWrite: () => Promise<void> = () => Promise.resolve();

  beginJob(job: KeptJob): Promise<void> {
    this.jobs.set(job.id, structuredClone(job));
    return Promise.resolve();
  }

  async write(jobId: string, changes: readonly JobChange[], records: readonly NewRecord[]): Promise<void> {
    await this.beforeWrite();
    this.written.push({ jobId, changes: structuredClone(changes) });
    for (const record of records) this.#add(record);
  }

  async *changesOf(jobId: string): AsyncGenerator<readonly JobChange[]> {
    for (const write of this.written) if (write.jobId === jobId) yield await Promise.resolve(write.changes);
  }

  endJob(jobId: string, state: KeptJob['state']): Promise<void> {
    const job = this.jobs.get(jobId);
    if (job !== undefined) this.jobs.set(jobId, { ...job, state });
    return Promise.resolve();
  }

  lastJob(): Promise<KeptJob | null> {
    return Promise.resolve([...this.jobs.values()].at(-1) ?? null);
  }

  forgetJobs(): Promise<void> {
    this.jobs.clear();
    this.written.length = 0;
    return Promise.resolve();
  }

  addRecord(record: NewRecord): Promise<void> {
    this.#add(record);
    return Promise.resolve();
  }

  records(atMost: number): Promise<readonly EnrolRecord[]> {
    return Promise.resolve(this.kept.toReversed().slice(0, atMost));
  }

  recordsOf(serialNumber: string): Promise<readonly EnrolRecord[]> {
    return Promise.resolve(this.kept.filter((record) => record.serialNumber === serialNumber).toReversed());
  }

  dropRecords(until: string): Promise<void> {
    this.kept.splice(0, this.kept.findIndex(({ id }) => id === until) + 1);
    return Promise.resolve();
  }

  #lastId = 0;
  #add(record: NewRecord): void {
    this.kept.push({ ...record, id: String(++this.#lastId) });
  }
}

/** What a browser without room says. */
export const noRoom = (): Promise<never> => Promise.reject(new TouchstoneError('store-failed', { why: 'quota' }));
