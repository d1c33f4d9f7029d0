/**
 * What a job writes down so that it can be taken up after a reload: which entries are on their way, and how each ended.
 * Floor: cloud. Knows no storage; app keeps the journal. Written before it is true: `sent` before a request leaves, an end before it is counted.
 */
import type { Facts } from '../../base/index.ts';
import type { EnrolmentChoices } from './item.ts';

/** `pending`: to be asked for (again). `sent`: may be at the service; looked for before it is sent again. `enrolled`: made by this job. `same`: was there already. */
export type JournalState = 'pending' | 'sent' | 'enrolled' | 'same' | 'failed';

/** One entry's latest state; a later change of the same index counts. */
export interface JobChange {
  readonly index: number;
  readonly state: JournalState;
  /** '' when the certificate was never read. */
  readonly registrationId: string;
  readonly deviceId: string;
  /** A CloudErrorCode when failed; '' otherwise. */
  readonly code: string;
  readonly facts: Facts;
}

/** A job's name and what must not change while it lasts. */
export interface JobHeader {
  readonly id: string;
  /** When it began, milliseconds of the Unix epoch. */
  readonly startedMs: number;
  readonly total: number;
  readonly choices: EnrolmentChoices;
}

/** Every method resolves when what it says is on disk. Whatever they throw ends the job as `enrol-job-kept`. */
export interface JobJournal {
  /** The job is open; called at every start, resume and retry of it. */
  begin(header: JobHeader): Promise<void>;
  /** All of these changes or none of them. */
  mark(jobId: string, changes: readonly JobChange[]): Promise<void>;
  /** Nothing more is to be done for it but what a person asks for. */
  end(jobId: string, state: 'done' | 'cancelled'): Promise<void>;
  /** All marks in the order in which they were made; nothing for a job that is not known. */
  load(jobId: string): AsyncIterable<readonly JobChange[]>;
}
