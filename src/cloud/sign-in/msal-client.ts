/**
 * The sign-in library, set up for this page; the only file that loads it, itself loaded late.
 * Floor: cloud. Knows no settings and no codes. Authorization code with PKCE, answers in the fragment; tokens lie in the tab's sessionStorage under the library's
 * own keys and are gone with the tab; it writes no log; no broker of the operating system is asked.
 * Reference: RFC 7636, RFC 9700; msal-browser 5.29 docs/configuration.md. Trusted Types: the library needs no policy (test/e2e/sign-in.test.ts runs it under ours).
 */
import { BrowserCacheLocation, EventType, LogLevel, ProtocolMode, PublicClientApplication } from '@azure/msal-browser';
import type { INetworkModule } from '@azure/msal-browser';

/** A person with a second factor, a forgotten password and a telephone. */
const WINDOW_TIMEOUT_MS = 600_000;
const FRAME_TIMEOUT_MS = 15_000;

export interface MsalOptions {
  readonly clientId: string;
  /** Whole address of the tenant. */
  readonly authority: string;
  /** `oidc`: any OpenID provider at the authority's host. */
  readonly protocol: 'entra' | 'oidc';
  readonly redirectUri: string;
  readonly network: INetworkModule;
  /** A window of the library's was opened. */
  readonly onWindow: (opened: Window) => void;
}

/** An initialised library; nothing was sent. */
export async function startMsal(options: MsalOptions): Promise<PublicClientApplication> {
  const { clientId, authority, protocol, redirectUri, network, onWindow } = options;
  const client = new PublicClientApplication({
    auth: { clientId, authority, redirectUri, ...(protocol === 'oidc' ? { knownAuthorities: [new URL(authority).host] } : {}) },
    cache: { cacheLocation: BrowserCacheLocation.SessionStorage },
    system: {
      networkClient: network,
      protocolMode: protocol === 'oidc' ? ProtocolMode.OIDC : ProtocolMode.AAD,
      allowPlatformBroker: false,
      popupBridgeTimeout: WINDOW_TIMEOUT_MS,
      iframeBridgeTimeout: FRAME_TIMEOUT_MS,
      loggerOptions: { logLevel: LogLevel.Error, piiLoggingEnabled: false, loggerCallback: () => undefined },
    },
  });
  await client.initialize();
  client.addEventCallback(
    ({ payload }) => {
      const opened = payload !== null && 'popupWindow' in payload ? (payload.popupWindow as Window | null) : null;
      if (opened) onWindow(opened);
    },
    [EventType.POPUP_OPENED],
  );
  return client;
}
