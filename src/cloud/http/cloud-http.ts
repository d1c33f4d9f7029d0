/**
 * One request to one of Azure's hosts, by one route, with one deadline; whatever status comes back is an answer.
 * Floor: cloud. Knows no service, no sign-in and no second try (retry.ts). It is the only place from which a token leaves the page:
 * never in an address, never to a host outside the cloud's own domains, never along a redirect, never into an error.
 * Reference: Fetch standard; RFC 6750 section 2.1 (bearer token in the Authorization header).
 */
import { TouchstoneError } from '../../base/index.ts';
import type { CancelSignal, Clock } from '../../base/index.ts';
import type { CloudErrorCode } from '../errors.ts';
import type { CloudRoute, NationalCloud } from '../model.ts';
import { isCloudHost } from '../settings/endpoints.ts';
import { readText } from './read-text.ts';
import { within } from './within.ts';

const TIMEOUT_MS = 30_000;
const ANSWER_LIMIT_BYTES = 4 * 1024 * 1024;
/** How a body begins with which the proxy says that it got no answer, or will not ask (tools/proxy/README.md). */
const PROXY_REFUSAL = /^\{"touchstone":"proxy",/;

export interface CloudRequest {
  readonly method: 'GET' | 'PUT' | 'POST' | 'DELETE';
  readonly host: string;
  /** Begins with a slash; percent-encoded already; without query. */
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  readonly route: CloudRoute;
  /** The bearer token; '' for none. */
  readonly token: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** JSON text. */
  readonly body?: string;
  /** Default 30,000. */
  readonly timeoutMs?: number;
}

/** Whatever came back, of any status; still to be judged. */
export interface CloudAnswer {
  readonly host: string;
  readonly status: number;
  /** Null when absent, or when the browser does not show it to the page. */
  header(name: string): string | null;
  readonly text: string;
}

export interface CloudHttp {
  /** @throws cloud-host, cloud-unreachable, cloud-timeout, cloud-redirect, cloud-answer (too long) */
  send(request: CloudRequest, signal?: CancelSignal): Promise<CloudAnswer>;
}

export interface CloudHttpTools {
  readonly fetch: typeof fetch;
  readonly cloud: NationalCloud;
  readonly clock: Clock;
}

/** Where a request goes: by name, or below a base that stands for all names. */
export function addressOf(request: Pick<CloudRequest, 'host' | 'path' | 'query' | 'route'>): string {
  const { host, path, route } = request;
  const base = route.kind === 'service' || route.kind === 'portal' ? 'https:/' : route.base;
  const query = new URLSearchParams(request.query).toString();
  return `${base}/${host}${path}${query === '' ? '' : `?${query}`}`;
}

/** Requests with a page's `fetch`, to the hosts of one national cloud. */
export function createCloudHttp(tools: CloudHttpTools): CloudHttp {
  const { clock, cloud } = tools;
  const fetchNow: typeof fetch = (input, init) => tools.fetch(input, init); // a window's fetch minds what it is called on

  const ask = async (request: CloudRequest, signal: AbortSignal): Promise<CloudAnswer> => {
    const { host, route } = request;
    const headers: Record<string, string> = { accept: 'application/json', ...request.headers };
    if (request.token !== '') headers['authorization'] = `Bearer ${request.token}`;
    if (request.body !== undefined) headers['content-type'] = 'application/json; charset=utf-8';
    // no cause is kept: a browser may quote a refused header, and with it the token
    const unreachable = (): TouchstoneError => new TouchstoneError<CloudErrorCode>('cloud-unreachable', { host, route: route.kind });
    const response = await fetchNow(addressOf(request), {
      method: request.method,
      headers,
      ...(request.body === undefined ? {} : { body: request.body }),
      signal,
      mode: 'cors',
      credentials: 'omit',
      cache: 'no-store',
      referrerPolicy: 'no-referrer',
      redirect: 'manual', // followed no more than by 'error', but told apart from a dead line
    }).catch(() => {
      throw unreachable();
    });
    const { status } = response;
    if (response.type === 'opaqueredirect' || (status >= 300 && status < 400)) throw new TouchstoneError<CloudErrorCode>('cloud-redirect', { host, status });
    const text = await readText(response, ANSWER_LIMIT_BYTES).catch(() => {
      throw unreachable();
    });
    if (text === null) throw new TouchstoneError<CloudErrorCode>('cloud-answer', { host, status, why: 'too-long' });
    if (route.kind === 'proxy' && !response.ok && PROXY_REFUSAL.test(text)) throw unreachable(); // the proxy's own word, not the service's
    return { host, status, text, header: (name) => response.headers.get(name) };
  };

  return {
    send: async (request, signal) => {
      const { host, timeoutMs = TIMEOUT_MS } = request;
      if (!isCloudHost(host, cloud)) throw new TouchstoneError<CloudErrorCode>('cloud-host', { host: host.slice(0, 253) });
      const late = (): TouchstoneError => new TouchstoneError<CloudErrorCode>('cloud-timeout', { host, timeoutMs });
      return within({ clock, timeoutMs, signal, late }, (limit) => ask(request, limit));
    },
  };
}
