/**
 * The sign-in service's errors, with Entra's words and numbers.
 * Local tool. Reference: OAuth 2.0 (RFC 6749, 4.1.2.1 and 5.2); AADSTS codes as Microsoft documents them.
 */
import type { LoginFault } from './session.ts';

export interface LoginError {
  readonly error: string;
  /** AADSTS number. */
  readonly number: number;
  readonly text: string;
  readonly suberror?: string;
  /** Status at /token. */
  readonly status: number;
}

const make = (error: string, number: number, text: string, more: Partial<LoginError> = {}): LoginError => ({ error, number, text, status: 400, ...more });

export const ERRORS = {
  consentRequired: make('consent_required', 65001, 'The user or administrator has not consented to use the application.', { suberror: 'consent_required' }),
  adminConsent: make('consent_required', 90094, 'An administrator of the organization must grant permission.'),
  declined: make('access_denied', 65004, 'User declined to consent to access the app.'),
  loginRequired: make('login_required', 50058, 'A silent sign-in request was sent but no user is signed in.'),
  interactionRequired: make('interaction_required', 50076, 'You must use multi-factor authentication to access the resource.', { suberror: 'basic_action' }),
  invalidClient: make('invalid_client', 7000218, "The request body must contain the following parameter: 'client_assertion' or 'client_secret'.", {
    status: 401,
  }),
  unknownClient: make('unauthorized_client', 700016, 'The application was not found in the directory.'),
  redirectUri: make('invalid_request', 50011, 'The redirect URI specified in the request does not match the redirect URIs configured for the application.'),
  servicePrincipal: make('invalid_client', 650052, 'The app needs access to a service that your organization has not subscribed to or enabled.'),
  unknownResource: make('invalid_resource', 500011, 'The resource principal was not found in the tenant.'),
  manyResources: make('invalid_scope', 28000, 'The scope contains more than one resource.'),
  noScope: make('invalid_scope', 70011, 'The provided value for the input parameter scope is not valid.'),
  notSpa: make('invalid_request', 9002326, "Cross-origin token redemption is permitted only for the 'Single-Page Application' client-type."),
  pkceMissing: make('invalid_request', 9002325, 'Proof Key for Code Exchange is required for cross-origin authorization code redemption.'),
  pkceWrong: make('invalid_grant', 501481, 'The Code_Verifier does not match the code_challenge supplied in the authorization request.'),
  codeSpent: make('invalid_grant', 54005, 'OAuth2 Authorization code was already redeemed, is expired, or was never issued.'),
  refreshSpent: make('invalid_grant', 700084, 'The refresh token was issued to a single page app and has a fixed, limited lifetime, which has passed.'),
  responseType: make('unsupported_response_type', 700054, "response_type must be 'code'."),
  responseMode: make('invalid_request', 900144, "response_mode must be 'fragment' or 'query'."),
  grantType: make('unsupported_grant_type', 70003, 'The grant type is not supported.'),
  missing: make('invalid_request', 900144, 'A required parameter is missing.'),
  tenant: make('invalid_request', 90002, 'Tenant not found.'),
  unavailable: make('temporarily_unavailable', 90033, 'A transient error has occurred. Please try again.', { status: 503 }),
} as const;

const FAULTS: Readonly<Record<LoginFault, LoginError>> = {
  'consent-required': ERRORS.consentRequired,
  'interaction-required': ERRORS.interactionRequired,
  'login-required': ERRORS.loginRequired,
  'invalid-client': ERRORS.invalidClient,
  cancelled: ERRORS.declined,
  'service-principal-missing': ERRORS.servicePrincipal,
  'not-spa': ERRORS.notSpa,
  unavailable: ERRORS.unavailable,
};

export const errorOfFault = (fault: LoginFault): LoginError => FAULTS[fault];

export const describeError = (error: LoginError): string => `AADSTS${error.number}: ${error.text}`;
