/**
 * One question and one answer, as every part of the emulator sees them, and small ways to write answers.
 * Local tool. Knows nothing of sockets (emulator.ts) nor of any service.
 */

/** Which of Azure's parts a host name belongs to. */
export type HostKind = 'login' | 'arm' | 'dps' | 'portal' | 'device' | 'hub';

export interface Question {
  readonly method: string;
  readonly kind: HostKind;
  /** Lower case, as asked, without a port. */
  readonly host: string;
  /** The service's or hub's own name: first label of the host. */
  readonly name: string;
  /** Decoded segments of the path. */
  readonly path: readonly string[];
  /** The path as it stood in the request, without query. */
  readonly rawPath: string;
  readonly query: URLSearchParams;
  /** Lower-case names; repeated headers joined with a comma. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** DER of the client's TLS certificate, when it sent one. */
  readonly clientCertificate: Uint8Array | null;
}

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array;
}

/** An answer that somebody deep down decided on; thrown, and caught once in emulator.ts. */
export class Refusal extends Error {
  constructor(readonly answer: Answer) {
    super(`answered ${answer.status}`);
  }
}

export const json = (status: number, value: unknown, headers: Record<string, string> = {}): Answer => ({
  status,
  headers: { 'content-type': 'application/json; charset=utf-8', ...headers },
  body: JSON.stringify(value),
});

export const empty = (status: number, headers: Record<string, string> = {}): Answer => ({ status, headers, body: '' });

export const html = (status: number, body: string, headers: Record<string, string> = {}): Answer => ({
  status,
  headers: { 'content-type': 'text/html; charset=utf-8', ...headers },
  body,
});

export type JsonObject = Readonly<Record<string, unknown>>;

export const isObject = (value: unknown): value is JsonObject => typeof value === 'object' && value !== null && !Array.isArray(value);

/** The body as a JSON object, or null for anything else. */
export function readObject(body: string): JsonObject | null {
  try {
    const value: unknown = JSON.parse(body);
    return isObject(value) ? value : null;
  } catch {
    return null;
  }
}

/** Four characters that matter in HTML, made harmless. */
export const escapeHtml = (text: string): string => text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
