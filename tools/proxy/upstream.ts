/**
 * One https request to one of Azure's hosts, and its answer as a whole.
 * Local proxy. Knows nothing of who asked. Redirects are not followed; certificates are checked; addresses are public.
 */
import { Agent, request as httpsRequest } from 'node:https';
import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import { lookupPublic } from './public-address.ts';

const ANSWER_LIMIT_BYTES = 8_388_608;

/** For tests only: a server of one's own in the place of one of Azure's. */
export interface Place {
  readonly address: string;
  readonly port: number;
}

export interface UpstreamOptions {
  readonly timeoutMs: number;
  readonly places: ReadonlyMap<string, Place>;
  /** PEM of another authority to believe. */
  readonly ca?: string;
}

export interface UpstreamRequest {
  readonly method: string;
  readonly host: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** Ends it early: the one who asked has gone. */
  readonly signal: AbortSignal;
}

export interface UpstreamAnswer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

export type UpstreamFault = 'name' | 'private-address' | 'timeout' | 'upstream';

function faultOf(error: NodeJS.ErrnoException): UpstreamFault {
  if (error.code === 'ETIMEDOUT') return 'timeout';
  if (error.code === 'ENOTFOUND' || error.code === 'EAI_AGAIN') return 'name';
  return error.code === 'EPRIVATE' ? 'private-address' : 'upstream';
}

function collect(response: IncomingMessage, done: (answer: UpstreamAnswer) => void, fail: (error: Error) => void): void {
  const parts: Buffer[] = [];
  let bytes = 0;
  response.on('data', (part: Buffer) => {
    bytes += part.length;
    if (bytes > ANSWER_LIMIT_BYTES) response.destroy(new Error('too long'));
    else parts.push(part);
  });
  response.on('end', () => {
    done({ status: response.statusCode ?? 0, headers: response.headers, body: Buffer.concat(parts) });
  });
  response.on('error', fail);
}

export class Upstream {
  /** Idle connections are let go before Azure does it: a request on one that is just closing would be lost. */
  private readonly agent = new Agent({ keepAlive: true, maxSockets: 16, timeout: 15_000 });

  constructor(private readonly options: UpstreamOptions) {}

  /** Sends it; a fault is a result. Headers are taken as they are: the caller has chosen them. */
  send(request: UpstreamRequest): Promise<UpstreamAnswer | UpstreamFault> {
    const { method, host, path, headers, body, signal } = request;
    const place = this.options.places.get(host);
    const deadline = AbortSignal.timeout(this.options.timeoutMs);
    return new Promise((resolve) => {
      const fail = (error: NodeJS.ErrnoException): void => {
        resolve(deadline.aborted ? 'timeout' : faultOf(error));
      };
      const sent = httpsRequest(
        {
          method,
          host: place?.address ?? host,
          port: place?.port ?? 443,
          path,
          servername: host,
          headers: { host, ...headers, 'accept-encoding': 'identity', ...(body === '' ? {} : { 'content-length': Buffer.byteLength(body) }) },
          agent: this.agent,
          minVersion: 'TLSv1.2',
          signal: AbortSignal.any([signal, deadline]),
          ...(place ? {} : { lookup: lookupPublic }),
          ...(this.options.ca === undefined ? {} : { ca: this.options.ca }),
        },
        (response) => {
          collect(response, resolve, fail);
        },
      );
      sent.on('error', fail);
      sent.end(body === '' ? undefined : body);
    });
  }

  close(): void {
    this.agent.destroy();
  }
}
