/**
 * Enrolling: what it would do, the one job that does it, and what is left of it at the next visit.
 * Floor: app. The engine enrols (cloud), the journal is written here. One job at a time in all windows of this browser.
 */
import { TouchstoneError } from '../../base/index.ts';
import { EnrolJob, previewEnrolment, type CloudErrorCode, type EnrolItem, type EnrolmentClient, type JobChange } from '../../cloud/index.ts';
import type { CloudView, EnrolChoices, EnrolSource, JobView } from '../../ui/index.ts';
import type { ManifestDesk } from '../manifests/manifest-desk.ts';
import { itemsOf } from './job-items.ts';
import { StoredJournal } from './job-journal.ts';
import type { JobSource } from './job-source.ts';
import type { CloudStore, KeptJob } from './kept-jobs.ts';
import type { Outside } from './outside.ts';
import { problemOf, type Problem } from './problem.ts';
import type { RecordDesk } from './record-desk.ts';
import { resultsCsv, type ResultLine } from './results-csv.ts';
import type { ReachedService, ServiceDesk } from './service-desk.ts';
import type { Session } from './session.ts';

export interface JobDeskTools {
  readonly outside: Outside;
  readonly session: Session;
  readonly services: ServiceDesk;
  readonly records: RecordDesk;
  readonly show: (view: Partial<Pick<CloudView, 'job' | 'unfinished' | 'preview'>>) => void;
  readonly notice: (problem: Problem) => void;
}

/** What is to be enrolled, and the manifests in which its entries are. */
export interface Wanted {
  readonly source: JobSource;
  readonly manifests: ManifestDesk;
}

/** A job that is open in this page. */
interface Open {
  readonly kept: KeptJob;
  readonly items: readonly EnrolItem[];
  readonly job: EnrolJob;
}

/** Looking one entry up costs one operation of a thousand a minute. */
const LOOKED_UP = 100;
const SHOWN_EVERY_MS = 100;

export class JobDesk {
  readonly #tools: JobDeskTools;
  #open: Open | null = null;
  /** `Open` is running or paused in this page. */
  #running = false;
  #ended: Promise<unknown> = Promise.resolve();
  #stop = new AbortController();
  #previewing = new AbortController();
  #drawing = false;

  constructor(tools: JobDeskTools) {
    this.#tools = tools;
  }

  /** Shows what enrolling would do; nothing is changed at the service. */
  async preview(source: EnrolSource, wanted: Wanted, choices: EnrolChoices): Promise<void> {
    const reached = this.#reached();
    if (reached === null) return;
    this.forgetPreview();
    const signal = AbortSignal.any([this.#previewing.signal, this.#tools.session.signal]);
    this.#tools.show({ preview: { state: 'busy', source } });
    try {
      const items = await itemsOf(wanted.source, manifestsOf(wanted.manifests));
      const value = await previewEnrolment(items, choices, reached.dps, { lookUpAtMost: LOOKED_UP, demo: demoRule(reached), signal });
      if (!signal.aborted) this.#tools.show({ preview: { state: 'done', value, source } });
    } catch (error) {
      if (signal.aborted) return;
      const problem = problemOf(error);
      this.#tools.session.heard(problem);
      this.#tools.show({ preview: { state: 'failed', ...problem, source } });
    }
  }

  /** What was looked at does not hold any more. */
  forgetPreview(): void {
    this.#previewing.abort(new DOMException('looked anew', 'AbortError'));
    this.#previewing = new AbortController();
    this.#tools.show({ preview: { state: 'idle', source: 'entries' } });
  }

  /** Enrols; resolves when the job has ended. `there`: everything it was for is at the service now. */
  async start({ source, manifests }: Wanted, choices: EnrolChoices): Promise<'there' | 'not-there'> {
    const reached = this.#reached();
    if (reached === null) return 'not-there';
    if ((await this.#rests()) === 'busy') {
      this.#tools.notice({ code: 'enrol-job-busy' satisfies CloudErrorCode, facts: {} });
      return 'not-there';
    }
    const { outside } = this.#tools;
    const items = await itemsOf(source, manifestsOf(manifests));
    if (items.length === 0) {
      this.#tools.notice({ code: 'enrol-entry' satisfies CloudErrorCode, facts: { why: 'none' } });
      return 'not-there';
    }
    const { service, route } = reached;
    const kept: KeptJob = {
      id: crypto.randomUUID(),
      startedMs: outside.now(),
      total: items.length,
      choices,
      ...{ subscriptionId: service.subscriptionId, serviceId: service.id, serviceName: service.name, idScope: service.idScope },
      emulator: route.kind === 'emulator',
      source,
      state: 'open',
    };
    return await this.#alone(async (store) => {
      this.forgetPreview(); // from now on the job says what becomes of each
      await store.forgetJobs(); // one job is kept: the one that is looked at
      await store.beginJob(kept);
      this.#open = await this.#openJob(store, kept, items);
      await this.#run((job, signal) => job.run(signal));
      const { enrolled, same, total } = this.#open.job.snapshot;
      return enrolled + same === total ? 'there' : 'not-there';
    });
  }

  pause(): void {
    if (this.#running) this.#open?.job.pause();
  }

  /** Goes on with a paused job, or with one of an earlier visit. */
  async resume(manifests: ManifestDesk): Promise<void> {
    const open = this.#open;
    if (open === null) return;
    if (this.#running) return open.job.resume();
    if (open.job.snapshot.state !== 'interrupted') return;
    if (!(await this.#isAt(open.kept))) return;
    await manifests.shelf.settled();
    const items = await itemsOf(open.kept.source, manifestsOf(manifests));
    await this.#alone(async (store) => {
      this.#open = await this.#openJob(store, open.kept, items);
      await this.#run((job, signal) => job.run(signal));
      return 'not-there';
    });
  }

  cancel(): void {
    if (this.#running) this.#open?.job.cancel();
  }

  async retryFailed(): Promise<void> {
    const open = this.#open;
    if (open === null || (await this.#rests()) === 'busy' || !(await this.#isAt(open.kept))) return;
    await this.#alone(async () => {
      await this.#run((job, signal) => job.retryFailed(signal));
      return 'not-there';
    });
  }

  /** Puts an ended job away, or one of an earlier visit that nobody wants to finish. */
  async putAway(): Promise<void> {
    if ((await this.#rests()) === 'busy') return;
    await this.#alone(async (store) => {
      await store.forgetJobs(); // never from under another window that is at it
      this.#open = null;
      return 'not-there';
    });
  }

  /** Saves how each entry ended. */
  async save(): Promise<void> {
    const open = this.#open;
    if (open === null) return;
    const { kept, items } = open;
    const ends = new Map<number, JobChange>();
    for await (const changes of (await this.#tools.records.store()).changesOf(kept.id)) for (const change of changes) ends.set(change.index, change);
    const day = new Date(this.#tools.outside.now()).toISOString().slice(0, 10);
    const name = kept.serviceName.replace(/[^A-Za-z0-9-]+/g, '-');
    const fileName = `touchstone-enrolled-${kept.emulator ? 'EMULATOR-' : ''}${name}-${day}.csv`;
    this.#tools.outside.save(fileName, new Blob([resultsCsv(linesOf(items, ends))], { type: 'text/csv;charset=utf-8' }));
    this.#tools.notice({ code: 'files-saved', facts: { files: 1, fileName } });
  }

  /** A job of an earlier visit: unfinished, or ended with something left to do. Nothing is sent for it. */
  async lookForUnfinished(): Promise<void> {
    try {
      const store = await this.#tools.records.store();
      const kept = await store.lastJob();
      if (kept === null) return;
      const open = await this.#openJob(store, kept, await itemsOf(kept.source, []));
      const { state, failed, pending } = open.job.snapshot;
      if (this.#open !== null || this.#running) return; // somebody was faster and has begun another one
      if (state !== 'interrupted' && failed + pending === 0) return; // nothing is left to do for it
      this.#open = open;
      this.#draw();
    } catch (error) {
      this.#tools.notice(problemOf(error));
    }
  }

  /** The session or the service is left: a job under way stops where it is and can be taken up again. */
  interrupt(): void {
    this.#stop.abort(new DOMException('the service was left', 'AbortError'));
  }

  /** `busy`: a job is under way. Of one that was cancelled what is on its way is waited for. */
  async #rests(): Promise<'rests' | 'busy'> {
    const state = this.#open?.job.snapshot.state;
    if (this.#running && state !== 'cancelled' && state !== 'done') return 'busy';
    await this.#ended;
    return this.#running ? 'busy' : 'rests';
  }

  /** Where the job may speak: the chosen service, or nothing. Tells why not. */
  #reached(): ReachedService | null {
    const { reached, service } = this.#tools.services;
    if (reached !== null) return reached;
    const code: CloudErrorCode = this.#tools.session.state === 'signed-in' ? 'cloud-unreachable' : 'sign-in-needed';
    this.#tools.notice({ code, facts: code === 'sign-in-needed' ? {} : { host: service?.serviceHost ?? '', route: 'service' } });
    return null;
  }

  /** Goes to the service that a job belongs to. */
  async #isAt({ subscriptionId, serviceId, emulator }: KeptJob): Promise<boolean> {
    const { session, services } = this.#tools;
    const isHere = (): boolean => services.reached?.service.id === serviceId && (services.reached.route.kind === 'emulator') === emulator;
    if (isHere()) return true;
    if (session.state === 'signed-in' && (session.place?.kind === 'emulator') === emulator) await services.goTo(subscriptionId, serviceId);
    return isHere() || this.#reachedOther();
  }

  #reachedOther(): false {
    if (this.#reached() !== null) this.#tools.notice({ code: 'sign-in-needed' satisfies CloudErrorCode, facts: {} });
    return false;
  }

  /** Runs `work` while no other window is at a job. */
  #alone(work: (store: CloudStore) => Promise<'there' | 'not-there'>): Promise<'there' | 'not-there'> {
    this.#running = true;
    const ended = this.#runAlone(work);
    this.#ended = ended;
    return ended;
  }

  async #runAlone(work: (store: CloudStore) => Promise<'there' | 'not-there'>): Promise<'there' | 'not-there'> {
    try {
      const ended = await this.#tools.outside.alone(async () => work(await this.#tools.records.store()));
      if (ended !== null) return ended;
      this.#tools.notice({ code: 'enrol-job-busy' satisfies CloudErrorCode, facts: {} });
    } catch (error) {
      const { code, facts } = problemOf(error);
      this.#tools.notice(code === 'store-failed' ? { code: 'enrol-job-kept' satisfies CloudErrorCode, facts } : { code, facts });
    } finally {
      this.#running = false;
      this.#draw();
    }
    return 'not-there';
  }

  /** Runs the open job to its end; when it was interrupted it waits to be taken up. */
  async #run(work: (job: EnrolJob, signal: AbortSignal) => Promise<unknown>): Promise<void> {
    const open = this.#open;
    if (open === null) return;
    this.#stop = new AbortController();
    const { signal } = this.#stop;
    this.#draw();
    try {
      await work(open.job, signal);
    } catch (error) {
      if (!signal.aborted) throw error;
    } finally {
      this.#tools.records.changed();
    }
  }

  async #openJob(store: CloudStore, kept: KeptJob, items: readonly EnrolItem[]): Promise<Open> {
    const { outside, session, records } = this.#tools;
    const journal = new StoredJournal({
      ...{ store, job: kept, now: outside.now },
      who: () => session.signIn?.account?.username ?? '',
      serialOf: (index) => items[index]?.serialNumber ?? '',
      recorded: () => records.changed(),
    });
    const job = await EnrolJob.open({
      ...{ header: kept, items, journal, clock: outside.clock, random: outside.random },
      client: this.#client(kept),
      demo: kept.emulator ? 'allow' : 'refuse',
      onChange: () => this.#drawSoon(),
    });
    return { kept, items, job };
  }

  /** Whatever way leads to the job's service now: after a new sign-in it is another client. */
  #client({ serviceId, emulator }: KeptJob): EnrolmentClient {
    const dps = (): EnrolmentClient => {
      const { reached } = this.#tools.services;
      const isIts = reached !== null && reached.service.id === serviceId && (reached.route.kind === 'emulator') === emulator;
      if (!isIts) throw new TouchstoneError<CloudErrorCode>('sign-in-needed', {});
      return reached.dps;
    };
    return {
      getEnrollment: async (id, signal) => dps().getEnrollment(id, signal),
      bulkCreate: async (requests, signal) => dps().bulkCreate(requests, signal),
      queryPage: async (continuation, max, signal) => dps().queryPage(continuation, max, signal),
    };
  }

  /** The engine tells more often than anybody can look. */
  #drawSoon(): void {
    if (this.#drawing) return;
    this.#drawing = true;
    void this.#tools.outside.clock.sleep(SHOWN_EVERY_MS).then(() => {
      this.#drawing = false;
      this.#draw();
    });
  }

  #draw(): void {
    const view = this.#open === null ? null : viewOf(this.#open);
    if (view?.state === 'paused' && view.waitingFor !== null) this.#tools.session.heard(view.waitingFor);
    const isUnfinished = view !== null && !this.#running && view.state === 'interrupted';
    this.#tools.show({ job: isUnfinished ? null : view, unfinished: isUnfinished ? view : null });
  }
}

const manifestsOf = (desk: ManifestDesk): Parameters<typeof itemsOf>[1] => desk.shelf.files.map(({ manifest }) => manifest);
const demoRule = ({ route }: ReachedService): 'allow' | 'refuse' => (route.kind === 'emulator' ? 'allow' : 'refuse');
const viewOf = ({ kept, job }: Open): JobView => ({ ...job.snapshot, serviceName: kept.serviceName, idScope: kept.idScope });

function* linesOf(items: readonly EnrolItem[], ends: ReadonlyMap<number, JobChange>): Generator<ResultLine> {
  for (const { index, serialNumber } of items) {
    const end = ends.get(index);
    const state = end === undefined || end.state === 'sent' ? 'pending' : end.state;
    yield { serialNumber, registrationId: end?.registrationId ?? '', state, code: end?.code ?? '', facts: end?.facts ?? {} };
  }
}
