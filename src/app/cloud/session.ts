/**
 * Who is signed in, and where to: Microsoft Entra ID or the emulator.
 * Floor: app. Holds no token; the `SignIn` does. Nothing is sent anywhere before a person signs in, but for taking up a session or a redirect's answer.
 */
import { checkSettings, type CloudProblem, type CloudSettings, type SignIn, type SignInWay, type TokenResource } from '../../cloud/index.ts';
import type { CloudView, SessionState } from '../../ui/index.ts';
import { redirectUriOf, type Outside } from './outside.ts';
import { problemOf, type Problem } from './problem.ts';
import { forgetLeaving, rememberLeaving } from './sign-in-mark.ts';

/** Where everything is asked. `base` has no trailing slash. */
export type CloudPlace = { readonly kind: 'azure'; readonly settings: CloudSettings } | { readonly kind: 'emulator'; readonly base: string };

export interface SessionTools {
  readonly outside: Outside;
  readonly show: (view: Pick<CloudView, 'session' | 'account' | 'sessionProblem'>) => void;
}

export class Session {
  readonly #tools: SessionTools;
  #place: CloudPlace | null = null;
  #signIn: SignIn | null = null;
  #state: SessionState = 'starting';
  #problem: Problem | null = null;
  #lastFailure: CloudProblem | null = null;
  #life = new AbortController();

  constructor(tools: SessionTools) {
    this.#tools = tools;
  }

  get place(): CloudPlace | null {
    return this.#place;
  }

  get signIn(): SignIn | null {
    return this.#signIn;
  }

  get state(): SessionState {
    return this.#state;
  }

  /** True while tokens can be had, or could be a moment ago. */
  get isOpen(): boolean {
    return this.#signIn !== null && (this.#state === 'signed-in' || this.#state === 'expired' || this.#state === 'consent-missing');
  }

  /** How the last sign-in failed; null when it did not. */
  get lastFailure(): CloudProblem | null {
    return this.#lastFailure;
  }

  /** What is wrong with the settings. */
  get setupProblem(): CloudProblem | null {
    return this.#place?.kind === 'azure' ? checkSettings(this.#place.settings, new URL(this.#tools.outside.pageUrl).origin) : null;
  }

  /** Ends with the session: by signing out, or when another place is used. */
  get signal(): AbortSignal {
    return this.#life.signal;
  }

  /** Turns to a place; whoever was signed in elsewhere is not signed in there. Takes up what is left of an earlier session. */
  async use(place: CloudPlace): Promise<void> {
    this.#end();
    this.#place = place;
    this.#signIn = null;
    this.#lastFailure = null;
    const { outside } = this.#tools;
    const problem = this.setupProblem;
    if (problem !== null) {
      const untouched = place.kind === 'azure' && place.settings.clientId === '' && place.settings.tenant === '';
      return this.#show('signed-out', untouched ? null : problem);
    }
    const signIn = place.kind === 'emulator' ? outside.emulator(place.base) : outside.entra(place.settings, redirectUriOf(outside.pageUrl));
    this.#signIn = signIn;
    this.#show('starting', null);
    try {
      const account = await signIn.restore();
      if (signIn === this.#signIn) this.#show(account === null ? 'signed-out' : 'signed-in', null);
    } catch (error) {
      if (signIn === this.#signIn) this.#failed(error);
    } finally {
      forgetLeaving(outside.tab);
    }
    if (signIn === this.#signIn) await signIn.prepare().catch(() => undefined); // what fails here is told in the click
  }

  /** In a click. True when somebody is signed in now. */
  async open(by: SignInWay): Promise<boolean> {
    const signIn = this.#signIn;
    if (signIn === null || this.#state === 'signing-in') {
      if (signIn === null) this.#show('signed-out', this.setupProblem);
      return false;
    }
    this.#show('signing-in', null);
    if (by === 'redirect') rememberLeaving(this.#tools.outside.tab);
    try {
      await signIn.signIn(by);
      if (signIn !== this.#signIn) return false;
      this.#lastFailure = null;
      this.#show('signed-in', null);
      return true;
    } catch (error) {
      forgetLeaving(this.#tools.outside.tab);
      if (signIn === this.#signIn) this.#failed(error);
      return false;
    }
  }

  /** In a click: asks for consent to one resource. True when it was given. */
  async consent(resource: TokenResource): Promise<boolean> {
    const signIn = this.#signIn;
    if (signIn === null) return false;
    try {
      await signIn.consent(resource);
      if (signIn !== this.#signIn) return false;
      this.#lastFailure = null;
      this.#show('signed-in', null);
      return true;
    } catch (error) {
      const problem = problemOf(error);
      this.#lastFailure = problem;
      if (signIn === this.#signIn) this.#show('consent-missing', problem);
      return false;
    }
  }

  async close(): Promise<void> {
    const signIn = this.#signIn;
    this.#end();
    this.#show('signed-out', null);
    await signIn?.signOut();
    this.#show('signed-out', null);
  }

  /** Something that was asked failed: if it was for the session's sake, the session says so. */
  heard({ code, facts }: Problem): void {
    if (this.#signIn === null || this.#state === 'signing-in') return;
    if (code === 'sign-in-expired' || code === 'sign-in-needed')
      this.#show(code === 'sign-in-needed' && this.#signIn.account === null ? 'signed-out' : 'expired', { code, facts });
    else if (code === 'sign-in-consent') this.#show('consent-missing', { code, facts });
    else if (code.startsWith('sign-in-')) this.#show(this.#state, { code, facts });
  }

  #failed(error: unknown): void {
    const problem = problemOf(error);
    this.#lastFailure = problem;
    const isKnown = (this.#signIn?.account ?? null) !== null;
    this.#show(problem.code === 'sign-in-consent' && isKnown ? 'consent-missing' : 'signed-out', problem);
  }

  #end(): void {
    this.#life.abort(new DOMException('the session ended', 'AbortError'));
    this.#life = new AbortController();
  }

  #show(state: SessionState, problem: Problem | null): void {
    this.#state = state;
    this.#problem = problem;
    const account = state === 'signed-out' || state === 'starting' ? null : (this.#signIn?.account ?? null);
    this.#tools.show({ session: state, account, sessionProblem: this.#problem });
  }
}
