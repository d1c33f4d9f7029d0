/**
 * Brings up to ten entries to their end: sends them, looks at what became of lost answers and conflicts, waits where waiting helps.
 * Floor: cloud. An id that exists is never sent over: the bulk only creates, and what is in doubt is looked for before it is sent again.
 * Reference: DPS REST 2021-10-01, bulk operation; Azure IoT DPS "X.509 attestation" (a certificate stands in one enrollment only).
 */
import { TouchstoneError, isTouchstoneError } from '../../base/index.ts';
import type { BulkOutcome } from '../dps/dps-client.ts';
import type { CloudErrorCode } from '../errors.ts';
import type { Enrollment } from '../model.ts';
import type { BackOff } from './back-off.ts';
import { holdsCertificate, otherCertificate } from './compare.ts';
import type { QueuedEntry } from './entry-queue.ts';
import { errorOfOutcome, isSurelyNotDone, meaningOf } from './fault-meaning.ts';
import type { EnrolmentClient } from './item.ts';
import type { JobChange, JournalState } from './journal.ts';
import type { Ledger } from './ledger.ts';

/** After so many failures in a row each entry is sent alone: perhaps one of them is the reason. */
const TRIES_TOGETHER = 3;
/** After so many an entry is given up. Only those count between which the service served somebody: while nobody is served, it waits. */
const MOST_TRIES = 10;
/** Clocks of this computer and of the service may differ by so much. */
const CLOCKS_DIFFER_MS = 5 * 60_000;

export interface EnrolBatchTools {
  readonly client: EnrolmentClient;
  readonly ledger: Ledger;
  readonly backOff: BackOff;
  readonly signal: AbortSignal;
  /** When the job began, milliseconds of the Unix epoch. */
  readonly startedMs: number;
  /** Waits while the job is paused or held back; false when nothing more may be sent. */
  readonly mayGoOn: () => Promise<boolean>;
  /** Nothing will succeed before a person does something: the job pauses. */
  readonly stop: (error: TouchstoneError) => void;
}

export class EnrolBatch {
  readonly #tools: EnrolBatchTools;
  #entries: readonly QueuedEntry[];

  constructor(entries: readonly QueuedEntry[], tools: EnrolBatchTools) {
    this.#entries = entries;
    this.#tools = tools;
  }

  /** Resolves when every entry has its end, or when the job was cancelled: then the rest is as the journal says. @throws enrol-job-kept */
  async run(): Promise<void> {
    while (this.#entries.length > 0 && (await this.#tools.mayGoOn())) {
      const looked = this.#entries.find(({ sent, refused }) => sent === 'doubt' || refused !== null);
      await (looked === undefined ? this.#send() : this.#look(looked));
    }
  }

  async #look(entry: QueuedEntry): Promise<void> {
    const { client, backOff, startedMs } = this.#tools;
    const round = backOff.begin();
    let enrollment: Enrollment | null;
    try {
      enrollment = await client.getEnrollment(entry.request.registrationId, this.#tools.signal);
    } catch (error) {
      const known = this.#known(error);
      if (known !== null) await (meaningOf(known) === 'refused' ? this.#end([failed(entry, known)]) : this.#hold([entry], 'look', known, round));
      return;
    }
    [entry.answered, entry.tries.look] = [true, 0];
    if (enrollment !== null) await this.#end([endOfFound(entry, enrollment, startedMs)]);
    else if (entry.refused !== null) await this.#end([failed(entry, entry.refused)]);
    else entry.sent = 'absent';
  }

  async #send(): Promise<void> {
    const { client, ledger, backOff, signal } = this.#tools;
    const alone = this.#entries.some((entry) => entry.alone);
    const entries = alone ? this.#entries.slice(0, 1) : this.#entries;
    await ledger.mark(entries.filter(({ sent }) => sent === 'unsent').map((entry) => change(entry, 'sent')));
    if (signal.aborted) return;
    for (const entry of entries) entry.sent = 'doubt';
    const round = backOff.begin();
    try {
      const requests = entries.map(({ request }) => request);
      const outcomes = await client.bulkCreate(requests, signal);
      if (!answersAll(entries, outcomes)) throw new TouchstoneError<CloudErrorCode>('cloud-answer', { host: '', status: 200, why: 'shape' });
      backOff.succeeded();
      await this.#settle(entries, outcomes, round);
    } catch (error) {
      const known = this.#known(error);
      if (known !== null) await this.#notAnswered(entries, known, round);
    }
  }

  /** A bulk was answered: some are made, others have an error of their own. */
  async #settle(entries: readonly QueuedEntry[], outcomes: readonly BulkOutcome[], round: number): Promise<void> {
    const made: JobChange[] = [];
    const held: QueuedEntry[] = [];
    let reason: TouchstoneError | null = null;
    for (const [at, entry] of entries.entries()) {
      const outcome = outcomes[at] as BulkOutcome;
      if (outcome.outcome === 'created') {
        made.push(change(entry, 'enrolled'));
        continue;
      }
      const error = errorOfOutcome(outcome);
      const meaning = meaningOf(error);
      if (meaning === 'later' || meaning === 'doubt') {
        [reason, entry.sent, entry.wasLost] = [error, isSurelyNotDone(error) ? 'absent' : 'doubt', entry.wasLost || !isSurelyNotDone(error)];
        held.push(entry);
      } else entry.refused = error; // whatever it is called: it may be that the enrollment is there already
    }
    await this.#end(made);
    if (reason !== null) await this.#hold(held, 'send', reason, round);
  }

  /** A bulk failed as a whole, or its answer was lost. */
  async #notAnswered(entries: readonly QueuedEntry[], error: TouchstoneError, round: number): Promise<void> {
    const notDone = isSurelyNotDone(error);
    for (const entry of entries) {
      entry.sent = notDone ? 'absent' : 'doubt';
      entry.wasLost ||= !notDone && meaningOf(error) !== 'refused';
    }
    if (meaningOf(error) !== 'refused') return this.#hold(entries, 'send', error, round);
    const [first] = entries;
    if (entries.length === 1 && first !== undefined) first.refused = error;
    else for (const entry of entries) entry.alone = true; // one of them is the reason
  }

  /** Waits after a failure, or gives up; a failure that a person must mend stops the job. */
  async #hold(entries: readonly QueuedEntry[], what: 'send' | 'look', error: TouchstoneError, round: number): Promise<void> {
    const { backOff, stop } = this.#tools;
    const meaning = meaningOf(error);
    if (meaning === 'stop') return stop(error);
    const givenUp = meaning === 'later' ? [] : entries.filter((entry) => this.#isHopeless(entry, what)); // who is asked to wait has not failed
    this.#entries = [...this.#entries.filter((entry) => !entries.includes(entry)), ...entries]; // who failed goes last
    const ownMs = backOff.failed(round, error, Math.max(1, ...entries.map(({ tries }) => tries[what])));
    await this.#end(givenUp.map((entry) => failed(entry, error)));
    if (givenUp.length < entries.length) await backOff.sleep(ownMs);
  }

  /** Counts a failure of the entry; true when it keeps failing while the service serves others, or answers other questions about it. */
  #isHopeless(entry: QueuedEntry, what: 'send' | 'look'): boolean {
    const { successes } = this.#tools.backOff;
    if (entry.tries[what] === 0 || entry.answered || successes > entry.successesBefore) entry.tries[what]++;
    [entry.successesBefore, entry.answered] = [successes, false];
    if (entry.tries.send >= TRIES_TOGETHER) entry.alone = true;
    return entry.tries[what] >= MOST_TRIES;
  }

  /** Null when it failed because nobody wants it any more. What nobody knows is thrown on: this page is at fault. */
  #known(error: unknown): TouchstoneError | null {
    if (this.#tools.signal.aborted) return null;
    if (!isTouchstoneError(error) || error.code === ('enrol-job-kept' satisfies CloudErrorCode)) throw error;
    return error;
  }

  async #end(changes: readonly JobChange[]): Promise<void> {
    await this.#tools.ledger.mark(changes);
    const ended = new Set(changes.map(({ index }) => index));
    this.#entries = this.#entries.filter(({ index }) => !ended.has(index));
  }
}

const change = ({ index, request: { registrationId, deviceId } }: QueuedEntry, state: JournalState): JobChange => ({
  ...{ index, state, registrationId, deviceId, code: '', facts: {} },
});

const failed = (entry: QueuedEntry, { code, facts }: TouchstoneError): JobChange => ({ ...change(entry, 'failed'), code, facts });

/** Ids are compared as the service does: without case. */
const answersAll = (entries: readonly QueuedEntry[], outcomes: readonly BulkOutcome[]): boolean =>
  outcomes.length === entries.length &&
  outcomes.every(({ registrationId }, at) => registrationId.toLowerCase() === entries[at]?.request.registrationId.toLowerCase());

/** What is there with our certificate is ours, whoever made it; `enrolled` only when it was made since the job began and an answer of ours was lost. */
function endOfFound(entry: QueuedEntry, enrollment: Enrollment, startedMs: number): JobChange {
  if (!holdsCertificate(enrollment, entry.request.sha256Thumbprint)) return failed(entry, otherCertificate(entry.request, enrollment));
  const createdMs = enrollment.created === null ? Number.NaN : Date.parse(enrollment.created);
  return change(entry, entry.wasLost && createdMs >= startedMs - CLOCKS_DIFFER_MS ? 'enrolled' : 'same');
}
