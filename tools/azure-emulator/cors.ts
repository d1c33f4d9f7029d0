/**
 * Which answers a page of another origin may read, and the answers to its preflights.
 * Local tool. Knows nothing of what is answered. Reference: Fetch standard, CORS protocol; chapter 2 of the notes on Azure.
 */
import { empty } from './exchange.ts';
import type { Answer, HostKind, Question } from './exchange.ts';
import type { EmulatorOptions } from './options.ts';

/** Sign-in and the resource manager always answer; the device's host never does, unless a record says so. */
function answersCors(options: EmulatorOptions, kind: HostKind): boolean {
  if (typeof options.cors === 'object') {
    const said = options.cors[kind];
    if (said !== undefined) return said === 'open';
  }
  if (kind === 'login' || kind === 'arm') return true;
  if (kind === 'device') return false;
  return options.cors === 'open' || (options.cors === 'portal-only' && kind === 'portal');
}

function admitted(options: EmulatorOptions, question: Question): string | null {
  const origin = question.headers['origin'];
  if (origin === undefined || !answersCors(options, question.kind)) return null;
  return options.origins === 'any' || options.origins.includes(origin) ? origin : null;
}

/** What goes onto every answer. */
export function corsHeaders(options: EmulatorOptions, question: Question): Record<string, string> {
  const origin = admitted(options, question);
  if (origin === null) return {};
  const expose = options.expose.length > 0 ? { 'access-control-expose-headers': options.expose.join(', ') } : {};
  return { 'access-control-allow-origin': origin, vary: 'Origin', ...expose };
}

/** The answer to a preflight, or to an OPTIONS that is none; null when the question is something else. */
export function answerPreflight(options: EmulatorOptions, question: Question): Answer | null {
  if (question.method !== 'OPTIONS') return null;
  const wanted = question.headers['access-control-request-method'];
  if (wanted === undefined || admitted(options, question) === null) return empty(405, { allow: 'GET, PUT, POST, DELETE' });
  const asked = question.headers['access-control-request-headers'];
  return empty(200, {
    'access-control-allow-methods': 'GET, PUT, POST, PATCH, DELETE',
    ...(asked === undefined ? {} : { 'access-control-allow-headers': asked }),
    'access-control-max-age': '60',
    ...(question.headers['access-control-request-private-network'] === 'true' ? { 'access-control-allow-private-network': 'true' } : {}),
  });
}
