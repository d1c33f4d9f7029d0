/**
 * What a sign-in is to the rest of the house: an account, and a token for one resource at a time.
 * Floor: cloud. Knows no library and no protocol; entra-sign-in.ts and emulator-sign-in.ts fill it.
 * A token is a string in memory: it is never stored, logged or put into an error or a view by this house.
 */
import type { CancelSignal } from '../../base/index.ts';
import type { CloudAccount, TokenResource } from '../model.ts';

/** `popup` must start in a click. `redirect` leaves the page and never resolves; the answer is taken up by `restore`. */
export type SignInWay = 'popup' | 'redirect';

export interface SignIn {
  /** Who is signed in, as far as is known here. */
  readonly account: CloudAccount | null;
  /** Loads what a sign-in needs, so that the window opens at once in the click that follows. Sends nothing to anyone but the page's own site. */
  prepare(): Promise<void>;
  /** Takes up a session or the answer of a redirect; sends nothing when there is neither. @throws sign-in-cancelled, sign-in-application, … */
  restore(): Promise<CloudAccount | null>;
  /** @throws sign-in-cancelled, sign-in-popup-blocked, sign-in-application, sign-in-policy, sign-in-network, sign-in-failed, … */
  signIn(by: SignInWay): Promise<CloudAccount>;
  /** Forgets the session here. The directory's own session in this browser is not ended. */
  signOut(): Promise<void>;
  /** A token of one resource, silently. @throws sign-in-needed, sign-in-expired, sign-in-consent, sign-in-resource, sign-in-policy, sign-in-network, … */
  token(resource: TokenResource, signal?: CancelSignal): Promise<string>;
  /** In a click: asks the person for consent to one resource, in a window. @throws as signIn */
  consent(resource: TokenResource): Promise<void>;
  /** The service refused the token it was given: the next one is asked for anew. */
  refused(resource: TokenResource): void;
}

/** Where a client takes its tokens from. */
export interface TokenSource {
  token(signal?: CancelSignal): Promise<string>;
  refused(): void;
}

/** The tokens of one resource. */
export function tokensOf(signIn: SignIn, resource: TokenResource): TokenSource {
  return {
    token: (signal) => signIn.token(resource, signal),
    refused: () => {
      signIn.refused(resource);
    },
  };
}
