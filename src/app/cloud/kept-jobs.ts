/**
 * What is kept of jobs and enrolments for the next visit, and what a place to keep it must be able to do.
 * Floor: app. Words only: cloud-store.ts keeps it in the browser's database, tests keep it in memory. No token and no answer of a service stands in any of it.
 */
import type { JobChange, JobHeader } from '../../cloud/index.ts';
import type { EnrolRecord } from '../../ui/index.ts';
import type { JobSource } from './job-source.ts';

/** One job as it was begun. */
export interface KeptJob extends JobHeader {
  /** Resource Manager's ids: whoever goes on must be at the same service. */
  readonly subscriptionId: string;
  readonly serviceId: string;
  readonly serviceName: string;
  readonly idScope: string;
  readonly emulator: boolean;
  readonly source: JobSource;
  readonly state: 'open' | 'done' | 'cancelled';
}

export type NewRecord = Omit<EnrolRecord, 'id'>;

/** A place that outlives the page. Every call is done wholly or not at all, and may throw store-failed. */
export interface CloudStore {
  beginJob(job: KeptJob): Promise<void>;
  /** Resolves when it is on the disk: marks and records of one moment stand or fall together. */
  write(jobId: string, changes: readonly JobChange[], records: readonly NewRecord[]): Promise<void>;
  /** In the order in which they were written. */
  changesOf(jobId: string): AsyncIterable<readonly JobChange[]>;
  endJob(jobId: string, state: KeptJob['state']): Promise<void>;
  /** The newest job. */
  lastJob(): Promise<KeptJob | null>;
  /** Deletes all jobs and their marks; records stay. */
  forgetJobs(): Promise<void>;
  addRecord(record: NewRecord): Promise<void>;
  /** Newest first. */
  records(atMost: number): Promise<readonly EnrolRecord[]>;
  recordsOf(serialNumber: string): Promise<readonly EnrolRecord[]>;
  /** Deletes the record with this id and all older ones. */
  dropRecords(until: string): Promise<void>;
}
