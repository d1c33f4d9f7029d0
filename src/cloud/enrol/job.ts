/**
 * A job that enrols entries: some batches at a time, as fast as the pace allows; can be paused, cancelled, and taken up after a reload.
 * Floor: cloud. Knows no storage and no HTTP; entry-queue.ts says what is next, enrol-batch.ts brings it to its end, ledger.ts keeps the journal.
 */
import type { CancelSignal, Clock, TouchstoneError } from '../../base/index.ts';
import type { CloudProblem } from '../model.ts';
import { BackOff } from './back-off.ts';
import { EnrolBatch } from './enrol-batch.ts';
import { EntryQueue } from './entry-queue.ts';
import type { DemoRule, EnrolItem, EnrolmentClient } from './item.ts';
import { JobBook, type EnrolJobRow, type JobCounts } from './job-book.ts';
import { JobSpeed } from './job-speed.ts';
import type { JobHeader, JobJournal } from './journal.ts';
import { Ledger } from './ledger.ts';
import { readChoices, type RequestMaker } from './request.ts';

/** Batches in hand. Six round trips of three seconds still fill a pace of 1,000 a minute. */
const LANES = 6;
/** What is on its way when a job is cancelled has so long to arrive. */
const CANCEL_GRACE_MS = 5_000;

export interface EnrolJobOptions {
  readonly header: JobHeader;
  /** As many as the header says, in the same order at every visit. */
  readonly items: readonly EnrolItem[];
  readonly client: EnrolmentClient;
  readonly journal: JobJournal;
  readonly clock: Clock;
  /** A number in [0, 1), for the jitter. */
  readonly random: () => number;
  readonly demo: DemoRule;
  /** Something in `snapshot` is new; called often. */
  readonly onChange?: () => void;
}

/** `interrupted`: not running in this page. `waiting`: running, but the service is not. */
export type EnrolJobState = 'running' | 'paused' | 'waiting' | 'done' | 'cancelled' | 'interrupted';

/** What a person is shown. */
export interface EnrolJobSnapshot extends JobCounts {
  readonly id: string;
  readonly startedMs: number;
  readonly state: EnrolJobState;
  readonly total: number;
  /** Entries a minute, lately; null before there is something to measure. */
  readonly perMinute: number | null;
  readonly secondsLeft: number | null;
  /** While `waiting`: what the service says, with the fact `waitS`. While `paused`: why the job stopped by itself (sign-in, a role); null when a person did. */
  readonly waitingFor: CloudProblem | null;
  /** The failed ones first; at most 200. */
  readonly rows: readonly EnrolJobRow[];
}

/** How a run ended. */
export interface JobSummary extends JobCounts {
  readonly state: 'done' | 'cancelled';
  readonly total: number;
}

type Mode = 'idle' | 'go' | 'pause' | 'cancel' | 'abort';

export class EnrolJob {
  readonly #options: EnrolJobOptions;
  readonly #maker: RequestMaker;
  readonly #book: JobBook;
  readonly #speed = new JobSpeed();
  readonly #ledger: Ledger;
  readonly #backOff: BackOff;
  #mode: Mode = 'idle';
  #ended: 'done' | 'cancelled' | null = null;
  #stoppedBy: CloudProblem | null = null;
  /** Who waits for the end of a pause. */
  #paused: (() => void)[] = [];
  #asking = new AbortController();
  #rows: readonly EnrolJobRow[] | null = null;

  private constructor(options: EnrolJobOptions) {
    const { header, items, journal, clock, random } = options;
    if (items.length !== header.total) throw new RangeError(`a job of ${header.total} with ${items.length} items`);
    const onChange = (): void => this.#changed();
    this.#options = options;
    this.#maker = readChoices(header.choices);
    this.#book = new JobBook(items);
    this.#ledger = new Ledger({ header, journal, book: this.#book, speed: this.#speed, clock, onChange });
    this.#backOff = new BackOff({ clock, random, onChange });
  }

  /** Reads the journal; nothing is sent and no certificate is read. The job is `interrupted` until it runs. @throws enrol-job-kept, enrol-tags, enrol-hub */
  static async open(options: EnrolJobOptions): Promise<EnrolJob> {
    const job = new EnrolJob(options);
    await job.#ledger.load();
    return job;
  }

  /** Cheap: counts are kept up, rows are made when something changed. */
  get snapshot(): EnrolJobSnapshot {
    const { header, clock } = this.#options;
    const { counts, total } = this.#book;
    const state = this.#state();
    const perMinute = state === 'running' || state === 'waiting' ? this.#speed.perMinute(clock.nowMs()) : null;
    const secondsLeft = perMinute === null ? null : Math.ceil((counts.pending * 60) / perMinute);
    this.#rows ??= this.#book.rows();
    return {
      id: header.id,
      startedMs: header.startedMs,
      state,
      total,
      ...counts,
      perMinute,
      secondsLeft,
      waitingFor: this.#waitingFor(state),
      rows: this.#rows,
    };
  }

  #state(): EnrolJobState {
    if (this.#mode === 'pause') return 'paused';
    if (this.#mode === 'go') return this.#backOff.waiting === null ? 'running' : 'waiting';
    if (this.#mode === 'cancel') return 'cancelled';
    return this.#ended ?? 'interrupted';
  }

  #waitingFor(state: EnrolJobState): CloudProblem | null {
    if (state === 'paused') return this.#stoppedBy;
    const waiting = state === 'waiting' ? this.#backOff.waiting : null;
    return waiting === null ? null : { code: waiting.error.code, facts: { ...waiting.error.facts, waitS: waiting.seconds } };
  }

  /** Enrols what is pending; also after a reload. Resolves when done or cancelled, goes on waiting while paused. @throws enrol-job-kept, the signal's reason */
  async run(signal?: CancelSignal): Promise<JobSummary> {
    return await this.#working(async () => undefined, signal);
  }

  /** What is on its way arrives; nothing more is sent. */
  pause(): void {
    if (this.#mode !== 'go') return;
    this.#mode = 'pause';
    this.#backOff.wake();
    this.#changed();
  }

  /** Goes on after a pause, whoever made it. */
  resume(): void {
    if (this.#mode !== 'pause') return;
    this.#stoppedBy = null;
    this.#speed.start(this.#options.clock.nowMs());
    this.#backOff.forget();
    this.#turn('go');
  }

  /** As pause, and then `run` resolves. What is done stays done. */
  cancel(): void {
    if (this.#mode !== 'go' && this.#mode !== 'pause') return;
    const asking = this.#asking;
    this.#turn('cancel');
    const late = (): void => {
      asking.abort(new DOMException('cancelled', 'AbortError'));
    };
    void this.#options.clock.sleep(CANCEL_GRACE_MS, asking.signal).then(late, () => undefined);
  }

  /** The failed ones become pending, and the job runs again. @throws as run */
  async retryFailed(signal?: CancelSignal): Promise<JobSummary> {
    return await this.#working(() => this.#ledger.markAll(this.#book.failedAgain()), signal);
  }

  async #working(prepare: () => Promise<void>, signal: CancelSignal | undefined): Promise<JobSummary> {
    if (this.#mode !== 'idle') throw new Error('the job is at work');
    if (signal?.aborted === true) throw signal.reason;
    this.#asking = new AbortController();
    [this.#ended, this.#stoppedBy] = [null, null];
    this.#turn('go');
    const leave = (): void => {
      this.#abort(signal?.reason);
    };
    signal?.addEventListener('abort', leave, { once: true });
    try {
      await this.#ledger.begin();
      await prepare();
      this.#speed.start(this.#options.clock.nowMs());
      await this.#lanes();
      if (this.#is('abort')) throw signal?.reason;
      const state = this.#is('cancel') && this.#book.counts.pending > 0 ? 'cancelled' : 'done';
      await this.#ledger.end(state);
      this.#ended = state;
      return { state, total: this.#book.total, ...this.#book.counts };
    } finally {
      signal?.removeEventListener('abort', leave);
      this.#asking.abort(new DOMException('over', 'AbortError')); // ends the grace of a cancel
      this.#turn('idle');
    }
  }

  async #lanes(): Promise<void> {
    const { items, demo } = this.#options;
    const mayGoOn = (): boolean => this.#mode === 'go' || this.#mode === 'pause';
    const queue = new EntryQueue({ items, demo, mayGoOn, maker: this.#maker, book: this.#book, ledger: this.#ledger });
    const lane = async (): Promise<void> => {
      try {
        while (await this.#mayGoOn()) {
          const entries = await queue.next();
          if (entries.length === 0) return;
          await this.#batch(entries).run();
        }
      } catch (error) {
        this.#abort(error); // the others stop as well
        throw error;
      }
    };
    const ends = await Promise.allSettled(Array.from({ length: LANES }, lane));
    for (const end of ends) if (end.status === 'rejected') throw end.reason;
  }

  #batch(entries: ConstructorParameters<typeof EnrolBatch>[0]): EnrolBatch {
    const { client, header } = this.#options;
    return new EnrolBatch(entries, {
      client,
      ledger: this.#ledger,
      backOff: this.#backOff,
      signal: this.#asking.signal,
      startedMs: header.startedMs,
      mayGoOn: () => this.#mayGoOn(),
      stop: (error) => this.#stop(error),
    });
  }

  async #mayGoOn(): Promise<boolean> {
    for (;;) {
      if (this.#mode === 'pause') await new Promise<void>((resolve) => this.#paused.push(resolve));
      else if (this.#mode !== 'go') return false;
      else if (this.#backOff.waiting === null) return true;
      else await this.#backOff.wait();
    }
  }

  #is(mode: Mode): boolean {
    return this.#mode === mode;
  }

  #stop({ code, facts }: TouchstoneError): void {
    if (this.#mode !== 'go') return;
    this.#stoppedBy = { code, facts };
    this.pause();
  }

  #abort(reason: unknown): void {
    this.#asking.abort(reason);
    this.#turn('abort');
  }

  #turn(mode: Mode): void {
    this.#mode = mode;
    for (const go of this.#paused.splice(0)) go();
    this.#backOff.wake();
    this.#changed();
  }

  #changed(): void {
    this.#rows = null;
    this.#options.onChange?.();
  }
}
