/**
 * The control over HTTP: JSON in, JSON out, for the emulator's own page and for tests in another process.
 * Local tool. Only answered when the option `control` is on, and only to the page of the same origin. Reference: README.md, Control.
 */
import { empty, isObject, json, readObject } from './exchange.ts';
import type { Answer, HostKind, JsonObject } from './exchange.ts';
import type { Control } from './control.ts';
import type { RegistrationOrder } from './dps/registrations.ts';
import type { Fault } from './faults.ts';
import type { Consent, LoginFault } from './login/session.ts';
import type { Role } from './state.ts';

const ROLES: readonly Role[] = ['arm-reader', 'dps-data-reader', 'dps-data-contributor', 'hub-data-reader'];
const KINDS: readonly (HostKind | 'any')[] = ['any', 'login', 'arm', 'dps', 'portal', 'device', 'hub'];
const OUTCOMES: readonly RegistrationOrder['outcome'][] = ['assigned', 'failed', 'disabled'];
const SUBSTATUSES = ['initialAssignment', 'deviceDataMigrated', 'deviceDataReset', 'reprovisionedToInitialAssignment'] as const;
const CONSENTS: readonly Consent[] = ['granted', 'user', 'admin'];
const LOGIN_FAULTS: readonly LoginFault[] = [
  'consent-required',
  'interaction-required',
  'login-required',
  'invalid-client',
  'cancelled',
  'service-principal-missing',
  'not-spa',
  'unavailable',
];

/** A member that is not what it should be; its message goes back to the one who asked. */
class BadMember extends Error {}

function text(body: JsonObject, name: string): string {
  const value = body[name];
  if (typeof value !== 'string' || value === '' || value.length > 400) throw new BadMember(`${name} must be a text`);
  return value;
}
const optional = <T>(body: JsonObject, name: string, read: (body: JsonObject, name: string) => T): Record<string, T> =>
  body[name] === undefined ? {} : { [name]: read(body, name) };
function number(body: JsonObject, name: string): number {
  const value = body[name];
  if (typeof value !== 'number' || !Number.isFinite(value) || value < 0) throw new BadMember(`${name} must be a number from 0`);
  return value;
}
const oneOf =
  <T extends string>(known: readonly T[]) =>
  (body: JsonObject, name: string): T => {
    const found = known.find((word) => word === body[name]);
    if (found === undefined) throw new BadMember(`${name} must be one of ${known.join(', ')}`);
    return found;
  };

function readFault(value: unknown): Fault {
  if (!isObject(value)) throw new BadMember('fault must be an object');
  const kind = oneOf(['status', 'drop', 'slow', 'garbage', 'html', 'huge'] as const)(value, 'kind');
  switch (kind) {
    case 'status': {
      const status = number(value, 'status');
      if (!Number.isInteger(status) || status < 400 || status > 599) throw new BadMember('status must be 400 to 599');
      return { kind, status, ...optional(value, 'retryAfterS', number) };
    }
    case 'slow':
      return { kind, delayMs: number(value, 'delayMs') };
    case 'huge':
      return { kind, bytes: number(value, 'bytes') };
    case 'drop':
    case 'garbage':
    case 'html':
      return { kind };
  }
}

function readOrder(body: JsonObject): RegistrationOrder {
  return {
    outcome: oneOf(OUTCOMES)(body, 'outcome'),
    ...optional(body, 'afterMs', number),
    ...optional(body, 'assigningAfterMs', number),
    ...optional(body, 'errorCode', number),
    ...optional(body, 'hub', text),
    ...optional(body, 'errorMessage', text),
    ...optional(body, 'substatus', oneOf(SUBSTATUSES)),
  };
}

const on = (body: JsonObject, name: string): string | undefined => (body[name] === undefined ? undefined : text(body, name));

type Command = (control: Control, body: JsonObject) => unknown;

const COMMANDS: Readonly<Record<string, Command>> = {
  token: (control, body) => {
    try {
      return control.issueToken(text(body, 'scope'));
    } catch (cause) {
      throw cause instanceof RangeError ? new BadMember(cause.message) : cause;
    }
  },
  register: (control, body) => ({
    operationId: control.register(text(body, 'registrationId'), { ...readOrder(body), ...optional(body, 'service', text) }),
  }),
  'order-registration': (control, body) => {
    control.orderRegistration(text(body, 'registrationId'), readOrder(body));
  },
  connect: (control, body) => ({ devices: control.connect(text(body, 'deviceId'), on(body, 'hub')) }),
  disconnect: (control, body) => ({ devices: control.disconnect(text(body, 'deviceId'), on(body, 'hub')) }),
  'give-role': (control, body) => {
    control.giveRole(oneOf(ROLES)(body, 'role'), on(body, 'on'));
  },
  'take-role': (control, body) => {
    control.takeRole(oneOf(ROLES)(body, 'role'), on(body, 'on'));
  },
  fault: (control, body) => {
    control.fault({
      on: oneOf(KINDS)(body, 'on'),
      ...optional(body, 'method', text),
      ...optional(body, 'path', text),
      ...optional(body, 'skip', number),
      ...optional(body, 'times', number),
      ...optional(body, 'probability', number),
      ...optional(body, 'when', oneOf(['before', 'after'] as const)),
      fault: readFault(body['fault']),
    });
  },
  'clear-faults': (control) => {
    control.clearFaults();
  },
  login: (control, body) => {
    control.login({
      ...optional(body, 'session', oneOf(['signed-in', 'signed-out'] as const)),
      ...optional(body, 'next', oneOf(LOGIN_FAULTS)),
      ...optional(body, 'times', number),
      ...optional(body, 'delayMs', number),
    });
  },
  consent: (control, body) => {
    control.consent(text(body, 'resource'), oneOf(CONSENTS)(body, 'state'));
  },
  'expire-tokens': (control) => {
    control.expireTokens();
  },
  'revoke-refresh-tokens': (control) => {
    control.revokeRefreshTokens();
  },
  reset: (control) => {
    control.reset();
  },
};

/** Answers `{mount}/control/{name}`. `state`: a fresh snapshot, made only when asked for. */
export function answerControl(
  control: Control,
  request: { readonly method: string; readonly name: string; readonly body: string },
  state: () => unknown,
): Answer {
  if (request.name === 'state') return request.method === 'GET' ? json(200, state(), { 'cache-control': 'no-store' }) : empty(405, { allow: 'GET' });
  const command = Object.hasOwn(COMMANDS, request.name) ? COMMANDS[request.name] : undefined;
  if (!command) return json(404, { error: `there is no control ${JSON.stringify(request.name.slice(0, 40))}` });
  if (request.method !== 'POST') return empty(405, { allow: 'POST' });
  const body = request.body === '' ? {} : readObject(request.body);
  if (!body) return json(400, { error: 'the body is not a JSON object' });
  try {
    return json(200, command(control, body) ?? {}, { 'cache-control': 'no-store' });
  } catch (cause) {
    if (cause instanceof BadMember) return json(400, { error: cause.message });
    throw cause;
  }
}
