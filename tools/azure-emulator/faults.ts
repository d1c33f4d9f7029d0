/**
 * Things that go wrong on request: a typed list, chosen by rule before a request is answered.
 * Local tool. Knows nothing of services; emulator.ts does what is said here.
 */
import { html, json } from './exchange.ts';
import type { Answer, HostKind, Question } from './exchange.ts';

export type Fault =
  | { readonly kind: 'status'; readonly status: number; readonly retryAfterS?: number }
  | { readonly kind: 'drop' }
  | { readonly kind: 'slow'; readonly delayMs: number }
  | { readonly kind: 'garbage' }
  | { readonly kind: 'html' }
  | { readonly kind: 'huge'; readonly bytes: number };

export interface FaultRule {
  readonly on: HostKind | 'any';
  readonly method?: string;
  /** A part of the path, as it stands in the address. */
  readonly path?: string;
  /** So many matching requests go through first. */
  readonly skip?: number;
  /** So many are hit; without it, all. */
  readonly times?: number;
  /** 0 to 1; usually 1. */
  readonly probability?: number;
  /** `after`: the work is done, and then the answer is lost or spoilt. Usually `before`. */
  readonly when?: 'before' | 'after';
  readonly fault: Fault;
}

interface LiveRule {
  readonly rule: FaultRule;
  skipped: number;
  hits: number;
}

const HUGE_LIMIT = 268_435_456;

export class FaultList {
  private readonly rules: LiveRule[] = [];

  constructor(private readonly random: (bytes: number) => Uint8Array) {}

  /** Adds a rule; gives the way to take it out again. */
  add(rule: FaultRule): () => void {
    const live: LiveRule = { rule, skipped: 0, hits: 0 };
    this.rules.push(live);
    return () => {
      const at = this.rules.indexOf(live);
      if (at >= 0) this.rules.splice(at, 1);
    };
  }

  clear(): void {
    this.rules.length = 0;
  }

  /** Whether a rule may still drop a connection; see emulator.ts. */
  get drops(): boolean {
    return this.rules.some(({ rule, hits }) => rule.fault.kind === 'drop' && hits < (rule.times ?? Infinity));
  }

  /** The first rule that hits this request. Preflights are never hit: they are the browser's, not the page's. */
  choose(question: Question): FaultRule | null {
    if (question.method === 'OPTIONS') return null;
    for (const live of this.rules) {
      const { on, method, path, skip = 0, times = Infinity, probability = 1 } = live.rule;
      if ((on !== 'any' && on !== question.kind) || (method !== undefined && method.toUpperCase() !== question.method)) continue;
      if ((path !== undefined && !question.rawPath.includes(path)) || live.hits >= times) continue;
      if (live.skipped < skip) {
        live.skipped++;
        continue;
      }
      if (probability < 1 && Buffer.from(this.random(4)).readUInt32BE(0) / 0x1_0000_0000 >= probability) continue;
      live.hits++;
      return live.rule;
    }
    return null;
  }
}

/** An error as the host's kind would put it. */
function errorBody(kind: HostKind, status: number): unknown {
  const message = 'A fault was asked for.';
  switch (kind) {
    case 'login':
      return { error: 'temporarily_unavailable', error_description: `AADSTS90033: ${message}`, error_codes: [90033] };
    case 'arm':
      return { error: { code: 'EmulatorFault', message } };
    case 'hub':
      return { Message: `ErrorCode:EmulatorFault;${message}`, ExceptionMessage: 'Tracking ID:emulator' };
    case 'dps':
    case 'portal':
    case 'device':
      return { errorCode: status * 1000 + 1, trackingId: 'emulator', message, info: {}, timestampUtc: '2026-01-01T00:00:00.000Z' };
  }
}

/** The answer in place of the right one; null to drop the connection, `undefined` when the right one stands. */
export function spoil(fault: Fault, kind: HostKind): Answer | null | undefined {
  switch (fault.kind) {
    case 'drop':
      return null;
    case 'slow':
      return undefined;
    case 'status':
      return json(fault.status, errorBody(kind, fault.status), {
        ...(['dps', 'portal', 'device'].includes(kind) ? { 'x-ms-error-code': String(fault.status * 1000 + 1) } : {}),
        ...(fault.retryAfterS === undefined ? {} : { 'retry-after': String(fault.retryAfterS) }),
      });
    case 'garbage':
      return { status: 200, headers: { 'content-type': 'application/json; charset=utf-8' }, body: '{"registrationId":"sn0123' };
    case 'html':
      return html(502, '<!doctype html><title>502 Bad Gateway</title><h1>Bad Gateway</h1><script>document.title="ran"</script>');
    case 'huge':
      return { status: 200, headers: { 'content-type': 'application/json; charset=utf-8' }, body: Buffer.alloc(Math.min(fault.bytes, HUGE_LIMIT), 0x20) };
  }
}
