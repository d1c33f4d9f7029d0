/**
 * The tests of the administrator's page: one press, one answer.
 * Floor: app. cloud does the testing; this file knows what can be tested now.
 */
import { testSetup, type SetupSubject } from '../../cloud/index.ts';
import type { SetupTest, SetupTestId } from '../../ui/index.ts';
import { TEST_ORDER } from './first-view.ts';
import { redirectUriOf, type Outside } from './outside.ts';
import type { ServiceDesk } from './service-desk.ts';
import type { Session } from './session.ts';

export interface SetupDeskTools {
  readonly outside: Outside;
  readonly session: Session;
  readonly services: ServiceDesk;
  readonly show: (tests: readonly SetupTest[]) => void;
}

const UNTESTED: readonly SetupTest[] = TEST_ORDER.map((id) => ({ id, state: 'idle', code: '', facts: {} }));

export class SetupDesk {
  readonly #tools: SetupDeskTools;
  #tests = UNTESTED;

  constructor(tools: SetupDeskTools) {
    this.#tools = tools;
  }

  get tests(): readonly SetupTest[] {
    return this.#tests;
  }

  /** Other settings: what was tested says nothing of them. */
  forget(): void {
    this.#tests = UNTESTED;
    this.#tools.show(this.#tests);
  }

  async test(id: SetupTestId): Promise<void> {
    const before = this.#tests.find((test) => test.id === id);
    if (before?.state === 'running') return;
    this.#set({ id, state: 'running', code: '', facts: {} });
    const { signal } = this.#tools.session;
    try {
      this.#set({ id, ...(await testSetup(id, this.#subject(), signal)) });
    } catch (error) {
      this.#set({ id, state: 'idle', code: '', facts: {} });
      if (!signal.aborted) throw error;
    }
  }

  #subject(): SetupSubject {
    const { outside, session, services } = this.#tools;
    const { reached } = services;
    const [client] = reached?.hubs ?? [];
    const [linked] = reached?.service.linkedHubs ?? [];
    return {
      problem: session.setupProblem,
      signIn: session.signIn,
      lastFailure: session.lastFailure,
      redirectUri: redirectUriOf(outside.pageUrl),
      fetch: outside.fetch,
      arm: services.arm,
      dps: reached?.dps ?? null,
      hub: client === undefined || linked === undefined ? null : { client, host: linked.name },
    };
  }

  #set(test: SetupTest): void {
    this.#tests = this.#tests.map((one) => (one.id === test.id ? test : one));
    this.#tools.show(this.#tests);
  }
}
