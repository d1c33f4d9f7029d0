/**
 * A real OpenID provider behind https, which knows nothing of Entra or of this project: npm oidc-provider.
 * Test support. One account that signs in without being asked; one public client with PKCE; three scopes that stand for the three resources.
 */
import type { RequestListener } from 'node:http';
import Provider from 'oidc-provider';
import { CLIENT_ID } from './sign-in-visit.ts';

export const ISSUER = 'https://provider.example.test';
const ACCOUNT = 'operator@example.test';

/** Like a directory, in the part that matters here: it hands out refresh tokens, and lets pages read its answers. */
export function makeProvider(redirectUri: string): { readonly provider: Provider; readonly listener: RequestListener } {
  const provider = new Provider(ISSUER, {
    clients: [
      {
        client_id: CLIENT_ID,
        application_type: 'native', // the page of the test is on http://localhost
        token_endpoint_auth_method: 'none',
        grant_types: ['authorization_code', 'refresh_token'],
        response_types: ['code'],
        redirect_uris: [redirectUri],
      },
    ],
    scopes: ['openid', 'offline_access', 'profile', 'arm', 'dps', 'hub'],
    claims: { openid: ['sub'], profile: ['preferred_username', 'name'] },
    conformIdTokenClaims: false,
    cookies: { keys: ['only-a-test'] },
    pkce: { required: () => true },
    clientBasedCORS: () => true,
    issueRefreshToken: () => Promise.resolve(true),
    features: { devInteractions: { enabled: false } },
    interactions: { url: (_context: unknown, interaction: { uid: string }) => `/interaction/${interaction.uid}` },
    findAccount: (_context: unknown, sub: string) => ({
      accountId: sub,
      claims: () => Promise.resolve({ sub, preferred_username: ACCOUNT, name: 'An operator' }),
    }),
    ttl: { AccessToken: 600, AuthorizationCode: 60, IdToken: 600, RefreshToken: 3_600, Session: 3_600, Interaction: 600, Grant: 3_600 },
  });
  provider.proxy = true;
  const callback = provider.callback();
  const interact = async (...[request, response]: Parameters<RequestListener>): Promise<void> => {
    const { prompt, params, session } = await provider.interactionDetails(request, response);
    if (prompt.name === 'login') return provider.interactionFinished(request, response, { login: { accountId: ACCOUNT } });
    const grant = new provider.Grant({ accountId: session?.accountId ?? ACCOUNT, clientId: String(params['client_id']) });
    grant.addOIDCScope('openid offline_access profile arm dps hub');
    return provider.interactionFinished(request, response, { consent: { grantId: await grant.save() } }, { mergeWithLastSubmission: true });
  };
  return {
    provider,
    listener: (request, response) => {
      if (request.url?.startsWith('/interaction/') === true) interact(request, response).catch(() => response.destroy());
      else void callback(request, response);
    },
  };
}
