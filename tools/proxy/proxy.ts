/**
 * The proxy: who asks, for what, with which headers; then one request to Azure, and its answer back.
 * Local proxy. Stores nothing and logs method, host and status. Reference: README.md; Fetch standard (CORS); Private Network Access (preflight header).
 */
import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http';
import { readBody } from '../http/read-body.ts';
import { isAdmitted, isOwnHost } from './origin.ts';
import { readTarget } from './target.ts';
import type { Target, TargetFault } from './target.ts';
import { Upstream } from './upstream.ts';
import type { UpstreamAnswer, UpstreamFault, UpstreamOptions } from './upstream.ts';

const METHODS = ['GET', 'PUT', 'POST', 'PATCH', 'DELETE'];
const WITH_BODY = ['PUT', 'POST', 'PATCH'];
const REQUEST_HEADERS = ['authorization', 'content-type', 'accept', 'if-match', 'if-none-match', 'x-ms-max-item-count', 'x-ms-continuation'] as const;
const ANSWER_HEADERS = [
  'content-type',
  'etag',
  'retry-after',
  'x-ms-continuation',
  'x-ms-max-item-count',
  'x-ms-item-type',
  'x-ms-error-code',
  'iothub-errorcode',
] as const;
const OWN_HEADER = 'x-touchstone-proxy';
const EXPOSED = [...ANSWER_HEADERS, OWN_HEADER].join(', ');
const BODY_LIMIT_BYTES = 1_048_576;
const SAFE = { 'cache-control': 'no-store', 'x-content-type-options': 'nosniff', 'content-security-policy': "default-src 'none'; frame-ancestors 'none'" };

export interface ProxyOptions extends UpstreamOptions {
  /** Origins, `*` for any port; see origin.ts. */
  readonly origins: readonly string[];
  readonly version: string;
  readonly log: (line: string) => void;
}

export interface Proxy {
  /** A listener for node's http server, which must listen on 127.0.0.1. */
  handle(request: IncomingMessage, response: ServerResponse): void;
  close(): void;
}

const STATUS = {
  'host-header': 403,
  origin: 403,
  host: 403,
  address: 400,
  header: 400,
  body: 400,
  method: 405,
  'too-long': 413,
  name: 502,
  'private-address': 502,
  redirect: 502,
  upstream: 502,
  timeout: 504,
} as const satisfies Record<TargetFault | UpstreamFault | 'host-header' | 'origin' | 'header' | 'body' | 'method' | 'too-long' | 'redirect', number>;
type Refusal = keyof typeof STATUS;

function corsFor(origin: string): Record<string, string> {
  return { 'access-control-allow-origin': origin, 'access-control-expose-headers': EXPOSED, vary: 'Origin' };
}

function send(response: ServerResponse, status: number, headers: Record<string, string>, body: string | Buffer = ''): void {
  if (response.destroyed) return;
  const bytes = Buffer.from(body);
  const length = status === 204 ? {} : { 'content-length': bytes.length };
  response.writeHead(status, { ...SAFE, ...headers, ...length }).end(status === 204 ? undefined : bytes);
}

function refuse(response: ServerResponse, code: Refusal, cors: Record<string, string> = {}): number {
  const headers = { ...cors, [OWN_HEADER]: code, 'content-type': 'application/json', ...(code === 'too-long' ? { connection: 'close' } : {}) };
  send(response, STATUS[code], headers, JSON.stringify({ touchstone: 'proxy', error: code }));
  return STATUS[code];
}

/** The answer to a preflight, if everything it asks for is admitted. */
function preflight(headers: IncomingHttpHeaders, cors: Record<string, string>): Record<string, string> | null {
  const method = headers['access-control-request-method'];
  const asked = (headers['access-control-request-headers'] ?? '').split(',').map((name) => name.trim().toLowerCase());
  const known: readonly string[] = ['', ...REQUEST_HEADERS];
  if (method === undefined || !METHODS.includes(method) || !asked.every((name) => known.includes(name))) return null;
  return {
    ...cors,
    'access-control-allow-methods': METHODS.join(', '),
    'access-control-allow-headers': REQUEST_HEADERS.join(', '),
    'access-control-max-age': '600',
    ...(headers['access-control-request-private-network'] === 'true' ? { 'access-control-allow-private-network': 'true' } : {}),
  };
}

/** The headers that go on; null when the token is not a bearer's. */
function forwarded(headers: IncomingHttpHeaders): Record<string, string> | null {
  const { authorization } = headers;
  if (authorization !== undefined && !/^Bearer [A-Za-z0-9._~+/=-]{1,16000}$/.test(authorization)) return null;
  return Object.fromEntries(
    REQUEST_HEADERS.flatMap((name) => {
      const value = headers[name];
      return value === undefined ? [] : [[name, String(value)] as const];
    }),
  );
}

function returned(answer: UpstreamAnswer): Record<string, string> {
  return Object.fromEntries(
    ANSWER_HEADERS.flatMap((name) => {
      const value = answer.headers[name];
      return value === undefined ? [] : [[name, String(value)] as const];
    }),
  );
}

/** Makes a proxy. It starts nothing: give `handle` to a server that listens on 127.0.0.1. */
export function createProxy(options: ProxyOptions): Proxy {
  const upstream = new Upstream(options);

  const forward = async (request: IncomingMessage, response: ServerResponse, target: Target, cors: Record<string, string>): Promise<number> => {
    const method = request.method ?? '';
    if (!METHODS.includes(method)) return refuse(response, 'method', cors);
    const headers = forwarded(request.headers);
    if (!headers) return refuse(response, 'header', cors);
    const body = await readBody(request, BODY_LIMIT_BYTES);
    if (body === 'too-long') return refuse(response, 'too-long', cors);
    if (body === 'gone') {
      response.destroy();
      return 0;
    }
    if (body !== '' && !WITH_BODY.includes(method)) return refuse(response, 'body', cors);
    const gone = new AbortController();
    response.once('close', () => {
      gone.abort();
    });
    const answer = await upstream.send({ method, ...target, headers, body, signal: gone.signal });
    if (typeof answer === 'string') return refuse(response, answer, cors);
    if (answer.status < 200 || (answer.status >= 300 && answer.status < 400)) return refuse(response, 'redirect', cors);
    send(response, answer.status, { ...returned(answer), ...cors }, answer.body);
    return answer.status;
  };

  const receive = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const { method = '', headers, url = '/' } = request;
    const { origin } = headers;
    const note = (host: string, status: number): void => {
      options.log(`${METHODS.includes(method) || method === 'OPTIONS' ? method : '?'} ${host} ${status}`);
    };
    // the two that a page of a stranger, or a stranger's name for this machine, cannot have
    if (!isOwnHost(headers.host, request.socket.localPort ?? 0)) return note('-', refuse(response, 'host-header'));
    if (origin === undefined || !isAdmitted(origin, options.origins)) return note('-', refuse(response, 'origin'));
    const cors = corsFor(origin);
    if (method === 'OPTIONS') {
      const allowed = preflight(headers, cors);
      if (allowed) send(response, 204, allowed);
      else refuse(response, 'header');
      return;
    }
    if (url === '/') {
      if (method !== 'GET') return note('-', refuse(response, 'method', cors));
      send(response, 200, { ...cors, 'content-type': 'application/json' }, JSON.stringify({ touchstone: 'proxy', version: options.version }));
      return;
    }
    const target = readTarget(url);
    if (typeof target === 'string') return note('-', refuse(response, target, cors));
    note(target.host, await forward(request, response, target, cors));
  };

  return {
    handle(request, response) {
      receive(request, response).catch(() => {
        response.destroy();
      });
    },
    close: () => {
      upstream.close();
    },
  };
}
