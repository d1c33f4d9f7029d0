/**
 * /token: a code or a refresh token becomes an access token for one resource.
 * Local tool. Reference: chapter 6.5(1) of the notes on Azure; RFC 6749, 4.1.3, 5 and 6; RFC 7636, 4.5.
 */
import { json } from '../exchange.ts';
import type { Answer, Question } from '../exchange.ts';
import { timeText } from '../state.ts';
import type { Tenant } from '../state.ts';
import { readScope } from '../tokens.ts';
import { makeId } from '../world.ts';
import type { World } from '../world.ts';
import { clientInfo } from './authorize.ts';
import { describeError, errorOfFault, ERRORS } from './errors.ts';
import type { LoginError } from './errors.ts';
import { verifierFits } from './session.ts';
import type { Grant, LoginSession } from './session.ts';

const NO_STORE = { 'cache-control': 'no-store' };

function fail(world: World, error: LoginError): Answer {
  return json(
    error.status,
    {
      error: error.error,
      error_description: describeError(error),
      error_codes: [error.number],
      timestamp: timeText(world.options.clock.now()),
      trace_id: makeId(world),
      correlation_id: makeId(world),
      ...(error.suberror === undefined ? {} : { suberror: error.suberror }),
    },
    NO_STORE,
  );
}

/** What the request stands on. Consuming a code is its only effect. */
function readGrant(session: LoginSession, form: URLSearchParams): Grant | LoginError {
  const clientId = form.get('client_id') ?? '';
  if (form.get('grant_type') === 'refresh_token') {
    const grant = session.findRefreshToken(form.get('refresh_token') ?? '');
    return grant?.clientId === clientId ? grant : ERRORS.refreshSpent;
  }
  if (form.get('grant_type') !== 'authorization_code') return ERRORS.grantType;
  const grant = session.takeCode(form.get('code') ?? '');
  if (grant?.clientId !== clientId) return ERRORS.codeSpent;
  if (grant.redirectUri !== form.get('redirect_uri')) return ERRORS.redirectUri;
  return verifierFits(form.get('code_verifier') ?? '', grant.challenge) ? grant : ERRORS.pkceWrong;
}

/** Answers POST /{tenant}/oauth2/v2.0/token. */
export function answerToken(world: World, session: LoginSession, question: Question, tenant: Tenant): Answer {
  if (!/^application\/x-www-form-urlencoded\b/i.test(question.headers['content-type'] ?? '')) return fail(world, ERRORS.missing);
  const form = new URLSearchParams(question.body);
  if ((form.get('client_id') ?? '') === '') return fail(world, ERRORS.missing);
  const fault = session.takeFault();
  if (fault !== null) return fail(world, errorOfFault(fault));
  const grant = readGrant(session, form);
  if ('error' in grant) return fail(world, grant);
  const scope = form.get('scope') ?? grant.scope;
  const reading = readScope(scope);
  if (reading.kind === 'many') return fail(world, ERRORS.manyResources);
  if (reading.kind === 'unknown') return fail(world, ERRORS.unknownResource);
  if (reading.kind === 'resource' && session.consentTo(reading.resource) !== 'granted')
    return fail(world, { ...ERRORS.consentRequired, error: 'invalid_grant' });
  const { account } = world.model;
  const words = scope.split(/\s+/);
  const plain = words.filter((word) => ['openid', 'profile', 'email'].includes(word));
  const granted = reading.kind === 'resource' ? [...plain, reading.granted] : plain;
  // a token for nothing but the person's profile has an audience none of the services takes
  const access = world.tokens.access(account, tenant.tenantId, reading.kind === 'resource' ? reading.resource : 'https://graph.microsoft.com');
  return json(
    200,
    {
      token_type: 'Bearer',
      scope: granted.join(' '),
      expires_in: world.options.tokenLifetimeS,
      ext_expires_in: world.options.tokenLifetimeS,
      access_token: access,
      ...(words.includes('offline_access') ? { refresh_token: session.makeRefreshToken(grant) } : {}),
      ...(words.includes('openid') ? { id_token: world.tokens.identity(account, tenant.tenantId, grant.clientId, grant.nonce) } : {}),
      client_info: clientInfo(world),
    },
    NO_STORE,
  );
}
