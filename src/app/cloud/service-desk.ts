/**
 * From a session to one service that can be spoken to: subscriptions, services, the way there, the clients.
 * Floor: app. Remembers ids only. What Resource Manager answered lives in memory as long as it is shown.
 */
import {
  ArmClient,
  DpsClient,
  HubClient,
  OperationPace,
  createCloudHttp,
  findProxy,
  probeRoutes,
  tokensOf,
  type CloudHttp,
  type CloudRoute,
  type ProvisioningService,
  type SignIn,
} from '../../cloud/index.ts';
import type { Asked, CloudView, ReachView } from '../../ui/index.ts';
import type { Outside } from './outside.ts';
import { isAbort, problemOf, type Problem } from './problem.ts';
import type { CloudPlace, Session } from './session.ts';

export interface ServiceDeskTools {
  readonly outside: Outside;
  readonly session: Session;
  readonly show: (view: Partial<Pick<CloudView, 'subscriptions' | 'subscriptionId' | 'services' | 'serviceId' | 'reach'>>) => void;
  readonly notice: (problem: Problem) => void;
  /** What was chosen at an earlier visit. */
  readonly kept: () => { readonly subscriptionId: string | null; readonly serviceId: string | null };
  readonly keep: (chosen: { readonly subscriptionId: string | null; readonly serviceId: string | null }) => void;
}

/** A service that answers, and everything needed to speak to it. */
export interface ReachedService {
  readonly service: ProvisioningService;
  readonly route: CloudRoute;
  readonly dps: DpsClient;
  /** One for each way to the hubs, in the order to try. */
  readonly hubs: readonly HubClient[];
  readonly pace: OperationPace;
}

const IDLE = { state: 'idle' } as const;
const UNASKED: ReachView = { state: 'idle', tries: [] };

export class ServiceDesk {
  readonly #tools: ServiceDeskTools;
  #subscriptions: CloudView['subscriptions'] = IDLE;
  #services: CloudView['services'] = IDLE;
  #subscriptionId: string | null = null;
  #serviceId: string | null = null;
  #reach = UNASKED;
  #reached: ReachedService | null = null;
  /** Of one service: its limit counts over all ways to it. */
  readonly #paces = new Map<string, OperationPace>();
  #asking = new AbortController();
  #probing = new AbortController();

  constructor(tools: ServiceDeskTools) {
    this.#tools = tools;
  }

  /** Null while no chosen service answers. */
  get reached(): ReachedService | null {
    return this.#reached;
  }

  get service(): ProvisioningService | null {
    return this.#services.state === 'done' ? (this.#services.value.find(({ id }) => id === this.#serviceId) ?? null) : null;
  }

  get arm(): ArmClient | null {
    const { place, signIn } = this.#tools.session;
    return place === null || signIn === null ? null : this.#arm(place, signIn);
  }

  /** Nothing is known any more: the session ended. What is remembered stays. */
  forget(): void {
    this.#asking.abort(new DOMException('asked anew', 'AbortError'));
    this.#left();
    [this.#subscriptions, this.#services, this.#subscriptionId, this.#serviceId] = [IDLE, IDLE, null, null];
    this.#show();
  }

  async listSubscriptions(): Promise<void> {
    const { arm } = this;
    if (arm === null) return;
    this.forget();
    const asking = this.#begin();
    this.#subscriptions = await this.#ask(
      asking,
      (asked) => (this.#subscriptions = asked),
      (signal) => arm.subscriptions(signal),
    );
    if (asking.aborted) return;
    this.#show();
    if (this.#subscriptions.state !== 'done') return;
    const all = this.#subscriptions.value;
    const { subscriptionId } = this.#tools.kept();
    const known = all.find((one) => one.subscriptionId === subscriptionId) ?? (all.length === 1 ? all[0] : undefined);
    if (known !== undefined) await this.chooseSubscription(known.subscriptionId);
  }

  async chooseSubscription(subscriptionId: string): Promise<void> {
    const { arm } = this;
    if (arm === null) return;
    this.#left();
    const asking = this.#begin();
    [this.#subscriptionId, this.#serviceId] = [subscriptionId, null];
    const { serviceId } = this.#tools.kept();
    this.#services = await this.#ask(
      asking,
      (asked) => (this.#services = asked),
      (signal) => arm.services(subscriptionId, signal),
    );
    if (asking.aborted) return;
    this.#show();
    if (this.#services.state !== 'done') return;
    const all = this.#services.value;
    const known = all.find(({ id }) => id === serviceId) ?? (all.length === 1 ? all[0] : undefined);
    if (known === undefined) this.#tools.keep({ subscriptionId, serviceId });
    else await this.chooseService(known.id);
  }

  async chooseService(id: string): Promise<void> {
    if (this.#services.state !== 'done' || !this.#services.value.some((service) => service.id === id)) return;
    this.#left();
    this.#serviceId = id;
    this.#tools.keep({ subscriptionId: this.#subscriptionId, serviceId: id });
    await this.probe();
  }

  /** Goes to one service of one subscription, whatever was chosen. */
  async goTo(subscriptionId: string, serviceId: string): Promise<void> {
    this.#tools.keep({ subscriptionId, serviceId });
    await this.chooseSubscription(subscriptionId);
  }

  /** Looks for a way to the chosen service. */
  async probe(): Promise<void> {
    const { session, outside } = this.#tools;
    const { place, signIn } = session;
    const service = this.service;
    if (place === null || signIn === null || service === null) return;
    this.#left();
    const { signal } = this.#probing;
    this.#reach = { state: 'probing', tries: [] };
    this.#show();
    try {
      const http = this.#http(place);
      const found =
        place.kind === 'emulator'
          ? await this.#tryEmulator(place.base, service, signIn, http, signal)
          : await this.#tryRoutes(place, service, signIn, http, signal);
      if (signal.aborted) return;
      this.#reach = { ...this.#reach, state: found === null ? 'nowhere' : 'reached' };
      this.#reached = found === null ? null : this.#clients(place, service, found, signIn, http);
      if (found === null && place.kind === 'azure' && place.settings.proxy !== '') await findProxy(place.settings.proxy, outside, signal);
    } catch (error) {
      if (signal.aborted) return;
      if (this.#reach.state === 'probing') this.#reach = { ...this.#reach, state: 'nowhere' };
      this.#tell(error);
    }
    if (!signal.aborted) this.#show();
  }

  async #tryRoutes(
    place: CloudPlace & { kind: 'azure' },
    service: ProvisioningService,
    signIn: SignIn,
    http: CloudHttp,
    signal: AbortSignal,
  ): Promise<CloudRoute | null> {
    const { route, tries } = await probeRoutes({
      ...{ http, service, signal, token: tokensOf(signIn, 'dps'), proxy: place.settings.proxy },
      onTries: (seen) => {
        if (!signal.aborted) this.#tried(seen);
      },
    });
    if (!signal.aborted) this.#tried(tries);
    return route;
  }

  async #tryEmulator(base: string, { serviceHost }: ProvisioningService, signIn: SignIn, http: CloudHttp, signal: AbortSignal): Promise<CloudRoute | null> {
    const route: CloudRoute = { kind: 'emulator', base };
    const tried = { route: 'emulator', host: serviceHost } as const;
    this.#tried([{ ...tried, state: 'running', status: null }]);
    const token = await signIn.token('dps', signal);
    try {
      const request = {
        method: 'GET',
        host: serviceHost,
        path: '/enrollments/touchstone-probe',
        query: { 'api-version': '2021-10-01' },
        route,
        token,
      } as const;
      const { status } = await http.send(request, signal);
      this.#tried([{ ...tried, state: 'answered', status }]);
      return route;
    } catch (error) {
      this.#tried([{ ...tried, state: 'refused', status: null }]);
      this.#tell(error);
      return null;
    }
  }

  #tried(tries: ReachView['tries']): void {
    this.#reach = { ...this.#reach, tries };
    this.#show();
  }

  #clients(place: CloudPlace, service: ProvisioningService, route: CloudRoute, signIn: SignIn, http: CloudHttp): ReachedService {
    const { clock, random } = this.#tools.outside;
    const pace = this.#paces.get(`${place.kind} ${service.id}`) ?? new OperationPace({ clock, random });
    this.#paces.set(`${place.kind} ${service.id}`, pace);
    const shared = { http, clock, random };
    const direct: CloudRoute = { kind: 'service' };
    const proxies: readonly CloudRoute[] = place.kind === 'azure' && place.settings.proxy !== '' ? [{ kind: 'proxy', base: place.settings.proxy }] : [];
    const ways = route.kind === 'emulator' ? [route] : route.kind === 'proxy' ? [route] : [direct, ...proxies];
    return {
      ...{ service, route, pace },
      dps: new DpsClient({ ...shared, token: tokensOf(signIn, 'dps'), service, route, pace }),
      hubs: ways.map((way) => new HubClient({ ...shared, token: tokensOf(signIn, 'hub'), route: way })),
    };
  }

  #arm(place: CloudPlace, signIn: SignIn): ArmClient {
    const { clock, random } = this.#tools.outside;
    const route: CloudRoute = place.kind === 'emulator' ? { kind: 'emulator', base: place.base } : { kind: 'service' };
    return new ArmClient({ http: this.#http(place), token: tokensOf(signIn, 'arm'), cloud: cloudOf(place), route, clock, random });
  }

  #http(place: CloudPlace): CloudHttp {
    const { fetch, clock } = this.#tools.outside;
    return createCloudHttp({ fetch, clock, cloud: cloudOf(place) });
  }

  /** A new question to Resource Manager; the one before is not waited for. */
  #begin(): AbortSignal {
    this.#asking.abort(new DOMException('asked anew', 'AbortError'));
    this.#asking = new AbortController();
    return AbortSignal.any([this.#asking.signal, this.#tools.session.signal]);
  }

  async #ask<Value>(signal: AbortSignal, set: (asked: Asked<Value>) => void, work: (signal: AbortSignal) => Promise<Value>): Promise<Asked<Value>> {
    set({ state: 'busy' });
    this.#show();
    try {
      return { state: 'done', value: await work(signal) };
    } catch (error) {
      if (signal.aborted) return IDLE;
      const problem = problemOf(error);
      this.#tools.session.heard(problem);
      return { state: 'failed', ...problem };
    }
  }

  #tell(error: unknown): void {
    if (isAbort(error)) return;
    const problem = problemOf(error);
    this.#tools.session.heard(problem);
    if (!problem.code.startsWith('sign-in-')) this.#tools.notice(problem);
  }

  /** The service that was spoken to is left. */
  #left(): void {
    this.#probing.abort(new DOMException('another service', 'AbortError'));
    this.#probing = new AbortController();
    this.#reach = UNASKED;
    this.#reached = null;
  }

  #show(): void {
    this.#tools.show({
      subscriptions: this.#subscriptions,
      subscriptionId: this.#subscriptionId,
      services: this.#services,
      serviceId: this.#serviceId,
      reach: this.#reach,
    });
  }
}

const cloudOf = (place: CloudPlace): 'public' | 'us-government' | 'china' => (place.kind === 'azure' ? place.settings.cloud : 'public');
