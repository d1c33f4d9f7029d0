/**
 * The sign-in service: which request is which, and the documents that describe it.
 * Local tool. Reference: chapter 6 of the notes on Azure, OpenID Connect Discovery 1.0.
 */
import { empty, json } from '../exchange.ts';
import type { Answer, Question } from '../exchange.ts';
import type { Tenant } from '../state.ts';
import type { World } from '../world.ts';
import { answerAuthorize } from './authorize.ts';
import { errorPage, REDIRECT_HEADERS, signedOutPage } from './page.ts';
import type { LoginSession } from './session.ts';
import { answerToken } from './token.ts';

const HOST = 'login.microsoftonline.com';
const SHARED = new Set(['common', 'organizations']);

/** The directory a path begins with; `common` and `organizations` lead home, as they do for guests (6.4). */
function findTenant(world: World, word: string): Tenant | null {
  const { tenants, account } = world.model;
  const wanted = SHARED.has(word) ? account.homeTenantId : word;
  return tenants.find((tenant) => tenant.tenantId === wanted || tenant.domain === wanted) ?? null;
}

function openidConfiguration(base: string, word: string, tenant: Tenant): Answer {
  const root = `${base}/${word}`;
  return json(200, {
    issuer: `https://${HOST}/${SHARED.has(word) ? '{tenantid}' : tenant.tenantId}/v2.0`,
    authorization_endpoint: `${root}/oauth2/v2.0/authorize`,
    token_endpoint: `${root}/oauth2/v2.0/token`,
    end_session_endpoint: `${root}/oauth2/v2.0/logout`,
    jwks_uri: `${root}/discovery/v2.0/keys`,
    response_types_supported: ['code'],
    response_modes_supported: ['query', 'fragment'],
    scopes_supported: ['openid', 'profile', 'email', 'offline_access'],
    subject_types_supported: ['pairwise'],
    id_token_signing_alg_values_supported: ['HS256'],
    token_endpoint_auth_methods_supported: ['none'],
    tenant_region_scope: 'AS',
    cloud_instance_name: 'microsoftonline.com',
  });
}

const discovery = (base: string): Answer =>
  json(200, {
    tenant_discovery_endpoint: `${base}/common/v2.0/.well-known/openid-configuration`,
    'api-version': '1.1',
    metadata: [
      { preferred_network: HOST, preferred_cache: 'login.windows.net', aliases: [HOST, 'login.windows.net', 'login.microsoft.com', 'sts.windows.net'] },
    ],
  });

function signOut(session: LoginSession, question: Question): Answer {
  session.state = 'signed-out';
  const target = question.query.get('post_logout_redirect_uri') ?? '';
  if (!/^https?:/i.test(target) || !URL.canParse(target)) return signedOutPage();
  const url = new URL(target);
  const state = question.query.get('state');
  if (state !== null) url.searchParams.set('state', state);
  return empty(302, { ...REDIRECT_HEADERS, location: url.href });
}

/** Answers a request to the sign-in host. `base`: the host's address as the asker wrote it. */
export function answerLogin(world: World, session: LoginSession, question: Question, base: string): Answer {
  const [word = '', ...rest] = question.path.map((segment) => segment.toLowerCase());
  const operation = `${question.method} ${rest.join('/')}`;
  if (operation === 'GET discovery/instance' && word === 'common') return discovery(base);
  const tenant = findTenant(world, word);
  if (!tenant) {
    const text = `AADSTS90002: Tenant '${word}' not found.`;
    return operation === 'GET oauth2/v2.0/authorize' ? errorPage(text) : json(400, { error: 'invalid_tenant', error_description: text, error_codes: [90002] });
  }
  switch (operation) {
    case 'GET oauth2/v2.0/authorize':
      return answerAuthorize(world, session, question, tenant, `${base}${question.rawPath}`);
    case 'POST oauth2/v2.0/token':
      return answerToken(world, session, question, tenant);
    case 'GET oauth2/v2.0/logout':
      return signOut(session, question);
    case 'GET v2.0/.well-known/openid-configuration':
      return openidConfiguration(base, word, tenant);
    case 'GET discovery/v2.0/keys':
      return json(200, { keys: [] });
    default:
      return errorPage('AADSTS900561: the endpoint does not answer this request.');
  }
}
