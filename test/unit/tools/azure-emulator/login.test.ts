/** The emulated sign-in against chapter 6.5(1) of the notes on Azure, RFC 6749 and RFC 7636. */
import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { HOME_TENANT } from '../../../../tools/azure-emulator/index.ts';
import { DPS, SCOPES, startBench } from './leaf.ts';
import type { Bench, Heard } from './leaf.ts';

const LOGIN = 'https://login.microsoftonline.com';
const REDIRECT = 'http://localhost:5173/redirect.html';
const CLIENT = '11111111-2222-4333-8444-555555555555';
const VERIFIER = 'dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk'; // RFC 7636, appendix B
const CHALLENGE = 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM';

const question = (more: Record<string, string> = {}): URLSearchParams =>
  new URLSearchParams({
    client_id: CLIENT,
    response_type: 'code',
    response_mode: 'fragment',
    redirect_uri: REDIRECT,
    scope: `openid profile offline_access ${SCOPES.dps}`,
    state: 'the state',
    nonce: 'the nonce',
    code_challenge: CHALLENGE,
    code_challenge_method: 'S256',
    ...more,
  });
const authorize = (bench: Bench, more: Record<string, string> = {}, tenant = 'organizations'): Promise<Heard> =>
  bench.ask('GET', `${LOGIN}/${tenant}/oauth2/v2.0/authorize?${question(more).toString()}`, { scope: null });
const fragment = (heard: Heard): URLSearchParams => new URLSearchParams(new URL(heard.headers['location'] ?? 'about:blank').hash.slice(1));
const token = (bench: Bench, form: Record<string, string>): Promise<Heard> =>
  bench.ask('POST', `${LOGIN}/organizations/oauth2/v2.0/token`, {
    scope: null,
    headers: { 'content-type': 'application/x-www-form-urlencoded;charset=utf-8' },
    body: new URLSearchParams({ client_id: CLIENT, ...form }).toString(),
  });
const redeem = (bench: Bench, code: string, more: Record<string, string> = {}): Promise<Heard> =>
  token(bench, {
    grant_type: 'authorization_code',
    code,
    redirect_uri: REDIRECT,
    code_verifier: VERIFIER,
    scope: `openid profile offline_access ${SCOPES.dps}`,
    ...more,
  });
const claims = (jwt: string) => JSON.parse(Buffer.from(jwt.split('.')[1] ?? '', 'base64url').toString('utf8'));

describe('/authorize', () => {
  it('returns a code, the state and the client info behind the # of the redirect address', async () => {
    expect(createHash('sha256').update(VERIFIER).digest('base64url')).toBe(CHALLENGE);
    const heard = await authorize(startBench());
    expect([heard.status, heard.headers['location']?.split('#')[0]]).toEqual([302, REDIRECT]);
    const back = fragment(heard);
    expect(back.get('state')).toBe('the state');
    expect(back.get('code')).toMatch(/^0\./);
    expect(JSON.parse(Buffer.from(back.get('client_info') ?? '', 'base64url').toString())).toMatchObject({ utid: HOME_TENANT });
  });

  it.each([
    ['no PKCE', { code_challenge: '' }, 'invalid_request'],
    ['PKCE without S256', { code_challenge_method: 'plain' }, 'invalid_request'],
    ['another response type', { response_type: 'token' }, 'unsupported_response_type'],
    ['two resources', { scope: `openid ${SCOPES.dps} ${SCOPES.arm}` }, 'invalid_scope'],
    ['an unknown resource', { scope: 'openid https://elsewhere.example/.default' }, 'invalid_resource'],
    ['no scope', { scope: '' }, 'invalid_scope'],
    ['prompt=none without a session', { prompt: 'none' }, 'login_required'],
  ])('returns an error behind the # for %s', async (_name, more: Record<string, string>, error) => {
    const back = fragment(await authorize(startBench(), more));
    expect([back.get('error'), back.get('state'), back.get('code')]).toEqual([error, 'the state', null]);
    expect(back.get('error_description')).toMatch(/^AADSTS\d+: /);
  });

  it.each([
    ['an unknown application', { client_id: 'other' }, 'AADSTS700016'],
    ['another redirect address', { redirect_uri: 'https://evil.example/' }, 'AADSTS50011'],
    ['a redirect address that differs by a slash', { redirect_uri: `${REDIRECT}/` }, 'AADSTS50011'],
  ])('shows a page, and redirects nowhere, for %s', async (_name, more: Record<string, string>, text) => {
    const heard = await authorize(startBench({ clients: [{ clientId: CLIENT, redirectUris: [REDIRECT] }] }), more);
    expect([heard.status, heard.headers['location'], heard.text.includes(text)]).toEqual([400, undefined, true]);
  });

  it('shows a page for a tenant nobody has, and for a redirect to a script', async () => {
    expect((await authorize(startBench(), {}, 'nobody.example')).text).toContain('AADSTS90002');
    expect((await authorize(startBench(), { redirect_uri: 'javascript:alert(1)' })).status).toBe(400);
  });

  it('is silent after a sign-in, and not after a sign-out', async () => {
    const bench = startBench();
    await authorize(bench);
    expect(fragment(await authorize(bench, { prompt: 'none' })).get('code')).not.toBeNull();
    const out = await bench.ask('GET', `${LOGIN}/common/oauth2/v2.0/logout?post_logout_redirect_uri=${encodeURIComponent(REDIRECT)}&state=s`, { scope: null });
    expect([out.status, out.headers['location']]).toEqual([302, `${REDIRECT}?state=s`]);
    expect(fragment(await authorize(bench, { prompt: 'none' })).get('error')).toBe('login_required');
  });

  it('asks on a page without script where that is wanted, and takes yes and no', async () => {
    const bench = startBench({ loginPage: 'on' });
    const page = await authorize(bench, { state: '"><script>x</script>' });
    expect([page.status, page.headers['content-security-policy']]).toEqual([200, expect.stringContaining("default-src 'none'")]);
    expect(page.text).not.toContain('<script');
    const links = [...page.text.matchAll(/href="([^"]+)"/g)].map((match) => (match[1] ?? '').replaceAll('&#38;', '&').replaceAll('&#39;', "'"));
    const follow = async (link: string | undefined) => fragment(await bench.ask('GET', link ?? '', { scope: null }));
    expect((await follow(links[0])).get('code')).not.toBeNull();
    expect((await follow(links[1])).get('error')).toBe('access_denied');
  });

  it('wants consent silently or from a person, or from an administrator only', async () => {
    const bench = startBench();
    await authorize(bench);
    const resource = 'https://azure-devices-provisioning.net';
    bench.emulator.control.consent(resource, 'user');
    expect(fragment(await authorize(bench, { prompt: 'none' })).get('error')).toBe('consent_required');
    expect(fragment(await authorize(bench)).get('code')).not.toBeNull();
    expect(fragment(await authorize(bench, { prompt: 'none' })).get('code')).not.toBeNull();
    bench.emulator.control.consent(resource, 'admin');
    expect(fragment(await authorize(bench)).get('error_description')).toContain('AADSTS90094');
  });

  it.each([
    ['consent-required', 'consent_required', 'AADSTS65001'],
    ['interaction-required', 'interaction_required', 'AADSTS50076'],
    ['cancelled', 'access_denied', 'AADSTS65004'],
    ['service-principal-missing', 'invalid_client', 'AADSTS650052'],
    ['unavailable', 'temporarily_unavailable', 'AADSTS90033'],
  ] as const)('fails once with %s when told to', async (next, error, text) => {
    const bench = startBench();
    bench.emulator.control.login({ next });
    const back = fragment(await authorize(bench));
    expect([back.get('error'), back.get('error_description')?.startsWith(text)]).toEqual([error, true]);
    expect(fragment(await authorize(bench)).get('code')).not.toBeNull();
  });
});

describe('/token', () => {
  const code = async (bench: Bench, more: Record<string, string> = {}): Promise<string> => fragment(await authorize(bench, more)).get('code') ?? '';

  it('gives a token that the service takes, an identity with the nonce, a refresh token, and echoes both scopes', async () => {
    const bench = startBench();
    const { status, body } = await redeem(bench, await code(bench));
    expect([status, body.token_type, body.expires_in]).toEqual([200, 'Bearer', 3600]);
    expect(body.scope.split(' ')).toEqual(
      expect.arrayContaining(['openid', 'https://azure-devices-provisioning.net/.default', 'https://azure-devices-provisioning.net/user_impersonation']),
    );
    expect(claims(body.id_token)).toMatchObject({ aud: CLIENT, nonce: 'the nonce', tid: HOME_TENANT, preferred_username: 'operator@example.test' });
    expect(claims(body.access_token)).toMatchObject({
      aud: 'https://azure-devices-provisioning.net',
      tid: HOME_TENANT,
      scp: 'user_impersonation',
      upn: 'operator@example.test',
    });
    const heard = await bench.ask('GET', `${DPS}/enrollments/x?api-version=2021-10-01`, {
      scope: null,
      headers: { authorization: `Bearer ${body.access_token}` },
    });
    expect(heard.status).toBe(404);
  });

  it('gives each resource its own token for the one refresh token', async () => {
    const bench = startBench();
    const { refresh_token } = (await redeem(bench, await code(bench))).body;
    for (const scope of Object.values(SCOPES)) {
      const { body } = await token(bench, { grant_type: 'refresh_token', refresh_token, scope: `openid offline_access ${scope}` });
      expect([claims(body.access_token).aud, body.scope.includes(scope)]).toEqual([scope.replace('/.default', ''), true]);
    }
  });

  it('takes a code once, for its own client, redirect address and verifier, and for ten minutes', async () => {
    const bench = startBench();
    const first = await code(bench);
    expect((await redeem(bench, first)).status).toBe(200);
    expect((await redeem(bench, first)).body).toMatchObject({ error: 'invalid_grant', error_codes: [54005] });
    expect((await redeem(bench, await code(bench), { code_verifier: 'a'.repeat(43) })).body.error_codes).toEqual([501_481]);
    expect((await redeem(bench, await code(bench), { redirect_uri: 'http://localhost:5173/other.html' })).body.error_codes).toEqual([50_011]);
    expect((await redeem(bench, await code(bench), { client_id: 'other' })).body.error).toBe('invalid_grant');
    const late = await code(bench);
    bench.pass(600_001);
    expect((await redeem(bench, late)).body.error).toBe('invalid_grant');
  });

  it('refuses what is no form, two resources, unknown grants, and refresh tokens a day old or revoked', async () => {
    const bench = startBench();
    const { refresh_token } = (await redeem(bench, await code(bench))).body;
    const refresh = (scope: string) => token(bench, { grant_type: 'refresh_token', refresh_token, scope });
    expect((await refresh(`${SCOPES.dps} ${SCOPES.hub}`)).body.error).toBe('invalid_scope');
    expect((await token(bench, { grant_type: 'password' })).body.error).toBe('unsupported_grant_type');
    expect((await bench.ask('POST', `${LOGIN}/common/oauth2/v2.0/token`, { scope: null, body: '{}' })).status).toBe(400);
    bench.pass(86_400_001);
    expect((await refresh(SCOPES.dps)).body).toMatchObject({ error: 'invalid_grant', error_codes: [700_084] });
    const other = (await redeem(bench, await code(bench))).body.refresh_token;
    bench.emulator.control.revokeRefreshTokens();
    expect((await token(bench, { grant_type: 'refresh_token', refresh_token: other, scope: SCOPES.dps })).body.error).toBe('invalid_grant');
  });

  it('says invalid_grant and 65001 for a resource without consent, and AADSTS9002326 where the platform is not a single-page application', async () => {
    const bench = startBench();
    const { refresh_token } = (await redeem(bench, await code(bench))).body;
    bench.emulator.control.consent('https://iothubs.azure.net', 'user');
    const silent = await token(bench, { grant_type: 'refresh_token', refresh_token, scope: SCOPES.hub });
    expect(silent.body).toMatchObject({ error: 'invalid_grant', suberror: 'consent_required', error_codes: [65_001] });
    const next = await code(bench);
    bench.emulator.control.login({ next: 'not-spa' });
    expect((await redeem(bench, next)).body).toMatchObject({ error: 'invalid_request', error_codes: [9_002_326] });
  });

  it('names the tenant that was asked for in the token, for a guest', async () => {
    const bench = startBench();
    const second = '7e57ab1e-0000-4000-8000-000000000002';
    const back = fragment(await authorize(bench, { scope: `openid ${SCOPES.arm}` }, second));
    const heard = await bench.ask('POST', `${LOGIN}/${second}/oauth2/v2.0/token`, {
      scope: null,
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams({
        client_id: CLIENT,
        grant_type: 'authorization_code',
        code: back.get('code') ?? '',
        redirect_uri: REDIRECT,
        code_verifier: VERIFIER,
        scope: `openid ${SCOPES.arm}`,
      }).toString(),
    });
    expect(claims(heard.body.access_token).tid).toBe(second);
    const list = await bench.ask('GET', 'https://management.azure.com/subscriptions?api-version=2019-06-01', {
      scope: null,
      headers: { authorization: `Bearer ${heard.body.access_token}` },
    });
    expect(list.body.value).toEqual([]);
  });
});

describe('the documents', () => {
  it('describe a tenant and the cloud', async () => {
    const { ask } = startBench();
    const tenant = await ask('GET', `${LOGIN}/${HOME_TENANT}/v2.0/.well-known/openid-configuration`, { scope: null });
    expect(tenant.body).toMatchObject({ issuer: `${LOGIN}/${HOME_TENANT}/v2.0`, token_endpoint: `${LOGIN}/${HOME_TENANT}/oauth2/v2.0/token` });
    const cloud = await ask('GET', `${LOGIN}/common/discovery/instance?api-version=1.1&authorization_endpoint=x`, { scope: null });
    expect(cloud.body.metadata[0].aliases).toContain('login.microsoftonline.com');
  });
});
