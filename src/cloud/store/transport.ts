/**
 * How the storage library reaches the account: with a deadline, a size limit, this page's token and nothing of the library's own wishes.
 * Floor: cloud. Knows no blobs. The token goes to the one host of the store, never along a redirect, never into an error; the library never sees it.
 * Of the library's headers those that mean something are sent, and no others: they are what the account's CORS rule has to allow.
 * Reference: IHttpClient of @azure/storage-blob 12; "Cross-Origin Resource Sharing support for Azure Storage"; RFC 6750 section 2.1.
 */
import type { HttpHeaders, HttpOperationResponse, IHttpClient, WebResource } from '@azure/storage-blob';
import { TouchstoneError } from '../../base/index.ts';
import type { CancelSignal, Clock } from '../../base/index.ts';
import type { CloudErrorCode } from '../errors.ts';
import { within } from '../http/within.ts';
import type { TokenSource } from '../sign-in/sign-in.ts';
import { storeError } from './answer-error.ts';
import { limitOf } from './names.ts';
import type { StorePlace } from './place.ts';
import { readBytes } from './read-bytes.ts';

const TIMEOUT_MS = 30_000;
/** A pack of some megabytes over a slow line. */
const FILE_TIMEOUT_MS = 300_000;
const SENT: readonly string[] = ['content-type', 'if-none-match', 'x-ms-blob-content-type', 'x-ms-blob-type', 'x-ms-version'];

export interface StoreTools {
  readonly fetch: typeof fetch;
  readonly clock: Clock;
  /** Of the resource `storage`. */
  readonly token: TokenSource;
  /** The library as Node has it reads a stream of its own; tests bring one. In a page: not given. */
  readonly nodeStream?: () => NonNullable<HttpOperationResponse['readableStreamBody']>;
}

interface Reached {
  readonly status: number;
  readonly headers: Headers;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/** A client for the library. @throws from every request: store-…, cloud-…, and what the token source throws */
export function storeTransport(place: StorePlace, tools: StoreTools): IHttpClient {
  const { container, endpoint } = place;
  const { host } = new URL(endpoint);
  const base = `${endpoint}/${container}`;
  const send: typeof fetch = (input, init) => tools.fetch(input, init); // a window's fetch minds what it is called on

  const once = async (request: WebResource, name: string, signal: AbortSignal): Promise<Reached> => {
    const token = await tools.token.token(signal);
    const headers: Record<string, string> = { authorization: `Bearer ${token}` };
    for (const one of SENT) {
      const value = request.headers.get(one);
      if (value !== undefined) headers[one] = value;
    }
    const unreachable = (): TouchstoneError => new TouchstoneError<CloudErrorCode>('cloud-unreachable', { host, route: 'service' }); // no cause: it may quote a header
    const response = await send(request.url, {
      method: request.method,
      headers,
      ...(request.method === 'PUT' ? { body: request.body as Uint8Array<ArrayBuffer> } : {}),
      signal,
      mode: 'cors',
      credentials: 'omit',
      cache: 'no-store',
      referrerPolicy: 'no-referrer',
      redirect: 'manual',
    }).catch(() => {
      throw unreachable();
    });
    const { status } = response;
    if (response.type === 'opaqueredirect' || (status >= 300 && status < 400)) throw new TouchstoneError<CloudErrorCode>('cloud-redirect', { host, status });
    const bytes = await readBytes(response, limitOf(name)).catch(() => {
      throw unreachable();
    });
    if (bytes === null) throw new TouchstoneError<CloudErrorCode>('cloud-answer', { host, status, why: 'too-long' });
    return { status, headers: response.headers, bytes };
  };

  return {
    sendRequest: async (request) => {
      const { origin, pathname } = new URL(request.url);
      if (`${origin}${pathname}` !== base && !`${origin}${pathname}`.startsWith(`${base}/`))
        throw new TouchstoneError<CloudErrorCode>('cloud-host', { host: new URL(request.url).host.slice(0, 253) });
      const name = decodeURIComponent(`${origin}${pathname}`.slice(base.length + 1));
      const isFile = /^(?:packs|manifests)\//.test(name);
      const timeoutMs = isFile ? FILE_TIMEOUT_MS : TIMEOUT_MS;
      const late = (): TouchstoneError => new TouchstoneError<CloudErrorCode>('cloud-timeout', { host, timeoutMs });
      const limits = { clock: tools.clock, timeoutMs, signal: request.abortSignal as CancelSignal | undefined, late };
      let reached = await within(limits, (signal) => once(request, name, signal));
      if (reached.status === 401) {
        tools.token.refused(); // it may have been revoked since it was issued
        reached = await within(limits, (signal) => once(request, name, signal));
      }
      return answer(request, reached, { host, container }, tools);
    },
  };
}

function answer(
  request: WebResource,
  { status, headers, bytes }: Reached,
  { host, container }: { readonly host: string; readonly container: string },
  { nodeStream }: StoreTools,
): HttpOperationResponse {
  const isStream = request.streamResponseStatusCodes?.has(status) === true;
  const text = isStream ? '' : new TextDecoder().decode(bytes);
  if (status < 200 || status > 299)
    throw storeError({ host, container, status, text: text || new TextDecoder().decode(bytes), header: (name) => headers.get(name) });
  const plain = { toJson: () => Object.fromEntries(headers) }; // all that the library asks of them
  return {
    request,
    status,
    headers: plain as unknown as HttpHeaders,
    ...(isStream ? { blobBody: Promise.resolve(new Blob([bytes])) } : { bodyAsText: text }),
    ...(isStream && nodeStream !== undefined ? { readableStreamBody: nodeStream() } : {}),
  };
}
