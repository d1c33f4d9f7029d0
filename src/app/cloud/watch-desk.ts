/**
 * One enrollment under watch: its state at the service, then the hub's view of the device, and what can be done to it.
 * Floor: app. Looks while the page is in sight, ever more rarely, and stops by itself: every look is a billed operation.
 */
import type { Facts } from '../../base/index.ts';
import { isSettled, nextLookMs, type Enrollment, type HubDevice, type RegistrationState } from '../../cloud/index.ts';
import { parsePem } from '../../formats/index.ts';
import type { Asked, CloudView, EnrolRecord, WatchView } from '../../ui/index.ts';
import type { ChipToEnrol } from './bench-chip.ts';
import { thumbprint } from './certificate-print.ts';
import type { Outside } from './outside.ts';
import { problemOf, type Problem } from './problem.ts';
import type { RecordDesk } from './record-desk.ts';
import type { ReachedService, ServiceDesk } from './service-desk.ts';
import type { Session } from './session.ts';

export interface WatchDeskTools {
  readonly outside: Outside;
  readonly session: Session;
  readonly services: ServiceDesk;
  readonly records: RecordDesk;
  readonly show: (view: Pick<CloudView, 'watch'>) => void;
  readonly notice: (problem: Problem) => void;
}

/** What can be done to the enrollment. */
type Deed = 'reprovision' | 'disable' | 'enable' | 'delete';

const RESULTS: Readonly<Record<Deed, EnrolRecord['result']>> = { reprovision: 'reprovisioned', disable: 'disabled', enable: 'enabled', delete: 'deleted' };
/** A device that has not registered by then is looked for again by hand. */
const LONGEST_MS = 30 * 60_000;
/** The emulator bills nothing. */
const EMULATOR_HURRY = 5;
const EMULATOR_MS = 10_000;
const REGISTERS_AFTER_MS = 1_500;
const TICK_MS = 1_000;

export class WatchDesk {
  readonly #tools: WatchDeskTools;
  #view: WatchView | null = null;
  #chip: ChipToEnrol | null = null;
  #life = new AbortController();
  #looking: AbortController | null = null;

  constructor(tools: WatchDeskTools) {
    this.#tools = tools;
    tools.outside.page.onVisibility(() => {
      if (!tools.outside.page.hidden) this.#wake();
    });
  }

  /** Begins to watch; `chip` when its certificate is here. */
  async watch(registrationId: string, chip: ChipToEnrol | null): Promise<void> {
    this.stop();
    const life = this.#life.signal;
    this.#chip = chip;
    const [block] = chip === null ? [] : parsePem(chip.certificatePem);
    const [sha256Thumbprint, sha1Thumbprint] =
      block === undefined ? [null, null] : await Promise.all([thumbprint(block.bytes, 'SHA-256'), thumbprint(block.bytes, 'SHA-1')]);
    if (life.aborted) return;
    this.#view = {
      ...{ registrationId, sha256Thumbprint, sha1Thumbprint },
      serialNumber: chip?.serialNumber ?? serialIn(registrationId),
      enrollment: { state: 'busy' },
      hub: { state: 'idle' },
      polling: 'polling',
      nextInS: null,
      seen: [],
      busy: null,
    };
    this.#show({});
    void this.#poll();
    await Promise.resolve();
  }

  stop(): void {
    this.#life.abort(new DOMException('watching ended', 'AbortError'));
    this.#life = new AbortController();
    this.#looking = null;
    this.#view = null;
    this.#tools.show({ watch: null });
  }

  /** Looks at once, and goes on looking. */
  async lookAgain(): Promise<void> {
    if (this.#view === null) return;
    void this.#poll();
    await Promise.resolve();
  }

  /** Does it, looks at what came of it, and writes it down. */
  async act(deed: Deed): Promise<void> {
    const view = this.#view;
    const reached = this.#reached();
    if (view === null || view.busy !== null || reached === null) return;
    const { registrationId } = view;
    const { signal } = this.#life;
    this.#show({ busy: deed });
    try {
      const { dps } = reached;
      if (deed === 'reprovision') await dps.forgetRegistration(registrationId, signal);
      else if (deed === 'delete') await dps.deleteEnrollment(registrationId, signal);
      else await dps.setStatus(registrationId, deed === 'enable' ? 'enabled' : 'disabled', signal);
      await this.#record(RESULTS[deed], view, reached);
      if (signal.aborted) return;
      if (deed === 'delete') return this.stop();
      this.#show({ busy: null, hub: { state: 'idle' } });
      void this.#poll();
    } catch (error) {
      if (signal.aborted) return;
      this.#show({ busy: null });
      this.#tell(error);
    }
  }

  /** Emulator only: the device behind the enrollment registers. */
  async emulateDevice(outcome: 'assigned' | 'failed'): Promise<void> {
    const view = this.#view;
    const reached = this.#reached();
    if (view === null || view.busy !== null || reached?.route.kind !== 'emulator') return;
    this.#show({ busy: 'register' });
    try {
      const { registrationId } = view;
      const body = { registrationId, outcome, afterMs: REGISTERS_AFTER_MS, assigningAfterMs: 0, service: reached.service.name };
      const answer = await this.#tools.outside.fetch(`${reached.route.base}/control/register`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
        signal: AbortSignal.any([this.#life.signal, AbortSignal.timeout(EMULATOR_MS)]),
      });
      if (!answer.ok) this.#tools.notice({ code: 'emulator-missing', facts: { status: answer.status } });
    } catch {
      this.#tools.notice({ code: 'emulator-missing', facts: {} });
    }
    this.#show({ busy: null });
    void this.#poll();
  }

  /** Looks until the enrollment is settled, somebody stops it, or it took too long. A new call takes the place of the one before. */
  async #poll(): Promise<void> {
    if (this.#view === null) return;
    this.#looking?.abort(new DOMException('looked anew', 'AbortError'));
    const looking = new AbortController();
    this.#looking = looking;
    const signal = AbortSignal.any([looking.signal, this.#life.signal, this.#tools.session.signal]);
    const { clock, page } = this.#tools.outside;
    const endMs = clock.nowMs() + LONGEST_MS;
    let previousMs: number | null = null;
    this.#show({ polling: 'polling', nextInS: null });
    try {
      while (clock.nowMs() < endMs) {
        if (page.hidden) return this.#show({ nextInS: null }); // taken up when the page is looked at again
        const seen = await this.#look(signal);
        if (seen === null) return this.#show({ polling: 'stopped', nextInS: null });
        if (isSettled(seen.status)) return this.#show({ polling: 'settled', nextInS: null });
        const waitMs = nextLookMs({ ...seen, previousMs });
        if (waitMs === null) return this.#show({ polling: 'settled', nextInS: null });
        previousMs = waitMs;
        await this.#wait(this.#tools.services.reached?.route.kind === 'emulator' ? waitMs / EMULATOR_HURRY : waitMs, signal);
      }
      this.#show({ polling: 'stopped', nextInS: null });
    } catch (error) {
      if (signal.aborted) return;
      this.#show({ polling: 'stopped', nextInS: null });
      this.#tell(error);
    }
  }

  /** Counts down in sight. */
  async #wait(waitMs: number, signal: AbortSignal): Promise<void> {
    const { clock } = this.#tools.outside;
    const endMs = clock.nowMs() + waitMs;
    for (let leftMs = waitMs; leftMs > 0; leftMs = endMs - clock.nowMs()) {
      this.#show({ nextInS: Math.ceil(leftMs / 1000) });
      await clock.sleep(Math.min(TICK_MS, leftMs), signal);
    }
  }

  /** One look; null when it failed, which is shown. */
  async #look(signal: AbortSignal): Promise<{ readonly status: RegistrationState['status']; readonly changed: boolean } | null> {
    const view = this.#view;
    const reached = this.#reached();
    if (view === null || reached === null) return null;
    let enrollment: Enrollment | null;
    try {
      enrollment = await reached.dps.getEnrollment(view.registrationId, signal);
    } catch (error) {
      signal.throwIfAborted();
      this.#show({ enrollment: this.#failed(error) });
      return null;
    }
    signal.throwIfAborted();
    if (enrollment === null) {
      this.#show({
        enrollment: { state: 'failed', code: 'cloud-not-found', facts: { host: reached.service.serviceHost, status: 404 } },
        hub: { state: 'idle' },
      });
      return null;
    }
    const { registration, provisioningStatus } = enrollment;
    const status = provisioningStatus === 'disabled' && registration.status !== 'assigned' ? 'disabled' : registration.status;
    const changed = this.#view?.seen.at(-1)?.status !== status;
    const seen = changed ? [...(this.#view?.seen ?? []), { status, atMs: this.#tools.outside.now() }] : (this.#view?.seen ?? []);
    this.#show({ enrollment: { state: 'done', value: enrollment }, seen });
    if (registration.status === 'assigned' && registration.assignedHub !== null && registration.deviceId !== null) {
      await this.#lookAtHub(reached, registration.assignedHub, registration.deviceId, signal);
    } else if (this.#view?.hub.state !== 'idle') this.#show({ hub: { state: 'idle' } });
    return { status, changed };
  }

  async #lookAtHub({ hubs }: ReachedService, host: string, deviceId: string, signal: AbortSignal): Promise<void> {
    if (this.#view?.hub.state !== 'done') this.#show({ hub: { state: 'busy' } });
    let hub: Asked<HubDevice> = { state: 'failed', code: 'cloud-unreachable', facts: { host, route: 'service' } };
    for (const client of hubs) {
      try {
        hub = { state: 'done', value: await client.device(host, deviceId, signal) };
      } catch (error) {
        signal.throwIfAborted();
        hub = this.#failed(error);
      }
      if (hub.state === 'done' || hub.code !== 'cloud-unreachable') break; // another way leads to the same answer
    }
    signal.throwIfAborted();
    this.#show({ hub });
  }

  #failed(error: unknown): { readonly state: 'failed'; readonly code: string; readonly facts: Facts } {
    const problem = problemOf(error);
    this.#tools.session.heard(problem);
    return { state: 'failed', ...problem };
  }

  async #record(result: EnrolRecord['result'], view: WatchView, { service, route }: ReachedService): Promise<void> {
    const { session, records, outside } = this.#tools;
    const deviceId = view.enrollment.state === 'done' ? (view.enrollment.value.deviceId ?? '') : '';
    await records.add({
      ...{ result, deviceId, serialNumber: view.serialNumber ?? '', registrationId: view.registrationId, serviceName: service.name, idScope: service.idScope },
      who: session.signIn?.account?.username ?? '',
      atMs: outside.now(),
      verdict: this.#chip === null ? 'manifest' : this.#chip.verdict === 'genuine-matched' ? 'pass' : 'overridden',
      emulator: route.kind === 'emulator',
    });
  }

  #reached(): ReachedService | null {
    const { reached } = this.#tools.services;
    if (reached === null) this.#tools.notice({ code: 'sign-in-needed', facts: {} });
    return reached;
  }

  #tell(error: unknown): void {
    const problem = problemOf(error);
    this.#tools.session.heard(problem);
    this.#tools.notice(problem);
  }

  #wake(): void {
    if (this.#view?.polling === 'polling') void this.#poll();
  }

  #show(change: Partial<WatchView>): void {
    if (this.#view === null) return;
    this.#view = { ...this.#view, ...change };
    this.#tools.show({ watch: this.#view });
  }
}

/** A Trust&GO common name holds the serial number; upper case. */
const serialIn = (registrationId: string): string | null => /^sn([0-9a-f]{18})$/i.exec(registrationId)?.[1]?.toUpperCase() ?? null;
