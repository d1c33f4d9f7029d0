/**
 * Requests off the socket and answers onto it, with a limit on what is taken in.
 * Local tool. Knows nothing of what is asked.
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { TLSSocket } from 'node:tls';
import type { Answer } from './exchange.ts';

/** Headers with lower-case names, one text each. */
export function plainHeaders(request: IncomingMessage): Record<string, string> {
  return Object.fromEntries(Object.entries(request.headers).flatMap(([name, value]) => (value === undefined ? [] : [[name, String(value)]])));
}

/** DER of the certificate the client showed in TLS; null when it showed none. */
export function clientCertificateOf(request: IncomingMessage): Uint8Array | null {
  if (!(request.socket instanceof TLSSocket)) return null;
  const { raw } = request.socket.getPeerCertificate() as { readonly raw?: Buffer };
  return raw ?? null;
}

/**
 * The connections that wait for their next request. A browser that loses a connection it has used before sends the request again by itself,
 * whatever its method (seen with Chromium 156: HttpNetworkTransaction::ShouldResendRequest): a drop that shall reach the page needs a fresh connection.
 */
export class IdleConnections {
  private readonly idle = new Set<Socket>();
  /** Listened to already: one socket brings many requests. */
  private readonly known = new WeakSet<Socket>();

  /** Tells of a request that has begun; the connection is idle again when its answer is sent. */
  watch(request: IncomingMessage, response: ServerResponse): void {
    const { socket } = request;
    this.idle.delete(socket);
    if (!this.known.has(socket)) socket.once('close', () => this.idle.delete(socket));
    this.known.add(socket);
    response.once('finish', () => {
      if (!socket.destroyed) this.idle.add(socket);
    });
  }

  close(): void {
    for (const socket of this.idle) socket.destroy();
    this.idle.clear();
  }
}

/** Sends the answer; null drops the connection. */
export function sendAnswer(response: ServerResponse, answer: Answer | null, method: string): void {
  if (!answer) {
    response.destroy();
    return;
  }
  const bytes = Buffer.from(answer.body);
  response.writeHead(answer.status, { ...answer.headers, ...(answer.status === 204 ? {} : { 'content-length': bytes.length }) });
  response.end(method === 'HEAD' || answer.status === 204 ? undefined : bytes);
}
