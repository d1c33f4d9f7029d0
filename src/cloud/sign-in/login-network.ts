/**
 * How the sign-in library reaches the directory: with a deadline, a size limit and nothing of this page but the request.
 * Floor: cloud. Knows nothing of what is sent. Without it the library would wait for ever for an answer that does not come.
 * Reference: INetworkModule of msal-common 16.16; RFC 6749 section 5 (answers are JSON).
 */
import type { INetworkModule, NetworkRequestOptions, NetworkResponse } from '@azure/msal-browser';
import type { Clock } from '../../base/index.ts';
import { readText } from '../http/read-text.ts';
import { within } from '../http/within.ts';

const TIMEOUT_MS = 30_000;
const LIMIT_BYTES = 512 * 1024;

/** What is thrown becomes the library's `network_error`, whatever it says; so it says nothing. */
const noAnswer = (): Error => new Error('no answer');

/** GET and POST for the library. */
export function loginNetwork(tools: { readonly fetch: typeof fetch; readonly clock: Clock }): INetworkModule {
  const fetchNow: typeof fetch = (input, init) => tools.fetch(input, init);
  const ask = <T>(url: string, method: 'GET' | 'POST', options?: NetworkRequestOptions): Promise<NetworkResponse<T>> =>
    within({ clock: tools.clock, timeoutMs: TIMEOUT_MS, late: noAnswer }, async (signal) => {
      const response = await fetchNow(url, {
        method,
        headers: options?.headers ?? {},
        ...(method === 'POST' ? { body: options?.body ?? '' } : {}),
        signal,
        mode: 'cors',
        credentials: 'omit',
        cache: 'no-store',
        referrerPolicy: 'no-referrer',
        redirect: 'error',
      });
      const text = await readText(response, LIMIT_BYTES);
      if (text === null) throw noAnswer();
      // the library knows the members it wants and looks at no others
      return { status: response.status, headers: Object.fromEntries(response.headers), body: JSON.parse(text) as T };
    });
  return { sendGetRequestAsync: (url, options) => ask(url, 'GET', options), sendPostRequestAsync: (url, options) => ask(url, 'POST', options) };
}
