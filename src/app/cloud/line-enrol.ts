/**
 * Enrolling one chip after another from a line: into the service that is open on the cloud screen, with its choices.
 * Floor: app. The engine is the one of every job, with a journal that lives as long as the chip does: what was lost on the way is looked for before it is sent again.
 */
import { TouchstoneError } from '../../base/index.ts';
import type { EnrolEnd, ProvenChip, RunErrorCode } from '../../bench/index.ts';
import { EnrolJob, isSettled, nextLookMs, type EnrolItem, type EnrolmentChoices, type JobChange, type JobJournal, type Look } from '../../cloud/index.ts';
import { encodePem } from '../../formats/index.ts';
import { thumbprint } from './certificate-print.ts';
import type { Outside } from './outside.ts';
import type { RecordDesk } from './record-desk.ts';
import type { ReachedService, ServiceDesk } from './service-desk.ts';
import type { Session } from './session.ts';

export interface LineEnrolTools {
  readonly outside: Outside;
  readonly session: Session;
  readonly services: ServiceDesk;
  readonly records: RecordDesk;
  readonly choices: () => EnrolmentChoices;
}

export class LineEnrol {
  readonly #tools: LineEnrolTools;

  constructor(tools: LineEnrolTools) {
    this.#tools = tools;
  }

  /** @throws run-no-service, and whatever code the entry ended with */
  async enrol(proven: ProvenChip, signal: AbortSignal): Promise<EnrolEnd> {
    const { outside, choices } = this.#tools;
    const { dps, route, service } = this.#reached;
    const journal = new ShortJournal();
    const item = itemOf(proven);
    const header = { id: crypto.randomUUID(), startedMs: outside.now(), total: 1, choices: { ...choices(), deviceId: proven.deviceId } };
    const demo = route.kind === 'emulator' ? 'allow' : 'refuse';
    const job = await EnrolJob.open({ header, items: [item], client: dps, journal, clock: outside.clock, random: outside.random, demo });
    await job.run(signal);
    signal.throwIfAborted();
    const end = journal.last;
    if (end === null || (end.state !== 'enrolled' && end.state !== 'same')) throw new TouchstoneError(end?.code ?? 'unexpected', end?.facts ?? {});
    await this.#record(proven, end, end.state);
    const { registrationId } = end;
    return { result: end.state, enrolment: { service: service.name, idScope: service.idScope, registrationId } };
  }

  /** Looks until the service has settled on something. @throws run-no-service, what reading throws, the signal's reason */
  async waitForState(registrationId: string, signal: AbortSignal): Promise<{ readonly status: string; readonly hub: string | null }> {
    const { dps } = this.#reached;
    const { clock } = this.#tools.outside;
    let look: Look | null = null;
    for (;;) {
      const { status, assignedHub } = await dps.getRegistration(registrationId, signal);
      if (isSettled(status)) return { status, hub: assignedHub };
      const previousMs: number | null = look === null ? null : nextLookMs(look);
      look = { status, changed: look !== null && look.status !== status, previousMs };
      await clock.sleep(nextLookMs(look) ?? 0, signal);
    }
  }

  get #reached(): ReachedService {
    const { reached } = this.#tools.services;
    if (reached === null) throw new TouchstoneError<RunErrorCode>('run-no-service');
    return reached;
  }

  async #record({ chip }: ProvenChip, { registrationId, deviceId }: JobChange, result: 'enrolled' | 'same'): Promise<void> {
    const { outside, records, session } = this.#tools;
    const { service, route } = this.#reached;
    await records.add({
      ...{ result, deviceId, registrationId, serialNumber: chip.serialNumber, serviceName: service.name, idScope: service.idScope },
      who: session.signIn?.account?.username ?? '',
      atMs: outside.now(),
      verdict: 'pass', // a plan enrols after its check has passed
      emulator: route.kind === 'emulator',
    });
  }
}

const itemOf = ({ chip, certificate, demo }: ProvenChip): EnrolItem => ({
  index: 0,
  serialNumber: chip.serialNumber,
  load: async () => ({
    commonName: chip.commonName ?? '',
    certificatePem: encodePem('CERTIFICATE', certificate),
    sha256Thumbprint: await thumbprint(certificate, 'SHA-256'),
    partNumber: null,
    lot: null,
    demo: demo === 'demo',
  }),
});

/** One entry's journal. */
class ShortJournal implements JobJournal {
  #last: JobChange | null = null;

  get last(): JobChange | null {
    return this.#last;
  }

  begin(): Promise<void> {
    return Promise.resolve();
  }

  mark(_jobId: string, changes: readonly JobChange[]): Promise<void> {
    this.#last = changes.at(-1) ?? this.#last;
    return Promise.resolve();
  }

  end(): Promise<void> {
    return Promise.resolve();
  }

  async *load(): AsyncGenerator<readonly JobChange[], void, undefined> {
    await Promise.resolve();
    if (this.#last !== null) yield [this.#last];
  }
}
