/**
 * What is done next: ten entries at a time, certificates read when their turn comes; first those whose end is in doubt, then those that were never sent.
 * Floor: cloud. Knows no service. What cannot be asked for is noted as failed here and never sent.
 */
import { TouchstoneError, isTouchstoneError } from '../../base/index.ts';
import type { CloudErrorCode } from '../errors.ts';
import type { EnrollmentRequest } from '../model.ts';
import type { DemoRule, EnrolItem } from './item.ts';
import type { JobBook } from './job-book.ts';
import type { JobChange } from './journal.ts';
import type { Ledger } from './ledger.ts';
import { prepare, type RequestMaker } from './request.ts';

/** DPS REST 2021-10-01: "Bulk device enrollment operation with maximum of 10 enrollments". */
export const ENTRIES_A_BULK = 10;

/** An entry on its way. Changed by who has it in hand. */
export interface QueuedEntry {
  readonly index: number;
  readonly request: EnrollmentRequest;
  /** `unsent`: never. `doubt`: sent, and nobody knows whether it was done. `absent`: looked for since, and not there. */
  sent: 'unsent' | 'doubt' | 'absent';
  /** It was sent and its answer did not come, now or at an earlier visit: what is found may well be of this job. */
  wasLost: boolean;
  /** What the service said against it; it is looked for before that is believed. */
  refused: TouchstoneError | null;
  /** It is sent without others. */
  alone: boolean;
  /** How often it failed while the service served others: to be sent, and in a row to be looked for. */
  readonly tries: { send: number; look: number };
  /** How often others had succeeded when it failed last. */
  successesBefore: number;
  /** The service has answered about it since. */
  answered: boolean;
}

export interface EntryQueueTools {
  readonly items: readonly EnrolItem[];
  readonly maker: RequestMaker;
  readonly demo: DemoRule;
  readonly book: JobBook;
  readonly ledger: Ledger;
  /** False when nothing more is wanted. */
  readonly mayGoOn: () => boolean;
}

export class EntryQueue {
  readonly #tools: EntryQueueTools;
  #phase: 'sent' | 'pending' = 'sent';
  #cursor = 0;
  /** Whose registration id is not told by its serial number. */
  readonly #owners = new Map<string, number>();
  #turn: Promise<unknown> = Promise.resolve();

  constructor(tools: EntryQueueTools) {
    this.#tools = tools;
    tools.book.putDown();
  }

  /** Up to ten entries with different registration ids; empty when there are no more. One after the other, whoever asks. @throws enrol-job-kept */
  next(): Promise<readonly QueuedEntry[]> {
    const turn = this.#turn.then(() => this.#collect());
    this.#turn = turn.catch(() => undefined);
    return turn;
  }

  async #collect(): Promise<readonly QueuedEntry[]> {
    const { book, ledger, mayGoOn } = this.#tools;
    const entries: QueuedEntry[] = [];
    const ids = new Set<string>();
    let failed: JobChange[] = [];
    while (entries.length < ENTRIES_A_BULK && mayGoOn()) {
      const index = book.find(this.#phase, this.#cursor);
      if (index === null) {
        if (this.#phase === 'pending' || entries.length > 0) break;
        [this.#phase, this.#cursor] = ['pending', 0];
        continue;
      }
      const prepared = await this.#prepare(index);
      if ('state' in prepared) {
        failed.push(prepared);
        if (failed.length >= ENTRIES_A_BULK) {
          await ledger.mark(failed);
          failed = [];
        }
      } else {
        const id = prepared.request.registrationId.toLowerCase();
        if (ids.has(id)) break; // begins the next ten
        ids.add(id);
        book.take(index);
        entries.push(prepared);
      }
      this.#cursor = index + 1;
    }
    await ledger.mark(failed);
    return entries;
  }

  async #prepare(index: number): Promise<QueuedEntry | JobChange> {
    const { items, maker, demo } = this.#tools;
    const item = items[index] as EnrolItem;
    const failed = (error: TouchstoneError, registrationId = ''): JobChange => ({
      ...{ index, state: 'failed', registrationId, deviceId: '', code: error.code, facts: error.facts },
    });
    let request: EnrollmentRequest;
    try {
      request = await prepare(item, maker, demo);
    } catch (error) {
      if (isTouchstoneError(error)) return failed(error, String(error.facts['registrationId'] ?? ''));
      return failed(new TouchstoneError<CloudErrorCode>('enrol-entry', { why: 'unreadable' }, error));
    }
    if (this.#isDuplicate(index, item.serialNumber, request.registrationId)) {
      return failed(new TouchstoneError<CloudErrorCode>('enrol-duplicate', { registrationId: request.registrationId }), request.registrationId);
    }
    const doubt = this.#phase === 'sent';
    return {
      index,
      request,
      sent: doubt ? 'doubt' : 'unsent',
      wasLost: doubt,
      refused: null,
      alone: false,
      tries: { send: 0, look: 0 },
      successesBefore: 0,
      answered: false,
    };
  }

  /** A common name that holds the serial number is as unique as that; others are remembered. */
  #isDuplicate(index: number, serialNumber: string, registrationId: string): boolean {
    if (this.#tools.book.isRepeated(index)) return true;
    const id = registrationId.toLowerCase();
    if (serialNumber !== '' && id.includes(serialNumber.toLowerCase())) return false;
    const owner = this.#owners.get(id) ?? index;
    this.#owners.set(id, owner);
    return owner !== index;
  }
}
