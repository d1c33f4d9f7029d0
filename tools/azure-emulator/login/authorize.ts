/**
 * /authorize: from a question in the address bar to a code behind the #, or an error there.
 * Local tool. Reference: chapter 6.5(1) of the notes on Azure; RFC 6749, 4.1; RFC 7636.
 */
import { empty } from '../exchange.ts';
import type { Answer, Question } from '../exchange.ts';
import type { Tenant } from '../state.ts';
import { readScope } from '../tokens.ts';
import { makeId } from '../world.ts';
import type { World } from '../world.ts';
import { describeError, errorOfFault, ERRORS } from './errors.ts';
import type { LoginError } from './errors.ts';
import { askPage, errorPage, REDIRECT_HEADERS } from './page.ts';
import type { LoginSession } from './session.ts';

const ANSWER_WORD = 'emulator_answer';

/** The address may be returned to: an http(s) one without a fragment, and registered when registrations are given. */
function redirectUriOf(world: World, clientId: string, text: string | null): URL | LoginError {
  if (clientId === '' || text === null) return ERRORS.missing;
  const { clients } = world.options;
  const client = clients === 'any' ? null : clients.find((candidate) => candidate.clientId.toLowerCase() === clientId.toLowerCase());
  if (client === undefined) return ERRORS.unknownClient;
  if (client && !client.redirectUris.includes(text)) return ERRORS.redirectUri;
  if (!URL.canParse(text)) return ERRORS.redirectUri;
  const url = new URL(text);
  return /^https?:$/.test(url.protocol) && url.hash === '' ? url : ERRORS.redirectUri;
}

function sendBack(redirect: URL, mode: string, members: Record<string, string | null>): Answer {
  const parameters = new URLSearchParams(Object.entries(members).filter((entry): entry is [string, string] => entry[1] !== null));
  const target = new URL(redirect);
  if (mode === 'query') for (const [name, value] of parameters) target.searchParams.set(name, value);
  else target.hash = parameters.toString();
  return empty(302, { ...REDIRECT_HEADERS, location: target.href });
}

/** Why this request gets an error behind its redirect address; null when it may go on. */
function objection(session: LoginSession, query: URLSearchParams, resource: string | null): LoginError | null {
  const silent = query.get('prompt') === 'none';
  const consent = resource === null ? 'granted' : session.consentTo(resource);
  if (silent && session.state === 'signed-out') return ERRORS.loginRequired;
  if (consent === 'admin') return ERRORS.adminConsent;
  return consent === 'user' && silent ? ERRORS.consentRequired : null;
}

/** Answers GET /{tenant}/oauth2/v2.0/authorize. */
export function answerAuthorize(world: World, session: LoginSession, question: Question, tenant: Tenant, address: string): Answer {
  const { query } = question;
  const clientId = query.get('client_id') ?? '';
  const redirect = redirectUriOf(world, clientId, query.get('redirect_uri'));
  if (!(redirect instanceof URL)) return errorPage(describeError(redirect));
  const mode = query.get('response_mode') ?? 'query';
  if (mode !== 'fragment' && mode !== 'query') return errorPage(describeError(ERRORS.responseMode));
  const state = query.get('state');
  const fail = (error: LoginError): Answer =>
    sendBack(redirect, mode, { error: error.error, error_description: describeError(error), suberror: error.suberror ?? null, state });

  if (query.get('response_type') !== 'code') return fail(ERRORS.responseType);
  const challenge = query.get('code_challenge') ?? '';
  if (!/^[A-Za-z0-9_-]{43}$/.test(challenge) || query.get('code_challenge_method') !== 'S256') return fail(ERRORS.pkceMissing);
  const scope = query.get('scope') ?? '';
  const reading = readScope(scope);
  if (reading.kind === 'unknown') return fail(ERRORS.unknownResource);
  if (reading.kind === 'many') return fail(ERRORS.manyResources);
  if (reading.kind === 'none' && !/\bopenid\b/.test(scope)) return fail(ERRORS.noScope);

  const answered = query.get(ANSWER_WORD);
  const interactive = query.get('prompt') !== 'none';
  if (interactive && answered === null && world.options.loginPage === 'on') {
    const link = (word: string): string => `${address}?${new URLSearchParams([...query, [ANSWER_WORD, word]]).toString()}`;
    return askPage(world.model.account.username, link('sign-in'), link('cancel'));
  }
  if (answered === 'cancel') return fail(ERRORS.declined);
  const fault = session.takeFault();
  if (fault !== null) return fail(errorOfFault(fault));
  const resource = reading.kind === 'resource' ? reading.resource : null;
  const refused = objection(session, query, resource);
  if (refused) return fail(refused);
  if (interactive) {
    session.state = 'signed-in';
    if (resource !== null) session.setConsent(resource, 'granted');
  }
  const code = session.makeCode({
    clientId,
    tenantId: tenant.tenantId,
    scope,
    redirectUri: query.get('redirect_uri') ?? '',
    nonce: query.get('nonce'),
    challenge,
  });
  return sendBack(redirect, mode, { code, client_info: clientInfo(world), state, session_state: makeId(world) });
}

/** Which account, for the one who asked: base64url of `{uid,utid}`. */
export const clientInfo = (world: World): string =>
  Buffer.from(JSON.stringify({ uid: world.model.account.oid, utid: world.model.account.homeTenantId })).toString('base64url');
